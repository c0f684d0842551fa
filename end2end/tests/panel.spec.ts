import type { Locator } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { Panel, planned } from "../pages/panel";

test("the small month says how full the days are, and a press goes there", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  const panel = new Panel(page);
  await calendar.open("/calendar/week/2027-07-06");
  await expect(panel.day("2027-07-17")).toHaveAttribute("data-dots", "0");
  await planned(page, { subject: "A long one", start: "2027-07-17T08:00:00Z", end: "2027-07-17T11:00:00Z" });
  await expect(panel.day("2027-07-17")).toHaveAttribute("data-dots", "2", { timeout: 10_000 });
  await expect(panel.day("2027-07-17")).toHaveAccessibleName("Saturday, 17 July 2027, 3 h taken");

  await panel.day("2027-07-17").click();
  await expect(page).toHaveURL(/\/calendar\/week\/2027-07-17$/);
  await expect(calendar.event("A long one")).toBeVisible();
  await expect(panel.box.getByRole("gridcell", { selected: true })).toHaveCount(7);
  await page.getByRole("link", { name: "Next week" }).click();
  await expect(panel.box.getByRole("gridcell", { selected: true }).first()).toContainText("19");
});

test("the small month is a grid for the keyboard, and the year is one press away", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  const panel = new Panel(page);
  const keys = page.keyboard;
  await calendar.open("/calendar/day/2027-07-15");
  await panel.turnTo();
  await panel.day("2027-07-15").focus();
  await keys.press("ArrowRight");
  await expect(panel.day("2027-07-16")).toBeFocused();
  await keys.press("ArrowDown");
  await keys.press("Home");
  await expect(panel.day("2027-07-19")).toBeFocused();
  await keys.press("PageDown");
  await expect(panel.day("2027-08-19")).toBeFocused();
  await expect(panel.box.getByText("August 2027")).toBeVisible();
  await keys.press("Shift+PageUp");
  await expect(panel.day("2026-08-19")).toBeFocused();
  await keys.press("Enter");
  await expect(page).toHaveURL(/\/calendar\/day\/2026-08-19$/);

  await panel.box.getByRole("button", { name: "One year on" }).click();
  await panel.box.getByRole("button", { name: "Dec" }).click();
  await expect(panel.box.getByText("December 2027")).toBeVisible();
  await panel.box.getByRole("button", { name: "One month on" }).click();
  await expect(panel.box.getByText("January 2028")).toBeVisible();
});

test("what is ticked off stays so in the address: by reload, back, and in every view", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  const panel = new Panel(page);
  await calendar.open("/calendar/week/2027-07-20");
  await panel.turnTo();
  await calendar.plan("2027-07-24", 10, 11, "Seen or not");
  await panel.check("Without a category").uncheck();
  await expect(page).toHaveURL(/\?hidden=none$/);
  await expect(calendar.event("Seen or not")).toHaveCount(0);
  await page.reload();
  await awake(page);
  await expect(panel.check("Without a category")).not.toBeChecked();
  await expect(calendar.event("Seen or not")).toHaveCount(0);
  // What is planned among what is hidden is said not to be shown.
  await calendar.drag("2027-07-24", 14.02, 14.98);
  await calendar.quick.getByLabel("Subject").fill("Planned unseen");
  await calendar.quick.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "It belongs to what is hidden in the panel." })).toBeVisible();
  await expect(calendar.event("Planned unseen")).toHaveCount(0);

  await page.getByRole("navigation", { name: "View" }).getByRole("link", { name: "Month" }).click();
  await expect(page).toHaveURL(/\/calendar\/month\/2027-07-20\?hidden=none$/);
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/\/calendar\/month\/2027-08-01\?hidden=none$/);
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/calendar\/week\/2027-07-20$/);
  await expect(calendar.event("Seen or not")).toBeVisible();
  await expect(panel.check("Without a category")).toBeChecked();
  await panel.box.getByRole("group", { name: "Kinds of meetings" }).getByRole("checkbox", { name: "Internal" }).uncheck();
  await expect(calendar.event("Seen or not")).toHaveCount(0);
});

test("a category that is ticked off takes its meetings with it, and leaves the others", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  const panel = new Panel(page);
  await calendar.open("/calendar/week/2028-11-08");
  const answer = await page.request.get("/api/v1/categories");
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  for (const [index, { id, name }] of items.slice(0, 2).entries()) {
    const hour = `2028-11-08T${12 + index}`;
    await planned(page, { subject: `Of ${name}`, category: id, start: `${hour}:00:00Z`, end: `${hour}:45:00Z` });
  }
  const [gone, stays] = items;
  if (gone === undefined || stays === undefined) throw new Error("there are no categories");
  const [event, other] = [calendar.event(`Of ${gone.name}`), calendar.event(`Of ${stays.name}`)];
  const color = (of: Locator) => of.evaluate((element) => getComputedStyle(element).borderInlineStartColor);
  expect(await color(event)).not.toBe(await color(other));
  await panel.turnTo();
  const check = panel.box.getByRole("group", { name: "Categories" }).getByRole("checkbox", { name: gone.name, exact: true });
  await check.uncheck();
  await expect(page).toHaveURL(new RegExp(`hidden=${gone.id}$`));
  await expect(event).toHaveCount(0);
  await expect(other).toBeVisible();
  await check.check();
  await expect(event).toBeVisible();
});

