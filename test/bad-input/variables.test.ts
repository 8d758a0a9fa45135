// Cases 61 to 75: variables, cursors and ids.
import assert from "node:assert/strict";
import { before } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { badCase, rejects, respondsWith, send, serveBadInput } from "./bad-case.js";

const fixture = serveBadInput();
const ask = (query: string, variables?: unknown) => send(fixture, { query, variables });
const asEditor = (query: string, variables: unknown) =>
  send(fixture, { query, variables }, { authorization: `Bearer ${fixture.editor}` });

const POST = "query ($v: String!) { post(slug: $v) { id } }";
const PAGE = "query ($v: Int) { posts(first: $v) { totalCount } }";
const IDS = "query ($v: [ID!]!) { nodes(ids: $v) { id } }";
const SINCE = "query ($v: DateTime) { posts(filter: { publishedSince: $v }) { totalCount } }";

const REJECTED: readonly (readonly [number, string, string, unknown])[] = [
  [61, "a missing variable", POST, {}],
  [61, "null for a non-null variable", POST, { v: null }],
  ...[1, true, {}, [], ["a"], { $ne: 1 }, { raw: "1=1" }, { _type: "in", _value: ["a"] }, { toString: "a" }].map(
    (v) => [62, `${JSON.stringify(v)} for a String`, POST, { v }] as const,
  ),
  [63, "an array of variables", POST, ["a"]],
  [63, "a string of variables", POST, "v"],
  [63, "a number of variables", POST, 1],
  ...[2 ** 31, -(2 ** 31) - 1, 1.5, 1e300, "5", "NaN", true, [1, 2], {}].map(
    (v) => [65, `${JSON.stringify(v)} for an Int`, PAGE, { v }] as const,
  ),
  [66, "a thousand ids that are null", IDS, { v: Array(1_000).fill(null) }],
  [66, "a thousand ids of another type", IDS, { v: Array(1_000).fill({ a: 1 }) }],
  ...["2026-02-30T00:00:00Z", "275761-01-01T00:00:00Z", "infinity", "2026-01-01T00:00:00+25:00", 0].map(
    (v) => [71, `${JSON.stringify(v)} for an instant`, SINCE, { v }] as const,
  ),
  [71, "a leap second", SINCE, { v: "2016-12-31T23:59:60Z" }],
];
for (const [number, name, query, variables] of REJECTED) {
  badCase(fixture, number, `rejects ${name}`, async () => {
    const reply = await ask(query, variables);
    rejects(reply, 400);
    assert.match(String(reply.codes[0]), /^(BAD_USER_INPUT|BAD_REQUEST)$/);
  });
}

badCase(fixture, 64, "ignores an undeclared variable", async () => {
  respondsWith(await ask("{ __typename }", { undeclared: "x" }), { __typename: "Query" });
});
badCase(fixture, 65, "rejects a literal that exceeds the range of numbers", async () => {
  rejects(await ask("{ posts(first: 1e400) { totalCount } }"), 400);
});
badCase(fixture, 67, "rejects 101 ids", async () => {
  const reply = await ask(IDS, { v: Array.from({ length: 101 }, (_, i) => String(i)) });
  assert.deepEqual([reply.codes, reply.body.errors?.[0]?.extensions.reason], [["BAD_USER_INPUT"], "TOO_MANY_IDS"]);
});
badCase(
  fixture,
  68,
  "rejects JSON nested ten thousand deep as a variable, and ignores it as an undeclared one",
  async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
    const list = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    for (const value of [deep, list]) {
      rejects(await send(fixture, `{"query":${JSON.stringify(POST)},"variables":{"v":${value}}}`), 400);
      respondsWith(await send(fixture, `{"query":"{ __typename }","variables":{"v":${value}}}`));
      const keyed = { authorization: `Bearer ${fixture.editor}`, "idempotency-key": "deep" };
      assert.ok((await send(fixture, `{"query":"{ __typename }","variables":{"v":${value}}}`, keyed)).status <= 422);
    }
  },
);
for (const [name, args] of [
  ["first: -1", "first: -1"],
  ["first: 0", "first: 0"],
  ["first: 101", "first: 101"],
  ["last: 101", "last: 101"],
  ["first and last", "first: 1, last: 1"],
] as const) {
  badCase(fixture, 69, `rejects ${name}`, async () =>
    rejects(await ask(`{ posts(${args}) { totalCount } }`), 400, "BAD_USER_INPUT"),
  );
}
badCase(fixture, 70, "returns no row for a missing id", async () => {
  for (const id of [undefined, null]) rejects(await ask("query ($v: ID!) { node(id: $v) { id } }", { v: id }), 400);
  respondsWith(await ask('{ node(id: "") { id } post(slug: "") { id } tag(slug: "undefined") { id } }'), {
    node: null,
    post: null,
    tag: null,
  });
  const filter = "query ($f: PostFilter) { posts(filter: $f) { totalCount } }";
  const none = await ask(filter, { f: { authorIds: [] } });
  respondsWith(none);
  assert.deepEqual(none.body.data, { posts: { totalCount: 0 } });
});

