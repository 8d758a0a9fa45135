// The service from its start to its end: opens the database, loads the sample into an empty one, answers until a signal.
import { type App, startApp } from "../app/app.js";
import type { DatabaseServer } from "../app/start/database-server.js";
import { isEmptySite, type OpenDatabase, openDatabase } from "../app/start/open-database.js";
import { createFirstToken } from "../identity/api-tokens/first-token.js";
import type { Config } from "../platform/config/config.js";
import type { Logger } from "../platform/observability/log.js";
import { watchLostErrors } from "../platform/observability/lost-errors.js";

export interface ServeOptions {
  config: Config;
  log: Logger;
  starting: Promise<DatabaseServer>;
  /** Resolves with the name of the signal that asks for the end. */
  ending: Promise<string>;
  loadsSample: boolean;
}

export async function serve({ config, log, starting, ending, loadsSample }: ServeOptions): Promise<void> {
  watchLostErrors(log);
  const limits = { statementTimeoutMs: config.statementTimeoutMs };
  const database = await openDatabase(config, log, limits, starting);
  try {
    if (loadsSample) await loadSample(database, log);
    const app = await startApp(config, database.dataSource, log);
    // A database of one's own choosing is not told secrets of on a terminal that may be a log.
    const token = database.isEmbedded ? await createFirstToken(app.platform.transact) : null;
    greet(app, database, token);
    if (app.operationsUrl !== null) log.info({ url: `${app.operationsUrl}/metrics` }, "Metrics are shown.");
    log.info({ signal: await ending }, "Stopping.");
    await app.close();
  } finally {
    await database.close();
  }
  log.info("Stopped.");
}

async function loadSample(database: OpenDatabase, log: Logger): Promise<void> {
  if (!(await isEmptySite(database.dataSource))) return;
  // Only a first start needs the importer.
  const { loadSampleSite } = await import("../app/start/sample-site.js");
  const { posts, seconds } = await loadSampleSite(database.dataSource);
  log.info({ posts: posts.created, seconds }, "The database was empty: the sample site was loaded.");
}

function greet(app: App, database: OpenDatabase, token: string | null): void {
  const where = database.isEmbedded ? "embedded PostgreSQL" : "DATABASE_URL";
  process.stdout.write(
    `
  Colophon is ready, with its content in ${where}.

    Open   ${app.url}/graphql   in a browser for the playground
    Try    curl -s ${app.url}/graphql -H 'content-type: application/json' \\
             -d '{"query":"{ site { title } posts(first: 3) { nodes { title slug } } }"}'
${tokenLines(token)}    Import npx colophon import wordpress export.xml    or    npx colophon import markdown folder

`,
  );
}

function tokenLines(token: string | null): string {
  if (token === null) return "";
  return `    Write  with this administrator's token, which is shown only now; "colophon token create" makes others:
             Authorization: Bearer ${token}
`;
}
