import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";

/** Plans a visit over REST, as another program would. */
async function plan(page: Page, subject: string, start: string): Promise<string> {
  const origin = new URL(page.url()).origin;
  const kinds = await (await page.request.get("/api/v1/kinds")).json();
  const kind = kinds.items.find((known: { predefined: string | null }) => known.predefined === "meeting_at_client");
  const end = new Date(new Date(start).getTime() + 3_600_000).toISOString();
  const data = { subject, kind: kind.id, start, end, zone: "Europe/Berlin" };
  const answer = await page.request.post("/api/v1/meetings", { data, headers: { origin } });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).id;
}

const WEEK = "2027-W04";

const line = (page: Page, subject: string) => page.locator("[data-meeting]", { hasText: subject });
const said = (page: Page, text: string) => page.locator("[data-message]", { hasText: text });

test("a rep plans a week, the head discusses it live, suggests, approves, and sees what is changed", async ({ people }) => {
  const [rep, head] = await Promise.all([people.signIn("rep1"), people.signIn("head")]);
  await rep.goto("/journal");
  await awake(rep);
  let cedar = "";
  await expect(rep.getByRole("link", { name: /^Journal/ })).toHaveAttribute("aria-current", "page");
  for (const [subject, day] of [
    ["Visit Alder", "25"],
    ["Visit Birch", "26"],
    ["Visit Cedar", "29"],
  ] as const) {
    cedar = await plan(rep, subject, `2027-01-${day}T09:00:00Z`);
  }
  await rep.goto(`/journal/${WEEK}`);
  await awake(rep);
  await expect(line(rep, "Visit Alder")).toBeVisible();
  // The checks lead to where things can be mended.
  await expect(rep.getByRole("link", { name: /Thursday.*no meeting/ })).toHaveAttribute("href", /2027-01-28/);
  await rep.getByLabel("A note for your head").fill("Friday is for the tender");
  await rep.getByRole("button", { name: "Submit the week" }).click();
  await expect(rep.getByText("The week is submitted.")).toBeVisible();

  await head.goto(`/journal/${WEEK}`);
  await awake(head);
  const row = head.getByRole("row", { name: /Submitted/ });
  await expect(row).toHaveCount(1);
  await row.getByRole("link").click();
  await expect(head.getByText("Friday is for the tender")).toBeVisible();
  await expect(line(head, "Visit Birch")).toBeVisible();

  // Live, both ways, each once.
  await head.getByRole("textbox", { name: "Message" }).fill("Who comes along?");
  await head.getByRole("textbox", { name: "Message" }).press("Enter");
  await expect(said(rep, "Who comes along?")).toBeVisible({ timeout: 1_500 });
  await rep.getByRole("textbox", { name: "Message" }).fill("Nobody, I go alone.");
  await expect(head.getByText(/is writing/)).toBeVisible();
  await rep.getByRole("textbox", { name: "Message" }).press("Enter");
  await expect(said(head, "Nobody, I go alone.")).toBeVisible({ timeout: 1_500 });
  await expect(said(head, "Nobody, I go alone.")).toHaveCount(1);

  // A suggested time is applied with one press.
  await line(head, "Visit Birch").getByRole("button", { name: /More about/ }).click();
  await head.getByRole("menuitem", { name: "Suggest another time" }).click();
  await head.getByLabel("New time").fill("2027-01-27T14:00");
  await head.getByRole("button", { name: "Take along" }).click();
  await head.getByRole("textbox", { name: "Message" }).press("Enter");
  await rep.getByRole("button", { name: "Apply" }).click();
  await expect(rep.locator('[data-date="2027-01-27"]').getByText("Visit Birch")).toBeVisible();
  await expect(head.locator('[data-date="2027-01-27"]').getByText("Visit Birch")).toBeVisible({ timeout: 1_500 });
  await expect(head.getByText(/Applied by/)).toBeVisible();

  // What is suggested to be cancelled is so for a reason, which the owner gives where the message says none.
  await line(head, "Visit Cedar").getByRole("button", { name: /More about/ }).click();
  await head.getByRole("menuitem", { name: "Suggest to cancel" }).click();
  await head.getByRole("textbox", { name: "Message" }).press("Enter");
  const cancelling = said(rep, "Suggests to cancel");
  await cancelling.getByLabel("Reason").fill("They are at a fair");
  await cancelling.getByRole("button", { name: "Apply" }).click();
  await expect(line(rep, "Visit Cedar")).toHaveCount(0);
  await expect(line(head, "Visit Cedar")).toHaveCount(0, { timeout: 1_500 });
  const fair = await rep.request.get(`/api/v1/meetings/${cedar}`);
  expect(await fair.json()).toMatchObject({ state: "cancelled", outcome: { cancelled_because: "They are at a fair" } });

  await head.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(head.getByText(/^Approved: /)).toBeVisible();
  await expect(rep.locator(".plan .badge", { hasText: "Approved" })).toBeVisible({ timeout: 1_500 });

  // What is changed from here on asks for a reason, and the head sees both.
  const origin = new URL(rep.url()).origin;
  const id = (await line(rep, "Visit Alder").getAttribute("data-meeting")) ?? "";
  const card = await rep.request.get(`/api/v1/meetings/${id}`);
  const moved = await rep.request.patch(`/api/v1/meetings/${id}`, {
    data: { start: "2027-01-28T09:00:00Z" },
    headers: { origin, "if-match": card.headers()["etag"] ?? "" },
  });
  expect(moved.status()).toBe(200);
  await expect(line(head, "Visit Alder")).toContainText("No reason given yet", { timeout: 1_500 });
  await rep.getByLabel("Reason: Visit Alder").fill("Their buyer is ill");
  await rep.getByRole("button", { name: "Save reason" }).click();
  await expect(line(head, "Visit Alder")).toContainText("Their buyer is ill", { timeout: 1_500 });
  await expectAccessible(head);
});

