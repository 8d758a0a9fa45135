// The estimated cost of operations, and the boundary of each limit: the largest operation that passes and the smallest that fails.
import "reflect-metadata";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getIntrospectionQuery, Kind, type OperationDefinitionNode, parse, validate } from "graphql";
import { createSchema } from "../../../src/app/schema.js";
import { starterQueries } from "../../../src/http/playground/starter-queries.js";
import { loadConfig } from "../../../src/platform/config/config.js";
import { LimitError } from "../../../src/platform/query-cost/limit-error.js";
import type { Cost, Variables } from "../../../src/platform/query-cost/operation-cost.js";
import { OperationGuard } from "../../../src/platform/query-cost/operation-guard.js";

const schema = createSchema();
const { limits } = loadConfig({});
const guard = new OperationGuard(schema, limits);

function check(source: string, variables?: Variables): Cost {
  const document = parse(source);
  assert.deepEqual(validate(schema, document), [], source);
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return guard.check(document, operation as OperationDefinitionNode, variables);
}

function violation(source: string, variables?: Variables): Record<string, unknown> {
  try {
    check(source, variables);
  } catch (error) {
    assert.ok(error instanceof LimitError);
    const { code, http, ...details } = error.extensions;
    assert.deepEqual([code, http], ["LIMIT_EXCEEDED", { status: 400 }]);
    return { ...details, message: error.message };
  }
  throw new assert.AssertionError({ message: `Expected a LimitError for ${source}` });
}

const nodes = (source: string, variables?: Variables) => check(source, variables).nodes;
const points = (source: string, variables?: Variables) => check(source, variables).points;
const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(" ");

