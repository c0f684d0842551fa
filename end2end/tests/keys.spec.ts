// The calendar by keys alone.
import { expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";
import { planned } from "../pages/panel";

test("in a month keys choose days over weeks, and move a meeting by weeks and days", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  const keys = page.keyboard;
  await calendar.open("/calendar/month/2028-08-16");
  await planned(page, { subject: "Wanders", start: "2028-08-01T08:00:00Z", end: "2028-08-01T09:00:00Z" });
  await page.getByRole("grid", { name: "Calendar" }).focus();
  await keys.press("ArrowDown");
  await keys.press("Shift+ArrowDown");
  await expect(calendar.selection).toHaveCount(2);
  await keys.press("Enter");
  await expect(calendar.quick.getByLabel("First day")).toHaveValue("2028-08-16");
  await expect(calendar.quick.getByLabel("Last day")).toHaveValue("2028-08-23");
  await keys.type("Away for a week");
  await keys.press("Enter");
  await expect(calendar.told("Planned: 16 August – 23 August, 8 days")).toBeVisible();

  const event = calendar.event("Wanders");
  await event.focus();
  await keys.press("Alt+ArrowDown");
  await expect(calendar.told("Moved: Tuesday, 8 August, 10:00 – 11:00")).toBeVisible();
  await expect(event).toBeFocused();
  await keys.press("Alt+ArrowRight");
  await expect(calendar.told("Moved: Wednesday, 9 August, 10:00 – 11:00")).toBeVisible();
  await expect(event).toBeFocused();
});

test("keys move a whole day to another one and make two of it", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  const keys = page.keyboard;
  await calendar.open("/calendar/week/2028-08-30");
  await planned(page, { subject: "Stocktaking", all_day: { first: "2028-08-30", days: 1 } });
  const event = calendar.event("Stocktaking");
  await event.focus();
  await keys.press("Alt+ArrowRight");
  await expect(calendar.told("Moved: Thursday, 31 August, All day")).toBeVisible();
  await expect(event).toBeFocused();
  await keys.press("Control+ArrowRight");
  await expect(calendar.told("Changed: 31 August – 1 September, 2 days")).toBeVisible();
  await keys.press("Control+z");
  await expect(calendar.told("As before: Thursday, 31 August, All day")).toBeVisible();
});

test("what keys have chosen is given up by Escape, and what they have done comes back by Ctrl+Z", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page, quick, selection } = calendar;
  const keys = page.keyboard;
  await calendar.open("/calendar/week/2028-09-13");
  const grid = page.getByRole("grid", { name: "Calendar" });
  await grid.focus();
  await keys.press("ArrowDown");
  await keys.press("Shift+ArrowDown");
  await expect(selection.first()).toBeVisible();
  await keys.press("Escape");
  await expect(selection).toHaveCount(0);
  await expect(grid).toBeFocused();
  // Nothing is chosen that Enter could ask for.
  await keys.press("Enter");
  await keys.press("ArrowDown");
  await expect(selection).toHaveCount(1);
  await expect(quick).toHaveCount(0);
  await keys.press("Enter");
  await expect(quick).toBeVisible();
  await keys.type("Done by keys");
  await keys.press("Enter");
  await expect(quick).toBeHidden();

  const event = calendar.event("Done by keys");
  const was = (await event.textContent()) ?? "";
  await expect(event).not.toHaveAttribute("data-pending");
  await event.focus();
  await keys.press("Control+ArrowDown");
  await expect(event).not.toHaveText(was);
  await keys.press("Control+z");
  await expect(event).toHaveText(was);
  await event.focus();
  await keys.press("Delete");
  await expect(event).toHaveCount(0);
  await keys.press("Control+z");
  await expect(event).toHaveText(was);
});

test("in an agenda keys tell more of a meeting and take it out, and arrows only scroll", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  const keys = page.keyboard;
  await calendar.open("/calendar/agenda/2028-10-04");
  for (const day of ["04", "05", "06", "09", "10", "11", "12", "13", "16", "17", "18"]) {
    const [start, end] = [`2028-10-${day}T08:00:00Z`, `2028-10-${day}T09:00:00Z`];
    await planned(page, { subject: `Listed on ${day}`, start, end });
  }
  const event = calendar.event("Listed on 04");
  await event.focus();
  await keys.press(" ");
  const card = page.getByRole("complementary", { name: "Listed on 04" });
  await expect(card.getByLabel("Day")).toHaveValue("2028-10-04");
  await keys.press("Escape");
  await expect(card).toBeHidden();
  await expect(event).toBeFocused();
  await keys.press("Alt+ArrowDown");
  await keys.press("Control+ArrowDown");
  await keys.press("ArrowDown");
  const list = page.locator(".agenda-page");
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
  await expect(event).toContainText("10:00");
  await event.focus();
  await keys.press("Delete");
  await expect(event).toHaveCount(0);
  await keys.press("Control+z");
  await expect(event).toBeVisible();
});
