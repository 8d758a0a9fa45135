// The response cache over HTTP: hits have the same bytes without an execution, a change invalidates them before its mutation is
// acknowledged, and private responses are never cached.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";

let app: TestApp;
let make: Factories;
let token: string;

before(async () => {
  app = await startTestApp({
    ...{ CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1", EXPOSE_SQL_COUNT: "0" },
    ...{ CDN_MAX_AGE_SECONDS: "600", CDN_STALE_SECONDS: "60", SURROGATE_KEY_HEADER: "Surrogate-Key" },
    SURROGATE_KEY_BYTES: "64",
  });
  make = new Factories(app.dataSource);
  token = await app.tokenFor("ADMIN");
});
after(() => app.close());

interface Sent {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  more?: Record<string, unknown>;
}

async function send(query: string, { method = "POST", headers = {}, more = {} }: Sent = {}) {
  const search = new URLSearchParams({ query, ...(more as Record<string, string>) });
  const response = await fetch(method === "GET" ? `${app.url}/graphql?${search}` : `${app.url}/graphql`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method === "POST" && { body: JSON.stringify({ query, ...more }) }),
  });
  const header = (name: string) => response.headers.get(name);
  return { code: response.status, text: await response.text(), status: header("cache-status"), header };
}

const HIT = "colophon; hit";
const isHit = async (query: string, sent?: Sent) => (await send(query, sent)).status === HIT;
/** Sends the query until its response is cached; it stays so unless something changes. */
const fillCache = (query: string, sent?: Sent) => eventually(() => isHit(query, sent), `${query} is cached`);

async function mutate(name: string, input: Record<string, unknown>): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`;
  const data = await app.query<Record<string, { errors: unknown[] }>>(document, { input }, { token });
  assert.deepEqual(data[name]?.errors, []);
}
const postInput = (id: string, expectedVersion: number) => ({ id: encodeGlobalId("Post", id), expectedVersion });

/** As Apollo Client 4 sends it with every request. */
const CLIENT = { clientLibrary: { name: "@apollo/client", version: "4.3.8" } };

describe("a cached response", () => {
  it("is served whatever the client says of itself in the extensions, and may then be cached by others too", async () => {
    const query = "query Extended { site { title } }";
    await fillCache(query);
    const plain = await send(query, { method: "GET" });
    const posted = await send(query, { more: { extensions: CLIENT } });
    const got = await send(query, { method: "GET", more: { extensions: JSON.stringify(CLIENT) } });
    for (const result of [posted, got]) {
      assert.equal(result.status, HIT);
      assert.equal(result.text, plain.text);
    }
    assert.equal(got.header("cache-control"), plain.header("cache-control"));
    assert.equal(got.header("etag"), plain.header("etag"));
  });

  it("is served byte for byte, whatever the formatting of the query and the method", async () => {
    await make.post({ title: "Cached" });
    const query = `query Q($s: String!) { post(slug: $s) { title } }`;
    const more = { variables: { s: "cached" } };
    await fillCache(query, { more });
    const first = await send(query, { more });
    const other = await send(`query Q ($s:String!) {  post(slug:$s), {title} } # the same`, { more });
    const got = await send(query, { method: "GET", more: { variables: '{ "s": "cached" }' } });
    for (const result of [other, got]) {
      assert.equal(result.status, HIT);
      assert.equal(result.text, first.text);
      assert.equal(result.header("etag"), first.header("etag"));
    }
    assert.match((await send(query, { more: { variables: { s: "other" } } })).text, /^{"data":{"post":null}/);
  });

  it("is 304 Not Modified for a client that has it, by GET", async () => {
    const query = "{ site { title } }";
    await fillCache(query, { method: "GET" });
    const { header, text } = await send(query, { method: "GET" });
    const etag = header("etag") ?? "";
    assert.match(etag, /^"[\w-]{27}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const result = await send(query, { method: "GET", headers: { "if-none-match": known } });
      assert.deepEqual([result.code, result.text, result.header("etag")], [304, "", etag], known);
    }
    assert.equal((await send(query, { method: "GET", headers: { "if-none-match": '"other"' } })).text, text);
    assert.equal((await send(query, { headers: { "if-none-match": etag } })).text, text);
  });

  it("has another ETag for another media type", async () => {
    const query = "{ site { url } }";
    await fillCache(query);
    const [json, graphql] = [
      await send(query),
      await send(query, { headers: { accept: "application/graphql-response+json" } }),
    ];
    assert.notEqual(graphql.status, HIT);
    assert.notEqual(json.header("etag"), graphql.header("etag"));
    assert.match(graphql.header("content-type") ?? "", /graphql-response/);
  });
});

