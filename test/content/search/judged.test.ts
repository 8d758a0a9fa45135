// Guards the quality of the search: a change that makes the results of the judged queries worse fails here.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { judgedPosts } from "./judged-posts.js";
import { judgedQueries } from "./judged-queries.js";

const MIN_MRR = 0.97;
let executor: Executor;
before(async () => {
  executor = await startExecutor();
  const factories = new Factories(executor.dataSource);
  const tags = new Map<string, string>();
  for (const [, , , tag] of judgedPosts) if (!tags.has(tag)) tags.set(tag, await factories.tag(tag));
  await factories.posts(
    judgedPosts.map(([key, locale, title, tag, source]) => ({
      slug: key,
      locale,
      title,
      source,
      tagIds: [tags.get(tag) ?? ""],
    })),
  );
});
after(() => executor.close());

interface Found {
  search: { nodes: { slug: string }[] };
}

async function find(query: string): Promise<string[]> {
  const document = "query ($query: String!) { search(query: $query, first: 10) { nodes { slug } } }";
  return (await executor.read<Found>(null, document, { query })).search.nodes.map(({ slug }) => slug);
}

it("judges at least a hundred queries over at least sixty posts", () => {
  assert.ok(judgedPosts.length >= 60, String(judgedPosts.length));
  assert.ok(judgedQueries.length >= 100, String(judgedQueries.length));
});

it("ranks the expected post first for nearly all judged queries, and finds something for each", async (t) => {
  let reciprocal = 0;
  for (const [query, key] of judgedQueries) {
    const found = await find(query);
    assert.ok(found.length > 0, `Nothing was found for ${query}.`);
    const place = found.indexOf(key);
    if (place !== 0) t.diagnostic(`${query}: ${key} at ${place + 1}, behind ${found[0]}`);
    if (place !== -1) reciprocal += 1 / (place + 1);
  }
  const mrr = reciprocal / judgedQueries.length;
  t.diagnostic(`MRR@10 ${mrr.toFixed(4)} of ${judgedQueries.length} queries`);
  assert.ok(mrr >= MIN_MRR, `MRR@10 is ${mrr}.`);
});

it("distinguishes C++ and C# from other words that begin with C", async () => {
  assert.deepEqual(await find("C++"), ["cpp"]);
  assert.deepEqual(await find("C#"), ["csharp"]);
});

it("excludes posts with a word after a hyphen, and matches quoted words as a phrase", async () => {
  assert.ok((await find("死锁")).includes("mysql-lock"));
  assert.deepEqual(await find("死锁 -MySQL"), ["deadlock"]);
  assert.deepEqual(await find('"slow start"'), ["en-tcp"]);
  assert.deepEqual(await find('"start slow"'), []);
});

it("finds a post by the beginning of a word", async () => {
  for (const typed of ["Kub", "Kuber", "Kubernetes Ing"]) assert.ok((await find(typed)).includes("k8s-ingress"), typed);
});
