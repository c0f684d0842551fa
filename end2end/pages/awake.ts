// A page that is rendered by the server shows everything at once and answers a moment later.
import { type Page, expect } from "@playwright/test";

/** Waits until the page answers. */
export async function awake(page: Page): Promise<void> {
  await expect(page.locator("html[data-awake]")).toBeAttached({ timeout: 20_000 });
}
