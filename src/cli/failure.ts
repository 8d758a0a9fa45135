// Reports the failure of a command: one line on standard error, and an exit code by the kind of failure.

import { UnreadableSourceError } from "../intake/importers/import-event.js";
import { codeOf, messageOf } from "../lib/error-facts.js";
import { ConfigError } from "../platform/config/config.js";
import { EmbeddedPostgresError } from "../platform/db/embedded/embedded-postgres.js";

/** `failure` is any unexpected error. The codes are documented in README.md. */
export const EXIT_CODES = { failure: 1, configuration: 2, unreadableSource: 3, database: 4, incomplete: 5 } as const;

export function reportFailure(error: unknown): void {
  process.exitCode = exitCodeOf(error);
  process.stderr.write(`colophon: ${sentenceOf(error)}\n`);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT_CODES.configuration;
  if (error instanceof UnreadableSourceError) return EXIT_CODES.unreadableSource;
  if (error instanceof EmbeddedPostgresError || isNamed(error, "ImportBusyError") || isConnectionError(error)) {
    return EXIT_CODES.database;
  }
  return EXIT_CODES.failure;
}

/** Compares names, because importing the class would load the importer at every start. */
const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

function sentenceOf(error: unknown): string {
  if (isConnectionError(error))
    return `The database cannot be used: ${error.message || error.code}. Check DATABASE_URL.`;
  return messageOf(error);
}

/** Errors of the network and of PostgreSQL that mean that the database does not accept a connection. */
const CONNECTION_CODES = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "28P01",
  "28000",
  "3D000",
  "53300",
  "57P03",
]);

function isConnectionError(error: unknown): error is Error & { code: string } {
  return CONNECTION_CODES.has(codeOf(error));
}
