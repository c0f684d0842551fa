import { chromium } from "playwright";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const base = "http://127.0.0.1:3400";
const jobs = JSON.parse(process.argv[2]);
for (const { who, path, out, width = 1440, height = 900, locale = "en-GB", scheme = "light", full = true } of jobs) {
  const context = await browser.newContext({ baseURL: base, locale, colorScheme: scheme, timezoneId: "Europe/Berlin", viewport: { width, height } });
  const page = await context.newPage();
  page.on("console", (m) => console.log(out, m.type(), m.text().slice(0, 600)));
  page.on("pageerror", (e) => console.log(out, "ERR", String(e).slice(0, 800)));
  await page.request.post("/sign-in", { form: { email: `${who}@demo.example`, password: "daybook-demo", zone: "Europe/Berlin", to: "/" }, headers: { origin: base }, maxRedirects: 0 });
  await page.goto(path, { timeout: 60000 });
  try { await page.locator("html[data-awake]").waitFor({ state: "attached", timeout: 45000 }); } catch { console.log(out, "not awake"); }
  await page.waitForTimeout(1200);
  await page.screenshot({ path: out, fullPage: full });
  await context.close();
}
await browser.close();
