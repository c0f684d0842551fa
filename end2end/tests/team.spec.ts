import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { Panel, colleague, planned } from "../pages/panel";

test("colleagues' days lie over one another or stand side by side, and change at once", async ({ people }) => {
  test.slow();
  const [helen, anna] = await Promise.all([people.signIn("head"), people.signIn("rep1")]);
  const heads = new Calendar(helen);
  const panel = new Panel(helen);
  await anna.goto("/");
  const rep = await colleague(anna, "rep1");
  const visit = await planned(anna, { subject: "Visit to Baikal", start: "2027-08-21T07:00:00Z", end: "2027-08-21T08:00:00Z" });
  await heads.open("/calendar/week/2027-08-17");
  await expect(heads.event("Visit to Baikal")).toHaveCount(0);
  await panel.add("rep1");
  const event = heads.event("Visit to Baikal");
  const initials = rep.name.split(" ").map((word) => word[0]).join("");
  await expect(event).toContainText(initials);
  await expect(event).toContainText(rep.name);
  await expect(panel.check(rep.name)).toBeChecked();

  // What she plans now stands there within a second.
  await planned(anna, { subject: "Just now", start: "2027-08-21T09:00:00Z", end: "2027-08-21T10:00:00Z" });
  await expect(heads.event("Just now")).toBeVisible({ timeout: 1_000 });

  await panel.box.getByRole("button", { name: "Side by side" }).click();
  await expect(helen).toHaveURL(/arranged=beside/);
  await expect(helen.locator(".band-head").first()).toBeVisible();
  const bands = heads.day("2027-08-21").locator(".band");
  await expect(bands).toHaveCount(2);
  await expect(bands.nth(1).locator(`[data-event="${visit}"]`)).toBeVisible();
  await expect(bands.nth(0).locator("[data-event]")).toHaveCount(0);
  await expectAccessible(helen);

  // The address is the view: reloaded and copied it shows the same.
  await helen.reload();
  await awake(helen);
  await expect(bands.nth(1).locator(`[data-event="${visit}"]`)).toBeVisible();
  await helen.keyboard.press("d");
  await expect(helen).toHaveURL(/\/calendar\/day\/.*arranged=beside/);
  await expect(helen.locator(".band-head")).toHaveCount(2);
  await helen.keyboard.press("a");
  await expect(helen.locator(".agenda-page")).toBeVisible();
  await panel.box.getByRole("button", { name: "Only my calendar" }).click();
  await expect(helen).not.toHaveURL(/people=/);
});

test("time chosen in another's band is planned with them, and what they have then is told", async ({ people }) => {
  test.slow();
  const [helen, anna] = await Promise.all([people.signIn("head"), people.signIn("rep1")]);
  const calendar = new Calendar(helen);
  const panel = new Panel(helen);
  await anna.goto("/");
  const rep = await colleague(anna, "rep1");
  await planned(anna, { subject: "Has this then", start: "2027-10-05T08:00:00Z", end: "2027-10-05T09:00:00Z" });
  await calendar.open("/calendar/day/2027-10-05");
  await panel.add("rep1");
  await panel.box.getByRole("button", { name: "Side by side" }).click();
  const bands = calendar.day("2027-10-05").locator(".band");
  await expect(bands).toHaveCount(2);
  const at = await calendar.point("2027-10-05", 9.6);
  const band = await bands.nth(1).boundingBox();
  if (band === null) throw new Error("there is no second band");
  await helen.mouse.click(band.x + band.width - 4, at.y);
  const { quick } = calendar;
  await expect(quick.getByRole("list", { name: "Invited" })).toContainText(rep.name);
  await expect(quick.getByText(`${rep.name} also has:`)).toBeVisible();
  // The selection stands in that band alone.
  const chosen = await calendar.selection.first().boundingBox();
  expect(chosen?.x).toBeGreaterThan(band.x - 2);
  expect(chosen?.width).toBeLessThan(band.width);
  await expectAccessible(helen, "dialog");
  await quick.getByLabel("Subject").fill("Planned for two");
  await quick.getByRole("button", { name: "Save" }).click();
  await expect(bands.nth(1).locator("[data-event]", { hasText: "Planned for two" })).toHaveAttribute("data-answer", "maybe");
  await expect(bands.nth(0).locator("[data-event]", { hasText: "Planned for two" })).toBeVisible();

  await helen.mouse.click(band.x + band.width - 4, (await calendar.point("2027-10-05", 14.1)).y);
  await quick.getByLabel("Subject").fill("Goes on on the card");
  await quick.getByRole("link", { name: "More options" }).click();
  await expect(helen.getByRole("region", { name: "Participants" })).toContainText(rep.name);
});