describe("the cache is bypassed", () => {
  const query = "{ posts(first: 3) { totalCount } viewer { role } }";
  before(() => fillCache(query));

  it("by a request with a credential, whose response is private", async () => {
    const known = await send(query, { headers: { authorization: `Bearer ${token}` } });
    assert.match(known.text, /"ADMIN"/);
    assert.deepEqual(
      [known.header("cache-control"), known.header("etag"), known.status],
      ["private, no-store", null, null],
    );
    assert.match(known.header("vary") ?? "", /Authorization/);
    const wrong = await send(query, { headers: { authorization: "Bearer wrong" } });
    assert.equal(wrong.code, 401);
    const preview = await send(query, { headers: { "x-preview-token": "wrong" } });
    assert.equal(preview.code, 401);
    assert.equal((await send(query)).status, HIT);
  });

  it("by a request with a preview token in the URL, percent-encoded or not", async () => {
    await fillCache(query, { method: "GET" });
    for (const name of ["preview", "%70review"]) {
      const search = `?query=${encodeURIComponent(query)}&${name}=wrong`;
      for (const method of ["GET", "POST"]) {
        const init = { method, headers: { "content-type": "application/json" } };
        const body = method === "POST" ? { body: JSON.stringify({ query }) } : {};
        assert.equal(
          (await fetch(`${app.url}/graphql${search}`, { ...init, ...body })).status,
          401,
          `${method} ${name}`,
        );
      }
    }
  });

  it("by a request that the engine rejects", async () => {
    await fillCache(query, { method: "GET" });
    const search = new URLSearchParams({ query });
    const typed = await fetch(`${app.url}/graphql?${search}`, { headers: { "content-type": "text/plain" } });
    assert.equal(typed.status, 415);
    for (const more of [{ variables: "x" }, { variables: [] }, { operationName: 1 }, { extensions: 1 }]) {
      const result = await send(query, { more });
      assert.notEqual(result.status, HIT, JSON.stringify(more));
      assert.match(result.text, /errors/, JSON.stringify(more));
    }
    for (const extensions of ["null", "[]", "1", "{", '{"persistedQuery":1}']) {
      const result = await send(query, { method: "GET", more: { extensions } });
      assert.deepEqual([result.code, result.status], [400, null], extensions);
    }
    const wrongType = await send(query, { headers: { "content-type": "text/plain" } });
    assert.equal(wrongType.code, 415);
    assert.equal((await send(query, { headers: { accept: "image/png" } })).code, 406);
  });
});

describe("the cache never stores", () => {
  it("a response with errors of the document or of a field", async () => {
    for (const query of ["{ nothing }", "{", "{ posts(first: 1000) { totalCount } site { title } }"]) {
      for (let time = 0; time < 3; time += 1) {
        const result = await send(query);
        assert.match(result.text, /errors/);
        assert.deepEqual(
          [result.status, result.header("etag"), result.header("cache-control")],
          [null, null, "no-store"],
        );
      }
    }
  });

  it("the response to a mutation", async () => {
    const query = 'mutation { createTag(input: { name: "Nobody" }) { errors { code } } }';
    for (let time = 0; time < 3; time += 1) assert.equal((await send(query)).status, null);
  });
});

