// Ways by road, from a router that speaks as OSRM does; nobody waits for it (D10).
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, type Settings, test as base } from "../fixtures";
import { awake } from "../pages/awake";

/** A router on this machine that knows one way, of 41 km and 70 minutes, and can be made to think about it. */
class Roads {
  readonly asked: string[] = [];
  private held: (() => void)[] = [];
  private holding = true;
  private readonly server = createServer((request, response) => {
    this.asked.push(request.url ?? "");
    const answer = () => {
      const route = { distance: 41_000.4, duration: 4_195.2, weight: 1, weight_name: "routability", legs: [] };
      const body = { code: "Ok", routes: [route], waypoints: [] };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (this.holding) this.held.push(answer);
    else answer();
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers what it was asked, and from now on at once. */
  answer(): void {
    this.holding = false;
    for (const answer of this.held.splice(0)) answer();
  }

  /** Thinks from now on. */
  hold(): void {
    this.holding = true;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const test = base.extend<{ roads: Roads; settings: Settings }>({
  roads: async ({}, use) => {
    const roads = new Roads();
    await use(roads);
    roads.close();
  },
  settings: async ({ roads }, use) => use({ DAYBOOK_ROUTER_URL: await roads.open() }),
});

/** Plans a visit of an hour, as another program would. */
async function visit(page: Page, subject: string, start: string, position: number[]): Promise<void> {
  const kinds = await (await page.request.get("/api/v1/kinds")).json();
  const kind = kinds.items.find((known: { predefined: string | null }) => known.predefined === "meeting_at_client");
  const end = new Date(new Date(start).getTime() + 3_600_000).toISOString();
  const address = { text: `${subject} Street, 1`, position };
  const data = { subject, kind: kind.id, start, end, zone: "Europe/Berlin", address };
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post("/api/v1/meetings", { data, headers });
  expect(answer.status(), await answer.text()).toBe(201);
}

test("a week plan has its ways by road once the router answers, and is there without it", async ({ people, roads }) => {
  const page = await people.signIn("rep1");
  await page.goto("/");
  await awake(page);
  // An hour lies between: enough by the straight line, and not by road.
  await visit(page, "Road Bristol", "2027-03-18T08:00:00Z", [51.4545, -2.5879]);
  await visit(page, "Road Bath", "2027-03-18T10:00:00Z", [51.3811, -2.359]);
  await page.goto("/journal/2027-W11");
  await awake(page);
  const sum = page.locator(".plan-sum div", { hasText: "Journeys" });
  await expect(sum).toHaveText(/Journeys, estimated\s*2\d km/);
  const late = page.getByRole("link", { name: /From “Road Bristol” to “Road Bath” it takes about/ });
  await expect(late).toBeHidden();
  const day = page.getByRole("dialog", { name: /Thursday.*on the map/ });

  roads.answer();
  await expect(sum).toHaveText(/^Journeys\s*41 km$/, { timeout: 12_000 });
  await expect(late).toContainText("it takes about 1 h 10 min; 1 h are free.");
  await page.getByRole("button", { name: /Thursday.*on the map/ }).click();
  await expect(day.getByRole("listitem").first()).toContainText("then 1 h 10 min · 41 km");
  await expectAccessible(page);
  expect(new Set(roads.asked)).toEqual(
    new Set(["/route/v1/driving/-2.5879,51.4545;-2.359,51.3811?overview=false&alternatives=false&steps=false"]),
  );

  // A way back that it does not tell is an estimate, and that is said.
  roads.hold();
  await visit(page, "Back Bath", "2027-03-25T08:00:00Z", [51.3811, -2.359]);
  await visit(page, "Back Bristol", "2027-03-25T10:00:00Z", [51.4545, -2.5879]);
  await page.goto("/journal/2027-W12");
  await awake(page);
  await page.getByRole("button", { name: /Thursday.*on the map/ }).click();
  await expect(day.getByRole("listitem").first()).toContainText(/then about 3\d min · 2\d km, estimated: the router has not answered/);
});

test("in the calendar the way is a road once the router answers, and who comes too late is told", async ({ people, roads }) => {
  const page = await people.signIn("rep1");
  await page.goto("/");
  await awake(page);
  await visit(page, "Road Bristol", "2027-03-18T08:00:00Z", [51.4545, -2.5879]);
  await visit(page, "Road Bath", "2027-03-18T10:00:00Z", [51.3811, -2.359]);
  await page.goto("/calendar/day/2027-03-18");
  await awake(page);
  const way = page.locator(".way");
  await expect(way).toHaveText(/On the way: 3\d min · 2\d km/);
  await expect(way).not.toHaveAttribute("data-late");
  roads.answer();
  await expect(way).toHaveText("On the way: 1 h 10 min · 41 km", { timeout: 12_000 });
  await expect(way).toHaveAttribute("data-late");
  // What was told once is known from then on, and stands in the server's page.
  expect(await (await page.request.get("/calendar/day/2027-03-18")).text()).toContain("1 h 10 min · 41 km");
  expect(new Set(roads.asked).size).toBe(1);

  // The card knows it too.
  const bath = await page.locator("[data-event]", { hasText: "Road Bath" }).getAttribute("data-event");
  await page.goto(`/meetings/${bath}`);
  const late = page.getByRole("status").filter({ hasText: "Nobody gets there in time" });
  await expect(late).toContainText("From “Road Bristol” to “this meeting” it takes about 1 h 10 min; 1 h are free.");
});
