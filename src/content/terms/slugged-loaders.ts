// The loaders of authors, tags and series. For anonymous readers such an object exists only through a visible post, however it is
// reached: the condition is part of every statement but the one for objects that a visible row refers to.
import type { Context } from "../../identity/context.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { type SqlText, sql } from "../../platform/db/sql-text.js";
import { defineLoader, inKeyOrder, type LoaderOf } from "../../platform/graphql/loader.js";
import { addTermSlugTags, addTermTags, OBJECT } from "../cache-tags/cache-tags.js";
import { PATH_PREFIXES } from "../site-path.js";
import { existsForReader, hasVisiblePostSql, visibleSql } from "../visibility.js";
import type { SluggedEntity, SluggedKind, SluggedNode } from "./slugged-node.js";

interface SluggedTable<Row extends SluggedNode> {
  kind: SluggedKind;
  entity: SluggedEntity<Row>;
  /** The select list for the alias `t`. */
  columns: SqlText<SluggedNode>;
  /** The type of the rows that refer to the object. */
  referrer: "Post" | "Entry";
}

type NodeLoader<Row> = LoaderOf<Context, string, Row | null>;

export interface SluggedLoaders<Row> {
  byId: NodeLoader<Row>;
  bySlug: NodeLoader<Row>;
  /** By the current slug, else by a former one. */
  byAnySlug: NodeLoader<Row>;
  /** By id, for a reader who was given a row that refers to the object, which makes the object visible to the reader. */
  ofReferrer: NodeLoader<Row>;
}

export function defineSluggedLoaders<Row extends SluggedNode>(table: SluggedTable<Row>): SluggedLoaders<Row> {
  const { kind, entity, columns, referrer } = table;
  const toNode = (row: object): Row => Object.assign(new entity(), row);
  const prefix = PATH_PREFIXES[kind];
  const toPath = (slug: string): string => prefix + slug;
  const readBySlug = async (ctx: Context, slugs: readonly string[]): Promise<(Row | null)[]> => {
    const rows = await ctx.db.query(
      sql`/* ${entity.name}.bySlug */ select ${columns} from ${kind} t
       where '${prefix}' || t.slug = any($1::text[]) and ${existsForReader(ctx, visibleSql("t"))}`,
      [slugs.map(toPath)],
    );
    addTermSlugTags(ctx.cacheTags, kind, { prefix, slugs, rows });
    return inKeyOrder(slugs, rows.map(toNode), (row) => row.slug);
  };
  return {
    byId: defineLoader(`${kind}ById`, async (ctx, ids) => {
      // The condition concerns the id alone, so that a hidden row is not read, as one that does not exist is not.
      const rows = await ctx.db.query(
        sql`/* ${entity.name}.byId */ select ${columns} from unnest($1::uuid[]) k(id) join ${kind} t on t.id = k.id
         where ${existsForReader(ctx, hasVisiblePostSql(kind, "k.id"))}`,
        [ids],
      );
      addTermTags(ctx.cacheTags, kind, ids);
      return inKeyOrder(ids, rows.map(toNode), (row) => row.id);
    }),
    bySlug: defineLoader(`${kind}BySlug`, readBySlug),
    byAnySlug: defineLoader(`${kind}ByAnySlug`, async (ctx, slugs) => {
      const current = await readBySlug(ctx, slugs);
      const missing = slugs.filter((_, index) => current[index] === null);
      if (missing.length === 0) return current;
      // Evaluated for missing slugs only: another object may have taken a slug, and then it is the object's.
      const rows = await ctx.db.query(
        sql`/* ${entity.name}.byFormerSlug */ select distinct on (a.path) ${computedColumn("formerPath", "text", "a.path")}, ${columns}
         from path_alias a join ${kind} t on t.id = a.target_id
         where a.kind = '${kind}' and a.path = any($1::text[]) and ${existsForReader(ctx, visibleSql("t"))}
         order by a.path, a.created_at desc, t.id`,
        [missing.map(toPath)],
      );
      addTermTags(
        ctx.cacheTags,
        kind,
        rows.map(({ id }) => id),
      );
      const former = new Map(rows.map(({ formerPath, ...row }) => [formerPath, toNode(row)]));
      return slugs.map((slug, index) => current[index] ?? former.get(toPath(slug)) ?? null);
    }),
    ofReferrer: defineLoader(`${kind}Of${referrer}`, async (ctx, ids) => {
      const rows = await ctx.db.query(
        sql`/* ${entity.name}.of${referrer} */ select ${columns} from ${kind} t where t.id = any($1::uuid[])`,
        [ids],
      );
      ctx.cacheTags.addIds(OBJECT[kind], ids);
      return inKeyOrder(ids, rows.map(toNode), (row) => row.id);
    }),
  };
}
