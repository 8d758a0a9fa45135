// Speed and size of the search against LIKE with pg_trgm and to_tsvector('simple'), on the same posts in the same run.
//   DATABASE_URL=postgres://… node bench/search.mjs [posts, 10000] [queries, 100] [folder of Markdown]
// The posts are sentences of the folder (the sample site where absent), drawn anew by a seeded generator, of about 2,500
// characters each. BENCH_DATABASE names a database that is filled once and kept; BENCH_ENGINES=search leaves the others
// out. CPU is that of the backends, from /proc, where PostgreSQL runs on this machine: it does not suffer from what else runs.
import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { importService } from "./service-modules.mjs";

const [size = "10000", queries = "100", folder] = process.argv.slice(2);
const serverUrl = process.env.DATABASE_URL;
if (serverUrl === undefined) {
  console.error("usage: DATABASE_URL=postgres://… node bench/search.mjs [posts] [queries] [folder of Markdown]");
  process.exit(2);
}
const service = await importService(
  "dist",
  "migrations",
  "createDataSource",
  "createPublishedSource",
  "Database",
  "migrateDatabase",
  "entities",
  "createContext",
  "SearchRun",
  "indexPosts",
  "insertPendingEntries",
  "VectorThread",
  "TOKENISER_VERSION",
  "fold",
);
const { migrations, createDataSource, createPublishedSource, Database, migrateDatabase, entities } = service;
const { createContext, SearchRun, indexPosts, insertPendingEntries, VectorThread, TOKENISER_VERSION, fold } = service;

const POSTS = Number(size);
const QUERIES = Number(queries);
const LENGTH = 2_500;
const BATCH = 200;
const ONLY = process.env.BENCH_ENGINES?.split(",") ?? ["search", "simple", "trgm"];

let seed = 7;
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
const pick = (list) => list[Math.floor(random() * list.length)];

const source = folder ?? fileURLToPath(new URL("../sample/", import.meta.url));
const paragraphs = readdirSync(source, { recursive: true })
  .filter((file) => file.endsWith(".md"))
  .sort()
  .flatMap((file) =>
    readFileSync(join(source, file), "utf8")
      .replace(/^---[\s\S]*?\n---\n/, "")
      .split(/\n{2,}/),
  )
  .filter((text) => text.length > 30);
const clauses = paragraphs
  .flatMap((text) => text.split(/(?<=[。！？；\n]|\. )/))
  .filter((text) => text.trim().length > 4 && text.length < 1_000);
/** A word of its own for each post, so that rare words exist as in life. */
const own = (number) => `${pick(["node", "ticket", "build", "host"])}${number}`;
const makePost = (number) => {
  let text = own(number);
  while (text.length < LENGTH) text += `${random() < 0.1 ? "\n\n" : ""}${pick(clauses)}`;
  return { title: `${pick(clauses).trim().slice(0, 40)} ${number}`, text };
};

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const wordsOf = (text) =>
  [...segmenter.segment(text)].filter((part) => part.isWordLike && part.segment.length > 1).map((part) => part.segment);
const sentences = clauses.filter((text) => wordsOf(text).length >= 4);
/** Two words of one sentence, a piece of one, a Latin word with a Chinese one, and words that meet nowhere. */
const MIXED = Array.from({ length: QUERIES }, (_, index) => {
  const [one, other] = [wordsOf(pick(sentences)), wordsOf(pick(sentences))];
  if (index % 4 === 0) return `${pick(one)} ${pick(one)}`;
  if (index % 4 === 1) return Array.from(pick(sentences)).slice(2, 12).join("");
  if (index % 4 === 2) return `${pick(one.filter((word) => /^[a-z]/i.test(word)).concat(one))} ${pick(one)}`;
  return `${pick(one)} ${pick(other)}`;
});

const kept = process.env.BENCH_DATABASE;
const name = kept ?? `colophon_bench_${process.pid}`;
const admin = new pg.Client({ connectionString: serverUrl });
await admin.connect();
const { rowCount } = await admin.query("select from pg_database where datname = $1", [name]);
if (rowCount === 0) await admin.query(`create database ${name}`);
const url = new URL(serverUrl);
url.pathname = `/${name}`;
let backends = [];
try {
  await migrateDatabase(url.href);
  const dataSource = createDataSource(
    { url: url.href, poolSize: 4, poolWaitMs: 60_000, statementTimeoutMs: 7_200_000 },
    { entities, migrations },
  );
  await dataSource.initialize();
  const published = createPublishedSource(dataSource);
  await published.initialize();
  try {
    await run(dataSource, published);
  } finally {
    await Promise.all([dataSource.destroy(), published.destroy()]);
  }
} finally {
  if (kept === undefined) await admin.query(`drop database ${name} with (force)`);
  await admin.end();
}

