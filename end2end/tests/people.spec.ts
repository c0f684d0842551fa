// Who takes part: picking people (S27 to S34), how their days are filled (S29, D21), and what is in one's own way.
import type { Locator, Page } from "@playwright/test";
import { EMAIL, expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";

const participants = (page: Page): Locator => page.getByRole("region", { name: /Participants|Участники/ });

/** A card of a new meeting. */
async function newMeeting(page: Page, start: string, subject: string): Promise<void> {
  await page.goto(`/meetings/new?start=${start}&minutes=60&subject=${encodeURIComponent(subject)}`);
  await awake(page);
}

/** Such a card with the dialog open in which people are picked. */
async function pick(page: Page, start: string, subject: string): Promise<Locator> {
  await newMeeting(page, start, subject);
  await page.getByRole("button", { name: /^(Pick|Подобрать)$/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("treeitem").first()).toBeVisible();
  return dialog;
}

/** Plans over REST, as another program would. */
async function plan(page: Page, meeting: Record<string, unknown>): Promise<void> {
  await page.goto("/");
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post("/api/v1/meetings", { data: meeting, headers: { origin } });
  expect(answer.status(), await answer.text()).toBe(201);
}

async function idOf(page: Page, email: string): Promise<string> {
  const answer = await page.request.get(`/api/v1/people?find=${encodeURIComponent(email)}`);
  const { items } = (await answer.json()) as { items: { id: string; email: string }[] };
  const person = items.find((item) => item.email === email);
  if (person === undefined) throw new Error(`${email} is not there`);
  return person.id;
}

test("several people are picked from the tree without closing the form", async ({ people }) => {
  const page = await people.signIn("rep1");
  const dialog = await pick(page, "2027-01-12T11:00", "Picked");
  await dialog.getByRole("treeitem", { name: "Sales", exact: true }).click();
  const colleagues = dialog.locator('[role="treeitem"][aria-level="3"]:not([aria-expanded])');
  await expect(colleagues.first()).toBeVisible();
  for (const index of [0, 1]) {
    await colleagues.nth(index).click();
    await expect(dialog.locator("[data-load]")).toBeVisible();
  }
  await colleagues.nth(0).dblclick();
  await colleagues.nth(1).click();
  await dialog.getByRole("button", { name: "Optional" }).click();
  await dialog.getByRole("button", { name: "Choose", exact: true }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "Added" })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Choose", exact: true })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  await expect(participants(page).getByRole("listitem")).toHaveCount(3);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await expect(participants(page)).toContainText("optional");
});

test("the tree is walked by the keyboard, and Enter chooses", async ({ people }) => {
  const page = await people.signIn("rep1");
  const dialog = await pick(page, "2027-01-12T13:00", "By keys");
  const here = dialog.locator('[role="treeitem"][tabindex="0"]');
  await here.focus();
  await expect(here).toHaveAttribute("aria-level", "1");
  await page.keyboard.press("e");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(here).toHaveAttribute("aria-level", "2");
  await page.keyboard.press("ArrowLeft");
  await expect(here).toHaveAttribute("aria-level", "1");
  await page.keyboard.press("ArrowLeft");
  await expect(here).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(here).toHaveAttribute("aria-expanded", "true");
  // The first below the company is one of its people.
  await page.keyboard.press("ArrowDown");
  const name = await here.locator(".tree-name").textContent();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("status").filter({ hasText: "Added" })).toContainText(name ?? "");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(participants(page)).toContainText(name ?? "");
});

/** Holds back what the server is asked for, until it is let go. */
async function holdBack(page: Page, asked: string): Promise<() => void> {
  let letGo: () => void = () => undefined;
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(asked, async (route) => {
    await free;
    await route.continue();
  });
  return letGo;
}

