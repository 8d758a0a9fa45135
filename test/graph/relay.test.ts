// The requirements of the Relay specifications that no linter checks, for every connection and every type of node. They are read from the
// schema, so a new one is tested without a change here.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { type GraphQLField, getNamedType, isObjectType } from "graphql";
import { createSchema } from "../../src/app/schema.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { WIDE_LIMITS } from "../support/limits.js";
import { buildTestSite, commentId } from "./test-site.js";

interface Edge {
  cursor: string;
  node: { id: string };
}
interface Page {
  edges: Edge[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}
interface Connection {
  coordinate: string;
  /** Whether it has pages from its end as well. */
  isBidirectional: boolean;
  /** The document around the field, with the required arguments of the field. */
  document(args: string): string;
}

const PAGE = "edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
const WEBHOOK = randomUUID();
/** The required arguments of fields, and parents whose lists have more than one page. */
const ARGUMENTS: Record<string, string> = {
  "Query.search": 'query: "part", ',
  "Query.comments": "statuses: [HIDDEN], ",
};
const PARENTS: Record<string, string> = {
  Category: 'category(slugPath: "area-0")',
  Tag: 'tag(slug: "common")',
  Author: 'author(slug: "editor")',
  Series: 'series(slug: "course-0")',
  Post: 'post(slug: "post-0-0")',
  Page: 'page(path: "/guide-0")',
  Comment: `node(id: "${encodeGlobalId("Comment", commentId("post-0-0", 0))}")`,
  Webhook: `node(id: "${encodeGlobalId("Webhook", WEBHOOK)}")`,
};
const SIZES = [1, 3, 100];

const schema = createSchema();
const connections = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name.endsWith("Connection"))
      // A use of an asset is no object with an id; assets.mutation.test.ts pages through its list.
      .filter((field) => getNamedType(field.type).name !== "AssetUseConnection")
      .map((field) => connectionOf(type.name, field)),
  );

let app: TestApp;
let token: string;
before(async () => {
  app = await startTestApp(WIDE_LIMITS);
  await buildTestSite(app.dataSource, { scale: 1 });
  token = await app.tokenFor("ADMIN");
  await app.tokenFor("EDITOR");
  await insertWebhooks();
  await saveTwice("Post", PARENTS.Post ?? "");
  await saveTwice("Page", PARENTS.Page ?? "");
});
after(() => app.close());

/** One of them has deliveries. They are switched off, so that none is called. */
async function insertWebhooks(): Promise<void> {
  const ids = [WEBHOOK, randomUUID(), randomUUID()];
  await app.dataSource.query(
    `insert into webhook (id, name, url, secret, is_enabled, cursor, read_to)
     select unnest($1::uuid[]), 'Listed', 'https://hooks.example.org/', 'whsec_', false, '', 0`,
    [ids],
  );
  await app.dataSource.query(
    "insert into webhook_delivery (webhook_id, kind, status) select $1, 'TEST', 'DEAD' from generate_series(1, 5)",
    [WEBHOOK],
  );
}

/** Gives a post or page revisions. */
async function saveTwice(type: "Post" | "Page", field: string): Promise<void> {
  for (const title of ["Once", "Twice"]) {
    const { saved } = await ask<{ saved: { id: string; version: number } }>(`{ saved: ${field} { id version } }`);
    const input = { id: saved.id, expectedVersion: saved.version, title };
    const document = `mutation ($i: Update${type}Input!) { update${type}(input: $i) { errors { code } } }`;
    assert.deepEqual(await ask(document, { i: input }), { [`update${type}`]: { errors: [] } });
  }
}

const ask = <Data>(query: string, variables: Record<string, unknown> = {}) =>
  app.query<Data>(query, variables, { token });

function connectionOf(parent: string, { name, args }: GraphQLField<unknown, unknown>): Connection {
  const coordinate = `${parent}.${name}`;
  const field = (given: string) => `page: ${name}(${ARGUMENTS[coordinate] ?? ""}${given}) { ${PAGE} }`;
  return {
    coordinate,
    isBidirectional: args.some((argument) => argument.name === "last"),
    document: (given) =>
      parent === "Query"
        ? `{ ${field(given)} }`
        : `{ parent: ${PARENTS[parent] ?? parent} { ... on ${parent} { ${field(given)} } } }`,
  };
}

async function pageOf(connection: Connection, args: string): Promise<Page> {
  const data = await ask<{ page?: Page; parent?: { page: Page } }>(connection.document(args));
  const page = data.page ?? data.parent?.page;
  assert.ok(page !== undefined, connection.coordinate);
  return page;
}

