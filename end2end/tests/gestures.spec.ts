// Every gesture on the grid, by finger, by mouse and by keys.
import type { Page } from "@playwright/test";
import { EMAIL, expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { Finger } from "../pages/hand";

test("a finger that holds a meeting moves it, and then pulls its end", async ({ people }) => {
  const page = await people.signIn("rep1", { hasTouch: true, viewport: { width: 820, height: 1180 } });
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2027-08-10");
  const subject = "Carried by a finger";
  await calendar.plan("2027-08-14", 10, 11, subject);
  const event = calendar.event(subject);
  await expect(event).not.toHaveAttribute("data-pending");

  const finger = await Finger.on(page);
  const hour = await calendar.hours("2027-08-14", 1);
  const at = await calendar.middle(subject);
  await finger.down(at);
  await expect(calendar.selection.first()).toBeVisible();
  await finger.move({ x: at.x, y: at.y + hour });
  await finger.move({ x: at.x, y: at.y + 2 * hour });
  await expect.poll(() => calendar.said()).toContain("12:00");
  await finger.up();
  await expect(event).toContainText("12:00");
  await expect(event).not.toHaveAttribute("data-pending");

  // It is chosen now, and has grips.
  const box = await event.boundingBox();
  if (box === null) throw new Error("the meeting is not shown");
  const grip = { x: box.x + box.width / 2, y: box.y + box.height - 4 };
  await finger.down(grip);
  await finger.move({ x: grip.x, y: grip.y + hour / 2 });
  await finger.move({ x: grip.x, y: grip.y + hour });
  await finger.up();
  await expect(event).toContainText("14:00");
  await expect(event).not.toHaveAttribute("data-pending");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(event).toContainText("13:00");
});

test("a finger that holds an invitation is told of it and can answer", async ({ people }) => {
  const [anna, page] = await Promise.all([
    people.signIn("rep1"),
    people.signIn("rep2", { hasTouch: true, viewport: { width: 820, height: 1180 } }),
  ]);
  await anna.goto("/meetings/new?start=2027-08-25T11:00&minutes=60&subject=Held+invitation");
  await awake(anna);
  await anna.getByRole("combobox", { name: "Add a participant" }).fill(EMAIL.rep2);
  await anna.getByRole("listbox").getByRole("option").first().click();
  await anna.getByRole("button", { name: "Save" }).click();
  await expect(anna).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);

  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2027-08-25");
  await calendar.point("2027-08-25", 11);
  const finger = await Finger.on(page);
  await finger.down(await calendar.middle("Held invitation"));
  const card = page.getByRole("complementary", { name: "Held invitation" });
  await expect(card).toBeVisible();
  await finger.up();
  await expect(page).toHaveURL(/\/calendar\/week\/2027-08-25$/);
  await card.getByRole("button", { name: "Accept" }).tap();
  await expect(calendar.event("Held invitation")).not.toHaveAttribute("data-answer", /.*/);
});

test("Ctrl makes a copy of what is dragged although the mouse rests", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-08-31");
  await calendar.plan("2027-08-31", 10, 11, "Copied late");
  const original = calendar.event("Copied late");
  // What is saved meanwhile is drawn anew.
  await expect(original).not.toHaveAttribute("data-pending");
  const from = await calendar.middle("Copied late");
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y + (await calendar.hours("2027-08-31", 2)), { steps: 4 });
  await expect(original).toHaveAttribute("data-moving");
  await page.keyboard.down("Control");
  await expect(calendar.selection.first()).toHaveAttribute("data-copy");
  await expect(original).not.toHaveAttribute("data-moving");
  await page.keyboard.up("Control");
  await expect(original).toHaveAttribute("data-moving");
  await page.keyboard.down("Control");
  await page.mouse.up();
  await page.keyboard.up("Control");
  await expect(calendar.event("Copied late")).toHaveCount(2);
});

