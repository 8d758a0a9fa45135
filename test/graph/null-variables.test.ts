// Variables that are absent, null or given, with and without defaults, nullable or not, in every kind of position: each use of a document gets the
// same response, by Apollo and by the compiled plan, and it is that of graphql-js. Where graphql-js fails in the middle of the execution, because
// null stands where the type excludes it, the request is rejected as bad user input.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { execute, parse, validate } from "graphql";
import { buildWrappedSchema } from "../../src/app/schema.js";
import { type Engine, startEngine } from "../../src/app/start/start-engine.js";
import type { GraphqlResponse } from "../../src/http/graphql/graphql-engine.js";
import { createContext } from "../../src/identity/context.js";
import { loadConfig } from "../../src/platform/config/config.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { createLog } from "../../src/platform/observability/log.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readPropertyRuns, usualRuns } from "../support/environment.js";
import { buildTestSite, postSlug, uuidOfName } from "./test-site.js";

const RUNS = usualRuns(300);
/** Apollo executes the first two uses of a document, and its plan the others. */
const USES = 5;

const schema = buildWrappedSchema();
let app: TestApp;
let engine: Engine;

before(async () => {
  app = await startTestApp();
  await buildTestSite(app.dataSource, { scale: 1 });
  engine = await startEngine(loadConfig({}), createLog("silent"));
});

after(async () => {
  await engine.stop();
  await app.close();
});

const SLUG = postSlug(0, 1);
const TAG_ID = encodeGlobalId("Tag", uuidOfName("tag common"));
const POST_ID = encodeGlobalId("Post", uuidOfName(`post ${SLUG}`));

interface Position {
  type: "Boolean" | "Int" | "String" | "ID" | "OrderDirection";
  values: readonly unknown[];
  /** A selection of the root; `$` stands for the variable. */
  selection: string;
}

const flags = [true, false];
const POSITIONS: readonly Position[] = [
  { type: "Boolean", values: flags, selection: "site { url title @include(if: $) }" },
  { type: "Boolean", values: flags, selection: "site { url title @skip(if: $) }" },
  { type: "Boolean", values: flags, selection: "viewer @include(if: $) { name } __typename" },
  { type: "Boolean", values: flags, selection: `post(slug: "${SLUG}") { slug ... @skip(if: $) { title } }` },
  { type: "Int", values: [1, 2], selection: "posts(first: $) { nodes { slug } }" },
  { type: "Int", values: [1, 2], selection: "posts(first: 2) { nodes { related(first: $) { score } } }" },
  { type: "String", values: [SLUG, "none"], selection: "post(slug: $) { title }" },
  { type: "String", values: ["zh", "en"], selection: "posts(first: 1, filter: { locale: $ }) { totalCount }" },
  { type: "ID", values: [POST_ID, "nonsense"], selection: "node(id: $) { id }" },
  { type: "ID", values: [POST_ID, "nonsense"], selection: `nodes(ids: [$, "${POST_ID}"]) { id }` },
  { type: "ID", values: [TAG_ID], selection: "posts(first: 1, filter: { tags: { noneOf: [$] } }) { totalCount }" },
  {
    type: "OrderDirection",
    values: ["ASC", "DESC"],
    selection: "posts(first: 2, orderBy: { field: TITLE, direction: $ }) { nodes { slug } }",
  },
];

interface Use {
  position: Position;
  isNonNull: boolean;
  /** In the document. */
  byDefault: { value: unknown } | null;
  /** In the request. */
  given: { value: unknown } | null;
}

const literal = ({ type }: Position, value: unknown): string =>
  type === "OrderDirection" ? String(value) : JSON.stringify(value);

const arbitraryUse: fc.Arbitrary<Use> = fc.constantFrom(...POSITIONS).chain((position) => {
  const value = fc.record({ value: fc.constantFrom(...position.values) });
  const orNull = fc.oneof(value, fc.constant({ value: null }));
  return fc.record({
    position: fc.constant(position),
    isNonNull: fc.boolean(),
    byDefault: fc.option(orNull, { freq: 3 }),
    given: fc.option(orNull, { freq: 3 }),
  });
});

const documentOf = (uses: readonly Use[]): string => {
  const definitions = uses.map(({ position, isNonNull, byDefault }, i) => {
    const suffix = byDefault === null ? "" : ` = ${literal(position, byDefault.value)}`;
    return `$v${i}: ${position.type}${isNonNull ? "!" : ""}${suffix}`;
  });
  // A position of its own for each selection, so that none of them are merged.
  const selections = uses.map((_use, i) => `...F${i} `);
  const fragments = uses.map(
    ({ position }, i) => `fragment F${i} on Query { ${aliased(position.selection, i).replaceAll("$", `$v${i}`)} }`,
  );
  return `query (${definitions.join(", ")}) { ${selections.join("")} } ${fragments.join(" ")}`;
};

