// Runs the tests with one database server and one migrated template database. Arguments select the files whose path contains one of
// them. --isolate runs every file in its own process, --browser the tests that need Chromium instead of all others, --machine those
// that need a C compiler, Redis, PgBouncer, nginx or PostgreSQL's client programs, --environment only the tests whose result can depend on
// the database server or the response cache. A file that fails is run once more, alone and with the same random seed: if it passes
// then, it is reported as flaky. With --strict nothing is repeated, so a flaky file fails the run.
import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath, pathToFileURL } from "node:url";
import { migrateDatabase } from "../src/platform/db/migrate.js";
import { publishSeed, publishServer, readEnvironment, readPropertyRuns } from "./support/environment.js";
import { readsEnvironment } from "./support/imported-files.js";
import { TestServer } from "./support/test-server.js";
import { startThrowawayCluster } from "./support/throwaway-cluster.js";

interface TestFile {
  path: string;
  name: string;
  size: number;
}

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..");
const SUFFIX = suffixFor(process.argv);
/** Some tests wait most of the time, for a timeout or another process; one process more than there are cores uses that time. */
const CONCURRENCY = availableParallelism() + 1;
/** More lanes than processes, so that no core is idle while the last lane runs; fewer than files, because each loads all modules. */
const LANES = 4 * CONCURRENCY;
/** If more files fail, the run ends without a repetition. */
const MAX_REPEATED = 5;

/** Steps that run in reverse order at the end, whatever happens. */
const cleanup: (() => Promise<void>)[] = [];
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort());

const words = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const files = await findTestFiles(words);
if (files.length === 0) {
  console.error(words.length === 0 ? "There are no tests." : `No test file has ${words.join(" or ")} in its path.`);
  process.exitCode = 1;
} else {
  try {
    await prepareServer();
    const isGood = !interruption.signal.aborted && (await runAll(files));
    process.exitCode = interruption.signal.aborted ? 130 : isGood ? 0 : 1;
  } finally {
    for (const step of cleanup.reverse()) await step().catch((error: unknown) => console.error(error));
  }
}

function suffixFor(args: readonly string[]): string {
  if (args.includes("--browser")) return ".browser.js";
  return args.includes("--machine") ? ".machine.js" : ".test.js";
}

/** Finds the compiled tests whose source exists, because the compiler does not delete the output of deleted sources. */
async function findTestFiles(wanted: readonly string[]): Promise<TestFile[]> {
  const found: TestFile[] = [];
  for (const entry of await readdir(HERE, { recursive: true })) {
    const name = join("test", entry).replace(/\.js$/, ".ts");
    if (!entry.endsWith(SUFFIX) || !existsSync(join(ROOT, name))) continue;
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
    const path = join(HERE, entry);
    if (process.argv.includes("--environment") && !readsEnvironment(path)) continue;
    found.push({ path, name, size: (await stat(path)).size });
  }
  return found.sort((one, other) => other.size - one.size);
}

async function prepareServer(): Promise<void> {
  let url = readEnvironment().databaseUrl;
  if (url === null) {
    const cluster = await startThrowawayCluster();
    cleanup.push(() => cluster.delete());
    url = cluster.url;
  }
  const server = new TestServer(url);
  const session = await server.announceRun();
  cleanup.push(async () => {
    await server.dropAll();
    await session.end();
  });
  await server.dropLeftovers();
  const template = await server.create(null);
  await migrateDatabase(server.urlOf(template));
  await server.disallowConnections(template);
  publishServer({ serverUrl: url, runId: server.runId, template });
}

async function runAll(chosen: readonly TestFile[]): Promise<boolean> {
  const seed = readPropertyRuns().seed ?? randomInt(2 ** 31);
  publishSeed(seed);
  console.log(`Random seed: COLOPHON_SEED=${seed} repeats the property tests of this run.`);
  const isIsolated = process.argv.includes("--isolate");
  const { passed, failed, isExplained } = await runFiles(isIsolated ? chosen.map((file) => [file]) : shareOut(chosen));
  if (failed.length === 0) return isExplained && passed > 0;
  const mayRepeat = isExplained && failed.length <= MAX_REPEATED && !process.argv.includes("--strict");
  if (!mayRepeat || interruption.signal.aborted) return false;
  console.log(`\nRepeating the failed files, one at a time: ${failed.map(({ name }) => name).join(", ")}\n`);
  const again = await runFiles(
    failed.map((file) => [file]),
    1,
  );
  const flaky = failed.filter((file) => !again.failed.includes(file));
  for (const { name } of flaky) console.log(`Flaky (failed in the full run, passed alone): ${name}`);
  return again.failed.length === 0 && again.isExplained && again.passed > 0;
}

interface Outcome {
  passed: number;
  failed: TestFile[];
  /** False if something other than a test file failed, such as the process of a whole lane. */
  isExplained: boolean;
}

async function runFiles(lanes: TestFile[][], concurrency = CONCURRENCY): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), "colophon-lanes-"));
  cleanup.push(() => rm(directory, { recursive: true, force: true }));
  const entries = await Promise.all(lanes.map((lane, index) => writeLane(join(directory, `${index + 1}.mjs`), lane)));
  const byName = new Map(lanes.flat().map((file) => [nameInLane(file), file]));
  const failed = new Set<TestFile>();
  let passed = 0;
  let isExplained = true;
  const results = run({ files: entries, concurrency, signal: interruption.signal });
  results.on("test:pass", ({ details, skip, todo }) => {
    if (details.type !== "suite" && skip === undefined && todo === undefined) passed += 1;
  });
  results.on("test:fail", ({ name, nesting, todo }) => {
    if (todo !== undefined || nesting > 0) return;
    const file = byName.get(name);
    if (file === undefined) isExplained = false;
    else failed.add(file);
  });
  for await (const text of results.compose(new spec())) process.stdout.write(text);
  return { passed, failed: [...failed], isExplained };
}

/** Assigns the largest file first, each to the lane with the least so far; a file's size is a rough estimate of its time. */
function shareOut(chosen: readonly TestFile[]): TestFile[][] {
  const lanes = Array.from({ length: LANES }, () => ({ size: 0, files: [] as TestFile[] }));
  for (const file of chosen) {
    const [lane] = lanes.sort((one, other) => one.size - other.size);
    if (lane === undefined) break;
    lane.files.push(file);
    lane.size += file.size;
  }
  return lanes.map((lane) => lane.files).filter((lane) => lane.length > 0);
}

async function writeLane(path: string, lane: readonly TestFile[]): Promise<string> {
  const module = pathToFileURL(join(HERE, "support", "lane.js")).href;
  const list = lane.map((file) => ({ name: nameInLane(file), url: pathToFileURL(file.path).href }));
  const text = `import { runLane } from ${JSON.stringify(module)};\nrunLane(${JSON.stringify(list)});\n`;
  await writeFile(path, text);
  return path;
}

function nameInLane(file: TestFile): string {
  return relative("test", file.name);
}
