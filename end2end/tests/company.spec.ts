import type { Page } from "@playwright/test";
import { EMAIL, expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";

/** Plans over REST, as another program would. */
async function plan(page: Page, meeting: Record<string, string>): Promise<void> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post("/api/v1/meetings", { data: meeting, headers: { origin } });
  expect(answer.status(), await answer.text()).toBe(201);
}

test("what one saves the other sees within a second, on the day it was planned for", async ({ people }) => {
  const [anna, helen, oscar] = await Promise.all([
    people.signIn("rep1"),
    people.signIn("head"),
    people.signIn("other"),
  ]);
  const [hers, heads, others] = [new Calendar(anna), new Calendar(helen), new Calendar(oscar)];
  await Promise.all([hers, heads, others].map((calendar) => calendar.open("/calendar/week/2026-12-08")));

  await anna.goto("/meetings/new?start=2026-12-12T15:00&minutes=60&subject=Shared+news");
  await expect(anna.locator("html[data-awake]")).toBeAttached();
  await expect(anna.getByRole("textbox", { name: "Subject" })).toHaveValue("Shared news");
  const find = anna.getByRole("combobox", { name: "Add a participant" });
  await find.fill(EMAIL.head);
  await anna.getByRole("listbox").getByRole("option").first().click();
  await anna.getByRole("button", { name: "Save" }).click();
  await expect(anna).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);

  const arrived = heads.day("2026-12-12").locator("[data-event]", { hasText: "Shared news" });
  await expect(arrived).toBeVisible({ timeout: 1_000 });
  await expect(others.event("Shared news")).toHaveCount(0);

  await arrived.click();
  await expect(helen).toHaveURL(/\/meetings\//);
  await helen.getByRole("button", { name: "Accept" }).click();
  await expect(helen.getByText("You are coming")).toBeVisible();
});

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
  await expect(calendar.event("From elsewhere")).toContainText("09:00");
});
