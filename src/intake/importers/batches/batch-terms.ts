// What a batch needs to know of its terms as they are stored here, and the time by the database's clock, in one round trip.
import type { EntityManager } from "typeorm";
import { PATH_PREFIXES } from "../../../content/site-path.js";
import { computedColumn, nullableColumn } from "../../../platform/db/entity-columns.js";
import { pipelined } from "../../../platform/db/prepared/pipeline.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { Instant } from "../../../platform/db/timestamp.js";

export interface TermIds {
  categories: readonly string[];
  tags: readonly string[];
  series: readonly string[];
  authors: readonly string[];
}

export interface BatchTerms {
  names: ReadonlyMap<string, string>;
  /** Of categories, from the root down. */
  ancestors: ReadonlyMap<string, readonly string[]>;
  /** The current and former paths of tags, series and authors. */
  paths: ReadonlyMap<string, readonly string[]>;
  now: Instant;
}

const READ_TERMS = sql`/* import.terms select */
  select ${computedColumn("id", "uuid", "id")}, ${computedColumn("name", "text", "name")}, ${nullableColumn("path", "text", "null")},
    ${nullableColumn("ancestorIds", "uuid[]", "ancestor_ids")} from category where id = any($1::uuid[])
  union all select id, name, '${PATH_PREFIXES.tag}' || slug, null from tag where id = any($2::uuid[])
  union all select id, title, '${PATH_PREFIXES.series}' || slug, null from series where id = any($3::uuid[])
  union all select id, name, '${PATH_PREFIXES.author}' || slug, null from author where id = any($4::uuid[])`;

/** One look-up for each kind, because the planner would read a whole index for alternatives. */
const READ_FORMER_PATHS = sql`/* import.terms formerPaths */
  select ${computedColumn("id", "uuid", "target_id")}, ${computedColumn("path", "text", "path")}
  from path_alias where target_id = any($1::uuid[]) and kind = 'tag'
  union all select target_id, path from path_alias where target_id = any($2::uuid[]) and kind = 'series'
  union all select target_id, path from path_alias where target_id = any($3::uuid[]) and kind = 'author'`;

const READ_CLOCK = sql`/* import.clock */ select ${computedColumn("now", "timestamptz", "now()")}`;

/** Expects the lock on terms, under which their names and places do not change. */
export async function readBatchTerms(
  tx: EntityManager,
  { categories, tags, series, authors }: TermIds,
): Promise<BatchTerms> {
  const [rows, former, [clock]] = await pipelined([
    queryPrepared(tx, READ_TERMS, [categories, tags, series, authors]),
    queryPrepared(tx, READ_FORMER_PATHS, [tags, series, authors]),
    queryPrepared(tx, READ_CLOCK),
  ]);
  if (clock === undefined) throw new Error("Expected the time of the database.");
  const paths = new Map<string, string[]>();
  for (const { id, path } of [...rows, ...former]) {
    if (path === null) continue;
    const known = paths.get(id);
    if (known === undefined) paths.set(id, [path]);
    else known.push(path);
  }
  return {
    names: new Map(rows.map(({ id, name }) => [id, name])),
    ancestors: new Map(rows.map(({ id, ancestorIds }) => [id, ancestorIds ?? []])),
    paths,
    now: clock.now,
  };
}
