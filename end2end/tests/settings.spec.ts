// What administrators keep below /settings: created, renamed, archived and brought back, and nobody else's business.
import type { BrowserContextOptions, Page } from "@playwright/test";
import { EMAIL, PASSWORD, type People, type Server, expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";

const PAGES = ["users", "departments", "groups", "places", "kinds", "attributes", "categories"];

let keepers = 0;

/** An administrator of this story's own, signed in. */
async function keeper(people: People, server: Server, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await people.visitor(options);
  const origin = server.url;
  const session = await page.request.post("/api/v1/session", {
    data: { email: EMAIL.admin, password: PASSWORD },
    headers: { origin },
  });
  const { token } = (await session.json()) as { token: string };
  keepers += 1;
  const email = `keeper${keepers}-${test.info().workerIndex}@demo.example`;
  const made = await page.request.post("/api/v1/people", {
    data: { name: `Kira Keeper ${keepers}`, email, role: "administrator", password: PASSWORD },
    headers: { origin, authorization: `Bearer ${token}` },
  });
  expect(made.status(), await made.text()).toBe(201);
  const answer = await page.request.post("/sign-in", {
    form: { email, password: PASSWORD, zone: "Europe/Berlin", to: "/" },
    headers: { origin },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
  return page;
}

async function open(page: Page, noun: string): Promise<void> {
  await page.goto(`/settings/${noun}`);
  await awake(page);
}

const line = (page: Page, name: string) => page.locator("[data-kept]", { hasText: name });

test("whoever is no administrator sees none of it, by link, by address or by REST", async ({ people }) => {
  const page = await people.signIn("rep1");
  await page.goto("/settings");
  await awake(page);
  await expect(page.getByRole("heading", { name: "Organisation" })).toHaveCount(0);
  for (const noun of PAGES) {
    const answer = await page.goto(`/settings/${noun}`);
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole("heading", { name: "Only for administrators" })).toBeVisible();
  }
  const origin = new URL(page.url()).origin;
  const refused = await page.request.post("/api/v1/places", {
    data: { name: "Mine", capacity: 2 },
    headers: { origin },
  });
  expect(refused.status()).toBe(403);
});

test("a room is made, renamed, put into the archive and brought back", async ({ people, server }) => {
  const page = await keeper(people, server);
  await page.goto("/settings");
  await awake(page);
  await page.getByRole("link", { name: /^Rooms Where/ }).click();
  await expect(page).toHaveURL(/\/settings\/places$/);
  await page.getByRole("button", { name: "New room" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Name must be filled in");
  await dialog.getByLabel("Name").fill("Quiet corner");
  await dialog.getByLabel("Seats").fill("3");
  await dialog.getByLabel("Equipment").fill("screen, board");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(line(page, "Quiet corner")).toContainText("Seats 3 · screen · board");

  await line(page, "Quiet corner").getByRole("button", { name: /^Quiet corner/ }).click();
  await dialog.getByLabel("Name").fill("Loud corner");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(line(page, "Loud corner")).toBeVisible();
  await expect(line(page, "Quiet corner")).toHaveCount(0);

  await line(page, "Loud corner").getByRole("button", { name: /^Archive/ }).click();
  await expect(line(page, "Loud corner")).toHaveCount(0);
  await page.getByRole("switch", { name: "Show the archive" }).check();
  await line(page, "Loud corner").getByRole("button", { name: /^Restore/ }).click();
  await expect(line(page, "Loud corner").getByRole("button", { name: /^Archive/ })).toBeVisible();
  await page.getByRole("searchbox", { name: "Find" }).fill("loud");
  await expect(page.locator("[data-kept]")).toHaveCount(1);
});

test("a kind has a checklist, ordered by keyboard and by dragging", async ({ people, server }) => {
  const page = await keeper(people, server);
  await open(page, "kinds");
  await page.getByRole("button", { name: "New kind" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Site visit");
  for (const [index, text] of ["First", "Second", "Third"].entries()) {
    await dialog.getByRole("button", { name: "Add an item" }).click();
    await dialog.getByRole("textbox", { name: `Item ${index + 1}`, exact: true }).fill(text);
  }
  await dialog.getByRole("checkbox", { name: "Mandatory" }).first().check();
  const handle = (number: number) => dialog.getByRole("button", { name: `Move item ${number}` });
  await handle(3).focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  const texts = () =>
    dialog.locator(".checklist-item input.input").evaluateAll((items) => items.map((item) => (item as HTMLInputElement).value));
  await expect.poll(texts).toEqual(["Third", "First", "Second"]);
  // Dragged by its handle below the last one.
  const from = await handle(1).boundingBox();
  const to = await dialog.locator(".checklist-item").nth(2).boundingBox();
  if (from === null || to === null) throw new Error("the checklist is not shown");
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(to.x + 30, to.y + to.height - 4, { steps: 4 });
  await page.mouse.up();
  await expect.poll(texts).toEqual(["First", "Second", "Third"]);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(line(page, "Site visit")).toContainText("Checklist items: 3");
});

test("a user is made with a password and signs in; a department and a group take them in", async ({
  people,
  server,
}) => {
  const page = await keeper(people, server);
  const dialog = page.getByRole("dialog");
  await open(page, "departments");
  await page.getByRole("button", { name: "New department" }).click();
  await dialog.getByLabel("Name").fill("Field service");
  await dialog.getByLabel("Stands below").selectOption({ label: "\u2003Sales" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(line(page, "Field service")).toBeVisible();

  await open(page, "users");
  await page.getByRole("button", { name: "New user" }).click();
  await dialog.getByLabel("Name").fill("Nadia Newcomer");
  await dialog.getByLabel("E-mail").fill("nadia.newcomer@demo.example");
  await dialog.getByLabel("Department").selectOption({ label: "\u2003\u2003Field service" });
  await dialog.getByLabel("Password").fill("short");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("at least 10 characters");
  await dialog.getByLabel("Password").fill("long enough now");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("searchbox", { name: "Find" }).fill("nadia");
  await expect(line(page, "Nadia Newcomer")).toContainText("Field service");

  const hers = await people.visitor();
  const answer = await hers.request.post("/sign-in", {
    form: { email: "nadia.newcomer@demo.example", password: "long enough now", zone: "UTC", to: "/" },
    headers: { origin: server.url },
    maxRedirects: 0,
  });
  expect(answer.headers()["location"]).toBe("/");

  await open(page, "groups");
  await page.getByRole("button", { name: "New group" }).click();
  await dialog.getByLabel("Name").fill("Newcomers");
  await dialog.getByRole("combobox", { name: "Add a member" }).fill("nadia");
  await dialog.getByRole("option").first().click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(line(page, "Newcomers")).toContainText("Members: 1");
});

test("an attribute that is asked of a kind stands on its cards, and has to be filled in", async ({ people, server }) => {
  const page = await keeper(people, server);
  const dialog = page.getByRole("dialog");
  // Asked of presentations alone, so that nobody else's stories are asked.
  await open(page, "attributes");
  for (const [name, form] of [
    ["Grade", "Choice"],
    ["Guests", "Number"],
  ] as const) {
    await page.getByRole("button", { name: "New attribute" }).click();
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByLabel("Kind of value").selectOption({ label: form });
    if (form === "Choice") {
      await dialog.getByLabel("Choices").fill("Gold\nSilver");
      await dialog.getByRole("switch", { name: "Has to be filled in" }).check();
    }
    await dialog.getByRole("checkbox", { name: "Presentation" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(line(page, name)).toBeVisible();
  }

  await page.goto("/meetings/new?start=2027-01-18T11:00&minutes=60&subject=Show");
  await awake(page);
  const card = page.getByRole("region", { name: "Additional attributes" });
  await expect(card.getByLabel(/Grade/)).toHaveCount(0);
  await page.getByLabel("Kind", { exact: true }).selectOption({ label: "Presentation" });
  await expect(card.getByLabel(/Grade/)).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Grade must be filled in");
  await card.getByLabel(/Grade/).selectOption("Gold");
  await card.getByLabel(/Guests/).fill("12.5");
  await card.getByLabel("Department").selectOption({ label: "Sales" });
  await page.getByRole("combobox", { name: "Client" }).fill("ba");
  await page.getByRole("listbox").getByRole("option").first().click();
  await card.getByRole("button", { name: "A new interest" }).click();
  await card.getByRole("textbox", { name: "A new interest" }).fill("Spring order");
  await card.getByRole("button", { name: "Add" }).click();
  await expect(card.getByLabel("Interest", { exact: true })).toHaveValue(/[0-9a-f-]{36}/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await page.reload();
  await awake(page);
  await expect(card.getByLabel(/Grade/)).toHaveValue("Gold");
  await expect(card.getByLabel(/Guests/)).toHaveValue("12.5");
  await expect(card.getByLabel("Interest", { exact: true }).locator("option:checked")).toHaveText("Spring order");
  await card.getByLabel(/Grade/).selectOption("Silver");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.").first()).toBeVisible();
  await page.getByText("History").click();
  await expect(page.getByText("Grade: Gold → Silver")).toBeVisible();
});

test("every page is accessible, in both languages, on the desk and on a tablet", async ({ people, server }) => {
  for (const options of [
    { locale: "en-GB", colorScheme: "light" },
    { locale: "ru-RU", colorScheme: "dark", viewport: { width: 820, height: 1180 }, hasTouch: true },
  ] as const) {
    const page = await keeper(people, server, options);
    for (const noun of ["", ...PAGES.map((noun) => `/${noun}`)]) {
      await page.goto(`/settings${noun}`);
      await awake(page);
      await expectAccessible(page);
    }
    await page.getByRole("button", { name: /New category|Новая категория/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
  }
});
