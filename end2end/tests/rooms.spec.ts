import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Finger } from "../pages/hand";
import { Rooms, book } from "../pages/rooms";

// Saturdays in June 2027, when nobody of the demo organisation meets. Berlin is two hours ahead of UTC.

test("the room is taken from eleven to one: free time is dragged over and chosen for the card", async ({ people }) => {
  const [anna, boris] = await Promise.all([people.signIn("rep1"), people.signIn("rep2")]);
  const others = new Rooms(boris);
  await others.open("2027-06-05");
  await book(boris, 0, "Board of Boris", "2027-06-05T09:00:00Z", "2027-06-05T11:00:00Z");

  await anna.goto("/meetings/new?start=2027-06-05T11:00&minutes=60&subject=Needs+a+room");
  await awake(anna);
  await anna.getByRole("button", { name: "Find a free room" }).click();
  const dialog = anna.getByRole("dialog", { name: "Where and when" });
  await expect(dialog).toBeVisible();
  const rooms = new Rooms(anna);
  await expect(rooms.event("Board of Boris")).toBeVisible();
  await expectAccessible(anna, "dialog");

  // It snaps, shows its times, and does not run over what is booked.
  await rooms.pressAndMove(0, 9.52, 10.48);
  await expect(rooms.selection).toContainText("09:30");
  await expect(rooms.selection).toContainText("10:30");
  await anna.mouse.move((await rooms.point(0, 12)).x, (await rooms.point(0, 12)).y);
  await expect(rooms.selection).toContainText("11:00");
  await anna.mouse.move((await rooms.point(0, 10.2)).x, (await rooms.point(0, 10.2)).y);
  await anna.mouse.up();
  await expect(rooms.words).toContainText("09:30");
  await dialog.getByRole("button", { name: "Choose" }).click();
  await expect(dialog).toBeHidden();
  await expect(anna.getByRole("textbox", { name: "Start" })).toHaveValue("09:30");
  await expect(anna.getByRole("textbox", { name: "End" })).toHaveValue("10:15");
  await expect(anna.getByRole("combobox", { name: "Place" })).not.toHaveValue("");
  await anna.getByRole("button", { name: "Save" }).click();
  await expect(anna).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);

  // Who looks at the rooms sees it at once.
  await expect(others.event("Needs a room")).toBeVisible({ timeout: 2_000 });
});

test("a room that is taken is refused with ways out, each one press away", async ({ people }) => {
  const anna = await people.signIn("rep1");
  const rooms = new Rooms(anna);
  await rooms.open("2027-06-12");
  await book(anna, 0, "In the way", "2027-06-12T10:50:00Z", "2027-06-12T12:00:00Z");
  const place = await rooms.rooms.first().getAttribute("data-place");
  await anna.goto(`/meetings/new?start=2027-06-12T12:00&minutes=60&subject=A+bit+earlier&place=${place}`);
  await awake(anna);
  await anna.getByRole("button", { name: "Save" }).click();
  const alert = anna.getByRole("alert").first();
  await expect(alert).toContainText("In the way");
  await expectAccessible(anna);
  await alert.getByRole("button", { name: /10 min earlier/ }).click();
  await expect(anna).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await expect(anna.getByRole("textbox", { name: "Start" })).toHaveValue("11:50");
});

test("a booking on the page starts a meeting", async ({ people }) => {
  const anna = await people.signIn("rep1");
  const rooms = new Rooms(anna);
  await rooms.open("2027-06-19");
  await rooms.drag(1, 14.02, 15.48);
  await expect(rooms.words).toContainText("14:00");
  await anna.getByRole("button", { name: "New meeting" }).click();
  await expect(anna).toHaveURL(/\/meetings\/new\?start=2027-06-19T14:00&minutes=90&place=/);
  await expect(anna.getByRole("textbox", { name: "Start" })).toHaveValue("14:00");
  await expect(anna.getByRole("combobox", { name: "Place" })).not.toHaveValue("");
  await anna.goBack();
  await expect(rooms.rooms.first()).toBeVisible();
  await anna.getByRole("link", { name: "Next day" }).click();
  await expect(anna).toHaveURL(/\/rooms\/2027-06-20$/);
  await anna.getByRole("link", { name: "Week", exact: true }).click();
  await expect(anna).toHaveURL(/\/rooms\/2027-06-20\?view=week$/);
  await expect(anna.locator(".rooms-day")).toHaveCount(7);
});

