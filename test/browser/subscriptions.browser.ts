// Subscriptions in a real browser: the program of docs/subscriptions.md with EventSource.
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { openOperations, Renames } from "../http/subscriptions/live-clients.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readChromiumPath } from "../support/environment.js";
import { eventually } from "../support/eventually.js";

const DOCUMENT = readFileSync(new URL("../../../docs/subscriptions.md", import.meta.url), "utf8");
const PROGRAM = /^```js browser\n(.*?)^```/ms.exec(DOCUMENT)?.[1] ?? "";

let app: TestApp;
let browser: Browser;
let renames: Renames;
before(async () => {
  app = await startTestApp({ METRICS_PORT: "0" });
  renames = new Renames(app, await app.tokenFor("ADMIN"));
  browser = await chromium.launch({
    executablePath: readChromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
});
after(async () => {
  await browser?.close();
  await app?.close();
});

test("EventSource prints changes", { timeout: 240_000 }, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const printed: string[] = [];
  page.on("console", async (message) => {
    printed.push(
      JSON.stringify(
        await message
          .args()[0]
          ?.jsonValue()
          .catch(() => null),
      ),
    );
  });
  // A page of the service's origin without a policy of its own.
  await page.route("**/blank", (route) => route.fulfill({ contentType: "text/html", body: "<title>Blank</title>" }));
  await page.goto(`${app.url}/blank`);
  await page.evaluate(PROGRAM.replaceAll("http://localhost:4000", app.url));
  await eventually(async () => (await openOperations(app)) === 1, "The page has subscribed.");
  await renames.next();
  await eventually(() => printed.some((text) => text.includes("CHANGED")), "The page has printed the change.");
  await context.close();
  await eventually(async () => (await openOperations(app)) === 0, "The subscription ended with its page.");
});
