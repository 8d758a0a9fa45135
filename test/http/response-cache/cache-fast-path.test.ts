// The short way to a kept answer says what the long way says, header for header and byte for byte, and is taken by nothing
// unusual.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { GRAPHQL_PATH } from "../../../src/http/router.js";
import { openSocket } from "../raw-request.js";
import { type Asked, agent, ask, LIMIT_BYTES, openSite, type Site, type Variant } from "./cached-site.js";

const SEARCH = "?query=%7Ba%7D";
const BODY = '{"query":"{ a }"}';
const JSON_TYPE = { "content-type": "application/json" };

const post = (headers: Record<string, string> = {}, body: readonly string[] = [BODY]): Asked => ({
  ...{ method: "POST", body },
  headers: { ...JSON_TYPE, "content-length": String(Buffer.byteLength(body.join(""))), ...headers },
});
const get = (headers: Record<string, string> = {}, method = "GET"): Asked => ({
  ...{ method, path: GRAPHQL_PATH + SEARCH },
  headers: { "apollo-require-preflight": "1", ...headers },
});
const GRAPHQL_TYPE = { accept: "application/graphql-response+json" };

async function keepAll(site: Site): Promise<void> {
  for (const accept of [{}, GRAPHQL_TYPE]) for (const asked of [get(accept), post(accept)]) await ask(site.long, asked);
}

/** The same by both ways; `isShort` tells which of them a listener that has both takes. */
async function assertSame(site: Site, name: string, asked: Asked, isShort: boolean): Promise<void> {
  const long = await ask(site.long, asked);
  assert.deepEqual(await ask(site.both, asked), long, name);
  const short = await ask(site.short, asked);
  if (isShort) assert.deepEqual(short, long, name);
  else assert.equal(short.status, 500, `${name}: took the short way`);
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
  "as it comes": {},
  "with listed origins": { origins: ["https://blog.example"] },
  "with every origin, a CDN and its status": { origins: ["*"], exposesCacheStatus: true, maxAgeSeconds: 600 },
  "with a rate limit": { points: 1_000 },
};

for (const [variant, settings] of Object.entries(VARIANTS)) {
  describe(`the short way ${variant}`, () => {
    let site: Site;
    before(async () => {
      site = await openSite(settings);
      await keepAll(site);
    });
    after(() => site.close());

    it("gives what the long way gives", async () => {
      const etag = String((await ask(site.long, get())).head.find((text) => /^"[\w-]{27}"$/.test(text)));
      const known: Record<string, string>[] = [
        {},
        { "if-none-match": etag },
        { "if-none-match": `W/${etag}, "b"` },
        { "if-none-match": '"b"' },
      ];
      for (const client of CLIENTS) {
        for (const accept of ACCEPTS) {
          for (const origin of ORIGINS) {
            for (const one of known) {
              const headers = { ...client, ...accept, ...origin, ...one };
              const name = JSON.stringify(headers);
              await assertSame(site, `POST ${name}`, post(headers), true);
              for (const method of ["GET", "HEAD"])
                await assertSame(site, `${method} ${name}`, get(headers, method), true);
            }
          }
        }
      }
      await assertSame(site, "in pieces", post({}, [BODY.slice(0, 5), BODY.slice(5)]), true);
    });

    it("says that a connection ends while the service is shut down, or where the client wants it", async () => {
      site.drain(true);
      for (const asked of [get(), post(), get({}, "HEAD")]) await assertSame(site, "draining", asked, true);
      site.drain(false);
      for (const asked of [get({ connection: "close" }), post({ connection: "close" })])
        await assertSame(site, "closing", asked, true);
    });

    it("bears a client that leaves before its body is whole", async () => {
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
      await assertSame(site, "afterwards", post(), true);
    });

    it("is left by whatever is unusual or not kept", async () => {
      const { "content-length": _counted, ...uncounted } = post().headers ?? {};
      const unusual: Record<string, Asked> = {
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
        "a plain GET": { path: GRAPHQL_PATH + SEARCH },
        "a browser": get({ accept: "text/html" }),
        "a type that nobody has": get({ accept: "image/png" }),
        "another method": { ...get(), method: "PUT" },
        "a preflight": { ...get({ origin: "https://blog.example" }), method: "OPTIONS" },
        "another path": { path: `/graphqlx${SEARCH}`, headers: JSON_TYPE },
        "no search": { headers: JSON_TYPE },
      };
      // Before, so that what the long way keeps of these does not matter.
      for (const [name, asked] of Object.entries(unusual))
        assert.equal((await ask(site.short, asked)).status, 500, name);
      for (const [name, asked] of Object.entries(unusual)) {
        await ask(site.long, asked);
        assert.deepEqual(await ask(site.both, asked), await ask(site.long, asked), name);
      }
    });
  });
}

describe("a client that has spent its points", () => {
  it("is refused on both ways alike, and again on the short one", async () => {
    const site = await openSite({ points: 4 });
    await keepAll(site);
    const mine = { "x-client": "203.0.113.9" };
    const statuses: unknown[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const asked = turn % 2 === 0 ? get(mine) : post(mine);
      const seen = await ask(site.both, asked);
      const { status, head } = await ask(site.long, asked);
      statuses.push(status);
      // How long to wait is told in seconds, which may have turned.
      assert.deepEqual([seen.status, seen.head.length], [status, head.length]);
      if (status === 200) assert.deepEqual(seen.head, head);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429]);
    await site.close();
  });
});
after(() => agent.destroy());
