// Runs the service: opens the database, loads the sample site into an empty one, and serves requests until a signal.
import { type App, startApp } from "../app/app.js";
import type { DatabaseServer } from "../app/start/database-server.js";
import { isEmptySite, type OpenDatabase, openDatabase } from "../app/start/open-database.js";
import { createFirstToken } from "../identity/api-tokens/first-token.js";
import { createStudioLink, studioLinkOf } from "../identity/sessions/studio-links.js";
import type { Config } from "../platform/config/config.js";
import type { Logger } from "../platform/observability/log.js";
import { watchLostErrors } from "../platform/observability/lost-errors.js";

export interface ServeOptions {
  config: Config;
  log: Logger;
  starting: Promise<DatabaseServer>;
  /** Resolves with the name of the signal that stops the service. */
  ending: Promise<string>;
  loadsSample: boolean;
}

export async function serve({ config, log, starting, ending, loadsSample }: ServeOptions): Promise<void> {
  watchLostErrors(log);
  const limits = { statementTimeoutMs: config.statementTimeoutMs, mayBePooled: true };
  const database = await openDatabase(config, log, limits, starting);
  try {
    if (loadsSample) await loadSample(database, log);
    const app = await startApp(config, database.dataSource, log);
    // With an external database, standard output may be a log file, so no token is printed.
    const token = database.isEmbedded ? await createFirstToken(app.platform.transact) : null;
    const firstLink = token !== null && config.studio.isEnabled ? await linkOfFirstStart(app, config) : null;
    greet(app, database, { token, firstLink });
    if (app.operationsUrl !== null) log.info({ url: `${app.operationsUrl}/metrics` }, "Metrics are served.");
    log.info({ signal: await ending }, "Stopping.");
    await app.close();
  } finally {
    await database.close();
  }
  log.info("Stopped.");
}

async function loadSample(database: OpenDatabase, log: Logger): Promise<void> {
  if (!(await isEmptySite(database.dataSource))) return;
  // The importer is loaded only at the first start, which needs it.
  const { loadSampleSite } = await import("../app/start/sample-site.js");
  const report = await database.withDirect(loadSampleSite);
  if (report === null)
    log.info("The sample site is not loaded: another process does so, or DATABASE_DIRECT_URL is missing.");
  else
    log.info(
      { posts: report.posts.created, seconds: report.seconds },
      "The database was empty, so the sample site was loaded.",
    );
}

/** Signs the first administrator in, once. */
async function linkOfFirstStart(app: App, config: Config): Promise<string> {
  const key = await app.platform.transact((tx) =>
    createStudioLink(tx, { name: "First start", role: "ADMIN", authorId: null }),
  );
  return studioLinkOf(config.studio.origin ?? app.url, key);
}

interface FirstSecrets {
  token: string | null;
  firstLink: string | null;
}

function greet(app: App, database: OpenDatabase, { token, firstLink }: FirstSecrets): void {
  const where = database.isEmbedded ? "embedded PostgreSQL" : "DATABASE_URL";
  process.stdout.write(
    `
  Colophon is ready, with its content in ${where}.

${siteLine(app)}    Open   ${app.url}/graphql   in a browser for the playground
    Try    curl -s ${app.url}/graphql -H 'content-type: application/json' \\
             -d '{"query":"{ site { title } posts(first: 3) { nodes { title slug } } }"}'
${linkLines(firstLink)}${tokenLines(token)}    Import npx colophon import wordpress export.xml    or    npx colophon import markdown folder

`,
  );
}

function siteLine({ siteUrl }: App): string {
  return siteUrl === null ? "" : `    Open   ${siteUrl}/   in a browser for the site\n`;
}

function linkLines(link: string | null): string {
  if (link === null) return "";
  return `    Sign in within ten minutes by this link, which works once; "colophon studio-link" prints others:
             ${link}
`;
}

function tokenLines(token: string | null): string {
  if (token === null) return "";
  return `    Write  with this administrator's token, which is shown only once; "colophon token create" creates others:
             Authorization: Bearer ${token}
`;
}
