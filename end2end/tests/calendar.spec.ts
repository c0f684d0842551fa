import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { Finger } from "../pages/hand";
import { book } from "../pages/rooms";

test("dragging over free time plans a meeting, and it is there when the page is loaded again", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  await calendar.open("/calendar/week/2026-12-15");
  await calendar.pressAndMove("2026-12-19", 13.02, 14.48);
  await expect(calendar.selection.first()).toContainText("13:00");
  await expect(calendar.selection.first()).toContainText("14:30");
  await calendar.page.mouse.up();

  await expect(calendar.quick.getByLabel("Starts")).toHaveValue("13:00");
  await expect(calendar.quick.getByLabel("Ends")).toHaveValue("14:30");
  await expect(calendar.quick.getByLabel("Kind").locator("option:checked")).toHaveText("Meeting");
  await calendar.quick.getByLabel("Subject").fill("Rooftop plans");
  await calendar.page.keyboard.press("Enter");
  await expect(calendar.event("Rooftop plans")).toContainText("13:00");
  await expect(calendar.page.getByRole("status").filter({ hasText: "Planned" })).toBeVisible();

  await calendar.page.reload();
  await expect(calendar.event("Rooftop plans")).toContainText("13:00");
});

test("without a subject nothing is saved, and nothing is lost", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  await calendar.open("/calendar/week/2026-12-15");
  await calendar.drag("2026-12-20", 9.02, 9.98);
  await calendar.quick.getByRole("button", { name: "Save" }).click();
  await expect(calendar.quick).toBeVisible();
  await expect(calendar.quick.getByLabel("Starts")).toHaveValue("09:00");
  await calendar.page.keyboard.press("Escape");
  await expect(calendar.quick).toBeHidden();
  await expect(calendar.selection).toHaveCount(0);
});

test("a meeting is moved and made longer by dragging, and goes back by undo", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  await calendar.open("/calendar/week/2026-12-15");
  await calendar.plan("2026-12-19", 10, 11, "Moves about");

  await calendar.carry("Moves about", { date: "2026-12-20", hour: 12 });
  await expect(calendar.day("2026-12-20").locator("[data-event]", { hasText: "Moves about" })).toContainText("12:00");
  await calendar.page.getByRole("button", { name: "Undo" }).click();
  const back = calendar.day("2026-12-19").locator("[data-event]", { hasText: "Moves about" });
  await expect(back).toContainText("10:00");
  await expect(back).not.toHaveAttribute("data-pending");

  const box = await back.boundingBox();
  if (box === null) throw new Error("the meeting is not shown");
  await calendar.page.mouse.move(box.x + box.width / 2, box.y + 10);
  await calendar.page.mouse.move(box.x + box.width / 2, box.y + box.height - 3);
  await calendar.page.mouse.down();
  await calendar.page.mouse.move(box.x + box.width / 2, box.y + box.height + 10);
  await calendar.page.mouse.move(
    box.x + box.width / 2,
    box.y + box.height - 3 + (await calendar.hours("2026-12-19", 1)),
  );
  await calendar.page.mouse.up();
  await expect(back).toContainText("12:00");
  await calendar.page.keyboard.press("Control+z");
  await expect(back).toContainText("11:00");
});

test("everything can be done without a mouse", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  await calendar.open("/calendar/week/2026-12-22");
  const keys = calendar.page.keyboard;
  await calendar.page.getByRole("grid", { name: "Calendar" }).focus();
  await keys.press("ArrowRight");
  await keys.press("ArrowDown");
  await keys.press("Shift+ArrowDown");
  await keys.press("Enter");
  await expect(calendar.quick).toBeVisible();
  await keys.type("By keys alone");
  await keys.press("Enter");
  await expect(calendar.quick).toBeHidden();
  const event = calendar.event("By keys alone");
  await expect(event).toBeVisible();

  await event.focus();
  const before = await event.textContent();
  await keys.press("Alt+ArrowDown");
  await expect(event).not.toHaveText(before ?? "");
  await event.focus();
  await keys.press("Delete");
  await expect(event).toHaveCount(0);
  await calendar.page.getByRole("button", { name: "Undo" }).click();
  await expect(event).toBeVisible();
  await keys.press("?");
  await expect(calendar.page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});

test("the address names what is shown, and going back goes back", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  await calendar.open("/calendar/week/2026-11-24");
  await calendar.page.getByRole("link", { name: "Next week" }).click();
  await expect(calendar.day("2026-12-02")).toBeVisible();
  await expect(calendar.page).toHaveURL(/\/calendar\/week\/2026-1/);
  await calendar.page.getByRole("navigation", { name: "View" }).getByRole("link", { name: "Day" }).click();
  await expect(calendar.page).toHaveURL(/\/calendar\/day\//);
  await calendar.page.goBack();
  await expect(calendar.day("2026-12-02")).toBeVisible();
  await calendar.page.getByRole("link", { name: "Today" }).click();
  await expect(calendar.day("2026-11-24")).toBeVisible();
});

