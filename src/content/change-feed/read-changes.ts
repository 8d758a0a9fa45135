// Reads the change feed from a position on. What it contains is public, so that every reader gets the same.
import type { SqlClient } from "../../platform/db/database.js";
import { computedColumn, nullableColumn } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import type { ChangePosition } from "./change-cursor.js";
import type { ChangeKind, ChangeNodeType } from "./change-kind.js";

export interface StoredChange {
  /** Decimal digits; increases in the order of commits. */
  id: string;
  at: string;
  kind: ChangeKind;
  nodeType: ChangeNodeType;
  nodeId: string;
  paths: string[];
}

export interface ChangesRead {
  changes: StoredChange[];
  /** Behind the last change that was looked at, which may be of another type than the requested ones. */
  position: ChangePosition;
  hasMore: boolean;
  /** Then there are no changes, and the position is the newest. */
  isReset: boolean;
}

/** Of a page that is read for some types only. */
const MAX_SCANNED = 2_000;
/** Of the paths in a page, beyond which only its first change goes; far below the limit of a response. */
const MAX_BYTES = 1_048_576;

/**
 * One row for each change that was found, or one without a change. A position is of this feed if its change still exists and has the same
 * instant; if that was removed by the compaction, the next one must not be older than it.
 */
const PAGE = sql`/* change.page */ with feed as (select epoch, compacted_to, forgotten_to from change_feed),
   newest as (select c.id, c.at from change c order by c.id desc limit 1),
   own as (select c.at from change c where c.id = $2::bigint),
   following as (select c.at from change c where c.id > $2::bigint order by c.id limit 1),
   checked as (
     select f.epoch <> $1::uuid or $2::bigint < f.forgotten_to or $2::bigint > greatest(coalesce((select n.id from newest n), 0), f.forgotten_to)
       or case
         when $2::bigint = 0 then false
         when exists (select 1 from own) then (select o.at from own o) is distinct from $3::timestamptz
         else $2::bigint > f.compacted_to or coalesce((select n.at from following n) < $3::timestamptz, false)
       end as is_reset
     from feed f),
   scanned as materialized (
     select c.id, c.at, c.node_type from change c where c.id > $2::bigint and not (select k.is_reset from checked k) order by c.id limit $4::int),
   last as (select s.id, s.at from scanned s order by s.id desc limit 1),
   matched as materialized (
     select c.*, sum(octet_length(array_to_string(c.paths, ''))) over (order by c.id rows between unbounded preceding and 1 preceding) as bytes_before
     from (select s.id from scanned s where $5::text[] is null or s.node_type = any($5::text[]) order by s.id limit $6::int) s
     join change c on c.id = s.id),
   page as (select m.* from matched m where coalesce(m.bytes_before, 0) < ${String(MAX_BYTES)} order by m.id limit $6::int - 1)
   select ${computedColumn("epoch", "text", "f.epoch")}, ${computedColumn("isReset", "boolean", "k.is_reset")},
     ${nullableColumn("newestId", "text", "n.id")}, ${nullableColumn("newestAt", "timestamptz", "n.at")},
     ${computedColumn("forgottenTo", "text", "f.forgotten_to")},
     ${computedColumn("scanned", "integer", "(select count(*) from scanned)")}, ${computedColumn("matched", "integer", "(select count(*) from matched)")},
     ${nullableColumn("lastId", "text", "l.id")}, ${nullableColumn("lastAt", "timestamptz", "l.at")},
     ${nullableColumn("id", "text", "c.id")}, ${nullableColumn("at", "timestamptz", "c.at")}, ${nullableColumn("kind", "text", "c.kind")},
     ${nullableColumn("nodeType", "text", "c.node_type")}, ${nullableColumn("nodeId", "uuid", "c.node_id")}, ${nullableColumn("paths", "text[]", "c.paths")}
   from feed f cross join checked k left join newest n on true left join last l on true
     left join page c on true
   order by c.id`;

export async function readChanges(
  db: SqlClient,
  after: ChangePosition,
  { limit, nodeTypes }: { limit: number; nodeTypes: readonly ChangeNodeType[] | null },
): Promise<ChangesRead> {
  const scan = nodeTypes === null ? limit + 1 : MAX_SCANNED;
  const rows = await db.query(PAGE, [
    after.epoch,
    after.id,
    after.at === "" ? null : after.at,
    scan,
    nodeTypes,
    limit + 1,
  ]);
  const [head] = rows;
  if (head === undefined) throw new Error("The row of the change feed is missing.");
  const { epoch } = head;
  if (head.isReset) {
    const position = { epoch, id: head.newestId ?? head.forgottenTo, at: head.newestAt ?? "" };
    return { changes: [], position, hasMore: false, isReset: true };
  }
  const changes = rows.flatMap(({ id, at, kind, nodeType, nodeId, paths }) =>
    id === null ? [] : [{ id, at, kind, nodeType, nodeId, paths } as StoredChange],
  );
  const last = changes.at(-1);
  if (head.matched > changes.length && last !== undefined) {
    return { changes, position: positionOf(last, epoch), hasMore: true, isReset: false };
  }
  const position = head.lastId === null ? after : { epoch, id: head.lastId, at: head.lastAt ?? "" };
  return { changes, position, hasMore: nodeTypes !== null && head.scanned === scan, isReset: false };
}

/** The position right behind a change of the feed with this epoch. */
export function positionOf({ id, at }: Pick<StoredChange, "id" | "at">, epoch: string): ChangePosition {
  return { epoch, id, at };
}

const NEWEST = sql`/* change.newest */ select ${computedColumn("epoch", "text", "f.epoch")},
   ${computedColumn("id", "text", "coalesce(c.id, f.forgotten_to)")}, ${nullableColumn("at", "timestamptz", "c.at")}
   from change_feed f left join (select n.id, n.at from change n order by n.id desc limit 1) c on true`;

/** Behind everything that has been committed. */
export async function newestPosition(db: SqlClient): Promise<ChangePosition> {
  const [row] = await db.query(NEWEST);
  if (row === undefined) throw new Error("The row of the change feed is missing.");
  return { epoch: row.epoch, id: row.id, at: row.at ?? "" };
}
