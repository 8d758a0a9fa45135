// Every read of tags. A tag that only hidden posts carry does not exist for readers, however reached.
import type { Context } from "../../identity/context.js";
import type { ListSource } from "../../platform/db/list-source.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import type { ReferenceData } from "../../platform/reference-cache/reference-cache.js";
import { addTermSlugTags, addTermTags, LISTS, OBJECT } from "../cache-tags/cache-tags.js";
import type { OrderDirection } from "../order-direction.js";
import { PATH_PREFIXES } from "../site-path.js";
import { allTerms, loadTerms } from "../terms/term-cache.js";
import { type ContentReader, existsForReader, tagVisibleSql, visibleSql } from "../visibility.js";
import { TAG_COLUMNS, Tag } from "./tag.entity.js";

const toTag = (row: object): Tag => Object.assign(new Tag(), row);

const remembered: ReferenceData<ReadonlyMap<string, Tag>> = {
  noun: "tag",
  load: async (db) => {
    const tags = await loadTerms(db, `select ${TAG_COLUMNS} from tag t`, toTag);
    return tags === null ? null : new Map(tags.map((tag) => [tag.id, tag]));
  },
};

/** Of a post that the reader was given, in the order of its ids; null for one that is gone by now. */
export function loadTagsOfPost(ctx: Context, ids: readonly string[]): MaybeDeferred<(Tag | null)[]> {
  const tags = ctx.referenceData?.get(remembered) ?? null;
  const known = tags === null ? null : allTerms(tags, ids);
  if (known === null) return tagOfPost(ctx).loadMany(ids);
  ctx.cacheTags.addIds(OBJECT.tag, ids);
  return known;
}

const tagOfPost = defineLoader<Context, string, Tag | null>("tagOfPost", async (ctx, ids) => {
  const rows = await ctx.db.query<Tag>(`select ${TAG_COLUMNS} from tag t where t.id = any($1::uuid[])`, [ids]);
  ctx.cacheTags.addIds(OBJECT.tag, ids);
  return inKeyOrder(ids, rows.map(toTag), (tag) => tag.id);
});

export const tagById = defineLoader<Context, string, Tag | null>("tagById", async (ctx, ids) => {
  const rows = await ctx.db.query<Tag>(
    `select ${TAG_COLUMNS} from tag t where t.id = any($1::uuid[]) and ${existsForReader(ctx, tagVisibleSql("t"))}`,
    [ids],
  );
  addTermTags(ctx.cacheTags, "tag", ids);
  return inKeyOrder(ids, rows.map(toTag), (tag) => tag.id);
});

export const tagBySlug = defineLoader<Context, string, Tag | null>("tagBySlug", async (ctx, slugs) => {
  const rows = await ctx.db.query<Tag>(
    `select ${TAG_COLUMNS} from tag t where t.slug = any($1::text[]) and ${existsForReader(ctx, tagVisibleSql("t"))}`,
    [slugs],
  );
  addTermSlugTags(ctx.cacheTags, "tag", { prefix: PATH_PREFIXES.tag, slugs, rows });
  return inKeyOrder(slugs, rows.map(toTag), (tag) => tag.slug);
});

export const TAG_LIST_TAGS = { kind: OBJECT.tag, tagsOf: () => [LISTS.tags] };

type TagKey = ListSource["keyset"]["keys"][number];

const source = (reader: ContentReader, table: string, key: TagKey, direction: OrderDirection): ListSource => ({
  table,
  parent: null,
  join: "",
  conditionsNeedJoin: false,
  columns: TAG_COLUMNS,
  keyset: { keys: [key, { column: "t.id", type: "uuid" }], direction },
  conditions: () => [existsForReader(reader, tagVisibleSql("t"))],
});

export function tagsByName(reader: ContentReader, direction: OrderDirection): ListSource {
  return source(reader, "tag t", { column: "t.name", type: "text" }, direction);
}

export function tagsByPostCount(reader: ContentReader, direction: OrderDirection): ListSource {
  const counted = `(select tag.*, (select count(*)::integer from post_tag pt
    where pt.tag_id = tag.id and ${visibleSql("pt")}) as post_count from tag) t`;
  return source(reader, counted, { column: "t.post_count", type: "integer" }, direction);
}
