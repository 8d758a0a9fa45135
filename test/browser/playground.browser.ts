// Tests the playground in a real browser: it opens, runs its first query, and sends no request to another host. Requires Chromium, so it
// runs with `npm run test:browser` and not with `npm test`; CHROMIUM sets another path.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { startTestApp, type TestApp } from "../support/app.js";
import { readChromiumPath } from "../support/environment.js";
import { Factories } from "../support/factories.js";

const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

describe("playground in a browser", () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  const requested: string[] = [];
  const consoleErrors: string[] = [];

  before(async () => {
    app = await startTestApp();
    await new Factories(app.dataSource).post({ title: "使用 Linux Bridge 搭建 VXLAN Overlay 网络" });
    browser = await chromium.launch({ executablePath: readChromiumPath(), args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
    page.on("request", (request) => requested.push(request.url()));
    page.on("console", (message) => {
      if (message.type() === "error") consoleErrors.push(message.text());
    });
    page.on("pageerror", (error) => consoleErrors.push(String(error)));
    await page.goto(`${app.url}/graphql`, { waitUntil: "load" });
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  test("the playground runs its first query and shows the response", async () => {
    await page.getByRole("button", { name: "Send Request" }).click();
    await page.getByText("200 OK").first().waitFor({ timeout: 15_000 });
    const response = await page.locator(".app-query-result, .query-result, body").first().innerText();
    assert.match(response, /VXLAN Overlay 网络/);
  });

  test("the playground sends no request to another host and logs no error", () => {
    const elsewhere = requested.filter((url) => !url.startsWith(app.url) && !/^(?:data|blob):/.test(url));
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(consoleErrors, []);
  });
});
