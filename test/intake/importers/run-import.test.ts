// The guarantees of an import: nothing is stored twice, lost or overwritten, and the report is correct.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { ImportedPost } from "../../../src/intake/importers/import-event.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { batches, importedPost, importInto, importPosts, snapshotOf, tableDigests, term } from "./import-fixture.js";

/** Longer than an index row may be, and incompressible. */
const REJECTED_TITLE = Array.from({ length: 4_000 }, (_, i) =>
  String.fromCodePoint(0x4e00 + ((i * 7_919) % 20_000)),
).join("");

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());
beforeEach(async () => {
  await app.dataSource.query(`truncate post, category, tag, author, series, path_alias, import_item cascade`);
  await app.dataSource.query("update site set set_fields = '{}', locale = 'en', url = 'http://localhost:4000'");
});

const many = (count: number) => Array.from({ length: count }, (_, i) => importedPost(`p${i + 1}`));
const versionsOf = async () =>
  (await snapshotOf(app.dataSource)).posts.map(({ slug, title, version }) => [slug, title, version]);

describe("a second run", () => {
  it("writes nothing if nothing has changed", async () => {
    const events = () =>
      batches(
        {
          kind: "site",
          site: {
            title: "Blog",
            description: null,
            url: "https://blog.example.org",
            locale: "zh-CN",
            timeZone: "asia/shanghai",
          },
        },
        { kind: "author", author: { slug: "lin", name: "Lin", bio: "Writes." } },
        { kind: "category", path: [term("a"), term("b")], description: "About b" },
        { kind: "tag", tag: term("t") },
        { kind: "series", series: term("s"), description: "A series" },
        ...many(250).map((post) => ({
          kind: "post" as const,
          post: { ...post, tags: [term("t")], categories: [[term("a"), term("b")]], formerPaths: [`/old/${post.key}`] },
        })),
      );
    const first = await importInto(app.dataSource, events());
    assert.deepEqual(first.posts, { created: 250, updated: 0, unchanged: 0, kept: 0, failed: 0 });
    assert.deepEqual(first.created, { authors: 2, categories: 2, tags: 1, series: 1 });
    assert.equal(first.redirects, 250);
    const before = await tableDigests(app.dataSource);
    const second = await importInto(app.dataSource, events());
    assert.deepEqual(second.posts, { created: 0, updated: 0, unchanged: 250, kept: 0, failed: 0 });
    assert.deepEqual(second.created, { authors: 0, categories: 0, tags: 0, series: 0 });
    assert.equal(second.redirects, 0);
    assert.deepEqual(await tableDigests(app.dataSource), before);
  });

  it("stores the authors of a post in their order, and follows a change of them", async () => {
    const author = (name: string) => ({ slug: name.toLowerCase(), name, bio: null });
    const joint = importedPost("joint", {
      author: author("Ann"),
      coAuthors: [author("Bo"), author("Cy"), author("Ann")],
    });
    const authors = async () => (await snapshotOf(app.dataSource)).posts.map((post) => post.authors);
    const first = await importPosts(app.dataSource, [joint, importedPost("nobody's")]);
    assert.equal(first.created.authors, 4);
    assert.deepEqual(await authors(), [["ann", "bo", "cy"], ["editor"]]);
    await importPosts(app.dataSource, [{ ...joint, author: author("Cy"), coAuthors: [author("Ann")] }]);
    assert.deepEqual(await authors(), [["cy", "ann"], ["editor"]]);
  });

  it("updates only posts that have changed in the source", async () => {
    const [one, two] = [importedPost("one", { series: { ...term("s"), position: 1 } }), importedPost("two")];
    await importPosts(app.dataSource, [one, two]);
    const report = await importPosts(app.dataSource, [{ ...one, title: "Better", series: null }, two]);
    assert.deepEqual(report.posts, { created: 0, updated: 1, unchanged: 1, kept: 0, failed: 0 });
    assert.deepEqual(await versionsOf(), [
      ["one", "Better", 2],
      ["two", "Post two", 1],
    ]);
    assert.deepEqual((await snapshotOf(app.dataSource)).series, []);
    const third = await importPosts(app.dataSource, [{ ...one, title: "Best", series: null }, two]);
    assert.equal(third.posts.updated, 1);
  });

  it("does not overwrite posts that were edited or deleted here", async () => {
    const posts = [importedPost("edited"), importedPost("deleted"), importedPost("untouched")];
    await importPosts(app.dataSource, posts);
    await app.dataSource.query("update post set title = 'Mine', version = version + 1 where slug = 'edited'");
    await app.dataSource.query("delete from post where slug = 'deleted'");
    const changed = posts.map((post) => ({ ...post, source: "New text." }));
    const report = await importPosts(app.dataSource, changed);
    assert.deepEqual(report.posts, { created: 0, updated: 1, unchanged: 0, kept: 2, failed: 0 });
    assert.deepEqual(await versionsOf(), [
      ["edited", "Mine", 2],
      ["untouched", "Post untouched", 2],
    ]);
    assert.match(
      report.notices.map(({ reason }) => reason).join(),
      /was edited here after its import.*was deleted here after its import/,
    );
  });

  it("finds terms that were renamed here", async () => {
    const posts = [importedPost("one", { tags: [term("t")], categories: [[term("a")]] })];
    await importPosts(app.dataSource, posts);
    await app.dataSource.query(
      `insert into path_alias (path, kind, target_id) select '/tags/t', 'tag', id from tag
       union all select '/categories/a', 'category', id from category`,
    );
    await app.dataSource.query("update tag set slug = 'new-t'");
    await app.dataSource.query("update category set slug = 'new-a', path = 'new-a'");
    const more = importedPost("two", { tags: [term("t")], categories: [[term("a"), term("b")]] });
    const report = await importPosts(app.dataSource, [...posts, more]);
    assert.deepEqual(report.created, { authors: 0, categories: 1, tags: 0, series: 0 });
    const { categories, tags } = await snapshotOf(app.dataSource);
    assert.deepEqual(
      categories.map(({ path }) => path),
      ["new-a", "new-a/b"],
    );
    assert.deepEqual(
      tags.map(({ slug }) => slug),
      ["new-t"],
    );
  });
});

