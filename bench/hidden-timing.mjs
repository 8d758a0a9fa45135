// Whether the time of an answer tells a hidden object from one that never was: pairs of requests in random order for an object that is
// hidden and for one that does not exist, and the Mann-Whitney test of their times, for every look-up by slug, path and id. Prints
// medians, z and p.
//   node bench/hidden-timing.mjs postgres://postgres@127.0.0.1:5432/postgres [pairs]
// makes a scratch database on that server, which it drops again. Needs a build (npm run build).
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import pg from "pg";
import { importService } from "./service-modules.mjs";

const [server, pairs = "3000"] = process.argv.slice(2);
if (server === undefined) throw new Error("Expected the URL of a PostgreSQL server that may create databases.");
await import("reflect-metadata");
const {
  startApp,
  loadConfig,
  createDataSource,
  migrateDatabase,
  createLog,
  entities,
  WIDE_LIMITS,
  Factories,
  encodeGlobalId,
} = await importService(
  "dist",
  "startApp",
  "loadConfig",
  "createDataSource",
  "migrateDatabase",
  "createLog",
  "entities",
  "WIDE_LIMITS",
  "Factories",
  "encodeGlobalId",
);

const HIDDEN = 100;
const KINDS = [
  { kind: "post", type: "Post", prefix: "/posts/" },
  { kind: "tag", type: "Tag", prefix: "/tags/" },
  { kind: "author", type: "Author", prefix: "/authors/" },
  { kind: "series", type: "Series", prefix: "/series/" },
];
const LOOKUPS = {
  slug: ({ kind }, { slug }) => [`query ($slug: String!) { ${kind}(slug: $slug) { id } }`, { slug }],
  path: ({ prefix }, { slug }) => [
    "query ($path: String!) { resolvePath(path: $path) { __typename } }",
    { path: prefix + slug },
  ],
  "former path": ({ prefix }, { slug }) => [
    "query ($path: String!) { resolvePath(path: $path) { __typename } }",
    { path: `${prefix}former-${slug}` },
  ],
  id: (_, { id }) => ["query ($id: ID!) { node(id: $id) { id } }", { id }],
  ids: (_, { id }) => ["query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: [id] }],
};

const name = `colophon_bench_${randomUUID().slice(0, 8)}`;
const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
const admin = new pg.Client(server);
await admin.connect();
await admin.query(`create database ${name}`);
try {
  await migrateDatabase(url);
  await measure();
} finally {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
}

async function measure() {
  const config = loadConfig({
    DATABASE_URL: url,
    PORT: "0",
    LOG_LEVEL: "silent",
    // With the response cache, the second request for an object would not be executed.
    CACHE_BYTES: "0",
    ...WIDE_LIMITS,
  });
  const limits = { poolSize: 4, poolWaitMs: 5_000, statementTimeoutMs: 10_000 };
  const dataSource = createDataSource({ url, ...limits }, { entities, migrations: [] });
  await dataSource.initialize();
  const app = await startApp(config, dataSource, createLog("silent"));
  await build(dataSource, new Factories(dataSource));
  await dataSource.query("vacuum analyze");
  const ids = {};
  for (const { kind } of KINDS) {
    const rows = await dataSource.query(`select id, slug from ${kind} where slug like 'hidden-%'`);
    ids[kind] = new Map(rows.map(({ id, slug }) => [slug, id]));
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = ([query, variables]) =>
    new Promise((resolve, reject) => {
      const start = process.hrtime.bigint();
      const sent = request(`${app.url}/graphql`, {
        agent,
        method: "POST",
        headers: { "content-type": "application/json" },
      });
      sent.once("error", reject);
      sent.once("response", (response) => {
        response.resume();
        response.once("end", () => resolve(Number(process.hrtime.bigint() - start) / 1_000));
      });
      sent.end(JSON.stringify({ query, variables }));
    });
  const keysOf = ({ kind, type }, number, place) => {
    const slug = `hidden-${number}${place === "hidden" ? "a" : "b"}`;
    return { slug, id: encodeGlobalId(type, ids[kind].get(slug) ?? randomUUID()) };
  };
  for (const kind of KINDS) {
    for (const [name, lookup] of Object.entries(LOOKUPS)) {
      const times = { hidden: [], absent: [] };
      for (let i = -200; i < Number(pairs); i += 1) {
        const order = Math.random() < 0.5 ? ["hidden", "absent"] : ["absent", "hidden"];
        for (const place of order) {
          const number = Math.floor(Math.random() * HIDDEN);
          const time = await ask(lookup(kind, keysOf(kind, number, place)));
          if (i >= 0) times[place].push(time);
        }
      }
      report(`${kind.kind} by ${name}`, times);
    }
  }
  await app.close();
  await dataSource.destroy();
}

/** Hidden tags, authors and series with drafts, beside visible ones. */
async function build(dataSource, make) {
  for (let number = 0; number < HIDDEN; number += 1) {
    const [tag, author] = [await make.tag(`hidden ${number}a`), await make.author(`hidden ${number}a`)];
    const series = { id: await make.series(`hidden ${number}a`), position: 1 };
    const hidden = { state: "DRAFT", publishedAt: null, authorId: author, tagIds: [tag] };
    await make.posts(
      [{ slug: `hidden-${number}a`, ...hidden, series }, ...Array.from({ length: 4 }, () => hidden)].map(
        (options, index) => ({ slug: `hidden-draft-${number}-${index}`, ...options }),
      ),
    );
    await make.post({
      slug: `shown-${number}`,
      authorId: await make.author(`shown ${number}`),
      tagIds: [await make.tag(`shown ${number}`)],
    });
  }
  for (const { kind, prefix } of KINDS) {
    await dataSource.query(
      `insert into path_alias (path, kind, target_id)
       select '${prefix}former-' || slug, '${kind}', id from ${kind} where slug like 'hidden-%'`,
    );
  }
}

function report(name, { hidden, absent }) {
  const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1].toFixed(1);
  const ranked = [...hidden.map((time) => [time, 1]), ...absent.map((time) => [time, 0])].sort((a, b) => a[0] - b[0]);
  const sum = ranked.reduce((total, [, isHidden], index) => total + isHidden * (index + 1), 0);
  const [n, m] = [hidden.length, absent.length];
  const z = (sum - (n * (n + m + 1)) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  console.log(
    `${name.padEnd(22)} ${n} pairs; median ${median(hidden)} µs hidden, ${median(absent)} µs absent; z = ${z.toFixed(2)}, p = ${twoSided(z).toFixed(3)}`,
  );
}

/** Of the normal distribution, by the approximation of Abramowitz and Stegun 7.1.26. */
function twoSided(z) {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return poly * Math.exp(-x * x);
}
