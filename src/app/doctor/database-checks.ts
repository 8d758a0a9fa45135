// Checks the database: version, settings, clock, migrations, indexes and the outbox. Nothing is changed.
import type { DataSource } from "typeorm";
import { pendingMigrations } from "../../platform/db/migrate.js";
import { outboxLag } from "../../platform/events/outbox-lag.js";
import { type Finding, failure, ok, warning } from "./finding.js";

const OLDEST_VERSION = 15;
const MAX_SKEW_MS = 1_000;
const MAX_LAG_SECONDS = 600;
/** Connections outside of the pools: the listening connection, migrations, and an administrator. */
const OTHER_CONNECTIONS = 5;

/** `poolSize` is null behind a pooler, which has connections of its own. */
export async function checkDatabase(source: DataSource, poolSize: number | null): Promise<Finding[]> {
  const findings = [await checkVersion(source), ...(await checkSettings(source, poolSize)), await checkClock(source)];
  const migrations = await checkMigrations(source);
  findings.push(migrations);
  // Before the migrations have run, missing indexes and tables are no findings.
  if (migrations.status === "failure") return findings;
  return [...findings, ...(await checkIndexes(source)), await checkOutbox(source)];
}

async function settingsOf(source: DataSource, names: readonly string[]): Promise<Map<string, string>> {
  const rows: { name: string; setting: string }[] = await source.query(
    "/* doctor.settings */ select name, setting from pg_settings where name = any($1)",
    [names],
  );
  return new Map(rows.map(({ name, setting }) => [name, setting]));
}

async function checkVersion(source: DataSource): Promise<Finding> {
  const version = (await settingsOf(source, ["server_version"])).get("server_version") ?? "unknown";
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return ok("version", `PostgreSQL ${version}.`);
  return failure(
    "version",
    `PostgreSQL ${version} is not supported.`,
    `Upgrade to PostgreSQL ${OLDEST_VERSION} or later.`,
  );
}

async function checkSettings(source: DataSource, poolSize: number | null): Promise<Finding[]> {
  const durable = ["fsync", "full_page_writes", "synchronous_commit"];
  const settings = await settingsOf(source, [...durable, "max_connections", "server_encoding"]);
  const off = durable.filter((name) => settings.get(name) === "off");
  const wanted = 2 * (poolSize ?? 0) + OTHER_CONNECTIONS;
  const connections = Number(settings.get("max_connections"));
  const encoding = settings.get("server_encoding");
  return [
    off.length === 0
      ? ok("durability", `The settings ${durable.join(", ")} are on.`)
      : warning(
          "durability",
          `With ${off.join(", ")} off, a crash can lose acknowledged writes.`,
          `Set ${off.join(", ")} to on.`,
        ),
    connections >= wanted
      ? ok("connections", `max_connections is ${connections}; this process uses up to ${wanted}.`)
      : failure(
          "connections",
          `max_connections is ${connections}, but this process alone uses up to ${wanted}.`,
          "Raise max_connections, or lower DATABASE_POOL_SIZE.",
        ),
    encoding === "UTF8"
      ? ok("encoding", "The encoding of the database is UTF8.")
      : failure(
          "encoding",
          `The encoding of the database is ${encoding}.`,
          "Create a database with the encoding UTF8, and restore a dump into it.",
        ),
    ok("extensions", "No extension is required."),
  ];
}

/** Assumes that the database read its clock halfway between sending the query and receiving the result. */
async function checkClock(source: DataSource): Promise<Finding> {
  await source.query("/* doctor.warm up */ select 1");
  const before = Date.now();
  const [row]: { at: string }[] = await source.query(
    "/* doctor.clock */ select extract(epoch from clock_timestamp())::text as at",
  );
  const after = Date.now();
  const skewMs = Math.round(Number(row?.at) * 1_000 - (before + after) / 2);
  const uncertainty = Math.ceil((after - before) / 2);
  if (Math.abs(skewMs) <= MAX_SKEW_MS + uncertainty)
    return ok("clock", `The clocks of the database and of this machine differ by ${skewMs} ms.`);
  return warning(
    "clock",
    `The clock of the database is ${Math.abs(skewMs)} ms ${skewMs > 0 ? "ahead of" : "behind"} that of this machine.`,
    "Synchronise both machines by NTP. Scheduled posts are published by the clock of the database.",
  );
}

async function checkMigrations(source: DataSource): Promise<Finding> {
  const pending = await pendingMigrations(source);
  if (pending.length === 0) return ok("migrations", "All migrations of this version have been run.");
  return failure(
    "migrations",
    `${pending.length} migrations are pending: ${pending.join(", ")}.`,
    "Run `colophon migrate`, or start the service, which runs them.",
  );
}

async function checkIndexes(source: DataSource): Promise<Finding[]> {
  const invalid: { name: string }[] = await source.query(
    `/* doctor.invalid indexes */
     select c.oid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_namespace n on n.oid = c.relnamespace where not i.indisvalid and n.nspname = current_schema() order by 1`,
  );
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  const missing = upQueries.map(({ query }) => query).filter((query) => /^CREATE (?:UNIQUE )?INDEX/i.test(query));
  const others = upQueries.length - missing.length;
  return [
    invalid.length === 0
      ? ok("valid indexes", "All indexes are valid.")
      : failure(
          "valid indexes",
          `Invalid indexes: ${invalid.map(({ name }) => name).join(", ")}.`,
          `Run ${invalid.map(({ name }) => `REINDEX INDEX CONCURRENTLY ${name}`).join("; ")}.`,
        ),
    missing.length === 0
      ? ok("indexes", "No index is missing.")
      : failure("indexes", `${missing.length} indexes are missing.`, `Run: ${missing.join("; ")}`),
    others === 0
      ? ok("tables", "Tables, columns and constraints match this version.")
      : warning(
          "tables",
          `Tables, columns or constraints differ from this version in ${others} places.`,
          "Compare with a database that `colophon migrate` has created. The schema may have been changed by hand.",
        ),
  ];
}

async function checkOutbox(source: DataSource): Promise<Finding> {
  const late = (await outboxLag(source)).filter(({ seconds }) => seconds > MAX_LAG_SECONDS);
  if (late.length === 0) return ok("events", "All durable listeners are up to date.");
  const names = late.map(({ listener, seconds }) => `${listener} by ${Math.round(seconds / 60)} minutes`);
  return warning(
    "events",
    `Durable listeners are behind: ${names.join(", ")}.`,
    "Look for errors of the listener in the log.",
  );
}
