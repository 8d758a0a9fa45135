// Every query that the playground opens with is valid with its variables, and shows content of the sample site.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { buildSchema, type DocumentNode, GraphQLError, Kind, parse, validate } from "graphql";
import { getVariableValues } from "graphql/execution/values.js";
import { loadSampleSite } from "../../../src/app/start/sample-site.js";
import { starterQueries } from "../../../src/http/playground/starter-queries.js";
import { startTestApp, type TestApp } from "../../support/app.js";

// From the compiled file, which lies two folders deeper than the sources.
const schema = buildSchema(readFileSync(new URL("../../../../schema/schema.graphql", import.meta.url), "utf8"));

function errorsOf(document: DocumentNode, variables: Record<string, unknown>): readonly GraphQLError[] {
  const invalid = validate(schema, document);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operations.length === 0) return [new GraphQLError("Expected an operation, got none.")];
  const unfit = operations.flatMap(
    ({ variableDefinitions }) => getVariableValues(schema, variableDefinitions ?? [], variables).errors ?? [],
  );
  return [...invalid, ...unfit];
}

type Found = Record<string, null | unknown[] | { nodes?: unknown[] }>;

/** The root fields with an empty result. */
function emptyFieldsOf(found: Found): string[] {
  return Object.keys(found).filter((field) => {
    const value = found[field] ?? [];
    return (Array.isArray(value) ? value : value.nodes)?.length === 0;
  });
}

describe("the starter queries on the sample site", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
    await loadSampleSite(app.dataSource);
  });
  after(() => app.close());

  const queries = starterQueries.filter(({ query }) => !/^(?:mutation|subscription) /m.test(query));
  for (const { title, query, variables } of queries) {
    it(`show content (${title})`, async () => {
      assert.deepEqual(emptyFieldsOf(await app.query<Found>(query, variables)), []);
    });
  }

  it("lead a post through all its states, with the ids and versions of each response", async () => {
    const { query, variables } = starterQueries.find(({ title }) => title === "Write") ?? assert.fail();
    const token = await app.tokenFor("ADMIN");
    let given: Record<string, unknown> = { ...variables };
    type StepResult = Record<string, { errors: unknown[]; post: { id?: string; version: number; status: string } }>;
    const run = async (operationName: string): Promise<StepResult> => {
      const response = await fetch(`${app.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables: given, operationName }),
      });
      return ((await response.json()) as { data: StepResult }).data;
    };
    const me = (await run("Me")) as unknown as { authors: { nodes: { id: string }[] } };
    given = { ...given, authorId: me.authors.nodes[0]?.id };
    const states = [];
    for (const step of ["Create", "Schedule", "Publish", "Unpublish", "Trash", "Restore"]) {
      const [payload = assert.fail()] = Object.values(await run(step));
      assert.deepEqual(payload.errors, [], step);
      states.push(payload.post.status);
      given = { ...given, id: payload.post.id ?? given.id, version: payload.post.version };
    }
    assert.deepEqual(states, ["DRAFT", "SCHEDULED", "PUBLISHED", "DRAFT", "TRASHED", "DRAFT"]);
  });

  it("show a post with a table of contents, code blocks and a neighbour", async () => {
    const { query, variables } = starterQueries.find(({ title }) => title === "One post") ?? assert.fail();
    const { post } = await app.query<{
      post: { body: { tableOfContents: unknown[]; codeBlocks: unknown[] }; adjacent: { next: unknown } };
    }>(query, variables);
    assert.ok(post.body.tableOfContents.length > 2);
    assert.ok(post.body.codeBlocks.length > 2);
    assert.notEqual(post.adjacent.next, null);
  });
});

describe("the starter queries", () => {
  for (const { title, query, variables } of starterQueries) {
    it(`are valid (${title})`, () => {
      assert.deepEqual(errorsOf(parse(query), variables ?? {}), []);
    });
  }

  it("are few, and have different titles", () => {
    assert.ok(starterQueries.length >= 5 && starterQueries.length <= 8);
    assert.equal(new Set(starterQueries.map(({ title }) => title)).size, starterQueries.length);
  });
});
