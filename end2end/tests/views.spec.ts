import { EMAIL, expect, expectAccessible, test } from "../fixtures";
import { Calendar } from "../pages/calendar";

test("each view shows its days, and keeps them when another view is chosen", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const page = calendar.page;
  const views = page.getByRole("navigation", { name: "View" });
  await calendar.open("/calendar/work-week/2026-11-24");
  await expect(page.locator(".day")).toHaveCount(5);
  await views.getByRole("link", { name: "Month" }).click();
  await expect(page).toHaveURL(/\/calendar\/month\/2026-11-24$/);
  await expect(page.getByRole("heading", { name: "November 2026" })).toBeVisible();
  await expect(page.locator(".month-day")).toHaveCount(42);
  await page.getByRole("link", { name: "Next month" }).click();
  await expect(page.getByRole("heading", { name: "December 2026" })).toBeVisible();
  await views.getByRole("link", { name: "Agenda" }).click();
  await expect(page).toHaveURL(/\/calendar\/agenda\/2026-12-01$/);
  await page.goBack();
  await expect(page.getByRole("heading", { name: "December 2026" })).toBeVisible();
  await page.keyboard.press("w");
  await expect(page).toHaveURL(/\/calendar\/week\/2026-12-01$/);
  await page.keyboard.press("t");
  await expect(calendar.day("2026-11-24")).toBeVisible();
});

test("in a month days are chosen by dragging over weeks, and a meeting keeps its time when it is moved", async ({
  people,
}) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const page = calendar.page;
  await calendar.open("/calendar/week/2027-01-12");
  await calendar.plan("2027-01-16", 10, 11, "Keeps its time");

  await page.keyboard.press("m");
  const day = (date: string) => page.locator(`.month-day[data-date="${date}"]`);
  const middle = async (date: string) => {
    const box = await day(date).boundingBox();
    if (box === null) throw new Error(`${date} is not shown`);
    return { x: box.x + box.width / 2, y: box.y + box.height - 8 };
  };
  const [from, to] = [await middle("2027-01-16"), await middle("2027-01-19")];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await expect(calendar.selection).toHaveCount(2);
  await page.mouse.up();
  await expect(calendar.quick.getByLabel("First day")).toHaveValue("2027-01-16");
  await expect(calendar.quick.getByLabel("Last day")).toHaveValue("2027-01-19");
  await calendar.quick.getByLabel("Subject").fill("Over the weekend");
  await page.keyboard.press("Enter");
  await expect(calendar.quick).toBeHidden();
  await expect(calendar.event("Over the weekend")).toHaveCount(2);

  const moves = calendar.event("Keeps its time");
  await expect(moves).not.toHaveAttribute("data-pending");
  const box = await moves.boundingBox();
  const target = await middle("2027-01-22");
  if (box === null) throw new Error("the meeting is not shown");
  await page.mouse.move(box.x + 20, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 30, box.y + 12);
  await page.mouse.move(target.x, target.y);
  await page.mouse.up();
  await expect(page.getByRole("status").filter({ hasText: "22 January, 10:00" })).toBeVisible();
  await page.keyboard.press("w");
  await page.keyboard.press("n");
  await expect(calendar.day("2027-01-22").locator("[data-event]", { hasText: "Keeps its time" })).toContainText("10:00");
});

test("a month and an agenda can be used without a mouse", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const keys = calendar.page.keyboard;
  await calendar.open("/calendar/month/2027-02-10");
  await calendar.page.getByRole("grid", { name: "Calendar" }).focus();
  await keys.press("ArrowDown");
  await keys.press("ArrowDown");
  await keys.press("Shift+ArrowRight");
  await keys.press("Enter");
  await expect(calendar.quick.getByLabel("First day")).toHaveValue("2027-02-17");
  await expect(calendar.quick.getByLabel("Last day")).toHaveValue("2027-02-18");
  await keys.type("Away by keys");
  await keys.press("Enter");
  // The meeting may be told by the live socket before the form has its answer.
  await expect(calendar.quick).toBeHidden();
  await expect(calendar.event("Away by keys")).toBeVisible();
  await keys.press("a");
  await expect(calendar.page.locator('[data-date="2027-02-17"]')).toContainText("Away by keys");
  await expect(calendar.page.locator('[data-date="2027-02-18"]')).toContainText("Away by keys");
});

