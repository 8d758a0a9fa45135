// How long the files of the sitemap of a large site take without a response cache. Makes a database of its own with posts that have no texts, and drops it.
//   npm run build; DATABASE_URL=postgres://me@127.0.0.1:5432/postgres node bench/sitemaps.mjs [--posts 1000000]
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import pg from "pg";
import { startServer } from "./measure/children.mjs";
import { processCpu, used } from "./measure/cpu.mjs";
import { askOnce } from "./measure/http-client.mjs";
import { importService } from "./service-modules.mjs";

const { values } = parseArgs({ options: { posts: { type: "string", default: "1000000" } } });
const NAME = `colophon_bench_sitemaps_${process.pid}`;
const adminUrl = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";
const databaseUrl = Object.assign(new URL(adminUrl), { pathname: `/${NAME}` }).href;

/** Ten years of posts at nearly even distances. */
const FILL = `
  alter table post disable trigger all;
  insert into author (slug, name) values ('ada', 'Ada');
  insert into post (slug, title, state, published_at, visible_from, created_at, updated_at, locale, excerpt, excerpt_source, author_id)
  select 'a-usual-post-about-something-' || n, 'Post ' || n, 'PUBLISHED', moment, moment, moment, moment, 'en',
    repeat('An excerpt of a usual length. ', 6), 'GENERATED', (select id from author)
  from (select n, '2016-01-01'::timestamptz + n * (interval '3650 days' / POSTS) as moment from generate_series(1, POSTS) n) t;
  alter table post enable trigger all;`;

async function withClient(connectionString, use) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function timed(port, path) {
  const start = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
  return {
    ms: performance.now() - start,
    paths: [...body.matchAll(/<loc>https?:\/\/[^/]+(\/[^<]+)/g)].map(([, path]) => path),
  };
}

const summary = (list) => {
  const sorted = list.toSorted((one, other) => one - other);
  return `median ${sorted[sorted.length >> 1].toFixed(1)} ms, slowest ${sorted.at(-1).toFixed(1)} ms`;
};

await withClient(adminUrl, (client) => client.query(`create database ${NAME}`));
try {
  const { migrateDatabase } = await importService("dist", "migrateDatabase");
  await migrateDatabase(databaseUrl);
  await withClient(databaseUrl, async (client) => {
    await client.query(FILL.replaceAll("POSTS", String(Number(values.posts))));
    await client.query("vacuum analyze post");
  });
  const server = await startServer({
    ...{ name: "ours", databaseUrl, env: { BENCH_DIST: "dist", CACHE_BYTES: "0", POOL_WAIT_MS: "30000" } },
    probe: (port) => askOnce(port, "/graphql", JSON.stringify({ query: "{ site { title } }" })),
  });
  try {
    const indexes = [];
    for (let round = 0; round < 5; round += 1) indexes.push(await timed(server.port, "/sitemap.xml"));
    const months = indexes[0].paths.filter((path) => /\d/.test(path));
    for (const path of months.slice(0, 20)) await timed(server.port, path);
    const files = [];
    const before = await processCpu(server.pid);
    for (const path of months) files.push(await timed(server.port, path));
    const cpu = used(before, await processCpu(server.pid)) / files.length / 1_000;
    const urls = files.reduce((sum, { paths }) => sum + paths.length, 0);
    process.stdout.write(`index: ${summary(indexes.map(({ ms }) => ms))}\n`);
    process.stdout.write(
      `${files.length} files of months with ${urls} URLs: ${summary(files.map(({ ms }) => ms))}, ${cpu.toFixed(1)} ms of CPU of the service\n`,
    );
  } finally {
    await server.stop();
  }
} finally {
  await withClient(adminUrl, (client) => client.query(`drop database ${NAME} with (force)`));
}