test("what comes on top in the week is seen at once, and the head closes it", async ({ people }) => {
  const [rep, head] = await Promise.all([people.signIn("rep2"), people.signIn("head")]);
  await rep.goto("/journal/2026-W48");
  await awake(rep);
  const me = (await (await rep.request.get("/api/v1/session")).json()).person;
  await head.goto(`/journal/2026-W48?person=${me.id}`);
  await awake(head);
  await plan(rep, "Visit Dogwood", "2026-11-24T05:00:00Z");
  await expect(line(head, "Visit Dogwood")).toContainText("Unplanned", { timeout: 1_500 });
  await expect(line(head, "Visit Dogwood")).toContainText("Missed");
  // Of what was promised, the head sees what fell out, and why.
  const week = await (await rep.request.get(`/api/v1/journal/2026-W48/${me.id}`)).json();
  const promised = week.lines.find((it: { planned: object; outcome: string }) => it.planned && it.outcome === "ahead");
  const origin = new URL(rep.url()).origin;
  const data = { reason: "The buyer had to leave" };
  const cancelled = await rep.request.post(`/api/v1/meetings/${promised.meeting}/cancel`, { data, headers: { origin } });
  expect(cancelled.status()).toBe(200);
  const fallen = head.locator(`[data-meeting="${promised.meeting}"]`);
  await expect(fallen).toContainText("Cancelled", { timeout: 1_500 });
  await expect(fallen).toContainText("The buyer had to leave");
  await head.getByLabel("Comment").fill("A good week");
  await head.getByRole("button", { name: "Close the week" }).click();
  await expect(rep.locator(".plan .badge", { hasText: "Reviewed" })).toBeVisible({ timeout: 1_500 });
  await expect(rep.getByText("A good week")).toBeVisible();
});

test("what is written without a connection waits and then goes, once", async ({ people }) => {
  const [rep, head] = await Promise.all([people.signIn("rep2"), people.signIn("head")]);
  await rep.goto("/journal/2027-W05");
  await awake(rep);
  await rep.context().setOffline(true);
  await rep.getByRole("textbox", { name: "Message" }).fill("Written in the lift");
  await rep.getByRole("textbox", { name: "Message" }).press("Enter");
  await expect(rep.getByText("Waits for the connection")).toBeVisible();
  await rep.context().setOffline(false);
  await expect(rep.getByText("Waits for the connection")).toHaveCount(0, { timeout: 15_000 });
  await expect(said(rep, "Written in the lift")).toHaveCount(1);

  await head.goto("/journal/2027-W05");
  await awake(head);
  await expect(head.getByRole("link", { name: /Journal.*Unread messages/ })).toBeVisible();
  await head.getByRole("row", { name: /Unread messages: 1/ }).getByRole("link").click();
  await expect(said(head, "Written in the lift")).toHaveCount(1);
});

test("whoever does not lead somebody does not see their plan", async ({ people }) => {
  const [rep, other] = await Promise.all([people.signIn("rep1"), people.signIn("other")]);
  await rep.goto(`/journal/${WEEK}`);
  const me = await (await rep.request.get("/api/v1/session")).json();
  await other.goto(`/journal/${WEEK}?person=${me.person.id}`);
  await expect(other.getByRole("heading", { name: "This plan is not here" })).toBeVisible();
});

test("the journal is accessible in both languages, for a rep and for a head", async ({ people }) => {
  for (const [name, locale, colorScheme] of [
    ["rep1", "en-GB", "light"],
    ["head", "ru-RU", "dark"],
  ] as const) {
    const page = await people.signIn(name, { locale, colorScheme, viewport: { width: 820, height: 1180 } });
    await page.goto("/journal/2026-W48");
    await awake(page);
    await expectAccessible(page);
  }
});

test("whoever stands in for a head who is away leads meanwhile, and sees it at once", async ({ people, server }) => {
  const [head, other] = await Promise.all([people.signIn("head"), people.signIn("other")]);
  await other.goto(`/journal/${WEEK}`);
  await awake(other);
  const team = other.locator("tr[data-person]");
  await expect(team).toHaveCount(0);

  await head.goto("/settings");
  await awake(head);
  const day = (after: number) => new Date(server.now().getTime() + after * 86_400_000).toISOString().slice(0, 10);
  const absences = head.getByRole("region", { name: "Absences" });
  await absences.getByRole("button", { name: "Add the absence" }).click();
  await expect(absences.getByRole("alert")).toContainText("must be filled in");
  await absences.getByLabel("From").fill(day(-1));
  await absences.getByLabel("Until, including").fill(day(3));
  const name = await other.evaluate(() => document.querySelector(".account-name")?.textContent ?? "");
  await absences.getByRole("combobox", { name: "Substitute" }).fill(name.slice(0, 4));
  await absences.getByRole("option", { name }).click();
  await absences.getByRole("button", { name: "Add the absence" }).click();
  await expect(absences.getByRole("listitem")).toContainText(`${name} stands in`);
  await expect(absences.getByRole("listitem")).toContainText("Now");
  await expectAccessible(head);

  await other.goto(`/journal/${WEEK}`);
  await awake(other);
  await expect(team.first()).toBeVisible();
  await other.goto("/settings");
  await expect(other.getByText(/you stand in for/)).toBeVisible();

  await absences.getByRole("button", { name: /Take the absence back/ }).click();
  await expect(absences.getByRole("listitem")).toHaveCount(0);
  await other.goto(`/journal/${WEEK}`);
  await awake(other);
  await expect(team).toHaveCount(0);
});
