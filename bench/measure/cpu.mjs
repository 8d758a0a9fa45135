// CPU time by the operating system's accounting, in microseconds: of a server's process and of the database's backends
// that serve the bench's database. Linux only; null where there is nothing to read.
import { readdir, readFile } from "node:fs/promises";

const TICK_MICROSECONDS = 10_000;

/** Nanoseconds of the scheduler where the kernel has them, else ticks of 10 ms. */
async function taskMicroseconds(folder) {
  const schedule = await readFile(`${folder}/schedstat`, "utf8").catch(() => null);
  if (schedule !== null) return Number(schedule.split(" ")[0]) / 1000;
  const stat = await readFile(`${folder}/stat`, "utf8").catch(() => null);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
}

/** All threads of a process: compiling and collecting garbage are part of the price. */
export async function processCpu(pid) {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const times = await Promise.all(tasks.map((task) => taskMicroseconds(`/proc/${pid}/task/${task}`)));
  return new Map(tasks.map((task, i) => [task, times[i]]));
}

export async function backendCpu(admin) {
  const { rows } = await admin.query(
    `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  const times = await Promise.all(rows.map(({ pid }) => taskMicroseconds(`/proc/${pid}`)));
  return new Map(rows.map(({ pid }, i) => [pid, times[i]]));
}

/** What was used between two readings; whoever came in between counts from zero. */
export function used(before, after) {
  let sum = 0;
  for (const [id, time] of after) {
    if (time === null) return null;
    sum += time - (before.get(id) ?? 0);
  }
  return sum;
}

export async function peakMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
}
