// A script that runs in its own process: the whole service on an existing database, as `colophon serve` without the playground. A durable
// listener writes the events that it receives to a table, so that lost events can be detected.
import { migrations } from "../../migrations/index.js";
import { startApp } from "../../src/app/app.js";
import { entities } from "../../src/app/registry.js";
import { loadConfig } from "../../src/platform/config/config.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { createLog } from "../../src/platform/observability/log.js";
import { LONG_DEADLINE } from "../support/limits.js";
import { endWithParent } from "../support/spawned.js";

endWithParent();
const { url, env } = JSON.parse(process.argv[2] ?? "") as { url: string; env: Record<string, string> };
// A machine that runs many tests may take seconds to open a connection.
const timeouts = { POOL_WAIT_MS: "15000", STATEMENT_TIMEOUT_MS: "15000", ...LONG_DEADLINE };
const config = loadConfig({ DATABASE_URL: url, PORT: "0", PLAYGROUND: "0", LOG_LEVEL: "silent", ...timeouts, ...env });
const { databasePoolSize: poolSize, poolWaitMs, statementTimeoutMs } = config;
const dataSource = createDataSource({ url, poolSize, poolWaitMs, statementTimeoutMs }, { entities, migrations });
await dataSource.initialize();
const app = await startApp(config, dataSource, createLog("silent"), [
  {
    name: "fault test",
    isDurable: true,
    // On another connection than the delivery, so that a kill between the two is visible.
    handle: async (events) => {
      const ids = events.map(({ id }) => id);
      await dataSource.query("insert into heard (event_id) select unnest($1::bigint[])", [ids]);
    },
  },
]);
console.log(app.url);