async function run(dataSource, published) {
  await fill(dataSource);
  await sizes(dataSource);
  const common = await commonWords(dataSource);
  console.log(`common words: ${common.map(({ word, share }) => `${word} ${Math.round(share * 100)} %`).join(", ")}`);
  const COMMON = common.flatMap(({ word }, index) => [
    word,
    word,
    `${word} ${common[(index + 3) % common.length].word}`,
  ]);
  const reads = new Database(published);
  const context = () =>
    createContext({ publicReads: reads, requestMs: 60_000, responseBytes: { anonymous: 1e6, known: 1e6 } });
  const engines = {
    search: (query) => new SearchRun(context(), { query, first: 20 }).result,
    simple: (query) =>
      dataSource.query(
        `select id from plain, plainto_tsquery('simple', $1) q where simple @@ q order by ts_rank(simple, q) desc, id limit 20`,
        [query],
      ),
    trgm: (query) =>
      dataSource.query(
        `select id from plain where text ilike all(select '%' || w || '%' from unnest(string_to_array($1, ' ')) w) order by id limit 20`,
        [query],
      ),
  };
  console.log("engine".padEnd(8), "queries      p50     p95     max  CPU p50     p95     (ms)");
  for (const engine of ONLY) {
    for (const [kind, list] of Object.entries({ mixed: MIXED, common: COMMON })) {
      const cells = await latencies(list, engines[engine]);
      console.log(engine.padEnd(8), kind.padEnd(8), ...cells.map((ms) => ms.toFixed(1).padStart(7)));
    }
  }
  await updates(dataSource);
}

/** Goes on where an earlier run was ended. */
async function fill(dataSource) {
  const index = async (name, sql) => {
    const [{ exists }] = await dataSource.query("select to_regclass($1) is not null as exists", [name]);
    if (exists) return;
    await timed(name, () =>
      dataSource.transaction(async (tx) => {
        await tx.query("set local maintenance_work_mem = '512MB'");
        await tx.query(`create index ${name} on ${sql}`);
      }),
    );
    indexed = true;
  };
  let indexed = false;
  await dataSource.query(
    "create table if not exists plain (id uuid primary key, text text not null, simple tsvector not null)",
  );
  await dataSource.query("insert into author (slug, name) values ('a', 'A') on conflict do nothing");
  const [{ id: authorId, count }] = await dataSource.query(
    "select id, (select count(*)::integer from post) as count from author",
  );
  if (count < POSTS) {
    // As an import of everything would: indexes after rows.
    for (const column of ["doc", "head"]) await dataSource.query(`drop index if exists search_public_${column}_idx`);
    for (const other of ["simple", "trgm"]) await dataSource.query(`drop index if exists plain_${other}`);
    // No search reads the totals, and their rows would let only one batch in at a time.
    await dataSource.query("alter table post disable trigger user");
    await timed(`rows of ${POSTS - count} posts`, async () => {
      const thread = new VectorThread();
      let [next, last, beforeLast] = [makeBatch(count, thread), null, null];
      for (let start = count; start < POSTS; start += BATCH) {
        const batch = await next;
        // Made while the database takes the two before.
        if (start + BATCH < POSTS) next = makeBatch(start + BATCH, thread);
        await beforeLast;
        [beforeLast, last] = [last, writeBatch(dataSource, authorId, batch, last)];
        if (start % 20_000 === 0) console.log(`${new Date().toISOString()} ${start} of ${POSTS}`);
      }
      await last;
      await thread.close();
    });
    await dataSource.query("alter table post enable trigger user");
  }
  for (const column of ["doc", "head"]) {
    await index(`search_public_${column}_idx`, `search_public using gin (${column})`);
  }
  if (ONLY.includes("simple")) await index("plain_simple", "plain using gin (simple)");
  if (ONLY.includes("trgm")) {
    await dataSource.query("create extension if not exists pg_trgm");
    await index("plain_trgm", "plain using gin (text gin_trgm_ops)");
  }
  if (indexed)
    for (const table of ["post", "search_public", "plain"]) await dataSource.query(`vacuum analyze ${table}`);
}

async function makeBatch(start, thread) {
  seed = start;
  const posts = Array.from({ length: Math.min(BATCH, POSTS - start) }, (_, index) => ({
    id: randomUUID(),
    ...makePost(start + index),
    at: new Date(Date.UTC(2015, 0, 1) + ((start + index) / POSTS) * 10 * 365 * 86_400_000).toISOString(),
    number: start + index,
  }));
  const documents = posts.map(({ id, title, text }) => ({
    postId: id,
    title,
    text,
    headings: [],
    imageTexts: [],
    terms: [],
    seriesAndAuthors: [],
  }));
  const vectors = await thread.vectorise(documents);
  return posts.map((post, index) => ({ ...post, ...vectors[index] }));
}

