// What the browser holds of a calendar, and how little of it is drawn again.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";

async function headers(page: Page): Promise<Record<string, string>> {
  const session = await page.request.get("/api/v1/session");
  return { origin: new URL(session.url()).origin };
}

/** Plans over REST, as another program would; the id, and what `If-Match` names. */
async function plan(page: Page, subject: string, start: string, end: string): Promise<{ id: string; seen: string }> {
  const answer = await page.request.post("/api/v1/meetings", {
    data: { subject, start, end },
    headers: await headers(page),
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return { id, seen: answer.headers()["etag"] ?? "" };
}

/** Gives it another subject, as another program would. */
async function revise(page: Page, { id, seen }: { id: string; seen: string }, subject: string): Promise<void> {
  const revised = await page.request.patch(`/api/v1/meetings/${id}`, {
    data: { subject },
    headers: { ...(await headers(page)), "if-match": seen },
  });
  expect(revised.status(), await revised.text()).toBe(200);
}

test("what somebody else changes redraws one meeting and nothing beside it", async ({ people }) => {
  const page = await people.signIn("rep1");
  const calendar = new Calendar(page);
  // Over one another on one day, and more on the others.
  for (const [number, day] of ["07", "07", "07", "07", "08", "09"].entries()) {
    const [from, to] = [`2027-12-${day}T0${8 + (number % 2)}:00:00Z`, `2027-12-${day}T1${number % 2}:30:00Z`];
    await plan(page, `Stays ${number}`, from, to);
  }
  const changed = await plan(page, "Says something", "2027-12-07T08:00:00Z", "2027-12-07T09:00:00Z");
  await calendar.open("/calendar/week/2027-12-07");
  await expect(calendar.event("Stays")).toHaveCount(6);
  const grid = page.getByRole("grid", { name: "Calendar" });
  const log = await grid.evaluateHandle((grid) => {
    const log: { added: string[]; removed: string[]; others: string[] } = { added: [], removed: [], others: [] };
    const names = (nodes: NodeList) =>
      [...nodes].map((node) => (node instanceof HTMLElement ? (node.dataset.event ?? node.outerHTML) : node.nodeName));
    new MutationObserver((records) => {
      for (const { type, target, attributeName, addedNodes, removedNodes } of records) {
        if (type === "childList") {
          log.added.push(...names(addedNodes));
          log.removed.push(...names(removedNodes));
        } else if (!(target instanceof HTMLElement && target.closest(".now"))) {
          log.others.push(`${attributeName ?? type} of ${target.nodeName}`);
        }
      }
    }).observe(grid, { subtree: true, childList: true, attributes: true, characterData: true });
    return log;
  });

  await revise(page, changed, "Says something else");
  await expect(calendar.event("Says something else")).toBeVisible();
  expect(await log.jsonValue()).toEqual({ added: [changed.id], removed: [changed.id], others: [] });
});

test("what is dragged is seen to be on its way although somebody changes it meanwhile", async ({ people }) => {
  const page = await people.signIn("rep2");
  const calendar = new Calendar(page);
  const carried = await plan(page, "Carried", "2028-01-11T10:00:00Z", "2028-01-11T11:00:00Z");
  await calendar.open("/calendar/week/2028-01-11");
  const box = await calendar.event("Carried").boundingBox();
  if (box === null) throw new Error("what is to be carried is not shown");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 2, { steps: 4 });
  await revise(page, carried, "Renamed on its way");
  const renamed = calendar.event("Renamed on its way");
  await expect(renamed).toHaveAttribute("data-moving");
  await page.keyboard.press("Escape");
  await expect(renamed).not.toHaveAttribute("data-moving");
  await page.mouse.up();
});

test("the weeks to both sides are there before they are asked for", async ({ people }) => {
  const page = await people.signIn("rep2", { serviceWorkers: "block" });
  const calendar = new Calendar(page);
  await plan(page, "A week later", "2027-12-28T09:00:00Z", "2027-12-28T10:00:00Z");
  await plan(page, "A week earlier", "2027-12-14T09:00:00Z", "2027-12-14T10:00:00Z");
  let read = 0;
  page.on("requestfinished", (request) => {
    if (request.url().endsWith("/fn/calendar")) read += 1;
  });
  await calendar.open("/calendar/week/2027-12-21");
  await expect.poll(() => read).toBe(2);
  // From now on nobody who asks for a calendar is answered.
  await page.route("**/fn/calendar", (route) => route.abort());
  await page.getByRole("link", { name: "Next week" }).click();
  await expect(calendar.event("A week later")).toBeVisible();
  await page.getByRole("link", { name: "Previous week" }).click();
  await page.getByRole("link", { name: "Previous week" }).click();
  await expect(calendar.event("A week earlier")).toBeVisible();
});

test("what was drawn ahead is drawn anew where somebody changes it meanwhile", async ({ people }) => {
  const page = await people.signIn("rep1", { serviceWorkers: "block" });
  const calendar = new Calendar(page);
  const changed = await plan(page, "Drawn ahead", "2028-01-11T09:00:00Z", "2028-01-11T10:00:00Z");
  await plan(page, "Stays ahead", "2028-01-12T09:00:00Z", "2028-01-12T10:00:00Z");
  let read = 0;
  page.on("requestfinished", (request) => {
    if (request.url().endsWith("/fn/calendar")) read += 1;
  });
  await calendar.open("/calendar/week/2028-01-04");
  await expect.poll(() => read).toBe(2);
  const here = await plan(page, "Tells that it was heard", "2028-01-04T09:00:00Z", "2028-01-04T10:00:00Z");
  expect(here.id).not.toBe(changed.id);
  const revised = await page.request.patch(`/api/v1/meetings/${changed.id}`, {
    data: { subject: "Called otherwise" },
    headers: { ...(await headers(page)), "if-match": changed.seen },
  });
  expect(revised.status(), await revised.text()).toBe(200);
  await expect(calendar.event("Tells that it was heard")).toBeVisible();
  await page.getByRole("link", { name: "Next week" }).click();
  await expect(calendar.event("Stays ahead")).toBeVisible();
  await expect(calendar.event("Called otherwise")).toBeVisible();
  await expect(calendar.event("Drawn ahead")).toHaveCount(0);
});
