// An import writes the search index together with its posts, and the rows are those that indexing the stored posts would give.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { indexOutdated, markAllOutdated } from "../../../../src/content/search/index/reindex.js";
import { ownTransactions } from "../../../../src/platform/db/transaction.js";
import { startTestApp, type TestApp } from "../../../support/app.js";
import { importedPost, importPosts, term } from "../import-fixture.js";

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());
beforeEach(async () => {
  await app.dataSource.query(
    "truncate post, category, tag, author, series, path_alias, import_item, outbox_event cascade",
  );
});

const COLUMNS = "title_folded, visible_from::text, head::text, doc::text, is_clipped";

interface IndexedRow {
  slug: string;
  is_public: boolean;
  head: string;
}

const indexRows = (): Promise<IndexedRow[]> =>
  app.dataSource.query(
    `select p.slug, x.* from post p join (
       select post_id, true as is_public, ${COLUMNS} from search_public
       union all select post_id, false, ${COLUMNS} from search_pending) x on x.post_id = p.id order by p.slug`,
  );

const author = (name: string) => ({ slug: name.toLowerCase(), name, bio: null });

const posts = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    importedPost(`p${i}`, {
      title: `Linux 系统 ${i}`,
      source: `## Heading ${i}\n\nText of **C++** and 虚拟机容错 number ${i}.`,
      state: i % 3 === 0 ? "DRAFT" : "PUBLISHED",
      author: i % 2 === 0 ? author("Ann") : null,
      coAuthors: i % 4 === 0 ? [author("Bo"), author("Ann")] : [],
      categories: [[term("parent"), term("child")], [term("parent")]],
      tags: [term("t"), term(`t${i % 5}`), term("t")],
      series: i % 5 === 0 ? { slug: "s", name: "Course 教程", position: i } : null,
    }),
  );

describe("the search index of an import", () => {
  for (const count of [3, 230]) {
    it(`the rows of ${count} posts are those of indexing the stored posts`, async () => {
      await importPosts(app.dataSource, posts(count));
      const imported = await indexRows();
      assert.equal(imported.length, count);
      const transact = ownTransactions(app.dataSource);
      assert.equal(await indexOutdated(transact), 0, "no row is outdated after the import");
      await markAllOutdated(transact);
      assert.equal(await indexOutdated(transact), count);
      assert.deepEqual(await indexRows(), imported);
    });
  }

  it("a post is found by the names that its terms have here", async () => {
    const tagged = (key: string) => importedPost(key, { tags: [term("old")], author: author("Ann") });
    await importPosts(app.dataSource, [tagged("first")]);
    await app.dataSource.query("update tag set name = 'Renamed' where slug = 'old'");
    await app.dataSource.query("update author set name = 'Zoe' where slug = 'ann'");
    await importPosts(app.dataSource, [tagged("second")]);
    const second = (await indexRows()).find(({ slug }) => slug === "second");
    assert.match(second?.head ?? "", /'renamed':/);
    assert.match(second?.head ?? "", /'zoe':/);
    assert.doesNotMatch(second?.head ?? "", /'old':|'ann':/);
  });

  it("a changed post replaces its row, in the table of its new state", async () => {
    await importPosts(app.dataSource, [importedPost("post", { title: "Former" })]);
    await importPosts(app.dataSource, [importedPost("post", { title: "Newer", state: "DRAFT" })]);
    const [row, ...others] = await indexRows();
    assert.deepEqual(others, []);
    assert.equal(row?.is_public, false);
    assert.match(row?.head ?? "", /'newer':/);
    assert.doesNotMatch(row?.head ?? "", /'former':/);
  });

  it("each batch tells caches that its posts are found otherwise", async () => {
    await importPosts(app.dataSource, posts(3));
    const events: { type: string; payload: { postIds: string[] } }[] = await app.dataSource.query(
      "select type, payload from outbox_event where type in ('posts.imported', 'search.indexed') order by id",
    );
    assert.deepEqual(
      events.map(({ type, payload }) => [type, payload.postIds.length]),
      [
        ["posts.imported", 3],
        ["search.indexed", 3],
      ],
    );
  });

  it("a dry run leaves no row", async () => {
    await importPosts(app.dataSource, posts(3), { isDryRun: true });
    assert.deepEqual(await indexRows(), []);
  });
});
