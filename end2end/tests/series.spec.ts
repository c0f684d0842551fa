import type { Page } from "@playwright/test";
import { EMAIL, expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { planned } from "../pages/panel";

/** Plans a series on the card: Tuesdays from 6 April 2027 on, at ten, five times. */
async function plan(page: Page, subject: string, further = async (): Promise<void> => {}): Promise<void> {
  await page.goto("/meetings/new?start=2027-04-06T10:00&minutes=60");
  await awake(page);
  await page.getByRole("textbox", { name: "Subject" }).fill(subject);
  await page.getByRole("switch", { name: "Repeats" }).check();
  await page.getByRole("combobox", { name: "Ends" }).selectOption("After so many");
  await page.getByRole("spinbutton", { name: "How many times" }).fill("5");
  await page.getByRole("spinbutton", { name: "How many times" }).press("Tab");
  await expect(page.getByText("Every week on Tuesday, 5 times")).toBeVisible();
  await expect(page.getByRole("list", { name: "Next dates" }).getByRole("listitem")).toHaveCount(5);
  await further();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
}

/** Plans a meeting in the room with this number, and answers how that room is chosen on a card. */
async function occupied(page: Page, number: number, start: string, subject: string): Promise<() => Promise<void>> {
  const room = async () => {
    await page.getByLabel("Place").selectOption({ index: number });
  };
  await page.goto(`/meetings/new?${new URLSearchParams({ start, minutes: "60", subject })}`);
  await awake(page);
  await room();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  return room;
}

async function open(calendar: Calendar, date: string, subject: string): Promise<void> {
  await calendar.open(`/calendar/week/${date}`);
  await calendar.day(date).locator("[data-event]", { hasText: subject }).click();
  await expect(calendar.page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
}

test("a series stands on its dates, at the same time on the clock", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  await plan(calendar.page, "Team tea");
  await expectAccessible(calendar.page);
  for (const date of ["2027-04-06", "2027-04-13", "2027-05-04"]) {
    await calendar.open(`/calendar/week/${date}`);
    await expect(calendar.day(date).locator("[data-event]", { hasText: "Team tea" })).toContainText("10:00");
  }
  await calendar.open("/calendar/week/2027-05-11");
  await expect(calendar.event("Team tea")).toHaveCount(0);
});

test("of a schedule whose meetings go on into one another each says so", async ({ people }) => {
  const page = await people.signIn("rep1");
  await page.goto("/meetings/new?start=2027-04-06T10:00&minutes=2880&rule=FREQ%3DDAILY%3BCOUNT%3D3");
  await awake(page);
  const dates = page.getByRole("list", { name: "Next dates" }).getByRole("listitem");
  await expect(dates).toHaveCount(3);
  for (const early of [dates.nth(0), dates.nth(1)]) await expect(early).toContainText("goes on when the next one begins");
  await expect(dates.nth(2)).not.toContainText("goes on");
});

test("before several are changed it is shown what becomes of each", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await plan(page, "Moves along");
  await open(calendar, "2027-04-20", "Moves along");
  await page.getByRole("textbox", { name: "Start" }).fill("14:00");
  await page.getByRole("textbox", { name: "Start" }).press("Tab");
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Which meetings of the series?" });
  await dialog.getByRole("radio", { name: "This and the following" }).check();
  const changes = dialog.getByRole("list", { name: "What changes" }).getByRole("listitem");
  await expect(changes).toHaveCount(3);
  await expect(changes.first()).toContainText("14:00");
  await expectAccessible(page, "dialog");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("textbox", { name: "Subject" }).fill("Moves along further");
  await page.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("radio", { name: "This and the following" }).check();
  await expect(changes.first()).toContainText("Subject: Moves along further");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();

  const at = async (date: string, time: string) => {
    await calendar.open(`/calendar/week/${date}`);
    await expect(calendar.day(date).locator("[data-event]", { hasText: "Moves along" })).toContainText(time);
  };
  await at("2027-04-13", "10:00");
  await at("2027-04-20", "14:00");
  await at("2027-05-04", "14:00");
});

