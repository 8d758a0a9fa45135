// The fast path of the response cache responds exactly as the router does, header for header and byte for byte; unusual requests
// and cache misses go to the router, with what the fast path has found out.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { HttpError } from "../../../src/http/http-rejection.js";
import { GRAPHQL_PATH } from "../../../src/http/router.js";
import { openSocket } from "../raw-request.js";
import { agent, LIMIT_BYTES, openSite, type Sent, type Site, send, type Variant } from "./cached-site.js";

const SEARCH = "?query=%7Ba%7D";
const BODY = '{"query":"{ a }"}';
const JSON_TYPE = { "content-type": "application/json" };

const post = (headers: Record<string, string> = {}, body: readonly string[] = [BODY]): Sent => ({
  ...{ method: "POST", body },
  headers: { ...JSON_TYPE, "content-length": String(Buffer.byteLength(body.join(""))), ...headers },
});
const get = (headers: Record<string, string> = {}, method = "GET"): Sent => ({
  ...{ method, path: GRAPHQL_PATH + SEARCH },
  headers,
});
const GRAPHQL_TYPE = { accept: "application/graphql-response+json" };

async function fillCache(site: Site): Promise<void> {
  for (const accept of [{}, GRAPHQL_TYPE])
    for (const sent of [get(accept), post(accept)]) await send(site.routerOnly, sent);
}

/** The fast path responds, and as the router does. */
async function assertSame(site: Site, name: string, sent: Sent): Promise<void> {
  const expected = await send(site.routerOnly, sent);
  assert.deepEqual(await send(site.both, sent), expected, name);
  assert.deepEqual(await send(site.fastPathOnly, sent), expected, name);
}

const ACCEPTS: readonly Record<string, string>[] = [
  {},
  { accept: "*/*" },
  { accept: "application/json" },
  { accept: "text/plain, */*;q=0.1" },
  GRAPHQL_TYPE,
];
const ORIGINS: readonly Record<string, string>[] = [
  {},
  { origin: "https://blog.example" },
  { origin: "https://other.example" },
];
const CLIENTS: readonly Record<string, string>[] = [{}, { "x-client": "198.51.100.7" }];
const VARIANTS: Record<string, Variant> = {
  "with default settings": {},
  "with listed origins": { origins: ["https://blog.example"] },
  "with any origin, shared caching and Cache-Status": { origins: ["*"], exposesCacheStatus: true, maxAgeSeconds: 600 },
  "with a rate limit": { points: 1_000 },
};

for (const [variant, settings] of Object.entries(VARIANTS)) {
  describe(`the cache fast path ${variant}`, () => {
    let site: Site;
    before(async () => {
      site = await openSite(settings);
      await fillCache(site);
    });
    after(() => site.close());

    it("responds to a hit as the router does", async () => {
      const etag = String((await send(site.routerOnly, get())).head.find((text) => /^"[\w-]{27}"$/.test(text)));
      const known: Record<string, string>[] = [
        {},
        { "if-none-match": etag },
        { "if-none-match": `W/${etag}, "b"` },
        { "if-none-match": '"b"' },
      ];
      for (const client of CLIENTS) {
        for (const accept of ACCEPTS) {
          for (const origin of ORIGINS) {
            for (const version of known) {
              const headers = { ...client, ...accept, ...origin, ...version };
              const name = JSON.stringify(headers);
              await assertSame(site, `POST ${name}`, post(headers));
              for (const method of ["GET", "HEAD"]) await assertSame(site, `${method} ${name}`, get(headers, method));
            }
          }
        }
      }
      await assertSame(site, "in pieces", post({}, [BODY.slice(0, 5), BODY.slice(5)]));
    });

    it("states the end of a connection during shutdown, or if the client asks for it", async () => {
      site.drain(true);
      for (const sent of [get(), post(), get({}, "HEAD")]) await assertSame(site, "draining", sent);
      site.drain(false);
      for (const sent of [get({ connection: "close" }), post({ connection: "close" })])
        await assertSame(site, "closing", sent);
    });

    it("survives a client that leaves before its body is complete", async () => {
      const socket = await openSocket(Number(new URL(site.both.url).port));
      const head = [
        "POST /graphql HTTP/1.1",
        "host: a",
        "content-type: application/json",
        "content-length: 17",
        "",
        "{",
      ];
      await new Promise<void>((resolve) => socket.write(head.join("\r\n"), () => resolve()));
      socket.destroy();
      await assertSame(site, "afterwards", post());
    });

    it("leaves unusual requests and cache misses to the router", async () => {
      const { "content-length": _counted, ...uncounted } = post().headers ?? {};
      const unusual: Record<string, Sent> = {
        "a credential": get({ authorization: "Bearer abc" }),
        "a posted credential": post({ authorization: "Bearer abc" }),
        "an empty credential": post({ authorization: "" }),
        "a preview": get({ "x-preview-token": "abc" }),
        "a posted preview": post({ "x-preview-token": "abc" }),
        "a preview in the URL": { ...get(), path: `${GRAPHQL_PATH}${SEARCH}&preview=abc` },
        "an idempotency key": post({ "idempotency-key": "abc" }),
        "another charset": post({ "content-type": "application/json; charset=utf-8" }),
        "a compressed body": post({ "content-encoding": "gzip" }),
        "a body of unknown length": { ...post(), headers: uncounted },
        "an empty body": post({}, [""]),
        "a body beyond the limit": post({}, [BODY.padEnd(LIMIT_BYTES + 1)]),
        "another body": post({}, ['{"query":"{ b }", "operationName":null}']),
        "no JSON": post({}, ["{"]),
        "a mutation": post({}, ['{"query":"mutation { a }"}']),
        "a search beside a body": { ...post(), path: GRAPHQL_PATH + SEARCH },
        "a GET with a body": get({ "content-length": "0" }),
        "a GET with a type that is not JSON": get({ "content-type": "text/plain" }),
        "a browser": get({ accept: "text/html" }),
        "a type that the service does not have": get({ accept: "image/png" }),
        "another method": { ...get(), method: "PUT" },
        "a preflight": { ...get({ origin: "https://blog.example" }), method: "OPTIONS" },
        "another path": { path: `/graphqlx${SEARCH}`, headers: JSON_TYPE },
        "no search": { headers: JSON_TYPE },
      };
      // First, because the router may store their responses.
      for (const [name, sent] of Object.entries(unusual))
        assert.equal((await send(site.fastPathOnly, sent)).status, 500, name);
      for (const [name, sent] of Object.entries(unusual)) {
        await send(site.routerOnly, sent);
        assert.deepEqual(await send(site.both, sent), await send(site.routerOnly, sent), name);
      }
    });
  });
}

