// The readiness checks of a process: the database responds, it has every migration, and the event loop keeps up.
import type { DataSource } from "typeorm";
import type { Readiness } from "../../http/health.js";
import { migrationsDone } from "../../platform/db/migrate.js";
import type { EventLoopWatch } from "../../platform/observability/event-loop.js";

/** With this average delay the process would miss its deadlines. */
const MAX_DELAY_MS = 1_000;

export function createReadinessCheck(dataSource: DataSource, eventLoop: EventLoopWatch): () => Promise<Readiness> {
  return async (): Promise<Readiness> => {
    const inTime = eventLoop.delayMs < MAX_DELAY_MS;
    const migrations = dataSource.isInitialized ? await migrationsDone(dataSource).catch(() => null) : null;
    if (migrations === null) return { database: false, eventLoop: inTime };
    return { database: true, migrations, eventLoop: inTime };
  };
}
