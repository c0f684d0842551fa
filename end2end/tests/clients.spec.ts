// Clients: found, written down without doubles, with whom one meets there, and what came of it.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";

/** Does something over REST, as another program would. */
async function send(page: Page, method: "POST" | "PUT", path: string, data: object): Promise<{ id: string }> {
  const session = await page.request.get("/api/v1/session");
  const headers = { origin: new URL(session.url()).origin };
  const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await awake(page);
}

/** Presses, and waits until the server has it. */
async function kept(page: Page, call: string, press: () => Promise<void>): Promise<void> {
  const answered = page.waitForResponse((answer) => answer.url().endsWith(`/fn/${call}`));
  await press();
  expect((await answered).status()).toBe(200);
}

/** Where a part of the program has to come first. */
const PATIENT = { timeout: 15_000 };

const row = (page: Page, name: string) => page.locator("[data-client]", { hasText: name });
const part = (page: Page, name: string) => page.locator("[data-part]", { hasText: name });

test("of two who change the same field the second is told what stands there now, and loses nothing", async ({ people }) => {
  test.slow();
  const [anna, ben] = await Promise.all([people.signIn("rep1"), people.signIn("rep2")]);
  const client = await send(anna, "POST", "/clients", { name: "Larch Mills", phone: "100", contact: { name: "Lena Moss" } });
  await Promise.all([anna, ben].map((page) => open(page, `/clients/${client.id}`)));
  const edit = async (page: Page) => {
    await page.getByRole("region", { name: "Details" }).getByRole("button", { name: "Change" }).click();
    return page.getByRole("dialog");
  };
  const [hers, his] = [await edit(anna), await edit(ben)];
  await his.getByLabel("Phone").fill("300");
  await his.getByLabel("Tax number").fill("77 01");
  await hers.getByLabel("Phone").fill("200");
  await hers.getByLabel("Client’s name").fill("Larch & Mills");
  await hers.getByRole("button", { name: "Save" }).click();
  await expect(hers).toBeHidden();
  await expect(ben.getByRole("heading", { level: 1, name: "Larch & Mills" })).toBeVisible();

  await his.getByRole("button", { name: "Save" }).click();
  await expect(his.getByRole("alert")).toContainText("Somebody else has changed the same meanwhile");
  await expect(his.getByRole("alert")).toContainText("Phone: now “200”");
  await expectAccessible(ben, "dialog");
  // What he left alone follows her, what he typed stands.
  await expect(his.getByLabel("Client’s name")).toHaveValue("Larch & Mills");
  await expect(his.getByLabel("Phone")).toHaveValue("300");
  await expect(his.getByLabel("Tax number")).toHaveValue("77 01");
  await his.getByRole("button", { name: "Save" }).click();
  await expect(his).toBeHidden();
  await expect(anna.getByRole("link", { name: "300" })).toBeVisible();
  await expect(anna.getByText("77 01")).toBeVisible();
  await expect(anna.getByRole("heading", { level: 1, name: "Larch & Mills" })).toBeVisible();

  // Where each changed something else, nobody is asked.
  const [one, other] = [await edit(anna), await edit(ben)];
  await one.getByLabel("Tax number").fill("77 02");
  await other.getByLabel("Phone").fill("400");
  await one.getByRole("button", { name: "Save" }).click();
  await expect(one).toBeHidden();
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other).toBeHidden();
  await expect(ben.getByText("77 02")).toBeVisible();
  await expect(ben.getByRole("link", { name: "400" })).toBeVisible();

  // The same of somebody who works there.
  const [first, second] = [anna.getByRole("dialog"), ben.getByRole("dialog")];
  for (const page of [anna, ben]) await page.getByRole("button", { name: "Lena Moss", exact: true }).click();
  await first.getByLabel("Position").fill("Buyer");
  await second.getByLabel("Position").fill("Director");
  await first.getByRole("button", { name: "Save" }).click();
  await expect(first).toBeHidden();
  await second.getByRole("button", { name: "Save" }).click();
  await expect(second.getByRole("alert")).toContainText("Position: now “Buyer”");
  await second.getByRole("button", { name: "Save" }).click();
  await expect(second).toBeHidden();
  await expect(part(anna, "Lena Moss")).toContainText("Director");
});

