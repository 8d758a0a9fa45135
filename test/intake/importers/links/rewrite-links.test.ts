// Links between imported posts: other spellings, swapped paths, many posts, several sources.
import assert from "node:assert/strict";
import { after, before, beforeEach, it } from "node:test";
import { FORMER_PATH_OF_LINK } from "../../../../src/intake/importers/links/link-targets.js";
import { startTestApp, type TestApp } from "../../../support/app.js";
import { importedPost, importPosts, snapshotOf } from "../import-fixture.js";

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());
beforeEach(() => app.dataSource.query("truncate post, path_alias, import_item cascade"));

async function htmlOf(slug: string): Promise<unknown> {
  return (await snapshotOf(app.dataSource)).posts.find((post) => post.slug === slug)?.html;
}

it("a link to a former path is rewritten in any case, percent-encoded or not", async () => {
  const report = await importPosts(app.dataSource, [
    importedPost("a", { source: "[x](/2020/网络-Notes/) [y](/2020/%E7%BD%91%E7%BB%9C-notes.html)" }),
    importedPost("网络-notes", { formerPaths: ["/2020/网络-Notes/", "/2020/网络-notes.html"] }),
  ]);
  assert.equal(report.linksRewritten, 1);
  const url = encodeURI("/posts/网络-notes");
  assert.equal(await htmlOf("a"), `<p><a href="${url}">x</a> <a href="${url}">y</a></p>`);
});

it("a former path with spaces is stored, and links to it are rewritten", async () => {
  const report = await importPosts(app.dataSource, [
    importedPost("a", { source: "[x](/2020/My%20first%20Post/)" }),
    importedPost("my-first-post", { formerPaths: ["/2020/My first Post"] }),
  ]);
  assert.equal(report.linksRewritten, 1);
  assert.equal(await htmlOf("a"), '<p><a href="/posts/my-first-post">x</a></p>');
});

it("a rewritten link retains its query, unless it named the post", async () => {
  await importPosts(app.dataSource, [
    importedPost("a", { source: "[x](/old/b/?print=1#y) [z](/?p=7#y)" }),
    importedPost("b", { formerPaths: ["/old/b", "/?p=7"] }),
  ]);
  assert.equal(await htmlOf("a"), '<p><a href="/posts/b?print=1#y">x</a> <a href="/posts/b#y">z</a></p>');
});

it("only links to pages that do not exist are counted as unresolved", async () => {
  const here = "[b](/posts/b) [old](/old/B/) [home](/) [out](https://elsewhere.example/x) [self](#x) [tag](/tags/t)";
  const notHere = "[c](/posts/c) [about](/about.html) [p](/?p=7) [tag](/tags/u) [cat](/b)";
  const posts = [
    importedPost("a", { source: `${here} ${notHere} [file](/files/a.pdf)`, tags: [{ slug: "t", name: "T" }] }),
    importedPost("b", { formerPaths: ["/old/b"] }),
  ];
  assert.equal((await importPosts(app.dataSource, posts)).linksUnresolved, 5);
  assert.equal((await importPosts(app.dataSource, [importedPost("d")], { source: "other" })).linksUnresolved, 0);
});

it("a link to the current path of a post is unchanged, even if it is a former path of another post", async () => {
  const report = await importPosts(app.dataSource, [
    importedPost("a", { source: "[b](/posts/b)", formerPaths: ["/posts/b"] }),
    importedPost("b", { source: "[a](/posts/a)", formerPaths: ["/posts/a"] }),
  ]);
  assert.equal(report.linksRewritten, 0);
  assert.equal(await htmlOf("a"), '<p><a href="/posts/b">b</a></p>');
});

it("links are rewritten in every post of a large import, and not again by a second run", async () => {
  const posts = Array.from({ length: 450 }, (_, i) =>
    importedPost(`p${i}`, { source: `[next](/old/p${(i + 1) % 450}$&)`, formerPaths: [`/old/p${i}`, `/old/p${i}$&`] }),
  );
  assert.equal((await importPosts(app.dataSource, posts)).linksRewritten, 450);
  assert.equal(await htmlOf("p449"), '<p><a href="/posts/p0">next</a></p>');
  assert.equal((await importPosts(app.dataSource, posts)).linksRewritten, 0);
});

it("links to posts of another source of the same site are rewritten when that source is imported", async () => {
  const link = importedPost("a", { source: "[b](http://www.blog.example.org/2020/b/#x)" });
  const siteUrl = "https://blog.example.org";
  await importPosts(app.dataSource, [link], { source: "one", siteUrl });
  const target = importedPost("b", { formerPaths: ["/2020/b"] });
  assert.equal((await importPosts(app.dataSource, [target], { source: "other", siteUrl })).linksRewritten, 1);
  assert.equal(await htmlOf("a"), '<p><a href="/posts/b#x">b</a></p>');
});

it("the former path of a link is found by an index", async () => {
  await app.dataSource.transaction(async (tx) => {
    await tx.query("set local enable_seqscan = off");
    const rows: { "QUERY PLAN": string }[] = await tx.query(
      `explain (costs off) select from post_link l
       cross join lateral (select from path_alias a where a.path = ${FORMER_PATH_OF_LINK} limit 1) t`,
    );
    assert.match(rows.map((row) => row["QUERY PLAN"]).join("\n"), /Index Cond: \(path = /);
  });
});
