// `colophon serve`: names the command and starts the database; everything else is loaded while that comes up.
import { Command } from "commander";
import { startDatabaseServer } from "../app/start/database-server.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { createLog } from "../platform/observability/log.js";

export function serveCommand(): Command {
  return new Command("serve")
    .description("Start the service. On an empty database it loads a sample site first.")
    .option("--no-sample", "leave an empty database empty")
    .action(async (options: { sample: boolean }) => {
      const config = loadProcessConfig();
      const log = createLog(config.logLevel);
      const ending = untilSignal();
      const starting = startDatabaseServer(config, log);
      // Whoever awaits it reports the failure; until then it is no unhandled one.
      starting.catch(() => undefined);
      const { serve } = await import("./serve.js");
      await serve({ config, log, starting, ending, loadsSample: options.sample });
    });
}

/** npm passes on the Ctrl-C that the terminal has sent to the whole group already: both together are one wish. */
const ONE_WISH_MS = 2_000;

/** Asked for before anything is opened, so that no signal can fall between. Who asks again later wants the end at once. */
function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    let askedAt = Number.POSITIVE_INFINITY;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        resolve(signal);
        askedAt = Math.min(askedAt, performance.now());
        if (performance.now() - askedAt > ONE_WISH_MS) process.exit(1);
      });
    }
  });
}