test("the panel is put away, and the hours are made higher; both are remembered", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  const panel = new Panel(page);
  await calendar.open("/calendar/week/2027-07-20");
  await panel.turnTo();
  const usual = await calendar.hours("2027-07-20", 1);
  await panel.box.getByRole("button", { name: "Higher hours" }).click();
  await expect.poll(() => calendar.hours("2027-07-20", 1)).toBeGreaterThan(usual * 1.4);
  await page.getByRole("button", { name: "Panel" }).click();
  await expect(panel.box).toBeHidden();
  await page.reload();
  await awake(page);
  await expect(panel.box).toBeHidden();
  expect(await calendar.hours("2027-07-20", 1)).toBeGreaterThan(usual * 1.4);
  await page.keyboard.press("s");
  await expect(panel.box).toBeVisible();
  await page.keyboard.press("-");
  await expect.poll(() => calendar.hours("2027-07-20", 1)).toBeCloseTo(usual, 0);
});

test("the grid keeps its place when days and views change", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-07-20");
  const top = () => page.locator(".week").evaluate((grid) => Math.round(grid.scrollTop));
  await page.locator(".week").evaluate((grid) => (grid.scrollTop = 333));
  await page.getByRole("link", { name: "Next week" }).click();
  await expect(calendar.day("2027-07-27")).toBeVisible();
  expect(await top()).toBe(333);
  await page.keyboard.press("d");
  await expect(page.locator(".day")).toHaveCount(1);
  await expect.poll(top).toBe(333);
  await page.keyboard.press("m");
  await expect(page.locator(".month")).toBeVisible();
  await page.keyboard.press("w");
  await expect.poll(top).toBe(333);
});

test("on a narrow screen the panel is a drawer", async ({ people }) => {
  const page = await people.signIn("rep1", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const calendar = new Calendar(page);
  const panel = new Panel(page);
  await calendar.open("/calendar/day/2027-07-21");
  await expect(panel.box).toBeHidden();
  await page.getByRole("button", { name: "Panel" }).tap();
  await expect(panel.box).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(panel.box).toBeHidden();
  await expect(page.getByRole("button", { name: "Panel" })).toBeFocused();
  await page.getByRole("button", { name: "Panel" }).tap();
  await panel.day("2027-07-25").tap();
  await expect(page).toHaveURL(/\/calendar\/day\/2027-07-25$/);
  await expect(panel.box).toBeHidden();
});

test("a finger sweeps on to the next days, and still scrolls and chooses time", async ({ people }) => {
  const page = await people.signIn("rep1", { viewport: { width: 820, height: 1180 }, hasTouch: true });
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2027-08-03");
  const touch = await page.context().newCDPSession(page);
  const sweep = async (from: [number, number], to: [number, number], pause = 0) => {
    // A finger is as quick on a busy machine as on an idle one, and waits for nobody's answer.
    let timestamp = Date.now() / 1000;
    const sent: Promise<unknown>[] = [];
    const send = (type: "touchStart" | "touchMove" | "touchEnd", points: [number, number][]) => {
      const touchPoints = points.map(([x, y]) => ({ x, y }));
      sent.push(touch.send("Input.dispatchTouchEvent", { type, touchPoints, timestamp }));
      timestamp += 0.03;
    };
    send("touchStart", [from]);
    if (pause > 0) await page.waitForTimeout(pause);
    timestamp += pause / 1000;
    for (let step = 1; step <= 6; step += 1) {
      const along = (index: 0 | 1) => from[index] + ((to[index] - from[index]) * step) / 6;
      send("touchMove", [[along(0), along(1)]]);
    }
    send("touchEnd", []);
    await Promise.all(sent);
  };
  await sweep([600, 600], [300, 610]);
  await expect(page).toHaveURL(/\/calendar\/week\/2027-08-09$/);
  await sweep([300, 600], [600, 590]);
  await expect(page).toHaveURL(/\/calendar\/week\/2027-08-02$/);
  const before = await page.locator(".week").evaluate((grid) => grid.scrollTop);
  // On so high a screen the morning is above.
  await sweep([500, 500], [520, 800]);
  await expect.poll(() => page.locator(".week").evaluate((grid) => grid.scrollTop)).toBeLessThan(before - 50);
  await expect(page).toHaveURL(/\/calendar\/week\/2027-08-02$/);
  // A finger that stays where it is before it moves chooses time, once the grid has come to rest; early in the morning
  // nobody has planned anything.
  await calendar.open("/calendar/week/2027-08-02");
  await page.locator(".week").evaluate((grid) => (grid.scrollTop = 0));
  await sweep([300, 500], [560, 500], 900);
  await expect(calendar.quick).toBeVisible();
  await expect(page).toHaveURL(/\/calendar\/week\/2027-08-02$/);
});

test("a second clock stands beside the hours of who has chosen one", async ({ people }) => {
  const page = await people.signIn("other");
  const calendar = new Calendar(page);
  const panel = new Panel(page);
  await page.goto("/settings");
  await page.getByRole("combobox", { name: "Second time zone" }).selectOption("Asia/Kolkata");
  await page.locator("form", { hasText: "Second time zone" }).getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/done=saved/);
  await calendar.open("/calendar/week/2027-08-10");
  await panel.turnTo();
  const second = page.locator(".gutter-second");
  await expect(second.locator(".hour").nth(8)).toHaveText("12:30");
  await expect(page.locator(".zones")).toContainText("+5:30");
  await expectAccessible(page);
  // One's own clocks are changed on the last day of this week.
  await calendar.open("/calendar/week/2027-03-24");
  await expect(page.locator(".zones > span").last()).toHaveText("+1→+2");
  await panel.turnTo();
  await panel.check("Second clock: Kolkata").uncheck();
  await expect(second).toBeHidden();
  await page.reload();
  await awake(page);
  await expect(second).toBeHidden();
});
