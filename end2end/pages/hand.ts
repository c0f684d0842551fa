// A hand at a page: with a mouse, or a finger on the glass.
import { type CDPSession, type Locator, type Page, expect } from "@playwright/test";

/** Milliseconds after which a browser takes a finger to have stopped. */
const RESTS = 150;

export interface Point {
  x: number;
  y: number;
}

/** What both can do. */
export interface Hand {
  press(what: Locator): Promise<void>;
  tap(at: Point): Promise<void>;
  /** Chooses time from one point to another, or carries there what stands at the first. */
  draw(from: Point, to: Point): Promise<void>;
  /** Pulls by a grip. */
  pull(from: Point, to: Point): Promise<void>;
}

export class Mouse implements Hand {
  constructor(private readonly page: Page) {}

  press(what: Locator): Promise<void> {
    return what.click();
  }

  tap(at: Point): Promise<void> {
    return this.page.mouse.click(at.x, at.y);
  }

  async draw(from: Point, to: Point): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
    await mouse.move(to.x, to.y);
    await mouse.up();
  }

  pull(from: Point, to: Point): Promise<void> {
    return this.draw(from, to);
  }
}

export class Finger implements Hand {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async on(page: Page): Promise<Finger> {
    return new Finger(page, await page.context().newCDPSession(page));
  }

  press(what: Locator): Promise<void> {
    return what.tap();
  }

  tap(at: Point): Promise<void> {
    return this.page.touchscreen.tap(at.x, at.y);
  }

  async draw(from: Point, to: Point): Promise<void> {
    await this.hold(from);
    await this.goOn(from, to);
  }

  /** A finger that stays where it is for a moment seizes what is under it. */
  async hold(at: Point): Promise<void> {
    await this.down(at);
    await expect(this.page.locator("[data-selection]").first()).toBeVisible();
  }

  /** On a grip it need not stay. */
  async pull(from: Point, to: Point): Promise<void> {
    await this.down(from);
    await this.goOn(from, to);
  }

  /** Scrolls as far as the finger goes, and no further: it has come to rest when it is lifted. */
  async scroll(from: Point, to: Point): Promise<void> {
    await this.down(from);
    await this.move({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
    await this.move(to);
    await this.page.waitForTimeout(RESTS);
    await this.move({ x: to.x - 1, y: to.y - 1 });
    await this.page.waitForTimeout(RESTS);
    await this.up();
    await settled(this.page.getByRole("grid").first());
  }

  down(at: Point): Promise<unknown> {
    return this.send("touchStart", [at]);
  }

  move(to: Point): Promise<unknown> {
    return this.send("touchMove", [to]);
  }

  up(): Promise<unknown> {
    return this.send("touchEnd", []);
  }

  private async goOn(from: Point, to: Point): Promise<void> {
    await this.move({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
    await this.move(to);
    await this.up();
  }

  private send(type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]): Promise<unknown> {
    return this.session.send("Input.dispatchTouchEvent", { type, touchPoints });
  }
}

/** Waits until nothing scrolls any more. A finger that comes down before stops the scrolling, and seizes nothing. */
async function settled(scrolls: Locator): Promise<void> {
  const where = () => scrolls.evaluate((element) => `${element.scrollLeft} ${element.scrollTop}`);
  let last = "";
  await expect
    .poll(async () => {
      const before = last;
      last = await where();
      return before === last;
    }, { intervals: [RESTS] })
    .toBe(true);
}
