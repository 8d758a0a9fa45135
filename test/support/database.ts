// Creates scratch databases, one for each test file, so that no test sees the data of another.
import { migrateDatabase } from "../../src/platform/db/migrate.js";
import { readEnvironment } from "./environment.js";
import { TestServer } from "./test-server.js";

export interface ScratchDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Creates a migrated database without content. */
export async function createScratchDatabase(): Promise<ScratchDatabase> {
  const { prepared } = readEnvironment();
  if (prepared !== null) return create(prepared.template);
  const database = await create(null);
  await migrateDatabase(database.url);
  return database;
}

/** Creates a database without tables. */
export function createEmptyDatabase(): Promise<ScratchDatabase> {
  return create(null);
}

/** Creates a database without tables in the locale C. */
export function createPlainDatabase(): Promise<ScratchDatabase> {
  return create(null, "C");
}

let opened: Promise<TestServer> | null = null;

async function create(template: string | null, locale?: string): Promise<ScratchDatabase> {
  opened ??= openServer();
  const server = await opened;
  const name = await server.create(template, locale);
  return { url: server.urlOf(name), drop: () => server.drop(name) };
}

async function openServer(): Promise<TestServer> {
  const { databaseUrl, prepared } = readEnvironment();
  if (prepared !== null) return new TestServer(prepared.serverUrl, prepared.runId);
  if (databaseUrl === null) {
    throw new Error(
      "Expected a database for the tests, got none. Run them by `npm test`, or set DATABASE_URL to run one file directly.",
    );
  }
  const server = new TestServer(databaseUrl);
  await server.announceRun();
  return server;
}
