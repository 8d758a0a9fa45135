// The limits as clients see them: the status, the code and the cost in the response, and a service that continues to respond.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it, mock } from "node:test";
import pg from "pg";
import { transientError } from "../../../src/platform/db/failures/transient-error.js";
import { CountingClient } from "../../../src/platform/db/monitoring/counting-client.js";
import { type GraphqlResult, startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

const LIMIT_BYTES = 65_536;

let app: TestApp;

before(async () => {
  app = await startTestApp({ LIMIT_RESPONSE_BYTES: String(LIMIT_BYTES), LIMIT_ERRORS: "3" });
  const make = new Factories(app.dataSource);
  await make.posts(Array.from({ length: 6 }, (_, i) => ({ slug: `post-${i}`, title: `Post ${i} ${"t".repeat(500)}` })));
});
after(() => app.close());

function post(query: string, headers: Record<string, string> = {}, url = app.url): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
}

const TOO_DEEP = `{ category(slugPath: "a") { ${"parent { ".repeat(20)} id ${"}".repeat(20)} } }`;

describe("a limit", () => {
  it("a violated limit is reported with 400, or 200 if the client accepts only application/json, and later requests succeed", async () => {
    const strict = await post(TOO_DEEP);
    assert.equal(strict.status, 400);
    assert.equal((await post(TOO_DEEP, { accept: "application/json" })).status, 200);
    const { errors, data } = (await strict.json()) as GraphqlResult<unknown>;
    assert.equal(data, undefined);
    assert.equal(errors?.[0]?.extensions.code, "LIMIT_EXCEEDED");
    assert.deepEqual(Object.keys(errors?.[0]?.extensions ?? {}).sort(), [
      "actual",
      "allowed",
      "code",
      "field",
      "limit",
    ]);
    await app.query("{ __typename }");
  });

  it("the example of docs/limits.md is the response to an operation that exceeds a limit", async () => {
    const document = readFileSync(new URL("../../../../docs/limits.md", import.meta.url), "utf8");
    const example = /## Rejected operations\n\n```json\n([^`]*)```/.exec(document)?.[1] ?? "";
    const response = await post("{ posts(first: 100) { nodes { author { posts(first: 100) { nodes { id } } } } } }");
    const { errors } = (await response.json()) as GraphqlResult<unknown>;
    assert.deepEqual({ errors }, JSON.parse(example));
  });

  it("the number of tokens is limited before a document is parsed", async () => {
    const response = await post(`{ ${"__typename ".repeat(3_000)} }`);
    assert.equal(response.status, 400);
    assert.match(await response.text(), /GRAPHQL_PARSE_FAILED/);
  });

  it("the number of directives is limited before a document is validated, also in its fragments", async () => {
    const many = "@unknown ".repeat(9);
    const uses = "...F ".repeat(2);
    for (const query of [
      `{ site { title ${many} } }`,
      `query Q ${many} { site { title } }`,
      `query Q($a: Int ${many}) { posts(first: $a) { totalCount } }`,
      `{ site { ${uses} title @a @b @c @d } } fragment F on Site { url @a @b @c @d @e }`,
      `{ site { title } } query Other { site { title ${many} } }`,
      `{ site { title ${"@include(if: true) ".repeat(9)} } }`,
    ]) {
      const response = await post(query, { accept: "application/graphql-response+json" });
      const { errors } = (await response.json()) as GraphqlResult<unknown>;
      assert.deepEqual(
        [response.status, errors?.map(({ extensions }) => extensions)],
        [400, [{ code: "LIMIT_EXCEEDED", limit: "directives", allowed: 8, actual: 9 }]],
        query,
      );
      const search = new URLSearchParams({ query });
      const byGet = await fetch(`${app.url}/graphql?${search}`, { headers: { accept: "application/json" } });
      assert.deepEqual([byGet.status, /"limit":"directives"/.test(await byGet.text())], [200, true]);
    }
    assert.match(await (await post(`{ site { title @a } } # ${many}`)).text(), /GRAPHQL_VALIDATION_FAILED/);
    const separate = "query A { site { title @skip(if: false) } } query B { site { url @include(if: true) } }";
    assert.match(await (await post(separate)).text(), /OPERATION_RESOLUTION_FAILURE/);
  });

  it("the number of errors in a response is limited, for validation and for execution", async () => {
    const invalid = await app.send(`{ ${Array.from({ length: 30 }, (_, i) => `f${i}`).join(" ")} }`);
    assert.equal(invalid.errors?.length, 3);
    const { posts } = await app.query<{ posts: { nodes: { id: string }[] } }>("{ posts { nodes { id } } }");
    const failing = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Post { excerpt(maxLength: 0) } } }";
    const result = await app.send(failing, { ids: posts.nodes.map(({ id }) => id) });
    assert.equal(result.errors?.length, 3);
    assert.deepEqual(result.extensions, { ...result.extensions, omittedErrors: 3 });
  });

  it("the size of a response is limited", async () => {
    const fields = Array.from({ length: 28 }, (_, i) => `a${i}: title`).join(" ");
    const fits = await post(`{ posts(first: 4) { nodes { ${fields} } } }`);
    assert.match(await fits.text(), /^\{"data":/);
    const tooLong = await post(`{ posts(first: 6) { nodes { ${fields} } } }`);
    assert.equal(tooLong.status, 200);
    const { data, errors } = (await tooLong.json()) as GraphqlResult<unknown>;
    assert.equal(data, null);
    assert.equal(errors?.[0]?.extensions.code, "RESPONSE_TOO_LARGE");
  });
});