describe("an item that the database rejects", () => {
  it("fails alone, and nothing is counted twice", async () => {
    const posts: ImportedPost[] = many(130).map((post) => ({
      ...post,
      tags: [term(`tag-${post.key}`)],
      formerPaths: [`/old/${post.key}`],
    }));
    posts.splice(60, 0, importedPost("bad", { title: REJECTED_TITLE, tags: [term("only-bad")] }));
    posts.splice(20, 0, importedPost("again", { slug: "p1" }));
    const report = await importPosts(app.dataSource, posts);
    assert.deepEqual(report.posts, { created: 131, updated: 0, unchanged: 0, kept: 0, failed: 1 });
    assert.deepEqual(report.visibility, { published: 131, scheduled: 0, draft: 0, trashed: 0 });
    assert.deepEqual(report.created, { authors: 1, categories: 0, tags: 130, series: 0 });
    assert.equal(report.redirects, 130);
    assert.deepEqual(report.noticeCounts, { HIDDEN: 0, CHANGED: 1, RENAMED: 1, SKIPPED: 0, FAILED: 1 });
    assert.match(report.notices.find(({ code }) => code === "FAILED")?.reason ?? "", /^Not imported: .+\.$/);
    const { tags, posts: rows } = await snapshotOf(app.dataSource);
    assert.equal(rows.length, 131);
    assert.equal(tags.length, 130);
  });

  it("is tried again by the next run", async () => {
    const post = importedPost("bad", { title: REJECTED_TITLE });
    assert.equal((await importPosts(app.dataSource, [post])).posts.failed, 1);
    const report = await importPosts(app.dataSource, [{ ...post, title: "Short" }]);
    assert.deepEqual(report.posts, { created: 1, updated: 0, unchanged: 0, kept: 0, failed: 0 });
  });

  it("does not abort the import if it is a term", async () => {
    const tag = { slug: "t", name: REJECTED_TITLE };
    const report = await importInto(
      app.dataSource,
      batches({ kind: "tag", tag }, { kind: "post", post: importedPost("one") }),
    );
    assert.equal(report.posts.created, 1);
    assert.equal(report.noticeCounts.FAILED, 1);
  });
});

