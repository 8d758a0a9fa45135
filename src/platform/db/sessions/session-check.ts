// What a session of the database must be: its settings, and the rights of its role. Behind a pooler the settings come from the role, since
// poolers refuse those of a connection, or ignore them without a word. A defect is described in plain words, with the statement that mends it.
import type { ClientBase } from "pg";
import pg from "pg";

/** Schema of the views of published content; see its migration. */
export const PUBLISHED_SCHEMA = "published";

export interface SessionRule {
  /** `published`: sessions of anonymous reads. `private`: all others. */
  kind: "private" | "published";
  /** Whether the role is used for these sessions only, so that its rights can be limited to theirs. */
  hasOwnRole: boolean;
  maxStatementMs: number;
}

export interface SessionDefect {
  message: string;
  advice: string;
}

export interface SessionReport {
  defects: readonly SessionDefect[];
  /** Whether the server is a standby, which may lag behind the primary server. */
  isStandby: boolean;
}

interface Facts {
  role: string;
  database: string;
  search_path: string;
  TimeZone: string;
  DateStyle: string;
  plan_cache_mode: string;
  jit: string;
  statement_timeout: number;
  lock_timeout: number;
  idle_in_transaction_session_timeout: number;
  default_transaction_read_only: string;
  isStandby: boolean;
}

const milliseconds = (setting: string): string =>
  `extract(epoch from current_setting('${setting}')::interval)::float8 * 1000 as ${setting}`;
const text = (setting: string): string => `current_setting('${setting}') as "${setting}"`;

const FACTS = `/* session.check */ select current_user as role, current_database() as database,
  ${["search_path", "TimeZone", "DateStyle", "plan_cache_mode", "jit", "default_transaction_read_only"].map(text).join(", ")},
  ${["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"].map(milliseconds).join(", ")},
  pg_is_in_recovery() as "isStandby"`;

interface Rights {
  powers: string[];
  readableTables: string[];
  unreadableViews: string[];
  mayUseSchema: boolean;
}

/** Tables by name, since this role cannot see where they are. Views run with the rights of their owner, so it needs none on tables. */
const RIGHTS = `/* session.rights */ select
  array_remove(array[case when rolsuper then 'SUPERUSER' end, case when rolbypassrls then 'BYPASSRLS' end,
    case when rolreplication then 'REPLICATION' end, case when rolcreaterole then 'CREATEROLE' end], null) as powers,
  array(select distinct c.relname::text from pg_class c where c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'select')
    and c.relname in ('post', 'post_body', 'revision', 'api_token', 'instance_secret', 'outbox_event', 'idempotency_key', 'site')
    order by 1) as "readableTables",
  array(select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = '${PUBLISHED_SCHEMA}' and c.relkind = 'v' and not has_table_privilege(c.oid, 'select') order by 1) as "unreadableViews",
  coalesce((select has_schema_privilege(oid, 'usage') from pg_namespace where nspname = '${PUBLISHED_SCHEMA}'), false) as "mayUseSchema"
  from pg_roles where rolname = current_user`;

export async function checkSession(client: ClientBase, rule: SessionRule): Promise<SessionReport> {
  const checksRights = rule.kind === "published" && rule.hasOwnRole;
  const [facts, rights] = await Promise.all([
    client.query<Facts>(FACTS).then(({ rows }) => rows[0]),
    checksRights ? client.query<Rights>(RIGHTS).then(({ rows }) => rows[0]) : null,
  ]);
  if (facts === undefined) throw new Error("Expected the settings of a session, got none.");
  const defects = [...settingDefects(facts, rule), ...(rights == null ? [] : rightDefects(facts, rights))];
  return { defects, isStandby: facts.isStandby };
}

const SESSIONS = { private: "sessions", published: "sessions of anonymous reads" } as const;

