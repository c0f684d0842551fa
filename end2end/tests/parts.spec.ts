// The program comes in parts: what every screen needs at once, the rest when it is opened.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { complaints, EMAIL, expect, PASSWORD, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { Panel } from "../pages/panel";

const budget = readFileSync(new URL("../../budget.toml", import.meta.url), "utf8");
const most = Number(/^most = (\d+)$/m.exec(budget)?.[1]);

/** What a page fetches of program, scripts and styles: bytes as they came, by address. */
function fetched(page: Page): Map<string, number> {
  const all = new Map<string, number>();
  page.on("requestfinished", async (request) => {
    const { pathname } = new URL(request.url());
    if (!/^\/assets\/.*\.(wasm|js|css)$/.test(pathname)) return;
    all.set(pathname, all.get(pathname) ?? 0);
    const { responseBodySize } = await request.sizes();
    all.set(pathname, Math.max(responseBodySize, all.get(pathname) ?? 0));
  });
  return all;
}

/** The parts of the program among it. */
function parts(all: Map<string, number>): string[] {
  return [...all.keys()].filter((path) => /\/(split|chunk)_[^/]+\.wasm$/.test(path));
}

test("from signing in to the week no more crosses the wire than the budget allows", async ({ people }) => {
  const page = await people.visitor();
  const said = complaints(page);
  const all = fetched(page);
  await page.goto("/sign-in?to=/calendar/week/2026-11-24");
  await page.waitForLoadState("networkidle");
  await page.getByLabel("E-mail").fill(EMAIL.rep1);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await awake(page);
  await expect(page.locator(".week")).toBeVisible();
  await page.waitForLoadState("networkidle");

  const program = [...all].find(([path]) => path.endsWith("_bg.wasm"));
  expect(program?.[1], "the program is counted").toBeGreaterThan(100_000);
  const sum = [...all.values()].reduce((one, other) => one + other, 0);
  expect(sum).toBeLessThanOrEqual(most);
  expect(parts(all)).toEqual([]);
  expect(said).toEqual([]);
});

test("a part comes when it is opened, and once", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const page = calendar.page;
  const said = complaints(page);
  const all = fetched(page);
  await calendar.open("/calendar/week/2027-09-07");
  let before = 0;
  expect(parts(all)).toEqual([]);
  const more = async () => {
    await expect.poll(() => parts(all).length).toBeGreaterThan(before);
    before = parts(all).length;
  };

  await calendar.drag("2027-09-07", 10.02, 10.98);
  await expect(calendar.quick.getByLabel("Subject")).toBeFocused();
  await more();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("m");
  await expect(page.locator(".month-day")).toHaveCount(35);
  await more();
  await page.keyboard.press("a");
  await expect(page.locator(".agenda-page")).toBeVisible();
  for (const [name, heading] of [
    ["Settings", "Settings"],
    ["New meeting", "New meeting"],
  ] as const) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
    await more();
  }
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "My work" }).click();
  await expect(page.getByRole("heading", { name: /Anna|morning|afternoon|evening/ }).first()).toBeVisible();
  await more();
  expect(said).toEqual([]);
});

/** What a service worker fetches for a page, the page's own routes do not see; when it begins to is its own affair. */
const ALONE = { serviceWorkers: "block" } as const;

test("what the server has drawn beside the grid comes alive when somebody turns to it", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1", ALONE));
  const { page } = calendar;
  const panel = new Panel(page);
  const said = complaints(page);
  const all = fetched(page);
  await calendar.open("/calendar/week/2027-09-14");
  await expect(panel.day("2027-09-14")).toHaveAccessibleName(/14 September 2027/);
  expect(parts(all)).toEqual([]);
  // A press that is too early for the program is done when it has come.
  await page.route(/\/(split|chunk)_[^/]+\.wasm$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  const closed = panel.check("Show closed ones");
  await closed.scrollIntoViewIfNeeded();
  const box = await closed.boundingBox();
  if (box === null) throw new Error("the panel is not shown");
  await page.mouse.click(box.x + 5, box.y + 5);
  await expect(closed).not.toBeChecked();
  await expect(page).toHaveURL(/closed/, { timeout: 15_000 });
  await expect(closed).toBeChecked();
  await expect(panel.box.locator("[data-asleep]")).toHaveCount(0);
  expect(said).toEqual([]);
});

test("a page that a part draws is taken over without a word", async ({ people }) => {
  const page = await people.signIn("admin");
  const said = complaints(page);
  for (const path of [
    "/",
    "/settings",
    "/settings/places",
    "/rooms/2026-11-24",
    "/meetings/new",
    "/calendar/month/2026-11-24",
    "/calendar/agenda/2026-11-24",
    "/calendar/day/2026-11-24",
  ]) {
    await page.goto(path);
    await awake(page);
    await expect(page.locator("main")).not.toBeEmpty();
    expect(said, path).toEqual([]);
  }
});

test("a tab with an older program than the server has is loaded anew", async ({ people }) => {
  const page = await people.signIn("rep2", ALONE);
  await page.goto("/calendar/week/2026-11-24");
  await awake(page);
  await page.route(/\/(split|chunk)_[^/]+\.wasm$/, (route) => route.fulfill({ status: 404 }));
  const again = page.waitForEvent("load");
  await page.getByRole("link", { name: "Settings" }).click();
  await again;
  await page.unrouteAll();
  await awake(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
});

test("a part waits for a lost connection", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2", ALONE));
  const page = calendar.page;
  await calendar.open("/calendar/week/2026-11-24");
  let refused = 0;
  await page.route(/\/(split|chunk)_[^/]+\.wasm$/, (route) => {
    refused += 1;
    return refused <= 2 ? route.abort("internetdisconnected") : route.continue();
  });
  // Nothing but this link asks for its part.
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible({ timeout: 10_000 });
  expect(refused).toBeGreaterThan(2);
});