describe("the cost", () => {
  it("the response of every executed operation contains its cost", async () => {
    const result = await app.send("{ posts(first: 3) { nodes { title author { name } } } }");
    assert.deepEqual(result.extensions?.cost, { nodes: 6, points: 7 });
    assert.equal((await app.send("{ nothing }")).extensions?.cost, undefined);
  });
});

describe("the time of a request", () => {
  it("a request ends with a response at its deadline, whatever the database does", async () => {
    const hasty = await startTestApp({ LIMIT_REQUEST_MS: "200" });
    const locker = new pg.Client({ connectionString: hasty.databaseUrl });
    await locker.connect();
    try {
      await locker.query("begin; lock table post in access exclusive mode");
      const response = await post("{ posts { nodes { id } } }", {}, hasty.url);
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "1");
      assert.equal(((await response.json()) as GraphqlResult<unknown>).errors?.[0]?.extensions.code, "TIMEOUT");
      await locker.query("rollback");
      assert.equal((await post("{ __typename }", {}, hasty.url)).status, 200);
    } finally {
      await locker.end();
      await hasty.close();
    }
  });

  it("a request sends no statement after its deadline", async () => {
    const sent: string[] = [];
    const query = async (text: string) => {
      sent.push(text);
      return [];
    };
    const client = { cacheScope: {}, query, queryByValues: query, queryByIndex: query };
    const late = new CountingClient(client, performance.now() - 1);
    for (const statement of [late.query("select 1"), late.queryByIndex("select 1")]) {
      const failure = await statement.catch((error: unknown) => transientError(error));
      assert.deepEqual(failure, {
        code: "TIMEOUT",
        message: "The request took too long. Request less data, or try again later.",
      });
    }
    assert.deepEqual([sent, late.statements], [[], 0]);
    const early = new CountingClient(client, Number.POSITIVE_INFINITY);
    await early.query("select 1");
    assert.deepEqual([sent, early.statements], [["select 1"], 1]);
  });

  it("the time of a write does not count towards the deadline of the reads for its response", async () => {
    const query = async () => [];
    const client = new CountingClient({ cacheScope: {}, query, queryByValues: query, queryByIndex: query }, 0);
    assert.equal(await client.query("select 1").catch((error: Error) => error.name), "DeadlineError");
    const ahead = performance.now() + 60_000;
    const writing = new CountingClient({ cacheScope: {}, query, queryByValues: query, queryByIndex: query }, ahead);
    let now = performance.now();
    const clock = mock.method(performance, "now", () => now);
    try {
      await writing.withoutDeadline(async () => {
        now += 120_000;
      });
      assert.deepEqual(await writing.query("select 1"), []);
    } finally {
      clock.mock.restore();
    }
  });
});
