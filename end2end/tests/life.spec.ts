// From plan to result: started, ticked by two people at once, closed, cancelled, taken up again.
import type { Page } from "@playwright/test";
import { EMAIL, type People, expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";

interface Planned {
  id: string;
  path: string;
}

/** Plans an hour of January over REST, as another program would. */
async function plan(page: Page, subject: string, day: number, more: Record<string, unknown> = {}): Promise<Planned> {
  const at = (hour: string) => `2027-01-${String(day).padStart(2, "0")}T${hour}:00:00Z`;
  const meeting = { subject, start: at("09"), end: at("10"), ...more };
  const answer = await page.request.post("/api/v1/meetings", { data: meeting, headers: await origin(page) });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return { id, path: `/meetings/${id}` };
}

async function origin(page: Page): Promise<Record<string, string>> {
  const session = await page.request.get("/api/v1/session");
  return { origin: new URL(session.url()).origin };
}

async function idOf(page: Page, email: string): Promise<string> {
  const answer = await page.request.get("/api/v1/people?limit=500");
  const { items } = (await answer.json()) as { items: { id: string; email: string }[] };
  const found = items.find((person) => person.email === email);
  if (found === undefined) throw new Error(`nobody has ${email}`);
  return found.id;
}

async function kindOf(page: Page, name: string): Promise<string> {
  const answer = await page.request.get("/api/v1/kinds?limit=500");
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  const found = items.find((kind) => kind.name === name);
  if (found === undefined) throw new Error(`no kind is called ${name}`);
  return found.id;
}

async function open(page: Page, { path }: Planned): Promise<void> {
  await page.goto(path);
  await awake(page);
}

/** A meeting of rep1 with head, open in both browsers. */
async function together(people: People, subject: string, day: number): Promise<[Page, Page, Planned]> {
  const [anna, helen] = await Promise.all([people.signIn("rep1"), people.signIn("head")]);
  const head = await idOf(anna, EMAIL.head);
  const planned = await plan(anna, subject, day, { participants: [{ attendee: { type: "person", id: head } }] });
  await Promise.all([open(anna, planned), open(helen, planned)]);
  return [anna, helen, planned];
}

const current = (page: Page) => page.locator(".step[aria-current]");

test("two tick one checklist, the last tick offers to finish, and the meeting leaves the calendars", async ({
  people,
}) => {
  const [anna, helen, planned] = await together(people, "Led to its end", 12);
  await expect(anna.getByRole("region", { name: "Checklist" })).toContainText("0 of 2");
  await anna.getByRole("button", { name: "Start" }).click();
  await expect(current(anna)).toHaveText("In progress");
  await expect(current(helen)).toHaveText("In progress", { timeout: 1_000 });

  await helen.getByRole("checkbox", { name: "Send the agenda" }).check();
  await expect(anna.getByRole("checkbox", { name: "Send the agenda" })).toBeChecked({ timeout: 1_000 });
  const name = (await helen.locator(".item-by").first().textContent())?.split(",")[0] ?? "";
  expect(name).not.toBe("");
  await expect(anna.locator(".item-by").first()).toContainText(name);

  await anna.getByRole("checkbox", { name: /Write down what was decided/ }).check();
  const offer = anna.getByRole("dialog", { name: "Everything is done. Close the meeting?" });
  await expect(offer).toBeVisible();
  await expectAccessible(anna);
  await offer.getByRole("button", { name: "Not yet" }).click();
  await expect(current(anna)).toHaveText("In progress");

  await anna.getByRole("button", { name: "Close the meeting" }).click();
  const dialog = anna.getByRole("dialog", { name: "Close the meeting" });
  await dialog.getByLabel("Result").fill("The offer goes out on Friday.");
  await dialog.getByLabel("Time spent, minutes").fill("75");
  await dialog.getByRole("button", { name: "Close the meeting" }).click();
  await expect(current(anna)).toHaveText("Closed");
  await expect(anna.locator(".life-outcome")).toContainText("The offer goes out on Friday.");
  await expect(anna.locator(".life-outcome")).toContainText("1 h 15 min");
  await expect(current(helen)).toHaveText("Closed", { timeout: 1_000 });
  await expect(helen.getByRole("checkbox", { name: "Send the agenda" })).toBeDisabled();

  for (const page of [anna, helen]) {
    const listed = async (more: string) => {
      const range = `/api/v1/meetings?from=2027-01-12T00:00:00Z&to=2027-01-13T00:00:00Z${more}`;
      const answer = await page.request.get(range);
      return ((await answer.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
    };
    expect(await listed("")).not.toContain(planned.id);
    expect(await listed("&closed=true")).toContain(planned.id);
    const event = page.locator(`[data-event="${planned.id}"]`);
    await page.goto("/calendar/week/2027-01-12?closed=1");
    await awake(page);
    await expect(event).toHaveAttribute("data-state", "closed");
    await page.goto("/calendar/week/2027-01-12");
    await awake(page);
    await expect(page.getByRole("grid")).toBeVisible();
    await expect(event).toHaveCount(0);
  }
});

test("what is missing is named, and one press leads there", async ({ people }) => {
  const page = await people.signIn("rep2");
  const kind = await kindOf(page, "Meeting at the client's");
  await open(page, await plan(page, "Visit to nobody", 13, { kind }));
  await page.getByRole("button", { name: "Start" }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Client must be filled in.");
  await page.getByRole("textbox", { name: "Subject" }).focus();
  await alert.getByRole("button", { name: /Client/ }).click();
  await expect(page.getByRole("combobox", { name: "Client" })).toBeFocused();
  await page.getByRole("combobox", { name: "Client" }).fill("ba");
  await page.getByRole("listbox").getByRole("option").first().click();
  // What was typed is saved along.
  await page.getByRole("button", { name: "Start" }).click();
  await expect(current(page)).toHaveText("In progress");

  await page.getByRole("button", { name: "Close the meeting" }).click();
  await page.getByRole("dialog").getByLabel("Result").fill("They sign.");
  await page.getByRole("dialog").getByRole("button", { name: "Close the meeting" }).click();
  await expect(page.getByRole("alert")).toContainText("Confirm the visit by phone");
  await page.getByRole("alert").getByRole("button", { name: /Agree on the next step/ }).click();
  await expect(page.getByRole("checkbox", { name: /Agree on the next step/ })).toBeFocused();
  await page.keyboard.press("Space");
  await page.getByRole("checkbox", { name: /Confirm the visit by phone/ }).check();
  await expect(page.getByRole("alert")).toBeHidden();
  await page.getByRole("button", { name: "Close the meeting" }).click();
  await expect(page.getByRole("dialog").getByLabel("Result")).toHaveValue("They sign.");
  await page.getByRole("dialog").getByRole("button", { name: "Close the meeting" }).click();
  await expect(current(page)).toHaveText("Closed");
});

test("a meeting is cancelled with a reason and taken up again with another", async ({ people }) => {
  const [anna, helen] = await together(people, "Comes and goes", 14);
  await anna.getByRole("button", { name: "Cancel the meeting" }).click();
  const dialog = anna.getByRole("dialog", { name: "Cancel this meeting?" });
  await dialog.getByRole("button", { name: "Cancel the meeting" }).click();
  await expect(dialog.getByText("Reason must be filled in.")).toBeVisible();
  await dialog.getByLabel("Reason").fill("The client is ill");
  await dialog.getByRole("button", { name: "Cancel the meeting" }).click();
  await expect(current(anna)).toHaveText("Cancelled");
  await expect(helen.locator(".life-outcome")).toContainText("The client is ill");
  await expectAccessible(helen);

  // Whoever heads the department of the responsible reopens it too.
  await helen.getByRole("button", { name: "Reopen" }).click();
  await helen.getByRole("dialog").getByLabel("Reason").fill("Well again");
  await helen.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await expect(current(helen)).toHaveText("Planned");
  await expect(current(anna)).toHaveText("Planned");
  await anna.locator("summary", { hasText: "History" }).click();
  await expect(anna.locator(".history")).toContainText("cancelled the meeting: The client is ill");
  await expect(anna.locator(".history")).toContainText("reopened the meeting: Well again");
});

test("a tick that is refused is taken back in words", async ({ people }) => {
  const [anna, helen, planned] = await together(people, "Taken away", 15);
  await helen.route("**/fn/tick_item*", (route) => route.abort());
  await helen.getByRole("checkbox", { name: "Send the agenda" }).click();
  await expect(helen.getByRole("checkbox", { name: "Send the agenda" })).not.toBeChecked();
  await expect(helen.locator(".toast")).toContainText("Send the agenda");
  await expect(anna.getByRole("checkbox", { name: "Send the agenda" })).not.toBeChecked();
  expect(planned.id).not.toBe("");
});

test("what has ended without a result waits on my work, in both languages", async ({ people }) => {
  for (const [locale, title, state] of [
    ["en-GB", "Need a result", "Checklist"],
    ["ru-RU", "Ждут результата", "Чек-лист"],
  ] as const) {
    const page = await people.signIn("rep1", { locale });
    await page.goto("/");
    await awake(page);
    const section = page.getByRole("region", { name: title });
    await expect(section).toBeVisible();
    await expectAccessible(page);
    await section.getByRole("link").first().click();
    await expect(page.getByRole("heading", { name: state })).toBeVisible();
    await expectAccessible(page);
  }
});
