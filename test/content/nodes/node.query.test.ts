// Relay's Global Object Identification: every object by its id, in the order of the ids, and null for any other text.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { decodeGlobalId, encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let ids: Record<"Post" | "Category" | "Tag" | "Author" | "Series", string>;
let draft: string;

before(async () => {
  app = await startTestApp();
  const make = new Factories(app.dataSource);
  const [category, tag, author, series] = [
    await make.category(),
    await make.tag(),
    await make.author(),
    await make.series(),
  ];
  const links = { categoryIds: [category], tagIds: [tag], authorId: author, series: { id: series, position: 1 } };
  const post = (await make.post(links)).id;
  draft = encodeGlobalId("Post", (await make.post({ state: "DRAFT", publishedAt: null })).id);
  ids = {
    Post: encodeGlobalId("Post", post),
    Category: encodeGlobalId("Category", category),
    Tag: encodeGlobalId("Tag", tag),
    Author: encodeGlobalId("Author", author),
    Series: encodeGlobalId("Series", series),
  };
});
after(() => app.close());

type Node = { __typename: string; id: string } | null;
const node = async (id: string): Promise<Node> =>
  (await app.query<{ node: Node }>("query($id: ID!) { node(id: $id) { __typename id } }", { id })).node;
const nodes = (list: readonly unknown[]) =>
  app.send<{ nodes: Node[] }>("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", { ids: list });

describe("node", () => {
  it("node returns the object with the id, for every type", async () => {
    for (const [type, id] of Object.entries(ids)) assert.deepEqual(await node(id), { __typename: type, id });
  });

  it("node returns null for ids that do not exist", async () => {
    const { Post: id } = ids;
    const bytes = Buffer.from(id, "base64url");
    const retyped = (tag: number) => Buffer.from([tag, ...bytes.subarray(1)]).toString("base64url");
    const last = id.slice(0, -1) + (id.endsWith("A") ? "B" : "A");
    const uuid = decodeGlobalId(id)?.uuid ?? "";
    const odd = [
      "",
      " ",
      `${id}=`,
      `${id}A`,
      ` ${id}`,
      `${id}\n`,
      id.slice(1),
      id.toUpperCase(),
      uuid,
      `Post:${uuid}`,
      bytes.toString("hex"),
    ];
    const numeric = ["0", "1", "-1", "9223372036854775808", "1e3", "1;select 1"];
    for (const text of [...odd, ...numeric, last, bytes.toString("base64").replace(/[-_]/g, "+"), btoa("Post:1")]) {
      if (text !== id) assert.equal(await node(text), null, text);
    }
    for (const tag of [0, 2, 3, 4, 5, 6, 7, 8, 255]) assert.equal(await node(retyped(tag)), null, String(tag));
  });

  it("node accepts only the canonical form of an id", () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.constantFrom("Post", "Tag", "Revision"),
        fc.nat(22),
        fc.constantFrom(..."AZaz09-_+/="),
        (uuid, type, at, sign) => {
          const id = encodeGlobalId(type, uuid);
          assert.deepEqual(decodeGlobalId(id), { type, uuid });
          const other = id.slice(0, at) + sign + id.slice(at + 1);
          const decoded = decodeGlobalId(other);
          if (decoded !== null) assert.equal(encodeGlobalId(decoded.type, decoded.uuid), other);
        },
      ),
    );
  });

  it("node returns null for a hidden object, and for an id that is a number", async () => {
    assert.equal(await node(draft), null);
    assert.equal((await app.query<{ node: Node }>("{ node(id: 42) { id } }")).node, null);
  });
});

describe("nodes", () => {
  it("nodes keep the order and the number of the ids, including nulls and duplicates", async () => {
    const pool = () =>
      fc.constantFrom(
        ...Object.entries(ids),
        ["", draft],
        ["", "nonsense"],
        ["", encodeGlobalId("Tag", "00000000-0000-4000-8000-000000000000")],
      );
    await fc.assert(
      fc.asyncProperty(fc.array(pool(), { maxLength: 12 }), async (asked) => {
        const response = await nodes(asked.map(([, id]) => id));
        assert.equal(response.errors, undefined);
        assert.deepEqual(
          response.data.nodes,
          asked.map(([type = "", id = ""]) => (type === "" ? null : { __typename: type, id })),
        );
      }),
      { numRuns: 20 },
    );
  });

  it("nodes accept a hundred ids and reject one more", async () => {
    const hundred = Array.from({ length: 100 }, () => ids.Post);
    assert.equal((await nodes(hundred)).data.nodes.length, 100);
    const { code, reason } = (await nodes([...hundred, ids.Tag])).errors?.[0]?.extensions ?? {};
    assert.deepEqual({ code, reason }, { code: "BAD_USER_INPUT", reason: "TOO_MANY_IDS" });
  });

  it("nodes load each type in one statement", async () => {
    const response = await nodes(Object.values(ids).flatMap((id) => [id, id, draft]));
    assert.equal(response.extensions?.sql.statements, 5);
  });
});
