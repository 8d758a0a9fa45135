// Starts the service on a scratch database and records all its output: complete HTTP responses and every line of the log.
import type { DataSource } from "typeorm";
import { migrations } from "../../migrations/index.js";
import { startApp } from "../../src/app/app.js";
import { entities } from "../../src/app/registry.js";
import { insertApiToken } from "../../src/identity/api-tokens/api-token.service.js";
import type { Platform } from "../../src/identity/context.js";
import { loadConfig } from "../../src/platform/config/config.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { createLog } from "../../src/platform/observability/log.js";
import { createScratchDatabase } from "../support/database.js";
import { recordDirectWrites } from "../support/direct-writes.js";
import { readEnvironment } from "../support/environment.js";
import { WIDE_LIMITS } from "../support/limits.js";

export interface SentRequest {
  method?: string;
  /** Begins with a slash. */
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The parts of a response that are compared: everything except the date and the request id. */
export interface SeenResponse {
  status: number;
  headers: string[];
  body: string;
}

export interface SpiedApp {
  url: string;
  databaseUrl: string;
  dataSource: DataSource;
  platform: Platform;
  logLines: string[];
  request(sent: SentRequest): Promise<SeenResponse>;
  /** Creates an administrator's token and returns its secret. */
  adminToken(): Promise<string>;
  close(): Promise<void>;
}

const IGNORED_HEADERS = new Set(["date", "x-request-id"]);

export async function startSpiedApp(): Promise<SpiedApp> {
  const scratch = await createScratchDatabase();
  const config = loadConfig({
    DATABASE_URL: scratch.url,
    FEDERATION: "1",
    PORT: "0",
    LOG_LEVEL: "trace",
    ...WIDE_LIMITS,
    ...(readEnvironment().isCacheEnabled ? {} : { CACHE_BYTES: "0" }),
  });
  const dataSource = createDataSource(
    { url: scratch.url, poolSize: 4, poolWaitMs: 5_000, statementTimeoutMs: 10_000 },
    { entities, migrations },
  );
  await dataSource.initialize();
  const logLines: string[] = [];
  const log = createLog("trace", { write: (line) => void logLines.push(line) });
  const app = await startApp(config, dataSource, log);
  recordDirectWrites(dataSource);
  return {
    url: app.url,
    databaseUrl: scratch.url,
    dataSource,
    platform: app.platform,
    logLines,
    request: async ({ method = "POST", path = "/graphql", headers = {}, body }) => {
      const init = { method, headers, redirect: "manual" as const, ...(body !== undefined && { body }) };
      const response = await fetch(app.url + path, init);
      return {
        status: response.status,
        headers: [...response.headers].filter(([name]) => !IGNORED_HEADERS.has(name)).map((pair) => pair.join(": ")),
        body: await response.text(),
      };
    },
    adminToken: async () => {
      const token = { name: "Ada", role: "ADMIN", authorId: null, expiresAt: null } as const;
      return (await app.platform.transact((tx) => insertApiToken(tx, token))).secret;
    },
    close: async () => {
      await app.close();
      await dataSource.destroy();
      await scratch.drop();
    },
  };
}

export function graphqlRequest(query: string, variables: Record<string, unknown> = {}): SentRequest {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) };
}
