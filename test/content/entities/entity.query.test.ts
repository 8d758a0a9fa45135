// The service as a subgraph of Apollo Federation: the fields exist only if it is switched on, objects are found by every key in one
// statement for each type and key, and hidden objects are treated as if they did not exist.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { buildSchema } from "graphql";
import { createSchema, printSdl } from "../../../src/app/schema.js";
import { startEngine } from "../../../src/app/start/start-engine.js";
import type { GraphqlRequest } from "../../../src/http/graphql/graphql-engine.js";
import { createContext } from "../../../src/identity/context.js";
import { loadConfig } from "../../../src/platform/config/config.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

const ENTITIES = `query ($r: [_Any!]!) { _entities(representations: $r) { __typename
  ... on Post { id slug title } ... on Category { id slugPath } ... on Tag { id slug } ... on Author { id slug } } }`;

interface Entity {
  __typename: string;
  id: string;
  slug?: string;
  slugPath?: string;
}

let app: TestApp;
before(async () => {
  app = await startTestApp({ FEDERATION: "on" });
  const make = new Factories(app.dataSource);
  const root = await make.category("linux");
  const [tag, category, author] = [
    await make.tag("kernel"),
    await make.category("network", root),
    await make.author("lin"),
  ];
  await make.posts([
    { slug: "first", tagIds: [tag], categoryIds: [category], authorId: author, formerPaths: ["/posts/old-first"] },
    { slug: "second", tagIds: [tag], authorId: author },
    { slug: "draft", state: "DRAFT", tagIds: [await make.tag("secret")], authorId: await make.author("ghost") },
  ]);
});
after(() => app.close());

const find = async (representations: unknown[], token?: string) =>
  (
    await app.query<{ _entities: (Entity | null)[] }>(
      ENTITIES,
      { r: representations },
      token === undefined ? {} : { token },
    )
  )._entities;

describe("a subgraph", () => {
  it("the schema has the fields of a subgraph only if federation is switched on", async () => {
    assert.doesNotMatch(printSdl(createSchema()), /_entities|_service|_Any|_Entity/);
    assert.match(printSdl(createSchema({ federation: true })), /_entities\(/);
    const plain = await startTestApp();
    try {
      const { errors } = await plain.send("{ _service { sdl } }");
      assert.equal(errors?.[0]?.extensions.code, "GRAPHQL_VALIDATION_FAILED");
    } finally {
      await plain.close();
    }
  });

  it("_service returns the schema with the keys of its types, without the fields for gateways", async () => {
    const { _service } = await app.query<{ _service: { sdl: string } }>("{ _service { sdl } }");
    assert.match(
      _service.sdl,
      /^type Category implements Node & Routable @key\(fields: "id"\) @key\(fields: "slugPath"\) \{$/m,
    );
    assert.match(_service.sdl, /^extend schema @link\(/);
    assert.doesNotMatch(_service.sdl, /_entities|_service/);
    const bare = _service.sdl.replace(/^extend schema.*/, "").replace(/ @(?:key|shareable)(?:\([^)]*\))?/g, "");
    assert.equal(printSdl(buildSchema(bare)), printSdl(createSchema()));
  });
});

it("the SDL of a subgraph is served by a compiled plan without bailing out", async () => {
  let fallbacks = 0;
  const config = loadConfig({ FEDERATION: "on" });
  const engine = await startEngine(config, createLog("silent"), (apollo) => (request, context) => {
    fallbacks += 1;
    return apollo(request, context);
  });
  try {
    const responses: unknown[] = [];
    for (let use = 1; use <= 6; use += 1) {
      const request: GraphqlRequest = {
        method: "POST",
        headers: { "content-type": "application/json" },
        search: "",
        body: { query: "{ _service { sdl } }" },
      };
      responses.push(await engine.execute(request, createContext(app.platform)));
    }
    assert.match(JSON.stringify(responses[0]), /@link/);
    for (const response of responses.slice(1)) assert.deepEqual(response, responses[0]);
    assert.equal(fallbacks, 2, "A document is compiled at its third use; later uses must not fall back to Apollo.");
  } finally {
    await engine.stop();
  }
});

describe("entities", () => {
  it("_entities finds objects by each of their keys, in the order of the representations", async () => {
    const bySlug = [
      { __typename: "Post", slug: "first" },
      { __typename: "Author", slug: "lin" },
      { __typename: "Category", slugPath: "linux/network" },
      { __typename: "Tag", slug: "kernel" },
      { __typename: "Post", slug: "second" },
    ];
    const found = await find(bySlug);
    assert.deepEqual(
      found.map((entity) => entity?.slug ?? entity?.slugPath),
      ["first", "lin", "linux/network", "kernel", "second"],
    );
    assert.deepEqual(await find(found.map((entity) => ({ __typename: entity?.__typename, id: entity?.id }))), found);
    const [moved] = await find([{ __typename: "Post", slug: "old-first" }]);
    assert.equal(moved?.slug, "first");
  });

  it("_entities takes one statement for each type and key, whatever their number", async () => {
    const ask = async (representations: unknown[]) =>
      (await app.send<unknown>(ENTITIES, { r: representations })).extensions?.sql.statements;
    const posts = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ __typename: "Post", slug: i % 2 ? "first" : "second" }));
    assert.equal(await ask(posts(2)), await ask(posts(50)));
  });

  it("_entities treats hidden objects as if they did not exist, unless the viewer may see them", async () => {
    const [row] = await app.dataSource.query("select id from post where slug = 'draft'");
    const token = await app.tokenFor("EDITOR");
    const hidden = [
      { __typename: "Post", slug: "draft" },
      { __typename: "Tag", slug: "secret" },
      { __typename: "Author", slug: "ghost" },
    ];
    const [draft] = await find(hidden, token);
    assert.equal(draft?.slug, "draft");
    assert.ok(row.id);
    assert.deepEqual(
      await find([...hidden, { __typename: "Post", id: draft?.id }, { __typename: "Post", slug: "none" }]),
      [null, null, null, null, null],
    );
  });

  it("_entities rejects malformed representations, and returns null for unknown objects", async () => {
    const bad = [
      1,
      "x",
      null,
      [],
      {},
      { __typename: "Post" },
      { __typename: "__proto__", id: "x" },
      { __typename: "Series", slug: "x" },
    ];
    bad.push({ __typename: "Post", slug: { $ne: 1 } } as never, { __typename: ["Post"], id: "x" } as never);
    for (const representation of bad) {
      const { errors } = await app.send(ENTITIES, { r: [representation] });
      assert.equal(errors?.[0]?.extensions.code, "BAD_USER_INPUT", JSON.stringify(representation));
    }
    assert.deepEqual(
      await find([
        { __typename: "Post", id: "%%%" },
        { __typename: "Tag", slug: "a/b" },
      ]),
      [null, null],
    );
    const many = await app.send(ENTITIES, { r: Array(1_001).fill({ __typename: "Post", slug: "first" }) });
    assert.equal(many.errors?.[0]?.extensions.reason, "TOO_MANY_IDS");
    const literal = await app.query<{ _entities: Entity[] }>(
      '{ _entities(representations: [{ __typename: "Post", slug: "first" }]) { ... on Post { slug } } }',
    );
    assert.deepEqual(literal._entities, [{ slug: "first" }]);
  });

  it("_entities costs one node for each representation", async () => {
    const response = await app.send<unknown>(ENTITIES, { r: Array(200).fill({ __typename: "Post", slug: "first" }) });
    assert.equal(response.extensions?.cost?.nodes, 200);
  });
});
