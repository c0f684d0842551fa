import { expect, expectAccessible, test } from "../fixtures";
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
  await keys.type("Two days by keys");
  await keys.press("Enter");
  await expect(calendar.event("Two days by keys")).toBeVisible();
  await keys.press("a");
  await expect(calendar.page.locator('[data-date="2027-02-17"]')).toContainText("Two days by keys");
  await expect(calendar.page.locator('[data-date="2027-02-18"]')).toContainText("Two days by keys");
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
