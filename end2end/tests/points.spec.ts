import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awake } from "../pages/awake";

/** Does something over REST, as another program would. */
async function post(page: Page, path: string, data: object): Promise<{ id: string }> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post(`/api/v1${path}`, { data, headers: { origin } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** A call of the week that nobody else in these stories looks at; it is worth two points. */
async function plan(page: Page, subject: string, start: string): Promise<string> {
  const kinds = await (await page.request.get("/api/v1/kinds")).json();
  const kind = kinds.items.find((known: { predefined: string | null }) => known.predefined === "call");
  const clients = await (await page.request.get("/api/v1/clients?limit=1")).json();
  const end = new Date(new Date(start).getTime() + 1_800_000).toISOString();
  const client = clients.items[0].id;
  return (await post(page, "/meetings", { subject, kind: kind.id, client, start, end, zone: "Europe/Berlin" })).id;
}

/** Ticks what has to be ticked, and closes it. */
async function close(page: Page, id: string): Promise<void> {
  const origin = new URL(page.url()).origin;
  const card = await (await page.request.get(`/api/v1/meetings/${id}`)).json();
  for (const item of card.checklist.filter((item: { mandatory: boolean }) => item.mandatory)) {
    const note = item.asks === "text" ? { type: "text", text: "Yes" } : { type: "number", number: "1" };
    const data = item.asks === "tick" ? { done: true } : { done: true, note };
    const path = `/api/v1/meetings/${id}/checklist/${item.id}`;
    const answer = await page.request.put(path, { data, headers: { origin } });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
  await post(page, `/meetings/${id}/close`, { result: "Agreed" });
}

const number = (page: Page, name: string) => page.getByRole("link", { name: new RegExp(`^${name}: `) });

test("what is closed is earned, what is reopened is taken back, and what if", async ({ people }) => {
  const [rep, head] = await Promise.all([people.signIn("rep1"), people.signIn("head")]);
  await rep.goto("/");
  await awake(rep);
  const [first] = [await plan(rep, "Call Elm", "2027-03-02T09:00:00Z"), await plan(rep, "Call Fir", "2027-03-03T09:00:00Z")];
  await rep.getByRole("link", { name: "My points" }).click();
  await expect(rep.getByRole("heading", { name: "Points · Week 48" })).toBeVisible();
  await rep.goto("/points?period=2027-W09");
  await awake(rep);
  await expect(number(rep, "Planned")).toHaveText("4");
  await expect(rep.getByText("13 to the threshold of 50 % (13)")).toBeVisible();
  // Nothing of this is kept.
  await expect(rep.getByRole("status").filter({ hasText: "Then it is 4, 16 %" })).toBeVisible();
  await rep.getByRole("checkbox", { name: /Call Fir/ }).uncheck();
  await rep.getByLabel("Further: Presentation").fill("3");
  await expect(rep.getByRole("status").filter({ hasText: "Then it is 26, 104 % of the target" })).toBeVisible();

  const me = (await (await rep.request.get("/api/v1/session")).json()).person;
  await head.goto("/points?period=2027-W09");
  await awake(head);
  const row = head.getByRole("row", { name: new RegExp(me.name) });
  await close(rep, first);
  await expect(number(rep, "Earned")).toHaveText("2", { timeout: 4_000 });
  await expect(row).toContainText("8 %", { timeout: 4_000 });
  // Each number opens to its meetings; closed long before its time, this one is worth a look.
  await number(rep, "Earned").click();
  await expect(rep.locator("[data-meeting]")).toHaveText([/Call Elm.*Closed within five minutes/]);
  await rep.getByRole("button", { name: "Show all" }).click();
  await expect(rep.locator("[data-meeting]")).toHaveCount(2);
  await row.getByRole("link").click();
  await expect(head.locator("[data-meeting]", { hasText: "Call Elm" })).toBeVisible();
  await expectAccessible(head);
  await post(rep, `/meetings/${first}/reopen`, { reason: "Not yet" });
  await expect(number(rep, "Earned")).toHaveCount(0, { timeout: 4_000 });
  await expect(number(rep, "Planned")).toHaveText("4");
});

test("whoever does not lead somebody does not see their points", async ({ people }) => {
  const [rep, other] = await Promise.all([people.signIn("rep1"), people.signIn("other")]);
  await rep.goto("/points");
  const me = (await (await rep.request.get("/api/v1/session")).json()).person;
  await other.goto(`/points?person=${me.id}`);
  await expect(other.getByRole("heading", { name: "These points are not here" })).toBeVisible();
});

test("administrators set targets in the settings", async ({ people }) => {
  const admin = await people.signIn("admin");
  await admin.goto("/settings");
  await awake(admin);
  await admin.getByRole("link", { name: /^Targets/ }).click();
  await admin.getByRole("button", { name: "New target" }).click();
  await admin.getByLabel("Position").fill("Buyer");
  await admin.getByLabel("Points a week").fill("12");
  await admin.getByLabel("Thresholds").fill("80, 50");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("alert")).toBeVisible();
  await admin.getByLabel("Thresholds").fill("50, 80, 120");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("button", { name: /^Buyer 12 a week · 0 a month/ })).toBeVisible();
});

test("a head reads plan against fact, narrows it, and takes it away as a file", async ({ people }) => {
  const head = await people.signIn("head");
  await head.goto("/reports?period=2026-11");
  await awake(head);
  const table = head.getByRole("table");
  const all = table.getByRole("row");
  await expect(all.nth(1)).toBeVisible();
  const download = head.waitForEvent("download");
  await head.getByRole("link", { name: "Export the table" }).click();
  const file = await (await download).path();
  const text = await readFile(file, "utf8");
  expect(text.startsWith("\ufeffPerson,Planned,Done,")).toBe(true);
  expect(text.trim().split("\r\n")).toHaveLength((await all.count()) - 1);
  const name = (await all.nth(1).getByRole("link").textContent()) ?? "";
  await all.nth(1).getByRole("link").click();
  await expect(head.getByRole("link", { name: `Only ${name}` })).toBeVisible();
  await expect(table.getByRole("columnheader", { name: "Client" })).toBeVisible();
  await expect(head.locator("[data-meeting]").first()).toBeVisible();
  await expectAccessible(head);
  await head.getByRole("link", { name: `Only ${name}` }).click();
  await head.getByRole("link", { name: "Department", exact: true }).click();
  await expect(table.getByRole("columnheader", { name: "Department" })).toBeVisible();
});

test("a report that is open follows what happens, and is made again every other second at most", async ({ people }) => {
  const [head, rep] = await Promise.all([people.signIn("head"), people.signIn("rep1")]);
  await rep.goto("/");
  await head.goto("/reports?period=2027-05");
  await awake(head);
  await expect(head.getByText("Nothing was planned")).toBeVisible();
  const asked: number[] = [];
  head.on("request", (request) => {
    if (request.url().includes("/fn/plan_fact")) asked.push(Date.now());
  });
  const whole = head.getByRole("row", { name: /^In all/ });
  const id = await plan(rep, "Report Elm", "2027-05-04T09:00:00Z");
  const line = head.locator(`[data-meeting="${id}"]`);
  await expect(line).toBeVisible();
  await expect(whole).toBeVisible();
  for (const hour of ["10", "11", "12", "13", "14"]) await plan(rep, `Report ${hour}`, `2027-05-04T${hour}:00:00Z`);
  await expect(head.locator("[data-meeting]")).toHaveCount(6);
  await close(rep, id);
  await expect(line).toContainText("Done");
  const gaps = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThan(1_900);
});

test("points and reports are accessible in both languages", async ({ people }) => {
  for (const [name, locale, colorScheme] of [
    ["rep1", "en-GB", "light"],
    ["head", "ru-RU", "dark"],
  ] as const) {
    const page = await people.signIn(name, { locale, colorScheme, viewport: { width: 820, height: 1180 } });
    for (const path of ["/points?period=2026-11", "/reports?period=2026-11&by=client"]) {
      await page.goto(path);
      await awake(page);
      await expectAccessible(page);
    }
  }
});