test("one is taken out, or all", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  await plan(page, "Comes less");
  await open(calendar, "2027-04-13", "Comes less");
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete which meetings of the series?" });
  await expect(dialog.getByRole("list", { name: "What changes" }).getByRole("listitem")).toHaveCount(1);
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/calendar\//);
  await calendar.open("/calendar/week/2027-04-13");
  await expect(calendar.event("Comes less")).toHaveCount(0);

  await open(calendar, "2027-04-20", "Comes less");
  await page.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("radio", { name: "All" }).check();
  await expect(dialog.getByRole("list", { name: "What changes" }).getByRole("listitem")).toHaveCount(4);
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/calendar\//);
  await calendar.open("/calendar/week/2027-05-04");
  await expect(calendar.event("Comes less")).toHaveCount(0);
});

test("moved on the grid, a meeting of a series asks which of the others move along", async ({ people }) => {
  test.slow();
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  await plan(page, "Dragged along");
  await calendar.open("/calendar/week/2027-04-13");
  const event = calendar.event("Dragged along");
  await expect(event).toContainText("10:00");
  await calendar.carry("Dragged along", { date: "2027-04-14", hour: 12 });
  const dialog = page.getByRole("dialog", { name: "Which meetings of the series?" });
  const changes = dialog.getByRole("list", { name: "What changes" }).getByRole("listitem");
  await expect(changes).toHaveCount(1);
  // Keys are the window's as long as it stands there.
  await page.keyboard.press("n");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/calendar\/week\/2027-04-13$/);
  await expect(calendar.day("2027-04-13").locator("[data-event]", { hasText: "Dragged along" })).toContainText("10:00");

  await calendar.carry("Dragged along", { date: "2027-04-13", hour: 15 });
  await dialog.getByRole("radio", { name: "This and the following" }).check();
  await expect(changes).toHaveCount(4);
  await expect(changes.last()).toContainText("15:00");
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Moved, with others of the series" })).toBeVisible();
  await expect(event).toContainText("15:00");
  await page.keyboard.press("n");
  await expect(calendar.day("2027-04-20").locator("[data-event]", { hasText: "Dragged along" })).toContainText("15:00");
  await calendar.open("/calendar/week/2027-04-06");
  await expect(event).toContainText("10:00");

  // And all of them go back together.
  await calendar.open("/calendar/week/2027-04-27");
  await calendar.carry("Dragged along", { date: "2027-04-27", hour: 17 });
  await dialog.getByRole("radio", { name: "All" }).check();
  await expect(changes).toHaveCount(4);
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(event).toContainText("17:00");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Moved back" })).toBeVisible();
  await expect(event).toContainText("15:00");
  await calendar.open("/calendar/week/2027-04-13");
  await expect(event).toContainText("15:00");
});

test("moved on the grid to where the room is taken on some dates, a series leaves those out with one press", async ({ people }) => {
  test.slow();
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  const room = await occupied(page, 1, "2027-04-21T14:30", "In the way");
  await plan(page, "Makes way", room);

  await calendar.open("/calendar/week/2027-04-13");
  const dialog = page.getByRole("dialog", { name: "Which meetings of the series?" });
  const moveToWednesday = async () => {
    await calendar.carry("Makes way", { date: "2027-04-14", hour: 14 });
    await dialog.getByRole("radio", { name: "This and the following" }).check();
    await expect(dialog.getByRole("alert")).toContainText("In the way");
    const move = dialog.getByRole("button", { name: "Move" });
    await expect(move).toBeDisabled();
    await expectAccessible(page, "dialog");
    await dialog.getByRole("group", { name: "Instead:" }).getByRole("button", { name: /^Without/ }).click();
    const changes = dialog.getByRole("list", { name: "What changes" }).getByRole("listitem");
    await expect(changes).toHaveCount(4);
    await expect(changes.and(page.locator("[data-fate=removed]"))).toHaveCount(1);
    await move.click();
    await expect(page.getByRole("status").filter({ hasText: "Moved, with others of the series" })).toBeVisible();
    await expect(calendar.day("2027-04-14").locator("[data-event]", { hasText: "Makes way" })).toContainText("14:00");
  };
  await moveToWednesday();
  const stands = (date: string) => calendar.day(date).locator("[data-event]", { hasText: "Makes way" });
  // Undone, it comes on all its dates again: on the one that was left out, too.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Moved back" })).toBeVisible();
  await expect(stands("2027-04-13")).toContainText("10:00");
  for (const date of ["2027-04-20", "2027-04-27", "2027-05-04"]) {
    await page.getByRole("link", { name: "Next week" }).click();
    await expect(stands(date)).toContainText("10:00");
    await expect(calendar.event("Makes way")).toHaveCount(1);
  }
  await calendar.open("/calendar/week/2027-05-11");
  await expect(calendar.event("Makes way")).toHaveCount(0);

  await calendar.open("/calendar/week/2027-04-13");
  await moveToWednesday();
  await calendar.open("/calendar/week/2027-04-20");
  await expect(calendar.event("In the way")).toBeVisible();
  await expect(calendar.event("Makes way")).toHaveCount(0);
  await calendar.open("/calendar/week/2027-04-27");
  await expect(stands("2027-04-28")).toContainText("14:00");
  // No further one takes the place of the one that was left out.
  await calendar.open("/calendar/week/2027-05-11");
  await expect(calendar.event("Makes way")).toHaveCount(0);
});

