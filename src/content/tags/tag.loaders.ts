// All reads of tags. For anonymous readers, a tag without a visible post does not exist.
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { type ListSource, tableList } from "../../platform/db/lists/list-source.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import { LISTS, OBJECT } from "../cache-tags/cache-tags.js";
import type { OrderDirection } from "../order-direction.js";
import { defineSluggedLoaders } from "../terms/slugged-loaders.js";
import { allTerms, termsById } from "../terms/term-cache.js";
import { type ContentReader, existsForReader, visibleSql } from "../visibility.js";
import { Tag } from "./tag.entity.js";

const COLUMNS = selectColumns(Tag, "t", ["id", "slug", "name", "version"]);

const tagLoaders = defineSluggedLoaders({
  kind: "tag",
  entity: Tag,
  columns: COLUMNS,
  referrer: "Post",
});
export const tagById = tagLoaders.byId;
export const tagBySlug = tagLoaders.bySlug;
export const tagByAnySlug = tagLoaders.byAnySlug;

const cachedTags = termsById("tag", `/* Tag.all */ select ${COLUMNS} from tag t`, (row) =>
  Object.assign(new Tag(), row),
);

/** The tags of a post that the reader was given, in the order of the ids, with null for a tag that has been deleted since. */
export function loadTagsOfPost(ctx: Context, ids: readonly string[]): MaybeDeferred<(Tag | null)[]> {
  const tags = ctx.referenceData?.get(cachedTags) ?? null;
  const cached = tags === null ? null : allTerms(tags, ids);
  if (cached === null) return tagLoaders.ofReferrer(ctx).loadMany(ids);
  ctx.cacheTags.addIds(OBJECT.tag, ids);
  return cached;
}

export const TAG_LIST_TAGS = { kind: OBJECT.tag, tagsOf: () => [LISTS.tags] };

type TagKey = ListSource["keyset"]["keys"][number];

const tagsSource = (reader: ContentReader, table: string, key: TagKey, direction: OrderDirection): ListSource =>
  tableList({
    name: "Query.tags",
    table,
    columns: COLUMNS,
    keyset: { keys: [key, { column: "t.id", type: "uuid" }], direction },
    conditions: [existsForReader(reader, visibleSql("t"))],
  });

export function tagsByName(reader: ContentReader, direction: OrderDirection): ListSource {
  return tagsSource(reader, "tag t", { column: "t.name", type: "text" }, direction);
}

export function tagsByPostCount(reader: ContentReader, direction: OrderDirection): ListSource {
  const withPostCount = `(select tag.*, (select count(*)::integer from post_tag pt
    where pt.tag_id = tag.id and ${visibleSql("pt")}) as post_count from tag) t`;
  return tagsSource(reader, withPostCount, { column: "t.post_count", type: "integer" }, direction);
}