test("the tree has nothing to be walked until its departments have come, and says why if they cannot", async ({
  people,
}) => {
  const page = await people.signIn("rep1");
  const letCome = await holdBack(page, "**/fn/roster");
  await newMeeting(page, "2027-01-12T14:00", "Held");
  const asked = page.waitForRequest("**/fn/roster");
  await page.getByRole("button", { name: "Pick" }).click();
  const dialog = page.getByRole("dialog");
  await asked;
  await expect(dialog.getByRole("tree")).toBeAttached();
  await expect(dialog.getByRole("treeitem")).toHaveCount(0);
  letCome();
  await expect(dialog.getByRole("treeitem").first()).toHaveAttribute("aria-expanded", "true");
  await dialog.getByRole("button", { name: "Done" }).click();

  await page.unroute("**/fn/roster");
  await page.route("**/fn/roster", (route) => route.abort());
  await page.getByRole("button", { name: "Pick" }).click();
  await expect(dialog.getByRole("alert")).toContainText("There is no connection");
});

test("the keyboard stays where it is in the tree when its people come late", async ({ people }) => {
  const page = await people.signIn("rep1");
  const letCome = await holdBack(page, "**/fn/colleagues");
  const dialog = await pick(page, "2027-01-12T15:00", "Late");
  const here = dialog.locator('[role="treeitem"][tabindex="0"]');
  await here.focus();
  await page.keyboard.press("ArrowRight");
  await expect(here).toHaveAttribute("aria-level", "2");
  await expect(here).toHaveAttribute("aria-posinset", "1");
  letCome();
  // The people of a department stand before those below it.
  await expect(here).not.toHaveAttribute("aria-posinset", "1");
  await expect(here).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(here).toHaveAttribute("aria-level", "1");
  await expect(here).toBeFocused();
});

test("typing finds a colleague, the strip shows the day, and the conflict is named as far as one may know", async ({
  people,
}) => {
  // Three people, one after the other.
  test.slow();
  const [anna, boris, oscar] = await Promise.all([
    people.signIn("rep1"),
    people.signIn("rep2"),
    people.signIn("other"),
  ]);
  const start = "2027-01-13T10:00:00+01:00";
  await plan(boris, { subject: "Audit prepared", start, end: "2027-01-13T11:30:00+01:00" });
  const anna_id = await idOf(anna, EMAIL.rep1);
  await plan(boris, {
    subject: "Both of us",
    start: "2027-01-13T14:00:00+01:00",
    end: "2027-01-13T15:00:00+01:00",
    participants: [{ attendee: { type: "person", id: anna_id } }],
  });

  for (const page of [anna, oscar]) {
    const dialog = await pick(page, "2027-01-13T11:00", "Clash");
    await dialog.getByRole("combobox").fill(EMAIL.rep2);
    await dialog.getByRole("option").first().click();
    const load = dialog.locator("[data-load]");
    await expect(load.locator(".freedom")).toHaveAttribute("data-freedom", "busy");
    await expect(load.locator(".freedom")).toContainText("10:00");
    await expect(load.locator(".freedom")).not.toContainText("Audit prepared");
    await expect(load.locator(".strip-proposed")).toBeVisible();
    // Who takes part knows what it is; a colleague knows that the time is taken.
    if (page === anna) await expect(load).toContainText("Both of us");
    else await expect(load).not.toContainText("Both of us");
  }
});

test("a whole department is chosen with or without those below it, the free ones first", async ({ people }) => {
  const page = await people.signIn("head");
  const boris = await people.signIn("rep2");
  await plan(boris, { subject: "In the way", start: "2027-01-14T10:00:00+01:00", end: "2027-01-14T11:00:00+01:00" });
  const dialog = await pick(page, "2027-01-14T10:00", "All of Sales");
  await dialog.getByRole("treeitem", { name: "Sales", exact: true }).click();
  const rows = dialog.locator(".heat-row");
  await expect(rows.first()).toHaveAttribute("data-freedom", "free");
  await expect(rows.last()).toHaveAttribute("data-freedom", "busy");
  const whole = await rows.count();
  await dialog.getByRole("checkbox", { name: /below/ }).uncheck();
  await expect.poll(() => rows.count()).toBeLessThanOrEqual(whole);
  await expect(rows.last()).toHaveAttribute("data-freedom", "busy");
  const alone = await rows.count();
  await expectAccessible(page);
  // Whoever calls the meeting is there already.
  await dialog.getByRole("button", { name: `Choose all: ${alone - 1}` }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(participants(page).getByRole("listitem")).toHaveCount(alone);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
});

test("people of a client and somebody new from outside are added, who can be told", async ({ people }) => {
  const page = await people.signIn("rep1");
  const dialog = await pick(page, "2027-01-15T11:00", "From outside");
  await dialog.getByRole("button", { name: "Clients" }).click();
  await dialog.getByRole("combobox", { name: "Client" }).fill("ba");
  await dialog.getByRole("option").first().click();
  const contacts = dialog.getByRole("list", { name: "Who works there" });
  await expect(contacts.getByRole("button").first()).toHaveAttribute("aria-pressed", "true");
  await expect(contacts.getByRole("button").first()).toContainText("main contact");
  await dialog.getByRole("button", { name: "Choose", exact: true }).click();

  await dialog.getByRole("button", { name: "Individuals" }).click();
  await dialog.getByLabel("Name").fill("Pavel Outside");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert")).toContainText("e-mail address or a phone number");
  await dialog.getByLabel("Phone").fill("+1 555 0199");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "Pavel Outside" })).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(participants(page).getByRole("listitem")).toHaveCount(3);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await expect(participants(page)).toContainText("Pavel Outside");
});

