// Other ways to write a word find the same posts: versions, letters and digits, joined parts, kana, and a last word that is still typed.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { findMatches, highlightTerms } from "../../../../src/content/search/highlight.js";
import { tokenise } from "../../../../src/content/search/index/tokens.js";
import { planQuery } from "../../../../src/content/search/query/query-plan.js";
import { simplifiedPlan } from "../../../../src/content/search/query/simplified-plan.js";
import { type Executor, startExecutor } from "../../../support/execute.js";
import { Factories } from "../../../support/factories.js";
import { foundSlugs } from "../../../support/found-slugs.js";

const POSTS: Record<string, [title: string, source: string]> = {
  openshift: ["OpenShift v3.9 发布", "新版本。"],
  gnome: ["GNOME 3 的扩展", "窗口管理。"],
  windows: ["Windows10 安装笔记", "重新启动。"],
  node: ["Node.js 入门", "事件循环。"],
  wifi: ["Wi-Fi 故障", "信号弱。"],
  server: ["サーバーの監視", "グラフを見る。"],
  docker: ["コンテナ入門", "イメージを作る。"],
  site: ["サイトの案内", "地図。"],
  team: ["チーム開発😀の話", "一緒に働く。"],
};
let executor: Executor;
before(async () => {
  executor = await startExecutor();
  const factories = new Factories(executor.dataSource);
  await factories.posts(Object.entries(POSTS).map(([slug, [title, source]]) => ({ slug, title, source })));
  await factories.posts(
    Array.from({ length: 20 }, (_, index) => ({
      title: `日记 ${index}`,
      source: `OpenShift、GNOME、Windows 与第 ${index} 天。チムニーとナーの監視、ムーの開発の入門。サイとトーの案内。`,
    })),
  );
});
after(() => executor.close());

const first = async (query: string): Promise<string | undefined> => (await foundSlugs(executor, query, 1))[0];

it("finds versions, letters with digits, and parts, joined or apart", async () => {
  for (const [query, slug] of [
    ["OpenShift 3.9", "openshift"],
    ["OpenShift v3.9", "openshift"],
    ["gnome3", "gnome"],
    ["gnome 3", "gnome"],
    ["windows 10", "windows"],
    ["windows10", "windows"],
    ["nodejs", "node"],
    ["node.js", "node"],
    ["wifi", "wifi"],
    ["wi-fi", "wifi"],
  ] as const)
    assert.equal(await first(query), slug, query);
});

it("finds katakana by hiragana, and loan words with and without a long vowel", async () => {
  for (const [query, slug] of [
    ["さーばー 監視", "server"],
    ["サーバ 監視", "server"],
    ["コンテナー 入門", "docker"],
    ["こんてな", "docker"],
    ["サイトー 案内", "site"],
    ["チム 開発", "team"],
    ["チーム 開発", "team"],
  ] as const)
    assert.equal(await first(query), slug, query);
});

it("highlights katakana that was searched by hiragana", () => {
  const text = "新しいカメラの話";
  const terms = highlightTerms("かめら", () => 1);
  const marked = findMatches(text, terms).map(({ start, end }) => text.slice(start, end));
  assert.ok(marked.length > 0 && marked.every((piece) => "カメラ".includes(piece)), marked.join());
});

it("indexes other forms at the position of the word, so that phrases match across them", () => {
  const lexemes: string[] = [];
  tokenise("v3.9 node.js gnome3", (lexeme, position) => lexemes.push(`${lexeme}:${position}`));
  for (const wanted of ["3.9:1", "nodejs:3", "gnome:5", "3:5"]) assert.ok(lexemes.includes(wanted), wanted);
});

it("completes a common last word beside a rare word, also on a large site", () => {
  const plan = planQuery("删除 Ubun");
  const counts = (rare: number) => plan.terms.map(({ lexeme }) => (lexeme === "ubun" ? 50_000 : rare));
  const countOf = (lexeme: string) => (lexeme === "ubun" ? 50_000 : 100);
  const beside = (rare: number) =>
    simplifiedPlan(plan, { posts: 100_000, counts: counts(rare), countOf }).requiredWords.at(-1);
  assert.match(beside(500) ?? "", /'ubun':\*/);
  assert.doesNotMatch(beside(40_000) ?? "", /:\*/);
});
