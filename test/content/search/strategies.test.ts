// The strategies by which a strict search selects its candidates, which depend on how many posts hold the words. The counts are given, so that a few
// posts stand for a large site.
import "reflect-metadata";
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { strictExpression, type WeightedPlan } from "../../../src/content/search/query/candidates.js";
import { planQuery } from "../../../src/content/search/query/query-plan.js";
import { type StrictResult, searchStrictly } from "../../../src/content/search/query/scored-search.js";
import { simplifiedPlan } from "../../../src/content/search/query/simplified-plan.js";
import { Database } from "../../../src/platform/db/database.js";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";

const POSTS = 100_000;
let executor: Executor;
let ids: Map<string, string>;
before(async () => {
  executor = await startExecutor();
  const sources = {
    phrase: "The slow start of a window.",
    apart: "Start with a slow window.",
    dashed: "A slow-start window, and 应用程序 too.",
    other: "Nothing of it.",
    torn: "Nothing of it either.",
  };
  const posts = await new Factories(executor.dataSource).posts(
    Object.entries(sources).map(([slug, source]) => ({
      slug,
      title: slug === "torn" ? "Hammerhead sharks" : slug,
      source,
    })),
  );
  ids = new Map(posts.map(({ id }, index) => [id, Object.keys(sources)[index] ?? ""]));
});
after(() => executor.close());

const weighted = (query: string, countOf: (lexeme: string) => number): WeightedPlan => {
  const asTyped = planQuery(query);
  const counts = asTyped.terms.map(({ lexeme }) => countOf(lexeme));
  const plan = simplifiedPlan(asTyped, { posts: POSTS, counts, countOf });
  return { ...plan, asTyped, posts: POSTS, counts, weights: plan.terms.map(() => 1) };
};

async function search(query: string, countOf: (lexeme: string) => number, window = 120): Promise<StrictResult> {
  const db = new Database(executor.dataSource);
  const scope = { reader: { viewer: null, previewPostId: null }, conditions: null, publishedUntil: null };
  return searchStrictly({ db, scope, plan: weighted(query, countOf), asOf: "2026-01-01T00:00:00Z" }, window);
}

async function found(query: string, countOf: (lexeme: string) => number): Promise<string[]> {
  const { posts } = await search(query, countOf);
  return posts.map(({ id }) => ids.get(id) ?? "").sort();
}

for (const count of [100, 3_000, 10_000, 30_000, 90_000]) {
  it(`finds the same posts if ${count} posts hold each word`, async () => {
    assert.deepEqual(await found("slow window", () => count), ["apart", "dashed", "phrase"]);
    assert.deepEqual(await found('"slow start"', () => count), ["dashed", "phrase"]);
    assert.deepEqual(await found('"slow start" -应用程序', () => count), ["phrase"]);
    assert.deepEqual(await found('window -"slow start"', () => count), ["apart"], "the words of an excluded phrase");
    assert.ok((await found("slow-start", () => count)).includes("dashed"));
    assert.deepEqual(await found("head sharks", () => count), ["torn"], "a title that begins within a word");
    assert.deepEqual(await found("应用程序zz", (lexeme) => (lexeme === "用程" ? 10 : count)), ["dashed"]);
  });
}

it("finds only posts with a phrase beyond the window, and knows their number only below its size", async () => {
  const figures = async (window: number) => {
    const { posts, count, countsAll, partialIds } = await search('"slow start"', () => 100, window);
    return [posts.map(({ id }) => ids.get(id)).sort(), count, countsAll, partialIds];
  };
  assert.deepEqual(await figures(1), [["dashed", "phrase"], 1, false, []]);
  assert.deepEqual(await figures(3), [["dashed", "phrase"], 2, true, []]);
});

it("decides by the words that a post must hold, not by fillers and pairs that span two words", () => {
  const isInOrder = (query: string, rare: string) =>
    strictExpression(weighted(query, (lexeme) => (lexeme === rare ? 10 : 50_000))).includes("<->");
  assert.equal(isInOrder("数据库的窗口", "库的"), false);
  assert.equal(isInOrder("数据库的窗口", "窗口"), true);
});
