// Tests signing in to the studio in a real browser: the page works under its content security policy, no script can read the cookie, and the key of
// a link leaves the address bar. Requires Chromium, so it runs with `npm run test:browser`; CHROMIUM sets another path.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { createStudioLink } from "../../src/identity/sessions/studio-links.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readChromiumPath } from "../support/environment.js";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

describe("the studio in a browser", () => {
  let app: TestApp;
  let browser: Browser;
  let context: BrowserContext;
  let token: string;
  const events: string[] = [];

  before(async () => {
    app = await startTestApp();
    token = await app.tokenFor("EDITOR");
    browser = await chromium.launch({ executablePath: readChromiumPath(), args: FLAGS });
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });
  afterEach(() => context?.close());

  async function open(hash = "", width = 1_000): Promise<Page> {
    context = await browser.newContext({ viewport: { width, height: 800 } });
    events.length = 0;
    const page = await context.newPage();
    page.on("console", (message) => events.push(message.text()));
    page.on("pageerror", (error) => events.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(`${app.url}/`)) events.push(request.url());
    });
    await page.goto(`${app.url}/studio/${hash}`);
    return page;
  }

  test("an API token is exchanged for a session, which signing out ends", async () => {
    const page = await open();
    await page.getByLabel("API token").fill(token);
    await page.getByRole("button", { name: "Sign in with the token" }).click();
    await page.getByRole("heading", { name: "Signed in" }).waitFor();
    assert.equal(await page.locator("#name").textContent(), "EDITOR of the test");
    const [cookie] = await context.cookies(`${app.url}/studio/`);
    assert.deepEqual(
      [cookie?.name, cookie?.httpOnly, cookie?.sameSite, cookie?.path],
      ["colophon-studio", true, "Strict", "/studio"],
    );
    assert.equal(await page.evaluate("document.cookie"), "");
    assert.deepEqual(await context.cookies(`${app.url}/graphql`), []);
    assert.doesNotMatch(await page.content(), /colophon_[a-z2-9]{8}_/);
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    assert.deepEqual(await context.cookies(), []);
    assert.deepEqual(events, []);
  });

  test("a link signs in once, and its key leaves the address bar", async () => {
    const key = await app.platform.transact((tx) =>
      createStudioLink(tx, { name: "Linked", role: "ADMIN", authorId: null }),
    );
    const page = await open(`#key=${key}`);
    await page.getByRole("heading", { name: "Signed in" }).waitFor();
    assert.equal(page.url(), `${app.url}/studio/`);
    assert.deepEqual(events, []);
    await context.close();
    const second = await open(`#key=${key}`);
    assert.match((await second.getByRole("alert").textContent()) ?? "", /not accepted/);
    assert.ok(await second.getByLabel("API token").isVisible());
  });

  test("a page of another origin cannot use the session", async () => {
    const page = await open();
    await page.getByLabel("API token").fill(token);
    await page.getByRole("button", { name: "Sign in with the token" }).click();
    await page.getByRole("heading", { name: "Signed in" }).waitFor();
    // The same service under another host is another site.
    const other = await context.newPage();
    await other.goto(`${app.url.replace("127.0.0.1", "localhost")}/livez`);
    const body = JSON.stringify({ query: 'mutation { createTag(input: { name: "Forged" }) { tag { id } } }' });
    for (const type of ["text/plain", "application/json"]) {
      const sent = `fetch(${JSON.stringify(`${app.url}/studio/graphql`)}, { method: "POST", mode: ${type === "text/plain" ? '"no-cors"' : '"cors"'},
        credentials: "include", headers: { "content-type": "${type}" }, body: ${JSON.stringify(body)} }).catch(() => null)`;
      await other.evaluate(sent).catch(() => null);
    }
    const [{ count }] = await app.dataSource.query("select count(*)::integer as count from tag");
    assert.equal(count, 0);
  });

  test("nothing is wider than a small screen, in either state", async () => {
    const page = await open("", 320);
    const overflow = () => page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    assert.ok(Number(await overflow()) <= 0);
    await page.getByLabel("API token").fill(token);
    await page.getByRole("button", { name: "Sign in with the token" }).click();
    await page.getByRole("heading", { name: "Signed in" }).waitFor();
    assert.ok(Number(await overflow()) <= 0);
  });
});
