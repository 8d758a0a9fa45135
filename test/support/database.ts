// A database of its own for every test file, so that no test sees what another wrote.
import { migrateDatabase } from "../../src/platform/db/migrate.js";
import { readEnvironment } from "./environment.js";
import { TestServer } from "./test-server.js";

export interface ScratchDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A migrated database without content. */
export async function createScratchDatabase(): Promise<ScratchDatabase> {
  const { prepared } = readEnvironment();
  if (prepared !== null) return create(prepared.template);
  const database = await create(null);
  await migrateDatabase(database.url);
  return database;
}

/** A database without tables. */
export function createEmptyDatabase(): Promise<ScratchDatabase> {
  return create(null);
}

/** A database without tables and of the locale C. */
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
    throw new Error("No database for the tests: run them by `npm test`, or set DATABASE_URL to run one file directly.");
  }
  const server = new TestServer(databaseUrl);
  await server.attend();
  return server;
}
