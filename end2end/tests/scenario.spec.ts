// The story that Daybook was made for, from the plan of a meeting to its end, as its users live it: a room is taken from
// eleven to one, free time is dragged over beside it and chosen, a department is invited, one of them answers, the work
// is done and ticked off, and the meeting is closed and gone.
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";
import { Calendar } from "../pages/calendar";
import { Finger, type Hand, Mouse } from "../pages/hand";
import { Rooms, book } from "../pages/rooms";

interface Telling {
  language: string;
  /** A Saturday of September 2027, when nobody of the demo organisation meets. Berlin is two hours ahead of UTC. */
  date: string;
  options: BrowserContextOptions;
  hand: (page: Page) => Promise<Hand>;
  words: Record<
    | "accept"
    | "checklist"
    | "choose"
    | "close"
    | "closed"
    | "done"
    | "find"
    | "inProgress"
    | "more"
    | "offer"
    | "participants"
    | "pick"
    | "place"
    | "result"
    | "save"
    | "start"
    | "starts"
    | "subject",
    string
  > & { all: RegExp };
}

const tellings: Telling[] = [
  {
    language: "English, with a mouse",
    date: "2027-09-04",
    options: { locale: "en-GB", viewport: { width: 1440, height: 900 } },
    hand: (page) => Promise.resolve(new Mouse(page)),
    words: {
      accept: "Accept",
      all: /^Choose all: \d+$/,
      checklist: "Checklist",
      choose: "Choose",
      close: "Close the meeting",
      closed: "Closed",
      done: "Done",
      find: "Find a free room",
      inProgress: "In progress",
      more: "More options",
      offer: "Everything is done. Close the meeting?",
      participants: "Participants",
      pick: "Pick",
      place: "Place",
      result: "Result",
      save: "Save",
      start: "Start",
      starts: "Start",
      subject: "Subject",
    },
  },
  {
    language: "Russian, by touch",
    date: "2027-09-11",
    options: { locale: "ru-RU", viewport: { width: 820, height: 1180 }, hasTouch: true },
    hand: (page) => Finger.on(page),
    words: {
      accept: "Принять",
      all: /^Выбрать всех: \d+$/,
      checklist: "Чек-лист",
      choose: "Выбрать",
      close: "Закрыть встречу",
      closed: "Закрыто",
      done: "Готово",
      find: "Найти свободную переговорную",
      inProgress: "В работе",
      more: "Подробнее",
      offer: "Все пункты выполнены. Закрыть встречу?",
      participants: "Участники",
      pick: "Подобрать",
      place: "Где",
      result: "Результат",
      save: "Сохранить",
      start: "Начать",
      starts: "Начало",
      subject: "Тема",
    },
  },
];

