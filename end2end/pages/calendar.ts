// The calendar as its user sees it: days, hours, meetings.
import { type Locator, type Page, expect } from "@playwright/test";
import { awake } from "./awake";
import type { Point } from "./hand";

/** Where on a day's column: hours since midnight, such as 13.5. */
type Hour = number;

export class Calendar {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(path = "/calendar/week/2026-11-24"): Promise<void> {
    await this.page.goto(path);
    await awake(this.page);
    await expect(this.page.locator(".week, .month, .agenda-page")).toBeVisible();
  }

  day(date: string): Locator {
    return this.page.locator(`.day[data-date="${date}"]`);
  }

  event(subject: string): Locator {
    return this.page.locator("[data-event]", { hasText: subject });
  }

  /** What has just been said of something done. */
  told(words: string): Locator {
    return this.page.getByRole("status").filter({ hasText: words });
  }

  get selection(): Locator {
    return this.page.locator("[data-selection]");
  }

  /** What the box under the hand says: of all times behind its window the one that is in it. */
  async said(): Promise<string> {
    return this.selection.first().evaluate((box) => {
      const window = box.querySelector(".selection-time");
      const strip = window?.firstElementChild;
      if (!window || !strip) throw new Error("the box has no window");
      const [frame, times] = [window.getBoundingClientRect(), strip.getBoundingClientRect()];
      const line = Math.round((frame.top - times.top) / frame.height);
      const others = [...box.querySelectorAll(".selection-subject, s")].map((words) => words.textContent);
      return [strip.textContent?.split("\n")[line], ...others].join(" ").replace(/\s+/g, " ");
    });
  }

  get quick(): Locator {
    return this.page.getByRole("dialog");
  }

  /** Where a moment of a day is on the screen; the grid is scrolled there first. */
  async point(date: string, hour: Hour): Promise<Point> {
    const day = this.day(date);
    await day.evaluate((column, hour) => {
      const grid = column.closest('[role="grid"]');
      const wanted = (column.getBoundingClientRect().height * hour) / 24;
      if (grid !== null) grid.scrollTop = wanted - 250;
    }, hour);
    const box = await day.boundingBox();
    if (box === null) throw new Error(`${date} is not shown`);
    return { x: box.x + box.width * 0.4, y: box.y + (box.height * hour) / 24 };
  }

  /** Where a date of the row of whole days is on the screen. */
  async above(date: string): Promise<Point> {
    const [day, row] = [await boxOf(this.day(date)), await boxOf(this.page.locator(".allday-days"))];
    return { x: day.x + day.width * 0.4, y: row.y + row.height / 2 };
  }

  /** Where a day of a month is free. */
  async inMonth(date: string): Promise<Point> {
    const box = await boxOf(this.page.locator(`.month-day[data-date="${date}"]`));
    return { x: box.x + box.width / 2, y: box.y + box.height - 8 };
  }

  /** The middle of a meeting. */
  async middle(subject: string): Promise<Point> {
    const box = await boxOf(this.event(subject));
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Presses at one moment of a day and moves to another; the button stays down. */
  async pressAndMove(date: string, from: Hour, to: Hour): Promise<void> {
    const start = await this.point(date, from);
    const end = { x: start.x, y: start.y + (await this.hours(date, to - from)) };
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(start.x, (start.y + end.y) / 2);
    await this.page.mouse.move(end.x, end.y);
  }

  async drag(date: string, from: Hour, to: Hour): Promise<void> {
    await this.pressAndMove(date, from, to);
    await this.page.mouse.up();
  }

  /** Drags over free time, names it and saves it. */
  async plan(date: string, from: Hour, to: Hour, subject: string): Promise<void> {
    // The last line of a quarter of an hour belongs to the next one.
    await this.drag(date, from + 0.02, to - 0.02);
    await this.save(subject);
  }

  /** Names what is chosen and saves it. */
  async save(subject: string): Promise<void> {
    await this.quick.getByLabel(/Subject|Тема/).fill(subject);
    await this.quick.getByRole("button", { name: /Save|Сохранить/ }).click();
    await expect(this.quick).toBeHidden();
    await expect(this.event(subject).first()).toBeVisible();
  }

  /** Drags a meeting by so many hours and days. */
  async carry(subject: string, to: { date: string; hour: Hour }): Promise<void> {
    const box = await this.event(subject).boundingBox();
    const target = await this.day(to.date).boundingBox();
    if (box === null || target === null) throw new Error(`${subject} or ${to.date} is not shown`);
    const grab = { x: box.x + box.width / 2, y: box.y + 8 };
    await this.page.mouse.move(grab.x, grab.y);
    await this.page.mouse.down();
    await this.page.mouse.move(grab.x + 5, grab.y + 5);
    await this.page.mouse.move(target.x + target.width / 2, target.y + (target.height * to.hour) / 24 + 8, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Pixels of so many hours. */
  async hours(date: string, hours: number): Promise<number> {
    const box = await this.day(date).boundingBox();
    return ((box?.height ?? 0) * hours) / 24;
  }
}

/** Where it is on the screen. */
export async function boxOf(element: Locator): Promise<Point & { width: number; height: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error(`${element} is not shown`);
  return box;
}
