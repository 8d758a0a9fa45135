// Queries that were copied out of a post, and may begin or end within a word: the post that they are from ranks first, even if others hold
// the same words more often.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { foundSlugs } from "../../support/found-slugs.js";

const published = "2024-05-01T00:00:00.000Z";
let executor: Executor;
let factories: Factories;
before(async () => {
  executor = await startExecutor();
  factories = new Factories(executor.dataSource);
  const fillers = Array.from({ length: 40 }, (_, index) => ({
    title: `Ruby ${2 + (index % 3)}.${index}.0 リリース`,
    source: `日报 ${index}：集群里的节点今天没有变化，第 ${index} 次检查。`,
    publishedAt: published,
  }));
  await factories.posts(fillers);
});
after(() => executor.close());

const find = (query: string): Promise<string[]> => foundSlugs(executor, query);

const write = (slug: string, title: string, source: string, tagIds: string[] = []) =>
  factories.post({ slug, title, source, tagIds, publishedAt: published });

it("reads a hyphen at the start of a query as text unless a word of letters follows it", async () => {
  await write("p376", "Ruby 1.9.1-p376 リリース", "セキュリティの修正です。");
  await write("site", "ruby-lang.org 개편", "새 디자인");
  for (const query of ["-p376 リリー", "1-p376 リリ"]) assert.equal((await find(query))[0], "p376", query);
  assert.equal((await find("-lang.org 개편"))[0], "site");
  await write("lock-mysql", "MySQL 的死锁", "InnoDB");
  await write("lock", "死锁的四个条件", "互斥");
  for (const query of ["死锁 -MySQL", "-MySQL 死锁"]) assert.deepEqual(await find(query), ["lock"], query);
});

it("ranks a title that holds the query as typed above posts that hold its words more often", async () => {
  await write("story", "从使用者到开发者，知乎参与 Raftlet 社区背后的故事", "一个关于社区的故事。");
  await write(
    "titles",
    "Raftlet 与存储",
    `## Raftlet 与网络\n\n## 磁盘与 Raftlet\n\n${"存储与 Raftlet 有关，Raftlet 与网络有关。".repeat(12)}`,
  );
  for (const query of ["与 Raftlet", "与 Raftlet 社", "參與 Raftl"])
    assert.equal((await find(query))[0], "story", query);
});

it("ranks posts of a tag above posts that mention its name, and a post with that title above both", async () => {
  const [kvTag, operatorTag] = [await factories.tag("Qumulo"), await factories.tag("Qumulo Operator")];
  await write("tagged", "怎样做备份", "一篇短文。", [kvTag]);
  await write(
    "mentioned",
    "Qumulo Operator 源码阅读",
    `## Qumulo 组件\n\n## Qumulo 循环\n\n${"Qumulo 与 Qumulo。".repeat(20)}`,
    [operatorTag],
  );
  assert.equal((await find("Qumulo"))[0], "tagged");
  await write("titled", "Qumulo", "介绍。");
  assert.equal((await find("Qumulo"))[0], "titled");
});

it("finds a piece of a body that begins within a word", async () => {
  await write("changefeed", "同步模块", "每个 changefeed 的同步进度保存在 etcd 里，database 自身由 Region 组成。");
  for (let index = 0; index < 12; index += 1)
    await write(`se-${index}`, `SE 与 R 之 ${index}`, "SE 自身的 R 由此而来，健康的身由自身锻炼，feed 的同步很快。");
  for (const query of ["feed 的同步进", "ngefeed 的同步进", "se 自身由 R", "se 自身由 Reg"])
    assert.equal((await find(query))[0], "changefeed", query);
});

it("ranks a body that holds neighbouring words of the query together above titles that hold one of its words", async () => {
  await write("zola-46", "Announcing Zola 1.46", "A value can now be built in place inside of a function.");
  const apart = "A place for the people who work inside of the teams.";
  await write("zola-blog", "Welcome to the Inside blog", `${apart} All of them work on Zola.`);
  for (let index = 0; index < 12; index += 1)
    await write(`zola-${index}`, `Zola team update ${index}`, `${"Place of the team. ".repeat(index)} ${apart}`);
  for (const query of ["Zola place inside", "place inside Zola"])
    assert.equal((await find(query))[0], "zola-46", query);
  await write("mdn", "Zola 的字体", "页面里的字体没有变化，字形的节点缩放得很快。");
  await write("mdn-scale", "Zola 的缩放", "字形没有变化，节点缩放得很快，节点的字形也是。");
  assert.equal((await find("Zola 字形的节点"))[0], "mdn");
});

it("ranks a body with the words in the order of the query above bodies with another order", async () => {
  await write("ordered", "随笔", "把结果 Foo 写回 Bar 之后再提交。");
  await write("mixed", "Foo 与 Bar", `${"Bar 写回 Foo 的结果，Foo 结果写回。".repeat(10)}`);
  assert.equal((await find("果 Foo 写回 Ba"))[0], "ordered");
});

it("ranks the first part of a series above equally good parts, whichever was written first", async () => {
  for (const parts of ["二一三", "三二一", "一二三"]) {
    const name = `Numbat${parts.codePointAt(0)}`;
    for (const part of parts)
      await factories.post({
        slug: `${name}-${part}`,
        title: `${name} 指南(${part})`,
        source: "正文。",
        publishedAt: `2011-05-0${1 + "一二三".indexOf(part)}T00:00:00.000Z`,
      });
    assert.deepEqual(
      await find(`${name}指南`),
      [..."一二三"].map((part) => `${name}-${part}`),
    );
  }
});

it("ranks a post with the query as a heading above one with the same words in its text and some in its title", async () => {
  await write("heading", "Notes on parsing", "## Lexer states table\n\nIt follows below.");
  await write("in-text", "Lexer states", "The lexer states table follows below, and the lexer states table again.");
  assert.equal((await find("lexer states table"))[0], "heading");
});
