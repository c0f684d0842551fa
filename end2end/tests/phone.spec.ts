// What has to find room on a phone.
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, test, type Name } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";

const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true };
const WORDS = {
  en: { more: "More", rest: ["Reports", "Rooms", "Settings"] },
  ru: { more: "Ещё", rest: ["Отчёты", "Переговорные", "Настройки"] },
};
type Language = keyof typeof WORDS;

async function speak(page: Page, language: Language): Promise<void> {
  const session = await page.request.get("/api/v1/session");
  const headers = { origin: new URL(session.url()).origin };
  await page.request.post("/preferences", { form: { language, back: "/" }, headers });
}

/** Nothing of it is cut off, and nothing has to be scrolled to. */
async function expectWhole(element: Locator): Promise<void> {
  const cut = (element: Element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  expect(await element.evaluate(cut), await element.innerText()).toBe(false);
}

for (const language of ["en", "ru"] as const) {
  const { more, rest } = WORDS[language];

  test(`every place of the navigation is there for everybody, in ${language}`, async ({ people }) => {
    test.slow();
    for (const name of ["rep1", "head", "admin"] satisfies Name[]) {
      const page = await people.signIn(name, PHONE);
      await speak(page, language);
      await page.goto("/");
      await awake(page);
      const bar = page.locator(".rail-links").first();
      await expectWhole(bar);
      for (const label of await bar.locator(".rail-link > span:not(.count)").all()) await expectWhole(label);
      const links = rest.map((label) => page.getByRole("link", { name: label, exact: true }));
      for (const link of links) await expect(link).toBeHidden();
      await page.getByRole("button", { name: more, exact: true }).click();
      for (const link of links) await expect(link).toBeInViewport();
      await page.keyboard.press("Escape");
      await expect(links[0] as Locator).toBeHidden();
    }
  });

  test(`what is behind the navigation is one press further, in ${language}`, async ({ people }) => {
    test.slow();
    const page = await people.signIn("rep1", PHONE);
    await speak(page, language);
    await page.goto("/");
    await awake(page);
    const button = page.getByRole("button", { name: more, exact: true });
    await button.click();
    await expectAccessible(page);
    const rooms = page.getByRole("link", { name: rest[1] as string, exact: true });
    await rooms.click();
    await expect(page).toHaveURL(/\/rooms\//, { timeout: 15_000 });
    await expect(rooms).toBeHidden();
    await expect(button).toHaveAttribute("data-here");
    await expectWhole(page.getByRole("heading", { level: 1 }));
  });

  test(`the title of a week of two months can be read, in ${language}`, async ({ people }) => {
    test.slow();
    const calendar = new Calendar(await people.signIn("rep1", PHONE));
    await speak(calendar.page, language);
    for (const monday of ["2026-08-31", "2026-09-28", "2026-11-30", "2026-12-28"]) {
      await calendar.open(`/calendar/week/${monday}`);
      await expectWhole(calendar.page.getByRole("heading", { level: 1 }));
    }
  });
}