test("the others come back by undo where the meeting that was moved was left out itself", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  const room = await occupied(page, 3, "2027-04-22T14:30", "Stands there");
  await plan(page, "Leaves a gap", room);

  await calendar.open("/calendar/week/2027-04-20");
  const event = calendar.event("Leaves a gap");
  await calendar.carry("Leaves a gap", { date: "2027-04-22", hour: 14 });
  const dialog = page.getByRole("dialog", { name: "Which meetings of the series?" });
  await dialog.getByRole("radio", { name: "This and the following" }).check();
  await expect(dialog.getByRole("alert")).toContainText("Stands there");
  await dialog.getByRole("group", { name: "Instead:" }).getByRole("button", { name: /^Without/ }).click();
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(calendar.told("Moved, with others of the series")).toBeVisible();
  await expect(event).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(calendar.told("Moved back")).toBeVisible();
  for (const date of ["2027-04-20", "2027-04-27", "2027-05-04", "2027-04-13"]) {
    await calendar.open(`/calendar/week/${date}`);
    await expect(event).toHaveCount(1);
    await expect(calendar.day(date).locator("[data-event]", { hasText: "Leaves a gap" })).toContainText("10:00");
  }
});

test("a series that took another room on the grid goes back into its own by undo", async ({ people }) => {
  test.slow();
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  // One beside which there is another that would do.
  const room = await occupied(page, 2, "2027-04-20T18:00", "Has the room");
  await plan(page, "Changes rooms", room);

  await calendar.open("/calendar/week/2027-04-13");
  const event = calendar.event("Changes rooms");
  const own = (await event.locator(".event-place").textContent()) ?? "";
  await calendar.carry("Changes rooms", { date: "2027-04-13", hour: 18 });
  const dialog = page.getByRole("dialog", { name: "Which meetings of the series?" });
  await dialog.getByRole("radio", { name: "This and the following" }).check();
  await expect(dialog.getByRole("alert")).toContainText("Has the room");
  const instead = dialog.getByRole("group", { name: "Instead:" });
  await instead.getByRole("button", { name: /^In .* seats/ }).first().click();
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Moved, with others of the series" })).toBeVisible();
  await expect(event).toContainText("18:00");
  await expect(event.locator(".event-place")).not.toHaveText(own);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Moved back" })).toBeVisible();
  for (const date of ["2027-04-13", "2027-04-20"]) {
    await calendar.open(`/calendar/week/${date}`);
    await expect(event).toContainText("10:00");
    await expect(event.locator(".event-place")).toHaveText(own);
  }
});

test("taken out on the grid, a meeting of a series asks which of the others go too", async ({ people }) => {
  test.slow();
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await plan(page, "Taken out");
  await calendar.open("/calendar/week/2027-04-20");
  const event = calendar.event("Taken out");
  const dialog = page.getByRole("dialog", { name: "Delete which meetings of the series?" });
  await event.focus();
  await page.keyboard.press("Delete");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(event).toBeVisible();

  await event.focus();
  await page.keyboard.press("Delete");
  await dialog.getByRole("radio", { name: "This and the following" }).check();
  await expect(dialog.getByRole("list", { name: "What changes" }).getByRole("listitem")).toHaveCount(3);
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(event).toHaveCount(0);
  await page.getByRole("link", { name: "Next week" }).click();
  await expect(calendar.day("2027-04-27")).toBeVisible();
  await expect(event).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("status").filter({ hasText: "The meetings of the series are back" })).toBeVisible();
  await expect(event).toBeVisible();
});

