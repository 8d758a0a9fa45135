// What the published views cost: the statements of a front page (10 posts, their authors and categories) against the base
// tables and against the views, on a database of 20,000 posts, in interleaved rounds. Prints medians for each statement.
//   node bench/published-views.mjs postgres://postgres@127.0.0.1:5432/postgres
// makes a scratch database on that server, which it drops again. Needs a build (npm run build); BUILD names its folder.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { execute, parse } from "graphql";
import pg from "pg";
import { importService } from "./service-modules.mjs";

const server = process.argv[2];
if (server === undefined) throw new Error("Expected the URL of a PostgreSQL server that may create databases.");
await import("reflect-metadata");
const service = await importService(
  process.env.BUILD ?? "dist",
  "createSchema",
  "createContext",
  "entities",
  "Database",
  "createDataSource",
  "createPublishedSource",
  "migrateDatabase",
  "ALL_POST_COLUMNS",
  "postColumnsSql",
  "selectColumns",
  "Author",
  "Category",
);
const { createSchema, createContext, entities, Database, createDataSource, createPublishedSource } = service;
const { migrateDatabase, ALL_POST_COLUMNS, postColumnsSql, selectColumns, Author, Category } = service;
const POST_COLUMNS = postColumnsSql(ALL_POST_COLUMNS);
const AUTHOR_COLUMNS = selectColumns(Author, "a");
const CATEGORY_COLUMNS = selectColumns(Category, "c");

const ROUNDS = 31;
const TIMES = 60;
const CPU_ROUNDS = 20;
const CPU_TIMES = 250;
const posts = 20_000;
const median = (list) => [...list].sort((one, other) => one - other)[list.length >> 1];
const name = `colophon_bench_${randomUUID().slice(0, 8)}`;
const urlOf = (database) => Object.assign(new URL(server), { pathname: `/${database}` }).href;

const admin = new pg.Client(server);
await admin.connect();
await admin.query(`create database ${name}`);
try {
  await migrateDatabase(urlOf(name));
  await fill();
  await measureQuery(await measure());
} finally {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
}

async function connect(schema) {
  const client = new pg.Client({ connectionString: urlOf(name), options: `-c TimeZone=UTC -c search_path=${schema}` });
  await client.connect();
  return client;
}

/** Nine of ten posts are visible; 40 authors, 60 categories, three categories a post. */
async function fill() {
  const client = await connect("public");
  await client.query(
    `insert into author (id, slug, name) select md5('a' || i)::uuid, 'a' || i, 'Author ' || i from generate_series(0, 39) i`,
  );
  await client.query(
    `insert into category (id, slug, path, name) select md5('c' || i)::uuid, 'c' || i, 'c' || i, 'Category ' || i from generate_series(0, 59) i`,
  );
  await client.query(`insert into post (id, slug, title, state, published_at, visible_from, locale, excerpt, excerpt_source, author_id)
    select md5('p' || i)::uuid, 'p' || i, 'Post ' || i, s.state, t.at, case when s.state = 'PUBLISHED' then t.at else 'infinity' end,
      'zh-CN', repeat('文字 and words. ', 12), 'GENERATED', md5('a' || i % 40)::uuid
    from generate_series(1, ${posts}) i, lateral (select case when i % 10 = 0 then 'DRAFT' else 'PUBLISHED' end as state) s,
      lateral (select timestamptz '2005-01-01Z' + i * interval '9 hours' as at) t`);
  await client.query(
    "insert into post_author (post_id, author_id, position, visible_from) select id, author_id, 0, visible_from from post",
  );
  await client.query(`insert into post_category (post_id, category_id, position, visible_from)
    select p.id, md5('c' || (abs(hashtext(p.slug)) + k * 17) % 60)::uuid, k, p.visible_from from post p, generate_series(0, 2) k`);
  await client.query(
    "insert into post_body (post_id, source, format, html, text, summary, table_of_contents, code_blocks, links, word_count, reading_time_minutes) select id, repeat('x', 4000), 'MARKDOWN', repeat('x', 5000), repeat('x', 4000), 'x', '[]', '[]', '[]', 700, 3 from post",
  );
  await client.query("vacuum analyze");
  await client.end();
}

