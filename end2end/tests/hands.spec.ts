// What a hand carries, pulls and chooses over the hours, the row of whole days and a month.
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { Calendar, boxOf } from "../pages/calendar";
import { Finger, type Hand, Mouse } from "../pages/hand";
import { planned } from "../pages/panel";

const TOUCH: BrowserContextOptions = { hasTouch: true, viewport: { width: 820, height: 1180 } };

const hands: { by: string; options: BrowserContextOptions; of: (page: Page) => Promise<Hand> }[] = [
  { by: "mouse", options: {}, of: (page) => Promise.resolve(new Mouse(page)) },
  { by: "finger", options: TOUCH, of: (page) => Finger.on(page) },
];

/** Chooses from three in the afternoon until eleven the next morning. */
async function overNight(calendar: Calendar, hand: Hand, date: string, next: string): Promise<void> {
  // Both ends are in sight.
  const until = await calendar.point(next, 10.98);
  const { x } = await calendar.point(date, 10.98);
  await hand.draw({ x, y: until.y + (await calendar.hours(date, 4.04)) }, until);
  await expect(calendar.quick.getByLabel("Starts")).toHaveValue("15:00");
  await expect(calendar.quick.getByLabel("Ends")).toHaveValue("11:00");
}

for (const { by, options, of } of hands) {
  test(`by ${by}: a whole day is moved, pulled over more days, and goes into the hours and back`, async ({ people }) => {
    const page = await people.signIn("rep2", options);
    const [calendar, hand] = [new Calendar(page), await of(page)];
    await calendar.open("/calendar/week/2028-05-17");
    await hand.tap(await calendar.above("2028-05-17"));
    await expect(calendar.quick.getByLabel("First day")).toHaveValue("2028-05-17");
    await expect(calendar.quick.getByLabel("Last day")).toHaveValue("2028-05-17");
    await calendar.save("Fair");
    const event = calendar.event("Fair");

    await hand.draw(await calendar.middle("Fair"), await calendar.above("2028-05-18"));
    await expect(calendar.told("Moved: Thursday, 18 May, All day")).toBeVisible();
    let bar = await boxOf(event);
    const y = bar.y + bar.height / 2;
    await hand.pull({ x: bar.x + bar.width - 4, y }, await calendar.above("2028-05-20"));
    await expect(calendar.told("Changed: 18 May – 20 May, 3 days")).toBeVisible();
    bar = await boxOf(event);
    await hand.pull({ x: bar.x + 3, y }, await calendar.above("2028-05-17"));
    await expect(calendar.told("Changed: 17 May – 20 May, 4 days")).toBeVisible();

    await hand.draw(await calendar.middle("Fair"), await calendar.point("2028-05-19", 14));
    await expect(calendar.told("Moved: Friday, 19 May, 14:00 – 15:00")).toBeVisible();
    await expect(calendar.day("2028-05-19").locator("[data-event]")).toContainText("14:00 – 15:00");
    await hand.draw(await calendar.middle("Fair"), await calendar.above("2028-05-16"));
    await expect(calendar.told("Moved: Tuesday, 16 May, All day")).toBeVisible();
    await expect(calendar.day("2028-05-19").locator("[data-event]")).toHaveCount(0);
    await hand.press(page.getByRole("button", { name: "Undo" }));
    await expect(calendar.day("2028-05-19").locator("[data-event]")).toContainText("14:00 – 15:00");
  });
}

test("time is chosen from one day until the next, and stands on both", async ({ people }) => {
  const page = await people.signIn("rep1");
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2028-05-24");
  await overNight(calendar, new Mouse(page), "2028-05-24", "2028-05-25");
  await expect(calendar.quick.getByText("24 May – 25 May")).toBeVisible();
  await calendar.save("Over the night");
  for (const date of ["2028-05-24", "2028-05-25"]) {
    await expect(calendar.day(date).locator("[data-event]", { hasText: "Over the night" })).toBeVisible();
  }
});

