import { expect, test } from "../fixtures";
import { Calendar } from "../pages/calendar";

test("without a subject nothing is saved, and nothing is lost", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  await calendar.open("/calendar/week/2026-12-15");
  await calendar.drag("2026-12-20", 9.02, 9.98);
  await calendar.quick.getByRole("button", { name: "Save" }).click();
  await expect(calendar.quick).toBeVisible();
  await expect(calendar.quick.getByLabel("Starts")).toHaveValue("09:00");
  await calendar.page.keyboard.press("Escape");
  await expect(calendar.quick).toBeHidden();
  await expect(calendar.selection).toHaveCount(0);
});

test("everything can be done without a mouse", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  await calendar.open("/calendar/week/2026-12-22");
  const keys = calendar.page.keyboard;
  await calendar.page.getByRole("grid", { name: "Calendar" }).focus();
  await keys.press("ArrowRight");
  await keys.press("ArrowDown");
  await keys.press("Shift+ArrowDown");
  await keys.press("Enter");
  await expect(calendar.quick).toBeVisible();
  await keys.type("By keys alone");
  await keys.press("Enter");
  const event = calendar.event("By keys alone");
  await expect(event).toBeVisible();

  await event.focus();
  const before = await event.textContent();
  await keys.press("Alt+ArrowDown");
  await expect(event).not.toHaveText(before ?? "");
  await event.focus();
  await keys.press("Delete");
  await expect(event).toHaveCount(0);
  await calendar.page.getByRole("button", { name: "Undo" }).click();
  await expect(event).toBeVisible();
  await keys.press("?");
  await expect(calendar.page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});

test("the address names what is shown, and going back goes back", async ({ people }) => {
  const calendar = new Calendar(await people.signIn("rep1"));
  await calendar.open("/calendar/week/2026-11-24");
  await calendar.page.getByRole("link", { name: "Next week" }).click();
  await expect(calendar.day("2026-12-02")).toBeVisible();
  await expect(calendar.page).toHaveURL(/\/calendar\/week\/2026-1/);
  await calendar.page.getByRole("navigation", { name: "View" }).getByRole("link", { name: "Day" }).click();
  await expect(calendar.page).toHaveURL(/\/calendar\/day\//);
  await calendar.page.goBack();
  await expect(calendar.day("2026-12-02")).toBeVisible();
  await calendar.page.getByRole("link", { name: "Today" }).click();
  await expect(calendar.day("2026-11-24")).toBeVisible();
});

test("by finger: a short touch scrolls, a long one chooses time", async ({ people }) => {
  const page = await people.signIn("rep1", { hasTouch: true, viewport: { width: 820, height: 1180 } });
  const calendar = new Calendar(page);
  await calendar.open("/calendar/week/2026-12-22");
  const at = await calendar.point("2026-12-26", 10.1);
  const touch = await page.context().newCDPSession(page);
  const send = (type: string, y: number) =>
    touch.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints: type === "touchEnd" ? [] : [{ x: at.x, y }],
    });

  await send("touchStart", at.y);
  await send("touchMove", at.y - 60);
  await send("touchMove", at.y - 120);
  await send("touchEnd", 0);
  await expect(calendar.selection).toHaveCount(0);

  const again = await calendar.point("2026-12-26", 10.1);
  await send("touchStart", again.y);
  await expect(calendar.selection.first()).toBeVisible();
  const hour = await calendar.hours("2026-12-26", 1);
  await send("touchMove", again.y + hour / 2);
  await send("touchMove", again.y + hour * 1.3);
  await send("touchEnd", 0);
  await expect(calendar.quick).toBeVisible();
});
