// The readiness checks of a process: the database responds, it has every migration, its sessions are what they must be, and the event loop
// keeps up.
import type { DataSource } from "typeorm";
import type { Readiness } from "../../http/health.js";
import { migrationsDone } from "../../platform/db/migrate.js";
import type { EventLoopWatch } from "../../platform/observability/event-loop.js";

/** With this average delay the process would miss its deadlines. */
const MAX_DELAY_MS = 1_000;

export function createReadinessCheck(
  dataSource: DataSource,
  eventLoop: EventLoopWatch,
  sessions: { readonly reason: string | null },
): () => Promise<Readiness> {
  return async (): Promise<Readiness> => {
    const inTime = eventLoop.delayMs < MAX_DELAY_MS;
    const migrations = dataSource.isInitialized ? await migrationsDone(dataSource).catch(() => null) : null;
    if (migrations === null) return { database: false, eventLoop: inTime };
    // Listed only if it fails: then its value says what is wrong.
    const { reason } = sessions;
    return { database: true, migrations, eventLoop: inTime, ...(reason !== null && { sessions: reason }) };
  };
}
