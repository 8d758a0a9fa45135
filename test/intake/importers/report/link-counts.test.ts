// What the fidelity report states about internal links, old addresses, and the first posts.
import assert from "node:assert/strict";
import { after, before, beforeEach, it } from "node:test";
import type { ImportEvent, ImportedPage } from "../../../../src/intake/importers/import-event.js";
import type { ImportReport } from "../../../../src/intake/importers/import-report.js";
import { startTestApp, type TestApp } from "../../../support/app.js";
import { batches, importedPost, importInto, importPosts } from "../import-fixture.js";

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());
beforeEach(() => app.dataSource.query("truncate post, tag, path_alias, import_item cascade"));

const ABOUT: ImportedPage = {
  ...{ key: "about.md", path: "/About/Team", title: "About", source: "", format: "MARKDOWN", state: "PUBLISHED" },
  ...{
    publishedAt: null,
    updatedAt: null,
    locale: null,
    author: null,
    parentKey: null,
    position: null,
    template: null,
  },
  seo: { title: null, description: null, canonicalUrl: null, noIndex: false },
  formerPaths: ["/?page_id=2"],
};

function importLinks(source: string, more: ImportEvent[] = []): Promise<ImportReport> {
  const posts = [
    importedPost("a", { source, tags: [{ slug: "t", name: "T" }] }),
    importedPost("b", { formerPaths: ["/old/b"] }),
    importedPost("hidden", { state: "DRAFT", formerPaths: ["/old/hidden"] }),
  ];
  const events = posts.map((post) => ({ kind: "post" as const, post }));
  return importInto(app.dataSource, batches(...events, ...more), { siteUrl: "https://www.old.example" });
}

it("internal links are counted by what is at their address", async () => {
  const found = "[b](/old/B/) [tag](/tags/t) [home](/) [same host](http://old.example/posts/b#x)";
  const pages = "[page](https://www.old.example/about/team/) [number](/?page_id=2)";
  const lists = "[tag](/tag/x) [tag](/tags/u) [month](/2019/05/) [feed](/feed/) [next](/page/2)";
  const rest = "[pdf](/files/a.pdf) [draft](/posts/hidden) [old draft](/old/hidden) [gone](/gone) [gone](/gone.html)";
  const outside = "[out](https://elsewhere.example/x) [self](#y)";
  const report = await importLinks(`${found} ${pages} ${lists} ${rest} ${outside}`, [{ kind: "page", page: ABOUT }]);
  const { mostFrequent, ...counts } = report.links;
  assert.deepEqual(counts, {
    internal: 14,
    resolved: 5,
    unresolved: 9,
    byTarget: { MISSING: 2, HIDDEN: 1, LIST: 5, PAGE: 0, FILE: 1 },
  });
  assert.deepEqual(mostFrequent[0], { path: "/gone", target: "MISSING", count: 1, example: "Post a" });
  assert.equal(report.linksUnresolved, 7);
  assert.equal(report.siteUrl, "https://www.old.example");
});

it("the most frequent unresolved addresses come first, ten of each kind", async () => {
  const posts = Array.from({ length: 12 }, (_, index) =>
    importedPost(`p${index}`, {
      source: Array.from({ length: 12 - index }, (_, target) => `[x](/gone/${target})`).join(" "),
    }),
  );
  const { mostFrequent, unresolved } = (await importPosts(app.dataSource, posts)).links;
  assert.equal(unresolved, 78);
  assert.deepEqual(
    mostFrequent.map(({ path, count }) => [path, count]),
    Array.from({ length: 10 }, (_, target) => [`/gone/${target}`, 12 - target]),
  );
});

it("posts with and without old addresses are counted, also in a second run", async () => {
  const posts = [
    importedPost("a", { formerPaths: ["/2019/a", "/posts/other-name"] }),
    importedPost("b", { formerPaths: ["/posts/name-of-its-file"] }),
    importedPost("c", { formerPaths: ["/posts/c"] }),
    importedPost("d", { state: "DRAFT" }),
  ];
  for (let run = 0; run < 2; run += 1) {
    const { addresses } = await importPosts(app.dataSource, posts);
    assert.deepEqual(addresses, { known: 2, unknown: 1, firstUnknown: "Post b", hidden: 1 });
  }
});

it("the first twenty posts are shown with their source, also if they are unchanged or have failed", async () => {
  const posts = Array.from({ length: 22 }, (_, index) =>
    importedPost(`p${index}`, { source: `**Text** ${index}`, state: index === 1 ? "DRAFT" : "PUBLISHED" }),
  );
  const first = await importPosts(app.dataSource, posts, { isDryRun: true });
  assert.equal(first.samples.length, 20);
  const [published, draft] = first.samples;
  assert.equal(published?.text, "**Text** 0");
  assert.deepEqual(published?.result, {
    ...{ title: "Post p0", path: "/posts/p0", state: "PUBLISHED", publishedAt: "2020-05-01T02:00:00Z" },
    ...{ locale: "en", authors: ["Editor"], html: "<p><strong>Text</strong> 0</p>" },
  });
  assert.equal(draft?.result?.state, "DRAFT");
  await importPosts(app.dataSource, posts);
  assert.deepEqual((await importPosts(app.dataSource, posts)).samples, first.samples);
});
