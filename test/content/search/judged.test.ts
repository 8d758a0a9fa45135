// Guards the quality of the search: a change that makes the results of the judged queries worse fails here.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { foundSlugs } from "../../support/found-slugs.js";
import { judgedCodePosts } from "./judged-code-posts.js";
import { judgedPosts } from "./judged-posts.js";
import { judgedQueries } from "./judged-queries.js";
import { judgedCodeQueries, judgedQuestions, judgedWordForms } from "./judged-reader-queries.js";

const ALL_POSTS = [...judgedPosts, ...judgedCodePosts];
const READER_QUERIES = [...judgedQuestions, ...judgedCodeQueries, ...judgedWordForms];
const ALL_QUERIES = [...judgedQueries, ...READER_QUERIES];

const MIN_MRR = 0.985;
let executor: Executor;
before(async () => {
  executor = await startExecutor();
  const factories = new Factories(executor.dataSource);
  const tags = new Map<string, string>();
  for (const [, , , tag] of ALL_POSTS) if (!tags.has(tag)) tags.set(tag, await factories.tag(tag));
  await factories.posts(
    ALL_POSTS.map(([key, locale, title, tag, source]) => ({
      slug: key,
      locale,
      title,
      source,
      tagIds: [tags.get(tag) ?? ""],
    })),
  );
});
after(() => executor.close());

const find = (query: string): Promise<string[]> => foundSlugs(executor, query);

it("judges at least 200 queries over at least 60 posts, 60 of them as readers of technical blogs type them", () => {
  assert.ok(ALL_POSTS.length >= 60, String(ALL_POSTS.length));
  assert.ok(ALL_QUERIES.length >= 200, String(ALL_QUERIES.length));
  assert.ok(READER_QUERIES.length >= 60, String(READER_QUERIES.length));
  const keys = new Set(ALL_POSTS.map(([key]) => key));
  for (const [query, key] of ALL_QUERIES) assert.ok(keys.has(key), `${query}: ${key}`);
});

it("ranks the expected post first for nearly all judged queries, and finds something for each", async (t) => {
  let reciprocal = 0;
  const empty: string[] = [];
  for (const [query, key] of ALL_QUERIES) {
    const found = await find(query);
    if (found.length === 0) empty.push(query);
    const place = found.indexOf(key);
    if (place !== 0) t.diagnostic(`${query}: ${key} at ${place + 1}, behind ${found[0]}`);
    if (place !== -1) reciprocal += 1 / (place + 1);
  }
  const mrr = reciprocal / ALL_QUERIES.length;
  t.diagnostic(`MRR@10 ${mrr.toFixed(4)} of ${ALL_QUERIES.length} queries`);
  assert.deepEqual(empty, [], "Something is found for each.");
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