test("the start of a meeting is pulled, and with Shift all that is dragged keeps to five minutes", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  const mouse = new Mouse(page);
  await calendar.open("/calendar/week/2028-03-08");
  await page.keyboard.down("Shift");
  await calendar.drag("2028-03-08", 14.02, 14.57);
  await page.keyboard.up("Shift");
  await expect(calendar.quick.getByLabel("Starts")).toHaveValue("14:00");
  await expect(calendar.quick.getByLabel("Ends")).toHaveValue("14:35");
  await calendar.save("By fives");
  const event = calendar.event("By fives");
  await expect(event).not.toHaveAttribute("data-pending");

  const hour = await calendar.hours("2028-03-08", 1);
  const pullStart = async (by: number) => {
    const box = await boxOf(event);
    const at = { x: box.x + box.width / 2, y: box.y + 2 };
    await mouse.pull(at, { x: at.x, y: at.y + by });
  };
  await pullStart(-hour);
  await expect(event).toContainText("13:00 – 14:35");
  await expect(event).not.toHaveAttribute("data-pending");
  await page.keyboard.down("Shift");
  await pullStart(hour / 3);
  await expect(event).toContainText("13:20 – 14:35");
  await expect(event).not.toHaveAttribute("data-pending");
  const at = await calendar.middle("By fives");
  await mouse.draw(at, { x: at.x, y: at.y + hour / 4 });
  await page.keyboard.up("Shift");
  await expect(event).toContainText("13:35 – 14:50");
});

test("the grid scrolls along under a meeting that is carried to its lower edge", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2028-03-15");
  await calendar.plan("2028-03-15", 10, 11, "Into the evening");
  const event = calendar.event("Into the evening");
  await expect(event).not.toHaveAttribute("data-pending");
  const grid = page.getByRole("grid", { name: "Calendar" });
  const edge = await boxOf(grid);
  const at = await calendar.middle("Into the evening");
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 60);
  await page.mouse.move(at.x, edge.y + edge.height - 6);
  await expect
    .poll(() => grid.evaluate(({ scrollTop, clientHeight, scrollHeight }) => scrollHeight - clientHeight - scrollTop))
    .toBeLessThan(1);
  // The hand goes up again, and what it carries goes with it.
  const day = await boxOf(calendar.day("2028-03-15"));
  await page.mouse.move(at.x, day.y + (await calendar.hours("2028-03-15", 19.5)));
  await expect.poll(() => calendar.said()).toContain("19:00 – 20:00");
  await page.mouse.up();
  await expect(event).toContainText("19:00 – 20:00");
});

test("a finger's tap asks for the half hour under it, and one that stays draws over days and the row above", async ({ people }) => {
  const page = await people.signIn("rep1", TOUCH);
  const [calendar, finger] = [new Calendar(page), await Finger.on(page)];
  const { quick } = calendar;
  await calendar.open("/calendar/week/2028-06-07");
  await finger.tap(await calendar.point("2028-06-07", 10.7));
  await expect(quick.getByText("Wednesday, 7 June")).toBeVisible();
  await expect(quick.getByLabel("Starts")).toHaveValue("10:30");
  await expect(quick.getByLabel("Ends")).toHaveValue("11:30");
  await quick.getByRole("button", { name: "Close" }).tap();
  await expect(quick).toBeHidden();

  await overNight(calendar, finger, "2028-06-07", "2028-06-08");
  await quick.getByRole("button", { name: "Close" }).tap();
  await expect(quick).toBeHidden();

  await finger.draw(await calendar.above("2028-06-06"), await calendar.above("2028-06-08"));
  await expect(quick.getByLabel("First day")).toHaveValue("2028-06-06");
  await expect(quick.getByLabel("Last day")).toHaveValue("2028-06-08");
  await calendar.save("Away");
  await expect(calendar.told("Planned: 6 June – 8 June, 3 days")).toBeVisible();
});