describe("a client without points", () => {
  it("is rejected by the fast path and the router alike", async () => {
    const site = await openSite({ points: 4 });
    await fillCache(site);
    const mine = { "x-client": "203.0.113.9" };
    const statuses: unknown[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const sent = turn % 2 === 0 ? get(mine) : post(mine);
      const seen = await send(site.both, sent);
      const { status, head } = await send(site.routerOnly, sent);
      statuses.push(status);
      // The seconds to wait may differ by one.
      assert.deepEqual([seen.status, seen.head.length], [status, head.length]);
      if (status === 200) assert.deepEqual(seen.head, head);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429]);
    await site.close();
  });
});

describe("a request that the fast path leaves to the router", () => {
  it("is looked up once by its raw bytes, and its account once", async () => {
    const site = await openSite({ points: 1_000 });
    const client = { "x-client": "192.0.2.1" };
    const misses: Record<string, Sent> = {
      "a GET": { ...get(client), path: `${GRAPHQL_PATH}?query=%7Bb%7D` },
      "a POST": post(client, ['{"query":"{ c }"}']),
      "a POST with a charset": post({ ...client, "content-type": "application/json; charset=utf-8" }, [
        '{"query":"{ d }"}',
      ]),
    };
    for (const [name, sent] of Object.entries(misses)) {
      site.takeCounts();
      assert.equal((await send(site.both, sent)).status, 200);
      assert.deepEqual(site.takeCounts(), { rawLookUps: 1, accountLookUps: 1, executions: 1 }, name);
      assert.equal((await send(site.both, sent)).status, 200);
      assert.deepEqual(site.takeCounts(), { rawLookUps: 1, accountLookUps: 1, executions: 0 }, `${name}, cached`);
    }
    await site.close();
  });

  it("is not taken for an anonymous one if its URL has a preview token", async () => {
    const site = await openSite({});
    for (const parameter of ["preview=abc", "%70review=abc"]) {
      const sent = { ...get(), path: `${GRAPHQL_PATH}${SEARCH}&${parameter}` };
      for (let turn = 0; turn < 2; turn += 1) await send(site.both, sent);
      assert.equal(site.takeCounts().executions, 2, parameter);
    }
    await site.close();
  });
});

describe("under overload", () => {
  it("the fast path rejects a cache miss and responds to a hit", async () => {
    const site = await openSite({ points: 1_000, overload: new HttpError(503, "OVERLOADED", "Too many requests.") });
    await fillCache(site);
    const client = { "x-client": "192.0.2.2" };
    assert.equal((await send(site.both, get(client))).status, 200);
    for (let turn = 0; turn < 2; turn += 1) {
      const rejected = await send(site.both, post(client, ['{"query":"{ e }"}']));
      assert.equal(rejected.status, 503);
      assert.match(rejected.body, /"code":"OVERLOADED"/);
      assert.ok(rejected.head.includes("ratelimit"));
    }
    await site.close();
  });
});

after(() => agent.destroy());
