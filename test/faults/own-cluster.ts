// A PostgreSQL cluster of the test's own with nothing of its safety taken away, so that it can be killed for real. Its
// supervisor lives in the test process and brings it back on the same port, as it does for the service.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startEmbeddedPostgres } from "../../src/platform/db/embedded/embedded-postgres.js";
import { migrateDatabase } from "../../src/platform/db/migrate.js";

export interface OwnCluster {
  url: string;
  /** SIGKILL for the server and everything it started. */
  killAll(): Promise<void>;
  /** Ends the server for as long as nobody calls `start`. */
  stop(): Promise<void>;
  /** The answer is the URL, which has another port than before. */
  start(): Promise<string>;
  /** Holds the server and everything it started where they are, until the answer is called. */
  freeze(): Promise<() => void>;
  delete(): Promise<void>;
}

export async function startOwnCluster(more: Readonly<Record<string, string>> = {}): Promise<OwnCluster> {
  // The name by which a later run finds and stops what a killed one left behind.
  const dataDir = await mkdtemp(join(tmpdir(), `colophon-test-${process.pid}-`));
  const settings = { fsync: "on", synchronous_commit: "on", full_page_writes: "on", shared_buffers: "32MB", ...more };
  let server = await startEmbeddedPostgres({ dataDir, settings });
  await migrateDatabase(server.url);
  const holdPostmaster = async (): Promise<number[]> => treeOf(await postmasterOf(dataDir));
  return {
    url: server.url,
    killAll: async () => {
      for (const each of await holdPostmaster()) process.kill(each, "SIGKILL");
    },
    stop: () => server.stop(),
    start: async () => {
      server = await startEmbeddedPostgres({ dataDir, settings });
      return server.url;
    },
    freeze: async () => {
      const all = await holdPostmaster();
      for (const each of all) process.kill(each, "SIGSTOP");
      return () => {
        for (const each of all) process.kill(each, "SIGCONT");
      };
    },
    delete: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

async function postmasterOf(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, "postgres/cluster/postmaster.pid"), "utf8"), 10);
}

/** A server and all it started. It is held before the look, so that it starts nothing between look and signal. */
export async function treeOf(postmaster: number): Promise<number[]> {
  process.kill(postmaster, "SIGSTOP");
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return [...rows.flatMap(([pid, ppid]) => (ppid === postmaster && pid !== undefined ? [pid] : [])), postmaster];
}