test("the grid is in the server's page", async ({ people }) => {
  const page = await people.signIn("rep1", { javaScriptEnabled: false });
  for (const view of ["week", "month", "agenda"]) {
    await page.goto(`/calendar/${view}/2026-11-24`);
    await expect(page.locator("[data-event]").first()).toBeVisible();
  }
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
    test(`work week, month and agenda are accessible in ${language}, ${theme}, ${width} wide`, async ({ people }) => {
      const page = await people.signIn("rep1", { locale, colorScheme: theme, viewport: { width, height } });
      const said: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(error.message));
      const calendar = new Calendar(page);
      for (const view of ["work-week", "month", "agenda"]) {
        await calendar.open(`/calendar/${view}/2026-11-24`);
        await expectAccessible(page);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect(wider, `${view}: the page itself scrolls sideways`).toBe(false);
      }
      expect(said).toEqual([]);
    });
  }
}

test("the signs of a meeting are in sight however long its subject is", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  const subject = "Quarterly negotiation about everything there is to negotiate";
  const session = await page.request.get("/api/v1/session");
  const planned = await page.request.post("/api/v1/meetings", {
    data: { subject, start: "2027-06-23T08:00:00Z", end: "2027-06-23T09:00:00Z", private: true },
    headers: { origin: new URL(session.url()).origin },
  });
  expect(planned.status(), await planned.text()).toBe(201);
  for (const view of ["week", "month"]) {
    await calendar.open(`/calendar/${view}/2027-06-23`);
    const event = calendar.event(subject);
    const sign = event.locator("svg").first();
    await sign.scrollIntoViewIfNeeded();
    const [box, inside] = await Promise.all([event.boundingBox(), sign.boundingBox()]);
    if (box === null || inside === null) throw new Error(`${view}: nothing is shown`);
    expect(inside.x + inside.width, view).toBeLessThan(box.x + box.width);
    expect(inside.y + inside.height, view).toBeLessThan(box.y + box.height);
  }
});

test("the card of a meeting leads back to the calendar as it was left", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-07-07");
  await calendar.plan("2027-07-07", 10, 11, "Leads back");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/\/calendar\/month\/2027-07-07$/);
  await calendar.event("Leads back").click();
  await page.getByRole("link", { name: "Back to the calendar" }).click();
  await expect(page).toHaveURL(/\/calendar\/month\/2027-07-07$/);
  await calendar.event("Leads back").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/calendar\/month\/2027-07-07$/);
  await expect(calendar.event("Leads back")).toHaveCount(0);
  // What the card has done is undone as what the grid does.
  await expect(page.getByRole("status").filter({ hasText: "Deleted: Leads back" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(calendar.event("Leads back")).toBeVisible();
});

test("a small card tells more of a meeting, and a copy is made by dragging with Ctrl", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2027-06-08");
  await calendar.plan("2027-06-12", 10, 11, "Twice is better");
  const original = calendar.event("Twice is better");
  await original.hover();
  const card = page.getByRole("complementary", { name: "Twice is better" });
  await expect(card).toContainText("Saturday, 12 June");
  await expectAccessible(page, ".peek");
  await page.keyboard.press("Escape");
  await expect(card).toBeHidden();

  await page.keyboard.down("Control");
  await calendar.carry("Twice is better", { date: "2027-06-13", hour: 14 });
  await page.keyboard.up("Control");
  const copy = calendar.day("2027-06-13").locator("[data-event]", { hasText: "Twice is better" });
  await expect(copy).toContainText("14:00");
  await expect(calendar.day("2027-06-12").locator("[data-event]")).toContainText("10:00");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(copy).toHaveCount(0);

  await calendar.day("2027-06-12").locator("[data-event]").hover();
  await card.getByRole("button", { name: "Delete" }).click();
  await expect(original).toHaveCount(0);
});

test("an invitation is answered where it stands, and the answer can be taken back", async ({ people }) => {
  const [anna, helen] = await Promise.all([people.signIn("rep1"), people.signIn("head")]);
  await anna.goto("/meetings/new?start=2027-06-19T15:00&minutes=60&subject=Please+come");
  await expect(anna.locator("html[data-awake]")).toBeAttached();
  await anna.getByRole("combobox", { name: "Add a participant" }).fill(EMAIL.head);
  await anna.getByRole("listbox").getByRole("option").first().click();
  await anna.getByRole("button", { name: "Save" }).click();
  await expect(anna).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);

  const heads = new Calendar(helen);
  await heads.open("/calendar/week/2027-06-15");
  const event = heads.event("Please come");
  await expect(event).toHaveAttribute("data-answer", "maybe");
  await event.hover();
  await helen.getByRole("complementary", { name: "Please come" }).getByRole("button", { name: "Accept" }).click();
  await expect(event).not.toHaveAttribute("data-answer", /.*/);
  await helen.getByRole("button", { name: "Undo" }).click();
  await expect(event).toHaveAttribute("data-answer", "maybe");
});
