// `colophon serve`: starts the database, and loads the other modules while it starts.
import { Command } from "commander";
import { startDatabaseServer } from "../app/start/database-server.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { createLog } from "../platform/observability/log.js";

export function serveCommand(): Command {
  return new Command("serve")
    .description("Start the service. If the database is empty, load a sample site first.")
    .option("--no-sample", "do not load the sample site")
    .action(async (options: { sample: boolean }) => {
      const config = loadProcessConfig();
      const log = createLog(config.logLevel);
      const ending = untilSignal();
      const starting = startDatabaseServer(config, log);
      // Awaited in `serve`, which reports a failure; until then it must not count as unhandled.
      starting.catch(() => undefined);
      const { serve } = await import("./serve.js");
      await serve({ config, log, starting, ending, loadsSample: options.sample });
    });
}

/** npm forwards SIGINT in addition to the terminal, which sends it to the whole process group: signals within this time are one. */
const SAME_SIGNAL_MS = 2_000;

/** Called before anything is opened, so that no signal is missed. A later second signal ends the process at once. */
function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    let firstAt = Number.POSITIVE_INFINITY;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        resolve(signal);
        firstAt = Math.min(firstAt, performance.now());
        if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
      });
    }
  });
}
