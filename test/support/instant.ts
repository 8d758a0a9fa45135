// Reads content before and after the instant at which it appears, by the database's clock. A machine that is too slow to read before the
// instant gets a later one, so that no test depends on the speed of the machine.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";

const FIRST_LEAD_MS = 1_200;
const LONGEST_LEAD_MS = 60_000;

/** Unix time of the database in whole milliseconds. */
export async function databaseTime(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query("select floor(extract(epoch from clock_timestamp()) * 1000) as now");
  return Number(row.now);
}

/** Calls `attempt` with an instant in the near future, and a later one each time it returns false because it was too late. */
export async function withNearInstant(
  dataSource: DataSource,
  attempt: (instant: number) => Promise<boolean>,
): Promise<void> {
  for (let lead = FIRST_LEAD_MS; ; lead *= 2) {
    assert.ok(lead <= LONGEST_LEAD_MS, "The machine is too slow to read anything before an instant.");
    if (await attempt((await databaseTime(dataSource)) + lead)) return;
  }
}

/** Schedules content, and reads it once before its instant and once after. `schedule` may be called again with a later instant. */
export async function readAroundInstant<T>(
  dataSource: DataSource,
  schedule: (instant: string) => Promise<unknown>,
  read: () => Promise<T>,
): Promise<{ instant: string; before: T; after: T }> {
  let before: T | undefined;
  let instant = 0;
  await withNearInstant(dataSource, async (chosen) => {
    instant = chosen;
    await schedule(new Date(instant).toISOString());
    before = await read();
    return (await databaseTime(dataSource)) < instant;
  });
  for (let left = 1; left > 0; ) {
    left = instant - (await databaseTime(dataSource));
    await sleep(Math.max(0, left));
  }
  return { instant: new Date(instant).toISOString(), before: before as T, after: await read() };
}