test("all of a series that was removed comes back by undo", async ({ people }) => {
  test.slow();
  const calendar = new Calendar(await people.signIn("rep2"));
  const { page } = calendar;
  await plan(page, "Comes back");
  await open(calendar, "2027-04-13", "Comes back");
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete which meetings of the series?" });
  await dialog.getByRole("radio", { name: "All" }).check();
  await expect(dialog.getByRole("list", { name: "What changes" }).getByRole("listitem")).toHaveCount(5);
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/calendar\//);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The meetings of the series are back" })).toBeVisible();
  await calendar.open("/calendar/week/2027-05-04");
  await expect(calendar.event("Comes back")).toContainText("10:00");
});

test("a further date stands beside those of the rule", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  await page.goto("/meetings/new?start=2027-05-18T10:00&minutes=60");
  await awake(page);
  await page.getByRole("textbox", { name: "Subject" }).fill("Also on a Friday");
  await page.getByRole("switch", { name: "Repeats" }).check();
  await page.getByLabel("Further dates").fill("2027-05-21");
  await page.getByRole("button", { name: "Add the date" }).click();
  await expect(page.getByRole("list", { name: "Next dates" }).getByRole("listitem").nth(1)).toContainText("21 May 2027");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await calendar.open("/calendar/week/2027-05-18");
  await expect(calendar.day("2027-05-21").locator("[data-event]", { hasText: "Also on a Friday" })).toContainText("10:00");
});

test("invitations to a series are one line, and one answer is for all of them", async ({ people }) => {
  test.slow();
  const [anna, helen] = await Promise.all([people.signIn("rep1"), people.signIn("head")]);
  await anna.goto("/meetings/new?start=2027-05-25T15:00&minutes=60&subject=Weekly+question");
  await awake(anna);
  await anna.getByRole("combobox", { name: "Add a participant" }).fill("head@demo.example");
  await anna.getByRole("listbox").getByRole("option").first().click();
  await anna.getByRole("switch", { name: "Repeats" }).check();
  await anna.getByRole("combobox", { name: "Ends" }).selectOption("After so many");
  await anna.getByRole("spinbutton", { name: "How many times" }).fill("4");
  await anna.getByRole("spinbutton", { name: "How many times" }).press("Tab");
  await expect(anna.getByRole("list", { name: "Next dates" }).getByRole("listitem")).toHaveCount(4);
  await anna.getByRole("button", { name: "Save" }).click();
  await expect(anna).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);

  await helen.goto("/");
  await awake(helen);
  const line = helen.locator(".invitation", { hasText: "Weekly question" });
  await expect(line).toHaveCount(1);
  await expect(line).toContainText("and 3 more of the series");
  await line.getByRole("button", { name: "Accept all" }).click();
  await expect(line).toHaveCount(0);
  const calendar = new Calendar(helen);
  await calendar.open("/calendar/week/2027-06-15");
  await expect(calendar.event("Weekly question")).not.toHaveAttribute("data-answer", /.*/);
});

test("a schedule can be said in words", async ({ people }) => {
  const page = await people.signIn("rep2");
  await page.goto("/meetings/new?start=2027-04-06T10:00&minutes=60&subject=Said+in+words");
  await awake(page);
  await page.getByRole("switch", { name: "Repeats" }).check();
  const words = page.getByRole("textbox", { name: "In words" });
  await words.fill("now and then");
  await words.press("Enter");
  await expect(page.getByText("These words are not understood as a schedule.")).toBeVisible();
  await words.fill("every second Tuesday until 30 June");
  await words.press("Enter");
  await expect(page.getByText("Every 2 weeks on Tuesday until 30 Jun 2027")).toBeVisible();
  await expect(words).toHaveValue("");
  await expectAccessible(page);
  await page.getByRole("spinbutton", { name: "How many", exact: true }).fill("0");
  await page.getByRole("spinbutton", { name: "How many", exact: true }).press("Tab");
  await expect(page.getByText("Every 0 weeks")).toHaveCount(0);
});

