// Gives the role of anonymous reads its rights on the views of published content, after migrations have created or replaced them.
import pg from "pg";
import type { DataSource } from "typeorm";
import { withMigrator } from "../migrate.js";
import { PUBLISHED_SCHEMA } from "./session-check.js";

/** Asked on the role's own connection, because a pooler may know the role by another name than the URL says. */
const RIGHTS = `/* public role.rights */
  select current_user as role, not has_schema_privilege(n.oid, 'usage')
    or exists (select 1 from pg_class c where c.relnamespace = n.oid and c.relkind = 'v' and not has_table_privilege(c.oid, 'select'))
    as "lacksRights"
  from pg_namespace n where n.nspname = '${PUBLISHED_SCHEMA}'`;

/** Resolves to whether something was granted. Rejects if the role of `directUrl` may not grant it. */
export async function grantPublishedViews(published: DataSource, directUrl: string): Promise<boolean> {
  const [found]: { role: string; lacksRights: boolean }[] = await published.query(RIGHTS);
  if (found?.lacksRights !== true) return false;
  const role = pg.escapeIdentifier(found.role);
  await withMigrator(directUrl, async (source) => {
    for (const grant of [
      `grant usage on schema ${PUBLISHED_SCHEMA} to ${role}`,
      `grant select on all tables in schema ${PUBLISHED_SCHEMA} to ${role}`,
      // For the views that later migrations create.
      `alter default privileges in schema ${PUBLISHED_SCHEMA} grant select on tables to ${role}`,
    ]) {
      await source.query(`/* public role.grant */ ${grant}`);
    }
  });
  return true;
}
