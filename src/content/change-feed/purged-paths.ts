// The paths of the pages that a CDN has to purge: those of all changes since the last purge that it accepted.
import type { SqlClient } from "../../platform/db/database.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { type ChangePosition, decodeChangeCursor, encodeChangeCursor } from "./change-cursor.js";
import type { ChangeNodeType } from "./change-kind.js";
import { PurgePositionRow } from "./purge-position.entity.js";
import { newestPosition, readChanges } from "./read-changes.js";

export interface PurgedPaths {
  /** Site-relative, in their order; empty if all pages are to be purged. */
  paths: string[];
  allPaths: boolean;
  /** To be called when the purge was accepted. */
  advance(): Promise<void>;
}

/** Beyond this number all pages are purged. */
const MAX_PATHS = 2_000;
const PAGE = 500;
/** Every page shows them. */
const ON_EVERY_PAGE: ReadonlySet<ChangeNodeType> = new Set(["MENU", "SITE"]);

const POSITION = sql`/* purge.position */ select ${selectColumns(PurgePositionRow, "p", ["cursor"])} from purge_position p`;
const ADVANCE = `/* purge.advance */ insert into purge_position (id, cursor) values (1, $1)
  on conflict (id) do update set cursor = excluded.cursor`;

export async function pathsToPurge(db: SqlClient, transact: WriteTransaction): Promise<PurgedPaths> {
  const [row] = await db.query(POSITION);
  const found = row === undefined ? null : await pathsAfter(db, decodeChangeCursor(row.cursor));
  const position = found?.position ?? (await newestPosition(db));
  return {
    paths: found === null ? [] : [...found.paths].sort(),
    allPaths: found === null,
    advance: async () => void (await transact((tx) => queryPrepared(tx, ADVANCE, [encodeChangeCursor(position)]))),
  };
}

/** Null if all pages are to be purged. */
async function pathsAfter(
  db: SqlClient,
  start: ChangePosition,
): Promise<{ paths: ReadonlySet<string>; position: ChangePosition } | null> {
  const paths = new Set<string>();
  for (let position = start; ; ) {
    const read = await readChanges(db, position, { limit: PAGE, nodeTypes: null });
    for (const change of read.changes) for (const path of change.paths) paths.add(path);
    const isOnEveryPage = read.changes.some(({ nodeType }) => ON_EVERY_PAGE.has(nodeType));
    if (read.isReset || isOnEveryPage || paths.size > MAX_PATHS) return null;
    position = read.position;
    if (!read.hasMore) return { paths, position };
  }
}
