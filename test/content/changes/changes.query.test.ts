// The query `changes`: pages, types, cursors, and when a cursor is not valid any more.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { decodeChangeCursor, encodeChangeCursor } from "../../../src/content/change-feed/change-cursor.js";
import { compactChanges } from "../../../src/content/change-feed/compact-changes.js";
import { ADMIN, type Executor, startExecutor } from "../../support/execute.js";

interface Page {
  nodes: { cursor: string; kind: string; nodeId: string; node: { __typename: string } | null; paths: string[] }[];
  cursor: string;
  hasMore: boolean;
  isReset: boolean;
}

let app: Executor;
before(async () => {
  app = await startExecutor();
});
after(() => app.close());

const DOCUMENT = `query ($after: String, $first: Int, $nodeTypes: [ChangeNodeType!]) {
  changes(after: $after, first: $first, nodeTypes: $nodeTypes) {
    cursor hasMore isReset nodes { cursor kind at nodeId paths node { __typename ... on Post { id title tags { name } author { name } } ... on Category { id name } } } } }`;
const read = async (after: string | null = null, more: Record<string, unknown> = {}): Promise<Page> =>
  (await app.read<{ changes: Page }>(null, DOCUMENT, { after, ...more })).changes;
const category = async (name: string): Promise<string> =>
  (await app.accepted<{ id: string }>(ADMIN, "createCategory", { name })).id;

it("pages through all changes in the order of commits, and continues where it stopped", async () => {
  const start = await read();
  assert.deepEqual([start.nodes, start.hasMore, start.isReset], [[], false, false]);
  const ids = [await category("One"), await category("Two"), await category("Three")];
  const all = await read(start.cursor);
  assert.deepEqual(
    all.nodes.map(({ kind, nodeId, node }) => [kind, nodeId, node?.__typename]),
    ids.map((id) => ["APPEARED", id, "Category"]),
  );
  const first = await read(start.cursor, { first: 2 });
  assert.deepEqual([first.nodes.length, first.hasMore], [2, true]);
  const second = await read(first.cursor, { first: 2 });
  assert.deepEqual([second.nodes.map(({ nodeId }) => nodeId), second.hasMore], [[ids[2]], false]);
  assert.equal(second.cursor, all.cursor);
  assert.deepEqual((await read(all.nodes[0]?.cursor)).nodes.length, 2);
  const none = await read(start.cursor, { nodeTypes: ["POST"] });
  assert.deepEqual([none.nodes, none.cursor, none.hasMore], [[], all.cursor, false]);
  assert.equal((await read(start.cursor, { nodeTypes: ["POST", "CATEGORY", "POST"] })).nodes.length, 3);
});

it("takes as many statements for a hundred changes as for one", async () => {
  const start = await read();
  const author = await app.accepted<{ id: string }>(ADMIN, "createAuthor", { name: "Author" });
  const publish = (number: number) =>
    app.accepted(ADMIN, "createPost", {
      ...{ title: `Post ${number}`, body: { source: "x" }, authorIds: [author.id], tagNames: [`t${number % 5}`] },
      publishAt: "2020-01-01T00:00:00Z",
    });
  for (let number = 0; number < 12; number += 1) await publish(number);
  const counted = async (first: number): Promise<number> => {
    const before = statements;
    await read(start.cursor, { first, nodeTypes: ["POST"] });
    return statements - before;
  };
  let statements = 0;
  const { publicReads } = app.platform;
  const query = publicReads.query.bind(publicReads);
  publicReads.query = ((text: never, values: never) => {
    statements += 1;
    return query(text, values);
  }) as typeof publicReads.query;
  try {
    await read(start.cursor, { nodeTypes: ["POST"] });
    const few = await counted(2);
    assert.equal(await counted(12), few);
  } finally {
    publicReads.query = query;
  }
});