test("by finger: a short touch scrolls, a long one chooses time", async ({ people }) => {
  const page = await people.signIn("rep1", { hasTouch: true, viewport: { width: 820, height: 1180 } });
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2026-12-22");
  const finger = await Finger.on(page);
  const at = await calendar.point("2026-12-26", 10.1);
  await finger.scroll(at, { x: at.x, y: at.y - 120 });
  await expect(calendar.selection).toHaveCount(0);

  const from = await calendar.point("2026-12-26", 10.1);
  const hour = await calendar.hours("2026-12-26", 1);
  await finger.draw(from, { x: from.x, y: from.y + hour * 1.3 });
  await expect(calendar.quick).toBeVisible();
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
    test(`the week and the day are accessible in ${language}, ${theme}, ${width} wide`, async ({ people }) => {
      const page = await people.signIn("rep1", { locale, colorScheme: theme, viewport: { width, height } });
      const said: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(error.message));
      const calendar = new Calendar(page);
      for (const path of ["/calendar/week/2026-11-24", "/calendar/day/2026-11-24"]) {
        await calendar.open(path);
        await expectAccessible(page);
      }
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wider, "the page itself scrolls sideways").toBe(false);
      expect(said).toEqual([]);
    });
  }
}

test("a meeting that is moved to where its room is taken comes back, with ways out", async ({ people }) => {
  const [anna, boris] = await Promise.all([people.signIn("rep1"), people.signIn("rep2")]);
  await Promise.all([boris.goto("/rooms/2027-09-18"), anna.goto("/rooms/2027-09-18")]);
  await Promise.all([awake(boris), awake(anna)]);
  // A room instead of which there is another one.
  const answer = await anna.request.get("/api/v1/places?limit=100");
  const { items } = (await answer.json()) as { items: { id: string; capacity: number; equipment: string[] }[] };
  const other = (room: (typeof items)[number]) =>
    items.find(
      ({ id, capacity, equipment }) =>
        id !== room.id && capacity >= room.capacity && room.equipment.every((thing) => equipment.includes(thing)),
    );
  const replaceable = items.find((room) => other(room) !== undefined);
  const rows = await anna.locator("[data-place]").evaluateAll((all) => all.map((row) => row.getAttribute("data-place")));
  const row = rows.indexOf(replaceable?.id ?? "");
  await book(boris, row, "Has the room", "2027-09-18T09:50:00Z", "2027-09-18T11:00:00Z");
  await book(anna, row, "Wants the room", "2027-09-18T13:00:00Z", "2027-09-18T14:00:00Z");
  const calendar = new Calendar(anna);
  await calendar.open("/calendar/day/2027-09-18");
  await calendar.point("2027-09-18", 13);
  await calendar.carry("Wants the room", { date: "2027-09-18", hour: 11 });
  const toast = anna.locator(".toast");
  await expect(toast).toContainText("Has the room");
  const event = calendar.event("Wants the room");
  await expect(event).toContainText("15:00");
  await expectAccessible(anna);
  await toast.getByRole("button", { name: /10 min earlier/ }).click();
  await expect(event).toContainText("10:50");
  await expect(event).not.toHaveAttribute("data-pending");

  // Into another room, and back into its own.
  const room = async () => {
    const id = (await event.getAttribute("data-event")) ?? "";
    const answer = await anna.request.get(`/api/v1/meetings/${id}`);
    return ((await answer.json()) as { place: { name: string } }).place.name;
  };
  const own = await room();
  await calendar.carry("Wants the room", { date: "2027-09-18", hour: 12 });
  await toast.getByRole("button", { name: /seats/ }).first().click();
  await expect(event).toContainText("12:00");
  await expect(toast).toContainText("Moved");
  expect(await room()).not.toBe(own);
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(event).toContainText("10:50");
  await expect.poll(room).toBe(own);
});

test("what has ended and was never begun says so on the grid, and leads to its result", async ({ people }) => {
  const page = await people.signIn("other");
  await page.goto("/");
  await awake(page);
  const meeting = { subject: "Nobody began it", start: "2026-11-21T09:00:00Z", end: "2026-11-21T10:30:00Z" };
  const origin = new URL(page.url()).origin;
  const planned = await page.request.post("/api/v1/meetings", { data: meeting, headers: { origin } });
  expect(planned.status(), await planned.text()).toBe(201);
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2026-11-21");
  const event = calendar.event("Nobody began it");
  await expect(event).toHaveAttribute("data-state", "missed");
  await expect(event).toContainText("Needs a result");
  await expectAccessible(page);
  await event.hover();
  const peek = page.getByRole("complementary", { name: "Nobody began it" });
  await expect(peek).toContainText("Needs a result");
  await peek.getByRole("link", { name: "Write the result" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  const state = page.getByRole("region", { name: "State of the meeting" });
  await expect(state).toContainText("Needs a result");
  await expect(state.getByRole("button", { name: "Close the meeting" })).toBeVisible();
});
