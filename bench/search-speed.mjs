// The time of searches on a large site, in CPU of the service and of the database together, so that what else runs disturbs little.
//   npm run build && DATABASE_URL=postgres://… node bench/search-speed.mjs [folder of Markdown]
//     --posts 100000        how many posts the site has, made of the clauses of the folder (the sample site if absent)
//     --copies 4            how many of the posts are copies of each other, because copying is ten times as fast as importing
//     --length 4500         how many characters a post has
//     --database name       filled once and kept; colophon_search_speed by default
//     --queries 15          so many queries of each kind of bench/search-eval, made of posts of the site
//     --kinds words         only kinds whose names contain one of these, such as question,option
//     --slow 60             prints queries that take more milliseconds
// PostgreSQL must run on this machine, on Linux.
import "reflect-metadata";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { copyPosts } from "./data/search-copies.mjs";
import { searchPosts } from "./data/search-posts.mjs";
import { startServer } from "./measure/children.mjs";
import { askOnce, onConnection, rawRequest } from "./measure/http-client.mjs";
import { withCpu } from "./measure/warm-up.mjs";
import { shuffled } from "./search-eval/draw.mjs";
import { makeKinds } from "./search-eval/kinds.mjs";
import { makeTraditional, readPosts } from "./search-eval/site.mjs";
import { importFromBuild } from "./service-modules.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    posts: { type: "string", default: "100000" },
    copies: { type: "string", default: "4" },
    length: { type: "string", default: "4500" },
    database: { type: "string", default: "colophon_search_speed" },
    queries: { type: "string", default: "15" },
    kinds: { type: "string", default: "" },
    slow: { type: "string", default: "Infinity" },
  },
});
const folder = positionals[0] ?? fileURLToPath(new URL("../sample/", import.meta.url));
const serverUrl = process.env.DATABASE_URL;
if (serverUrl === undefined) {
  console.error("usage: DATABASE_URL=postgres://… node bench/search-speed.mjs [folder of Markdown]");
  process.exit(2);
}

const DOCUMENTS = {
  "slugs and titles": "query ($text: String!) { search(query: $text, first: 10) { nodes { slug title } } }",
  "with totals, facets, snippets": `query ($text: String!) { search(query: $text, first: 10) {
    totalCount totalCountIsExact isRelaxed didYouMean isCorrected
    facets { categories { count category { name } } years { year count } }
    edges { score node { slug title } snippets { field text highlights { start end } } } } }`,
};
const SUGGEST = "query ($text: String!) { suggest(prefix: $text) { text node { __typename } } }";
/** Queries are made of so many posts. */
const SAMPLE = 400;
const WARM_UP = 60;

const url = new URL(serverUrl);
url.pathname = `/${options.database}`;
const dataSource = await openSite();
let queries;
try {
  await fill();
  queries = await makeQueries();
} finally {
  await dataSource.destroy();
}
await measureAll();

async function measureAll() {
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  const probe = (port) => askOnce(port, "/graphql", JSON.stringify({ query: "{ __typename }" }));
  const server = await startServer({
    name: "ours",
    databaseUrl: url.href,
    env: { STATEMENT_TIMEOUT_MS: "60000", LIMIT_REQUEST_MS: "60000" },
    probe,
  });
  try {
    const site = { admin, server };
    for (const [name, document] of Object.entries(DOCUMENTS)) await measure(site, name, document, queries);
    await measure(site, "suggest", SUGGEST, prefixesOf(queries));
  } finally {
    await server.stop();
    await admin.end();
  }
}

async function measure({ admin, server }, name, document, asked) {
  const ask = (connection, text) =>
    connection.send(rawRequest(server.port, "/graphql", JSON.stringify({ query: document, variables: { text } })));
  await onConnection(server.port, async (connection) => {
    const texts = asked.map(({ text }) => text);
    for (const text of texts.slice(0, WARM_UP)) await ask(connection, text);
    const found = new Map();
    for (const { kind, text } of asked) {
      const started = performance.now();
      const { serverCpu, databaseCpu } = await withCpu({ pid: server.pid, admin }, async () => {
        await ask(connection, text);
        return { ms: performance.now() - started };
      });
      const cpu = (serverCpu + databaseCpu) / 1_000;
      if (cpu > Number(options.slow))
        console.log(`  ${cpu.toFixed(0)} ms (${(databaseCpu / 1_000).toFixed(0)} database) ${kind}: ${text}`);
      found.set(kind, [...(found.get(kind) ?? []), cpu]);
    }
    console.log(`\n${name}: milliseconds of CPU`.padEnd(58), "queries    p50    p95    max");
    for (const [kind, times] of found) print(kind, times);
    print("all", [...found.values()].flat());
  });
}

