// The loaders of authors, tags and series. For anonymous readers such an object exists only through a visible post, however it is
// reached: the condition is part of every statement but the one for objects that a visible row refers to.
import type { Context } from "../../identity/context.js";
import { defineLoader, inKeyOrder, type LoaderOf } from "../../platform/graphql/loader.js";
import { addTermSlugTags, addTermTags, OBJECT } from "../cache-tags/cache-tags.js";
import { PATH_PREFIXES } from "../site-path.js";
import { existsForReader } from "../visibility.js";
import type { SluggedEntity, SluggedKind, SluggedNode } from "./slugged-node.js";

interface SluggedTable<Row extends SluggedNode> {
  kind: SluggedKind;
  entity: SluggedEntity<Row>;
  /** The select list for the alias `t`. */
  columns: string;
  /** The condition that the row of the alias has a visible post. */
  hasVisiblePostSql(alias: string): string;
  /** The type of the rows that refer to the object. */
  referrer: "Post" | "Entry";
}

type NodeLoader<Row> = LoaderOf<Context, string, Row | null>;

export interface SluggedLoaders<Row> {
  byId: NodeLoader<Row>;
  bySlug: NodeLoader<Row>;
  /** By id, for a reader who was given a row that refers to the object, which makes the object visible to the reader. */
  ofReferrer: NodeLoader<Row>;
}

export function defineSluggedLoaders<Row extends SluggedNode>(table: SluggedTable<Row>): SluggedLoaders<Row> {
  const { kind, entity, columns, referrer } = table;
  const toNode = (row: object): Row => Object.assign(new entity(), row);
  const statement = (name: string, condition: string): string =>
    `/* ${entity.name}.${name} */ select ${columns} from ${kind} t where ${condition}`;
  const existing = (ctx: Context, condition: string): string =>
    `${condition} and ${existsForReader(ctx, table.hasVisiblePostSql("t"))}`;
  return {
    byId: defineLoader(`${kind}ById`, async (ctx, ids) => {
      const rows = await ctx.db.query<Row>(statement("byId", existing(ctx, "t.id = any($1::uuid[])")), [ids]);
      addTermTags(ctx.cacheTags, kind, ids);
      return inKeyOrder(ids, rows.map(toNode), (row) => row.id);
    }),
    bySlug: defineLoader(`${kind}BySlug`, async (ctx, slugs) => {
      const rows = await ctx.db.query<Row>(statement("bySlug", existing(ctx, "t.slug = any($1::text[])")), [slugs]);
      addTermSlugTags(ctx.cacheTags, kind, { prefix: PATH_PREFIXES[kind], slugs, rows });
      return inKeyOrder(slugs, rows.map(toNode), (row) => row.slug);
    }),
    ofReferrer: defineLoader(`${kind}Of${referrer}`, async (ctx, ids) => {
      const rows = await ctx.db.query<Row>(statement(`of${referrer}`, "t.id = any($1::uuid[])"), [ids]);
      ctx.cacheTags.addIds(OBJECT[kind], ids);
      return inKeyOrder(ids, rows.map(toNode), (row) => row.id);
    }),
  };
}
