// Starts, identifies and stops the server process of one cluster. The only file that reads postmaster.pid and sends signals: a
// process id alone proves nothing, since another program may have it after a crash or a reboot.
import { execFile, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { open, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, isAlive } from "./cluster.js";
import { EmbeddedPostgresError } from "./embedded-error.js";
import { changeOwner, commandFor } from "./server-account.js";
import { LOCKED_EXIT_CODE, lockedCommand } from "./server-lock.js";
import { tailOf } from "./server-log.js";

export interface Postmaster {
  pid: number;
  port: number;
  status: string;
}

const POLL_MS = 10;
/** Long enough to replay all WAL that a crash can leave behind. */
const READY_TIMEOUT_MS = 60_000;
/** Messages of failures that disappear with time, such as children of a killed server that have not ended yet. */
const TRANSIENT_FAILURE = /shared memory block|lock file|could not bind|could not create any TCP/;

const FOLDER_IN_USE =
  "another container or machine runs a server on the same data folder; stop it first, or give each of them a DATA_DIR of its own";

/** The running server of this cluster, as far as this container can see it, or null. */
export async function findPostmaster(cluster: Cluster): Promise<Postmaster | null> {
  const text = await readFile(pidFileOf(cluster), "utf8").catch(() => "");
  const [pid = 0, , , port = 0] = text.split("\n").map(Number);
  if (!(pid > 0) || !isAlive(pid)) return null;
  return (await isOurs(cluster, pid)) ? { pid, port, status: text.split("\n")[7]?.trim() ?? "" } : null;
}

const pidFileOf = (cluster: Cluster): string => `${cluster.directory}/postmaster.pid`;

/** Of a server that holds the lock on the folder and is not among the processes that this container sees. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
}

/** A server's working directory is its data directory, which is also on its command line. */
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

/** Waits until a server that is starting or recovering is ready; throws if it ends. */
export async function waitUntilReady(cluster: Cluster, pid: number): Promise<Postmaster> {
  for (let waited = 0; waited < READY_TIMEOUT_MS; waited += POLL_MS) {
    const found = await findPostmaster(cluster);
    if (found === null || found.pid !== pid) throw new Error("The server ended before it was ready.");
    if (found.status === "ready") return found;
    await sleep(POLL_MS);
  }
  throw new EmbeddedPostgresError(`the server was not ready after ${READY_TIMEOUT_MS / 1000} s`);
}

/** Launches a server and waits until it is ready. A failure that is worth a retry is a plain Error, not an EmbeddedPostgresError. */
export async function launchPostmaster(
  cluster: Cluster,
  port: number,
  settings: Record<string, string>,
): Promise<Postmaster> {
  const log = await open(cluster.logFile, "a", 0o600);
  try {
    await changeOwner(cluster.account, cluster.logFile);
    const start = (await log.stat()).size;
    const values = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const command = await lockedCommand(cluster, cluster.binaries.postgres, [
      ...["-D", cluster.directory, "-p", String(port)],
      ...values,
    ]);
    const child = new LaunchedProcess(cluster, command, log.fd);
    for (let waited = 0; waited < READY_TIMEOUT_MS && child.exitReason === null; waited += POLL_MS) {
      await sleep(POLL_MS);
      const found = await findPostmaster(cluster);
      if (found !== null && found.pid === child.pid && found.status === "ready") return found;
    }
    if (child.exitReason === null) signalPostmaster(cluster, child.pid, "SIGQUIT");
    if (child.exitCode === LOCKED_EXIT_CODE) throw new FolderInUseError(FOLDER_IN_USE);
    const reason = await tailOf(cluster.logFile, start);
    if (TRANSIENT_FAILURE.test(reason)) throw new Error(reason);
    const exitReason = child.exitReason ?? `it was not ready after ${READY_TIMEOUT_MS / 1000} s`;
    throw new EmbeddedPostgresError(`the server did not start (${reason === "" ? exitReason : reason})`);
  } finally {
    await log.close();
  }
}

class LaunchedProcess {
  readonly pid: number;
  /** Null while the process is running. */
  exitReason: string | null = null;
  exitCode: number | null = null;

  constructor(cluster: Cluster, [program = "", ...args]: readonly string[], logFd: number) {
    const command = commandFor(cluster.account, program, args, cluster.directory);
    // Detached, so that Ctrl-C reaches only the service, which closes its connections before it stops the server.
    const options: SpawnOptions = { ...command.options, detached: true, stdio: ["ignore", logFd, logFd] };
    const child = spawn(command.file, command.args, options);
    child.once("error", (error) => {
      this.exitReason = error.message;
    });
    child.once("exit", (code, signal) => {
      this.exitCode = code;
      this.exitReason = `it ended with ${signal ?? `code ${code}`}`;
    });
    child.unref();
    this.pid = child.pid ?? 0;
  }
}

/** Shuts down gracefully at first, then closes clients' connections, and as a last resort skips the shutdown checkpoint. */
export async function stopPostmaster(cluster: Cluster, pid: number): Promise<void> {
  const steps = [
    { signal: "SIGTERM", timeoutMs: 1_000 },
    { signal: "SIGINT", timeoutMs: 15_000 },
    { signal: "SIGQUIT", timeoutMs: 10_000 },
  ] as const;
  if ((await findPostmaster(cluster))?.pid !== pid) return;
  for (const { signal, timeoutMs } of steps) {
    signalPostmaster(cluster, pid, signal);
    for (let waited = 0; waited < timeoutMs; waited += POLL_MS) {
      // The server deletes its pid file last; a process that ended may stay in the process table as a zombie.
      if ((await findPostmaster(cluster))?.pid !== pid) return;
      await sleep(POLL_MS);
    }
  }
  throw new EmbeddedPostgresError(`the server (process ${pid}) did not stop`);
}

/** Synchronous, because it is also called from the "exit" event of this process. */
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
