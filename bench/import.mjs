// Measures an import as its user has it, the whole command as a process: posts a second, peak memory, and the CPU time that a post takes in
// the main thread, in the other threads of the process (rendering, search vectors, garbage collection) and in PostgreSQL.
//   npm run build && node bench/import.mjs [--posts 100000] [--runs 3] [--file export.xml] [--dist dist-before,dist-after] [--profile folder]
// With DATABASE_URL in a scratch database of that server, else in an embedded one in a temporary folder. Several builds are run in turn.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { backendsOf, embeddedServer, meterProcesses, serverMicroseconds } from "./measure/database-cpu.mjs";
import { mainPath } from "./service-modules.mjs";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "10000" },
    runs: { type: "string", default: "3" },
    file: { type: "string" },
    dist: { type: "string", default: "dist" },
    profile: { type: "string" },
  },
});
const GENERATOR = fileURLToPath(new URL("generate-wxr.mjs", import.meta.url));
// The process that imports is asked itself, when it ends: portable, and the embedded server is not part of it.
const METER = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync, writeSync } from "node:fs";
  import { isMainThread } from "node:worker_threads";
  function mainThreadCpu() {
    try {
      return Number(readFileSync("/proc/self/task/" + process.pid + "/schedstat", "utf8").split(" ")[0]) / 1000;
    } catch {
      return null;
    }
  }
  if (isMainThread) {
    process.on("exit", () => writeSync(3, JSON.stringify({ ...process.resourceUsage(), mainThreadCpu: mainThreadCpu() })));
  }
`)}`;

const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
try {
  const file = values.file ?? (await generate());
  const builds = values.dist.split(",");
  const rows = [];
  for (let run = 1; run <= Number(values.runs); run += 1) {
    for (const build of run % 2 === 1 ? builds : builds.toReversed()) rows.push(await importOnce(file, build));
  }
  console.table(rows);
  for (const build of builds) {
    const own = rows.filter((row) => row.build === build).sort((one, other) => one["posts/s"] - other["posts/s"]);
    const { "posts/s": rate } = own[own.length >> 1];
    console.log(`${build}: median ${rate} posts/s, peak ${Math.max(...own.map((row) => row["peak MB"]))} MB`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function generate() {
  const file = join(folder, "export.xml");
  const child = spawn(process.execPath, [GENERATOR, "--posts", values.posts, "--out", file], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`The generator ended with ${code}.`);
  return file;
}

async function importOnce(file, build) {
  const scratch = await openScratch();
  try {
    const reportFile = join(folder, "report.json");
    const profiling = values.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${values.profile}`];
    const args = [
      ...profiling,
      "--import",
      METER,
      mainPath(build),
      "import",
      "wordpress",
      file,
      "--report",
      reportFile,
    ];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...scratch.env },
      stdio: ["ignore", "ignore", "inherit", "pipe"],
    });
    let metered = "";
    child.stdio[3].on("data", (text) => {
      metered += text;
    });
    const [code] = await once(child, "close");
    const database = await scratch.meter.finish();
    if (code !== 0) throw new Error(`The import ended with ${code}.`);
    const report = JSON.parse(await readFile(reportFile, "utf8"));
    const { userCPUTime, systemCPUTime, maxRSS, mainThreadCpu } = JSON.parse(metered);
    const { created } = report.posts;
    const all = userCPUTime + systemCPUTime;
    const threads = mainThreadCpu === null ? null : all - mainThreadCpu;
    const perPost = (microseconds) =>
      microseconds === null ? null : Number((microseconds / created / 1000).toFixed(3));
    return {
      build,
      posts: created,
      seconds: Number(report.seconds.toFixed(1)),
      "posts/s": Math.round(created / report.seconds),
      "main ms": perPost(mainThreadCpu),
      "threads ms": perPost(threads),
      "PostgreSQL ms": perPost(database),
      "CPU ms/post": perPost(all + (database ?? 0)),
      "peak MB": Math.round(maxRSS / 1024),
    };
  } finally {
    await scratch.delete();
  }
}

async function openScratch() {
  if (!process.env.DATABASE_URL) {
    const dataDir = await mkdtemp(join(folder, "data-"));
    const meter = meterProcesses(() => embeddedServer(dataDir), serverMicroseconds);
    return { env: { DATA_DIR: dataDir }, meter, delete: () => rm(dataDir, { recursive: true, force: true }) };
  }
  const name = `colophon_bench_${process.pid}`;
  const admin = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await admin.connect();
  await admin.query(`drop database if exists ${name}`);
  await admin.query(`create database ${name}`);
  const url = new URL(process.env.DATABASE_URL);
  url.pathname = `/${name}`;
  return {
    env: { DATABASE_URL: url.href },
    meter: meterProcesses(() => backendsOf(admin, name)),
    async delete() {
      await admin.query(`drop database ${name}`);
      await admin.end();
    },
  };
}
