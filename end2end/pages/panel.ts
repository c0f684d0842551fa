// The panel beside the calendar, and who is in the organisation.
import { type Locator, type Page, expect } from "@playwright/test";
import { EMAIL, type Name } from "../fixtures";

export class Panel {
  readonly page: Page;
  readonly box: Locator;

  constructor(page: Page) {
    this.page = page;
    this.box = page.getByRole("complementary", { name: "Panel", includeHidden: true });
  }

  day(date: string): Locator {
    return this.box.locator(`[data-day="${date}"]`);
  }

  check(name: string): Locator {
    return this.box.getByRole("checkbox", { name, exact: true });
  }

  /** Shows a colleague's calendar too. */
  async add(name: Name): Promise<void> {
    const find = this.box.getByRole("combobox", { name: "Add a colleague's calendar" });
    await find.fill(EMAIL[name]);
    await this.box.getByRole("option").first().click();
    await expect(this.page).toHaveURL(/people=/);
  }
}

/** What somebody is called, and by which id, as a program finds them. */
export async function colleague(page: Page, name: Name): Promise<{ id: string; name: string }> {
  const answer = await page.request.get(`/api/v1/people?find=${encodeURIComponent(EMAIL[name])}`);
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  const [person] = items;
  if (person === undefined) throw new Error(`nobody is ${name}`);
  return person;
}

/** Plans over REST, as another program would. */
export async function planned(page: Page, meeting: Record<string, unknown>): Promise<string> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post("/api/v1/meetings", { data: meeting, headers: { origin } });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}
