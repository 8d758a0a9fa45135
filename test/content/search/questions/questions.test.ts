// Questions as people type them: the words around what is looked for are neither required nor highlighted, and a title that holds most of
// the query is found although its post lacks a word.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { findMatches, highlightTerms } from "../../../../src/content/search/highlight.js";
import { planQuery } from "../../../../src/content/search/query/query-plan.js";
import { type Executor, startExecutor } from "../../../support/execute.js";
import { Factories } from "../../../support/factories.js";
import { foundSlugs } from "../../../support/found-slugs.js";

const POSTS: Record<string, [title: string, source: string]> = {
  docker: ["删除 Docker 镜像", "docker rmi 删掉镜像，docker system prune 清理其余。"],
  btrfs: ["为什么 Btrfs 删除快照这么慢", "怎么办？怎么删除镜像与快照，Docker 也在用。怎么办，怎么办。"],
  install: ["Docker on Ubuntu: installation notes", "Install the packages, then start the daemon."],
  vagrant: [
    "How to use Vagrant",
    "How to install on Ubuntu, how to use docker, how to do it on Windows, and how to go on.",
  ],
  system: ["빠른 시스템 설계", "지연 시간을 줄이는 구조를 설명합니다."],
  what: ["무엇인가를 찾는 방법", "빠른 길은 무엇인가. 시스템은 방법이다."],
  cargo: ["Cargo 入門", "Cargo でプロジェクトを作成します。"],
  usage: ["使い方のまとめ", "いろいろな道具の使い方。Cargo の使い方も少し。"],
  slow: ["速度の話", "どうして遅いのか、遅い理由は何か。Cargo は遅い。"],
  rpm: ["rpm 和 deb 软件包", "两种打包格式，一个来自 Red Hat，一个来自 Debian。"],
  sudo: ["su 和 sudo 的区别", "区别在于密码。安装 rpm 或 deb 时要用 sudo。"],
};
let executor: Executor;
let factories: Factories;
before(async () => {
  executor = await startExecutor();
  factories = new Factories(executor.dataSource);
  await factories.posts(Object.entries(POSTS).map(([slug, [title, source]]) => ({ slug, title, source })));
  await factories.posts(
    Array.from({ length: 30 }, (_, index) => ({
      slug: `diary-${index}`,
      title: `日记 ${index}`,
      source: `今天的区别：怎么办？什么是方法？How to do it?${index < 12 ? "用 sudo 安装了 rpm，没有用 deb。" : ""}`,
    })),
  );
});
after(() => executor.close());

const find = (query: string): Promise<string[]> => foundSlugs(executor, query);

it("ranks the topic of a question first, whatever words of a question are around it", async () => {
  for (const [query, slug] of [
    ["删除 docker 镜像 怎么办", "docker"],
    ["docker怎么删除镜像", "docker"],
    ["如何 删除 docker 镜像", "docker"],
    ["how to install docker on ubuntu", "install"],
    ["why does docker on ubuntu not work?", "install"],
    ["빠른 시스템란 무엇인가", "system"],
    ["빠른 시스템 하는 방법", "system"],
    ["Cargo の使い方", "cargo"],
    ["Cargo とは", "cargo"],
    ["どうして Cargo 遅い", "cargo"],
  ] as const)
    assert.equal((await find(query))[0], slug, query);
});

it("finds a title that holds most of the query, although enough posts hold all of its words", async () => {
  assert.equal((await find("rpm 和 deb 区别"))[0], "rpm");
});

it("requires fillers if a query consists of nothing else", () => {
  for (const query of ["怎么办", "how to", "使い方", "무엇", "of the"]) {
    const { requiredWords, terms } = planQuery(query);
    assert.ok(requiredWords.length > 0, query);
    assert.ok(
      terms.every(({ importance }) => importance >= 0.5),
      query,
    );
  }
});

it("reads words of English as what is looked for beside other scripts and in queries of two words", () => {
  for (const query of ["for 循环", "javascript this", "if 语句"])
    assert.equal(planQuery(query).requiredWords.length, 2, query);
});

it("weighs all pairs of a word less than as many words, and pairs with a filler least", () => {
  const importanceOf = (query: string, lexeme: string) =>
    planQuery(query).terms.find((term) => term.lexeme === lexeme)?.importance ?? 0;
  assert.equal(importanceOf("数据库", "数据"), importanceOf("数据库", "据库"));
  const whole = planQuery("数据库").terms.reduce((sum, { importance }) => sum + importance, 0);
  assert.ok(whole > 1 && whole < 2, String(whole));
  assert.ok(importanceOf("怎么删除", "么删") < importanceOf("怎么删除", "删除"));
});

it("highlights no filler", () => {
  const text = "How to install Docker on Ubuntu";
  const terms = highlightTerms("how to install docker on ubuntu", () => 1);
  assert.deepEqual(
    new Set(findMatches(text, terms).map(({ start, end }) => text.slice(start, end))),
    new Set(["install", "Docker", "Ubuntu"]),
  );
});

it("counts posts that were found by their titles in the total, and lists each on one page", async () => {
  const document = `query ($after: String) { search(query: "rpm deb 区别", first: 7, after: $after) {
    totalCount nodes { slug } pageInfo { hasNextPage endCursor } facets { years { count } } } }`;
  interface Page {
    totalCount: number;
    nodes: { slug: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    facets: { years: { count: number }[] };
  }
  const read = async (after: string | null) =>
    (await executor.read<{ search: Page }>(null, document, { after })).search;
  const slugs: string[] = [];
  let page = await read(null);
  for (;;) {
    slugs.push(...page.nodes.map(({ slug }) => slug));
    if (!page.pageInfo.hasNextPage) break;
    page = await read(page.pageInfo.endCursor);
  }
  assert.deepEqual([slugs.length, new Set(slugs).size], [page.totalCount, page.totalCount]);
  assert.ok(slugs.includes("rpm"));
  assert.equal(
    page.facets.years.reduce((sum, { count }) => sum + count, 0),
    page.totalCount,
  );
});

it("finds a name in camelCase by its later words, and ranks the whole name above longer ones", async () => {
  await factories.post({
    slug: "longer",
    title: "Storage",
    source: "A BlobStorageContainer holds BlobStorageContainer entries.",
  });
  await factories.post({ slug: "exact", title: "Notes", source: "Use StorageContainer." });
  assert.deepEqual(await find("StorageContainer"), ["exact", "longer"]);
});
