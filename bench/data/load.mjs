// Gives a database that holds the generated site: reuses one of the same parameters, else makes and fills it through the
// service's own migrations. Never touches a database that holds anything else.
import { readFile } from "node:fs/promises";
import pg from "pg";
import { importService } from "../service-modules.mjs";
import { createVocabulary } from "./vocabulary.mjs";

const GENERATOR_VERSION = 3;
const MARK = "colophon-bench";
const DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres";

/** `dist` is a built service; `isSearched` asks for a search index that holds words. Resolves to the database's URL. */
export async function prepareDatabase({ posts, seed, dist, log, isSearched = false }) {
  const { migrations } = await importService(dist, "migrations");
  // Names end in the time of their making.
  const newest = migrations
    .map(({ name }) => name.slice(-13) + name)
    .sort()
    .at(-1);
  const mark = `${MARK} ${JSON.stringify({ version: GENERATOR_VERSION, posts, seed, newest })}`;
  const own = process.env.BENCH_DATABASE_URL;
  const url = own || (await ownDatabase(posts, mark, log));
  const state = await withClient(url, (client) => readState(client));
  if (state.mark === mark) {
    log(`Reusing the database with ${posts} posts.`);
    if (isSearched) await indexWords(url, { dist, log });
    return url;
  }
  if (state.tables > 0) {
    throw new Error(
      `Expected a database that is empty or holds ${posts} generated posts of this version; it has ${state.tables} tables.`,
    );
  }
  log(`Loading ${posts} posts …`);
  const { migrateDatabase } = await importService(dist, "migrateDatabase");
  await migrateDatabase(url);
  await withClient(url, (client) => fill(client, { posts, seed, dist, log }));
  await withClient(url, (client) => setMark(client, mark));
  if (isSearched) await indexWords(url, { dist, log });
  return url;
}

async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url, application_name: "bench-load" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function readState(client) {
  const { rows } = await client.query(
    `select shobj_description(d.oid, 'pg_database') as mark,
       (select count(*)::integer from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace) as tables
     from pg_database d where d.datname = current_database()`,
  );
  return rows[0];
}

async function setMark(client, mark) {
  const { rows } = await client.query(
    "select quote_ident(current_database()) as name, quote_literal($1::text) as mark",
    [mark],
  );
  await client.query(`comment on database ${rows[0].name} is ${rows[0].mark}`);
}

