// What the cache of answers promises over HTTP: the same bytes without executing, forgotten before a mutation is answered,
// and nothing of anybody in particular.
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

interface Asked {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  more?: Record<string, unknown>;
}

async function ask(query: string, { method = "POST", headers = {}, more = {} }: Asked = {}) {
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
const isKept = async (query: string, asked?: Asked) => (await ask(query, asked)).status === HIT;
/** Asked until it is kept; from then on it is, unless something changes. */
const keep = (query: string, asked?: Asked) => eventually(() => isKept(query, asked), `${query} is kept`);

async function mutate(name: string, input: Record<string, unknown>): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`;
  const data = await app.query<Record<string, { errors: unknown[] }>>(document, { input }, { token });
  assert.deepEqual(data[name]?.errors, []);
}
const postInput = (id: string, expectedVersion: number) => ({ id: encodeGlobalId("Post", id), expectedVersion });

describe("an answer that is kept", () => {
  it("is given again byte for byte, whatever the spelling of the question and the method", async () => {
    await make.post({ title: "Kept" });
    const query = `query Q($s: String!) { post(slug: $s) { title } }`;
    const more = { variables: { s: "kept" } };
    await keep(query, { more });
    const first = await ask(query, { more });
    const other = await ask(`query Q ($s:String!) {  post(slug:$s), {title} } # the same`, { more });
    const got = await ask(query, { method: "GET", more: { variables: '{ "s": "kept" }' } });
    for (const result of [other, got]) {
      assert.equal(result.status, HIT);
      assert.equal(result.text, first.text);
      assert.equal(result.header("etag"), first.header("etag"));
    }
    assert.match((await ask(query, { more: { variables: { s: "other" } } })).text, /^{"data":{"post":null}/);
  });

  it("is not modified for who has it, by GET", async () => {
    const query = "{ site { title } }";
    await keep(query, { method: "GET" });
    const { header, text } = await ask(query, { method: "GET" });
    const etag = header("etag") ?? "";
    assert.match(etag, /^"[\w-]{27}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const result = await ask(query, { method: "GET", headers: { "if-none-match": known } });
      assert.deepEqual([result.code, result.text, result.header("etag")], [304, "", etag], known);
    }
    assert.equal((await ask(query, { method: "GET", headers: { "if-none-match": '"other"' } })).text, text);
    assert.equal((await ask(query, { headers: { "if-none-match": etag } })).text, text);
  });

  it("has another tag and type for another media type", async () => {
    const query = "{ site { url } }";
    await keep(query);
    const [one, other] = [
      await ask(query),
      await ask(query, { headers: { accept: "application/graphql-response+json" } }),
    ];
    assert.notEqual(other.status, HIT);
    assert.notEqual(one.header("etag"), other.header("etag"));
    assert.match(other.header("content-type") ?? "", /graphql-response/);
  });
});

