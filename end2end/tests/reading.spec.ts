// What a screen reader finds in each view.
import { expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";
import { colleague, planned } from "../pages/panel";

test("each view reads as what it shows", async ({ people }) => {
  test.slow();
  const calendar = new Calendar(await people.signIn("other"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2028-02-16");
  await calendar.plan("2028-02-19", 10, 11, "Read aloud");
  await planned(page, { subject: "On a weekday", start: "2028-02-16T13:00:00Z", end: "2028-02-16T14:30:00Z" });
  await planned(page, { subject: "Over the weekend", all_day: { first: "2028-02-18", days: 3 } });
  const grid = page.getByRole("grid", { name: "Calendar" });
  for (const view of ["week", "day", "work-week", "month", "agenda"]) {
    await calendar.open(`/calendar/${view}/2028-02-${view === "work-week" ? "16" : "19"}`);
    await expect(view === "agenda" ? page.locator(".agenda-page") : grid).toMatchAriaSnapshot({
      name: `${view}.aria.yml`,
    });
  }
});

test("the calendars of several people read as whose they are", async ({ people }) => {
  test.slow();
  const [helen, anna, oscar] = await Promise.all([people.signIn("head"), people.signIn("rep1"), people.signIn("other")]);
  for (const [page, subject, from, to] of [
    [helen, "Her own", "09:00", "10:00"],
    [anna, "Told to her head", "11:00", "12:00"],
    [oscar, "Told to nobody", "13:00", "14:00"],
  ] as const) {
    await page.goto("/");
    await planned(page, { subject, start: `2028-10-11T${from}:00+02:00`, end: `2028-10-11T${to}:00+02:00` });
  }
  await planned(anna, { subject: "Away at the fair", all_day: { first: "2028-10-11", days: 2 } });
  const shown = [await colleague(helen, "head"), await colleague(helen, "rep1"), await colleague(helen, "other")];
  const whose = shown.map(({ id }) => id).join(",");
  const calendar = new Calendar(helen);
  for (const arranged of ["overlaid", "beside"]) {
    await calendar.open(`/calendar/day/2028-10-11?people=${whose}&arranged=${arranged}`);
    await expect(helen.getByRole("grid", { name: "Calendar" })).toMatchAriaSnapshot({ name: `${arranged}.aria.yml` });
  }
});
