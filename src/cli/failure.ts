// Reports the failure of a command: one line on standard error, and an exit code by the kind of failure.

import { UnreadableSourceError } from "../intake/importers/import-event.js";
import { codeOf, messageOf } from "../lib/error-facts.js";
import { ConfigError } from "../platform/config/config.js";
import { EmbeddedPostgresError } from "../platform/db/embedded/embedded-postgres.js";
import { failureKind } from "../platform/db/failures/failure-table.js";

/** `failure` is any unexpected error. The codes are documented in README.md. */
export const EXIT_CODES = { failure: 1, configuration: 2, unreadableSource: 3, database: 4, incomplete: 5 } as const;

export function reportFailure(error: unknown): void {
  process.exitCode = exitCodeOf(error);
  process.stderr.write(`colophon: ${sentenceOf(error)}\n`);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError || isNamed(error, "DatabaseUrlError")) return EXIT_CODES.configuration;
  if (error instanceof UnreadableSourceError) return EXIT_CODES.unreadableSource;
  const isImportRefused = isNamed(error, "ImportBusyError") || isNamed(error, "SharedSessionError");
  if (error instanceof EmbeddedPostgresError || isImportRefused || isConnectionError(error)) return EXIT_CODES.database;
  return EXIT_CODES.failure;
}

/** Compares names, because importing the class would load the importer at every start. */
const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

function sentenceOf(error: unknown): string {
  if (isConnectionError(error))
    return `The database cannot be used: ${messageOf(error) || codeOf(error)}. Check DATABASE_URL.`;
  return messageOf(error);
}

/** The database does not accept a connection, or not in time. Errors of files have codes of the same names, and a path. */
function isConnectionError(error: unknown): boolean {
  return error instanceof Error && failureKind(error) === "unavailable" && !("path" in error);
}
