import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";

test("a meeting with a room, a client, a category and a colleague is planned on its card", async ({ people }) => {
  const page = await people.signIn("rep1");
  await page.goto("/meetings/new?start=2026-12-19T16:00&minutes=60");
  await awake(page);
  await page.getByRole("textbox", { name: "Subject" }).fill("Full card");
  await page.getByLabel("Place").selectOption({ index: 1 });
  await page.getByRole("radio", { name: "Service" }).check({ force: true });
  await page.getByLabel("Description").fill("Bring the samples.");
  await page.getByRole("combobox", { name: "Client" }).fill("ba");
  await page.getByRole("listbox").getByRole("option").first().click();
  // The client's main contact comes along (S20, S21).
  await expect(page.getByRole("region", { name: /Participants/ }).getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);

  await page.reload();
  await awake(page);
  await expect(page.getByRole("textbox", { name: "Subject" })).toHaveValue("Full card");
  await expect(page.getByLabel("Description")).toHaveValue("Bring the samples.");
  await expect(page.getByRole("region", { name: /Participants/ }).getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page);
});

test("a room that is taken is refused, and the refusal says by what", async ({ people }) => {
  const [anna, boris] = await Promise.all([people.signIn("rep1"), people.signIn("rep2")]);
  for (const [page, subject] of [
    [anna, "Was first"],
    [boris, "Came second"],
  ] as const) {
    await page.goto("/meetings/new?start=2026-12-20T16:00&minutes=60");
    await awake(page);
    await page.getByRole("textbox", { name: "Subject" }).fill(subject);
    await page.getByLabel("Place").selectOption({ index: 2 });
    await page.getByRole("button", { name: "Save" }).click();
    if (page === anna) await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  }
  await expect(boris.getByRole("alert").first()).toContainText("Was first");
  await expect(boris.getByRole("textbox", { name: "Subject" })).toHaveValue("Came second");
});

test("whoever has nothing to do with a meeting does not learn of it", async ({ people }) => {
  const [anna, oscar] = await Promise.all([people.signIn("rep1"), people.signIn("other")]);
  await anna.goto("/meetings/new?start=2026-12-20T09:00&minutes=30");
  await awake(anna);
  await anna.getByRole("textbox", { name: "Subject" }).fill("Between us");
  await anna.getByRole("button", { name: "Save" }).click();
  await expect(anna).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);

  await oscar.goto(anna.url());
  await expect(oscar.getByRole("heading", { name: "This meeting is not here" })).toBeVisible();
  await expect(oscar.locator("body")).not.toContainText("Between us");
});

test("my work, the card and the settings are accessible in both languages", async ({ people }) => {
  for (const [locale, colorScheme] of [
    ["en-GB", "dark"],
    ["ru-RU", "light"],
  ] as const) {
    const page = await people.signIn("rep1", { locale, colorScheme });
    for (const path of ["/", "/meetings/new?start=2026-12-19T08:00&minutes=30", "/settings"]) {
      await page.goto(path);
      await awake(page);
      await expectAccessible(page);
    }
  }
});

test("language and appearance are kept from one visit to the next", async ({ people }) => {
  const page = await people.signIn("admin");
  await page.goto("/settings");
  await awake(page);
  await page.getByRole("button", { name: /Account/ }).click();
  await page.getByRole("navigation").getByRole("button", { name: "Русский" }).click();
  await expect(page.getByRole("link", { name: "Календарь" })).toBeVisible();
  await page.getByRole("button", { name: /Учётная запись/ }).click();
  await page.getByRole("navigation").getByRole("button", { name: "Тёмное" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/");
  await awake(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "ru");
  // The administrator of other stories speaks English.
  await page.getByRole("button", { name: /Учётная запись/ }).click();
  await page.getByRole("navigation").getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: /Account/ }).click();
  await page.getByRole("navigation").getByRole("button", { name: "Automatic" }).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
});