describe("the cost of an operation", () => {
  it("the cost of an operation is 1 for itself and 1 for each object", () => {
    assert.deepEqual(check("{ site { title url } }"), { nodes: 1, points: 2 });
    assert.deepEqual(check('{ post(slug: "a") { title author { name } body { html } } }'), { nodes: 3, points: 4 });
  });

  it("the objects of a page count, and neither the connection nor its edges do", () => {
    assert.equal(nodes("{ posts { nodes { title } } }"), 20);
    assert.equal(nodes("{ posts(first: 7) { nodes { title } pageInfo { endCursor } } }"), 7);
    assert.equal(nodes("{ posts(last: 3) { edges { cursor node { title author { name } } } } }"), 6);
    assert.equal(nodes("{ posts(first: 7) { pageInfo { endCursor } } }"), 0);
  });

  it("the sizes of nested pages are multiplied", () => {
    assert.equal(nodes("{ tags(first: 5) { nodes { posts(first: 3) { nodes { title } } } } }"), 5 + 5 * 3);
  });

  it("sizes come from variables, from their defaults and, if they are null, from the default page size", () => {
    const source = "query ($n: Int = 30) { posts(first: $n) { nodes { title } } }";
    assert.equal(nodes(source), 30);
    assert.equal(nodes(source, { n: 4 }), 4);
    assert.equal(nodes(source, { n: null }), 20);
    assert.equal(nodes("query ($n: Int, $m: Int) { posts(first: $n, last: $m) { nodes { title } } }", { m: 9 }), 9);
  });

  it("a size out of range counts as the nearest allowed one, since the field itself rejects it", () => {
    assert.equal(nodes("{ posts(first: 2000000000) { nodes { title } } }"), 100);
    assert.equal(nodes("{ posts(first: -5) { nodes { title } } }"), 0);
    assert.equal(nodes("query ($n: Int) { posts(first: $n) { nodes { title } } }", { n: "many" }), 20);
  });

  it("lists count by the number of ids, or by an assumed size if no argument limits them", () => {
    assert.equal(nodes('{ nodes(ids: ["a", "b", "c"]) { id } }'), 3);
    assert.equal(nodes("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: ["a", "b"] }), 2);
    assert.equal(nodes('{ post(slug: "a") { tags { name } } }'), 6);
    assert.equal(nodes('{ post(slug: "a") { related(first: 3) { post { title } } } }'), 1 + 3 * 2);
    assert.equal(nodes('{ post(slug: "a") { related { score } } }'), 1 + 5);
  });

  it("the declared cost of fields is added to the number of objects", () => {
    assert.equal(points("{ posts(first: 1) { totalCount } }"), 1 + 20);
    assert.equal(points("{ tags(first: 10) { nodes { postCount } } }"), 1 + 10 + 10 * 5);
    assert.equal(points('{ search(query: "a", first: 2) { edges { snippets { text } } } }'), 1 + 50 + 2 * (5 + 3));
    assert.equal(points('mutation { deleteTag(input: { id: "a" }) { deletedId } }'), 1 + 50 + 1);
  });

  it("the most expensive of the types that an object may have counts", () => {
    const parts = "... on Tag { posts(first: 9) { nodes { id } } } ... on Author { posts(first: 4) { nodes { id } } }";
    assert.equal(nodes(`{ node(id: "a") { id ${parts} } }`), 1 + 9);
  });

  it("a fragment counts at each place where it is used, and once if it is spread twice in a selection", () => {
    const fragment = "fragment F on Query { posts(first: 3) { nodes { id } } }";
    assert.equal(nodes(`{ ...F ...F } ${fragment}`), 3);
    assert.equal(nodes(`{ ...F ... on Query { ...F } } ${fragment}`), 6);
  });
});

describe("the limits of an operation", () => {
  const LIMITS: Record<string, [within: string, beyond: string, limit: string]> = {
    depth: [
      `{ category(slugPath: "a") { ${"parent { ".repeat(10)} id ${"}".repeat(10)} } }`,
      `{ category(slugPath: "a") { ${"parent { ".repeat(11)} id ${"}".repeat(11)} } }`,
      "depth",
    ],
    aliases: [
      `{ site { ${repeat(30, (i) => `a${i}: title`)} } }`,
      `{ site { ${repeat(31, (i) => `a${i}: title`)} } }`,
      "aliases",
    ],
    "root fields": [`{ ${repeat(20, () => "__typename")} }`, `{ ${repeat(21, () => "__typename")} }`, "rootFields"],
    fields: [`{ site { ${repeat(299, () => "title")} } }`, `{ site { ${repeat(300, () => "title")} } }`, "fields"],
    directives: [
      `{ site { ${repeat(8, () => "title @include(if: true)")} } }`,
      `{ site { ${repeat(9, () => "title @include(if: true)")} } }`,
      "directives",
    ],
    strings: [
      `{ post(slug: "${"a".repeat(8_192)}") { id } }`,
      `{ post(slug: "${"a".repeat(8_193)}") { id } }`,
      "stringLength",
    ],
    objects: [
      "{ posts(first: 100) { nodes { author { posts(first: 98) { nodes { id } } } } } }",
      "{ posts(first: 100) { nodes { author { posts(first: 99) { nodes { id } } } } } }",
      "nodes",
    ],
    cost: [
      "{ tags(first: 100) { nodes { posts(first: 89) { nodes { id } totalCount } posts2: posts(first: 1) { totalCount } } } }",
      `{ ${repeat(10, (i) => `a${i}: __schema { queryType { name } }`)} }`,
      "cost",
    ],
  };
  for (const [counted, [within, beyond, limit]] of Object.entries(LIMITS)) {
    it(`the limit of ${counted} accepts its largest value and rejects the next one`, () => {
      check(within);
      const error = violation(beyond);
      assert.equal(error.limit, limit);
      assert.ok(Number(error.actual) > Number(error.allowed), JSON.stringify(error));
    });
  }

  it("limits apply to the deepest and most expensive use of a fragment, however often fragments double", () => {
    const doubling = `{ ...f0 } ${repeat(40, (i) => `fragment f${i} on Query { ...f${i + 1} ... on Query { ...f${i + 1} } }`)}`;
    assert.equal(violation(`${doubling} fragment f40 on Query { site { title } }`).limit, "rootFields");
    const deepest = `{ category(slugPath: "a") { ...F ${"parent { ".repeat(9)} ...F ${"}".repeat(9)} } }`;
    assert.equal(violation(`${deepest} fragment F on Category { parent { parent { name } } }`).limit, "depth");
    assert.equal(
      violation(
        "query __schema { ...__type } fragment __type on Query { posts(first: 100) { nodes { author { posts(first: 100) { nodes { id } } } } } }",
      ).limit,
      "nodes",
    );
  });

  it("the limit of strings applies to variables of queries, but not to cursors and not to inputs of mutations", () => {
    const text = "a".repeat(9_000);
    const slug = "query ($v: String!) { post(slug: $v) { id } }";
    assert.deepEqual([violation(slug, { v: text }).limit, violation(slug, { v: text }).field], ["stringLength", "$v"]);
    const filter = "query ($f: PostFilter) { posts(filter: $f) { totalCount } }";
    assert.equal(violation(filter, { f: { locale: text } }).limit, "stringLength");
    check("query ($v: String) { posts(after: $v) { totalCount } }", { v: text });
    const render = "query ($v: String!) { renderBody(body: { source: $v }) { html } }";
    check(render, { v: text });
    check("query ($b: BodyInput!) { renderBody(body: $b) { html } }", { b: { source: text } });
    check(`{ htmlToMarkdown(html: "${text}") }`);
    const both = "query ($v: String!) { renderBody(body: { source: $v }) { html } post(slug: $v) { id } }";
    assert.equal(violation(both, { v: text }).field, "$v");
    check("mutation ($i: CreateTagInput!) { createTag(input: $i) { tag { id } } }", { i: { name: text } });
  });

  it("a violation names the field that causes it, its cost and the largest page that fits", () => {
    const error = violation("{ posts(first: 100) { nodes { author { posts(first: 100) { nodes { id } } } } } }");
    assert.deepEqual(
      { field: error.field, cost: error.cost, fits: error.fits, allowed: error.allowed, actual: error.actual },
      { field: "posts", cost: 10_200, fits: { argument: "first", value: 98 }, allowed: 10_000, actual: 10_200 },
    );
    assert.match(String(error.message), /at most 10000 objects; this one may return 10200\..*posts.*"first: 98"/);
    check("{ posts(first: 98) { nodes { author { posts(first: 100) { nodes { id } } } } } }");
  });

  it("a violation names the innermost list if no single list is enough", () => {
    const error = violation(
      "{ tags(first: 100) { nodes { posts(first: 100) { nodes { tags { posts(last: 100) { nodes { id } } } } } } } }",
    );
    assert.equal(error.field, "tags.nodes.posts.nodes.tags.posts");
    assert.equal(error.fits, undefined);
  });

  it("each request is checked with its own variables", () => {
    const source = "query ($n: Int!) { posts(first: $n) { nodes { author { posts(first: $n) { nodes { id } } } } } }";
    const document = parse(source);
    const [operation] = document.definitions as OperationDefinitionNode[];
    assert.ok(operation);
    assert.equal(guard.check(document, operation, { n: 10 }).nodes, 120);
    assert.throws(() => guard.check(document, operation, { n: 100 }), LimitError);
    assert.equal(guard.check(document, operation, { n: 1 }).nodes, 3);
  });
});

describe("common operations", () => {
  it("the starter queries of the playground stay well within the limits", () => {
    for (const { title, query, variables } of starterQueries) {
      const cost = check(query, variables);
      assert.ok(
        cost.nodes <= limits.nodes / 1.5 && cost.points <= limits.cost / 1.5,
        `${title} ${JSON.stringify(cost)}`,
      );
    }
  });

  it("introspection queries of common tools are within the limits", () => {
    const options = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true };
    assert.equal(points(getIntrospectionQuery({ ...options, inputValueDeprecation: true, oneOf: true })), 2_001);
  });
});
