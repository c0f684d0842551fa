// What a browser makes of a day of many rooms: Daybook's booking grid, as its users have it.
//
// node rooms.mjs DAYBOOK: the release binary. DAYBOOK_CHROMIUM names the browser, DAYBOOK_BENCH_ROOMS how many rooms there are
// (200), DAYBOOK_BENCH_BOOKINGS how many bookings each has on the day (15), DAYBOOK_BENCH_RUNS how often each thing is done.
import { askAs, idle, inTurn, launch, mark, median, mouseOn, percentile, serveDaybook, shown, windowOf } from "./daybook.mjs";

const [daybook] = process.argv.slice(2);
const ROOMS = Number(process.env.DAYBOOK_BENCH_ROOMS ?? 200);
const BOOKINGS = Number(process.env.DAYBOOK_BENCH_BOOKINGS ?? 15);
const RUNS = Number(process.env.DAYBOOK_BENCH_RUNS ?? 7);
const [TODAY, NEXT] = ["2026-12-15", "2026-12-16"];
const VIEWER = "rep1@demo.example";
const PEOPLE = [VIEWER, "rep2@demo.example", "head@demo.example", "other@demo.example"];
/** The rooms are free from here on, whatever DAYBOOK_BENCH_BOOKINGS says. */
const EVENING = 18.25;
const MOST = 15;
if (BOOKINGS > MOST) throw new Error(`at most ${MOST} bookings of a room find a time before the evening`);

/** Half an hour each, from seven on, with a quarter between them; of some the viewer learns no more than that they are there. */
async function fill(url) {
  const administrator = await askAs(url, "admin@demo.example");
  const { items: rooms } = await administrator("GET", "/places?limit=200");
  while (rooms.length < ROOMS) {
    rooms.push(await administrator("POST", "/places", { name: `Measured ${String(rooms.length).padStart(3, "0")}`, capacity: 8 }));
  }
  // Those that the demo has can be booked at any hour, too.
  const { items: demo } = await administrator("GET", "/places?limit=200");
  for (const { id, name, capacity, equipment } of demo.filter((room) => room.bookable)) {
    await administrator("PUT", `/places/${id}`, { name, capacity, equipment });
  }
  const asks = await Promise.all(PEOPLE.map((email) => askAs(url, email)));
  const wanted = [TODAY, NEXT].flatMap((day, which) =>
    rooms.slice(0, ROOMS).flatMap(({ id: place }, room) =>
      Array.from({ length: BOOKINGS }, (_, slot) => {
        const start = new Date(Date.parse(`${day}T07:00:00Z`) + slot * 45 * 60_000);
        const end = new Date(start.getTime() + 30 * 60_000);
        const subject = `${which === 0 ? "Event" : "Next"} ${room * BOOKINGS + slot}.`;
        // The first and the last one have to be known by their subject.
        const isPrivate = slot % 7 === 3 && slot !== BOOKINGS - 1;
        const booking = { subject, place, start: start.toISOString(), end: end.toISOString(), private: isPrivate };
        return { ask: asks[(room + slot) % asks.length], booking };
      }),
    ),
  );
  await inTurn(wanted, ({ ask, booking }) => ask("POST", "/meetings", booking));
}

// ---------------------------------------------------------------------------------------------- in the page

/** Runs in the page before anything else. */
function instruments() {
  const EVENTS = ".rooms-grid [data-event]";
  const afterPaint = (then) =>
    requestAnimationFrame((began) => {
      const after = new MessageChannel();
      after.port1.onmessage = () => then(performance.now(), began);
      after.port2.postMessage(0);
    });
  const begins = (element, word) => element?.textContent.includes(word);
  const isThere = (count, word) => {
    const events = document.querySelectorAll(EVENTS);
    return events.length === count && begins(events[0], word) && begins(events[count - 1], word);
  };
  /** When all bookings of a day have been painted, and how long the main thread was at each frame that drew some of them. */
  window.painted = (count, word) =>
    new Promise((done, failed) => {
      const frames = [];
      let drew = false;
      new MutationObserver(() => { drew = true; }).observe(document, { childList: true, subtree: true });
      setTimeout(() => failed(new Error(`${document.querySelectorAll(EVENTS).length} bookings of ${count}`)), 60_000);
      const look = () =>
        afterPaint((now, began) => {
          if (drew) frames.push(now - began);
          drew = false;
          if (isThere(count, word)) done({ at: now, frames });
          else look();
        });
      look();
    });
  /** Puts an hour of a room into sight, a little to the right of the names; answers where it is. */
  window.pointAt = (hour, row) => {
    const grid = document.querySelector(".rooms-grid");
    const room = [...document.querySelectorAll("[data-place] .room-times")][row];
    const width = room.getBoundingClientRect().width;
    grid.scrollLeft = (width * hour) / 24 - 200;
    const { left, top, height } = room.getBoundingClientRect();
    return { x: left + (width * hour) / 24, y: top + height / 2, hour: width / 24, row: height };
  };
}

