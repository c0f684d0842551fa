// What a browser makes of a full week: Daybook, the same by hand, and FullCalendar, in one run on the same events.
//
// node grid.mjs DAYBOOK: the release binary. DAYBOOK_CHROMIUM names the browser, DAYBOOK_BENCH_EVENTS how many events a
// week has (200,1000,5000), DAYBOOK_BENCH_RUNS how often each thing is done, DAYBOOK_BENCH_ONLY whom to measure.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { askAs, here, idle, inTurn, launch, mark, median, mouseOn, percentile, serveDaybook, shown, windowOf } from "./daybook.mjs";

const [daybook] = process.argv.slice(2);
const sizes = (process.env.DAYBOOK_BENCH_EVENTS ?? "200,1000,5000").split(",").map(Number);
const runs = (events) => Number(process.env.DAYBOOK_BENCH_RUNS ?? (events > 1000 ? 5 : 7));
/** In so many of the runs a drag is followed. */
const DRAGS = 3;
const MONDAY = "2026-11-23";
const PERSON = "rep1@demo.example";

// ---------------------------------------------------------------------------------------------- the pages

/** The peers' pages and libraries, with the events in the page as Daybook has them in its HTML. */
async function servePeers(events) {
  const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://peers").pathname);
    const [root, file] = path.startsWith("/npm/") ? ["node_modules", path.slice(5)] : ["peers", path];
    let body;
    try {
      body = readFileSync(join(here, root, file));
    } catch {
      response.writeHead(404).end();
      return;
    }
    if (extname(path) === ".html") {
      const data = `<script>const MONDAY = ${JSON.stringify(MONDAY)}, EVENTS = ${JSON.stringify(events)};</script>`;
      body = body.toString().replace("</title>", () => `</title>${data}`);
    }
    response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** One person has so many overlapping events in each of two weeks, the same every time: from seven on, half an hour to two hours long. */
async function fill(url, events) {
  const ask = await askAs(url, PERSON);
  const wanted = [0, 1].flatMap((week) =>
    Array.from({ length: events }, (_, number) => {
      const start = new Date(`${MONDAY}T07:00:00Z`);
      start.setUTCDate(start.getUTCDate() + week * 7 + (number % 7));
      // Two primes: spread over the day, and never the same pattern twice.
      start.setUTCMinutes(15 * ((number * 7919 + week * 13) % 44));
      const minutes = 30 + 15 * ((number * 104729 + week * 7) % 7);
      const end = new Date(start.getTime() + minutes * 60_000);
      return { subject: `${week === 0 ? "Event" : "Next"} ${number}.`, start: start.toISOString(), end: end.toISOString() };
    }),
  );
  const drawn = [];
  await inTurn(wanted, async (event) => {
    const { id } = await ask("POST", "/meetings", event);
    const local = (instant) => instant.slice(0, 19);
    drawn.push({ id, title: event.subject, start: local(event.start), end: local(event.end) });
  });
  return drawn;
}

/** What is measured: where it is, what an event is called there, and how one goes on. */
function contestants(daybookUrl, peersUrl) {
  const peer = (name, page, event, ghost, next) => ({ name, url: `${peersUrl}/${page}.html`, event, ghost, next });
  return [
    {
      name: "Daybook",
      url: `${daybookUrl}/calendar/week/${MONDAY}`,
      event: "[data-event]",
      ghost: "[data-selection]",
      next: () => document.querySelector('a[href="/calendar/week/2026-11-30"]').click(),
      ready: "html[data-awake]",
      signIn: daybookUrl,
    },
    peer("by hand", "hand", "[data-event]", ".ghost", () => document.querySelector("#next").click()),
    peer("FullCalendar 7", "fullcalendar-7", ".event-of-week", ".event-of-week.moving", () => window.next()),
    peer("FullCalendar 6", "fullcalendar-6", ".event-of-week", ".fc-event-mirror", () => window.next()),
  ];
}

// ---------------------------------------------------------------------------------------------- in the page

/** Runs in the page before anything else. */
function instruments() {
  // The memory of a program is known to whoever makes it only.
  for (const make of ["instantiate", "instantiateStreaming"]) {
    const made = WebAssembly[make];
    WebAssembly[make] = async (...wanted) => {
      const program = await made.apply(WebAssembly, wanted);
      window.programMemory ??= (program.instance ?? program).exports.memory;
      return program;
    };
  }
  const begins = (element, word) => element?.textContent.includes(word);
  const there = (selector, count, word) => {
    const events = document.querySelectorAll(selector);
    return events.length >= count && begins(events[0], word) && begins(events[events.length - 1], word);
  };
  const nextFrame = () => new Promise((begins) => requestAnimationFrame(begins));
  /** When the frame has been painted that comes next. */
  const painted = async () => {
    await nextFrame();
    const after = new MessageChannel();
    await new Promise((done) => {
      after.port1.onmessage = done;
      after.port2.postMessage(0);
    });
    return performance.now();
  };
  /** When as many events as there are have been painted whose text has this word. */
  window.painted = async (selector, count, word) => {
    while (!there(selector, count, word)) await nextFrame();
    return painted();
  };
  /** Milliseconds from an act until that. Whoever draws behind the act, but in the same frame, is not given a frame more. */
  window.paintedAfter = async (act, ...wanted) => {
    const before = performance.now();
    await new Promise((drawn) => {
      const look = () => {
        if (!there(...wanted)) return;
        changes.disconnect();
        drawn();
      };
      const changes = new MutationObserver(look);
      changes.observe(document, { subtree: true, childList: true });
      act();
      look();
    });
    return (await painted()) - before;
  };
}

async function opened(browser, contestant) {
  const context = await windowOf(browser, contestant.signIn, PERSON);
  await context.addInitScript(instruments);
  const page = await context.newPage();
  await page.goto(contestant.url, { waitUntil: "commit" });
  const navigation = await page.evaluate(([event, count]) => window.painted(event, count, "Event"), [contestant.event, contestant.count]);
  const shown = await page.locator(contestant.event).count();
  if (shown !== contestant.count) throw new Error(`${contestant.name} shows ${shown} events of ${contestant.count}`);
  if (contestant.ready !== undefined) await page.waitForSelector(contestant.ready);
  // What is read ahead has come, and nothing runs any more.
  await page.waitForLoadState("networkidle");
  await idle(1200);
  return { context, page, navigation };
}

async function nextWeek(page, { event, count, next }) {
  return page.evaluate(`window.paintedAfter(${next}, ${JSON.stringify(event)}, ${count}, "Next")`);
}

/** A mouse, and the event that it can seize in the middle of what is seen. */
async function handOn(page, { event, name }) {
  const seized = await page.evaluate((event) => {
    for (const element of document.querySelectorAll(event)) {
      const { x, y, width, height } = element.getBoundingClientRect();
      const at = { x: x + width / 2, y: y + height / 2 };
      const seen = at.x > 400 && at.x < 900 && at.y > 250 && at.y < 500 && height > 30;
      if (seen && document.elementFromPoint(at.x, at.y)?.closest(event) === element) {
        const subject = /(Event|Next) \d+\./.exec(element.textContent)[0];
        return { at, subject, top: y };
      }
    }
    return undefined;
  }, event);
  if (seized === undefined) throw new Error(`${name}: no event can be seized`);
  return { ...(await mouseOn(page)), ...seized };
}

/** Milliseconds of the main thread for each step of a drag over two days. */
async function dragSteps(page, contestant) {
  const { mouse, cost, at: from, subject, top } = await handOn(page, contestant);
  await mouse("mouseMoved", from.x, from.y, 0);
  await mouse("mousePressed", from.x, from.y, 1);
  // The first steps begin the drag; they are not steps of it.
  for (const far of [3, 6, 9]) await mouse("mouseMoved", from.x, from.y + far, 1);
  await idle(300);
  const down = (step) => 9 + ((step * 11) % 240);
  const steps = await cost(Array.from({ length: STEPS }, (_, step) => ({ x: from.x + (step + 1) * 5, y: from.y + down(step + 1) })));
  // What moves is where the hand is.
  const moved = await page.evaluate(
    ([ghost, subject]) => {
      const moving = [...document.querySelectorAll(ghost)].filter((element) => element.textContent.includes(subject));
      return moving.map((element) => element.getBoundingClientRect().toJSON());
    },
    [contestant.ghost, subject],
  );
  const hand = { x: from.x + STEPS * 5, top: top + down(STEPS) };
  const follows = moved.some((box) => box.left <= hand.x && hand.x <= box.right && Math.abs(box.top - hand.top) < HALF_AN_HOUR);
  if (!follows) throw new Error(`${contestant.name}: nothing follows the hand: ${JSON.stringify({ hand, moved })}`);
  await page.keyboard.press("Escape");
  await mouse("mouseReleased", hand.x, from.y + down(STEPS), 0);
  return steps;
}

const STEPS = 60;
/** Pixels; nobody here draws an hour higher than 96. */
const HALF_AN_HOUR = 48;

/** Whoever is let go stays where it was let go: a drag that is measured is one that works. */
async function dragAndDrop(page, contestant) {
  const { mouse, at, subject, top } = await handOn(page, contestant);
  const far = { x: 170, y: 110 };
  await mouse("mouseMoved", at.x, at.y, 0);
  await mouse("mousePressed", at.x, at.y, 1);
  for (const part of [0.1, 0.5, 1]) await mouse("mouseMoved", at.x + far.x * part, at.y + far.y * part, 1);
  await idle(100);
  await mouse("mouseReleased", at.x + far.x, at.y + far.y, 0);
  await page.waitForFunction(
    ([event, subject, x, top, near]) => {
      const named = [...document.querySelectorAll(event)].filter((element) => element.textContent.includes(subject));
      const boxes = named.map((element) => element.getBoundingClientRect());
      return boxes.some((box) => box.left + box.width / 2 > x && Math.abs(box.top - top) < near);
    },
    [contestant.event, subject, at.x, top + far.y, HALF_AN_HOUR],
    { timeout: 10_000 },
  ).catch(() => { throw new Error(`${contestant.name}: what was dragged is not where it was let go`); });
}

async function memory(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const wasm = await page.evaluate(() => window.programMemory?.buffer.byteLength ?? 0);
  return { heap: usedSize / 1e6, wasm: wasm / 1e6 };
}

// ---------------------------------------------------------------------------------------------- the tables

const results = new Map();
const browser = await launch();
try {
  for (const events of sizes) {
    const served = await serveDaybook(daybook, (url) => fill(url, events));
    const peers = await servePeers(served.data);
    const all = contestants(served.url, peers.url).map((contestant) => ({ ...contestant, count: events }));
    const only = process.env.DAYBOOK_BENCH_ONLY?.split(",");
    const measured = all.filter(({ name }) => only === undefined || only.some((word) => name.includes(word)));
    try {
      for (let run = 0; run < runs(events); run += 1) {
        // One after the other in each run, so that what else the machine does falls on all of them.
        for (const contestant of measured) {
          const { context, page, navigation } = await opened(browser, contestant);
          const held = await memory(page);
          const steps = run < DRAGS ? await dragSteps(page, contestant) : [];
          const next = await nextWeek(page, contestant);
          // Last of all, for it changes what the others are measured on.
          if (run === runs(events) - 1) await dragAndDrop(page, contestant);
          await context.close();
          const key = `${contestant.name} ${events}`;
          const noted = results.get(key) ?? { navigation: [], next: [], steps: [], heap: [], wasm: [] };
          noted.navigation.push(navigation);
          noted.next.push(next);
          noted.steps.push(...steps);
          noted.heap.push(held.heap);
          noted.wasm.push(held.wasm);
          results.set(key, noted);
        }
      }
    } finally {
      peers.stop();
      await served.stop();
    }
  }
} finally {
  await browser.close();
}

const names = [...new Set([...results.keys()].map((key) => key.replace(/ \d+$/, "")))];
const table = (title, of) => {
  console.log(`\n${title}\n${"".padEnd(18)}${sizes.map((size) => `${size} events`.padStart(14)).join("")}`);
  for (const name of names) {
    const line = sizes.map((size) => shown(of(results.get(`${name} ${size}`) ?? {})).padStart(14));
    console.log(`${name.padEnd(18)}${line.join("")}`);
  }
};
const middle = (field) => (noted) => (noted[field]?.length ? median(noted[field]) : undefined);
table("From the navigation to the painted week, ms, median", middle("navigation"));
table("The next week, which is held, ms, median", middle("next"));
table("A step of a drag, ms of the main thread, 95th percentile", ({ steps }) => (steps?.length ? percentile(steps, 0.95) : undefined));
table("A step of a drag, ms of the main thread, median", middle("steps"));
table("JavaScript's memory, MB", middle("heap"));
table("WebAssembly's memory, MB", middle("wasm"));

console.log("\nWhat was set out to be reached");
for (const size of sizes) {
  const [ours, best, hand] = ["Daybook", "FullCalendar 7", "by hand"].map((name) => results.get(`${name} ${size}`));
  if (ours === undefined) continue;
  if (best !== undefined) {
    mark(`the next week of ${size} beside FullCalendar 7`, median(ours.next) / median(best.next), 0.5, " ×");
    mark(`navigation to ${size} beside FullCalendar 7`, median(ours.navigation) / median(best.navigation), 1, " ×");
  }
  if (hand !== undefined && size === 1000) {
    mark(`the next week of ${size} beside the same by hand`, median(ours.next) / median(hand.next), 1.5, " ×");
  }
  mark(`a step of a drag among ${size}, 95th percentile`, percentile(ours.steps, 0.95), size > 1000 ? 16.7 : 5, " ms");
}
