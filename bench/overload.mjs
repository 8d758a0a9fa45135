// What the service does when three times as much is asked as it can answer: how much it still answers, how fast, and how soon
// it is itself again. Open loop, so a stall shows. `node bench/overload.mjs`, after `npm run build`; it brings its
// own PostgreSQL unless DATABASE_URL names a server on which a database may be made. It wants a quiet machine for a minute.
// The clients keep their connections, as a proxy does; CONNECTIONS bounds them, and CONNECTIONS=new opens up to 4,000 for each rate.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import pg from "pg";
import { importService, mainPath } from "./service-modules.mjs";

const { Clients, openLoop } = await importService("dist", "Clients", "openLoop");
const MAIN = mainPath();
const SECONDS = Number(process.env.SECONDS ?? 8);
const CONNECTIONS = process.env.CONNECTIONS ?? "512";
const serverUrl = process.env.DATABASE_URL;
const database = `colophon_overload_${process.pid}`;

const QUERY = `query Overload($since: DateTime!) { posts(first: 20, filter: { publishedSince: $since }) {
  nodes { title path excerpt publishedAt author { name } categories { name path } tags { name } body { readingTimeMinutes } } } }`;
/** Each request is another one, so that none is answered from a cache. */
const body = (number) =>
  JSON.stringify({ query: QUERY, variables: { since: new Date(Date.UTC(2000, 0, 1) + number * 1_000).toISOString() } });
let asked = 0;
let clients;

const dataDir = await mkdtemp(join(tmpdir(), "colophon-overload-"));
if (serverUrl !== undefined) await administer(`create database ${database}`);
const service = spawn(process.execPath, [MAIN, "serve"], {
  env: {
    ...process.env,
    DATABASE_URL: serverUrl === undefined ? "" : urlOf(database),
    DATA_DIR: dataDir,
    PORT: "0",
    LOG_LEVEL: "error",
    METRICS_PORT: "0",
    RATE_LIMIT_POINTS: "0",
  },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const url = await listeningAt(service);
  if (CONNECTIONS !== "new") clients = new Clients({ url }, Number(CONNECTIONS));
  await run(url, 50, 3);
  const capacity = await closedLoop(url, 16, SECONDS);
  print(`closed loop, 16 at a time: ${capacity.toFixed(0)}/s`);
  let peak = 0;
  // A closed loop with few clients asks for less than can be answered: up, until more is asked than answered.
  for (let rate = capacity * 0.8; ; rate *= 1.15) {
    const outcome = await run(url, rate, SECONDS);
    report(`${(rate / capacity).toFixed(2)} of that`, outcome);
    const answered = goodput(outcome);
    peak = Math.max(peak, answered);
    if (answered < 0.95 * rate) break;
  }
  const overload = await run(url, peak * 3, SECONDS * 2);
  report("3 x peak", overload);
  const recovery = await run(url, peak * 0.5, SECONDS);
  report("0.5 x peak, right after", recovery);
  const recovered = recovery.acceptedBySecond.findIndex((count) => count >= peak * 0.5 * 0.98);
  print(
    `goodput at 3 x peak: ${((goodput(overload) / peak) * 100).toFixed(0)} % of peak; recovered after ${recovered} s`,
  );
} finally {
  clients?.close();
  service.kill("SIGTERM");
  await once(service, "exit");
  if (serverUrl !== undefined) await administer(`drop database ${database}`);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20 });
}

/** The generator shares the cores: what it takes, and how late it is itself, is told beside what it saw. */
async function run(url, rate, seconds) {
  const first = asked;
  asked += Math.round(rate * seconds);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const before = process.cpuUsage();
  const outcome = await openLoop({ url, rate, seconds, body: (number) => body(first + number), clients });
  const { user, system } = process.cpuUsage(before);
  return { ...outcome, generatorLateMs: delay.percentile(99) / 1e6, generatorCpu: (user + system) / 1e6 / seconds };
}

async function closedLoop(url, concurrency, seconds) {
  const end = performance.now() + seconds * 1_000;
  let answered = 0;
  const client = async () => {
    while (performance.now() < end) {
      const headers = { "content-type": "application/json" };
      asked += 1;
      const response = await fetch(url, { method: "POST", headers, body: body(asked) });
      await response.arrayBuffer();
      if (response.status === 200) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return answered / seconds;
}

/** Without the first second, in which the service finds out how much it can. */
function goodput({ acceptedBySecond }) {
  const later = acceptedBySecond.slice(1, -1);
  return later.reduce((sum, count) => sum + count, 0) / later.length;
}

function report(what, outcome) {
  const { sent, byStatus, accepted, refused, seconds } = outcome;
  const at = (histogram, percentile) => histogram.getValueAtPercentile(percentile);
  print(
    `${what}: asked ${(sent / seconds).toFixed(0)}/s, answered ${goodput(outcome).toFixed(0)}/s, ` +
      `p50 ${at(accepted, 50)} ms, p99 ${at(accepted, 99)} ms; refused p99 ${at(refused, 99)} ms; ` +
      `statuses ${[...byStatus].map(([status, count]) => `${status} x ${count}`).join(", ")}; ` +
      `generator: ${(outcome.generatorCpu * 100).toFixed(0)} % of a core, p99 ${outcome.generatorLateMs.toFixed(0)} ms late`,
  );
}

async function listeningAt(child) {
  for await (const line of createInterface(child.stdout)) {
    const found = /Open\s+(http:\S+\/graphql)/.exec(line);
    if (found !== null) return found[1];
  }
  throw new Error("The service ended.");
}

function urlOf(name) {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(statement) {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