/** Checks the rules for a single page. */
function assertPage({ edges, nodes, pageInfo }: Page, size: number): void {
  assert.ok(edges.length <= size);
  assert.deepEqual(
    nodes.map(({ id }) => id),
    edges.map(({ node }) => node.id),
  );
  for (const { cursor } of edges) assert.equal(typeof cursor, "string");
  assert.equal(pageInfo.startCursor, edges[0]?.cursor ?? null);
  assert.equal(pageInfo.endCursor, edges.at(-1)?.cursor ?? null);
}

async function walk(connection: Connection, size: number, isForward: boolean): Promise<string[]> {
  const pages: Page[] = [];
  for (let cursor: string | null = null; ; ) {
    const from: string = cursor === null ? "" : `, ${isForward ? "after" : "before"}: "${cursor}"`;
    const page: Page = await pageOf(connection, `${isForward ? "first" : "last"}: ${size}${from}`);
    assertPage(page, size);
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    cursor = isForward ? endCursor : startCursor;
    if (!(isForward ? hasNextPage : hasPreviousPage)) break;
    assert.equal(page.edges.length, size, "A page that is followed by another one is full.");
  }
  const inOrder = isForward ? pages : pages.reverse();
  return inOrder.flatMap(({ edges }) => edges.map(({ node }) => node.id));
}

describe("every connection", () => {
  for (const connection of connections) {
    it(`${connection.coordinate} returns every object once and in order at every page size`, async () => {
      const whole = (await pageOf(connection, "first: 100")).edges.map(({ node }) => node.id);
      assert.ok(whole.length > 1, "Expected a list with more than one object.");
      assert.equal(new Set(whole).size, whole.length);
      for (const size of SIZES) {
        assert.deepEqual(await walk(connection, size, true), whole, `first: ${size}`);
        if (connection.isBidirectional) assert.deepEqual(await walk(connection, size, false), whole, `last: ${size}`);
      }
    });

    it(`${connection.coordinate} returns an empty page after its end`, async () => {
      const { pageInfo } = await pageOf(connection, "first: 100");
      const page = await pageOf(connection, `first: 5, after: "${pageInfo.endCursor}"`);
      assert.deepEqual([page.edges, page.pageInfo.startCursor, page.pageInfo.endCursor], [[], null, null]);
      assert.equal(page.pageInfo.hasNextPage, false);
    });

    it(`${connection.coordinate} rejects page sizes out of range`, async () => {
      const bad = [
        "first: -1",
        "first: 0",
        "first: 101",
        ...(connection.isBidirectional ? ["last: -1", "first: 1, last: 1"] : []),
      ];
      for (const args of bad) {
        const { errors } = await app.send(connection.document(args), {}, { token });
        assert.equal(errors?.[0]?.extensions.code, "BAD_USER_INPUT", args);
      }
    });
  }

  it("every connection has the names and types that Relay's compiler expects", () => {
    for (const { coordinate } of connections) {
      const [parent = "", name = ""] = coordinate.split(".");
      const parentType = schema.getType(parent);
      assert.ok(isObjectType(parentType));
      const type = getNamedType(parentType.getFields()[name]?.type ?? parentType);
      assert.ok(isObjectType(type));
      const fields = type.getFields();
      assert.equal(String(fields.pageInfo?.type), "PageInfo!", coordinate);
      assert.match(String(fields.edges?.type), /^\[\w+Edge!\]!$/, coordinate);
      const edge = getNamedType(fields.edges?.type ?? type);
      assert.ok(isObjectType(edge));
      assert.equal(String(edge.getFields().cursor?.type), "String!", coordinate);
    }
  });
});

describe("every node", () => {
  it("every node is found by its id, alone and among others in the requested order", async () => {
    const ids: string[] = [];
    for (const connection of connections) ids.push(...(await pageOf(connection, "first: 3")).nodes.map(({ id }) => id));
    // The nodes that are in no connection.
    const { site, menus } = await ask<{ site: { id: string }; menus: { id: string }[] }>(
      "{ site { id } menus { id } }",
    );
    ids.push(site.id, ...menus.map(({ id }) => id));
    const unique = [...new Set(ids)].reverse();
    const { nodes } = await ask<{ nodes: { id: string; __typename: string }[] }>(
      "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }",
      { ids: [...unique, "none", unique[0]] },
    );
    assert.deepEqual(
      nodes.map((node) => node?.id ?? null),
      [...unique, null, unique[0]],
    );
    for (const { id, __typename } of nodes.slice(0, unique.length)) {
      const { node } = await ask<{ node: { id: string; __typename: string } }>(
        "query ($id: ID!) { node(id: $id) { id __typename } }",
        { id },
      );
      assert.deepEqual(node, { id, __typename });
    }
    const kinds = new Set(nodes.slice(0, unique.length).map(({ __typename }) => __typename));
    assert.deepEqual(
      [...kinds].sort(),
      schema
        .getPossibleTypes(schema.getType("Node") as never)
        .map(({ name }) => name)
        .sort(),
    );
  });
});
