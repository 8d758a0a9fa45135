// Tests the playground in a real browser: it opens, runs its first query, and sends no request to another host. Requires Chromium, so it
// runs with `npm run test:browser` and not with `npm test`; CHROMIUM sets another path.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { openOperations } from "../http/subscriptions/live-clients.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readChromiumPath } from "../support/environment.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";

const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/** The part of the browser's document that a test reads; the tests are compiled without its types. */
interface Queried {
  querySelector(selector: string): { getBoundingClientRect(): { top: number; bottom: number } } | null;
}

/** The place of the selected window as Altair has stored it, which it does a moment after the selection; -1 if it has stored none. */
const STORED_SELECTION = `new Promise((resolve, reject) => {
  const opening = indexedDB.open("AltairDB");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const reading = database.transaction("appState").objectStore("appState").get("[colophon_]::windowsMeta");
    reading.onerror = () => reject(reading.error);
    reading.onsuccess = () => {
      database.close();
      const { activeWindowId, windowIds } = JSON.parse(reading.result?.value ?? '{ "windowIds": [] }');
      resolve(windowIds.indexOf(activeWindowId));
    };
  };
})`;

describe("playground in a browser", () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  const requested: string[] = [];
  const consoleErrors: string[] = [];

  before(async () => {
    app = await startTestApp({ METRICS_PORT: "0" });
    await new Factories(app.dataSource).post({ title: "使用 Linux Bridge 搭建 VXLAN Overlay 网络" });
    browser = await chromium.launch({ executablePath: readChromiumPath(), args: FLAGS });
    page = await (await browser.newContext({ viewport: { width: 1400, height: 850 } })).newPage();
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

  const selectedTab = (opened: Page) => opened.locator(".window-switcher__item--active").innerText();

  test("the playground opens with the first window selected, which shows its result", async () => {
    await page.getByText("200 OK").first().waitFor({ timeout: 90_000 });
    assert.match(await page.locator("app-query-result").first().innerText(), /VXLAN Overlay 网络/);
    assert.match(await selectedTab(page), /Front page/);
    const tabs = await page.locator("app-window-switcher-item").allInnerTexts();
    assert.match(tabs[0] ?? "", /Front page/);
  });

  test("the variables are open where a query has some, and closed where it has none", async () => {
    const assertIn = async (title: string, isOpen: boolean): Promise<void> => {
      await page.locator("app-window-switcher-item", { hasText: title }).click();
      await page.locator(".window-switcher__item--active", { hasText: title }).waitFor();
      // Closed, only their title is left at the end of the editor.
      await page.waitForFunction(
        (expected) => {
          const { document } = globalThis as unknown as { document: Queried };
          const boxOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
          const [editor, variables] = [boxOf("app-query-editor"), boxOf('[track-id="toggle_variables"]')];
          if (editor === undefined || variables === undefined) return false;
          return editor.bottom - variables.top > 60 === expected;
        },
        isOpen,
        { timeout: 90_000 },
      );
    };
    for (const title of ["One post", "Archive", "Front page"]) await assertIn(title, true);
    for (const title of ["Category tree", "Series"]) await assertIn(title, false);
  });

  test("a later visit finds the windows as they were left", async () => {
    await page.locator("app-window-switcher-item", { hasText: "Archive" }).click();
    await page.locator(".window-switcher__item--active", { hasText: "Archive" }).waitFor();
    const titles = await page.locator("app-window-switcher-item").allInnerTexts();
    const place = titles.findIndex((title) => title.includes("Archive"));
    await eventually(async () => (await page.evaluate(STORED_SELECTION)) === place, "Altair has stored the selection");
    const again = await page.context().newPage();
    await again.goto(`${app.url}/graphql`, { waitUntil: "load" });
    await again.locator(".window-switcher__item--active", { hasText: "Archive" }).waitFor({ timeout: 90_000 });
    await again.close();
  });

  test("a screen of 390 px shows the query above its result, each in the whole width, and nothing beyond its edge", async () => {
    const narrow = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await narrow.goto(`${app.url}/graphql`, { waitUntil: "load" });
    await narrow.getByText("200 OK").first().waitFor({ timeout: 90_000 });
    const boxOf = async (selector: string) => {
      const box = await narrow.locator(selector).first().boundingBox();
      assert.ok(box !== null, selector);
      return box;
    };
    const [query, result, send] = [
      await boxOf("app-query-editor"),
      await boxOf("app-query-result"),
      await boxOf(".send-request__button"),
    ];
    assert.ok(query.width > 380 && result.width > 380, JSON.stringify({ query, result }));
    assert.ok(
      result.y >= query.y + query.height - 1 && result.y + result.height <= 845,
      JSON.stringify({ query, result }),
    );
    assert.ok(send.x + send.width <= 390 && send.y + send.height <= query.y, JSON.stringify(send));
    await narrow.getByText("Docs", { exact: true }).first().click();
    await narrow.getByText("Root types").first().waitFor();
    assert.ok((await boxOf("app-doc-viewer")).height > 600);
    await narrow.close();
  });

  test("a subscription shows a post when it is published", async () => {
    await page.locator("app-window-switcher-item", { hasText: "Changes" }).click();
    await page.locator(".window-switcher__item--active", { hasText: "Changes" }).waitFor();
    await page.locator(".send-request__button:visible").click();
    await eventually(async () => (await openOperations(app)) === 1, "The playground has subscribed.");
    await publishPost("Published meanwhile");
    await page.locator("app-query-result:visible", { hasText: "Published meanwhile" }).waitFor({ timeout: 90_000 });
  });

  async function publishPost(title: string): Promise<void> {
    const sender = { token: await app.tokenFor("ADMIN") };
    const { authors } = await app.query<{ authors: { nodes: [{ id: string }] } }>(
      "{ authors(first: 1) { nodes { id } } }",
    );
    const { createPost } = await app.query<{ createPost: { post: { id: string; version: number } } }>(
      "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id version } } }",
      { input: { title, body: { source: "Text." }, authorIds: [authors.nodes[0].id] } },
      sender,
    );
    const { id, version } = createPost.post;
    const publish = "mutation ($input: PublishPostInput!) { publishPost(input: $input) { errors { message } } }";
    await app.query(publish, { input: { id, expectedVersion: version } }, sender);
  }

  test("the playground sends no request to another host and logs no error", () => {
    const elsewhere = requested.filter((url) => !url.startsWith(app.url) && !/^(?:data|blob):/.test(url));
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(consoleErrors, []);
  });
});
