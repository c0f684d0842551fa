// What an administrator requires of meetings of a kind is asked wherever one is planned.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";

/** Defines an additional attribute over REST, asked of these kinds, or of all. */
async function require(admin: Page, name: string, form: object, kinds: string[] = []): Promise<void> {
  const session = await admin.request.get("/api/v1/session");
  const headers = { origin: new URL(session.url()).origin };
  const known = (await (await admin.request.get("/api/v1/kinds?limit=100")).json()) as { items: { id: string; name: string }[] };
  const ids = known.items.filter((kind) => kinds.includes(kind.name)).map((kind) => kind.id);
  const data = { name, form, required: true, kinds: ids };
  const answer = await admin.request.post("/api/v1/attributes", { data, headers });
  expect(answer.status(), await answer.text()).toBe(201);
}

test("the short form asks for what the chosen kind requires, and leads there", async ({ people }) => {
  test.slow();
  const admin = await people.signIn("admin");
  await require(admin, "Purpose", { type: "choice", options: ["Sale", "Service"] }, ["Call"]);
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page, quick } = calendar;
  const read = page.waitForResponse((answer) => answer.url().endsWith("/fn/choices"));
  await calendar.open("/calendar/week/2026-12-08");
  await read;

  await calendar.drag("2026-12-12", 10.02, 10.98);
  await quick.getByLabel("Subject").fill("Call Cedar");
  const purpose = quick.getByLabel("Purpose");
  await expect(purpose).toHaveCount(0);
  await quick.getByLabel("Kind").selectOption({ label: "Call" });
  await expect(purpose).toBeVisible();
  await expectAccessible(page, "dialog");
  await quick.getByRole("button", { name: "Save" }).click();
  await expect(quick.getByRole("alert")).toContainText("Purpose");
  await expect(purpose).toBeFocused();
  await expect(purpose).toHaveAttribute("aria-invalid", "true");
  await purpose.selectOption("Sale");
  await expect(purpose).not.toHaveAttribute("aria-invalid");
  await quick.getByRole("button", { name: "Save" }).click();
  await expect(quick).toBeHidden();
  await expect(calendar.event("Call Cedar")).toBeVisible();

  // What is said in the short form stands on the card.
  await calendar.drag("2026-12-12", 13.02, 13.98);
  await quick.getByLabel("Subject").fill("Call Alder");
  await quick.getByLabel("Kind").selectOption({ label: "Call" });
  await purpose.selectOption("Service");
  await quick.getByRole("link", { name: "More options" }).click();
  await expect(page).toHaveURL(/\/meetings\/new/);
  await awake(page);
  await expect(page.getByLabel("Purpose")).toHaveValue("Service");
});

test("what is required since the short form was opened is asked for when it is saved", async ({ people }) => {
  test.slow();
  const [admin, rep] = await Promise.all([people.signIn("admin"), people.signIn("rep1")]);
  const calendar = new Calendar(rep);
  const { quick } = calendar;
  await calendar.open("/calendar/week/2026-12-08");
  await calendar.drag("2026-12-12", 10.02, 10.98);
  await quick.getByLabel("Subject").fill("Just now");
  await require(admin, "Budget line", { type: "number" });
  await quick.getByRole("button", { name: "Save" }).click();
  const line = quick.getByLabel("Budget line");
  await expect(line).toBeFocused();
  await expect(quick.getByLabel("Subject")).toHaveValue("Just now");
  await line.fill("12.5");
  await quick.getByRole("button", { name: "Save" }).click();
  await expect(quick).toBeHidden();
  await expect(calendar.event("Just now")).toBeVisible();
});
