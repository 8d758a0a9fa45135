// Completions: from inside of titles, without the filler words of a question, and the post that more posts link to first.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { ADMIN, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";

let app: Executor;
let make: Factories;
before(async () => {
  app = await startExecutor();
  make = new Factories(app.dataSource);
});
after(() => app.close());

async function suggested(prefix: string, first = 8, viewer: typeof ADMIN | null = null): Promise<string[]> {
  const document =
    "query ($prefix: String!, $first: Int) { suggest(prefix: $prefix, first: $first) { text node { __typename } } }";
  type Completion = { text: string; node: { __typename: string } };
  const { suggest } = await app.read<{ suggest: Completion[] }>(viewer, document, { prefix, first });
  return suggest.map(({ text, node }) => `${node.__typename} ${text}`);
}

it("completes a title from a word inside of it, and the words of a title in any order", async () => {
  await make.post({ title: "An introduction to Wireguard tunnels" });
  await make.post({ title: "把旧服务器迁移到新机房" });
  for (const typed of ["wiregu", "Wireguard tun", "tunnels wiregu", "introduction to wire"])
    assert.deepEqual(await suggested(typed), ["Post An introduction to Wireguard tunnels"], typed);
  for (const typed of ["迁移", "旧服务器", "新机房 迁移"])
    assert.deepEqual(await suggested(typed), ["Post 把旧服务器迁移到新机房"], typed);
});

it("completes a question by its telling words", async () => {
  await make.post({ title: "Terraform 状态文件的锁", tagIds: [await make.tag("Terraform")] });
  for (const typed of ["如何 terraf", "怎么 terraform 状态"]) {
    const found = await suggested(typed);
    assert.ok(found.includes("Post Terraform 状态文件的锁"), `${typed}: ${found.join()}`);
  }
  assert.deepEqual(await suggested("如何 terraf"), ["Tag Terraform", "Post Terraform 状态文件的锁"]);
});

it("completes series and authors from inside of their names", async () => {
  const authorId = await make.author("Ignatius Quillfeather");
  const post = await make.post({ title: "Notes", authorId });
  await app.accepted(ADMIN, "createSeries", { title: "The Obsidian Compiler" });
  assert.deepEqual(await suggested("quillf"), ["Author Ignatius Quillfeather"]);
  assert.deepEqual(await suggested("obsid"), [], "A series without a visible post is not completed.");
  assert.deepEqual(await suggested("obsid", 8, ADMIN), ["Series The Obsidian Compiler"]);
  assert.ok(post.id !== "");
});

it("puts the post first that more visible posts link to, then the newer one", async () => {
  const at = (day: number) => `2024-03-0${day}T00:00:00.000Z`;
  await make.post({ slug: "zeolite-old", title: "Zeolite basics", publishedAt: at(1) });
  await make.post({ slug: "zeolite-new", title: "Zeolite news", publishedAt: at(3) });
  await make.post({ slug: "zeolite-middle", title: "Zeolite notes", publishedAt: at(2) });
  const byDate = ["Post Zeolite news", "Post Zeolite notes", "Post Zeolite basics"];
  assert.deepEqual(await suggested("zeol"), byDate);
  await make.post({ title: "A hidden one", state: "DRAFT", source: "See [it](/posts/zeolite-middle)." });
  await make.post({ title: "Itself", slug: "itself", source: "See [it](/posts/itself)." });
  assert.deepEqual(await suggested("zeol"), byDate, "Links of hidden posts count nothing.");
  await make.post({ title: "First", source: "See [it](/posts/zeolite-old)." });
  await make.post({ title: "Second", source: "See [it](/posts/zeolite-old) and [it](/posts/zeolite-middle)." });
  assert.deepEqual(await suggested("zeol"), ["Post Zeolite basics", "Post Zeolite notes", "Post Zeolite news"]);
  assert.deepEqual(await suggested("zeol", 1), ["Post Zeolite basics"]);
});