async function opened(browser, url) {
  const context = await windowOf(browser, url, VIEWER);
  await context.addInitScript(instruments);
  const page = await context.newPage();
  await page.goto(`${url}/rooms/${TODAY}`, { waitUntil: "commit" });
  const { at: navigation } = await page.evaluate((count) => window.painted(count, "Event"), ROOMS * BOOKINGS);
  await page.waitForSelector("html[data-awake]");
  // What is read ahead has come, and nothing runs any more.
  await page.waitForLoadState("networkidle");
  await idle(1200);
  return { context, page, navigation };
}

async function nextDay(page) {
  return page.evaluate(
    async ([next, count]) => {
      const before = performance.now();
      const painted = window.painted(count, "Next");
      document.querySelector(`a[href="/rooms/${next}"]`).click();
      const { at, frames } = await painted;
      return { took: at - before, frames };
    },
    [NEXT, ROOMS * BOOKINGS],
  );
}

/** Where what is chosen is drawn. */
const chosen = (page) => page.evaluate(() => document.querySelector("[data-selection]")?.getBoundingClientRect().toJSON());

/** Draws over free time in a room, then carries what is chosen along to other rooms: what each step costs. */
async function dragSteps(page) {
  const { mouse, cost } = await mouseOn(page);
  const from = await page.evaluate(([hour]) => window.pointAt(hour, 1), [EVENING + 0.1]);
  await mouse("mouseMoved", from.x, from.y, 0);
  await mouse("mousePressed", from.x, from.y, 1);
  // The first steps begin the drag; they are not steps of it.
  for (const far of [3, 6, 9]) await mouse("mouseMoved", from.x + far, from.y, 1);
  await idle(300);
  const along = Array.from({ length: STEPS }, (_, step) => ({ x: from.x + 9 + (step + 1) * 4, y: from.y }));
  const drawing = await cost(along);
  const quarter = from.hour / 4;
  const drawn = await chosen(page);
  const end = along.at(-1).x;
  if (drawn === undefined || Math.abs(drawn.right - end) > quarter) throw new Error(`what is drawn does not follow the hand: ${JSON.stringify({ drawn, end })}`);
  await mouse("mouseReleased", end, from.y, 0);
  await idle(300);

  const seized = { x: drawn.left + quarter * 2, y: from.y };
  await mouse("mouseMoved", seized.x, seized.y, 0);
  await mouse("mousePressed", seized.x, seized.y, 1);
  for (const far of [3, 6, 9]) await mouse("mouseMoved", seized.x, seized.y + far, 1);
  await idle(300);
  const rooms = Math.min(ROOMS - 2, 7);
  const down = Array.from({ length: STEPS }, (_, step) => ({ x: seized.x + (step % 3) * 2, y: seized.y + ((step + 1) / STEPS) * rooms * from.row }));
  const carrying = await cost(down);
  const carried = await chosen(page);
  const hand = down.at(-1).y;
  if (carried === undefined || carried.top > hand || hand > carried.bottom) throw new Error(`what is carried does not follow the hand: ${JSON.stringify({ carried, hand })}`);
  await mouse("mouseReleased", seized.x, hand, 0);
  await idle(300);
  const stays = await chosen(page);
  if (stays === undefined || Math.abs(stays.top - carried.top) > 2) throw new Error("what was carried is not where it was let go");
  await page.keyboard.press("Escape");
  return { drawing, carrying };
}

const STEPS = 60;

// ---------------------------------------------------------------------------------------------- the tables

const noted = { navigation: [], next: [], frames: [], drawing: [], carrying: [] };
const browser = await launch();
const served = await serveDaybook(daybook, fill);
try {
  for (let run = 0; run < RUNS; run += 1) {
    const { context, page, navigation } = await opened(browser, served.url);
    const { drawing, carrying } = await dragSteps(page);
    const { took, frames } = await nextDay(page);
    await context.close();
    noted.navigation.push(navigation);
    noted.next.push(took);
    noted.frames.push(...frames);
    noted.drawing.push(...drawing);
    noted.carrying.push(...carrying);
  }
} finally {
  await served.stop();
  await browser.close();
}

console.log(`\nA day of ${ROOMS} rooms with ${ROOMS * BOOKINGS} bookings${"".padEnd(14)}${"median".padStart(8)}${"95 %".padStart(8)}`);
const line = (what, numbers) => console.log(`${what.padEnd(52)}${shown(median(numbers)).padStart(8)}${shown(percentile(numbers, 0.95)).padStart(8)}`);
line("from the navigation to the painted day, ms", noted.navigation);
line("the next day, from the click, ms", noted.next);
line("a frame that draws some of it, ms", noted.frames);
line("a step of drawing over free time, ms", noted.drawing);
line("a step of carrying to other rooms, ms", noted.carrying);

console.log("\nWhat was set out to be reached");
mark("a frame of painting the next day, median", median(noted.frames), 16.7, " ms");
mark("a step of drawing over free time, median", median(noted.drawing), 16.7, " ms");
mark("a step of carrying to other rooms, median", median(noted.carrying), 16.7, " ms");
