// The lock that keeps a second server off the cluster. A process id says nothing in another container, which has process numbers and
// shared memory of its own; a lock on a file of the shared folder is held by the kernel for all of them.
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Cluster } from "./cluster.js";

/** The exit code for a lock that another process holds. */
export const LOCKED_EXIT_CODE = 75;
/** Deletes the pid file of a server that is gone, which only the holder of the lock may do, and becomes the server. */
const START = 'rm -f "$0" && exec "$@"';

let isSupported: Promise<boolean> | null = null;

/**
 * The command line that starts the program while it holds the lock. The server and its children inherit the locked file, so the lock ends
 * with the last of them, however they end. Without `flock` of util-linux, which all supported Linux distributions have, the
 * program is started without a lock.
 */
export async function lockedCommand(cluster: Cluster, program: string, args: readonly string[]): Promise<string[]> {
  isSupported ??= supportsLocks();
  const pidFile = join(cluster.directory, "postmaster.pid");
  if (!(await isSupported)) {
    await rm(pidFile, { force: true });
    return [program, ...args];
  }
  const lock = [
    "flock",
    "--no-fork",
    "--nonblock",
    "--conflict-exit-code",
    String(LOCKED_EXIT_CODE),
    lockFileOf(cluster),
  ];
  return [...lock, "/bin/sh", "-c", START, pidFile, program, ...args];
}

const lockFileOf = (cluster: Cluster): string => join(dirname(cluster.directory), "server.lock");

function supportsLocks(): Promise<boolean> {
  if (process.platform !== "linux") return Promise.resolve(false);
  return new Promise((resolve) => {
    execFile("flock", ["--no-fork", "--shared", "--nonblock", "/dev/null", "true"], (error) => resolve(error === null));
  });
}
