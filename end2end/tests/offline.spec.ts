import { expect, expectAccessible, test } from "../fixtures";

test("without a network there is a friendly page, and no one's data", async ({ people }) => {
  const page = await people.signIn("rep1");
  await page.goto("/calendar/week/2026-11-23");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.filter((path) => !/^\/(assets\/|icons\/|offline)/.test(path))).toEqual([]);
  expect(kept).toContain("/offline");

  await page.context().setOffline(true);
  await page.goto("/calendar/day/2026-11-24");
  await expect(page.getByRole("heading", { name: "No connection to Daybook" })).toBeVisible();
  await expectAccessible(page);

  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { name: "No connection to Daybook" })).toBeHidden();
});

test("the page without a network speaks Russian too", async ({ people }) => {
  const page = await people.visitor({ locale: "ru-RU" });
  await page.goto("/offline");
  await expect(page.getByRole("heading", { name: "Нет связи с Daybook" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Повторить" })).toBeVisible();
  await expectAccessible(page);
});
