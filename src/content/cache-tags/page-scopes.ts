// Where pages are visible, as their events tell it, and which of them appear next.
import type { EntityManager } from "typeorm";
import type { SqlClient } from "../../platform/db/database.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { PATH_DIGITS } from "./cache-tags.js";
import { type PageScopes, withInstants } from "./content-event.js";

export const noPageScopes = (): PageScopes => ({
  ...{ visibleFrom: [], pageIds: [], parentIds: [], childIds: [], pathDigests: [], menuIds: [] },
});

/** Selects `PageScopes` from a relation `shown` with the pages. */
const SCOPES = sql`${computedColumn("visibleFrom", "text[]", "array(select distinct s.visible_from::text from shown s order by 1)")},
  ${computedColumn("pageIds", "uuid[]", "array(select s.id from shown s order by 1)")},
  ${computedColumn("parentIds", "uuid[]", "array(select distinct s.parent_id from shown s where s.parent_id is not null order by 1)")},
  ${computedColumn("childIds", "uuid[]", "array(select c.id from page c join shown s on s.id = c.parent_id where c.visible_from < 'infinity' order by 1)")},
  ${computedColumn(
    "pathDigests",
    "text[]",
    `array(select distinct left(encode(sha256(convert_to(x.path, 'UTF8')), 'hex'), ${PATH_DIGITS}) from (
       select s.path from shown s
       union all select a.path from path_alias a join shown s on s.id = a.target_id where a.kind = 'page') x order by 1)`,
  )},
  ${computedColumn("menuIds", "uuid[]", "array(select distinct i.menu_id from menu_item i join shown s on s.id = i.target_id order by 1)")}`;

/** The places of all the pages together, as the transaction sees them. */
export async function pageScopesOf(tx: EntityManager, pageIds: readonly string[]): Promise<PageScopes> {
  const [row] = await queryPrepared(
    tx,
    sql`/* contentEvent.page scopes */ with shown as (
      select id, parent_id, path, visible_from from page where id = any($1::uuid[]) and visible_from < 'infinity')
     select ${SCOPES}`,
    [pageIds],
  );
  return withInstants(row ?? noPageScopes());
}

/** Where each of the pages is visible now. Those that are hidden again meanwhile are left out. */
export async function appearedPages(tx: EntityManager, pageIds: readonly string[]): Promise<PageScopes[]> {
  const rows = await queryPrepared(
    tx,
    sql`/* contentEvent.appeared pages */ select x.* from (
       select id, parent_id, path, visible_from from page where id = any($1::uuid[]) and visible_from <= now()) p
     cross join lateral (with shown as (select p.id, p.parent_id, p.path, p.visible_from) select ${SCOPES}) x
     order by p.visible_from, p.id`,
    [pageIds],
  );
  return rows.map(withInstants);
}

/** The scheduled pages, the next one first, preceded by those that have appeared within the last minutes. */
export async function nextPageAppearances(db: SqlClient, limit: number): Promise<PageScopes[]> {
  const rows = await db.query(
    sql`/* contentEvent.scheduled pages */ select x.* from (
       select id, parent_id, path, visible_from from page
       where visible_from > now() - interval '5 minutes' and visible_from < 'infinity' order by visible_from, id limit $1) p
     cross join lateral (with shown as (select p.id, p.parent_id, p.path, p.visible_from) select ${SCOPES}) x
     order by p.visible_from, p.id`,
    [limit],
  );
  return rows.map(withInstants);
}
