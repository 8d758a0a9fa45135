// The translations of one post are a group after an import, whenever each of them comes, and only as long as there are several.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../../../support/app.js";
import { importedPost, importPosts, tableDigests } from "../import-fixture.js";

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());
beforeEach(async () => {
  await app.dataSource.query("truncate post, path_alias, import_item cascade");
});

const post = (key: string, locale: string, translationKey?: string, slug = key) =>
  importedPost(key, { locale, slug, ...(translationKey !== undefined && { translationKey }) });
const english = post("hello-en", "en", "hello");
const chinese = post("hello-zh", "zh-CN", "hello");

/** The slugs of each group. */
async function groups(): Promise<string[][]> {
  const rows: { slugs: string[] }[] = await app.dataSource.query(
    `select array_agg(slug order by slug) as slugs from post where translation_group is not null
     group by translation_group order by 1`,
  );
  return rows.map(({ slugs }) => slugs);
}

describe("the translations of one post", () => {
  it("are a group, and a second run writes nothing", async () => {
    const posts = [english, chinese, post("alone", "en", "alone"), post("plain", "en")];
    await importPosts(app.dataSource, posts);
    assert.deepEqual(await groups(), [["hello-en", "hello-zh"]]);
    const before = await tableDigests(app.dataSource);
    const { posts: counts } = await importPosts(app.dataSource, posts);
    assert.equal(counts.unchanged, 4);
    assert.deepEqual(await tableDigests(app.dataSource), before);
  });

  it("are found by one that is imported later", async () => {
    await importPosts(app.dataSource, [english]);
    assert.deepEqual(await groups(), []);
    await importPosts(app.dataSource, [english, chinese]);
    assert.deepEqual(await groups(), [["hello-en", "hello-zh"]]);
  });

  it("keep their slugs, and get a number only where two are equal", async () => {
    const own = [post("a", "en", "a", "about"), post("b", "ja", "a", "について"), post("c", "fr", "a", "about")];
    const report = await importPosts(app.dataSource, own);
    assert.deepEqual(await groups(), [["about", "about-2", "について"]]);
    assert.equal(report.noticeCounts.RENAMED, 1);
  });

  it("leave the group if the source does not name it any more", async () => {
    await importPosts(app.dataSource, [english, chinese]);
    await importPosts(app.dataSource, [english, post("hello-zh", "zh-CN")]);
    assert.deepEqual(await groups(), []);
    await importPosts(app.dataSource, [english, chinese]);
    assert.deepEqual(await groups(), [["hello-en", "hello-zh"]]);
  });

  it("exchange their languages", async () => {
    await importPosts(app.dataSource, [english, chinese]);
    const report = await importPosts(app.dataSource, [
      post("hello-en", "zh-CN", "hello"),
      post("hello-zh", "en", "hello"),
    ]);
    assert.equal(report.posts.updated, 2);
    assert.deepEqual(await groups(), [["hello-en", "hello-zh"]]);
  });

  it("have each another language, and the report names the others", async () => {
    const report = await importPosts(app.dataSource, [english, chinese, post("hello-zh-again", "zh-CN", "hello")]);
    assert.deepEqual(await groups(), [["hello-en", "hello-zh"]]);
    assert.match(
      report.notices.map(({ item, reason }) => `${item}: ${reason}`).join("\n"),
      /Post hello-zh-again: .*zh-CN/,
    );
  });

  it("of two sources are different posts", async () => {
    await importPosts(app.dataSource, [english], { source: "one" });
    await importPosts(app.dataSource, [chinese], { source: "two" });
    assert.deepEqual(await groups(), []);
  });

  it("are no group after the others are deleted or get their language", async () => {
    const french = post("hello-fr", "fr", "hello");
    await importPosts(app.dataSource, [english, chinese, french]);
    await app.dataSource.query("update post set locale = 'en' where slug = 'hello-fr'");
    assert.deepEqual(await groups(), [["hello-en", "hello-zh"]]);
    await app.dataSource.query("delete from post where slug = 'hello-zh'");
    assert.deepEqual(await groups(), []);
  });
});
