// Days on which the clocks are changed, in the zones of those who look, and zones in which they never are.
import type { Page } from "@playwright/test";
import { type People, expect, expectAccessible, test } from "../fixtures";
import { Calendar } from "../pages/calendar";

interface Weekend {
  zone: string;
  /** A Sunday on which the clocks change at two or three in the night. */
  sunday: string;
  change: "skipped" | "twice";
  /** Where the odd hour stands on the wall. */
  from: number;
  /** What ten o'clock is in UTC on the Saturday and on the Sunday. */
  saturdayTen: string;
  sundayTen: string;
  /** Elapsed hours from midnight to six. */
  night: number;
}

const WEEKENDS: Weekend[] = [
  {
    zone: "Europe/Berlin",
    sunday: "2027-03-28",
    change: "skipped",
    from: 2,
    saturdayTen: "2027-03-27T09:00:00Z",
    sundayTen: "2027-03-28T08:00:00Z",
    night: 5,
  },
  {
    zone: "Europe/Berlin",
    sunday: "2027-10-31",
    change: "twice",
    from: 2,
    saturdayTen: "2027-10-30T08:00:00Z",
    sundayTen: "2027-10-31T09:00:00Z",
    night: 7,
  },
  {
    zone: "America/New_York",
    sunday: "2027-03-14",
    change: "skipped",
    from: 2,
    saturdayTen: "2027-03-13T15:00:00Z",
    sundayTen: "2027-03-14T14:00:00Z",
    night: 5,
  },
  {
    zone: "America/New_York",
    sunday: "2027-11-07",
    change: "twice",
    from: 1,
    saturdayTen: "2027-11-06T14:00:00Z",
    sundayTen: "2027-11-07T15:00:00Z",
    night: 7,
  },
];

/** A meeting of the one who is signed in, as REST tells it. */
async function kept(page: Page, subject: string, near: string): Promise<{ start: string; end: string }> {
  const middle = new Date(`${near}T12:00:00Z`).getTime();
  const at = (days: number) => new Date(middle + days * 86_400_000).toISOString();
  const answer = await page.request.get("/api/v1/meetings", { params: { from: at(-4), to: at(4) } });
  const { items } = (await answer.json()) as { items: { subject: string; start: string; end: string }[] };
  const found = items.find((meeting) => meeting.subject === subject);
  if (found === undefined) throw new Error(`${subject} is not kept`);
  return { start: found.start, end: found.end };
}

function before(date: string): string {
  return new Date(new Date(`${date}T00:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10);
}

async function calendarIn(zone: string, people: People): Promise<Calendar> {
  return new Calendar(await people.signIn("other", { timezoneId: zone }));
}

for (const { zone, sunday, change, from, saturdayTen, sundayTen, night } of WEEKENDS) {
  test(`in ${zone} ten o'clock is ten o'clock on both days around ${sunday}`, async ({ people }) => {
    const calendar = await calendarIn(zone, people);
    const { page } = calendar;
    const saturday = before(sunday);
    await calendar.open(`/calendar/week/${sunday}`);

    const mark = page.locator(".clock-change");
    await expect(mark).toHaveCount(1);
    await expect(calendar.day(sunday).locator(".clock-change")).toHaveAttribute("data-change", change);
    const [box, column] = [await mark.boundingBox(), await calendar.day(sunday).boundingBox()];
    if (box === null || column === null) throw new Error("the odd hour is not drawn");
    expect((box.y - column.y) / column.height).toBeCloseTo(from / 24, 2);
    expect(box.height / column.height).toBeCloseTo(1 / 24, 2);

    const subject = `Clockwork ${change}`;
    await calendar.plan(saturday, 10, 11, subject);
    await expect(calendar.event(subject)).not.toHaveAttribute("data-pending");
    expect((await kept(page, subject, sunday)).start).toBe(saturdayTen);
    await calendar.carry(subject, { date: sunday, hour: 10 });
    const moved = calendar.day(sunday).locator("[data-event]", { hasText: subject });
    await expect(moved).toContainText("10:00");
    await expect(moved).not.toHaveAttribute("data-pending");
    expect((await kept(page, subject, sunday)).start).toBe(sundayTen);

    const overnight = `Watchkeeping ${change}`;
    await calendar.plan(sunday, 0, 6, overnight);
    await expect(calendar.event(overnight)).not.toHaveAttribute("data-pending");
    const { start, end } = await kept(page, overnight, sunday);
    expect((Date.parse(end) - Date.parse(start)) / 3_600_000).toBe(night);
    await expectAccessible(page);
  });
}

test("what happens in an hour that comes twice says in which of the two", async ({ people }) => {
  const calendar = await calendarIn("Europe/Berlin", people);
  for (const [subject, start, end] of [
    ["Before the hands go back", "2027-10-31T00:15:00Z", "2027-10-31T00:45:00Z"],
    ["After the hands went back", "2027-10-31T01:15:00Z", "2027-10-31T01:45:00Z"],
  ]) {
    const answer = await calendar.page.request.post("/api/v1/meetings", {
      data: { subject, start, end, zone: "UTC" },
    });
    expect(answer.status(), await answer.text()).toBe(201);
  }
  await calendar.open("/calendar/day/2027-10-31");
  await expect(calendar.event("Before the hands go back")).toContainText("UTC+2");
  await expect(calendar.event("After the hands went back")).toContainText("UTC+1");
  const [first, second] = [
    await calendar.event("Before the hands go back").boundingBox(),
    await calendar.event("After the hands went back").boundingBox(),
  ];
  expect(first?.y).toBeCloseTo(second?.y ?? 0, 0);
  expect(Math.abs((first?.x ?? 0) - (second?.x ?? 0))).toBeGreaterThan(20);
});

// At one, since at ten the stories of Berlin have planned something.
for (const [zone, one] of [
  ["Asia/Kolkata", "2027-03-28T07:30:00Z"],
  ["Africa/Johannesburg", "2027-03-28T11:00:00Z"],
] as const) {
  test(`in ${zone} the clocks are never changed`, async ({ people }) => {
    const calendar = await calendarIn(zone, people);
    for (const week of ["2027-03-28", "2027-10-31", "2027-11-07"]) {
      await calendar.open(`/calendar/week/${week}`);
      await expect(calendar.page.locator(".clock-change")).toHaveCount(0);
    }
    await calendar.open("/calendar/week/2027-03-28");
    const subject = `Steady ${zone.replace("/", " ")}`;
    await calendar.plan("2027-03-28", 13, 14, subject);
    await expect(calendar.event(subject)).not.toHaveAttribute("data-pending");
    expect((await kept(calendar.page, subject, "2027-03-28")).start).toBe(one);
  });
}