it("refuses sizes out of range and what is no cursor", async () => {
  const codeOf = async (variables: Record<string, unknown>) => {
    const { errors } = await app.executeAs(null, DOCUMENT, variables);
    return errors.map(({ extensions }) => extensions.reason);
  };
  const { cursor } = await read();
  assert.deepEqual(await codeOf({ first: 0 }), ["PAGE_SIZE"]);
  assert.deepEqual(await codeOf({ first: 101 }), ["PAGE_SIZE"]);
  assert.deepEqual(await codeOf({ after: "x" }), ["CURSOR_DAMAGED"]);
  assert.deepEqual(await codeOf({ after: `${cursor.slice(0, -1)}A` }), ["CURSOR_DAMAGED"]);
  const forged = { epoch: "no", id: "1", at: "yesterday" };
  assert.deepEqual(await codeOf({ after: encodeChangeCursor(forged) }), ["CURSOR_DAMAGED"]);
});

it("a cursor of another database, of a lost state, or beyond the end is reset", async () => {
  await category("Lost");
  const { cursor } = await read();
  const position = decodeChangeCursor(cursor);
  const isReset = async (changed: Partial<typeof position>) => {
    const page = await read(encodeChangeCursor({ ...position, ...changed }));
    assert.deepEqual([page.nodes.length, page.hasMore], [0, false]);
    return page.isReset;
  };
  assert.equal(await isReset({}), false);
  assert.equal(await isReset({ epoch: "00000000-0000-4000-8000-000000000000" }), true);
  assert.equal(await isReset({ id: String(Number(position.id) + 1) }), true);
  assert.equal(await isReset({ at: "2001-01-01T00:00:00.000Z" }), true);
  // As after a backup was restored: the last changes are gone, and their ids are drawn again for others.
  await app.dataSource.query("delete from change where id = $1", [position.id]);
  assert.equal(await isReset({}), true);
  await app.dataSource.query(`alter table change alter column id restart with ${position.id}`);
  await category("Drawn again");
  assert.equal(decodeChangeCursor((await read()).cursor).id, position.id);
  assert.equal(await isReset({}), true);
  assert.equal((await read((await read(cursor)).cursor)).isReset, false);
});

it("old changes are compacted to the last of each object with all paths, and cursors stay valid until deletions are forgotten", async () => {
  const { cursor: start } = await read();
  const [edited, deleted] = [await category("Edited"), await category("Deleted")];
  await app.accepted(ADMIN, "updateCategory", { id: edited, expectedVersion: 1, slug: "moved" });
  const { cursor: middle } = await read();
  await app.accepted(ADMIN, "updateCategory", { id: edited, expectedVersion: 2, description: "x" });
  await app.accepted(ADMIN, "deleteCategory", { id: deleted }, "");
  await category("Last");
  const age = (interval: string) => app.dataSource.query("update change set at = at - $1::interval", [interval]);
  const aged = (cursor: string, interval: number) => {
    const { at, ...position } = decodeChangeCursor(cursor);
    return encodeChangeCursor({ ...position, at: new Date(Date.parse(at) - interval * 86_400_000).toISOString() });
  };
  await age("91 days");
  assert.ok((await compactChanges(app.platform.transact)) > 0);
  const all = await read(aged(start, 91));
  const ofBoth = all.nodes.filter(({ nodeId }) => nodeId === edited || nodeId === deleted);
  assert.deepEqual(
    ofBoth.map(({ kind, nodeId }) => [kind, nodeId]),
    [
      ["CHANGED", edited],
      ["DISAPPEARED", deleted],
    ],
  );
  assert.ok(ofBoth[0]?.paths.includes("/categories/edited"));
  // The change at which this cursor stands is gone.
  assert.deepEqual([(await read(aged(middle, 91))).isReset, (await read(aged(middle, 91))).nodes.length], [false, 3]);
  assert.equal(await compactChanges(app.platform.transact), 0);
  await age("275 days");
  assert.ok((await compactChanges(app.platform.transact)) > 0);
  assert.equal((await read(aged(middle, 366))).isReset, true);
  assert.equal((await read((await read()).cursor)).isReset, false);
});