test("of a colleague outside the chain one sees when they are busy, and nothing else", async ({ people }) => {
  const [oscar, anna] = await Promise.all([people.signIn("other"), people.signIn("rep2")]);
  await anna.goto("/");
  await planned(anna, { subject: "Nobody's business", start: "2027-08-28T07:00:00Z", end: "2027-08-28T08:00:00Z" });
  const rep = await colleague(anna, "rep2");
  const calendar = new Calendar(oscar);
  const panel = new Panel(oscar);
  await calendar.open("/calendar/week/2027-08-24");
  await panel.add("rep2");
  const busy = calendar.day("2027-08-28").locator("[data-busy]");
  await expect(busy).toHaveCount(1);
  await expect(busy).toContainText(rep.name);
  expect(await oscar.content()).not.toContain("Nobody's business");
  await oscar.reload();
  await expect(busy).toHaveCount(1);
  // And the panel names them before anybody turns to it.
  await expect(panel.box).toContainText(rep.name);
  expect(await oscar.content()).not.toContain("Nobody's business");
});

test("a department is ticked at once, and a set of people is kept, replaced and deleted", async ({ people }) => {
  const page = await people.signIn("admin");
  const calendar = new Calendar(page);
  const panel = new Panel(page);
  await calendar.open("/calendar/day/2027-08-31");
  await panel.turnTo();
  await panel.box.getByText("Departments and groups").click();
  const sales = panel.box.getByRole("checkbox", { name: /^Sales/ }).first();
  await sales.check();
  await expect(page).toHaveURL(/people=/);
  const shown = panel.box.locator(".side-people").getByRole("checkbox");
  const many = await shown.count();
  expect(many).toBeGreaterThan(2);
  await expect(sales).toBeChecked();

  await panel.box.getByRole("textbox", { name: "Name of the set" }).fill("Our sales");
  await panel.box.getByRole("button", { name: "Save set" }).click();
  const team = panel.box.getByRole("button", { name: "Our sales", exact: true });
  await expect(team).toHaveAttribute("aria-pressed", "true");
  await sales.uncheck();
  await expect(page).not.toHaveURL(/people=/);
  await page.reload();
  await awake(page);
  await team.click();
  await expect(shown).toHaveCount(many);

  await shown.nth(1).click();
  await expect(shown).toHaveCount(many - 1);
  await panel.box.getByRole("button", { name: "More for Our sales" }).click();
  await page.getByRole("menuitem", { name: "Replace with the people shown" }).click();
  await expect(team).toHaveAttribute("aria-pressed", "true");
  await panel.box.getByRole("button", { name: "More for Our sales" }).click();
  await page.getByRole("menuitem", { name: "Delete the set" }).click();
  await expect(team).toHaveCount(0);
});

test("a group is ticked at once, as long as everybody in it is shown", async ({ people }) => {
  const page = await people.signIn("other");
  const calendar = new Calendar(page);
  const panel = new Panel(page);
  await calendar.open("/calendar/day/2028-10-17");
  await panel.turnTo();
  await panel.box.getByText("Departments and groups").click();
  const group = panel.box.getByRole("checkbox", { name: /^Tender team/ });
  const label = panel.box.locator(".side-check", { hasText: "Tender team" });
  const size = Number(await label.locator(".side-count").textContent());
  expect(size).toBeGreaterThan(2);
  await group.check();
  // And one's own calendar.
  const shown = panel.box.locator(".side-people").getByRole("checkbox");
  await expect(shown).toHaveCount(size + 1);
  await expect(group).toBeChecked();
  await shown.nth(1).click();
  await expect(shown).toHaveCount(size);
  await expect(group).not.toBeChecked();
  await group.check();
  await expect(shown).toHaveCount(size + 1);
  await group.uncheck();
  await expect(page).not.toHaveURL(/people=/);
});
