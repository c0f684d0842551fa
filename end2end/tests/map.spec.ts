// Putting an address on a map (S58): with pictures of a map from one configured source, and on empty paper without.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { complaints, expect, expectAccessible, type Settings, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Finger } from "../pages/hand";

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
const GREEN = { lat: "51.452600", lon: "-2.601100", display_name: "College Green, Bristol" };
const QUAY = { lat: "51.450000", lon: "-2.598000", display_name: "Harbour Quay, Bristol" };

/** A service on this machine that has pictures of a map, and knows addresses as Nominatim does. */
class Atlas {
  readonly pictures: { path: string; referer: string }[] = [];
  readonly asked: string[] = [];
  private readonly server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://atlas");
    if (/^\/tiles\/\d+\/\d+\/\d+\.png$/.test(url.pathname)) {
      this.pictures.push({ path: url.pathname, referer: request.headers.referer ?? "" });
      response.writeHead(200, { "content-type": "image/png" }).end(PICTURE);
      return;
    }
    this.asked.push(url.pathname);
    const answer = url.pathname === "/search" ? [GREEN] : QUAY;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const mapped = test.extend<{ atlas: Atlas; settings: Settings }>({
  atlas: async ({}, use) => {
    const atlas = new Atlas();
    await use(atlas);
    atlas.close();
  },
  settings: async ({ atlas }, use) => {
    const url = await atlas.open();
    await use({
      DAYBOOK_MAP_TILES: `${url}/tiles/{z}/{x}/{y}.png`,
      DAYBOOK_MAP_ATTRIBUTION: "© Atlas <b>of tests</b>",
      DAYBOOK_NOMINATIM_URL: url,
    });
  },
});

const headers = (page: Page) => ({ origin: new URL(page.url()).origin });

/** Plans a visit of an hour, as another program would. */
async function visit(page: Page, subject: string, start: string, position: number[], more: object = {}): Promise<string> {
  const kinds = await (await page.request.get("/api/v1/kinds")).json();
  const kind = kinds.items.find((known: { predefined: string | null }) => known.predefined === "meeting_at_client");
  const end = new Date(new Date(start).getTime() + 3_600_000).toISOString();
  const address = { text: `${subject} Street, 1`, position };
  const data = { subject, kind: kind.id, start, end, zone: "Europe/Berlin", address, ...more };
  const answer = await page.request.post("/api/v1/meetings", { data, headers: headers(page) });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).id;
}

mapped("an address is searched for and put on a map by keyboard, and the pictures come from one source", async ({ people, atlas, server }) => {
  test.slow();
  const page = await people.signIn("rep1");
  const said = complaints(page);
  await page.goto("/meetings/new?start=2027-03-15T10:00&minutes=60");
  await awake(page);
  expect(await page.evaluate(() => customElements.get("daybook-map") === undefined), "nobody has opened a map").toBe(true);
  await page.getByRole("textbox", { name: "Subject" }).fill("On the green");
  await page.getByLabel("Kind", { exact: true }).selectOption({ label: "Meeting at the client's" });
  await page.getByRole("button", { name: "On the map" }).click();
  const dialog = page.getByRole("dialog", { name: "Where it is" });
  const [map, where] = [dialog.getByRole("application", { name: "Map" }), dialog.locator("output")];
  await expect(map).toBeFocused();
  await expect(map.locator("img.leaflet-tile-loaded").first()).toBeVisible();
  expect(new Set(atlas.pictures.map(({ referer }) => referer)), "they learn from where, not from which page").toEqual(
    new Set([`${server.url}/`]),
  );
  await expect(map.getByText("© Atlas <b>of tests</b>")).toBeVisible();
  await expect(where).toHaveText("There is no pin yet.");
  await expect(dialog.getByRole("button", { name: "Take this place" })).toBeDisabled();
  await expectAccessible(page);

  // What is found moves the pin.
  await dialog.getByLabel("Address").fill("green");
  await dialog.getByLabel("Address").press("Enter");
  await dialog.getByRole("button", { name: "Look up" }).click();
  await dialog.getByRole("button", { name: /College Green/ }).click();
  await expect(where).toHaveText("51.452600, -2.601100");
  await expect(map.locator(".map-pin")).toBeInViewport();

  // The keys move it on; what is there is offered, for somebody has said another address.
  await map.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(where).not.toHaveText("51.452600, -2.601100");
  const [north, east] = (await where.innerText()).split(", ").map(Number);
  expect(north).toBeLessThan(51.4526);
  expect(east).toBeGreaterThan(-2.6011);
  await dialog.getByRole("button", { name: "Address: Harbour Quay, Bristol" }).click();
  await expect(dialog.getByLabel("Address")).toHaveValue("Harbour Quay, Bristol");
  const at = await where.innerText();
  await map.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("combobox", { name: "Address" })).toHaveValue("Harbour Quay, Bristol");
  await expect(page.getByLabel("Position on the map")).toHaveValue(at);

  // Leaving it leaves everything as it was.
  await page.getByRole("button", { name: "On the map" }).click();
  await expect(where).toHaveText(at);
  await map.click({ position: { x: 60, y: 60 } });
  await expect(where).not.toHaveText(at);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Position on the map")).toHaveValue(at);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await page.reload();
  await awake(page);
  await expect(page.getByLabel("Position on the map")).toHaveValue(at);
  expect(said).toEqual([]);
});