test("half an hour that is dragged says what it is and when, on one line", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page, selection } = calendar;
  await calendar.open("/calendar/week/2027-09-21");
  await calendar.plan("2027-09-22", 10, 10.5, "Short");
  const from = await calendar.middle("Short");
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y + (await calendar.hours("2027-09-22", 2)), { steps: 4 });
  await expect.poll(() => calendar.said()).toMatch(/12:00.*Short/);
  const box = await selection.first().boundingBox();
  for (const part of [".selection-subject", ".selection-time"]) {
    const said = await selection.first().locator(part).boundingBox();
    if (box === null || said === null) throw new Error(`there is no ${part}`);
    expect(said.y).toBeGreaterThanOrEqual(box.y);
    expect(said.y + said.height).toBeLessThanOrEqual(box.y + box.height);
  }
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(selection).toHaveCount(0);
});

test("keys tell more of a meeting, answer to nobody else, and give the focus back", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-09-07");
  await calendar.plan("2027-09-08", 10, 11, "Told by a key");
  await page.reload();
  await awake(page);
  const event = calendar.event("Told by a key");
  await event.focus();
  await page.keyboard.press("Space");
  const card = page.getByRole("complementary", { name: "Told by a key" });
  await expect(card.getByLabel("Day")).toHaveValue("2027-09-08");
  await expect(card.locator(":focus")).toHaveCount(1);
  await expectAccessible(page, ".peek");
  await page.keyboard.press("Escape");
  await expect(card).toBeHidden();
  await expect(event).toBeFocused();

  await page.keyboard.press("Space");
  await card.getByLabel("Day").fill("2027-09-10");
  await card.getByLabel("Day").press("Enter");
  await expect(calendar.day("2027-09-10").locator("[data-event]")).toContainText("10:00");

  await calendar.day("2027-09-10").locator("[data-event]").focus();
  await page.keyboard.press("Space");
  await card.getByLabel("Day").fill("2027-09-11");
  await card.getByRole("button", { name: "Duplicate" }).click();
  await expect(calendar.day("2027-09-11").locator("[data-event]")).toContainText("10:00");
  await expect(event).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(event).toHaveCount(1);
});

test("keys go from Friday to Monday where no weekend is shown, and take a meeting along", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/work-week/2028-01-20");
  await calendar.plan("2028-01-21", 10, 11, "Over the weekend");
  const event = calendar.event("Over the weekend");
  await expect(event).not.toHaveAttribute("data-pending");
  await event.focus();
  await page.keyboard.press("Alt+ArrowRight");
  await expect(page).toHaveURL(/\/calendar\/work-week\/2028-01-24$/);
  await expect(calendar.day("2028-01-24").locator("[data-event]:focus")).toContainText("10:00");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(calendar.day("2028-01-21").locator("[data-event]:focus")).toContainText("10:00");

  await page.getByRole("grid", { name: "Calendar" }).focus();
  await page.keyboard.press("ArrowDown");
  for (let day = 0; day < 5; day += 1) await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/\/calendar\/work-week\/2028-01-24$/);
  await page.keyboard.press("Enter");
  await expect(calendar.quick).toContainText("24");
});

test("by keys a time has its ends up and down only", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2028-01-25");
  await calendar.plan("2028-01-26", 10, 11, "Has two ends");
  const event = calendar.event("Has two ends");
  await expect(event).not.toHaveAttribute("data-pending");
  await event.focus();
  await page.keyboard.press("Control+ArrowLeft");
  await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.press("Control+Shift+ArrowUp");
  await expect(event).toContainText("9:45");
  await expect(event).toContainText("11:00");
  await page.keyboard.press("Control+ArrowDown");
  await expect(event).toContainText("11:15");
  await page.reload();
  await expect(event).toContainText("9:45");
  await expect(event).toContainText("11:15");
});

test("arrows are for the grid where nothing has the focus, and what sticks to its top scrolls nothing", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-09-14");
  const grid = page.getByRole("grid", { name: "Calendar" });
  const top = await grid.evaluate((grid) => grid.scrollTop);
  expect(top).toBeGreaterThan(0);
  await page.keyboard.press("ArrowDown");
  await expect(calendar.selection.first()).toBeVisible();
  await expect(grid).toBeFocused();
  // Its ring goes around all of it.
  const ring = page.locator(".grid-ring");
  await expect(ring).toHaveCSS("outline-style", "solid");
  expect(await ring.boundingBox()).toEqual(await grid.boundingBox());
  await page.keyboard.press("Escape");
  const chosen = await grid.evaluate((grid) => grid.scrollTop);
  await grid.hover();
  await page.mouse.wheel(0, -120);
  await expect.poll(() => grid.evaluate((grid) => grid.scrollTop)).toBe(chosen - 120);
  await throughDays(page, ["13", "14", "15"]);
  await expect.poll(() => grid.evaluate((grid) => grid.scrollTop)).toBe(chosen - 120);
});

