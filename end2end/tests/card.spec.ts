import { expect, test } from "../fixtures";
import { awake } from "../pages/awake";

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