const aliased = (selection: string, i: number): string => selection.replace(/^(\w+)/, `a${i}: $1`);

async function respond(query: string, variables: Record<string, unknown>): Promise<GraphqlResponse> {
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
  const request = { method: "POST", headers, search: "", body: { query, variables } } as const;
  return engine.execute(request, createContext(app.platform));
}

it("every use of a document gets the response of graphql-js, or a rejection where graphql-js fails", async (t) => {
  const counts = { executed: 0, rejected: 0 };
  const property = fc.asyncProperty(fc.array(arbitraryUse, { minLength: 1, maxLength: 3 }), async (uses) => {
    const query = documentOf(uses);
    const document = parse(query);
    if (validate(schema, document).length > 0) return;
    const given = uses.flatMap((use, i) => (use.given === null ? [] : [[`v${i}`, use.given.value] as const]));
    const variableValues = Object.fromEntries(given);
    const expected = await execute({ schema, document, variableValues, contextValue: createContext(app.platform) });
    const outcomes = new Set<string>();
    for (let use = 0; use < USES; use += 1) {
      const { status, body } = await respond(query, variableValues);
      outcomes.add(`${status} ${body}`);
    }
    const [outcome = "", ...others] = outcomes;
    assert.deepEqual(others, [], "The uses of the document differ.");
    const { data, errors } = JSON.parse(outcome.slice(4)) as {
      data?: unknown;
      errors?: { message: string; extensions: { code: string } }[];
    };
    if (expected.errors === undefined) {
      counts.executed += 1;
      assert.deepEqual([outcome.slice(0, 3), errors], ["200", undefined]);
      assert.equal(JSON.stringify(data), JSON.stringify(expected.data));
    } else {
      counts.rejected += 1;
      assert.deepEqual([outcome.slice(0, 3), errors?.[0]?.extensions.code], ["400", "BAD_USER_INPUT"], outcome);
      assert.equal(data, undefined);
    }
  });
  await fc.assert(property, { numRuns: RUNS, ...readPropertyRuns() });
  t.diagnostic(`${counts.executed} requests were executed and ${counts.rejected} rejected`);
  assert.ok(counts.executed > RUNS / 20 && counts.rejected > RUNS / 20, JSON.stringify(counts));
});

const NULL = { c: null };
for (const [name, query, variables, message] of [
  [
    "a condition",
    "query ($c: Boolean = true) { site { title @include(if: $c) } }",
    NULL,
    "Expected a value for $c, got null: it is used in @include(if:), which has the type Boolean!. Leave the variable out to use the default.",
  ],
  [
    "an argument",
    'query ($c: String = "x") { post(slug: $c) { title } }',
    NULL,
    "Expected a value for $c, got null: it is used in post(slug:), which has the type String!. Leave the variable out to use the default.",
  ],
] as const) {
  it(`the rejection of null for ${name} says where it is used and what to do`, async () => {
    const { errors } = JSON.parse((await respond(query, variables)).body) as { errors: unknown[] };
    assert.deepEqual(errors, [{ message, extensions: { code: "BAD_USER_INPUT", variable: "c" } }]);
  });
}

it("null is accepted where the position that excludes it is not selected", async () => {
  const query = `query ($c: String = "x", $isWanted: Boolean = false) {
    site { url } post(slug: $c) @include(if: $isWanted) { title } ... @skip(if: true) { other: post(slug: $c) { title } }
  }`;
  for (let use = 0; use < USES; use += 1) assert.equal((await respond(query, NULL)).status, 200);
  assert.equal((await respond(query, { ...NULL, isWanted: true })).status, 400);
});

it("a plan for false is not used for null, nor the other way round", async () => {
  const query = `query ($a: Boolean = false, $b: Boolean = true) {
    site { url ... @include(if: $a) { title @include(if: $b) } }
  }`;
  const statuses: number[] = [];
  for (const variables of [{}, { a: true }, { a: true, b: false }, { a: true, b: null }, { b: null }, { b: false }]) {
    for (let use = 0; use < USES; use += 1) statuses.push((await respond(query, variables)).status);
  }
  const expected = [200, 200, 200, 400, 200, 200].flatMap((status) => Array(USES).fill(status));
  assert.deepEqual(statuses, expected);
});
