import { EMAIL, PASSWORD, expect, expectAccessible, test } from "../fixtures";

test("the sign-in page opens, and everybody can use it", async ({ people }) => {
  const page = await people.visitor();
  await page.goto("/sign-in");
  await expect(page).toHaveTitle(/Sign in/);
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await expectAccessible(page);
});

test("whoever is not signed in is led to the sign-in page, and back", async ({ people }) => {
  const page = await people.visitor();
  await page.goto("/calendar/week/2026-11-23");
  await expect(page).toHaveURL(/\/sign-in\?to=/);
  await page.getByLabel("E-mail").fill(EMAIL.rep1);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/calendar\/week\/2026-11-23$/);
});

test("the page tells the browser what to refuse", async ({ request }) => {
  const answer = await request.get("/sign-in");
  const headers = answer.headers();
  expect(answer.status()).toBe(200);
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=-]+' 'wasm-unsafe-eval'/);
  expect(headers).toMatchObject({
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
  });
  expect(headers["permissions-policy"]).toContain("geolocation=()");
});
