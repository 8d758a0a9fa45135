// The number of SQL statements of a query follows from its text and never from the number of rows. Random queries of the whole schema
// run on a small site and on one ten times as large; on both they must stay within a bound that is computed from the query alone.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { createSchema } from "../../src/app/schema.js";
import { type GraphqlResult, startTestApp, type TestApp } from "../support/app.js";
import { readPropertyRuns, usualRuns } from "../support/environment.js";
import { eventually } from "../support/eventually.js";
import { WIDE_LIMITS } from "../support/limits.js";
import { readArgumentValues } from "./argument-values.js";
import type { Operation } from "./operation-printer.js";
import { type ArgumentValues, arbitraryOperation } from "./random-query.js";
import { statementBound } from "./statement-bound.js";
import { buildTestSite } from "./test-site.js";

const RUNS = usualRuns(300);
const BETTER_CASES = ["current paths", "everything", "no files"] as const;
/** Errors that a viewer may get; any other is a defect of the service or of the generator. */
const EXPECTED_ERRORS = new Set(["FORBIDDEN", "UNAUTHENTICATED"]);

/** A cached response needs no statement, and reports the number that it needed when it was executed. */
const SETTINGS = { ...WIDE_LIMITS, CACHE_BYTES: "0" };

const schema = createSchema();
let small: TestApp;
let large: TestApp;
let argumentValues: ArgumentValues;

before(async () => {
  [small, large] = await Promise.all([startTestApp(SETTINGS), startTestApp(SETTINGS)]);
  await Promise.all([buildTestSite(small.dataSource, { scale: 1 }), buildTestSite(large.dataSource, { scale: 10 })]);
  argumentValues = await readArgumentValues(small);
});

after(() => Promise.all([small.close(), large.close()]));

const statementsOf = (response: GraphqlResult<unknown>): number => response.extensions?.sql.statements ?? Number.NaN;

function sendToBoth({ document, variables }: Operation): Promise<GraphqlResult<unknown>[]> {
  return Promise.all([small, large].map((app) => app.send(document, variables)));
}

/**
 * Expects a query to succeed and to need this number of statements on both sites as soon as these have cached their reference data. On
 * a busy machine they may drop it for a moment.
 */
async function costs(expected: number, document: string): Promise<void> {
  const seen = new Set<string>();
  const asExpected = async () => {
    const responses = await sendToBoth({ document, variables: {} });
    for (const response of responses) assert.equal(response.errors, undefined);
    seen.add(responses.map(statementsOf).join(" and "));
    return responses.every((response) => statementsOf(response) === expected);
  };
  await eventually(asExpected, `${expected} statements on both sites; seen were ${[...seen].join("; ")}`);
}

it("random queries need at most the number of statements that follows from their text, on both sites", async (t) => {
  let costly = 0;
  let exact = 0;
  const property = fc.asyncProperty(arbitraryOperation(schema, argumentValues), async (operation) => {
    const bound = statementBound(schema, operation);
    const responses = await sendToBoth(operation);
    for (const response of responses) {
      const codes = (response.errors ?? []).map(({ extensions }) => String(extensions.code));
      assert.deepEqual(
        codes.filter((code) => !EXPECTED_ERRORS.has(code)),
        [],
        JSON.stringify(response.errors),
      );
      assert.ok(statementsOf(response) <= bound, `${statementsOf(response)} statements, but the text allows ${bound}.`);
    }
    // The statements of a search depend on what it finds, and those of a thread on how deep it is, so that the text gives only an upper bound.
    if (bound === 0 || /\b(?:search|suggest)\(|\b(?:comments|replies)\b/.test(operation.document)) return;
    costly += 1;
    const expected = [bound, ...BETTER_CASES.map((assumption) => statementBound(schema, operation, assumption))];
    if (responses.some((response) => expected.includes(statementsOf(response)))) exact += 1;
  });
  await fc.assert(property, { numRuns: RUNS, ...readPropertyRuns() });
  t.diagnostic(`${exact} of ${costly} queries with statements took exactly as many as their text allows`);
  // A bound far above the real number would prove nothing. Half of the queries is usual; among few queries it may be any share.
  assert.ok(costly < 100 || exact > costly / 3, `Only ${exact} of ${costly} queries reach their bound.`);
});

it("a front page needs six statements", async () => {
  await costs(
    6,
    `{
    site { title }
    posts(first: 10) {
      nodes { title path excerpt publishedAt cover { url } author { name } categories { name path } tags { name } }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
    categories(filter: { isRoot: true }) { nodes { name path } }
    tags(first: 10, orderBy: { field: POST_COUNT, direction: DESC }) { nodes { name postCount } }
    archive { year postCount months { month postCount } }
  }`,
  );
});

it("a page of a post needs at most sixteen statements", async () => {
  // The order of the statements decides which rows the later ones find already loaded.
  const document = `{
    post(slug: "post-0-2") {
      title
      excerpt(maxLength: 80)
      body { html tableOfContents { text anchor level } readingTimeMinutes links { url target { path title } } }
      author { name avatar { url } }
      categories { name ancestors { name path } }
      tags { name }
      seo { title description canonicalUrl }
      seriesEntry { position total series { title entries { position post { title path } } } }
      adjacent { previous { title path } next { title path } }
      related { score reasons post { title path } }
    }
  }`;
  for (const response of await sendToBoth({ document, variables: {} })) {
    assert.equal(response.errors, undefined);
    assert.ok(statementsOf(response) <= 16, `${statementsOf(response)} statements.`);
  }
});

it("the pages of posts of all categories of a tree need one statement", async () => {
  await costs(
    1,
    `{
    categories(filter: { isRoot: true }, first: 100) {
      nodes {
        posts(first: 2) { nodes { title } pageInfo { hasNextPage } totalCount }
        children {
          posts(first: 2) { nodes { title } totalCount }
          children { posts(first: 2) { nodes { title tags { name } } } }
        }
      }
    }
  }`,
  );
});

it("all series with their parts and neighbours need three statements", async () => {
  await costs(
    3,
    `{
    allSeries(first: 100) {
      nodes { entries { position total post { title } previous { title } next { title } } }
    }
  }`,
  );
});

it("a hundred objects of five types by their ids need one statement for each type", async () => {
  const everything = `{
    posts(first: 100) { nodes { id } } categories(first: 100) { nodes { id } } tags(first: 100) { nodes { id } }
    authors(first: 100) { nodes { id } } allSeries(first: 100) { nodes { id } }
  }`;
  for (const app of [small, large]) {
    const lists = await app.query<Record<string, { nodes: { id: string }[] }>>(everything);
    const found = Object.values(lists).flatMap(({ nodes }) => nodes.slice(0, 20).map(({ id }) => id));
    // The small site has fewer objects, so some ids are requested twice.
    const ids = Array.from({ length: 100 }, (_, index) => found[index % found.length]);
    const response = await app.send<{ nodes: unknown[] }>("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    assert.deepEqual(
      response.data.nodes,
      ids.map((id) => ({ id })),
    );
    assert.equal(statementsOf(response), 5);
  }
});

it("lists that differ only in their alias share a statement", async () => {
  await costs(
    3,
    `{
    tags(first: 100) {
      nodes { one: posts(first: 2) { nodes { slug } } other: posts(first: 2) { nodes { title } } third: posts(first: 3) { nodes { title } } }
    }
  }`,
  );
});