test("a client is written down, found again, changed, archived and brought back", async ({ people }) => {
  test.slow();
  const page = await people.signIn("rep1");
  await open(page, "/");
  await page.getByRole("link", { name: "Clients", exact: true }).first().click();
  await expect(page).toHaveURL(/\/clients$/);
  await page.getByRole("searchbox").fill("Cedar Works");
  await expect(page).toHaveURL(/find=Cedar%20Works/);
  await expect(page.getByRole("status").filter({ hasText: "No client fits" })).toBeAttached();
  await page.getByRole("link", { name: "New client “Cedar Works”" }).click();
  await expect(page.getByLabel("Client’s name")).toHaveValue("Cedar Works");
  await page.getByLabel("Tax number").fill("55 443 322");
  await page.getByLabel("Contact’s name").fill("Celia Moss");
  await page.getByLabel("E-mail").fill("not an address");
  await page.getByRole("button", { name: "Create client" }).click();
  await expect(page.getByRole("alert")).toContainText("E-mail cannot be read as given");
  await page.getByLabel("E-mail").fill("celia@cedar.example");
  await page.getByLabel("Main address for meetings").fill("12 Mill Lane, Leeds");
  await page.getByRole("button", { name: "Create client" }).click();
  await expect(page).toHaveURL(/\/clients\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: "Cedar Works" })).toBeVisible();
  await expect(part(page, "Celia Moss")).toContainText("Main contact");
  await expect(part(page, "12 Mill Lane")).toContainText("Main address for meetings");
  await expect(page.getByRole("link", { name: "celia@cedar.example" })).toHaveAttribute("href", "mailto:celia@cedar.example");

  // A second contact becomes the main one by one press.
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Add: Contacts" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Name must be filled in");
  await dialog.getByLabel("Contact’s name").fill("Owen Hart");
  await dialog.getByLabel("Contact’s phone").fill("+44 113 496 0000");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Make main: Owen Hart" }).click();
  await expect(part(page, "Owen Hart")).toContainText("Main contact");
  await expect(part(page, "Celia Moss").getByRole("button", { name: "Make main: Celia Moss" })).toBeVisible();

  await page.getByRole("button", { name: "Add: Interests" }).click();
  await dialog.getByLabel("Interest").fill("Spring order");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(part(page, "Spring order")).toBeVisible();
  await page.getByRole("button", { name: "Archive Spring order" }).click();
  await expect(part(page, "Spring order")).toHaveCount(0);
  await page.getByRole("region", { name: "Interests" }).getByRole("switch", { name: "Show the archive" }).check();
  await page.getByRole("button", { name: "Restore Spring order" }).click();
  await expect(page.getByRole("button", { name: "Archive Spring order" })).toBeVisible();

  await part(page, "12 Mill Lane").getByRole("button", { name: "12 Mill Lane, Leeds", exact: true }).click();
  await dialog.getByLabel("Position on the map").fill("by the river");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Position on the map cannot be read as given");
  await dialog.getByLabel("Position on the map").fill("53.7965, -1.5478");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(part(page, "12 Mill Lane")).toContainText("53.79650, -1.54780");

  await page.getByRole("region", { name: "Details" }).getByRole("button", { name: "Change" }).click();
  await dialog.getByLabel("Phone").fill("0113 496 0001");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: "0113 496 0001" })).toHaveAttribute("href", "tel:01134960001");

  // The next step is planned from here, with whom one meets there.
  await expect(page.getByText("No meeting is planned.")).toBeVisible();
  await page.getByRole("region", { name: "Next step" }).getByRole("link", { name: "Plan a meeting" }).click();
  await expect(page.getByRole("combobox", { name: "Client" })).toHaveValue("Cedar Works", PATIENT);
  await page.getByRole("textbox", { name: "Subject" }).fill("Samples of cedar");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await page.getByRole("link", { name: "The client’s card" }).click();
  await expect(page.getByRole("region", { name: "Next step" })).toContainText("Samples of cedar");
  await expect(page.getByRole("region", { name: "Meetings" })).toContainText("To come");

  await kept(page, "keep_client", () => page.getByRole("button", { name: "Archive", exact: true }).first().click());
  await expect(page.locator(".page-head .badge")).toHaveText("Archived");
  await page.getByRole("link", { name: "Back to the clients" }).click();
  await page.getByRole("searchbox").fill("celia@cedar");
  await expect(page.locator(".empty-title")).toHaveText("No client fits");
  await page.getByRole("switch", { name: "Archive" }).check();
  await expect(page).toHaveURL(/archived=1/);
  await row(page, "Cedar Works").getByRole("link").click();
  await kept(page, "keep_client", () => page.getByRole("button", { name: "Restore", exact: true }).first().click());
  await expect(page.locator(".page-head .badge")).toHaveCount(0);
});

