// Starts the whole service on its own scratch database; tests send requests over HTTP, as clients do.
import type { DataSource } from "typeorm";
import { migrations } from "../../migrations/index.js";
import { startApp } from "../../src/app/app.js";
import { entities } from "../../src/app/registry.js";
import { insertApiToken } from "../../src/identity/api-tokens/api-token.service.js";
import type { Platform } from "../../src/identity/context.js";
import type { Role } from "../../src/identity/viewer.js";
import { type Config, loadConfig } from "../../src/platform/config/config.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import type { Logger } from "../../src/platform/observability/log.js";
import { createScratchDatabase } from "./database.js";
import { recordDirectWrites } from "./direct-writes.js";
import { readEnvironment } from "./environment.js";
import { LONG_DEADLINE } from "./limits.js";
import { scratchFolder } from "./scratch-folder.js";
import { createTestLog } from "./test-log.js";

export interface GraphqlResult<Data> {
  data: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  extensions?: { sql: { statements: number }; cost?: { nodes: number; points: number } };
}

/** The sender of a request; anonymous if absent. */
export interface Sender {
  token?: string;
  headers?: Record<string, string>;
}

export interface TestApp {
  url: string;
  /** URL of the reader's site; null if it is switched off. */
  siteUrl: string | null;
  /** URL of the metrics port; null unless METRICS_PORT is set. */
  operationsUrl: string | null;
  databaseUrl: string;
  dataSource: DataSource;
  platform: Platform;
  /** Sends an operation and returns the response, including errors. */
  send<Data>(query: string, variables?: Record<string, unknown>, sender?: Sender): Promise<GraphqlResult<Data>>;
  /** Sends an operation that must succeed and returns its data. */
  query<Data>(query: string, variables?: Record<string, unknown>, sender?: Sender): Promise<Data>;
  /** Creates an API token and returns its secret; the role AUTHOR requires `authorId`. */
  tokenFor(role: Role, authorId?: string): Promise<string>;
  close(): Promise<void>;
}

export async function startTestApp(
  env: Record<string, string> = {},
  /** Errors of the service are printed unless a log is given; a test that provokes internal errors gives a silent one. */
  givenLog: Logger | null = null,
  /** The database of another app, to start a second process of the same service. */
  databaseUrl: string | null = null,
): Promise<TestApp> {
  const testLog = createTestLog();
  const scratch =
    databaseUrl === null ? await createScratchDatabase() : { url: databaseUrl, drop: async () => undefined };
  const assets = scratchFolder();
  const config: Config = loadConfig({
    DATABASE_URL: scratch.url,
    PORT: "0",
    ASSETS_DIR: assets.path,
    EXPOSE_SQL_COUNT: "1",
    LOG_LEVEL: "silent",
    OUTBOUND_ALLOW: "127.0.0.1",
    ...LONG_DEADLINE,
    ...(readEnvironment().isCacheEnabled ? {} : { CACHE_BYTES: "0" }),
    ...env,
  });
  const dataSource = createDataSource(
    { url: scratch.url, poolSize: 4, poolWaitMs: 5_000, statementTimeoutMs: 10_000 },
    { entities, migrations },
  );
  await dataSource.initialize();
  const app = await startApp(config, dataSource, givenLog ?? testLog.log);
  recordDirectWrites(dataSource);
  const send = async <Data>(
    query: string,
    variables: Record<string, unknown> = {},
    { token, headers }: Sender = {},
  ): Promise<GraphqlResult<Data>> => {
    const response = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }), ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlResult<Data>;
  };
  return {
    url: app.url,
    siteUrl: app.siteUrl,
    operationsUrl: app.operationsUrl,
    databaseUrl: scratch.url,
    dataSource,
    platform: app.platform,
    send,
    query: async <Data>(query: string, variables?: Record<string, unknown>, sender?: Sender) => {
      const result = await send<Data>(query, variables, sender);
      if (result.errors !== undefined) {
        const cause = result.errors.map(({ extensions }) => testLog.causeOf(extensions.errorId)).find((known) => known);
        throw new Error(`The query failed: ${JSON.stringify(result.errors)}`, cause === undefined ? {} : { cause });
      }
      return result.data;
    },
    tokenFor: async (role, authorId) => {
      const token = { name: `${role} of the test`, role, authorId: authorId ?? null, expiresAt: null };
      return (await app.platform.transact((tx) => insertApiToken(tx, token))).secret;
    },
    close: async () => {
      await app.close();
      await dataSource.destroy();
      await scratch.drop();
      await assets.delete();
    },
  };
}
