// Starts, recognises and stops the server process of one cluster. The only file that reads postmaster.pid and sends
// signals: a process number alone proves nothing, since another program may carry it after a crash or a reboot.
import { execFile, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { open, readFile, readlink, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, isAlive } from "./cluster.js";
import { EmbeddedPostgresError } from "./embedded-error.js";
import { commandFor, giveTo } from "./server-account.js";
import { tailOf } from "./server-log.js";

export interface Postmaster {
  pid: number;
  port: number;
  status: string;
}

const POLL_MS = 10;
/** Long enough to replay all the log files that a crash can leave. */
const READY_MS = 60_000;
const PASSING = /shared memory block|lock file|could not bind|could not create any TCP/;

/** The running server of this cluster, or null. A leftover pid file whose number went to another process is deleted. */
export async function findPostmaster(cluster: Cluster): Promise<Postmaster | null> {
  const file = `${cluster.directory}/postmaster.pid`;
  const text = await readFile(file, "utf8").catch(() => "");
  const [pid = 0, , , port = 0] = text.split("\n").map(Number);
  if (!(pid > 0) || !isAlive(pid)) return null;
  if (await isOurs(cluster, pid)) return { pid, port, status: text.split("\n")[7]?.trim() ?? "" };
  // PostgreSQL itself would take that process for a server and refuse to start.
  if ((await readFile(file, "utf8").catch(() => "")) === text) await rm(file, { force: true });
  return null;
}

/** A server works inside its data directory and names it on its command line. */
async function isOurs(cluster: Cluster, pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    return (await readlink(`/proc/${pid}/cwd`).catch(() => "")) === cluster.directory;
  }
  if (process.platform === "win32") return true;
  return new Promise((done) => {
    execFile("/bin/ps", ["-ww", "-o", "command=", "-p", String(pid)], (_error, stdout) => {
      done(stdout.includes(cluster.directory));
    });
  });
}

/** Waits for a server that is starting or recovering; throws when it ends instead. */
export async function waitUntilReady(cluster: Cluster, pid: number): Promise<Postmaster> {
  for (let waited = 0; waited < READY_MS; waited += POLL_MS) {
    const found = await findPostmaster(cluster);
    if (found === null || found.pid !== pid) throw new Error("The server ended while it was being waited for.");
    if (found.status === "ready") return found;
    await sleep(POLL_MS);
  }
  throw new EmbeddedPostgresError(`the server was not ready after ${READY_MS / 1000} s`);
}

/** Throws a plain Error for what passes with time, such as children of a killed server that have yet to end. */
export async function launchPostmaster(
  cluster: Cluster,
  port: number,
  settings: Record<string, string>,
): Promise<Postmaster> {
  const log = await open(cluster.logFile, "a", 0o600);
  try {
    await giveTo(cluster.account, cluster.logFile);
    const start = (await log.stat()).size;
    const values = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = new LaunchedProcess(cluster, ["-p", String(port), ...values], log.fd);
    for (let waited = 0; waited < READY_MS && child.end === null; waited += POLL_MS) {
      await sleep(POLL_MS);
      const found = await findPostmaster(cluster);
      if (found !== null && found.pid === child.pid && found.status === "ready") return found;
    }
    if (child.end === null) signalPostmaster(cluster, child.pid, "SIGQUIT");
    const reason = await tailOf(cluster.logFile, start);
    if (PASSING.test(reason)) throw new Error(reason);
    const end = child.end ?? `it was not ready after ${READY_MS / 1000} s`;
    throw new EmbeddedPostgresError(`the server did not start (${reason === "" ? end : reason})`);
  } finally {
    await log.close();
  }
}

class LaunchedProcess {
  readonly pid: number;
  /** How it ended, once it has. */
  end: string | null = null;

  constructor(cluster: Cluster, args: readonly string[], logFd: number) {
    const { postgres } = cluster.binaries;
    const command = commandFor(cluster.account, postgres, ["-D", cluster.directory, ...args], cluster.directory);
    // Detached: Ctrl-C must reach the service, which then closes its connections before the server goes.
    const options: SpawnOptions = { ...command.options, detached: true, stdio: ["ignore", logFd, logFd] };
    const child = spawn(command.file, command.args, options);
    child.once("error", (error) => {
      this.end = error.message;
    });
    child.once("exit", (code, signal) => {
      this.end = `it ended with ${signal ?? `code ${code}`}`;
    });
    child.unref();
    this.pid = child.pid ?? 0;
  }
}

/** Waits for clients at first, then closes their connections, and only in the last resort skips the checkpoint. */
export async function stopPostmaster(cluster: Cluster, pid: number): Promise<void> {
  const steps = [
    { signal: "SIGTERM", patience: 1_000 },
    { signal: "SIGINT", patience: 15_000 },
    { signal: "SIGQUIT", patience: 10_000 },
  ] as const;
  if ((await findPostmaster(cluster))?.pid !== pid) return;
  for (const { signal, patience } of steps) {
    signalPostmaster(cluster, pid, signal);
    for (let waited = 0; waited < patience; waited += POLL_MS) {
      // The pid file goes last, and a dead process may keep its number as a zombie.
      if ((await findPostmaster(cluster))?.pid !== pid) return;
      await sleep(POLL_MS);
    }
  }
  throw new EmbeddedPostgresError(`the server (process ${pid}) does not stop`);
}

/** Synchronous, because the last chance to call it is while this process exits. */
export function signalPostmaster(cluster: Cluster, pid: number, signal: "SIGTERM" | "SIGINT" | "SIGQUIT"): void {
  if (process.platform === "win32") {
    spawnSync(cluster.binaries.pgCtl, ["kill", signal.slice("SIG".length), String(pid)]);
    return;
  }
  if (isAlive(pid)) process.kill(pid, signal);
}

export function findFreePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
