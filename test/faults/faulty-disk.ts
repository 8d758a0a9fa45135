// A PostgreSQL server whose disk can be made to fail: a preloaded library makes its writes fail while a flag file exists. It needs a
// C compiler, so tests that use it run only with --machine.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { findBinaries } from "../../src/platform/db/embedded/binaries.js";
import { openCluster } from "../../src/platform/db/embedded/cluster.js";
import { databaseUrl, takeLease } from "../../src/platform/db/embedded/lease.js";
import { findFreePort, findPostmaster, stopPostmaster } from "../../src/platform/db/embedded/postmaster.js";
import { commandFor } from "../../src/platform/db/embedded/server-account.js";
import { treeOf } from "./own-cluster.js";

/** `data`: no space for tables; `wal`: no space for the write-ahead log; `sync`: fsync fails. */
export type DiskFault = "data" | "wal" | "sync";

export interface FaultyDisk {
  url: string;
  fail(fault: DiskFault): Promise<void>;
  /** Removes all faults, and restarts the server if it has ended. */
  heal(): Promise<void>;
  delete(): Promise<void>;
}

const SHIM = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int has(const char *name) { return access(name, F_OK) == 0; }

/* 1: a file of the write-ahead log, 2: a file of a table or an index, 0: any other file, a pipe or a socket. */
static int kind(int fd) {
  char link[64], path[4096];
  struct stat s;
  if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (strstr(path, "/pg_wal/")) return 1;
  return strstr(path, "/base/") ? 2 : 0;
}

static int is_full(int fd) {
  int of = has(FLAGS "/wal") ? 1 : has(FLAGS "/data") ? 2 : 0;
  if (of == 0 || kind(fd) != of) return 0;
  errno = ENOSPC;
  return 1;
}

static int is_broken(void) {
  if (!has(FLAGS "/sync")) return 0;
  errno = EIO;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
ssize_t write(int fd, const void *b, size_t n) { return is_full(fd) ? -1 : REAL(write)(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return is_full(fd) ? -1 : REAL(pwrite)(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return is_full(fd) ? -1 : REAL(pwrite64)(fd, b, n, o); }
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t o) { return is_full(fd) ? -1 : REAL(pwritev)(fd, v, n, o); }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t o) { return is_full(fd) ? -1 : REAL(pwritev64)(fd, v, n, o); }
int posix_fallocate(int fd, off_t o, off_t n) { return is_full(fd) ? ENOSPC : REAL(posix_fallocate)(fd, o, n); }
int posix_fallocate64(int fd, off64_t o, off64_t n) { return is_full(fd) ? ENOSPC : REAL(posix_fallocate64)(fd, o, n); }
int fsync(int fd) { return is_broken() ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return is_broken() ? -1 : REAL(fdatasync)(fd); }
`;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "32MB",
  max_connections: "60",
  wal_sync_method: "fdatasync",
  // WAL files are created instead of recycled, so that a full disk takes effect.
  wal_recycle: "off",
  timezone: "UTC",
};

export async function startFaultyDisk(): Promise<FaultyDisk> {
  const dataDir = await mkdtemp(join(tmpdir(), `colophon-test-${process.pid}-`));
  const cluster = await openCluster(await findBinaries(), dataDir, []);
  // Inside the cluster's directory, so that the server's account can read both.
  const [flags, shim] = [join(dataDir, "postgres"), join(dataDir, "postgres", "shim.so")];
  await writeFile(join(dataDir, "shim.c"), SHIM);
  const definition = `-DFLAGS="${flags}"`;
  await promisify(execFile)("cc", ["-shared", "-fPIC", "-w", definition, "-o", shim, join(dataDir, "shim.c"), "-ldl"]);
  const port = await findFreePort();

  const launch = async (): Promise<void> => {
    const values = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const args = ["-D", cluster.directory, "-p", String(port), ...values];
    const {
      file,
      args: serverArgs,
      options,
    } = commandFor(cluster.account, cluster.binaries.postgres, args, cluster.directory);
    const log = await open(cluster.logFile, "a", 0o600);
    const env = { ...options.env, LD_PRELOAD: shim };
    spawn(file, serverArgs, { ...options, env, detached: true, stdio: ["ignore", log.fd, log.fd] }).unref();
    await log.close();
  };
  // The status "ready" in the pid file can be out of date, so a session is opened. A server whose recovery failed may wait for its own
  // child processes forever (seen with PostgreSQL 18); it is killed then.
  const untilServing = async (): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      const running = await findPostmaster(cluster);
      if (running === null) await launch();
      else if (attempt % 50 === 0) for (const pid of await treeOf(running.pid)) process.kill(pid, "SIGKILL");
      const lease = await takeLease(port, cluster.password).catch(() => null);
      if (lease !== null) return lease.end();
      await sleep(200);
    }
  };
  await untilServing();
  return {
    url: databaseUrl(port, cluster.password),
    fail: (fault) => writeFile(join(flags, fault), "", { mode: 0o644 }),
    heal: async () => {
      for (const fault of ["data", "wal", "sync"]) await rm(join(flags, fault), { force: true });
      await untilServing();
    },
    delete: async () => {
      const running = await findPostmaster(cluster);
      if (running !== null) await stopPostmaster(cluster, running.pid);
      await rm(dataDir, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}