test("by touch on a tablet, in Russian", async ({ people }) => {
  const page = await people.signIn("rep1", {
    locale: "ru-RU",
    hasTouch: true,
    viewport: { width: 820, height: 1180 },
    colorScheme: "dark",
  });
  const dialog = await pick(page, "2027-01-16T11:00", "Касанием");
  await dialog.getByRole("treeitem", { name: "Sales", exact: true }).tap();
  const colleague = dialog.locator('[role="treeitem"][aria-level="3"]:not([aria-expanded])').first();
  await colleague.tap();
  await dialog.getByRole("button", { name: "Выбрать", exact: true }).tap();
  await expect(dialog.getByRole("status").filter({ hasText: "Добавлено" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Готово" }).tap();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Сохранить" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
});

test("what is in one's own way is shown before saving, and forbids nothing", async ({ people }) => {
  const page = await people.signIn("other");
  await plan(page, { subject: "Dentist", start: "2027-01-12T09:00:00+01:00", end: "2027-01-12T10:00:00+01:00" });
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2027-01-12");
  await calendar.drag("2027-01-12", 8.52, 9.48);
  await expect(calendar.quick.getByText("You also have:")).toBeVisible();
  await expect(calendar.quick).toContainText("Dentist");
  await calendar.quick.getByLabel("Subject").fill("Over it");
  await calendar.quick.getByRole("button", { name: "Save" }).click();
  await expect(calendar.quick).toBeHidden();
  await expect(calendar.event("Over it")).toBeVisible();

  await page.goto("/meetings/new?start=2027-01-12T09:30&minutes=60");
  await awake(page);
  await expect(page.getByText("You also have:")).toBeVisible();
  await page.getByLabel("Start").fill("11:00");
  await expect(page.getByText("You also have:")).toBeHidden();
});

test("an answer to a time that has passed on is not kept", async ({ people }) => {
  const [anna, boris] = await Promise.all([people.signIn("rep1"), people.signIn("rep2")]);
  const boris_id = await idOf(anna, EMAIL.rep2);
  await anna.goto("/");
  const origin = new URL(anna.url()).origin;
  const planned = await anna.request.post("/api/v1/meetings", {
    data: {
      subject: "Moves on",
      start: "2027-01-13T16:00:00Z",
      end: "2027-01-13T17:00:00Z",
      participants: [{ attendee: { type: "person", id: boris_id } }],
    },
    headers: { origin },
  });
  const { id } = (await planned.json()) as { id: string };
  const moved = await anna.request.patch(`/api/v1/meetings/${id}`, {
    data: { start: "2027-01-13T18:00:00Z", end: "2027-01-13T19:00:00Z" },
    headers: { origin, "if-match": planned.headers()["etag"] ?? "" },
  });
  expect(moved.status()).toBe(200);
  const late = await boris.request.post(`/api/v1/meetings/${id}/respond`, {
    data: { answer: "accepted" },
    headers: { origin, "if-match": planned.headers()["etag"] ?? "" },
  });
  expect(late.status()).toBe(409);
  await boris.goto(`/meetings/${id}`);
  await awake(boris);
  await boris.getByRole("button", { name: "Accept" }).click();
  await expect(boris.getByText("You are coming")).toBeVisible();
});