/** Committed after `before`, so that what an ended run leaves has no gaps. */
async function writeBatch(dataSource, authorId, batch, before) {
  const column = (key) => batch.map((post) => post[key]);
  await dataSource.transaction(async (tx) => {
    await tx.query("set local synchronous_commit = off");
    await tx.query(
      `insert into post (id, slug, title, state, published_at, visible_from, locale, excerpt, excerpt_source, author_id)
       select r.id, 'p' || r.number, r.title, 'PUBLISHED', r.at, r.at, 'zh-CN', '', 'GENERATED', $5
       from unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[]) r(id, number, title, at)`,
      [column("id"), column("number"), column("title"), column("at"), authorId],
    );
    if (process.env.BENCH_PLAIN !== "0") {
      await tx.query(
        `insert into plain select r.id, r.text, to_tsvector('simple', r.text) from unnest($1::uuid[], $2::text[]) r(id, text)`,
        [column("id"), batch.map(({ title, text }) => `${title} ${text}`)],
      );
    }
    await tx.query(
      `insert into search_public (post_id, tokeniser_version, visible_from, title_folded, head, doc, is_clipped)
       select r.id, ${TOKENISER_VERSION}, r.at, r.title, r.head::tsvector, r.doc::tsvector, false
       from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[]) r(id, at, title, head, doc)`,
      [column("id"), column("at"), column("title").map(fold), column("head"), column("doc")],
    );
    await before;
  });
}

async function sizes(dataSource) {
  const [row] = await dataSource.query(
    `select pg_relation_size('search_public_doc_idx') as doc, pg_relation_size('search_public_head_idx') as head,
       pg_indexes_size('search_public') as all, pg_total_relation_size('search_public') - pg_indexes_size('search_public') as table,
       pg_relation_size(to_regclass('plain_simple')) as simple, pg_relation_size(to_regclass('plain_trgm')) as trgm`,
  );
  const each = (bytes) => `${Math.round(Number(bytes) / POSTS)} bytes a post`;
  console.log(`index: doc ${each(row.doc)}, head ${each(row.head)}, all ${each(row.all)}; vectors ${each(row.table)}`);
  console.log(`others: simple ${each(row.simple)}, pg_trgm ${each(row.trgm)}`);
}

/** Words that stand in most posts, by PostgreSQL's own statistics. */
async function commonWords(dataSource) {
  const rows = await dataSource.query(
    `select lexeme as word, share from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) x(lexeme, share)
     where s.schemaname = 'public' and s.tablename = 'search_public' and s.attname = 'doc' and lexeme ~ '^[^\\d[:punct:]]{2,}$'
     order by share desc limit 60`,
  );
  const isWord = ({ word }) =>
    /^[a-z]{3,}$/.test(word) || (/^\p{sc=Han}{2}$/u.test(word) && wordsOf(word).length === 1);
  return rows.filter(isWord).slice(0, 12);
}

async function latencies(list, ask) {
  for (const query of list.slice(0, 8)) await ask(query);
  // Every connection there will be is open before the backends are listed.
  for (let round = 0; round < 3; round += 1) await Promise.all(list.slice(0, 8).map(ask));
  backends = (
    await admin.query("select pid from pg_stat_activity where datname = $1 and backend_type = 'client backend'", [name])
  ).rows.map(({ pid }) => pid);
  const [times, cpu] = [[], []];
  for (const query of list) {
    const before = backendCpu();
    const started = performance.now();
    await ask(query);
    const took = performance.now() - started;
    times.push(took);
    cpu.push(backendCpu() - before);
    if (process.env.BENCH_SLOW !== undefined && took > Number(process.env.BENCH_SLOW)) {
      console.log(`  ${took.toFixed(1)} ms, CPU ${cpu.at(-1).toFixed(1)}: ${query}`);
    }
  }
  return [...quantiles(times, [0.5, 0.95, 1]), ...quantiles(cpu, [0.5, 0.95])];
}

/** Nanoseconds on a core, by the scheduler's account of each backend. */
function backendCpu() {
  let sum = 0;
  for (const pid of backends) {
    try {
      sum += Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]);
    } catch {
      // Another machine, or a connection that has ended.
    }
  }
  return sum / 1e6;
}

async function updates(dataSource) {
  const rows = await dataSource.query("select id, title from post order by id limit 60");
  const times = [];
  for (const [index, { id, title }] of rows.entries()) {
    const post = { postId: id, title, headings: [], imageTexts: [], text: makePost(index).text };
    const started = performance.now();
    await dataSource.transaction((tx) => indexPosts(tx, [post]));
    times.push(performance.now() - started);
  }
  const [p50, p95] = quantiles(times, [0.5, 0.95]);
  console.log(`update of one post, tokenised and committed: p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)} ms`);
  // As the service does within a second, when nobody waits for it.
  const started = performance.now();
  await insertPendingEntries((work) => dataSource.transaction(work));
  const each = (performance.now() - started) / rows.length;
  console.log(`their entries inserted into the indexes afterwards: ${each.toFixed(1)} ms a post`);
}

function quantiles(times, shares) {
  times.sort((a, b) => a - b);
  return shares.map((share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]);
}

async function timed(what, work) {
  const started = performance.now();
  await work();
  console.log(`${what}: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
}
