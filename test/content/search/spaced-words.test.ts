// Korean words that readers join and texts write with spaces.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { foundSlugs } from "../../support/found-slugs.js";

let app: Executor;
before(async () => {
  app = await startExecutor();
  await new Factories(app.dataSource).posts([
    { slug: "title", title: "한영 전환 키를 만들어 봅시다", source: "해머스푼." },
    { slug: "text", title: "메모", source: "오늘은 한영 전환키를 바꾸었다." },
    { slug: "chance", title: "기록", source: "한영 사전, 전환 환키 영전 그리고 키를." },
    { slug: "other", title: "빅 오 표기법", source: "알고리즘." },
    { slug: "hidden", title: "한영 전환 키를 숨기자", source: "초안.", state: "DRAFT", publishedAt: null },
  ]);
});
after(() => app.close());

for (const [query, slugs] of [
  ["한영전환키를", ["title", "text"]],
  ["빅오표기법", ["other"]],
  ["전환키를만들어", ["title"]],
] as const)
  it(`finds ${query}`, async () => assert.deepEqual((await foundSlugs(app, query)).slice(0, slugs.length), slugs));

it("finds no hidden post", async () => assert.ok(!(await foundSlugs(app, "한영전환키를숨기자")).includes("hidden")));