test("a series of whole days stands in the row above on each of its dates", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  const { page } = calendar;
  await page.goto("/meetings/new?first=2027-11-13&days=2&subject=Fair&rule=FREQ%3DWEEKLY%3BBYDAY%3DSA%3BCOUNT%3D3");
  await awake(page);
  await expect(page.getByText("Every week on Saturday, 3 times")).toBeVisible();
  const dates = page.getByRole("list", { name: "Next dates" }).getByRole("listitem");
  await expect(dates).toHaveText(["Sat, 13 Nov 2027", "Sat, 20 Nov 2027", "Sat, 27 Nov 2027"]);
  await expect(page.getByText("Further dates follow")).toHaveCount(0);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await calendar.open("/calendar/month/2027-11-13");
  await expect(calendar.event("Fair")).toHaveCount(3);
  for (const [date, count] of [
    ["2027-11-22", 0],
    ["2027-11-21", 1],
  ] as const) {
    await calendar.open(`/calendar/day/${date}`);
    await expect(page.locator(".allday [data-event]", { hasText: "Fair" })).toHaveCount(count);
  }
  await expect(page.locator(".day [data-event]", { hasText: "Fair" })).toHaveCount(0);
});

test("a schedule tells of each date what is in its way, and skips it with one press", async ({ people }) => {
  const [anna, boris] = await Promise.all([people.signIn("rep1"), people.signIn("rep2")]);
  await Promise.all([anna.goto("/meetings/new?start=2027-12-04T10:00&minutes=60&subject=Every+week"), boris.goto("/")]);
  await awake(anna);
  const place = anna.getByLabel("Place");
  await place.selectOption({ index: 1 });
  const room = await place.inputValue();
  const at = (date: string) => ({ start: `${date}T09:30:00Z`, end: `${date}T10:30:00Z` });
  await planned(boris, { subject: "Elsewhere", ...at("2027-12-11") });
  await planned(anna, { subject: "Has the room", place: room, ...at("2027-12-18") });
  await anna.getByRole("combobox", { name: "Add a participant" }).fill(EMAIL.rep2);
  await anna.getByRole("listbox").getByRole("option").first().click();
  await anna.getByRole("switch", { name: "Repeats" }).check();
  const dates = anna.getByRole("list", { name: "Next dates" }).getByRole("listitem");
  const clashes = dates.and(anna.locator("[data-clash]"));
  await expect(clashes).toHaveCount(2);
  await expect(dates.nth(1)).toContainText(/Sat, 11 Dec 2027.*busy: /);
  await expect(dates.nth(1)).not.toContainText("Elsewhere");
  await expect(dates.nth(2)).toContainText("room taken: Has the room");
  await expectAccessible(anna);
  await dates.nth(2).getByRole("button", { name: "Skip Sat, 18 Dec 2027" }).click();
  await expect(dates.nth(2)).toContainText("Sat, 25 Dec 2027");
  await expect(clashes).toHaveCount(1);
  await anna.getByRole("button", { name: /^Bring back/ }).click();
  await expect(clashes).toHaveCount(2);
});

test("a schedule of a million dates is refused in words", async ({ people }) => {
  const page = await people.signIn("rep2");
  await page.goto("/meetings/new?start=2028-05-02T10:00&minutes=60&subject=For+ever");
  await awake(page);
  await page.getByRole("switch", { name: "Repeats" }).check();
  await page.getByRole("combobox", { name: "Ends" }).selectOption("After so many");
  const times = page.getByRole("spinbutton", { name: "How many times" });
  await times.fill("1000000");
  await times.press("Tab");
  const refusal = "That is more than 1000 dates: let it end sooner or come less often.";
  const schedule = page.getByRole("group", { name: "Schedule" });
  await expect(schedule).toContainText(refusal);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").first()).toContainText(refusal);
  await expect(page).toHaveURL(/\/meetings\/new/);
  await expect(page.getByRole("textbox", { name: "Subject" })).toHaveValue("For ever");
  await times.fill("1000");
  await times.press("Tab");
  await expect(schedule).not.toContainText(refusal);
  await expect(schedule.getByText("Every week on Tuesday, 1000 times")).toBeVisible();
  await expect(page.getByText("Further dates follow as they come nearer.")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
});
