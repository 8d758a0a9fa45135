// Records that scheduled posts and pages have appeared. They are visible at their instant in any case; this tells it to listeners, once for
// each appearance: the row that waits for it is removed in the transaction of the event.
import type { SqlClient } from "../../platform/db/database.js";
import { computedColumn, nullableColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { appearedPosts, type ContentEvent, noScopes, recordContent } from "../cache-tags/content-event.js";
import { appearedPages, noPageScopes } from "../cache-tags/page-scopes.js";
import { PendingAppearanceRow } from "./pending-appearance.entity.js";

const BATCH = 100;

/** Rows that another process is recording are skipped. */
const DUE = sql`/* Appearance.due */ delete from pending_appearance a where (a.kind, a.owner_id) in (
    select x.kind, x.owner_id from pending_appearance x where x.visible_from <= now()
    order by x.visible_from, x.owner_id limit ${String(BATCH)} for update skip locked)
  returning ${selectColumns(PendingAppearanceRow, "a", ["kind", "ownerId"])}`;
const NEXT = sql`/* Appearance.next */ select ${nullableColumn("milliseconds", "double precision", "1000 * extract(epoch from min(a.visible_from) - clock_timestamp())")},
    ${computedColumn("count", "integer", "count(*)")}
  from pending_appearance a`;

/** Returns how many appearances were recorded. Repeat it until there are none. */
export async function recordAppearances(transact: WriteTransaction): Promise<number> {
  return transact(async (tx) => {
    const due = await queryPrepared(tx, DUE);
    if (due.length === 0) return 0;
    const idsOf = (wanted: "post" | "page") => due.filter(({ kind }) => kind === wanted).map(({ ownerId }) => ownerId);
    const posts = await appearedPosts(tx, idsOf("post"));
    const pages = await appearedPages(tx, idsOf("page"));
    const events: ContentEvent[] = [
      ...posts.map(({ postId, ...after }) => ({
        type: "post.appeared" as const,
        payload: { postId, before: noScopes(), after },
      })),
      ...pages.map((after) => ({
        type: "page.appeared" as const,
        payload: { pageIds: after.pageIds, version: null, before: noPageScopes(), after },
      })),
    ];
    if (events.length > 0) await recordContent(tx, events);
    return due.length;
  });
}

/** Milliseconds until the next appearance, by the clock of the database; negative if it is due. Null if nothing is scheduled. */
export async function untilNextAppearance(db: SqlClient): Promise<number | null> {
  const [next] = await db.query(NEXT);
  return next?.milliseconds ?? null;
}
