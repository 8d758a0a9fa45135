// Known-item evaluation of the search on any folder of Markdown: builds queries from the posts themselves, asks the service
// for each, and prints how high the post stands that the query was made from. A query that fits other posts as well is
// not asked, but counted.
//   npm run eval:search -- <folder> [queries per kind, 100] [--least-mean 0.985] [--least-kind 0.96]
// With a least, the exit code is 1 where the mean or a kind is below it, or an answer is empty. On the server of
// DATABASE_URL a database is created and dropped at the end; without it an embedded server is started. EVAL_MISSES=12 shows
// up to so many of a kind that did not come first, EVAL_DATABASE names a database that is filled once and kept.
import "reflect-metadata";
import { parseArgs } from "node:util";
import { shuffled } from "./search-eval/draw.mjs";
import { isOfTags, makeKinds } from "./search-eval/queries.mjs";
import { makeTraditional, readPosts, withSite } from "./search-eval/site.mjs";
import { importService } from "./service-modules.mjs";

const { values: least, positionals } = parseArgs({
  allowPositionals: true,
  options: { "least-mean": { type: "string" }, "least-kind": { type: "string" } },
});
const [folder, perKind = "100"] = positionals;
const leastMean = Number(least["least-mean"] ?? 0);
const leastKind = Number(least["least-kind"] ?? 0);
if (folder === undefined || ![Number(perKind), leastMean, leastKind].every(Number.isFinite)) {
  console.error("usage: npm run eval:search -- <folder> [queries per kind] [--least-mean 0.985] [--least-kind 0.96]");
  process.exit(2);
}

await withSite({ folder, serverUrl: process.env.DATABASE_URL, kept: process.env.EVAL_DATABASE }, evaluate);

async function evaluate(dataSource) {
  const posts = await readPosts(dataSource);
  const { fold } = await importService("dist", "fold");
  const kinds = makeKinds({ fold, toTraditional: await makeTraditional(), posts });
  const search = await makeSearch(dataSource);
  console.log(`${posts.length} posts`);
  console.log("kind                        queries  MRR@10  R@10   empty unclear p50 ms  p95 ms");
  const rows = [];
  for (const kind of kinds.names) {
    const row = await ask({ kind, kinds, posts, search });
    if (row === null) continue;
    rows.push(row);
    print(kind, row);
  }
  judge(rows);
}

async function makeSearch(dataSource) {
  const { Database, createContext, SearchRun } = await importService("dist", "Database", "createContext", "SearchRun");
  const publicReads = new Database(dataSource);
  return async (query) => {
    const limits = { requestMs: 60_000, responseBytes: { anonymous: 1e6, known: 1e6 } };
    const { found } = await new SearchRun(createContext({ publicReads, ...limits }), { query, first: 10 }).result;
    return found.map(({ postId }) => postId);
  };
}

async function ask({ kind, kinds, posts, search }) {
  const byId = new Map(posts.map((post) => [post.id, post]));
  const asked = new Set();
  const times = [];
  const misses = [];
  let [reciprocal, hits, empty, unclear] = [0, 0, 0, 0];
  for (const post of shuffled(posts)) {
    if (times.length >= Number(perKind)) break;
    const made = kinds.make(kind, post);
    if (made === null || asked.has(made.query)) continue;
    asked.add(made.query);
    if (made.rivals > 0) {
      unclear += 1;
      continue;
    }
    const started = performance.now();
    const found = await search(made.query);
    times.push(performance.now() - started);
    if (found.length === 0) empty += 1;
    const isWanted = (id) => {
      const other = byId.get(id);
      return isOfTags(kind) ? other?.tags.includes(made.query) === true : id === post.id || other?.title === post.title;
    };
    const place = found.findIndex(isWanted);
    if (place !== -1) hits += 1;
    reciprocal += place === -1 ? 0 : 1 / (place + 1);
    if (place !== 0) misses.push(`${place + 1} ${made.query} <- ${post.title} | ${byId.get(found[0])?.title}`);
  }
  if (times.length === 0) return null;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  const count = times.length;
  return { count, mrr: reciprocal / count, recall: hits / count, empty, unclear, p50: at(0.5), p95: at(0.95), misses };
}

function print(kind, { count, mrr, recall, empty, unclear, p50, p95, misses }) {
  const cells = [count, mrr.toFixed(3), recall.toFixed(3), empty, unclear, p50.toFixed(1), p95.toFixed(1)];
  console.log(kind.padEnd(27), cells.map((cell) => String(cell).padStart(7)).join(""));
  for (const miss of misses.slice(0, Number(process.env.EVAL_MISSES ?? 0))) console.log(`    ${miss}`);
}

function judge(rows) {
  const mean = rows.reduce((sum, { mrr }) => sum + mrr, 0) / rows.length;
  console.log(`mean MRR@10 ${rows.length === 0 ? "of nothing" : mean.toFixed(4)}`);
  if (leastMean === 0 && leastKind === 0) return;
  const isGood = mean >= leastMean && rows.every(({ mrr, empty }) => mrr >= leastKind && empty === 0);
  if (!isGood) console.log(`below ${leastMean} in the mean or ${leastKind} in a kind, or an answer is empty`);
  process.exitCode = isGood ? 0 : 1;
}
