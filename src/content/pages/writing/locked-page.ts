// Locks a page for a change, and reads all its columns with the time of the transaction by the database's clock.
import type { EntityManager } from "typeorm";
import { type ColumnOf, computedColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { Instant } from "../../../platform/db/timestamp.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { requireVersion } from "../../version-conflict.js";
import { visibleSql } from "../../visibility.js";
import { Page } from "../page.entity.js";
import type { PageRecord } from "./page-record.js";

export interface LockedPage extends Pick<Page, ColumnOf<Page>> {
  isVisible: boolean;
  /** The time of the transaction, to the millisecond. */
  now: Instant;
}

const LOCK = sql`/* Page.lock */ select ${selectColumns(Page, "p")},
    ${computedColumn("isVisible", "boolean", visibleSql("p"))},
    ${computedColumn("now", "timestamptz", "date_trunc('milliseconds', now())")}
  from page p where p.id = $1 for update`;

/** Rejects with NOT_FOUND if there is no such page, and with VERSION_CONFLICT if it has another version. */
export async function lockPage(tx: EntityManager, id: string, expectedVersion: number): Promise<LockedPage> {
  const [page] = await queryPrepared(tx, LOCK, [id]);
  if (page === undefined) throwUserError("NOT_FOUND", "No page with this id exists.", ["input", "id"]);
  requireVersion("Page", page, expectedVersion);
  return page;
}

/** The fields of the locked page as the base of a change, with the time of the transaction as the time of the last change. */
export function pageFieldsOf({ isVisible: _, now, version: __, visibleFrom: ___, ...page }: LockedPage): PageRecord {
  return { ...page, updatedAt: now };
}
