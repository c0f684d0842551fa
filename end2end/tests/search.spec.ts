import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { planned } from "../pages/panel";

test("a meeting is found by what is typed of it, and one goes to where it stands", async ({ people }) => {
  const page = await people.signIn("rep1");
  const calendar = new Calendar(page);
  await page.goto("/");
  await planned(page, { subject: "Ёлка для клиента", start: "2027-09-11T08:00:00Z", end: "2027-09-11T09:00:00Z" });
  await calendar.open("/calendar/week/2027-03-02");
  await page.keyboard.press("/");
  const window = page.getByRole("dialog", { name: "Search meetings" });
  const field = window.getByRole("combobox");
  await expect(field).toBeFocused();
  await page.keyboard.type("елка клиент");
  const results = window.getByRole("option");
  await expect(results).toHaveCount(1);
  await expect(results).toContainText("Ёлка для клиента");
  await expectAccessible(page, "dialog");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/calendar\/week\/2027-09-11$/);
  await expect(calendar.event("Ёлка для клиента")).toBeFocused();
  await expect(calendar.event("Ёлка для клиента")).toBeInViewport();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("nothing like it");
  await expect(window.getByText("Nothing found.").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(window).toBeHidden();
});

test("the search is on every screen, and tells nobody of what they may not see", async ({ people }) => {
  const [anna, oscar] = await Promise.all([people.signIn("rep2"), people.signIn("other")]);
  await anna.goto("/");
  await planned(anna, { subject: "Zebra salaries", start: "2027-09-14T08:00:00Z", end: "2027-09-14T09:00:00Z" });
  for (const [page, count] of [
    [anna, 1],
    [oscar, 0],
  ] as const) {
    await page.goto("/settings");
    await awake(page);
    await page.getByRole("button", { name: "Search" }).click();
    const window = page.getByRole("dialog", { name: "Search meetings" });
    await window.getByRole("combobox").fill("zebra");
    if (count === 0) await expect(window.getByText("Nothing found.").first()).toBeVisible();
    await expect(window.getByRole("option")).toHaveCount(count);
  }
  await anna.getByRole("dialog", { name: "Search meetings" }).getByRole("option").click();
  await expect(anna).toHaveURL(/\/calendar\/week\/2027-09-14$/);
  await expect(new Calendar(anna).event("Zebra salaries")).toBeFocused();
});

test("on a phone the search fills the screen", async ({ people }) => {
  const page = await people.signIn("rep1", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const calendar = new Calendar(page);
  await page.goto("/");
  await planned(page, { subject: "Quiet giraffe", start: "2027-09-18T08:00:00Z", end: "2027-09-18T09:00:00Z" });
  await calendar.open("/calendar/day/2027-03-02");
  await page.getByRole("button", { name: "Search" }).tap();
  const window = page.getByRole("dialog", { name: "Search meetings" });
  await window.getByRole("combobox").fill("giraf");
  await window.getByRole("option").tap();
  await expect(page).toHaveURL(/\/calendar\/day\/2027-09-18$/);
  await expect(calendar.event("Quiet giraffe")).toBeInViewport();
});
