// Warms a server up until the CPU that a request takes has settled, by windows of load whose figures are compared.
import { backendCpu, processCpu, used } from "./cpu.mjs";

/** A server that has just started, or meets a workload for the first time, compiles for seconds; later it only wakes up. */
const FIRST = { windowMs: 500, most: 8 };
const AGAIN = { windowMs: 250, most: 3 };
/** The last three windows lie within this share of each other. */
const TOLERANCE = 0.04;
const COMPARED = 3;

/** CPU of a window of load in microseconds, null where it cannot be read. `work` resolves to what is reported with it. */
export async function withCpu({ pid, admin }, work) {
  const before = [await processCpu(pid), await backendCpu(admin)];
  const result = await work();
  const after = [await processCpu(pid), await backendCpu(admin)];
  return { ...result, serverCpu: used(before[0], after[0]), databaseCpu: used(before[1], after[1]) };
}

/**
 * `load(milliseconds)` resolves to `{ answered }`. Resolves to whether the figures settled within the bound; on a busy
 * machine they may not.
 */
export async function warmUp({ pid, admin, isFirst, load, windowMs = isFirst ? FIRST.windowMs : AGAIN.windowMs }) {
  const { most } = isFirst ? FIRST : AGAIN;
  const costs = [];
  while (costs.length < most) {
    const { answered, serverCpu, databaseCpu } = await withCpu({ pid, admin }, () => load(windowMs));
    if (serverCpu === null || databaseCpu === null) return false;
    costs.push((serverCpu + databaseCpu) / answered);
    const last = costs.slice(-COMPARED);
    if (last.length === COMPARED && Math.max(...last) <= Math.min(...last) * (1 + TOLERANCE)) return true;
  }
  return false;
}