function settingDefects(facts: Facts, { kind, hasOwnRole, maxStatementMs }: SessionRule): SessionDefect[] {
  const wrong: [setting: keyof Facts, expected: string, value: string][] = [];
  const expect = (setting: keyof Facts, isRight: boolean, expected: string, value = expected) => {
    if (!isRight) wrong.push([setting, expected, value]);
  };
  const isLimit = (setting: number): boolean => setting > 0 && setting <= maxStatementMs;
  const limit = `a limit of at most ${maxStatementMs} ms, as STATEMENT_TIMEOUT_MS`;
  if (kind === "published") {
    const isPublished = facts.search_path.replaceAll('"', "") === PUBLISHED_SCHEMA;
    expect("search_path", isPublished, PUBLISHED_SCHEMA);
    if (!isPublished && !hasOwnRole) return [withoutOwnRole(facts)];
    expect("default_transaction_read_only", facts.default_transaction_read_only === "on", "on");
  }
  expect("TimeZone", /^(etc\/)?utc$/i.test(facts.TimeZone), "UTC", "'UTC'");
  expect("DateStyle", facts.DateStyle.startsWith("ISO"), "ISO");
  expect("plan_cache_mode", facts.plan_cache_mode === "force_generic_plan", "force_generic_plan");
  expect("jit", facts.jit === "off", "off");
  for (const setting of ["statement_timeout", "lock_timeout"] as const)
    expect(setting, isLimit(facts[setting]), limit, `'${maxStatementMs}ms'`);
  const idle = "idle_in_transaction_session_timeout";
  expect(idle, facts[idle] > 0, "a limit such as 30 s", "'30s'");
  return wrong.map(([setting, expected, value]) => ({
    message: `The setting ${setting} of the ${SESSIONS[kind]} is ${JSON.stringify(facts[setting])}. Expected ${expected}.`,
    advice: `Run: alter role ${pg.escapeIdentifier(facts.role)} in database ${pg.escapeIdentifier(facts.database)} set ${setting} = ${value}; and let the pooler open new connections (RECONNECT in PgBouncer).`,
  }));
}

/** The pooler has dropped the search_path of the connection. */
function withoutOwnRole({ search_path }: Facts): SessionDefect {
  return {
    message: `The setting search_path of the sessions of anonymous reads is ${JSON.stringify(search_path)}. Expected ${PUBLISHED_SCHEMA}. DATABASE_URL leads through a pooler that does not pass on the settings of a connection.`,
    advice:
      "Set DATABASE_PUBLIC_URL to a role of its own that has this setting, and DATABASE_DIRECT_URL to the server itself. See docs/poolers.md.",
  };
}

function rightDefects(
  { role }: Facts,
  { powers, readableTables, unreadableViews, mayUseSchema }: Rights,
): SessionDefect[] {
  const name = pg.escapeIdentifier(role);
  const defects: SessionDefect[] = [];
  if (powers.length > 0) {
    defects.push({
      message: `The role ${role} of anonymous reads has ${powers.join(", ")}. Expected a role without special rights.`,
      advice: `Run: alter role ${name} with ${powers.map((power) => `NO${power}`).join(" ")}; or name another role in DATABASE_PUBLIC_URL.`,
    });
  } else if (readableTables.length > 0) {
    defects.push({
      message: `The role ${role} of anonymous reads may read the tables ${readableTables.join(", ")}. Expected rights on the views of the schema ${PUBLISHED_SCHEMA} only.`,
      advice: `Revoke its rights on tables and its membership in other roles, or name another role in DATABASE_PUBLIC_URL.`,
    });
  }
  if (!mayUseSchema || unreadableViews.length > 0) {
    const what = mayUseSchema ? `the views ${unreadableViews.join(", ")}` : "the views of published content";
    defects.push({
      message: `The role ${role} of anonymous reads may not read ${what}.`,
      advice: `Run as the owner of the tables: grant usage on schema ${PUBLISHED_SCHEMA} to ${name}; grant select on all tables in schema ${PUBLISHED_SCHEMA} to ${name};`,
    });
  }
  return defects;
}
