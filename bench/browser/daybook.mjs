// What everybody's measurement in a browser stands on: a Daybook of its own, a hand of the browser's own protocol, tables.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(join(here, "../../end2end/package.json"))("@playwright/test");

const PASSWORD = "daybook-demo";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.DAYBOOK_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });

/** Daybook on a database of its own that `fill` has filled. */
export async function serveDaybook(daybook, fill) {
  const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
  const database = `sqlite://${join(folder, "daybook.db")}`;
  const env = {
    PATH: process.env.PATH,
    DAYBOOK_DATABASE_URL: database,
    DAYBOOK_DATA_DIR: folder,
    DAYBOOK_CLOCK_START: "2026-11-24T09:00:00Z",
    DAYBOOK_DEMO_ZONE: "UTC",
    DAYBOOK_DEMO_LANGUAGE: "en",
    DAYBOOK_LOG: "warn",
  };
  const filled = spawnSync(daybook, ["demo", "--people", "10", "--weeks", "1", "--meetings", "0"], { env, stdio: "inherit" });
  if (filled.status !== 0) throw new Error("`daybook demo` failed");
  const server = spawn(daybook, ["serve", "--addr", "127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((resolve, reject) => {
    createInterface(server.stdout).on("line", (line) => {
      const listening = /listening on (http:\/\/[\w.:]+)/.exec(line);
      if (listening) resolve(listening[1]);
    });
    server.on("exit", (code) => reject(new Error(`the server ended (${code})`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => server.on("exit", resolve));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, data: await fill(url), stop };
}

/** Asks the API of a Daybook as one of its people. */
export async function askAs(url, email) {
  const ask = async (method, path, body, token) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json", ...authorization },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const { token } = await ask("POST", "/session", { email, password: PASSWORD });
  return (method, path, body) => ask(method, path, body, token);
}

/** Does something with each, eight at a time. */
export async function inTurn(all, act) {
  const waiting = [...all];
  const next = async () => {
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) await act(each);
  };
  await Promise.all(Array.from({ length: 8 }, next));
}

/** A window in which somebody is signed in, wherever that is needed. */
export async function windowOf(browser, signIn, email) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: "UTC", locale: "en-GB" });
  if (signIn !== undefined) {
    const answer = await context.request.post(`${signIn}/sign-in`, {
      form: { email, password: PASSWORD, zone: "UTC", to: "/" },
      headers: { origin: signIn },
      maxRedirects: 0,
    });
    if (answer.status() !== 303) throw new Error(`nobody can sign in: ${answer.status()}`);
  }
  return context;
}

export const idle = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A mouse, and how many milliseconds the main thread has computed. */
export async function mouseOn(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const mouse = (type, x, y, buttons) =>
    session.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons, clickCount: 1 });
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  /** What each of these steps of the mouse costs until the main thread rests again. */
  const cost = async (steps) => {
    const costs = [];
    for (const { x, y } of steps) {
      const before = await spent();
      await mouse("mouseMoved", x, y, 1);
      await idle(34);
      costs.push((await spent()) - before);
    }
    return costs;
  };
  return { mouse, cost };
}

// ---------------------------------------------------------------------------------------------- the tables

const sorted = (numbers) => [...numbers].sort((one, other) => one - other);
export const percentile = (numbers, share) => {
  const all = sorted(numbers);
  return all[Math.min(all.length - 1, Math.floor(all.length * share))];
};
export const median = (numbers) => percentile(numbers, 0.5);
export const shown = (number) => (number === undefined || Number.isNaN(number) ? "–" : number < 2 ? number.toFixed(2) : number < 20 ? number.toFixed(1) : number.toFixed(0));

/** A figure that is to be no more than `most`, and whether it is. */
export const mark = (what, value, most, unit) => {
  if (value === undefined || Number.isNaN(value)) return;
  console.log(`${what.padEnd(52)}${shown(value).padStart(8)}${unit}  ${value <= most ? "kept  " : "MISSED"}  ≤ ${most}${unit}`);
};
