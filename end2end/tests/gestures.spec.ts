// Every gesture on the grid, by finger, by mouse and by keys.
import { expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";
import { Finger, type Point } from "../pages/hand";

async function middle(calendar: Calendar, subject: string): Promise<Point> {
  const box = await calendar.event(subject).boundingBox();
  if (box === null) throw new Error(`${subject} is not shown`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

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
  const at = await middle(calendar, subject);
  await finger.down(at);
  await expect(calendar.selection.first()).toBeVisible();
  await finger.move({ x: at.x, y: at.y + hour });
  await finger.move({ x: at.x, y: at.y + 2 * hour });
  await expect(calendar.selection.first()).toContainText("12:00");
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
  const at = await middle(calendar, subject);
  const hour = await calendar.hours("2027-08-21", 1);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + hour / 2);
  await page.mouse.move(at.x, at.y + 2 * hour);
  await expect(calendar.selection.first()).toContainText("12:00");
  await page.keyboard.press("Escape");
  await expect(calendar.selection).toHaveCount(0);
  await page.mouse.up();
  await expect(event).toContainText("10:00");
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