function print(kind, times) {
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1).padStart(7);
  console.log(`  ${kind}`.padEnd(58), String(times.length).padStart(6), at(0.5), at(0.95), at(1));
}

/** Of each kind of the evaluation, and queries of words that most posts hold. */
async function makeQueries() {
  const posts = await readPosts(dataSource, SAMPLE);
  const tools = await importFromBuild("fold", "stemOf", "simplifyHan");
  const kinds = makeKinds({ ...tools, toTraditional: await makeTraditional(), posts });
  const made = [];
  for (const kind of kinds.names) {
    kinds.begin(kind);
    const texts = new Set();
    for (const post of shuffled(posts)) {
      const query = kinds.make(kind, post)?.query;
      if (query !== undefined) texts.add(query);
      if (texts.size >= Number(options.queries)) break;
    }
    made.push(...[...texts].map((text) => ({ kind, text })));
  }
  made.push(...(await commonQueries()));
  const wanted = options.kinds.split(",");
  // In an order that mixes the kinds, as requests come.
  kinds.begin("order");
  return shuffled(made.filter(({ kind }) => wanted.some((word) => kind.includes(word))));
}

async function commonQueries() {
  const rows = await dataSource.query(
    `select lexeme from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) x(lexeme, share)
     where s.schemaname = 'public' and s.tablename = 'search_public' and s.attname = 'doc' and lexeme ~ '^[^\\d[:punct:]]{2,}$'
     order by share desc limit 400`,
  );
  const words = rows
    .map(({ lexeme }) => lexeme)
    .filter((word) => /^[a-z]{3,}$/.test(word) || /^\p{sc=Han}{2}$/u.test(word));
  const few = words.filter((_, index) => index % 8 === 0);
  const pair = (index) => `${words[index * 3]} ${words[index * 5 + 1]}`;
  return [
    ...few.map((text) => ({ kind: "common word", text })),
    ...few.map((_, index) => ({ kind: "two common words", text: pair(index) })),
    ...few.map((_, index) => ({ kind: "two common words, quoted", text: `"${pair(index)}"` })),
    ...few.map((_, index) => ({
      kind: "three common words joined",
      text: [1, 2, 3].map((n) => words[(index * n) % words.length]).join(""),
    })),
    ...["1+1=2", "2^10", "HTTP/2", "C++", "a", "的", "how to use it", "ios 10 上", "4.0 升级", "在 LInUX 下使用"].map(
      (text) => ({ kind: "odd", text }),
    ),
  ];
}

/** What somebody has typed of a query after a few keys. */
function prefixesOf(asked) {
  return asked
    .filter((_, index) => index % 2 === 0)
    .map(({ kind, text }, index) => ({
      kind,
      text: Array.from(text)
        .slice(0, 1 + (index % 9))
        .join(""),
    }));
}

async function openSite() {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  const { rowCount } = await admin.query("select from pg_database where datname = $1", [options.database]);
  if (rowCount === 0) await admin.query(`create database ${pg.escapeIdentifier(options.database)}`);
  await admin.end();
  const names = ["migrations", "createDataSource", "migrateDatabase", "entities"];
  const { migrations, createDataSource, migrateDatabase, entities } = await importFromBuild(...names);
  await migrateDatabase(url.href);
  const limits = { url: url.href, poolSize: 4, poolWaitMs: 60_000, statementTimeoutMs: 7_200_000 };
  return createDataSource(limits, { entities, migrations }).initialize();
}

async function fill() {
  const [{ count }] = await dataSource.query("select count(*)::integer as count from post");
  if (count > 0) return;
  const { runImport } = await importFromBuild("runImport");
  const distinct = Math.ceil(Number(options.posts) / Number(options.copies));
  const events = searchPosts({ folder, count: distinct, length: Number(options.length) });
  const { seconds } = await runImport(dataSource, events, {
    source: "search-speed",
    author: { slug: "editor", name: "Editor", bio: null },
    locale: "zh-CN",
    isDryRun: false,
  });
  if (options.copies !== "1") await copyPosts(dataSource, Number(options.copies));
  for (const table of ["post", "post_body", "post_link", "search_public"])
    await dataSource.query(`vacuum analyze ${table}`);
  console.log(`imported and indexed in ${seconds.toFixed(0)} s`);
}