describe("nothing is taken from the cache", () => {
  const query = "{ posts(first: 3) { totalCount } viewer { role } }";
  before(() => keep(query));

  it("for who shows a credential, and their answer says so", async () => {
    const known = await ask(query, { headers: { authorization: `Bearer ${token}` } });
    assert.match(known.text, /"ADMIN"/);
    assert.deepEqual(
      [known.header("cache-control"), known.header("etag"), known.status],
      ["private, no-store", null, null],
    );
    assert.match(known.header("vary") ?? "", /Authorization/);
    const wrong = await ask(query, { headers: { authorization: "Bearer wrong" } });
    assert.equal(wrong.code, 401);
    const preview = await ask(query, { headers: { "x-preview-token": "wrong" } });
    assert.equal(preview.code, 401);
    assert.equal((await ask(query)).status, HIT);
  });

  it("for a preview token in the URL, however it is written", async () => {
    await keep(query, { method: "GET" });
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

  it("where the engine would refuse to be asked so", async () => {
    await keep(query, { method: "GET" });
    const search = new URLSearchParams({ query });
    assert.equal((await fetch(`${app.url}/graphql?${search}`)).status, 400);
    for (const more of [{ variables: "x" }, { variables: [] }, { operationName: 1 }, { extensions: 1 }]) {
      const result = await ask(query, { more });
      assert.notEqual(result.status, HIT, JSON.stringify(more));
      assert.match(result.text, /errors/, JSON.stringify(more));
    }
    const wrongType = await ask(query, { headers: { "content-type": "text/plain" } });
    assert.equal(wrongType.code, 415);
    assert.equal((await ask(query, { headers: { accept: "image/png" } })).code, 406);
  });
});

describe("what is never kept", () => {
  it("is an error, of the document or of a field", async () => {
    for (const query of ["{ nothing }", "{", "{ posts(first: 1000) { totalCount } site { title } }"]) {
      for (let time = 0; time < 3; time += 1) {
        const result = await ask(query);
        assert.match(result.text, /errors/);
        assert.deepEqual(
          [result.status, result.header("etag"), result.header("cache-control")],
          [null, null, "no-store"],
        );
      }
    }
  });

  it("is a mutation", async () => {
    const query = 'mutation { createTag(input: { name: "Nobody" }) { errors { code } } }';
    for (let time = 0; time < 3; time += 1) assert.equal((await ask(query)).status, null);
  });
});

describe("a change", () => {
  it("is seen by whoever asks after its mutation was answered", async () => {
    const { id } = await make.post({ title: "Version 1" });
    const query = `{ node(id: "${encodeGlobalId("Post", id)}") { ... on Post { title } } }`;
    await keep(query);
    for (let version = 1; version < 8; version += 1) {
      await mutate("updatePost", { ...postInput(id, version), title: `Version ${version + 1}` });
      assert.match((await ask(query)).text, new RegExp(`"Version ${version + 1}"`));
      if (version % 2 === 0) await keep(query);
    }
  });

  it("of a draft into a post is seen where nothing was found before", async () => {
    const { id } = await make.post({ title: "To come", slug: "to-come", state: "DRAFT", publishedAt: null });
    const questions = [
      '{ post(slug: "to-come") { title } }',
      '{ resolvePath(path: "/posts/to-come") { __typename } }',
      `{ node(id: "${encodeGlobalId("Post", id)}") { id } }`,
    ];
    for (const query of questions) await keep(query);
    await mutate("updatePost", { ...postInput(id, 1), title: "To come soon" });
    for (const query of questions) assert.equal((await ask(query)).status, HIT);
    await mutate("publishPost", postInput(id, 2));
    for (const query of questions) assert.doesNotMatch((await ask(query)).text, /null/);
    await mutate("unpublishPost", postInput(id, 3));
    for (const query of questions) assert.match((await ask(query)).text, /null/);
  });

  it("evicts the lists that a post enters and leaves, and no others", async () => {
    const [a, b, c] = [await make.category("A"), await make.category("B"), await make.category("C")];
    const { id } = await make.post({ title: "Moves", categoryIds: [a] });
    const year = await make.post({ title: "Of another year", publishedAt: "2012-05-05T00:00:00.000Z" });
    const list = (path: string) => `{ category(path: "${path}") { postCount } }`;
    const [inA, inB, inC] = [list("a"), list("b"), list("c")];
    const ofSite = "{ posts(first: 1, orderBy: { field: PUBLISHED_AT, direction: ASC }) { nodes { id } } }";
    const ofMonth =
      '{ posts(filter: { publishedAfter: "2012-05-01T00:00:00Z", publishedBefore: "2012-06-01T00:00:00Z" }) { nodes { id } } }';
    const all = [inA, inB, inC, ofSite, ofMonth];
    const evictedBy = async (work: () => Promise<void>): Promise<string[]> => {
      for (const query of all) await keep(query);
      await work();
      const evicted: string[] = [];
      for (const query of all) if (!(await isKept(query))) evicted.push(query);
      return evicted;
    };
    const into = (categoryIds: string[]) => ({
      categoryIds: categoryIds.map((one) => encodeGlobalId("Category", one)),
    });
    assert.deepEqual(await evictedBy(() => mutate("updatePost", { ...postInput(id, 1), ...into([b]) })), [inA, inB]);
    assert.deepEqual(await evictedBy(() => mutate("updatePost", { ...postInput(id, 2), title: "Moved" })), []);
    assert.deepEqual(await evictedBy(() => mutate("updatePost", { ...postInput(id, 3), ...into([b, c]) })), [inC]);
    assert.deepEqual(await evictedBy(() => mutate("unpublishPost", postInput(id, 4))), [inB, inC, ofSite]);
    assert.deepEqual(await evictedBy(() => mutate("unpublishPost", postInput(year.id, 1))), [ofSite, ofMonth]);
  });

  it("by another process is seen as soon as it is heard of", async () => {
    const other = await startTestApp({}, undefined, app.databaseUrl);
    try {
      const { id } = await make.post({ title: "Here" });
      const query = `{ node(id: "${encodeGlobalId("Post", id)}") { ... on Post { title } } }`;
      await keep(query);
      const input = { ...postInput(id, 1), title: "There" };
      await other.query(
        "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { errors { code } } }",
        { input },
        { token },
      );
      await eventually(async () => (await ask(query)).text.includes("There"), "the change arrives");
      await keep(query);
      assert.match((await ask(query)).text, /There/);
    } finally {
      await other.close();
    }
  });
});

describe("questions at once", () => {
  it("are executed once where they are the same", async () => {
    const query = '{ posts(first: 7) { nodes { title } } once: post(slug: "no-such-post") { id } }';
    await keep("{ site { title } }");
    const gate = app.dataSource.createQueryRunner();
    await gate.startTransaction();
    await gate.query("lock table post in access exclusive mode");
    const waiting = async (): Promise<number> => {
      const [row] = await gate.query(
        "select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return row.count;
    };
    const responses = Array.from({ length: 30 }, () => ask(query));
    await eventually(async () => (await waiting()) > 0, "the first one waits for the table");
    // One operation takes a connection for each of its two fields.
    assert.ok((await waiting()) <= 2);
    await gate.rollbackTransaction();
    await gate.release();
    const texts = new Set((await Promise.all(responses)).map(({ text }) => text));
    assert.equal(texts.size, 1);
  });
});

describe("other caches", () => {
  it("are told how long an answer holds: until something scheduled appears in it, and no longer", async () => {
    const tag = await make.tag("Clipped");
    await make.post({ title: "Tagged", tagIds: [tag] });
    const [query, elsewhere] = ['{ tag(slug: "clipped") { postCount } }', "{ site { locale } }"];
    const control = async (asked: string) => (await ask(asked, { method: "GET" })).header("cache-control");
    await keep(query, { method: "GET" });
    assert.equal(await control(query), "public, max-age=0, s-maxage=600, stale-while-revalidate=60");
    const publishedAt = new Date(Date.now() + 300_000).toISOString();
    await make.post({ title: "Later", tagIds: [tag], publishedAt });
    await keep(query, { method: "GET" });
    await keep(elsewhere, { method: "GET" });
    const seconds = Number(/s-maxage=(\d+)$/.exec((await control(query)) ?? "")?.[1]);
    assert.ok(seconds > 0 && seconds <= 300, `${seconds} s`);
    assert.match((await control(elsewhere)) ?? "", /s-maxage=600/);
    assert.equal((await ask(query)).header("cache-control"), "no-store");
  });

  it("are told what an answer depends on, by few coarse keys where all would be too long", async () => {
    await make.posts(Array.from({ length: 10 }, () => ({})));
    const [few, many] = ["{ site { title locale } }", "{ posts(first: 50) { nodes { id author { id } } } }"];
    const keysOf = async (query: string) => ((await ask(query)).header("surrogate-key") ?? "").split(" ");
    assert.equal((await keysOf(few)).length, 1);
    const coarse = await keysOf(many);
    assert.ok(coarse.join(" ").length <= 64 && coarse.length === 3, coarse.join());
  });
});