test("what may be the same client is named, with a way to it and a way on", async ({ people }) => {
  const page = await people.signIn("rep1");
  await open(page, "/");
  const first = await send(page, "POST", "/clients", { name: "Hazel & Sons Ltd", phone: "+44 20 7946 0018" });
  await open(page, "/clients/new");
  await page.getByLabel("Client’s name").fill("HAZEL AND SONS");
  await page.getByLabel("Phone", { exact: true }).fill("020 7946 0018");
  await page.getByRole("button", { name: "Create client" }).click();
  const warning = page.getByRole("alert");
  await expect(warning).toContainText("Hazel & Sons Ltd (name, phone)");
  await expect(warning.getByRole("link", { name: "Hazel & Sons Ltd" })).toHaveAttribute("href", `/clients/${first.id}`);
  await expectAccessible(page);
  // What was typed is still there; another name is no double.
  await page.getByLabel("Phone", { exact: true }).fill("");
  await page.getByLabel("Client’s name").fill("Hazel Wood");
  await page.getByRole("button", { name: "Create client" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Hazel Wood" })).toBeVisible();
  // A change that makes it alike is asked about, too.
  const dialog = page.getByRole("dialog");
  await page.getByRole("region", { name: "Details" }).getByRole("button", { name: "Change" }).click();
  await dialog.getByLabel("Client’s name").fill("Hazel and Sons");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("Hazel & Sons Ltd (name)");
  await dialog.getByRole("button", { name: "Save all the same" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "Hazel and Sons" })).toBeVisible();
});

test("the list is filtered and turned over by keyboard, and its address shows the same again", async ({ people }) => {
  test.slow();
  const page = await people.signIn("rep2");
  await open(page, "/");
  const me = (await (await page.request.get("/api/v1/session")).json()).person;
  for (let number = 0; number < 52; number += 1) {
    const responsible = number < 3 ? me.id : null;
    const name = `Paged ${String(number).padStart(2, "0")}`;
    await send(page, "POST", "/clients", { name, responsible });
  }
  await open(page, "/clients?find=paged");
  const rows = page.locator("[data-client]");
  await expect(rows).toHaveCount(50);
  await page.getByRole("link", { name: "Next page" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/after=/);
  await expect(rows).toHaveCount(2);
  await page.reload();
  await awake(page);
  await expect(rows).toHaveText([/Paged 50/, /Paged 51/]);
  await page.getByRole("link", { name: "First page" }).click();
  await expect(rows).toHaveCount(50);

  await page.getByRole("switch", { name: "Mine" }).focus();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/mine=1/);
  await expect(rows).toHaveCount(3);
  await page.getByRole("combobox", { name: "Without a meeting" }).selectOption({ label: "No meeting for 4 weeks" });
  await expect(page).toHaveURL(/weeks=4/);
  await expect(rows).toHaveCount(3);
  await page.reload();
  await awake(page);
  await expect(page.getByRole("switch", { name: "Mine" })).toBeChecked();
  await expect(page.getByRole("combobox", { name: "Without a meeting" })).toHaveValue("4");
  await expect(rows).toHaveCount(3);
  await page.goBack();
  await expect(page).not.toHaveURL(/weeks=4/);
});

test("an open card sees what others write down, and tells nobody what is not theirs to know", async ({ people }) => {
  test.slow();
  const [anna, oscar] = await Promise.all([people.signIn("rep1"), people.signIn("other")]);
  await open(anna, "/");
  const client = await send(anna, "POST", "/clients", { name: "Willow Mills" });
  await open(oscar, `/clients/${client.id}`);
  await send(anna, "PUT", `/clients/${client.id}`, { name: "Willow Mills", phone: "555 01 02" });
  await expect(oscar.getByRole("link", { name: "555 01 02" })).toBeVisible({ timeout: 2_000 });
  // What is being typed stays.
  await oscar.getByRole("button", { name: "Add: Contacts" }).click();
  await oscar.getByRole("dialog").getByLabel("Contact’s name").fill("Half of a na");
  await send(anna, "POST", "/contacts", { client: client.id, name: "Wilma Reed" });
  await expect(oscar.locator("[data-part]", { hasText: "Wilma Reed" })).toBeAttached({ timeout: 2_000 });
  await expect(oscar.getByRole("dialog").getByLabel("Contact’s name")).toHaveValue("Half of a na");
  await oscar.keyboard.press("Escape");

  const start = "2027-09-14T07:00:00Z";
  const meeting = { subject: "Nobody else's business", client: client.id, start, end: "2027-09-14T08:00:00Z" };
  await send(anna, "POST", "/meetings", meeting);
  await open(anna, `/clients/${client.id}`);
  await expect(anna.getByRole("region", { name: "Next step" })).toContainText("Nobody else's business");
  await open(oscar, `/clients/${client.id}`);
  await expect(oscar.getByText("A colleague meets this client on 14 September 2027.")).toBeVisible();
  expect(await oscar.content()).not.toContain("Nobody else's business");

  const absent = await oscar.goto("/clients/019a0000-0000-7000-8000-00000000dead");
  expect(absent?.status()).toBe(404);
  await expect(oscar.getByRole("heading", { name: "There is no such client" })).toBeVisible();
});

test("in Russian, by finger, on a telephone", async ({ people }) => {
  test.slow();
  const page = await people.signIn("rep2", {
    locale: "ru-RU",
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await open(page, "/");
  await page.getByRole("link", { name: "Клиенты", exact: true }).tap();
  await page.getByRole("link", { name: "Новый клиент" }).tap();
  await page.getByLabel("Название клиента").fill("ООО «Весёлая ёлка»");
  await page.getByLabel("Телефон", { exact: true }).fill("+7 (495) 777-66-55");
  await page.getByRole("button", { name: "Создать клиента" }).tap();
  await expect(page.getByRole("heading", { level: 1, name: "ООО «Весёлая ёлка»" })).toBeVisible();

  await page.getByRole("button", { name: "Добавить: Контактные лица" }).tap();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Имя контактного лица").fill("Ольга Снегирёва");
  await dialog.getByRole("button", { name: "Сохранить" }).tap();
  await expect(part(page, "Ольга Снегирёва")).toContainText("Основное контактное лицо");
  await page.getByRole("link", { name: "Запланировать встречу" }).tap();
  await expect(page.getByRole("combobox", { name: "Клиент" })).toHaveValue("ООО «Весёлая ёлка»", PATIENT);

  await open(page, "/clients?find=снегирев");
  await expect(row(page, "Весёлая ёлка")).toBeVisible();
  await page.getByRole("searchbox").fill("8 495 7776655");
  await expect(page).toHaveURL(/find=8/);
  await expect(row(page, "Весёлая ёлка")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Показан 1 клиент" })).toBeAttached();
  await open(page, "/clients/new");
  await page.getByLabel("Название клиента").fill("веселая елка, ооо");
  await page.getByRole("button", { name: "Создать клиента" }).tap();
  await expect(page.getByRole("alert")).toContainText("ООО «Весёлая ёлка» (название)");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Всё равно сохранить" }).tap();
  await expect(page.getByRole("heading", { level: 1, name: "веселая елка, ооо" })).toBeVisible();
  // Nothing is wider than the telephone.
  for (const path of ["/clients", "/clients/new", new URL(page.url()).pathname]) {
    await open(page, path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  }
});

test("every screen of clients is accessible, in both languages, on every width", async ({ people }) => {
  test.slow();
  for (const options of [
    { locale: "en-GB", colorScheme: "light", viewport: { width: 1440, height: 900 } },
    { locale: "ru-RU", colorScheme: "dark", viewport: { width: 820, height: 1180 }, hasTouch: true },
    { locale: "ru-RU", colorScheme: "light", viewport: { width: 360, height: 740 }, hasTouch: true },
  ] as const) {
    const page = await people.signIn("rep1", options);
    await open(page, "/clients");
    await expectAccessible(page);
    await row(page, "").first().getByRole("link").click();
    await expect(page).toHaveURL(/\/clients\/[0-9a-f-]{36}$/);
    await expect(page.locator(".client-columns")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: /^(Add: Contacts|Добавить: Контактные лица)$/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
    await open(page, "/clients/new");
    await expectAccessible(page);
    await open(page, "/clients?find=nobody%20at%20all");
    await expectAccessible(page);
  }
});