/** A database named after its size, made anew where an earlier version of the generator or of the schema filled it. */
async function ownDatabase(posts, mark, log) {
  const server = process.env.DATABASE_URL || DEFAULT_SERVER;
  const name = `colophon_bench_${posts}`;
  await withClient(server, async (client) => {
    const { rows } = await client.query(
      "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1",
      [name],
    );
    if (rows[0]?.mark === mark) return;
    if (rows.length > 0) {
      if (rows[0].mark !== null && !rows[0].mark.startsWith(MARK))
        throw new Error(`${name} is not the bench's database.`);
      log(`Replacing ${name}, which has other parameters or an older schema.`);
      await client.query(`drop database ${name}`);
    }
    await client.query(`create database ${name} template template0 encoding 'UTF8'`);
  });
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

async function fill(client, { posts, seed, dist, log }) {
  const { titles, paragraphs } = createVocabulary(seed);
  // Foreign keys hold by construction; checking them doubles the time. Only a superuser may leave them out.
  await client.query("set session_replication_role = replica").catch(() => undefined);
  await client.query("set synchronous_commit = off; set work_mem = '128MB'; set jit = off; set TimeZone = UTC");
  await client.query(functionsSql(seed, paragraphs));
  await client.query(
    "create temp table title as select i::integer as id, t as name from unnest($1::text[]) with ordinality u(t, i)",
    [titles],
  );
  await client.query(
    "create temp table paragraph as select i::integer as id, t as html from unnest($1::text[]) with ordinality u(t, i)",
    [paragraphs],
  );
  await client.query(
    "create unique index on title (id); create unique index on paragraph (id); analyze title; analyze paragraph",
  );
  const script = await readFile(new URL("site.sql", import.meta.url), "utf8");
  for (const statement of script.replaceAll(":posts", String(posts)).split(/;\n/)) {
    const table = /(?:insert into|update|vacuum full) (\w+)/.exec(statement)?.[1];
    if (table === undefined) continue;
    const started = performance.now();
    const { rowCount } = await client.query(statement);
    log(`  ${table}: ${rowCount} rows in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  await fillSearch(client, dist);
  // No trigger has run.
  await client.query("select recount_posts()");
  await client.query(settingsSql(await currentDatabase(client)));
  await client.query("vacuum analyze");
  await client.query("checkpoint").catch(() => undefined);
}

/** Rows without words, which only a search needs: without rows the service would index beside what is measured. */
async function fillSearch(client, dist) {
  const { TOKENISER_VERSION } = await importService(dist, "TOKENISER_VERSION");
  const rows = (condition) =>
    `select id, ${TOKENISER_VERSION}, visible_from, '', '', '', false from post where visible_from ${condition} now()`;
  await client.query(`insert into search_public ${rows("<=")}; insert into search_pending ${rows(">")}`);
}

/** In so many at once the service's own writer gets them. */
const INDEXED_AT_ONCE = 200;

/** Once for a database: words in the rows of the search's index, by the service's own writer, in one transaction. */
async function indexWords(url, { dist, log }) {
  const hasWords = "select from search_public where title_folded <> '' limit 1";
  if ((await withClient(url, (client) => client.query(hasWords))).rowCount > 0) return;
  const { createDataSource, indexPosts, VectorThread } = await importService(
    dist,
    ...["createDataSource", "indexPosts", "VectorThread"],
  );
  const options = { url, poolSize: 1, poolWaitMs: 60_000, statementTimeoutMs: 7_200_000 };
  const source = createDataSource(options, { entities: [], migrations: [] });
  await source.initialize();
  const thread = new VectorThread();
  const started = performance.now();
  log("Indexing the words of all posts …");
  try {
    await source.transaction((tx) => indexAll(tx, (batch) => indexPosts(tx, batch, thread.vectorise)));
    await source.query(`vacuum analyze ${SEARCH_TABLES.join(", ")}`);
  } finally {
    await thread.close();
    await source.destroy();
  }
  log(`  indexed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

const SEARCH_TABLES = ["search_public", "search_pending"];

async function indexAll(tx, index) {
  await tx.query("set local synchronous_commit = off; set local maintenance_work_mem = '256MB'");
  // An index over words is made faster than it is kept.
  const indexes = await tx.query(
    "select indexname, indexdef from pg_indexes where tablename = any($1) and schemaname = 'public' and indexdef like '%USING gin%'",
    [SEARCH_TABLES],
  );
  for (const { indexname } of indexes) await tx.query(`drop index ${indexname}`);
  await tx.query(`truncate ${SEARCH_TABLES.join(", ")}`);
  for (let last = "00000000-0000-0000-0000-000000000000"; ; ) {
    const batch = await tx.query(
      `select p.id as "postId", p.title, b.text, '{}'::text[] as headings from post p join post_body b on b.post_id = p.id
       where p.id > $1 order by p.id limit ${INDEXED_AT_ONCE}`,
      [last],
    );
    if (batch.length === 0) break;
    await index(batch);
    last = batch.at(-1).postId;
  }
  for (const { indexdef } of indexes) await tx.query(indexdef);
}

async function currentDatabase(client) {
  return (await client.query("select quote_ident(current_database()) as name")).rows[0].name;
}

// A parallel worker ends with its statement, and nobody could account for its CPU time any more.
const settingsSql = (name) => `alter database ${name} set max_parallel_workers_per_gather = 0`;

/** Draws that depend on the seed and a key alone: md5 is the same in every version of PostgreSQL. */
function functionsSql(seed, paragraphs) {
  const weights = Array.from({ length: 60 }, (_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  const bounds = weights.map((weight) => {
    const from = reached;
    reached += weight / total;
    return from;
  });
  const prose = paragraphs.flatMap((html, i) => (html.startsWith("<p>") ? [i + 1] : []));
  return `
    create function pg_temp.chance(key text) returns double precision language sql immutable as $$
      select ('x' || substr(md5(key || '#${Number(seed)}'), 1, 8))::bit(32)::bigint / 4294967296.0::double precision $$;
    create function pg_temp.below(key text, size integer) returns integer language sql immutable as $$
      select floor(pg_temp.chance(key) * size)::integer $$;
    create function pg_temp.zipf() returns double precision[] language sql immutable as $$
      select '{${bounds.join(",")}}'::double precision[] $$;
    create function pg_temp.prose(key text) returns integer language sql immutable as $$
      select ('{${prose.join(",")}}'::integer[])[1 + pg_temp.below(key, ${prose.length})] $$`;
}