describe("slugs", () => {
  it("are changed for the second post with the same slug, and the report says so", async () => {
    const posts = ["a", "b", "c"].map((key) => importedPost(key, { slug: null, title: "写给 ZStack 的指南(一)" }));
    const report = await importPosts(app.dataSource, posts);
    const slug = "写给-zstack-的指南-一";
    assert.deepEqual((await versionsOf()).map(([found]) => found).sort(), [slug, `${slug}-2`, `${slug}-3`]);
    assert.equal(report.noticeCounts.RENAMED, 2);
    assert.equal((await importPosts(app.dataSource, posts)).posts.unchanged, 3);
  });
});

describe("the language of posts", () => {
  const site = { title: null, description: null, url: null, locale: null, timeZone: null };
  const told = async (locale: string | null, option: string | null, post = importedPost("a")) => {
    const events = batches({ kind: "site", site: { ...site, locale } }, { kind: "post", post });
    const { notices } = await importInto(app.dataSource, events, { locale: option });
    return notices.map(({ reason }) => reason).filter((reason) => reason.includes("--locale"));
  };

  it("is told if the source states none", async () => {
    assert.deepEqual(await told(null, null), [
      "The source does not state the language of 1 post; the language of this site, en, was taken. The option --locale states another.",
    ]);
  });

  it("is not told if the site, the post or the caller states it", async () => {
    assert.deepEqual(await told("ja", null), []);
    assert.deepEqual(await told(null, "ja"), []);
    assert.deepEqual(await told(null, null, importedPost("a", { locale: "ja" })), []);
  });
});

describe("a dry run", () => {
  it("reports everything and leaves the database unchanged", async () => {
    await importPosts(app.dataSource, [importedPost("there", { formerPaths: ["/there"] })]);
    const before = await tableDigests(app.dataSource);
    const posts = [
      importedPost("there", { title: "Changed" }),
      importedPost("bad", { title: REJECTED_TITLE }),
      ...many(120).map((post) => ({ ...post, source: "[there](/there)", tags: [term("t")] })),
    ];
    const report = await importPosts(app.dataSource, posts, { isDryRun: true });
    assert.deepEqual(report.posts, { created: 120, updated: 1, unchanged: 0, kept: 0, failed: 1 });
    assert.equal(report.linksRewritten, 120);
    assert.equal(report.isDryRun, true);
    assert.deepEqual(await tableDigests(app.dataSource), before);
  });
});

it("an import is rejected while another one runs, and accepted afterwards", async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = (): void => undefined;
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  async function* slow() {
    begun();
    await held;
    yield [{ kind: "post" as const, post: importedPost("slow") }];
  }
  const first = importInto(app.dataSource, slow());
  await running;
  await assert.rejects(importPosts(app.dataSource, [importedPost("other")]), {
    name: "ImportBusyError",
    message: /Another import is running/,
  });
  release();
  assert.equal((await first).posts.created, 1);
  assert.equal((await importPosts(app.dataSource, [importedPost("other")])).posts.created, 1);
});

it("if the reader fails, the committed posts remain, and the next run continues after them", async () => {
  async function* broken() {
    for (const post of many(600)) yield [{ kind: "post" as const, post }];
    throw new Error("the disk is gone");
  }
  await assert.rejects(importInto(app.dataSource, broken()), /the disk is gone/);
  const report = await importPosts(app.dataSource, many(600));
  assert.equal(report.posts.created + report.posts.unchanged, 600);
  assert.ok(report.posts.unchanged >= 250, `${report.posts.unchanged} were there`);
  assert.equal((await versionsOf()).length, 600);
});

it("a series without numbers is ordered by publication date", async () => {
  const posts = ["2020-03-01", "2020-01-01", "2020-02-01"].map((day) =>
    importedPost(day, { publishedAt: new Date(day), series: { ...term("s"), position: null } }),
  );
  await importPosts(app.dataSource, posts);
  const { series } = await snapshotOf(app.dataSource);
  assert.deepEqual(
    series.map(({ post }) => post),
    ["2020-01-01", "2020-02-01", "2020-03-01"],
  );
});
