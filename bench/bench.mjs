// The bench: every server, the same database, the same requests, in one run on one machine.
//   npm run bench -- [--posts 100000] [--rounds 3] [--seconds 2] [--servers ours,limit] [--workloads W1,W3] [--no-open-loop]
//     [--no-mixed] [--mixed-rate 1000] [--mixed-seconds 10] [--dist dist-a,dist-b]
// See README.md beside this file for what the figures mean.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { prepareDatabase } from "./data/load.mjs";
import { addBuilds, CONTENDERS } from "./measure/contenders.mjs";
import { inspect } from "./measure/inspect.mjs";
import { measureMixed } from "./measure/mixed.mjs";
import { measureAll } from "./measure/rounds.mjs";
import { forgetToken, makeToken } from "./measure/write-then-read.mjs";
import { chartSvg } from "./report/chart.mjs";
import { reportMarkdown } from "./report/table.mjs";
import { WORKLOADS } from "./workloads/contract.mjs";

const { values } = parseArgs({
  allowNegative: true,
  options: {
    posts: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "2" },
    connections: { type: "string", default: "16" },
    servers: { type: "string" },
    workloads: { type: "string", default: WORKLOADS.map(({ name }) => name).join(",") },
    dist: { type: "string", default: "dist" },
    out: { type: "string", default: "results" },
    profile: { type: "string" },
    "open-loop": { type: "boolean", default: true },
    mixed: { type: "boolean", default: true },
    "mixed-rate": { type: "string", default: "1000" },
    "mixed-seconds": { type: "string", default: "10" },
  },
});
const known = (list, names, what) => {
  const unknown = names.filter((name) => !list.includes(name));
  if (unknown.length > 0) throw new Error(`Expected ${what} out of ${list.join(", ")}; got ${unknown.join(", ")}.`);
  return names;
};
const dists = values.dist.split(",");
const builds = addBuilds(dists);
/** `ours` stands for all builds of the service that are compared. */
const allBuilds = (name) => (name === "ours" ? builds : [name]);
const contenders = Object.keys(CONTENDERS).filter((name) => name === "ours" || !builds.includes(name));
const options = {
  posts: Number(values.posts),
  seed: Number(values.seed),
  rounds: Number(values.rounds),
  milliseconds: Number(values.seconds) * 1000,
  connections: Number(values.connections),
  names: known(contenders, values.servers?.split(",") ?? contenders, "--servers").flatMap(allBuilds),
  isOpen: values["open-loop"],
  mixed: { rate: Number(values["mixed-rate"]), seconds: Number(values["mixed-seconds"]) },
  profile: values.profile,
};
const wanted = known(
  WORKLOADS.map(({ name }) => name),
  values.workloads.split(","),
  "--workloads",
);
const workloads = WORKLOADS.filter(({ name }) => wanted.includes(name));
const log = (text) => process.stderr.write(`${text}\n`);

const [dist] = dists;
const results = new URL(`${values.out}/`, import.meta.url);
const needsToken = values.mixed || workloads.some(({ isWriting }) => isWriting);
const isSearched = needsToken || workloads.some((workload) => workload.isSearched);
const databaseUrl = await prepareDatabase({ posts: options.posts, seed: options.seed, dist, log, isSearched });
const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
const admin = new pg.Client({ connectionString: databaseUrl, application_name: "bench" });
await admin.connect();
const run = { ...options, workloads, databaseUrl, dist, folder, admin, log };
try {
  if (needsToken) run.token = await makeToken(run);
  log("Comparing answers and counting statements …");
  const findings = await inspect(run);
  log("Measuring …");
  const figures = await measureAll(run, findings);
  if (values.mixed) figures.mixed = await measureMixed(run);
  const setting = {
    ...options,
    at: new Date().toISOString().slice(0, 16).replace("T", " "),
    node: process.version,
    machine: `${availableParallelism()} x ${cpus()[0]?.model.trim() ?? "unknown CPU"}`,
    postgres: (await admin.query("show server_version")).rows[0].server_version,
    depth: findings.depth,
    rows: findings.rows,
  };
  const markdown = reportMarkdown({ setting, workloads, figures });
  await mkdir(results, { recursive: true });
  await writeFile(new URL("latest.md", results), markdown);
  await writeFile(new URL("latest.svg", results), chartSvg({ setting, workloads, figures }));
  process.stdout.write(`\n${markdown}\nWritten to ${results.pathname}\n`);
} finally {
  if (needsToken) await forgetToken(admin);
  await admin.end();
  await rm(folder, { recursive: true, force: true });
}
