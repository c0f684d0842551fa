// The booking grid as its user sees it: rooms, hours, what is booked.
import { type Locator, type Page, expect } from "@playwright/test";
import { awake } from "./awake";

/** Hours since midnight, such as 13.5. */
type Hour = number;

export class Rooms {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(date: string): Promise<void> {
    await this.page.goto(`/rooms/${date}`);
    await awake(this.page);
    await expect(this.rooms.first()).toBeVisible();
  }

  get grid(): Locator {
    return this.page.getByRole("grid", { name: /Rooms and hours|Переговорные и часы/ });
  }

  get rooms(): Locator {
    return this.grid.locator("[data-place]");
  }

  get selection(): Locator {
    return this.page.locator("[data-selection]");
  }

  /** What is chosen, in words. */
  get words(): Locator {
    return this.page.locator(".room-choice-words");
  }

  event(subject: string): Locator {
    return this.grid.locator("[data-event]", { hasText: subject });
  }

  /** Where a time of a room is on the screen; the grid is scrolled there first. */
  async point(room: number, hour: Hour): Promise<{ x: number; y: number }> {
    const times = this.rooms.nth(room).locator(".room-times");
    await times.evaluate((times, hour) => {
      const grid = times.closest('[role="grid"]');
      if (grid !== null) grid.scrollLeft = (times.getBoundingClientRect().width * hour) / 24 - 150;
    }, hour);
    const box = await times.boundingBox();
    if (box === null) throw new Error("the room is not shown");
    return { x: box.x + (box.width * hour) / 24, y: box.y + box.height / 2 };
  }

  /** Pixels of so many hours. */
  async hours(room: number, hours: number): Promise<number> {
    const box = await this.rooms.nth(room).locator(".room-times").boundingBox();
    return ((box?.width ?? 0) * hours) / 24;
  }

  /** Presses at one moment and moves to another; the button stays down. */
  async pressAndMove(room: number, from: Hour, to: Hour): Promise<void> {
    const start = await this.point(room, from);
    const end = start.x + (await this.hours(room, to - from));
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end) / 2, start.y);
    await this.page.mouse.move(end, start.y);
  }

  async drag(room: number, from: Hour, to: Hour): Promise<void> {
    await this.pressAndMove(room, from, to);
    await this.page.mouse.up();
  }
}

/** Books the room of this place among the rooms over REST, as another program would. */
export async function book(page: Page, room: number, subject: string, start: string, end: string): Promise<string> {
  const headers = { origin: new URL(page.url()).origin };
  const places = (await (await page.request.get("/api/v1/places?limit=100")).json()) as {
    items: { id: string; name: string }[];
  };
  const ordered = await page.locator("[data-place]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-place")));
  const place = ordered[room] ?? places.items[room]?.id;
  const answer = await page.request.post("/api/v1/meetings", { data: { subject, start, end, place }, headers });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}
