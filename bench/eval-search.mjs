// Known-item evaluation of the search: builds queries from the posts of a folder of Markdown, or of a database, asks the service for
// each, and prints how high the post stands that the query was made from. A query that fits other posts as well is not asked, but
// counted.
//   npm run eval:search -- <folder> [queries per kind, 100]
//     --database <name>     a database that is filled from the folder once and kept; without a folder it must exist.
//                           It is migrated and indexed again if the build requires it.
//     --kinds <words>       only kinds whose names contain one of these, such as question,option
//     --queries <file>      instead of kinds, the queries of a file with one {"query": "…", "slug": "…"} per line
//     --examples <number>   so many queries of a kind that did not find their post first, 2 by default
//     --least-mean <share>, --least-kind <share>
//                           the exit code is 1 where the mean or a kind is below, or an answer is empty
// On the server of DATABASE_URL a database is created and dropped at the end; without it an embedded server is started.
// BENCH_DIST names another build, by its absolute path.
import "reflect-metadata";
import { parseArgs } from "node:util";
import { askFile, askKind } from "./search-eval/asking.mjs";
import { makeKinds } from "./search-eval/kinds.mjs";
import { makeTraditional, readPosts, withSite } from "./search-eval/site.mjs";
import { importFromBuild } from "./service-modules.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    database: { type: "string" },
    kinds: { type: "string", default: "" },
    queries: { type: "string" },
    examples: { type: "string", default: "2" },
    "least-mean": { type: "string", default: "0" },
    "least-kind": { type: "string", default: "0" },
  },
});
const isNumber = (text) => /^\d*\.?\d+$/.test(text);
const folder = isNumber(positionals[0] ?? "") ? undefined : positionals[0];
const perKind = positionals[folder === undefined ? 0 : 1] ?? "100";
const [leastMean, leastKind] = [options["least-mean"], options["least-kind"]];
if ((folder ?? options.database) === undefined || ![perKind, leastMean, leastKind, options.examples].every(isNumber)) {
  console.error(
    "usage: npm run eval:search -- <folder> [queries per kind] [--database name] [--kinds words] [--queries file] [--examples 2] [--least-mean 0.985] [--least-kind 0.96]",
  );
  process.exit(2);
}

await withSite({ folder, serverUrl: process.env.DATABASE_URL, kept: options.database }, evaluate);

async function evaluate(dataSource) {
  const posts = await readPosts(dataSource);
  const search = await makeSearch(dataSource);
  console.log(`${posts.length} posts`);
  console.log(`${"kind".padEnd(36)} queries  MRR@10   R@1    R@10   empty unclear p50 ms  p95 ms`);
  const asking = { posts, search, perKind: Number(perKind) };
  const rows = [];
  const add = (name, row) => {
    if (row === null) return;
    rows.push(row);
    print(name, row);
  };
  if (options.queries !== undefined) add("queries of the file", await askFile({ file: options.queries, ...asking }));
  else await askKinds(asking, add);
  judge(rows);
}

async function askKinds(asking, add) {
  const tools = await importFromBuild("fold", "stemOf", "simplifyHan");
  const kinds = makeKinds({ ...tools, toTraditional: await makeTraditional(), posts: asking.posts });
  const wanted = options.kinds.split(",");
  for (const kind of kinds.names.filter((name) => wanted.some((word) => name.includes(word))))
    add(kind, await askKind({ kind, kinds, ...asking }));
}

/** Asks as a client does, with corrections of spelling and whatever else the resolver adds. */
async function makeSearch(dataSource) {
  const { Database, createContext, SearchResolver } = await importFromBuild(
    "Database",
    "createContext",
    "SearchResolver",
  );
  const publicReads = new Database(dataSource);
  const resolver = new SearchResolver();
  return async (query) => {
    const limits = { requestMs: 60_000, responseBytes: { anonymous: 1e9, known: 1e9 } };
    const nodes = await resolver.search({ query, first: 10 }, createContext({ publicReads, ...limits })).nodes;
    return nodes.map(({ id }) => id);
  };
}

function print(kind, { count, mrr, first, recall, empty, unclear, p50, p95, misses }) {
  const cells = [
    count,
    ...[mrr, first, recall].map((share) => share.toFixed(3)),
    empty,
    unclear,
    p50.toFixed(1),
    p95.toFixed(1),
  ];
  console.log(kind.padEnd(36), cells.map((cell) => String(cell).padStart(7)).join(""));
  for (const { place, query, wanted, first: best } of misses.slice(0, Number(options.examples)))
    console.log(`    ${place === 0 ? "-" : place} ${query} <- ${wanted} | ${best}`);
}

function judge(rows) {
  const mean = rows.reduce((sum, { mrr }) => sum + mrr, 0) / rows.length;
  console.log(`mean MRR@10 ${rows.length === 0 ? "of nothing" : mean.toFixed(4)}`);
  if (Number(leastMean) === 0 && Number(leastKind) === 0) return;
  const isGood = mean >= leastMean && rows.every(({ mrr, empty }) => mrr >= leastKind && empty === 0);
  if (!isGood) console.log(`below ${leastMean} in the mean or ${leastKind} in a kind, or an answer is empty`);
  process.exitCode = isGood ? 0 : 1;
}
