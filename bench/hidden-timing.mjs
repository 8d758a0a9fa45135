// Whether the time of an answer tells a hidden post from one that never was: pairs of requests in random order for the slug
// of a draft and for an unknown one, and the Mann-Whitney test of their times. Prints medians, z and p.
//   node bench/hidden-timing.mjs postgres://postgres@127.0.0.1:5432/postgres [pairs]
// makes a scratch database on that server, which it drops again. Needs a build (npm run build).
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import pg from "pg";
import { importService } from "./service-modules.mjs";

const [server, pairs = "2000"] = process.argv.slice(2);
if (server === undefined) throw new Error("Expected the URL of a PostgreSQL server that may create databases.");
await import("reflect-metadata");
const { startApp, loadConfig, createDataSource, migrateDatabase, createLog, entities, WIDE_LIMITS, Factories } =
  await importService(
    "dist",
    "startApp",
    "loadConfig",
    "createDataSource",
    "migrateDatabase",
    "createLog",
    "entities",
    "WIDE_LIMITS",
    "Factories",
  );

const HIDDEN = 200;
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
  const config = loadConfig({ DATABASE_URL: url, PORT: "0", LOG_LEVEL: "silent", ...WIDE_LIMITS });
  const limits = { poolSize: 4, poolWaitMs: 5_000, statementTimeoutMs: 10_000 };
  const dataSource = createDataSource({ url, ...limits }, { entities, migrations: [] });
  await dataSource.initialize();
  const app = await startApp(config, dataSource, createLog("silent"));
  const drafts = Array.from({ length: HIDDEN }, (_, i) => ({ slug: `post-${i}a`, state: "DRAFT", publishedAt: null }));
  await new Factories(dataSource).posts([...drafts, {}, {}, {}]);
  await dataSource.query("vacuum analyze");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (slug) =>
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
      sent.end(
        JSON.stringify({ query: "query ($slug: String!) { post(slug: $slug) { title } }", variables: { slug } }),
      );
    });
  const times = { hidden: [], unknown: [] };
  for (let i = 0; i < 200; i += 1) await ask(`post-${i}${"ab"[i % 2]}`);
  for (let i = 0; i < Number(pairs); i += 1) {
    const slug = `post-${i % HIDDEN}`;
    const order = Math.random() < 0.5 ? ["hidden", "unknown"] : ["unknown", "hidden"];
    for (const kind of order) times[kind].push(await ask(slug + (kind === "hidden" ? "a" : "b")));
  }
  await app.close();
  await dataSource.destroy();
  report(times);
}

function report({ hidden, unknown }) {
  const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1].toFixed(1);
  const ranked = [...hidden.map((time) => [time, 1]), ...unknown.map((time) => [time, 0])].sort((a, b) => a[0] - b[0]);
  const sum = ranked.reduce((total, [, isHidden], index) => total + isHidden * (index + 1), 0);
  const [n, m] = [hidden.length, unknown.length];
  const z = (sum - (n * (n + m + 1)) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  console.log(
    `${n} pairs; median ${median(hidden)} µs hidden, ${median(unknown)} µs unknown; z = ${z.toFixed(2)}, p = ${twoSided(z).toFixed(3)}`,
  );
}

/** Of the normal distribution, by the approximation of Abramowitz and Stegun 7.1.26. */
function twoSided(z) {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return poly * Math.exp(-x * x);
}
