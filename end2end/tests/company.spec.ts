import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";

/** Plans over REST, as another program would. */
async function plan(page: Page, meeting: Record<string, string>): Promise<void> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post("/api/v1/meetings", { data: meeting, headers: { origin } });
  expect(answer.status(), await answer.text()).toBe(201);
}

test("after a lost connection a browser catches up", async ({ people }) => {
  const [anna, again] = await Promise.all([people.signIn("rep2"), people.signIn("rep2")]);
  const [one, two] = [new Calendar(anna), new Calendar(again)];
  await Promise.all([one.open("/calendar/week/2026-12-08"), two.open("/calendar/week/2026-12-08")]);
  await one.plan("2026-12-13", 9, 10, "Before the gap");
  await expect(two.event("Before the gap")).toBeVisible();

  await again.context().setOffline(true);
  await one.plan("2026-12-13", 11, 12, "Within the gap");
  await expect(two.event("Within the gap")).toHaveCount(0);
  await again.context().setOffline(false);
  await expect(two.event("Within the gap")).toBeVisible({ timeout: 15_000 });
});

test("a meeting of another program stands in the calendar at once", async ({ people }) => {
  const anna = await people.signIn("rep1");
  const calendar = new Calendar(anna);
  await calendar.open("/calendar/week/2026-12-08");
  await plan(anna, {
    subject: "From elsewhere",
    start: "2026-12-12T08:00:00Z",
    end: "2026-12-12T08:45:00Z",
    zone: "Europe/Berlin",
  });
  await expect(calendar.event("From elsewhere")).toContainText("9:00");
});
