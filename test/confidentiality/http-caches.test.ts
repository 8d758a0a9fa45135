// What browsers and proxies may store of a response, as docs/confidentiality.md states it: nothing that they may use without revalidation.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";

let app: TestApp;
let token: string;
before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1" });
  token = await app.tokenFor("EDITOR");
});
after(() => app.close());

const QUERY = '{ post(slug: "shown") { title } }';
const get = (headers: Record<string, string> = {}) =>
  fetch(`${app.url}/graphql?${new URLSearchParams({ query: QUERY })}`, { headers });
const post = (headers: Record<string, string> = {}) =>
  fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query: QUERY }),
  });
const isCached = async () => (await get()).headers.get("cache-status") === "colophon; hit";

it("HTTP caches may store a response only to revalidate it, and only that to an anonymous GET request", async () => {
  const { id } = await new Factories(app.dataSource).post({ slug: "shown", title: "Shown" });
  await eventually(isCached, "the response is cached");
  const stored = await get();
  assert.match(await stored.text(), /Shown/);
  assert.equal(stored.headers.get("cache-control"), "public, max-age=0, must-revalidate");
  assert.equal((await post()).headers.get("cache-control"), "no-store");
  const authorization = `Bearer ${token}`;
  for (const response of [await get({ authorization }), await post({ authorization })])
    assert.equal(response.headers.get("cache-control"), "private, no-store");

  const known = { "if-none-match": stored.headers.get("etag") ?? "" };
  assert.equal((await get(known)).status, 304);
  await app.query(
    "mutation ($input: UnpublishPostInput!) { unpublishPost(input: $input) { errors { code } } }",
    { input: { id: encodeGlobalId("Post", id), expectedVersion: 1 } },
    { token },
  );
  const revalidated = await get(known);
  assert.equal(revalidated.status, 200);
  assert.deepEqual(((await revalidated.json()) as { data: unknown }).data, { post: null });
});
