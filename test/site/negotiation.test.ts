// One address, two formats: a post's page and its Markdown are cached side by side, and each client gets the one that it prefers.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const AGENT = "text/markdown, text/html;q=0.9";
let app: TestApp;

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432" });
  await new Factories(app.dataSource).post({ slug: "one", title: "One" });
});
after(() => app.close());

async function open(accept: string, headers: Record<string, string> = {}, method = "GET") {
  const response = await fetch(`${app.url}/posts/one`, { method, headers: { accept, ...headers } });
  const header = (name: string) => response.headers.get(name) ?? "";
  return { status: response.status, type: header("content-type"), vary: header("vary"), etag: header("etag") };
}

it("serves the preferred format from the cache, whatever was served before", async () => {
  const first = await open(BROWSER);
  const [html, markdown, again] = [await open(BROWSER), await open(AGENT), await open(BROWSER)];
  assert.equal(html.type, "text/html; charset=utf-8");
  assert.equal(markdown.type, "text/markdown; charset=utf-8");
  assert.deepEqual([html, again], [first, first]);
  for (const { vary } of [html, markdown]) assert.match(vary, /\bAccept\b/);
});

it("sends Not Modified for the validator of the preferred format only", async () => {
  const [html, markdown] = [await open(BROWSER), await open(AGENT)];
  assert.notEqual(html.etag, markdown.etag);
  assert.equal((await open(BROWSER, { "if-none-match": html.etag })).status, 304);
  assert.equal((await open(AGENT, { "if-none-match": markdown.etag })).status, 304);
  assert.equal((await open(AGENT, { "if-none-match": html.etag })).status, 200);
  assert.equal((await open(BROWSER, { "if-none-match": markdown.etag })).status, 200);
});

it("responds to HEAD with the headers of GET", async () => {
  assert.deepEqual(await open(BROWSER, {}, "HEAD"), await open(BROWSER));
});
