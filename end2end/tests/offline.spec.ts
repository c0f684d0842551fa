import { expect, expectAccessible, test } from "../fixtures";

test("the page without a network speaks Russian too", async ({ people }) => {
  const page = await people.visitor({ locale: "ru-RU" });
  await page.goto("/offline");
  await expect(page.getByRole("heading", { name: "Нет связи с Daybook" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Повторить" })).toBeVisible();
  await expectAccessible(page);
});