for (const { language, date, options, hand, words } of tellings) {
  test(`a meeting from the plan to its end, in ${language}`, async ({ people }) => {
    // Two people, and all that a meeting is.
    test.slow();
    const [anna, boris] = await Promise.all([people.signIn("rep1", options), people.signIn("rep2", options)]);
    const [hers, his] = [await hand(anna), await hand(boris)];
    const subject = `Budget of ${date}`;

    // Boris has the room from eleven to one.
    await new Rooms(boris).open(date);
    await book(boris, 0, `Board, ${date}`, `${date}T09:00:00Z`, `${date}T11:00:00Z`);

    // Anna draws an hour in her calendar, and goes on to the card.
    const calendar = new Calendar(anna);
    await calendar.open(`/calendar/day/${date}`);
    const at = await calendar.point(date, 11.02);
    await hers.draw(at, { x: at.x, y: at.y + (await calendar.hours(date, 0.96)) });
    await calendar.quick.getByLabel(words.subject).fill(subject);
    await hers.press(calendar.quick.getByRole("link", { name: words.more }));
    await expect(anna.getByRole("textbox", { name: words.starts })).toHaveValue("11:00");
    await expect(anna.getByRole("textbox", { name: words.subject })).toHaveValue(subject);

    // The grid of the rooms shows what is taken; beside it the time is free.
    await hers.press(anna.getByRole("button", { name: words.find }));
    const rooms = new Rooms(anna);
    await expect(rooms.event(`Board, ${date}`)).toBeVisible();
    const free = await rooms.point(0, 13.02);
    await hers.draw(free, { x: free.x + (await rooms.hours(0, 0.96)), y: free.y });
    await expect(rooms.words).toContainText("13:00");
    await expect(rooms.words).toContainText("14:00");
    await expectAccessible(anna, "dialog");
    await hers.press(anna.getByRole("dialog").getByRole("button", { name: words.choose, exact: true }));
    await expect(anna.getByRole("textbox", { name: words.starts })).toHaveValue("13:00");
    await expect(anna.getByRole("combobox", { name: words.place, exact: true })).not.toHaveValue("");

    // Everybody in Sales is invited.
    await hers.press(anna.getByRole("button", { name: words.pick, exact: true }));
    const picker = anna.getByRole("dialog");
    await hers.press(picker.getByRole("treeitem", { name: "Sales", exact: true }));
    await hers.press(picker.getByRole("button", { name: words.all }));
    await hers.press(picker.getByRole("button", { name: words.done }));
    await expect(picker).toBeHidden();
    const invited = anna.getByRole("region", { name: words.participants }).getByRole("listitem");
    expect(await invited.count()).toBeGreaterThan(2);
    await hers.press(anna.getByRole("button", { name: words.save, exact: true }));
    await expect(anna).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);

    // It stands in Boris' calendar and asks to be answered; Anna sees the answer.
    const another = new Calendar(boris);
    await another.open(`/calendar/day/${date}`);
    await another.point(date, 13);
    await expect(another.event(subject)).toHaveAttribute("data-answer", "maybe");
    await boris.goto(new URL(anna.url()).pathname);
    await awake(boris);
    const accepted = anna.locator('.person[data-answer="accepted"]');
    const before = await accepted.count();
    await his.press(boris.getByRole("button", { name: words.accept, exact: true }));
    await expect(accepted).toHaveCount(before + 1, { timeout: 2_000 });

    // The work begins, and both tick what is done.
    await hers.press(anna.getByRole("button", { name: words.start, exact: true }));
    const state = (page: Page) => page.locator(".step[aria-current]");
    await expect(state(anna)).toHaveText(words.inProgress);
    await expect(state(boris)).toHaveText(words.inProgress, { timeout: 2_000 });
    const items = (page: Page) => page.getByRole("region", { name: words.checklist }).getByRole("checkbox");
    const count = await items(anna).count();
    expect(count).toBeGreaterThan(1);
    await his.press(items(boris).first());
    await expect(items(anna).first()).toBeChecked({ timeout: 2_000 });
    for (let item = 1; item < count; item += 1) await hers.press(items(anna).nth(item));

    // The last tick offers to finish.
    const offer = anna.getByRole("dialog", { name: words.offer });
    await expect(offer).toBeVisible();
    await offer.getByLabel(words.result).fill("42");
    await hers.press(offer.getByRole("button", { name: words.close }));
    await expect(state(anna)).toHaveText(words.closed);
    await expect(state(boris)).toHaveText(words.closed, { timeout: 2_000 });

    // It is gone from the calendars of both, and the room is free again.
    for (const page of [anna, boris]) {
      const left = new Calendar(page);
      await left.open(`/calendar/day/${date}`);
      await left.point(date, 13);
      await expect(page.getByRole("grid").first()).toBeVisible();
      await expect(left.event(subject)).toHaveCount(0);
    }
    const freed = new Rooms(anna);
    await freed.open(date);
    await expect(freed.event(`Board, ${date}`)).toBeVisible();
    await expect(freed.event(subject)).toHaveCount(0);
  });
}