describe("a change", () => {
  it("is visible to every request after its mutation was acknowledged", async () => {
    const { id } = await make.post({ title: "Version 1" });
    const query = `{ node(id: "${encodeGlobalId("Post", id)}") { ... on Post { title } } }`;
    await fillCache(query);
    for (let version = 1; version < 8; version += 1) {
      await mutate("updatePost", { ...postInput(id, version), title: `Version ${version + 1}` });
      assert.match((await send(query)).text, new RegExp(`"Version ${version + 1}"`));
      if (version % 2 === 0) await fillCache(query);
    }
  });

  it("that publishes a draft is visible in responses that found nothing before", async () => {
    const { id } = await make.post({ title: "To come", slug: "to-come", state: "DRAFT", publishedAt: null });
    const queries = [
      '{ post(slug: "to-come") { title } }',
      '{ resolvePath(path: "/posts/to-come") { __typename } }',
      `{ node(id: "${encodeGlobalId("Post", id)}") { id } }`,
    ];
    for (const query of queries) await fillCache(query);
    await mutate("updatePost", { ...postInput(id, 1), title: "To come soon" });
    for (const query of queries) assert.equal((await send(query)).status, HIT);
    await mutate("publishPost", postInput(id, 2));
    for (const query of queries) assert.doesNotMatch((await send(query)).text, /null/);
    await mutate("unpublishPost", postInput(id, 3));
    for (const query of queries) assert.match((await send(query)).text, /null/);
  });

  it("evicts the lists that a post enters or leaves, and no others", async () => {
    const [a, b, c] = [await make.category("A"), await make.category("B"), await make.category("C")];
    const { id } = await make.post({ title: "Moves", categoryIds: [a] });
    const year = await make.post({ title: "Of another year", publishedAt: "2012-05-05T00:00:00.000Z" });
    const list = (path: string) => `{ category(slugPath: "${path}") { postCount } }`;
    const [inA, inB, inC] = [list("a"), list("b"), list("c")];
    const ofSite = "{ posts(first: 1, orderBy: { field: PUBLISHED_AT, direction: ASC }) { nodes { id } } }";
    const ofMonth =
      '{ posts(filter: { publishedSince: "2012-05-01T00:00:00Z", publishedBefore: "2012-06-01T00:00:00Z" }) { nodes { id } } }';
    const all = [inA, inB, inC, ofSite, ofMonth];
    const evictedBy = async (work: () => Promise<void>): Promise<string[]> => {
      for (const query of all) await fillCache(query);
      await work();
      const evicted: string[] = [];
      for (const query of all) if (!(await isHit(query))) evicted.push(query);
      return evicted;
    };
    const into = (categoryIds: string[]) => ({
      categoryIds: categoryIds.map((categoryId) => encodeGlobalId("Category", categoryId)),
    });
    assert.deepEqual(await evictedBy(() => mutate("updatePost", { ...postInput(id, 1), ...into([b]) })), [inA, inB]);
    assert.deepEqual(await evictedBy(() => mutate("updatePost", { ...postInput(id, 2), title: "Moved" })), []);
    assert.deepEqual(await evictedBy(() => mutate("updatePost", { ...postInput(id, 3), ...into([b, c]) })), [inC]);
    assert.deepEqual(await evictedBy(() => mutate("unpublishPost", postInput(id, 4))), [inB, inC, ofSite]);
    assert.deepEqual(await evictedBy(() => mutate("unpublishPost", postInput(year.id, 1))), [ofSite, ofMonth]);
  });

  it("by another process is visible as soon as its notification arrives", async () => {
    const other = await startTestApp({}, undefined, app.databaseUrl);
    try {
      const { id } = await make.post({ title: "Here" });
      const query = `{ node(id: "${encodeGlobalId("Post", id)}") { ... on Post { title } } }`;
      await fillCache(query);
      const input = { ...postInput(id, 1), title: "There" };
      await other.query(
        "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { errors { code } } }",
        { input },
        { token },
      );
      await eventually(async () => (await send(query)).text.includes("There"), "the change arrives");
      await fillCache(query);
      assert.match((await send(query)).text, /There/);
    } finally {
      await other.close();
    }
  });
});

describe("concurrent requests", () => {
  it("with the same query are executed once", async () => {
    const query = '{ posts(first: 7) { nodes { title } } once: post(slug: "no-such-post") { id } }';
    await fillCache("{ site { title } }");
    const gate = app.dataSource.createQueryRunner();
    await gate.startTransaction();
    await gate.query("lock table post in access exclusive mode");
    const waiting = async (): Promise<number> => {
      const [row] = await gate.query(
        "select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return row.count;
    };
    const responses = Array.from({ length: 30 }, () => send(query));
    await eventually(async () => (await waiting()) > 0, "the first request waits for the table");
    // One operation takes a connection for each of its two fields.
    assert.ok((await waiting()) <= 2);
    await gate.rollbackTransaction();
    await gate.release();
    const texts = new Set((await Promise.all(responses)).map(({ text }) => text));
    assert.equal(texts.size, 1);
  });
});

describe("shared caches", () => {
  it("may store a response until a scheduled post appears in it", async () => {
    const tag = await make.tag("Clipped");
    await make.post({ title: "Tagged", tagIds: [tag] });
    const [query, elsewhere] = ['{ tag(slug: "clipped") { postCount } }', "{ site { locale } }"];
    const control = async (text: string) => (await send(text, { method: "GET" })).header("cache-control");
    await fillCache(query, { method: "GET" });
    assert.equal(await control(query), "public, max-age=0, s-maxage=600, stale-while-revalidate=60");
    const publishedAt = new Date(Date.now() + 300_000).toISOString();
    await make.post({ title: "Later", tagIds: [tag], publishedAt });
    await fillCache(query, { method: "GET" });
    await fillCache(elsewhere, { method: "GET" });
    const seconds = Number(/s-maxage=(\d+)$/.exec((await control(query)) ?? "")?.[1]);
    assert.ok(seconds > 0 && seconds <= 300, `${seconds} s`);
    assert.match((await control(elsewhere)) ?? "", /s-maxage=600/);
    assert.equal((await send(query)).header("cache-control"), "no-store");
  });

  it("receive the cache tags of a response, or few coarse tags if the header would be too long", async () => {
    await make.posts(Array.from({ length: 10 }, () => ({})));
    const [few, many] = ["{ site { title locale } }", "{ posts(first: 50) { nodes { id author { id } } } }"];
    const keysOf = async (query: string) => ((await send(query)).header("surrogate-key") ?? "").split(" ");
    assert.equal((await keysOf(few)).length, 1);
    const coarse = await keysOf(many);
    assert.ok(coarse.join(" ").length <= 64 && coarse.length === 6, coarse.join());
  });
});
