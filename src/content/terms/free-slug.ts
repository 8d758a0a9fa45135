// Finds out which object has a slug, and which slugs are free. A free slug is neither that of another object of its kind nor part of a former
// path of another object, whose redirect it would end.
import type { EntityManager } from "typeorm";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { type SqlText, sql } from "../../platform/db/sql-text.js";
import { LIMITS } from "../input-check.js";
import { ROUTE_PREFIXES, type RoutedKind } from "../site-path.js";

/** Where a slug has to be unique: among the objects of its kind or, of a category or page, among the children of one parent. */
export interface SlugPlace {
  kind: RoutedKind;
  /** The object that is to have the slug; null for a new one. */
  ownId: string | null;
  /** The slugs above a category, each followed by a slash, or the path of the page above and a slash. Empty for other kinds. */
  above?: string;
}

/** Numbers that are tried before a slug is completed by the time. */
const MAX_NUMBER = "1000";
/** Of a slug with a hyphen and a number, less the digits of the number. */
const MAX_BASE = String(LIMITS.slug - 1);

const forEachKind = <Row extends object>(text: (kind: RoutedKind, column: string) => SqlText<Row>) =>
  Object.fromEntries(
    (Object.keys(ROUTE_PREFIXES) as RoutedKind[]).map((kind) => [
      kind,
      text(kind, kind === "category" || kind === "page" ? "path" : "slug"),
    ]),
  ) as Record<RoutedKind, SqlText<Row>>;

const HOLDER = forEachKind<{ id: string }>(
  (kind, column) => sql`/* ${kind}.slug holder */ select ${computedColumn("id", "uuid", "t.id")}
    from ${kind} t where t.${column} = $1::text and t.id is distinct from $2::uuid`,
);

const takenSql = (kind: RoutedKind, column: string, slug: string): string =>
  `exists (select 1 from ${kind} t where t.${column} = $3::text || ${slug} and t.id is distinct from $2::uuid)
    or exists (select 1 from path_alias a
      where a.path = '${ROUTE_PREFIXES[kind]}' || $3::text || ${slug} and a.target_id is distinct from $2::uuid)`;

/** One number after the other, each by index, until a slug is free. */
const FREE = forEachKind<{ slug: string }>(
  (kind, column) => sql`/* ${kind}.slug derive */ with recursive c(n, slug, is_taken) as (
      select 1, $1::text, ${takenSql(kind, column, "$1::text")}
      union all
      select x.n, x.slug, ${takenSql(kind, column, "x.slug")} from c cross join lateral (
        select c.n + 1 as n, left($1::text, ${MAX_BASE} - length((c.n + 1)::text)) || '-' || (c.n + 1) as slug) x
      where c.is_taken and c.n < ${MAX_NUMBER})
    select ${computedColumn("slug", "text", "c.slug")} from c where not c.is_taken`,
);

/** The id of the other object that has the slug; null if there is none. */
export async function slugHolder(
  tx: EntityManager,
  slug: string,
  { kind, ownId, above = "" }: SlugPlace,
): Promise<string | null> {
  const [holder] = await queryPrepared(tx, HOLDER[kind], [above + slug, ownId]);
  return holder?.id ?? null;
}

/** The slug itself, or else the first free one with a number. Between concurrent changes, the unique constraint decides. */
export async function freeSlug(
  tx: EntityManager,
  slug: string,
  { kind, ownId, above = "" }: SlugPlace,
): Promise<string> {
  const [free] = await queryPrepared(tx, FREE[kind], [slug, ownId, above]);
  return free?.slug ?? `${[...slug].slice(0, LIMITS.slug / 2).join("")}-${Date.now()}`;
}
