// The pending lists of the GIN indexes: many posts are indexed like single ones, and entries that are still pending are found.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { indexPosts, reindexPosts } from "../../../../src/content/search/index/index-writer.js";
import { insertPendingEntries } from "../../../../src/content/search/index/pending-entries.js";
import { indexOutdated, markAllOutdated } from "../../../../src/content/search/index/reindex.js";
import { ownTransactions } from "../../../../src/platform/db/transaction.js";
import { encodeGlobalId } from "../../../../src/platform/graphql/global-id.js";
import { createLog } from "../../../../src/platform/observability/log.js";
import { importedPost, importPosts } from "../../../intake/importers/import-fixture.js";
import { startTestApp, type TestApp } from "../../../support/app.js";
import { eventually } from "../../../support/eventually.js";
import { Factories } from "../../../support/factories.js";

const POSTS = 250;

let app: TestApp;
before(async () => {
  app = await startTestApp();
  const posts = Array.from({ length: POSTS }, (_, i) =>
    importedPost(`post-${i}`, {
      title: `第 ${i} 篇:It's C:\\Program Files`,
      source: `## 標題 ${i}\n\n使用 Linux Bridge 搭建 VXLAN Overlay 網絡,kernel-3.10.${i}。\n\n![拓扑 ${i} & "环"](/t.png)`,
      state: i % 10 === 0 ? "DRAFT" : "PUBLISHED",
      tags: [{ slug: `tag-${i % 7}`, name: `标签 ${i % 7}` }],
    }),
  );
  await importPosts(app.dataSource, posts);
});
after(() => app.close());

const rows = (): Promise<unknown[]> =>
  app.dataSource.query(
    `select post_id, tokeniser_version, visible_from, title_folded, head::text, doc::text, is_clipped, 'public' as place
     from search_public
     union all select post_id, tokeniser_version, visible_from, title_folded, head::text, doc::text, is_clipped, 'pending'
     from search_pending order by post_id`,
  );

test("an import writes the same index rows as indexing each post by itself", async () => {
  const many = await rows();
  assert.equal(many.length, POSTS);
  await app.dataSource.query("truncate search_public, search_pending");
  const ids: { id: string }[] = await app.dataSource.query("select id from post");
  for (const { id } of ids) await app.dataSource.transaction((tx) => reindexPosts(tx, [id]));
  assert.deepEqual(await rows(), many);
});

test("indexing many posts leaves no pending entries", async () => {
  const transact = ownTransactions(app.dataSource);
  await markAllOutdated(transact);
  assert.equal(await indexOutdated(transact), POSTS);
  assert.equal(await insertPendingEntries(transact), 0);
});

test("pending entries are found by searches and inserted once", async () => {
  const transact = ownTransactions(app.dataSource);
  const [{ id }] = await app.dataSource.query("select id from post where state = 'PUBLISHED' limit 1");
  let attempt = 0;
  // The background job of the service may insert the entries first, so this may take several attempts.
  await eventually(async () => {
    attempt += 1;
    await transact((tx) =>
      indexPosts(tx, [{ postId: id, title: "Yggdrasil", headings: [], imageTexts: [], text: `ratatoskr${attempt}` }]),
    );
    assert.equal(await found(`ratatoskr${attempt}`), 1);
    return (await insertPendingEntries(transact)) > 0;
  }, "entries are pending");
  assert.equal(await insertPendingEntries(transact), 0);
  assert.equal(await found("yggdrasil"), 1);
});

test("the background job inserts pending entries soon after a mutation", async () => {
  const lines: string[] = [];
  const other = await startTestApp({}, createLog("debug", { write: (line) => void lines.push(line) }));
  try {
    const author = await new Factories(other.dataSource).author();
    const input = { title: "Yggdrasil", authorIds: [encodeGlobalId("Author", author)], body: { source: "Ratatoskr" } };
    const document = "mutation ($input: CreatePostInput!) { createPost(input: $input) { errors { code } } }";
    await other.query(document, { input }, { token: await other.tokenFor("ADMIN") });
    await eventually(
      () => lines.some((line) => line.includes("Pending entries were inserted")),
      "the pending entries are inserted",
    );
  } finally {
    await other.close();
  }
});

async function found(query: string): Promise<number> {
  const document = "query ($query: String!) { search(query: $query) { totalCount } }";
  const { search } = await app.query<{ search: { totalCount: number } }>(document, { query });
  return search.totalCount;
}