const CURSORS: Record<string, string> = {};
before(async () => {
  const { data } = (
    await ask(`{ posts(first: 1) { edges { cursor } } byTitle: posts(first: 1, orderBy: { field: TITLE, direction: ASC }) { edges { cursor } }
      tags(first: 1) { edges { cursor } } filtered: posts(first: 1, filter: { locale: "zh" }) { edges { cursor } } }`)
  ).body as { data: Record<string, { edges: { cursor: string }[] }> };
  for (const [name, { edges }] of Object.entries(data)) CURSORS[name] = edges[0]?.cursor ?? "";
});
const forged = (content: string) => Buffer.from(content).toString("base64url");
const BAD_CURSORS: Record<string, () => string> = {
  "of characters outside of base64url": () => "%%%",
  "that is empty": () => "",
  "of 100 kB": () => "a".repeat(100_000),
  "that is an id": () => encodeGlobalId("Post", "00000000-0000-4000-8000-000000000000"),
  "of another list": () => CURSORS.tags ?? "",
  "of another order": () => CURSORS.byTitle ?? "",
  "of another filter": () => CURSORS.filtered ?? "",
  "with its last byte changed": () =>
    `${(CURSORS.posts ?? "").slice(0, -1)}${CURSORS.posts?.endsWith("A") ? "B" : "A"}`,
  "that is truncated": () => (CURSORS.posts ?? "").slice(0, -4),
  "with padding": () => `${CURSORS.posts}==`,
  "with SQL": () => forged("'; drop table post; --"),
  "of offsets": () => forged("arrayconnection:9223372036854775808"),
  "of a number": () => "1e3",
  "of numbers and SQL": () => "1;select 1",
  "of another service": () => forged('{"id":1,"createdAt":"2020-01-01"}'),
};
for (const [name, cursor] of Object.entries(BAD_CURSORS)) {
  badCase(fixture, 72, `rejects a cursor ${name}`, async () => {
    for (const [before, side] of [
      ["first: 1, after", "after"],
      ["last: 1, before", "before"],
    ]) {
      const reply = await ask(`query ($v: String) { posts(${before}: $v) { totalCount } }`, { v: cursor() });
      rejects(reply, 400, "BAD_USER_INPUT");
      assert.equal(reply.body.errors?.[0]?.extensions.argument, side);
      assert.match(String(reply.body.errors?.[0]?.extensions.reason), /^CURSOR_/);
    }
  });
}
for (const id of ["9223372036854775808", "1e3", "1;select 1", "%%%", "a".repeat(8_000), "../..", "null"]) {
  badCase(fixture, 72, `returns null for the id ${id.slice(0, 20)}`, async () => {
    respondsWith(await ask("query ($v: ID!) { node(id: $v) { id } nodes(ids: [$v]) { id } }", { v: id }), {
      node: null,
      nodes: [null],
    });
  });
}
badCase(fixture, 73, "pages on from the cursor of a hidden row", async () => {
  const page = "query ($v: String) { posts(first: 10, after: $v) { nodes { slug } } }";
  const before = await ask(page, { v: CURSORS.posts });
  respondsWith(before);
  await fixture.app.dataSource.query("update post set state = 'DRAFT', visible_from = 'infinity' where slug = 'café'");
  respondsWith(await ask(page, { v: CURSORS.posts }), before.body.data);
  await fixture.app.dataSource.query(
    "update post set state = 'PUBLISHED', visible_from = published_at where slug = 'café'",
  );
});
badCase(fixture, 74, "rejects an id of another type in a mutation", async () => {
  const { data } = (await ask('{ tag(slug: "tag") { id } post(slug: "first") { id } }')).body as {
    data: Record<string, { id: string }>;
  };
  for (const [mutation, id] of [
    ["deleteTag", data.post?.id],
    ["deleteSeries", data.tag?.id],
    ["deleteCategory", data.post?.id],
  ] as const) {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
    const query = `mutation ($i: ${type}) { r: ${mutation}(input: $i) { deletedId errors { code path } } }`;
    const reply = await asEditor(query, { i: { id } });
    respondsWith(reply, { r: { deletedId: null, errors: [{ code: "INVALID", path: ["input", "id"] }] } });
  }
});
badCase(fixture, 75, "returns null for alternative encodings of an id", async () => {
  const { data } = (await ask('{ post(slug: "first") { id } }')).body as { data: { post: { id: string } } };
  const bytes = Buffer.from(data.post.id, "base64url");
  const uuid = bytes.toString("hex", 1);
  const encodings = [
    `${data.post.id}=`,
    bytes.toString("base64"),
    bytes.toString("hex"),
    uuid,
    uuid.toUpperCase(),
    ` ${data.post.id}`,
  ];
  for (const id of encodings.filter((text) => text !== data.post.id)) {
    respondsWith(await ask("query ($v: ID!) { node(id: $v) { id } }", { v: id }), { node: null });
  }
});