test("what is chosen is carried along, to another room, and pulled by its ends", async ({ people }) => {
  const anna = await people.signIn("rep1");
  const rooms = new Rooms(anna);
  await rooms.open("2027-08-21");
  await book(anna, 0, "Until noon", "2027-08-21T08:00:00Z", "2027-08-21T10:00:00Z");
  await expect(rooms.event("Until noon")).toBeVisible();
  await rooms.drag(0, 8.02, 8.98);
  await expect(rooms.words).toContainText("08:00");
  const hour = await rooms.hours(0, 1);
  const chosen = async () => {
    const box = await rooms.selection.boundingBox();
    if (box === null) throw new Error("nothing is chosen");
    return { left: box.x, right: box.x + box.width, middle: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const drag = async (from: { x: number; y: number }, by: { x: number; y: number }) => {
    await anna.mouse.move(from.x, from.y);
    await anna.mouse.down();
    await anna.mouse.move(from.x + by.x / 2, from.y + by.y / 2);
    await anna.mouse.move(from.x + by.x, from.y + by.y);
    await anna.mouse.up();
  };

  // Carried over what is booked it stays beside it, and its end is pulled no farther.
  let at = await chosen();
  await drag({ x: at.middle, y: at.y }, { x: hour * 1.4, y: 0 });
  await expect(rooms.words).toContainText("09:00");
  at = await chosen();
  await drag({ x: at.left + 3, y: at.y }, { x: -hour / 2, y: 0 });
  await expect(rooms.words).toContainText("08:30");
  at = await chosen();
  await drag({ x: at.right - 3, y: at.y }, { x: -hour / 4, y: 0 });
  await expect(rooms.words).toContainText("09:45");
  at = await chosen();
  await drag({ x: at.right - 3, y: at.y }, { x: hour * 2, y: 0 });
  await expect(rooms.words).toContainText("10:00");

  // To the room below.
  const name = await rooms.rooms.nth(1).locator(".room-name").textContent();
  const row = await rooms.rooms.nth(1).boundingBox();
  at = await chosen();
  await drag({ x: at.middle, y: at.y }, { x: hour, y: row?.height ?? 0 });
  await expect(rooms.words).toContainText(name ?? "");
  await expect(rooms.words).toContainText("09:30");
  // A press without a drag leaves it where it is.
  at = await chosen();
  await anna.mouse.click(at.middle, at.y);
  await expect(rooms.words).toContainText("09:30");
});

test("a finger has what is chosen at once", async ({ people }) => {
  const page = await people.signIn("rep2", { hasTouch: true, viewport: { width: 820, height: 1180 } });
  const rooms = new Rooms(page);
  await rooms.open("2027-08-28");
  const finger = await Finger.on(page);
  const from = await rooms.point(2, 9.02);
  const hour = await rooms.hours(2, 1);
  await finger.draw(from, { x: from.x + hour * 0.9, y: from.y });
  await expect(rooms.words).toContainText("09:00");
  const box = await rooms.selection.boundingBox();
  if (box === null) throw new Error("nothing is chosen");
  const end = { x: box.x + box.width - 5, y: box.y + box.height / 2 };
  await finger.down(end);
  await finger.move({ x: end.x + hour / 4, y: end.y });
  await finger.move({ x: end.x + hour / 2, y: end.y });
  await finger.up();
  await expect(rooms.words).toContainText("10:30");
  const middle = { x: box.x + box.width / 2, y: end.y };
  await finger.down(middle);
  await finger.move({ x: middle.x + hour / 2, y: middle.y });
  await finger.move({ x: middle.x + hour, y: middle.y });
  await finger.up();
  await expect(rooms.words).toContainText("10:00");
  await expect(rooms.words).toContainText("11:30");
});

test("while somebody chooses, others see it held, and it blocks nobody", async ({ people }) => {
  const [anna, boris] = await Promise.all([people.signIn("rep1"), people.signIn("rep2")]);
  const [hers, his] = [new Rooms(anna), new Rooms(boris)];
  await Promise.all([hers.open("2027-06-26"), his.open("2027-06-26")]);
  await hers.pressAndMove(0, 9.02, 10.48);
  const hold = boris.locator("[data-hold]");
  await expect(hold).toBeVisible({ timeout: 2_000 });
  await expect(hold).toContainText("is choosing");
  await his.drag(0, 9.02, 9.98);
  await expect(boris.getByRole("button", { name: "New meeting" })).toBeEnabled();
  await anna.mouse.up();
  await anna.goto("/settings");
  await expect(hold).toHaveCount(0, { timeout: 3_000 });
});

test("rooms are found by size, equipment and free time, by keyboard alone", async ({ people }) => {
  const anna = await people.signIn("rep1");
  const rooms = new Rooms(anna);
  await rooms.open("2027-07-03");
  await book(anna, 0, "Takes the first", "2027-07-03T07:00:00Z", "2027-07-03T08:00:00Z");
  await expect(rooms.event("Takes the first")).toBeVisible();
  const keys = anna.keyboard;
  await rooms.grid.focus();
  await keys.press("ArrowRight");
  // From nine o'clock, past what is booked.
  await expect(rooms.words).toContainText("10:00");
  await keys.press("ArrowLeft");
  await expect(rooms.words).toContainText("08:00");
  await keys.press("Shift+ArrowLeft");
  await expect(rooms.words).toContainText("08:45");
  const first = await rooms.words.textContent();
  await keys.press("ArrowDown");
  await expect(rooms.words).not.toHaveText(first ?? "");

  // At nine the first room is taken: it goes when only free ones are asked for.
  for (let step = 0; step < 4; step += 1) await keys.press("ArrowRight");
  await expect(rooms.words).toContainText("09:00");
  const all = await rooms.rooms.count();
  await anna.getByRole("switch", { name: "Only free ones" }).check();
  await expect(rooms.rooms.filter({ visible: true })).toHaveCount(all - 1);
  await anna.getByRole("combobox", { name: "Size" }).selectOption("20 seats or more");
  expect(await rooms.rooms.filter({ visible: true }).count()).toBeLessThan(all - 1);
  await anna.getByRole("combobox", { name: "Size" }).selectOption("Any size");
  await rooms.grid.focus();
  await keys.press("Enter");
  await expect(anna).toHaveURL(/\/meetings\/new\?start=2027-07-03T09:00&minutes=45&place=/);
});

test("for a series the rows say on how many dates a room is free", async ({ people }) => {
  const anna = await people.signIn("rep1");
  const rooms = new Rooms(anna);
  await rooms.open("2027-07-17");
  await book(anna, 0, "One of the dates", "2027-07-17T12:00:00Z", "2027-07-17T13:00:00Z");
  await anna.goto("/meetings/new?start=2027-07-10T14:00&minutes=60&subject=Recurs");
  await awake(anna);
  await anna.getByRole("switch", { name: "Repeats" }).check();
  await anna.getByRole("combobox", { name: "Ends" }).selectOption("After so many");
  await anna.getByRole("spinbutton", { name: "How many times" }).fill("4");
  await anna.getByRole("spinbutton", { name: "How many times" }).press("Tab");
  await anna.getByRole("button", { name: "Find a free room" }).click();
  await expect(rooms.rooms.nth(0)).toContainText("Free on 3 of 4 dates");
  await expect(rooms.rooms.nth(1)).toContainText("Free on 4 of 4 dates");
});

test("by finger: a short touch scrolls, a long one chooses time", async ({ people }) => {
  const page = await people.signIn("rep1", { hasTouch: true, viewport: { width: 820, height: 1180 } });
  const rooms = new Rooms(page);
  await rooms.open("2027-07-24");
  const finger = await Finger.on(page);
  const at = await rooms.point(2, 10.02);
  await finger.scroll(at, { x: at.x - 90, y: at.y });
  await expect(rooms.selection).toHaveCount(0);

  const from = await rooms.point(2, 10.02);
  const hour = await rooms.hours(2, 1);
  await finger.draw(from, { x: from.x + hour * 1.45, y: from.y });
  await expect(rooms.words).toContainText("11:30");
  await page.getByRole("button", { name: "New meeting" }).tap();
  await expect(page).toHaveURL(/minutes=90/);
});

for (const [language, locale, theme] of [
  ["English", "en-GB", "light"],
  ["Russian", "ru-RU", "dark"],
] as const) {
  for (const [width, height] of [
    [1440, 900],
    [820, 1180],
    [360, 740],
  ] as const) {
    test(`the rooms are accessible in ${language}, ${theme}, ${width} wide`, async ({ people }) => {
      const page = await people.signIn("rep1", { locale, colorScheme: theme, viewport: { width, height } });
      const said: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(error.message));
      const rooms = new Rooms(page);
      for (const date of ["2026-11-24", "2026-11-24?view=week"]) {
        await rooms.open(date);
        await expectAccessible(page);
      }
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wider, "the page itself scrolls sideways").toBe(false);
      expect(said).toEqual([]);
    });
  }
}
