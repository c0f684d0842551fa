// The page without a network: in the reader's language and theme, and gone as soon as the network is back.

const cookies = new Map(document.cookie.split("; ").map((pair) => pair.split("=")));
const language = cookies.get("daybook_language") ?? navigator.language;
const theme = cookies.get("daybook_theme");

if (language.startsWith("ru")) {
  document.documentElement.lang = "ru";
  for (const words of document.querySelectorAll("[lang='en'], [lang='ru']")) {
    if (words !== document.documentElement) words.hidden = words.lang !== "ru";
  }
}
if (theme === "light" || theme === "dark") {
  document.documentElement.dataset.theme = theme;
}
addEventListener("online", comeBack);
// A server that was away comes back without any such event.
setInterval(comeBack, 3_000);

async function comeBack() {
  try {
    const { ok } = await fetch("/healthz", { cache: "no-store" });
    if (ok) location.reload();
  } catch {
    // Still nobody there.
  }
}
