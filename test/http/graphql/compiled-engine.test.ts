// The responses of compiled queries equal those of Apollo, status and headers included; every operation that is not a recurring query is
// executed by Apollo.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, it } from "node:test";
import { type Engine, startEngine } from "../../../src/app/start/start-engine.js";
import type { GraphqlEngine, GraphqlRequest, GraphqlResponse } from "../../../src/http/graphql/graphql-engine.js";
import { ANONYMOUS, type Context, createContext } from "../../../src/identity/context.js";
import { loadConfig } from "../../../src/platform/config/config.js";
import type { SqlClient } from "../../../src/platform/db/database.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let engine: Engine;
let apolloEngine: GraphqlEngine<Context>;
let apolloExecutions = 0;

before(async () => {
  app = await startTestApp();
  await new Factories(app.dataSource).posts([{ slug: "one" }, { slug: "two" }]);
  engine = await startEngine(loadConfig({}), createLog("silent"), (apollo) => {
    apolloEngine = apollo;
    return (request, context) => {
      apolloExecutions += 1;
      return apollo(request, context);
    };
  });
});

after(async () => {
  await engine.stop();
  await app.close();
});

const post = (body: Record<string, unknown>, headers: Record<string, string> = {}): GraphqlRequest => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  search: "",
  body,
});

/** The response to a request that has been executed several times, and whether Apollo executed it. */
async function executeAgain(request: GraphqlRequest): Promise<{ response: GraphqlResponse; isByApollo: boolean }> {
  for (let uses = 0; uses < 3; uses += 1) await engine.execute(request, createContext(app.platform));
  const before = apolloExecutions;
  const response = await engine.execute(request, createContext(app.platform));
  return { response: response, isByApollo: apolloExecutions > before };
}

const PAGE =
  "query Page($first: Int = 1, $more: Boolean = false) { posts(first: $first) { nodes { slug title @include(if: $more) } } }";
const TWO = `${PAGE} query Other { site { title } }`;

const COMPILED: readonly [string, GraphqlRequest][] = [
  ["a query", post({ query: PAGE })],
  ["variables", post({ query: PAGE, variables: { first: 2, more: true } })],
  ["null for variables and operation", post({ query: PAGE, variables: null, operationName: null, extensions: null })],
  ["a named operation", post({ query: TWO, operationName: "Other" })],
  ["extensions without a persisted query", post({ query: PAGE, extensions: { client: { name: "x" } } })],
  ["another media type", post({ query: PAGE }, { accept: "application/graphql-response+json" })],
  ["plain JSON", post({ query: PAGE }, { accept: "application/json" })],
];

for (const [name, request] of COMPILED) {
  it(`responds to ${name} as Apollo does`, async () => {
    const { response, isByApollo } = await executeAgain(request);
    assert.deepEqual(response, await apolloEngine(request, createContext(app.platform)));
    assert.equal(isByApollo, false);
  });
}

const deep = (levels: number): string =>
  levels === 0 ? "id" : `tags { posts(first: 100) { nodes { ${deep(levels - 1)} } } }`;
const sha256Hash = createHash("sha256").update(PAGE).digest("hex");
const NOT_COMPILED: readonly [string, GraphqlRequest][] = [
  ["an unknown operation", post({ query: TWO, operationName: "Third" })],
  ["no operation of several", post({ query: TWO })],
  ["a rejected argument", post({ query: PAGE, variables: { first: 0 } })],
  ["a bad variable", post({ query: PAGE, variables: { first: "two" } }, { accept: "application/json" })],
  ["a document that is not valid", post({ query: "{ nothing }" })],
  ["a document with a syntax error", post({ query: "{" })],
  ["variables that are no object", post({ query: PAGE, variables: [1] })],
  ["an operation name that is not a string", post({ query: PAGE, operationName: 1 })],
  ["no query", post({ variables: {} })],
  ["a persisted query", post({ query: PAGE, extensions: { persistedQuery: { version: 1, sha256Hash } } })],
  ["a mutation", post({ query: 'mutation { deleteTag(input: { id: "x" }) { deletedId } }' })],
  ["a query beyond a limit", post({ query: `{ posts(first: 100) { nodes { ${deep(5)} } } }` })],
  ["a query by GET", { method: "GET", headers: {}, search: `?query=${encodeURIComponent(PAGE)}`, body: undefined }],
];

for (const [name, request] of NOT_COMPILED) {
  it(`leaves ${name} to Apollo`, async () => {
    const { response, isByApollo } = await executeAgain(request);
    assert.deepEqual(response, await apolloEngine(request, createContext(app.platform)));
    assert.equal(isByApollo, true);
  });
}

it("executes a query again by Apollo if a statement of its plan fails", async () => {
  const request = post({ query: PAGE });
  const { response } = await executeAgain(request);
  const { publicReads } = app.platform;
  let failures = 0;
  const failingOnce: SqlClient = {
    cacheScope: publicReads.cacheScope,
    query: (text, values) => {
      failures += 1;
      return failures === 1 ? Promise.reject(new Error("a lost connection")) : publicReads.query(text, values);
    },
    queryByValues: (text, values) => publicReads.queryByValues(text, values),
    queryByIndex: (text, values) => publicReads.queryByIndex(text, values),
  };
  const context = createContext(app.platform, ANONYMOUS, failingOnce);
  assert.deepEqual(await engine.execute(request, context), response);
  assert.ok(failures > 1);
});

it("compiles a document from its third use on", async () => {
  const request = post({ query: "{ site { title } }" });
  const counts: number[] = [];
  for (let use = 0; use < 4; use += 1) {
    await engine.execute(request, createContext(app.platform));
    counts.push(apolloExecutions);
  }
  assert.deepEqual(
    counts.map((count) => count - (counts[0] ?? 0)),
    [0, 1, 1, 1],
  );
});
