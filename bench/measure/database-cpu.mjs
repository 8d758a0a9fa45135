// CPU time of PostgreSQL during an import, in microseconds: of the backends of one database, read until they end, or of an embedded
// server with all its processes. Linux only, on the machine of the server; null elsewhere.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const TICK_MICROSECONDS = 10_000;
/** A backend that ends loses at most this much of its time. */
const INTERVAL_MS = 20;
/** Backends are listed in each of so many intervals, since listing them takes a statement. */
const LISTING_INTERVALS = 10;

/** Starts reading. `list` returns the ids of the processes that exist now; `finish` returns their CPU time. */
export function meterProcesses(list, read = scheduledMicroseconds) {
  const times = new Map();
  let isFinished = false;
  const loop = (async () => {
    for (let turn = 0; !isFinished; turn += 1) {
      if (turn % LISTING_INTERVALS === 0) for (const pid of await list()) times.set(pid, times.get(pid) ?? 0);
      for (const pid of times.keys()) times.set(pid, (await read(pid)) ?? times.get(pid));
      await sleep(INTERVAL_MS);
    }
  })();
  return {
    async finish() {
      isFinished = true;
      await loop;
      const total = [...times.values()].reduce((sum, time) => sum + time, 0);
      return total === 0 ? null : total;
    },
  };
}

/** Client backends, parallel workers and the workers of autovacuum. */
export async function backendsOf(admin, database) {
  const { rows } = await admin.query("select pid from pg_stat_activity where datname = $1", [database]);
  return rows.map(({ pid }) => pid);
}

async function scheduledMicroseconds(pid) {
  const text = await readFile(`/proc/${pid}/schedstat`, "utf8").catch(() => null);
  return text === null ? null : Number(text.split(" ")[0]) / 1000;
}

/** The server in a data folder, as a list for `meterProcesses`: empty until it has started. */
export async function embeddedServer(dataDir) {
  for (const name of ["", ...(await readdir(dataDir).catch(() => []))]) {
    const text = await readFile(join(dataDir, name, "postmaster.pid"), "utf8").catch(() => "");
    const pid = Number(text.split("\n")[0]);
    if (pid > 0) return [pid];
  }
  return [];
}

/** Of a server: its own time, that of its ended processes, and that of the processes that it has now. */
export async function serverMicroseconds(pid) {
  const own = await statOf(pid);
  if (own === null) return null;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  let sum = own.self + own.ended;
  for (const child of children.split(" ").filter(Boolean)) sum += (await statOf(child))?.self ?? 0;
  return sum;
}

async function statOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat === null) return null;
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  return {
    self: (fields[11] + fields[12]) * TICK_MICROSECONDS,
    ended: (fields[13] + fields[14]) * TICK_MICROSECONDS,
  };
}
