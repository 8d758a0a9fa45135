// A server of its own with the two roles that a service behind a pooler has, as docs/poolers.md describes them.
import pg from "pg";
import { type OwnCluster, startOwnCluster } from "../../faults/own-cluster.js";

export const PUBLIC_ROLE = "colophon_public";
const PUBLIC_PASSWORD = "public";

/** The statements of docs/poolers.md. */
export const PUBLIC_SETTINGS: Readonly<Record<string, string>> = {
  search_path: "published",
  default_transaction_read_only: "on",
};
export const SHARED_SETTINGS: Readonly<Record<string, string>> = {
  plan_cache_mode: "force_generic_plan",
  jit: "off",
  statement_timeout: "'3s'",
  lock_timeout: "'3s'",
  idle_in_transaction_session_timeout: "'30s'",
};

export interface PooledSite {
  cluster: OwnCluster;
  url: string;
  publicUrl: string;
  /** Passwords by role. */
  logins: Readonly<Record<string, string>>;
  /** Runs a statement as superuser. */
  administer(statement: string): Promise<void>;
  /** Sets or, with null, resets a setting of a role in the database of the site. */
  configure(role: string, setting: string, value: string | null): Promise<void>;
  delete(): Promise<void>;
}

export async function startPooledSite(): Promise<PooledSite> {
  const cluster = await startOwnCluster();
  const own = new URL(cluster.url);
  const superuser = new URL(cluster.url);
  superuser.username = "postgres";
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: superuser.href });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  const database = own.pathname.slice(1);
  const configure = (role: string, setting: string, value: string | null): Promise<void> =>
    administer(
      `alter role ${role} in database ${database} ${value === null ? `reset ${setting}` : `set ${setting} = ${value}`}`,
    );
  await administer(`create role ${PUBLIC_ROLE} login password '${PUBLIC_PASSWORD}'`);
  for (const [setting, value] of Object.entries({ ...SHARED_SETTINGS, ...PUBLIC_SETTINGS })) {
    await configure(PUBLIC_ROLE, setting, value);
  }
  for (const [setting, value] of Object.entries(SHARED_SETTINGS)) await configure(own.username, setting, value);
  const readers = new URL(cluster.url);
  readers.username = PUBLIC_ROLE;
  readers.password = PUBLIC_PASSWORD;
  return {
    ...{ cluster, administer, configure },
    url: cluster.url,
    publicUrl: readers.href,
    logins: { [own.username]: own.password, [PUBLIC_ROLE]: PUBLIC_PASSWORD },
    delete: () => cluster.delete(),
  };
}