test("in Russian, by touch, on empty paper: a client's office is tapped onto the map and dragged", async ({ people }) => {
  const page = await people.signIn("rep2", {
    locale: "ru-RU",
    hasTouch: true,
    colorScheme: "dark",
    viewport: { width: 820, height: 1180 },
  });
  const said = complaints(page);
  const finger = await Finger.on(page);
  await page.goto("/");
  await awake(page);
  const made = await page.request.post("/api/v1/clients", { data: { name: "Картографический клён" }, headers: headers(page) });
  await page.goto(`/clients/${(await made.json()).id}`);
  await awake(page);
  await finger.press(page.getByRole("button", { name: /Добавить.*Адрес/ }));
  const office = page.getByRole("dialog", { name: "Новый адрес" });
  await office.getByLabel("Адрес").fill("Склад за рекой");
  await finger.press(office.getByRole("button", { name: "На карте" }));
  const dialog = page.getByRole("dialog", { name: "Где это" });
  const [map, where] = [dialog.getByRole("application", { name: "Карта" }), dialog.locator("output")];
  await expect(dialog.getByText(/Изображения карты не настроены/)).toBeVisible();
  await expect(map.locator(".map-square").first()).toBeVisible();
  await expect(dialog.getByLabel("Адрес")).toHaveValue("Склад за рекой");
  await expectAccessible(page);

  const box = await map.boundingBox();
  if (box === null) throw new Error("there is no map");
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await map.tap({ position: { x: box.width / 2, y: box.height / 2 } });
  await expect(where).toHaveText(/^-?\d+\.\d{6}, -?\d+\.\d{6}$/);
  const tapped = await where.innerText();
  await finger.down({ x: middle.x, y: middle.y - 14 });
  await finger.move({ x: middle.x + 40, y: middle.y - 14 });
  await finger.move({ x: middle.x + 80, y: middle.y - 14 });
  await finger.up();
  await expect(where).not.toHaveText(tapped);
  const [before, after] = [tapped, await where.innerText()].map((text) => text.split(", ").map(Number));
  expect(after?.[1], "to the east").toBeGreaterThan(before?.[1] ?? 0);
  await expectAccessible(page);
  await finger.press(dialog.getByRole("button", { name: "Выбрать это место" }));
  await expect(dialog).toBeHidden();
  await expect(office.getByLabel("Координаты")).toHaveValue((after ?? []).map((it) => it.toFixed(6)).join(", "));
  await finger.press(office.getByRole("button", { name: "Сохранить" }));
  await expect(office).toBeHidden();
  await expect(page.getByText("Склад за рекой")).toBeVisible();
  expect(said).toEqual([]);
});

test("who may not change a visit looks where it is, and a day of the week plan shows its visits in order", async ({ people }) => {
  const head = await people.signIn("head");
  await head.goto("/");
  await awake(head);
  const people_ = await (await head.request.get("/api/v1/people?limit=200")).json();
  const rep = people_.items.find((person: { email: string }) => person.email === "rep1@demo.example");
  const participants = [{ attendee: { type: "person", id: rep.id } }];
  const shown = await visit(head, "Shown", "2027-03-17T08:00:00Z", [51.4545, -2.5879], { participants });

  const page = await people.signIn("rep1");
  await page.goto(`/meetings/${shown}`);
  await awake(page);
  await page.getByRole("button", { name: "On the map" }).click();
  const dialog = page.getByRole("dialog", { name: "Shown Street, 1" });
  await expect(dialog.locator(".map-pin")).toBeVisible();
  await expect(dialog.getByText("51.454500, -2.587900")).toBeVisible();
  await dialog.getByRole("application").click({ position: { x: 60, y: 200 } });
  await expect(dialog.getByText("51.454500, -2.587900"), "it stays where it is").toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await visit(page, "Second", "2027-03-18T12:00:00Z", [51.3811, -2.359]);
  await visit(page, "First", "2027-03-18T08:00:00Z", [51.4545, -2.5879]);
  await page.goto("/journal/2027-W11");
  await awake(page);
  await page.getByRole("button", { name: /Thursday.*18.*on the map/ }).click();
  const day = page.getByRole("dialog", { name: /Thursday.*18.*on the map/ });
  await expect(day.getByRole("listitem")).toHaveText([/First.*First Street, 1.*then 3\d min · 2\d km/, /Second.*Second Street, 1/]);
  await expect(day.locator(".map-stop")).toHaveText(["1", "2"]);
  await expect(day.locator("path.map-way")).toBeVisible();
  await expectAccessible(page);
});
