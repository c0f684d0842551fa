import { expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";

test("a line says who, when, how long and where; the rest is the subject", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page, quick } = calendar;
  const clients = await page.request.get("/api/v1/clients?limit=1");
  const places = await page.request.get("/api/v1/places?limit=1");
  const client: string = (await clients.json()).items[0].name;
  const place: string = (await places.json()).items[0].name;

  await calendar.open("/calendar/week/2027-03-02");
  await calendar.drag("2027-03-03", 9.02, 9.98);
  await quick.getByLabel("Subject").fill(`Offer for ${client} on 5 March at 14:00 for 90 min in ${place}`);
  const understood = quick.getByRole("list", { name: "Understood" });
  await expect(understood).toContainText(client);
  await expect(understood).toContainText(place);
  await expect(quick.getByLabel("Starts")).toHaveValue("14:00");
  await expect(quick.getByLabel("Ends")).toHaveValue("15:30");
  await page.keyboard.press("Enter");

  const event = calendar.day("2027-03-05").locator("[data-event]", { hasText: "Offer" });
  await expect(event).toContainText("14:00");
  await expect(event).toContainText(place);
  await expect(event).not.toContainText("March");
  await event.click();
  await expect(page.getByRole("combobox", { name: "Client" })).toHaveValue(client);
});

test("what was understood wrongly goes back to the subject", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2", { locale: "ru-RU" }));
  const { quick } = calendar;
  await calendar.open("/calendar/week/2027-03-02");
  await calendar.drag("2027-03-04", 9.02, 9.98);
  await quick.getByLabel("Тема").fill("Отчёт за четверг в 16:00");
  await expect(quick.getByLabel("Начало")).toHaveValue("16:00");
  await quick.getByRole("button", { name: "Оставить в теме: в 16:00" }).click();
  await expect(quick.getByLabel("Начало")).toHaveValue("09:00");
  await expect(quick.getByLabel("Тема")).toHaveValue('Отчёт за четверг "в 16:00"');
});

test("who types fast is understood too", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  await calendar.open("/calendar/day/2027-03-06");
  await calendar.page.keyboard.press("c");
  await calendar.quick.getByLabel("Subject").pressSequentially("Call the bank 11:30 15m");
  await calendar.page.keyboard.press("Enter");
  await expect(calendar.event("Call the bank")).toContainText("11:30");
});

test("a line that says how often plans a series", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page, quick } = calendar;
  await calendar.open("/calendar/week/2027-08-03");
  await calendar.drag("2027-08-04", 9.02, 9.98);
  await quick.getByLabel("Subject").fill("Price round every Thursday from 5 August 2027 at 16:00 until 19 August 2027");
  const understood = quick.getByRole("list", { name: "Understood" });
  await expect(understood).toContainText("Every week on Thursday until 19 Aug 2027");
  await expect(quick.getByLabel("Starts")).toHaveValue("16:00");
  const more = quick.getByRole("link", { name: "More options" });
  await expect(more).toHaveAttribute("href", /rule=FREQ%3DWEEKLY%3BBYDAY%3DTH%3BUNTIL%3D20270819/);
  await page.keyboard.press("Enter");
  const told = page.getByRole("status").filter({ hasText: "The series is planned." });
  await expect(told).toBeVisible();

  const on = (date: string) => calendar.day(date).locator("[data-event]", { hasText: "Price round" });
  await expect(on("2027-08-05")).toContainText("16:00");
  for (const date of ["2027-08-12", "2027-08-19"]) {
    await calendar.open(`/calendar/week/${date}`);
    await expect(on(date)).toContainText("16:00");
  }
  await calendar.open("/calendar/week/2027-08-26");
  await expect(calendar.event("Price round")).toHaveCount(0);
});

test("a rule that is given back is part of the subject, and one that was kept goes along to the card", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2", { locale: "ru-RU" }));
  const { page, quick } = calendar;
  await calendar.open("/calendar/week/2027-08-10");
  await calendar.drag("2027-08-11", 9.02, 9.98);
  await quick.getByLabel("Тема").fill("Сверка ежедневно в 16:00");
  const understood = quick.getByRole("list", { name: "Понято" });
  await expect(understood).toContainText("Каждый день");
  await quick.getByRole("button", { name: "Оставить в теме: Каждый день" }).click();
  await expect(understood).not.toContainText("Каждый день");
  await expect(quick.getByLabel("Тема")).toHaveValue('Сверка "ежедневно" в 16:00');

  await quick.getByLabel("Тема").fill("Сверка каждые 2 недели в 16:00");
  await expect(understood).toContainText("Каждые 2 недели по средам");
  await quick.getByRole("link", { name: "Подробнее" }).click();
  await expect(page.getByRole("switch", { name: "Повторяется" })).toBeChecked();
  await expect(page.getByText("Каждые 2 недели по средам")).toBeVisible();
});
