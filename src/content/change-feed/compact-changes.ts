// Keeps the change feed small: of old changes only the last of each node, with the paths of all, and nodes that disappeared for a year.
import { computedColumn } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../platform/db/transaction.js";

const KEPT = "90 days";
const TOMBSTONES_KEPT = "1 year";

/** One process at a time. */
const LOCK = "/* change.lock feed */ select 1 as one from change_feed for update";

/** Changes whose paths do not fit into one row are kept as they are. */
const COMPACT = sql`/* change.compact */ with bound as (
    select c.id from change c where c.at < now() - $1::interval order by c.id desc limit 1),
  last as (
    select c.node_type, c.node_id, max(c.id) as id from change c where c.id <= (select b.id from bound b)
    group by 1, 2 having count(*) > 1),
  joined as materialized (
    select l.node_type, l.node_id, l.id, array_agg(distinct p.path) filter (where p.path is not null) as paths
    from last l join change c on c.node_type = l.node_type and c.node_id = l.node_id and c.id <= l.id
    left join lateral unnest(c.paths) p(path) on true group by 1, 2, 3),
  kept as (
    update change c set paths = coalesce(j.paths, '{}') from joined j
    where c.id = j.id and cardinality(coalesce(j.paths, '{}')) <= 500 returning c.id, c.node_type, c.node_id),
  removed as (
    delete from change c using kept k where c.node_type = k.node_type and c.node_id = k.node_id and c.id < k.id returning 1),
  advanced as (
    update change_feed f set compacted_to = b.id from bound b where f.compacted_to < b.id)
  select ${computedColumn("count", "integer", "count(*)")} from removed`;

/** The newest change stays in any case, so that cursors at the end of the feed remain valid. */
const FORGET = sql`/* change.forget */ with removed as (
    delete from change c where c.kind = 'DISAPPEARED' and c.at < now() - $1::interval and c.id < (select max(n.id) from change n) returning c.id),
  advanced as (
    update change_feed f set forgotten_to = r.id, compacted_to = greatest(f.compacted_to, r.id)
    from (select max(id) as id from removed) r where r.id > f.forgotten_to)
  select ${computedColumn("count", "integer", "count(*)")} from removed`;

/** Returns the number of changes that were removed. */
export function compactChanges(transact: WriteTransaction): Promise<number> {
  return transact(async (tx) => {
    await queryPrepared(tx, LOCK);
    const [compacted] = await queryPrepared(tx, COMPACT, [KEPT]);
    const [forgotten] = await queryPrepared(tx, FORGET, [TOMBSTONES_KEPT]);
    return (compacted?.count ?? 0) + (forgotten?.count ?? 0);
  });
}
