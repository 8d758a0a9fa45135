// Tests the page of an import's report in a real browser: no script of a source runs, nothing is requested, and nothing is wider than a
// small screen. Requires Chromium, so it runs with `npm run test:browser`; CHROMIUM sets another path.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import type { ImportReport } from "../../src/intake/importers/import-report.js";
import { htmlReport } from "../../src/intake/importers/report/html-report.js";
import { importedPost, importPosts } from "../intake/importers/import-fixture.js";
import { hostileReport } from "../intake/importers/report/report-fixture.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readChromiumPath } from "../support/environment.js";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const HOSTILE = `</title></style></pre></section><script>document.documentElement.dataset.hit = 1</script><img src="https://elsewhere.example/x.png" onerror="document.documentElement.dataset.hit = 2"><svg onload="document.documentElement.dataset.hit = 3"></svg>`;
const BODY = `${HOSTILE}

<dl><dd><div><dd>x</dd></div></dd></dl> ![图](https://elsewhere.example/y.png) [a](javascript:document.documentElement.dataset.hit=4)

| ${"a long cell | ".repeat(20)}
|${"---|".repeat(20)}
| ${"b | ".repeat(20)}

\`\`\`
${"no-break-in-a-line-of-code".repeat(20)}
\`\`\`

<iframe src="https://elsewhere.example/frame"></iframe> <video src="https://elsewhere.example/v.mp4"></video>`;

describe("the page of an import's report in a browser", () => {
  let app: TestApp;
  let browser: Browser;
  let folder: string;

  before(async () => {
    app = await startTestApp();
    browser = await chromium.launch({ executablePath: readChromiumPath(), args: FLAGS });
    folder = await mkdtemp(join(tmpdir(), "import-report-"));
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await rm(folder, { recursive: true });
  });

  /** Opens the page and returns it with what it requested and complained about. */
  async function open(report: ImportReport, width: number): Promise<{ page: Page; events: string[] }> {
    const path = join(folder, "report.html");
    await writeFile(path, htmlReport(report));
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const events: string[] = [];
    page.on("request", (request) => {
      if (request.url() !== pathToFileURL(path).href) events.push(`request of ${request.url()}`);
    });
    page.on("console", (message) => events.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => events.push(String(error)));
    await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
    return { page, events };
  }

  const widthOf = (page: Page) => page.evaluate("document.documentElement.scrollWidth");
  const hitOf = (page: Page) => page.evaluate("document.documentElement.dataset.hit ?? null");

  test("a hostile post runs nothing, requests nothing and stays in its box", async () => {
    const posts = [importedPost("a", { title: HOSTILE, source: BODY, formerPaths: ["/old/a"] }), importedPost("b")];
    const report = await importPosts(app.dataSource, posts, { isDryRun: true });
    for (const width of [390, 1280]) {
      const { page, events } = await open(report, width);
      assert.deepEqual(events, []);
      assert.equal(await hitOf(page), null);
      assert.equal(await widthOf(page), width);
      assert.equal(await page.locator("article.sample h3").first().innerText(), HOSTILE);
      // The second post begins outside of the first, whatever the first contains.
      assert.equal(await page.locator("section#posts > article.sample").count(), 2);
      assert.equal(await page.locator("article.sample article.sample, main script, main img, main iframe").count(), 0);
      await page.close();
    }
  });

  test("hostile text in every field of the report is shown as text", async () => {
    const { page, events } = await open(hostileReport(HOSTILE), 390);
    assert.deepEqual(events, []);
    assert.equal(await hitOf(page), null);
    assert.equal(await widthOf(page), 390);
    assert.equal(await page.title(), `Import of ${HOSTILE}`);
    assert.equal(await page.locator("main > section").count(), await page.locator("nav a").count());
    await page.close();
  });

  test("the colours follow the scheme of the reader", async () => {
    const { page } = await open(hostileReport("x"), 1280);
    const back = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    await page.emulateMedia({ colorScheme: "light" });
    const light = await back();
    await page.emulateMedia({ colorScheme: "dark" });
    assert.notEqual(await back(), light);
    await page.close();
  });
});
