// The dates of imported posts that are hidden: those that were public before are published again under their date.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { importedPost, importPosts } from "./import-fixture.js";

let app: Executor;
before(async () => {
  app = await startExecutor(4);
});
after(() => app.close());

const DATE = "2011-03-04T05:06:07.000Z";

async function imported(key: string, fields: Parameters<typeof importedPost>[1]): Promise<string> {
  await importPosts(app.dataSource, [importedPost(key, fields)]);
  const [row]: { id: string }[] = await app.dataSource.query("select id from post where slug = $1", [key]);
  return encodeGlobalId("Post", row?.id ?? "");
}
const move = (name: string, id: string, expectedVersion: number): Promise<{ publishedAt: string | null }> =>
  app.accepted(EDITOR, name, { id, expectedVersion }, "{ publishedAt }");

test("an imported draft that was public is published again under its date", async () => {
  const id = await imported("was-public", { state: "DRAFT", publishedAt: new Date(DATE) });
  assert.deepEqual(await move("publishPost", id, 1), { publishedAt: DATE });
});

test("an imported post in the trash that was public is restored and published under its date", async () => {
  const id = await imported("in-the-trash", { state: "TRASHED", publishedAt: new Date(DATE) });
  assert.deepEqual(await move("restorePost", id, 1), { publishedAt: DATE });
  assert.deepEqual(await move("publishPost", id, 2), { publishedAt: DATE });
});

for (const [name, publishedAt] of [
  ["without a date", null],
  ["with a date that has not come", new Date("2999-01-01T00:00:00Z")],
] as const) {
  test(`an imported draft ${name} never was public and is published at the present`, async () => {
    const id = await imported(name.replaceAll(" ", "-"), { state: "DRAFT", publishedAt });
    const query = "query($id: ID!) { node(id: $id) { ... on Post { publishedAt } } }";
    assert.deepEqual(await app.read(EDITOR, query, { id }), { node: { publishedAt: null } });
    const published = await move("publishPost", id, 1);
    assert.ok(Math.abs(Date.parse(published.publishedAt ?? "") - Date.now()) < 60_000);
  });
}