test("the days scroll nothing where nobody has scrolled yet, and another week leaves the focus on its day", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-09-14");
  const grid = page.getByRole("grid", { name: "Calendar" });
  const top = await grid.evaluate((grid) => grid.scrollTop);
  await grid.focus();
  await throughDays(page, ["13", "14"]);
  await expect.poll(() => grid.evaluate((grid) => grid.scrollTop)).toBe(top);
  await page.keyboard.press("n");
  await expect(page.locator(".day-link:focus")).toContainText("21");
});

/** Goes on by the Tab key, from day to day. */
async function throughDays(page: Page, numbers: string[]): Promise<void> {
  for (const number of numbers) {
    await page.keyboard.press("Tab");
    await expect(page.locator(".day-link:focus")).toContainText(number);
  }
}

test("keys move a meeting, change its length, and take both back", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const keys = calendar.page.keyboard;
  await calendar.open("/calendar/week/2027-08-10");
  const subject = "Pushed by keys";
  await calendar.plan("2027-08-14", 10, 11, subject);
  const event = calendar.event(subject);
  await expect(event).not.toHaveAttribute("data-pending");
  await event.focus();
  await keys.press("Control+ArrowDown");
  await expect(event).toContainText("11:15");
  await event.focus();
  await keys.press("Control+ArrowUp");
  await expect(event).toContainText("11:00");
  await event.focus();
  await keys.press("Alt+ArrowRight");
  await expect(calendar.day("2027-08-15").locator("[data-event]", { hasText: subject })).toContainText("10:00");
  await keys.press("Control+z");
  await expect(calendar.day("2027-08-14").locator("[data-event]", { hasText: subject })).toContainText("10:00");
});

test("Escape gives up a drag, and nothing has changed", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-08-17");
  const subject = "Stays where it is";
  await calendar.plan("2027-08-21", 10, 11, subject);
  const event = calendar.event(subject);
  await expect(event).not.toHaveAttribute("data-pending");
  const at = await calendar.middle(subject);
  const hour = await calendar.hours("2027-08-21", 1);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + hour / 2);
  await page.mouse.move(at.x, at.y + 2 * hour);
  await expect.poll(() => calendar.said()).toContain("12:00");
  await expect(calendar.selection.first().getByText("10:00", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(calendar.selection).toHaveCount(0);
  // Let go where it was seized: a click, but none that opens it.
  await page.mouse.move(at.x, at.y);
  await page.mouse.up();
  await expect(event).toContainText("10:00");
  await expect(page).toHaveURL(/\/calendar\/week\/2027-08-17$/);
  await page.reload();
  await expect(event).toContainText("10:00");
});

test("the grid scrolls along while a drag is held at its edge", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-08-24");
  const at = await calendar.point("2027-08-28", 10.02);
  const grid = page.getByRole("grid", { name: "Calendar" });
  const before = await grid.evaluate((element) => element.scrollTop);
  const edge = await grid.boundingBox();
  if (edge === null) throw new Error("the grid is not shown");
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 60);
  await page.mouse.move(at.x, edge.y + edge.height - 6);
  await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBeGreaterThan(before + 150);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(calendar.quick).toBeHidden();
});

test("days of the row above are chosen by dragging across it", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-09-06");
  const row = await page.locator(".allday-days").boundingBox();
  if (row === null) throw new Error("there is no row of whole days");
  const day = (number: number) => ({ x: row.x + (row.width * (number + 0.5)) / 7, y: row.y + row.height / 2 });
  const [from, to] = [day(1), day(3)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(day(2).x, from.y);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
  await expect(calendar.quick.getByLabel("First day")).toHaveValue("2027-09-07");
  await expect(calendar.quick.getByLabel("Last day")).toHaveValue("2027-09-09");
  await calendar.quick.getByLabel("Subject").fill("Away at the fair");
  await page.keyboard.press("Enter");
  await expect(calendar.event("Away at the fair")).toBeVisible();
});
