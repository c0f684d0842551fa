// Files and reminders of a meeting.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";

async function plan(page: Page, subject: string, start: string): Promise<string> {
  const session = await page.request.get("/api/v1/session");
  const headers = { origin: new URL(session.url()).origin };
  const end = new Date(new Date(start).getTime() + 3_600_000).toISOString();
  const answer = await page.request.post("/api/v1/meetings", { data: { subject, start, end }, headers });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return `/meetings/${id}`;
}

// One pixel.
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("files are added, shown, downloaded under their names and taken away", async ({ people }) => {
  const page = await people.signIn("rep2");
  await page.goto(await plan(page, "With files", "2027-01-19T09:00:00Z"));
  await awake(page);
  const files = page.getByRole("region", { name: "Files" });
  await files.getByLabel("Add").setInputFiles([
    { name: "Отчёт 1.txt", mimeType: "text/plain", buffer: Buffer.from("All is well.") },
    { name: "shelf.png", mimeType: "image/png", buffer: PICTURE },
  ]);
  await expect(files.getByRole("listitem")).toHaveCount(2);
  await expect(files.getByRole("link", { name: "Отчёт 1.txt" })).toBeVisible();
  const picture = files.locator("img");
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);

  const download = page.waitForEvent("download");
  await files.getByRole("link", { name: "Отчёт 1.txt" }).click();
  expect((await download).suggestedFilename()).toBe("Отчёт 1.txt");

  await page.reload();
  await awake(page);
  await expect(files.getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page);
  await files.getByRole("button", { name: "Take away: shelf.png" }).click();
  await expect(files.getByRole("listitem")).toHaveCount(1);
});

test("a reminder appears on whichever screen one is, once", async ({ people }) => {
  const page = await people.signIn("rep2");
  const now = await page.evaluate(() => Date.now());
  const start = new Date(Math.ceil(now / 60_000) * 60_000 + 3 * 60_000).toISOString();
  const address = await plan(page, "Nearly there", start);
  await page.goto(address);
  await awake(page);
  const reminders = page.getByRole("region", { name: "My reminders" });
  await reminders.getByLabel("How long before").selectOption("5");
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/fn/remind"));
  await reminders.getByRole("button", { name: "Add" }).click();
  await expect(reminders.getByText("5 min before, in Daybook")).toBeVisible();
  await kept;
  // The calendar that the browser holds tells it, too.
  await page.getByRole("link", { name: "Calendar", exact: true }).first().click();
  const event = page.locator("[data-event]", { hasText: "Nearly there" }).first();
  await expect(event).toHaveAccessibleName(/Reminder set/);
  await page.reload();
  await expect(event).toHaveAccessibleName(/Reminder set/);

  await page.goto("/settings");
  await awake(page);
  const told = page.locator(".reminded");
  await expect(told).toContainText("Nearly there");
  await expectAccessible(page);
  await told.getByRole("button", { name: "Close" }).click();
  await expect(told).not.toContainText("Nearly there");
  await page.reload();
  await awake(page);
  await page.clock.runFor(10_000);
  await expect(told).not.toContainText("Nearly there");
  // In another browser it would appear again, before whatever is done there.
  const card = await page.request.get(`/api/v1${address}`);
  const headers = { origin: new URL(page.url()).origin, "if-match": card.headers()["etag"] ?? "" };
  expect((await page.request.delete(`/api/v1${address}`, { headers })).status()).toBe(204);
});
