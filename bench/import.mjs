// Measures an import as its user has it, the whole command as a process: posts a second, CPU and peak memory.
//   npm run build && node bench/import.mjs [--posts 100000] [--runs 3] [--file export.xml]
// With DATABASE_URL in a scratch database of that server, else in an embedded one in a temporary folder.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { mainPath } from "./service-modules.mjs";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "10000" },
    runs: { type: "string", default: "3" },
    file: { type: "string" },
    dist: { type: "string", default: "dist" },
  },
});
const MAIN = mainPath(values.dist);
const GENERATOR = fileURLToPath(new URL("generate-wxr.mjs", import.meta.url));
// The process that imports is asked itself, when it ends: portable, and the embedded server is not part of it.
const METER = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));
`)}`;

const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
try {
  const file = values.file ?? (await generate());
  const rows = [];
  for (let run = 1; run <= Number(values.runs); run += 1) rows.push(await importOnce(file));
  rows.sort((one, other) => one["posts/s"] - other["posts/s"]);
  console.table(rows);
  const { length } = rows;
  console.log(
    `median ${rows[length >> 1]["posts/s"]} posts/s, peak ${Math.max(...rows.map((row) => row["peak MB"]))} MB`,
  );
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

async function importOnce(file) {
  const scratch = await openScratch();
  try {
    const reportFile = join(folder, "report.json");
    const args = ["--import", METER, MAIN, "import", "wordpress", file, "--report", reportFile];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...scratch.env },
      stdio: ["ignore", "ignore", "inherit", "pipe"],
    });
    let metered = "";
    child.stdio[3].on("data", (text) => {
      metered += text;
    });
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`The import ended with ${code}.`);
    const report = JSON.parse(await readFile(reportFile, "utf8"));
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(metered);
    return {
      posts: report.posts.created,
      seconds: Number(report.seconds.toFixed(1)),
      "posts/s": Math.round(report.posts.created / report.seconds),
      "CPU s": Number(((userCPUTime + systemCPUTime) / 1e6).toFixed(1)),
      "peak MB": Math.round(maxRSS / 1024),
    };
  } finally {
    await scratch.delete();
  }
}

async function openScratch() {
  if (!process.env.DATABASE_URL) {
    const dataDir = await mkdtemp(join(folder, "data-"));
    return { env: { DATA_DIR: dataDir }, delete: () => rm(dataDir, { recursive: true, force: true }) };
  }
  const name = `colophon_bench_${process.pid}`;
  await onServer(`drop database if exists ${name}`, `create database ${name}`);
  const url = new URL(process.env.DATABASE_URL);
  url.pathname = `/${name}`;
  return { env: { DATABASE_URL: url.href }, delete: () => onServer(`drop database ${name}`) };
}

async function onServer(...statements) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
