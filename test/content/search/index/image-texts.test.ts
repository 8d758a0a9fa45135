// The alternative texts of images: a post is found by them, below posts whose texts hold the same words.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { indexOutdated, markAllOutdated } from "../../../../src/content/search/index/reindex.js";
import { imageTextsOf } from "../../../../src/content/search/index/search-document.js";
import { ownTransactions } from "../../../../src/platform/db/transaction.js";
import { encodeGlobalId } from "../../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../../support/execute.js";
import { Factories } from "../../../support/factories.js";
import { foundSlugs } from "../../../support/found-slugs.js";

let app: Executor;
let make: Factories;
before(async () => {
  app = await startExecutor();
  make = new Factories(app.dataSource);
});
after(() => app.close());

const found = (query: string): Promise<string[]> => foundSlugs(app, query);

it("a post is found by the alternative texts of its images, below posts whose text holds the words", async () => {
  await make.posts([
    {
      slug: "photographed",
      title: "Trip",
      source: "Nice.\n\n![A lammergeier & its nest](/a.png) ![晚霞中的灯塔](/b.png)",
    },
    {
      slug: "described",
      title: "Birds",
      source: "In the valley a lammergeier was seen, far from its nest. ".repeat(5),
    },
  ]);
  assert.deepEqual(await found("lammergeier nest"), ["described", "photographed"]);
  assert.deepEqual(await found("灯塔"), ["photographed"]);
  assert.deepEqual(await found('"its nest 晚霞"'), [], "no phrase crosses the border of two texts");
});

it("a post whose title changes, and one that is indexed again, is still found by its images", async () => {
  const { id } = await make.post({ slug: "hoopoe", source: "![Hoopoe on a fence](/h.png)" });
  await app.accepted(EDITOR, "updatePost", { id: encodeGlobalId("Post", id), expectedVersion: 1, title: "Renamed" });
  assert.deepEqual(await found("hoopoe fence"), ["hoopoe"]);
  const transact = ownTransactions(app.dataSource);
  await markAllOutdated(transact);
  await indexOutdated(transact);
  assert.deepEqual(await found("hoopoe fence"), ["hoopoe"]);
  const source = "![Wryneck](/w.png)";
  await app.accepted(EDITOR, "updatePost", { id: encodeGlobalId("Post", id), expectedVersion: 2, body: { source } });
  assert.deepEqual([await found("wryneck"), await found("hoopoe fence")], [["hoopoe"], []]);
});

it("alternative texts are read from sanitised HTML with their entities", () => {
  const html =
    '<p><img src="/a.png" alt="1 &lt; 2 &amp; &quot;3&quot;" width="3" /><img alt="" src="/b.png" /><img src="/c.png" /></p>';
  assert.deepEqual(imageTextsOf(html), ['1 < 2 & "3"']);
  assert.deepEqual(imageTextsOf('<p data-alt="no">alt="no"</p>'), []);
});