test("a finger that holds one's own meeting is told of it, and then pulls its start", async ({ people }) => {
  const page = await people.signIn("rep2", TOUCH);
  const [calendar, finger] = [new Calendar(page), await Finger.on(page)];
  await calendar.open("/calendar/week/2028-06-14");
  await calendar.plan("2028-06-14", 10, 11, "My own");
  const event = calendar.event("My own");
  await expect(event).not.toHaveAttribute("data-pending");
  await finger.hold(await calendar.middle("My own"));
  await finger.up();
  const card = page.getByRole("complementary", { name: "My own" });
  await expect(card.getByLabel("Day")).toHaveValue("2028-06-14");
  await expect(page).toHaveURL(/\/calendar\/week\/2028-06-14$/);

  const box = await boxOf(event);
  const grip = { x: box.x + box.width / 2, y: box.y + 3 };
  await finger.pull(grip, { x: grip.x, y: grip.y - (await calendar.hours("2028-06-14", 1)) });
  await expect(card).toBeHidden();
  await expect(event).toContainText("09:00 – 11:00");
  await page.getByRole("button", { name: "Undo" }).tap();
  await expect(event).toContainText("10:00 – 11:00");
});

test("in a month a finger that stays draws over days and weeks, and moves a meeting", async ({ people }) => {
  const page = await people.signIn("rep1", TOUCH);
  const [calendar, finger] = [new Calendar(page), await Finger.on(page)];
  await calendar.open("/calendar/month/2028-07-12");
  await planned(page, { subject: "Elsewhere", start: "2028-07-05T08:00:00Z", end: "2028-07-05T09:00:00Z" });
  await finger.draw(await calendar.inMonth("2028-07-13"), await calendar.inMonth("2028-07-18"));
  await expect(calendar.quick.getByLabel("First day")).toHaveValue("2028-07-13");
  await expect(calendar.quick.getByLabel("Last day")).toHaveValue("2028-07-18");
  await calendar.save("Away");
  await expect(calendar.event("Away")).toHaveCount(2);

  await finger.draw(await calendar.middle("Elsewhere"), await calendar.inMonth("2028-07-27"));
  await expect(calendar.told("Moved: Thursday, 27 July, 10:00 – 11:00")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).tap();
  await expect(calendar.told("Moved back: Wednesday, 5 July, 10:00 – 11:00")).toBeVisible();
});

test("a month scrolls along under a meeting that is carried to its lower edge", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  // Too low for six weeks.
  await page.setViewportSize({ width: 1280, height: 420 });
  await calendar.open("/calendar/month/2028-10-11");
  await planned(page, { subject: "To the last week", start: "2028-10-04T08:00:00Z", end: "2028-10-04T09:00:00Z" });
  const grid = page.getByRole("grid", { name: "Calendar" });
  const [edge, at] = [await boxOf(grid), await calendar.middle("To the last week")];
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 30);
  await page.mouse.move(at.x, edge.y + edge.height - 6);
  await expect
    .poll(() => grid.evaluate(({ scrollTop, clientHeight, scrollHeight }) => scrollHeight - clientHeight - scrollTop))
    .toBeLessThan(1);
  const last = await calendar.inMonth("2028-11-01");
  await page.mouse.move(last.x, last.y);
  await page.mouse.up();
  await expect(calendar.told("Moved: Wednesday, 1 November, 10:00 – 11:00")).toBeVisible();
});

test("in an agenda a finger that holds a meeting is told of it, and one that taps opens it", async ({ people }) => {
  const page = await people.signIn("rep1", TOUCH);
  const [calendar, finger] = [new Calendar(page), await Finger.on(page)];
  await calendar.open("/calendar/agenda/2028-07-24");
  await planned(page, { subject: "Held in a list", start: "2028-07-25T08:00:00Z", end: "2028-07-25T09:00:00Z" });
  await finger.down(await calendar.middle("Held in a list"));
  const card = page.getByRole("complementary", { name: "Held in a list" });
  await expect(card.getByLabel("Day")).toHaveValue("2028-07-25");
  await finger.up();
  await expect(page).toHaveURL(/\/calendar\/agenda\/2028-07-24$/);
  await card.getByLabel("Day").fill("2028-07-26");
  await card.getByRole("button", { name: "Duplicate" }).tap();
  await expect(calendar.event("Held in a list")).toHaveCount(2);
  await calendar.event("Held in a list").first().tap();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}/);
});
