// What one way of doing something costs beside another one in the same running service. Two processes of one build differ
// by a tenth, by what was compiled when; so a build that holds both ways takes turns between them whenever it gets SIGUSR2,
// and each window of the one is held against the next window of the other.
//   node bench/private-fields.mjs --builds dist-switch-plain-read,… [--cached] [--starts 3] [--pairs 60] [--seconds 0.08]
//     [--posts 4000] [--workloads W1,W2,W3,W7]
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { prepareDatabase } from "./data/load.mjs";
import { startServer } from "./measure/children.mjs";
import { backendCpu, processCpu, used } from "./measure/cpu.mjs";
import { askOnce, closedLoop, rawGet, rawRequest } from "./measure/http-client.mjs";
import { CONTRACT } from "./workloads/contract.mjs";

const { values } = parseArgs({
  options: {
    builds: { type: "string" },
    workloads: { type: "string", default: "W1,W2,W3,W7" },
    cached: { type: "boolean", default: false },
    starts: { type: "string", default: "3" },
    pairs: { type: "string", default: "60" },
    seconds: { type: "string", default: "0.08" },
    posts: { type: "string", default: "4000" },
    connections: { type: "string", default: "16" },
  },
});
const WARM_MS = 500;
const WARM_TURNS = 3;
/** After each change, not counted. */
const SETTLE_MS = 40;
const SLUGS = 64;
/** Neighbours on the machine only ever add; the tenth that met the fewest of them tells what the work itself takes. */
const QUIET = 0.1;
const builds = values.builds.split(",");
const connections = Number(values.connections);
const log = (text) => process.stderr.write(`${text}\n`);

const dist = new URL(`../${builds[0]}/`, import.meta.url);
const databaseUrl = await prepareDatabase({ posts: Number(values.posts), seed: 1, dist, log });
const admin = new pg.Client({ connectionString: databaseUrl, application_name: "bench" });
await admin.connect();
const published = "select slug from post where visible_from <= now() order by md5(slug) limit $1";
const slugs = (await admin.query(published, [SLUGS])).rows.map(({ slug }) => slug);

/** By name: gives the requests of a workload, which take turns. */
const loads = values.cached ? cachedLoads() : executedLoads(values.workloads.split(","));
/** Of each build and workload, pairs of what a request took by one way and by the other. */
const pairs = new Map(builds.map((build) => [build, new Map(Object.keys(loads).map((name) => [name, []]))]));
try {
  for (let start = 1; start <= Number(values.starts); start += 1) {
    for (const build of builds) await measureBuild(build);
    log(`After ${start} starts:\n${report()}`);
  }
  process.stdout.write(report());
} finally {
  await admin.end();
}

function executedLoads(names) {
  const bodies = (name) => {
    if (name !== "W2") return [{ query: CONTRACT[name] }];
    return slugs.map((slug) => ({ query: CONTRACT.W2, variables: { slug } }));
  };
  const entries = names.map((name) => {
    const texts = bodies(name).map((body) => JSON.stringify(body));
    return [name, ({ port }) => texts.map((text) => rawRequest(port, "/graphql", text))];
  });
  return Object.fromEntries(entries);
}

function cachedLoads() {
  const body = JSON.stringify({ query: CONTRACT.W1 });
  const path = `/graphql?${new URLSearchParams({ query: CONTRACT.W1 })}`;
  const preflight = { "content-type": "application/json" };
  return {
    "W1 200 by POST": ({ port }) => [rawRequest(port, "/graphql", body)],
    "W1 200 by GET": ({ port }) => [rawGet(port, path, preflight)],
    "W1 304 by GET": async ({ port }) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { ...preflight, accept: "application/json" },
      });
      await response.arrayBuffer();
      return [rawGet(port, path, { ...preflight, "if-none-match": response.headers.get("etag") })];
    },
  };
}

async function measureBuild(build) {
  const env = { BENCH_DIST: build, CACHE_BYTES: values.cached ? "33554432" : "0", POOL_WAIT_MS: "30000" };
  const probe = (port) => askOnce(port, "/graphql", JSON.stringify({ query: CONTRACT.W1 }));
  const server = await startServer({ name: "ours", databaseUrl, env, probe });
  try {
    for (let turn = 0; turn < 2 * WARM_TURNS; turn += 1) {
      for (const requestsOf of Object.values(loads)) await load(server, await requestsOf(server), WARM_MS);
      change(server);
    }
    for (const [name, requestsOf] of Object.entries(loads)) {
      const requests = await requestsOf(server);
      for (let pair = 0; pair < Number(values.pairs); pair += 1) {
        // One, other; other, one: what drifts meets both.
        const first = await measure(server, requests);
        change(server);
        const second = await measure(server, requests);
        pairs
          .get(build)
          .get(name)
          .push(pair % 2 === 0 ? [first, second] : [second, first]);
      }
      // After an odd number of changes the other way would come first.
      if (Number(values.pairs) % 2 === 1) change(server);
    }
  } finally {
    await server.stop();
  }
}

function change({ pid }) {
  process.kill(pid, "SIGUSR2");
}

function load({ port }, requests, milliseconds) {
  return closedLoop({ port, requests, connections, milliseconds });
}

async function measure(server, requests) {
  await sleep(5);
  await load(server, requests, SETTLE_MS);
  const before = [await processCpu(server.pid), await backendCpu(admin)];
  const { answered } = await load(server, requests, Number(values.seconds) * 1_000);
  const after = [await processCpu(server.pid), await backendCpu(admin)];
  const service = used(before[0], after[0]) / answered;
  return { service, all: service + used(before[1], after[1]) / answered };
}

/** The value below which this share of the list is. */
function quantile(list, share) {
  const sorted = [...list].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))];
}

/** Of the ratios of the pairs: the median, and the ranks between which that of all possible pairs is, 19 times of 20. */
function ratioOf(list, key) {
  const ratios = list.map(([one, other]) => other[key] / one[key]);
  const off = 0.98 / Math.sqrt(ratios.length);
  const [low, middle, high] = [0.5 - off, 0.5, 0.5 + off].map((share) => quantile(ratios, share).toFixed(3));
  return `${middle} (${low} to ${high})`;
}

function report() {
  const lines = builds.flatMap((build) =>
    Object.keys(loads).map((name) => {
      const list = pairs.get(build).get(name);
      const cells = ["service", "all"].flatMap((key) => {
        const [one, other] = [0, 1].map((way) =>
          quantile(
            list.map((pair) => pair[way][key]),
            QUIET,
          ),
        );
        return [one.toFixed(1), other.toFixed(1), (other / one).toFixed(3), ratioOf(list, key)];
      });
      return `| ${[build, name, list.length, ...cells].join(" | ")} |`;
    }),
  );
  return [
    `Node ${process.version}, ${values.posts} posts, ${connections} connections, windows of ${values.seconds} s. CPU in microseconds a request: the first decile of each way, their ratio, and the median ratio of the pairs.\n`,
    "| build | workload | pairs | service, one way | other | ratio | of pairs | with the database, one way | other | ratio | of pairs |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}