async function measure() {
  const [base, views] = await Promise.all([connect("public"), connect("published")]);
  const { rows: page } = await base.query(
    `select p.id, p.author_id from post p where p.visible_from <= now() order by p.visible_from desc, p.id desc limit 10`,
  );
  const ids = page.map((row) => row.id);
  const authors = [...new Set(page.map((row) => row.author_id))];
  const statements = {
    page: [
      `select ${POST_COLUMNS}, p.visible_from as key0, p.id as key1 from post p where p.visible_from <= now() order by p.visible_from desc, p.id desc limit $1`,
      [11],
    ],
    author: [`select ${AUTHOR_COLUMNS} from author a where a.id = any($1::uuid[])`, [authors]],
    categories: [
      `select pc.post_id as "postId", ${CATEGORY_COLUMNS} from post_category pc join category c on c.id = pc.category_id where pc.post_id = any($1::uuid[]) order by pc.post_id, pc.position`,
      [ids],
    ],
    body: [
      `select b.post_id as "postId", p.version, b.word_count from post_body b join post p on p.id = b.post_id where b.post_id = any($1::uuid[])`,
      [ids],
    ],
    "body, unversioned": [
      `select b.post_id as "postId", b.word_count from post_body b where b.post_id = any($1::uuid[])`,
      [ids],
    ],
  };
  const times = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    const sides =
      round % 2 === 0
        ? [
            ["base", base],
            ["views", views],
          ]
        : [
            ["views", views],
            ["base", base],
          ];
    for (const [side, client] of sides) {
      for (const [what, [text, values]] of Object.entries(statements)) {
        const start = performance.now();
        for (let i = 0; i < TIMES; i += 1) await client.query({ name: `s ${what}`, text, values });
        times[`${what} ${side}`] ??= [];
        times[`${what} ${side}`].push(((performance.now() - start) / TIMES) * 1_000);
      }
    }
  }
  const table = {};
  const row = (what, parts) => {
    const sum = (side) => parts.reduce((total, part) => total + median(times[`${part} ${side}`]), 0);
    table[what] = {
      "base µs": Math.round(sum("base")),
      "views µs": Math.round(sum("views")),
      ratio: (sum("views") / sum("base")).toFixed(3),
    };
  };
  for (const what of Object.keys(statements)) row(what, [what]);
  row("front page", ["page", "author", "categories"]);
  console.table(table);
  const cpu = await databaseCpu({ base, views }, [statements.page, statements.author, statements.categories]);
  await Promise.all([base.end(), views.end()]);
  return cpu;
}

/** µs of processor time that a server process spends on one front page; what other processes do at the time is no part. */
async function databaseCpu(clients, statements) {
  const spent = { base: 0, views: 0 };
  for (let round = 0; round < CPU_ROUNDS; round += 1) {
    for (const side of round % 2 === 0 ? ["base", "views"] : ["views", "base"]) {
      const client = clients[side];
      const start = cpuOf(client.processID);
      for (let i = 0; i < CPU_TIMES; i += 1) {
        for (const [text, values] of statements) await client.query({ name: `s ${text.length}`, text, values });
      }
      spent[side] += cpuOf(client.processID) - start;
    }
  }
  const perPage = (ticks) => (ticks * 10_000) / (CPU_ROUNDS * CPU_TIMES);
  return { base: perPage(spent.base), views: perPage(spent.views) };
}

/** In ticks of 10 ms, as Linux tells them. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** The same page as a GraphQL query in this process: parsed and validated once, executed by the service's own schema. */
async function measureQuery(cpu) {
  const sources = await openSources();
  const [base, views] = sources.map((source) => new Database(source));
  const document = parse(
    `{ posts(first: 10) { nodes { title path excerpt publishedAt author { name } categories { name path } } pageInfo { endCursor } } }`,
  );
  const schema = createSchema();
  const platform = { publicReads: views, privateReads: base };
  const run = async (reads) => {
    const { errors } = await execute({ schema, document, contextValue: createContext(platform, undefined, reads) });
    if (errors !== undefined) throw errors[0];
  };
  const times = { base: [], views: [] };
  const begun = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) {
    const sides = round % 2 === 0 ? ["base", "views"] : ["views", "base"];
    for (const side of sides) {
      const reads = side === "base" ? base : views;
      const start = performance.now();
      for (let i = 0; i < TIMES; i += 1) await run(reads);
      times[side].push(((performance.now() - start) / TIMES) * 1_000);
    }
  }
  const [of, on] = [median(times.base), median(times.views)];
  console.log(
    `front page as a GraphQL query: ${Math.round(of)} µs on tables, ${Math.round(on)} µs on views, ratio ${(on / of).toFixed(3)}`,
  );
  const used = process.cpuUsage(begun);
  const own = (used.user + used.system) / (2 * ROUNDS * TIMES);
  const share = (own + cpu.views) / (own + cpu.base);
  console.log(
    `processor time of a front page: service ${Math.round(own)} µs, database ${Math.round(cpu.base)} µs on tables and ${Math.round(cpu.views)} µs on views; together ratio ${share.toFixed(3)}`,
  );
  for (const source of sources) await source.destroy();
}

async function openSources() {
  const limits = { poolSize: 3, poolWaitMs: 5_000, statementTimeoutMs: 10_000 };
  const source = createDataSource({ url: urlOf(name), ...limits }, { entities, migrations: [] });
  await source.initialize();
  const published = createPublishedSource(source);
  await published.initialize();
  return [source, published];
}
