// Configuration of the connections to the database: where anonymous reads and session state go if DATABASE_URL leads through a pooler.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface DatabaseConfig {
  /** The role and the place of anonymous reads; null: those of DATABASE_URL. */
  publicUrl: string | null;
  /** For what needs a session of its own: notifications, locks, migrations, imports. Null: DATABASE_URL is such a connection. */
  directUrl: string | null;
  /** Whether statements that recur are prepared under a name. */
  prepares: boolean;
  /** How long a process that starts waits for a database that does not accept connections yet. */
  waitMs: number;
}

export const databaseVariables: readonly ConfigVariable[] = [
  {
    name: "DATABASE_PUBLIC_URL",
    defaultValue: "",
    description:
      "URL of anonymous reads, with a role of its own whose search_path is published; needed behind a pooler. If absent, DATABASE_URL.",
  },
  {
    name: "DATABASE_DIRECT_URL",
    defaultValue: "",
    description:
      "URL that does not lead through a pooler, for notifications, locks, migrations and imports. If absent, DATABASE_URL.",
  },
  {
    name: "DATABASE_PREPARE",
    defaultValue: "1",
    description:
      "0 gives statements no names, for poolers in transaction mode that do not support prepared statements.",
  },
  {
    name: "DATABASE_WAIT_SECONDS",
    defaultValue: "15",
    description: "Seconds that a starting process waits for a database that does not accept connections yet, 0 to 600.",
  },
];

export function readDatabaseConfig(reader: EnvironmentReader): DatabaseConfig {
  const config = {
    publicUrl: reader.databaseUrl("DATABASE_PUBLIC_URL"),
    directUrl: reader.databaseUrl("DATABASE_DIRECT_URL"),
    prepares: reader.flag("DATABASE_PREPARE"),
    waitMs: 1_000 * reader.integer("DATABASE_WAIT_SECONDS", 0, 600),
  };
  if (reader.text("DATABASE_URL") === "" && (config.publicUrl ?? config.directUrl) !== null) {
    reader.errors.push("DATABASE_PUBLIC_URL and DATABASE_DIRECT_URL take effect only together with DATABASE_URL.");
  }
  return config;
}
