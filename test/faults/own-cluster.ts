// A PostgreSQL cluster for one test with full durability, so that kills are realistic. The supervisor of the embedded server runs in the
// test process and restarts it on the same port, as it does for the service.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startEmbeddedPostgres } from "../../src/platform/db/embedded/embedded-postgres.js";
import { migrateDatabase } from "../../src/platform/db/migrate.js";

export interface OwnCluster {
  url: string;
  /** The folder of the embedded server. */
  dataDir: string;
  /** Sends SIGKILL to the server and all its child processes. */
  killAll(): Promise<void>;
  /** Stops the server until `start` is called. */
  stop(): Promise<void>;
  /** Starts the server and returns its URL, which has another port than before. */
  start(): Promise<string>;
  /** Suspends the server and all its child processes until the returned function is called. */
  freeze(): Promise<() => void>;
  delete(): Promise<void>;
}

export async function startOwnCluster(more: Readonly<Record<string, string>> = {}): Promise<OwnCluster> {
  // By this name a later test run finds and stops the server of a killed run.
  const dataDir = await mkdtemp(join(tmpdir(), `colophon-test-${process.pid}-`));
  const settings = { fsync: "on", synchronous_commit: "on", full_page_writes: "on", shared_buffers: "32MB", ...more };
  let server = await startEmbeddedPostgres({ dataDir, settings });
  await migrateDatabase(server.url);
  const processes = async (): Promise<number[]> => treeOf(await postmasterOf(dataDir));
  return {
    ...{ url: server.url, dataDir },
    killAll: async () => {
      for (const pid of await processes()) process.kill(pid, "SIGKILL");
    },
    stop: () => server.stop(),
    start: async () => {
      server = await startEmbeddedPostgres({ dataDir, settings });
      return server.url;
    },
    freeze: async () => {
      const pids = await processes();
      for (const pid of pids) process.kill(pid, "SIGSTOP");
      return () => {
        for (const pid of pids) process.kill(pid, "SIGCONT");
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

/** The process ids of a server's children and the server. The server is suspended first, so that it starts no further child. */
export async function treeOf(postmaster: number): Promise<number[]> {
  process.kill(postmaster, "SIGSTOP");
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return [...rows.flatMap(([pid, ppid]) => (ppid === postmaster && pid !== undefined ? [pid] : [])), postmaster];
}
