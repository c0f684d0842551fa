import type { APIResponse, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { Finger } from "../pages/hand";

type Position = [number, number];

const BRISTOL: Position = [51.4545, -2.5879];
const BATH: Position = [51.3811, -2.359];

const headers = (page: Page) => ({ origin: new URL(page.url()).origin });

async function post(page: Page, path: string, data: object): Promise<{ id: string }> {
  const answer: APIResponse = await page.request.post(`/api/v1/${path}`, { data, headers: headers(page) });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

/** A client with an office in Bristol, the main one for meetings, and one in Bath. */
async function client(page: Page, name: string): Promise<void> {
  const { id } = await post(page, "clients", { name });
  await post(page, `clients/${id}/addresses`, { text: "Bath, Mill Lane, 3", position: BATH });
  const office = { text: "Bristol, King Street, 1", position: BRISTOL };
  const main = await post(page, `clients/${id}/addresses`, office);
  const data = { name, main_address: main.id };
  const answer = await page.request.put(`/api/v1/clients/${id}`, { data, headers: headers(page) });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Plans a visit of an hour, as another program would. */
async function visit(page: Page, subject: string, start: string, address: { text: string; position?: Position }): Promise<void> {
  const kinds = await (await page.request.get("/api/v1/kinds")).json();
  const kind = kinds.items.find((known: { predefined: string | null }) => known.predefined === "meeting_at_client");
  const end = new Date(new Date(start).getTime() + 3_600_000).toISOString();
  await post(page, "meetings", { subject, kind: kind.id, start, end, zone: "Europe/Berlin", address });
}

const inStreetOf = (subject: string, position: Position) => ({ text: `${subject} Street, 1`, position });

async function choose(page: Page, field: string, text: string): Promise<void> {
  await page.getByRole("combobox", { name: field }).fill(text);
  await page.getByRole("listbox").getByRole("option").first().click();
}

test("a kind of visits swaps the room for an address, which comes from the client or is typed", async ({ people }) => {
  test.slow();
  const page = await people.signIn("rep1");
  await page.goto("/");
  await awake(page);
  await client(page, "Visited Alder");
  await page.goto("/meetings/new?start=2027-03-15T10:00&minutes=60");
  await awake(page);
  await page.getByRole("textbox", { name: "Subject" }).fill("Out of the house");
  const place = page.getByLabel("Place", { exact: true });
  const [kind, address] = [page.getByLabel("Kind", { exact: true }), page.getByRole("combobox", { name: "Address" })];
  await place.selectOption({ index: 2 });
  const room = await place.inputValue();

  // Nothing is lost until it is saved.
  await kind.selectOption({ label: "Meeting at the client's" });
  await expect(place).toBeHidden();
  await expect(address).toHaveValue("");
  await kind.selectOption({ label: "Meeting" });
  await expect(place).toHaveValue(room);
  await kind.selectOption({ label: "Meeting at the client's" });

  // The main office comes with the client; the others can be chosen.
  await choose(page, "Client", "Visited Alder");
  await expect(address).toHaveValue("Bristol, King Street, 1");
  const position = page.getByLabel("Position on the map");
  await expect(position).toHaveValue("51.454500, -2.587900");
  await address.click();
  const offices = page.getByRole("listbox").getByRole("option");
  await expect(offices).toHaveText([/Bristol, King Street, 1.*Main address for meetings/, /Bath, Mill Lane, 3/]);
  await offices.last().click();
  await expect(position).toHaveValue("51.381100, -2.359000");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await page.reload();
  await awake(page);
  await expect(address).toHaveValue("Bath, Mill Lane, 3");
  await expect(place).toBeHidden();

  // Nobody is configured who could be asked where it is, and that is said; what is typed stays.
  await page.getByRole("button", { name: "Look up" }).click();
  await expect(page.getByText(/neither a key for Yandex Maps nor a Nominatim server/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByText(/neither a key for Yandex Maps/)).toBeHidden();
  await expect(address).toHaveValue("Bath, Mill Lane, 3");

  // Who adds to an address is still there; any other one is elsewhere.
  await address.fill("Bath, Mill Lane, 3, by the yard");
  await address.press("Tab");
  await expect(position).toHaveValue("51.381100, -2.359000");
  await address.fill("Behind the station");
  await address.press("Tab");
  await expect(position).toHaveValue("");
  await position.fill("behind");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(position).toHaveAttribute("aria-invalid", "true");
  await position.fill("51.38, -2.36");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.locator("summary", { hasText: "History" }).click();
  await expect(page.getByText(/Address: .*Bath, Mill Lane, 3.*Behind the station/)).toBeVisible();

  // The small card and the agenda know it too.
  const calendar = new Calendar(page);
  await calendar.open("/calendar/agenda/2027-03-15");
  await expect(calendar.event("Out of the house")).toContainText("Behind the station");
  await calendar.open("/calendar/week/2027-03-15");
  await calendar.event("Out of the house").hover();
  await expect(page.getByRole("complementary", { name: "Out of the house" })).toContainText("Behind the station");
});

test("what is met over the network is joined from its small card", async ({ people }) => {
  const page = await people.signIn("rep1");
  await page.goto("/");
  await awake(page);
  await visit(page, "Seen from afar", "2027-03-16T08:00:00Z", { text: "https://meet.example.com/alder" });
  await visit(page, "Seen at hand", "2027-03-16T12:00:00Z", inStreetOf("Seen at hand", BATH));
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2027-03-16");
  await calendar.event("Seen from afar").hover();
  const join = page.getByRole("complementary", { name: "Seen from afar" }).getByRole("link", { name: "Join" });
  await expect(join).toHaveAttribute("href", "https://meet.example.com/alder");
  await calendar.event("Seen at hand").hover();
  const card = page.getByRole("complementary", { name: "Seen at hand" });
  await expect(card).toContainText("Seen at hand Street, 1");
  await expect(card.getByRole("link", { name: "Join" })).toHaveCount(0);
});

test("the way to the next visit is drawn, and who cannot get there in time is told, not stopped", async ({ people }) => {
  const page = await people.signIn("rep1");
  await page.goto("/");
  await awake(page);
  await visit(page, "Way Bristol", "2027-03-17T08:00:00Z", inStreetOf("Way Bristol", BRISTOL));
  await visit(page, "Way Bath", "2027-03-17T12:00:00Z", inStreetOf("Way Bath", BATH));
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2027-03-17");
  const way = calendar.day("2027-03-17").locator(".way");
  await expect(way).toHaveText(/On the way: 3\d min · 2\d km/);
  await expect(way).not.toHaveAttribute("data-late");
  const [band, bath] = [await way.boundingBox(), await calendar.event("Way Bath").boundingBox()];
  expect(Math.abs((band?.y ?? 0) + (band?.height ?? 0) - (bath?.y ?? 0)), "it ends where the visit begins").toBeLessThan(3);
  await expectAccessible(page);

  await calendar.carry("Way Bath", { date: "2027-03-17", hour: 10.25 });
  const toast = page.locator(".toast");
  await expect(toast).toContainText("Moved");
  await expect(toast).toContainText(/From “Way Bristol” to “Way Bath” it takes about 3\d min; 15 min are free\./);
  await expect(way).toHaveAttribute("data-late", "");

  // The week plan finds it as well, and adds the way up.
  await page.goto("/journal/2027-W11");
  await awake(page);
  await expect(page.getByRole("link", { name: /From “Way Bristol” to “Way Bath”/ })).toHaveAttribute(
    "href",
    "/calendar/day/2027-03-17",
  );
  await expect(page.getByRole("definition").filter({ hasText: /^2\d km$/ })).toBeVisible();

  await page.goBack();
  await awake(page);
  await calendar.carry("Way Bath", { date: "2027-03-17", hour: 14 });
  await expect(page.locator(".toast")).toContainText("Moved");
  await expect(page.locator(".toast")).not.toContainText("it takes about");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(way).toHaveAttribute("data-late", "");
});

test("in Russian, by touch: the address comes with the client, and one is warned before an impossible journey is saved", async ({ people }) => {
  const page = await people.signIn("rep2", {
    locale: "ru-RU",
    hasTouch: true,
    colorScheme: "dark",
    viewport: { width: 820, height: 1180 },
  });
  const finger = await Finger.on(page);
  await page.goto("/");
  await awake(page);
  await client(page, "Гостевая Ольха");
  await visit(page, "Визит в Бат", "2027-03-16T09:00:00Z", inStreetOf("Визит в Бат", BATH));
  // An hour later in Berlin, ten minutes after the visit to Bath is over.
  await page.goto("/meetings/new?start=2027-03-16T11:10&minutes=60");
  await awake(page);
  await page.getByRole("textbox", { name: "Тема" }).fill("Визит в Бристоль");
  await page.getByLabel("Вид взаимодействия", { exact: true }).selectOption({ label: "Встреча на территории клиента" });
  await page.getByRole("combobox", { name: "Клиент" }).fill("Гостевая Ольха");
  await finger.press(page.getByRole("listbox").getByRole("option").first());
  await expect(page.getByRole("combobox", { name: "Адрес" })).toHaveValue("Bristol, King Street, 1");
  const warning = page.getByRole("status").filter({ hasText: "Вовремя не доехать" });
  await expect(warning).toContainText(/от «Визит в Бат» до «эта встреча» займёт около 3\d мин/);
  await expectAccessible(page);
  await finger.press(page.getByRole("button", { name: "Сохранить" }));
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  const calendar = new Calendar(page);
  await calendar.open("/calendar/day/2027-03-16");
  await expect(page.locator(".way[data-late]")).toHaveText(/В пути: 3\d мин · 2\d км/);
  await expectAccessible(page);
});
