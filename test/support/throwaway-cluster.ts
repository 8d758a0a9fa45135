// Starts an embedded server for one test run, in a temporary directory. Its settings give up all durability for speed.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/platform/db/embedded/embedded-postgres.js";

const PREFIX = "colophon-test-";
const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

export interface ThrowawayCluster {
  url: string;
  delete(): Promise<void>;
}

export async function startThrowawayCluster(): Promise<ThrowawayCluster> {
  await deleteLeftovers();
  const directory = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const database = await start(directory);
  return { url: database.url, delete: () => stopAndDelete(directory, database) };
}

function start(dataDir: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, settings: SETTINGS, initArgs: ["--no-sync"] });
}

async function stopAndDelete(directory: string, database: EmbeddedPostgres): Promise<void> {
  await database.stop();
  await rm(directory, { recursive: true, force: true, maxRetries: 20 });
}

/** A killed run leaves its server running; starting it here attaches to it, so that it can be stopped. */
async function deleteLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number.parseInt(name.slice(PREFIX.length), 10);
    if (!name.startsWith(PREFIX) || isAlive(pid)) continue;
    const directory = join(tmpdir(), name);
    await start(directory).then(
      (database) => stopAndDelete(directory, database),
      () => undefined,
    );
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
