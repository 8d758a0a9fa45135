// The clients in a page of another origin, in Chromium: what the browser lets them send (CORS). CHROMIUM sets another path of the browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { draft, url } from "./support";

/** Of CORS_ORIGINS, as run.mjs sets it. Nothing listens there: the browser gets the page from this test. */
const ORIGIN = "http://localhost:3000";
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** The browser does not know that this page is from the same machine, and would ask whether it may send requests to it. */
const LOCAL = "--disable-features=LocalNetworkAccessChecks";
let browser: Browser;

before(async () => {
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", LOCAL] });
});
after(() => browser?.close());

test("a page of an allowed origin reads by every client", async () => {
  const script = await readFile(new URL("browser-page.js", import.meta.url), "utf8");
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  const html = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/page.js"></script>';
  await page.route(`${ORIGIN}/**`, (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript; charset=utf-8", body: script })
      : route.fulfill({ contentType: "text/html", body: html }),
  );
  await page.goto(`${ORIGIN}/`);
  const read = ([address, token]: string[]) =>
    (globalThis as unknown as { readTitles(...words: unknown[]): Promise<unknown[]> }).readTitles(address, token);
  const titles = await page.evaluate(read, [url, draft.token]).catch((error: unknown) => [String(error)]);
  assert.deepEqual({ titles, problems }, { titles: Array(5).fill("回环地址"), problems: [] });
});
