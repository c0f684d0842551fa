// Keeps the shell of the application: its program, its styles, its icon and the page shown without a network.
// Pages and answers of the server are never kept: they hold what people entrusted to it.

const offline = "/offline";
const shell = [offline, "/offline.js", "/icons/icon.svg", ..."THE_SHELL_OF_THIS_BUILD"];

// The addresses of program and styles change with their content, so their list names the build.
const cacheName = `shell ${shell.join(" ")}`;

self.addEventListener("install", (event) => {
  // Where the browser can, what this worker has no part in goes its way without waking it.
  event.addRoutes?.([
    { condition: { urlPattern: "/assets/*" }, source: "cache" },
    { condition: { requestDestination: "" }, source: "network" },
  ]);
  event.waitUntil(keepShell());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(pageOrOffline(event));
  } else if (shell.includes(new URL(request.url).pathname)) {
    event.respondWith(keptOrFetched(request));
  }
});

async function keepShell() {
  const cache = await caches.open(cacheName);
  await cache.addAll(shell);
  await self.skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
  // The browser asks for the page while it still wakes this worker.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function pageOrOffline(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(offline)) ?? Response.error();
  }
}

async function keptOrFetched(request) {
  return (await caches.match(request)) ?? fetch(request);
}
