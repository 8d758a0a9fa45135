// Looks at the database as it is: its version and settings, the migrations and indexes it has, its clock. Nothing is changed.
import type { DataSource } from "typeorm";
import { pendingMigrations } from "../../platform/db/migrate.js";
import { outboxLag } from "../../platform/events/outbox-lag.js";
import { type Finding, failure, ok, warning } from "./finding.js";

const OLDEST_VERSION = 15;
const MAX_SKEW_MS = 1_000;
const MAX_LAG_SECONDS = 600;
/** Beside the pools: the listening connection, migrations, and whoever looks after the database. */
const OTHER_CONNECTIONS = 5;

export async function checkDatabase(source: DataSource, poolSize: number): Promise<Finding[]> {
  const findings = [await checkVersion(source), ...(await checkSettings(source, poolSize)), await checkClock(source)];
  const migrations = await checkMigrations(source);
  findings.push(migrations);
  // What a migration would bring is not missing.
  if (migrations.status === "failure") return findings;
  return [...findings, ...(await checkIndexes(source)), await checkOutbox(source)];
}

async function settingsOf(source: DataSource, names: readonly string[]): Promise<Map<string, string>> {
  const rows: { name: string; setting: string }[] = await source.query(
    "select name, setting from pg_settings where name = any($1)",
    [names],
  );
  return new Map(rows.map(({ name, setting }) => [name, setting]));
}

async function checkVersion(source: DataSource): Promise<Finding> {
  const version = (await settingsOf(source, ["server_version"])).get("server_version") ?? "unknown";
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return ok("version", `PostgreSQL ${version}.`);
  return failure("version", `PostgreSQL ${version} is too old.`, `Upgrade to PostgreSQL ${OLDEST_VERSION} or later.`);
}

async function checkSettings(source: DataSource, poolSize: number): Promise<Finding[]> {
  const durable = ["fsync", "full_page_writes", "synchronous_commit"];
  const settings = await settingsOf(source, [...durable, "max_connections", "server_encoding"]);
  const off = durable.filter((name) => settings.get(name) === "off");
  const wanted = 2 * poolSize + OTHER_CONNECTIONS;
  const connections = Number(settings.get("max_connections"));
  const encoding = settings.get("server_encoding");
  return [
    off.length === 0
      ? ok("durability", `${durable.join(", ")} are on.`)
      : warning("durability", `${off.join(", ")} off: a crash can lose what was acknowledged.`, "Turn them on."),
    connections >= wanted
      ? ok("connections", `max_connections is ${connections}; this process takes up to ${wanted}.`)
      : failure(
          "connections",
          `max_connections is ${connections}, but this process alone takes up to ${wanted}.`,
          "Raise max_connections, or lower DATABASE_POOL_SIZE.",
        ),
    encoding === "UTF8"
      ? ok("encoding", "UTF8.")
      : failure(
          "encoding",
          `The database is in ${encoding}.`,
          "Create it with encoding UTF8 and restore a dump into it.",
        ),
    ok("extensions", "None is needed."),
  ];
}

/** The middle of the question's way is when the database looked at its clock. */
async function checkClock(source: DataSource): Promise<Finding> {
  await source.query("select 1");
  const before = Date.now();
  const [row]: { at: string }[] = await source.query("select extract(epoch from clock_timestamp())::text as at");
  const after = Date.now();
  const skewMs = Math.round(Number(row?.at) * 1_000 - (before + after) / 2);
  const uncertainty = Math.ceil((after - before) / 2);
  if (Math.abs(skewMs) <= MAX_SKEW_MS + uncertainty) return ok("clock", `The clocks differ by ${skewMs} ms.`);
  return warning(
    "clock",
    `The database's clock is ${Math.abs(skewMs)} ms ${skewMs > 0 ? "ahead of" : "behind"} this machine's.`,
    "Let both machines keep their time by NTP. What is scheduled appears by the database's clock.",
  );
}

async function checkMigrations(source: DataSource): Promise<Finding> {
  const pending = await pendingMigrations(source);
  if (pending.length === 0) return ok("migrations", "The database has every migration of this version.");
  return failure(
    "migrations",
    `${pending.length} pending: ${pending.join(", ")}.`,
    "Run `colophon migrate`, or start the service, which does so.",
  );
}

async function checkIndexes(source: DataSource): Promise<Finding[]> {
  const invalid: { name: string }[] = await source.query(
    `select c.oid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_namespace n on n.oid = c.relnamespace where not i.indisvalid and n.nspname = current_schema() order by 1`,
  );
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  const missing = upQueries.map(({ query }) => query).filter((query) => /^CREATE (?:UNIQUE )?INDEX/i.test(query));
  const others = upQueries.length - missing.length;
  return [
    invalid.length === 0
      ? ok("valid indexes", "No index is invalid.")
      : failure(
          "valid indexes",
          `Invalid: ${invalid.map(({ name }) => name).join(", ")}.`,
          `Run ${invalid.map(({ name }) => `REINDEX INDEX CONCURRENTLY ${name}`).join("; ")}.`,
        ),
    missing.length === 0
      ? ok("indexes", "Every index is there.")
      : failure("indexes", `${missing.length} missing.`, `Run: ${missing.join("; ")}`),
    others === 0
      ? ok("tables", "Tables, columns and constraints are as this version expects them.")
      : warning(
          "tables",
          `${others} differences from what this version expects.`,
          "Was something changed by hand? Compare with a database that `colophon migrate` has made.",
        ),
  ];
}

async function checkOutbox(source: DataSource): Promise<Finding> {
  const late = (await outboxLag(source)).filter(({ seconds }) => seconds > MAX_LAG_SECONDS);
  if (late.length === 0) return ok("events", "Every durable listener is up to date.");
  const names = late.map(({ listener, seconds }) => `${listener} by ${Math.round(seconds / 60)} min`);
  return warning("events", `Behind: ${names.join(", ")}.`, "Look into the log for what the listener fails of.");
}
