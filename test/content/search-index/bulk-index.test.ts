// What is indexed by the thousand is what is indexed one by one, and leaves the indexes as they were.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { collectEntries } from "../../../src/content/search-index/bulk-index.js";
import { reindexPosts } from "../../../src/content/search-index/index-writer.js";
import { indexOutdated, markAllOutdated } from "../../../src/content/search-index/outdated.js";
import { ownTransactions } from "../../../src/db/transaction.js";
import { importedPost, importPosts } from "../../importers/import-ground.js";
import { startTestApp, type TestApp } from "../../support/app.js";

const POSTS = 250;

let app: TestApp;
before(async () => {
  app = await startTestApp();
  const posts = Array.from({ length: POSTS }, (_, i) =>
    importedPost(`post-${i}`, {
      title: `第 ${i} 篇:It's C:\\Program Files`,
      source: `## 標題 ${i}\n\n使用 Linux Bridge 搭建 VXLAN Overlay 網絡,kernel-3.10.${i}。`,
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

const collecting = (): Promise<{ relname: string }[]> =>
  app.dataSource.query("select relname from pg_class where 'fastupdate=on' = any(reloptions)");

test("gives each post the row that it has when it is indexed by itself", async () => {
  const many = await rows();
  assert.equal(many.length, POSTS);
  await app.dataSource.query("truncate search_public, search_pending");
  const ids: { id: string }[] = await app.dataSource.query("select id from post");
  for (const { id } of ids) await app.dataSource.transaction((tx) => reindexPosts(tx, [id]));
  assert.deepEqual(await rows(), many);
});

test("leaves the indexes inserting at once again", async () => {
  const transact = ownTransactions(app.dataSource);
  await markAllOutdated(transact);
  assert.equal(await indexOutdated(transact), POSTS);
  assert.deepEqual(await collecting(), []);
});

test("settles what a process that was killed has left behind", async () => {
  const transact = ownTransactions(app.dataSource);
  await collectEntries(transact);
  assert.equal((await collecting()).length, 4);
  assert.equal(await indexOutdated(transact), 0);
  assert.deepEqual(await collecting(), []);
});

test("goes on without where an index is held for long", async () => {
  const transact = ownTransactions(app.dataSource);
  await markAllOutdated(transact);
  await app.dataSource.transaction(async (tx) => {
    await tx.query("select from search_public where doc @@ 'linux' limit 1");
    assert.equal(await indexOutdated(transact), POSTS);
  });
  assert.deepEqual(await collecting(), []);
});
