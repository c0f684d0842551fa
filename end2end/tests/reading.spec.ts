// What a screen reader finds in each view.
import { expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";

test("each view reads as what it shows", async ({ people }) => {
  test.slow();
  const calendar = new Calendar(await people.signIn("other"));
  const { page } = calendar;
  await calendar.open("/calendar/week/2028-02-16");
  await calendar.plan("2028-02-19", 10, 11, "Read aloud");
  const grid = page.getByRole("grid", { name: "Calendar" });
  for (const view of ["week", "day", "work-week", "month", "agenda"]) {
    await calendar.open(`/calendar/${view}/2028-02-${view === "work-week" ? "16" : "19"}`);
    await expect(view === "agenda" ? page.locator(".agenda-page") : grid).toMatchAriaSnapshot({
      name: `${view}.aria.yml`,
    });
  }
});
