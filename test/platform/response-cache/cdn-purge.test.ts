// Purges of a CDN: they name the cache tags of responses, are signed, are sent until they are accepted, and follow no redirect.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { Webhook } from "standardwebhooks";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import type { Purge } from "../../../src/platform/response-cache/cdn-purge.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";
import { Factories } from "../../support/factories.js";

const SECRET = "a secret of the test with more than 32 bytes";

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let cdn: Server;
let app: TestApp;
let token: string;
let make: Factories;
const received: Received[] = [];
let status = 204;

before(async () => {
  cdn = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
  }).listen(0, "127.0.0.1");
  await once(cdn, "listening");
  const url = `http://127.0.0.1:${(cdn.address() as AddressInfo).port}/purge`;
  app = await startTestApp({
    ...{ CDN_PURGE_URL: url, CDN_PURGE_SECRET: SECRET, SURROGATE_KEY_HEADER: "Cache-Tag" },
    ...{ CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1" },
  });
  token = await app.tokenFor("ADMIN");
  make = new Factories(app.dataSource);
});
after(async () => {
  await app.close();
  cdn.close();
});

async function change(id: string, version: number): Promise<void> {
  const input = { id: encodeGlobalId("Post", id), expectedVersion: version, title: `Changed ${version}` };
  const document = "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { errors { code } } }";
  await app.query(document, { input }, { token });
}
const purges = (): Purge[] => received.map(({ body }) => JSON.parse(body) as Purge);

describe("a purge", () => {
  it("names the tags of the changed responses, is signed, and does not mention drafts", async () => {
    const { id } = await make.post({ title: "Purged" });
    const draft = await make.post({ title: "A draft", state: "DRAFT", publishedAt: null });
    await eventually(() => purges().some(({ everything }) => everything), "the direct writes are purged");
    const response = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: `{ node(id: "${encodeGlobalId("Post", id)}") { id } }` }),
    });
    const carried = response.headers.get("cache-tag")?.split(",") ?? [];
    assert.equal(carried.length, 1);
    received.length = 0;
    await change(draft.id, 1);
    let version = 0;
    // A purge that includes a direct write is one of everything.
    await eventually(async () => {
      version += 1;
      await change(id, version);
      return purges().some(({ keys }) => keys.includes(carried[0] ?? ""));
    }, "it is purged");
    for (const { headers, body } of received) {
      const signed = `${headers["x-colophon-timestamp"]}.${body}`;
      const signature = createHmac("sha256", SECRET).update(signed).digest("hex");
      assert.equal(headers["x-colophon-signature"], `sha256=${signature}`);
      new Webhook(Buffer.from(SECRET), { format: "raw" }).verify(body, headers as Record<string, string>);
      const { keys, everything, event } = JSON.parse(body) as Purge;
      assert.equal(headers["webhook-id"], `purge_${event}`);
      assert.ok(keys.length > 0 !== everything);
    }
  });

  it("names the pages of what changed, and of nothing hidden, and all pages after a change of a menu", async () => {
    const { id, slug } = await make.post({ title: "On a page" });
    const draft = await make.post({ title: "On no page", state: "DRAFT", publishedAt: null });
    await eventually(() => purges().some(({ everything }) => everything), "the direct writes are purged");
    received.length = 0;
    await change(draft.id, 1);
    await change(id, 1);
    const path = `/posts/${slug}`;
    await eventually(() => purges().some(({ paths }) => paths.includes(path)), "its path is purged");
    assert.ok(!JSON.stringify(purges()).includes("on-no-page"));
    assert.ok(purges().every(({ allPaths, paths }) => !allPaths || paths.length === 0));
    const input = { slug: "main", name: "Main", items: [] };
    received.length = 0;
    await app.query(
      "mutation ($i: SaveMenuInput!) { saveMenu(input: $i) { errors { code } } }",
      { i: input },
      { token },
    );
    await eventually(() => purges().some(({ allPaths }) => allPaths), "all pages are purged");
    assert.deepEqual(purges().at(-1)?.paths, []);
    received.length = 0;
    await change(id, 2);
    await eventually(() => purges().some(({ paths }) => paths.includes(path)), "its path is purged again");
    assert.ok(purges().every(({ allPaths }) => !allPaths));
  });

  it("is sent again until it is accepted, and follows no redirect", async () => {
    const { id } = await make.post({ title: "Sent again" });
    await eventually(() => purges().some(({ everything }) => everything), "the direct writes are purged");
    for (const failing of [500, 302]) {
      status = failing;
      received.length = 0;
      await change(id, failing === 500 ? 1 : 2);
      await eventually(() => received.length > 1, "it is sent more than once");
      status = 204;
      const failed = received.length;
      await eventually(() => received.length > failed, "it is accepted");
      assert.ok(received.every(({ path }) => path === "/purge"));
    }
  });
});
