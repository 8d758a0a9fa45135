// Turns the filter of a client into SQL conditions with bound values, and into the canonical text by which cursors and batches are keyed.
import { isWellFormedText } from "../../../lib/text.js";
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { BadInputError, ForbiddenError } from "../../../platform/graphql/bad-input.js";
import type { NodeType } from "../../../platform/graphql/global-id.js";
import { MAX_IDS, uuidOf, uuidsOf } from "../../../platform/graphql/node.js";
import { normaliseSlug } from "../../../platform/markup/slug.js";
import { CONTENT, type ConditionTags, monthTag, PLACES, tagsOfConditions } from "../../cache-tags/cache-tags.js";
import { type ContentReader, readableSql, visibleSql } from "../../visibility.js";
import type { PostStatus } from "../post.entity.js";
import type { CategoryMatch, PostFilter, TagMatch } from "../post.inputs.js";

interface IdMatch {
  anyOf: string[] | null;
  allOf: string[] | null;
  noneOf: string[] | null;
}

/** A filter with decoded ids and checked values. Null stands for a condition that excludes nothing. */
export interface PostConditions {
  categories: (IdMatch & { includeDescendants: boolean }) | null;
  tags: IdMatch | null;
  authorIds: string[] | null;
  seriesId: string | null;
  locale: string | null;
  publishedSince: string | null;
  publishedBefore: string | null;
  slugs: string[] | null;
  externalIds: string[] | null;
  isPinned: boolean | null;
  updatedSince: string | null;
  /** Sorted; null if the client gave none or only PUBLISHED, which every reader may see. */
  statuses: PostStatus[] | null;
}

const LANGUAGE_RANGE = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}$/;

export function postConditions(reader: ContentReader, filter: PostFilter | null | undefined): PostConditions | null {
  if (filter == null) return null;
  const conditions: PostConditions = {
    categories: categoryMatch(filter.categories),
    tags: idMatch(filter.tags, "Tag", "filter.tags"),
    authorIds: filter.authorIds == null ? null : uuidsOf(filter.authorIds, "Author", "filter.authorIds").sort(),
    seriesId: filter.seriesId == null ? null : uuidOf(filter.seriesId, "Series", "filter.seriesId"),
    locale: languageRange(filter.locale),
    publishedSince: filter.publishedSince ?? null,
    publishedBefore: filter.publishedBefore ?? null,
    slugs: texts(filter.slugs, normaliseSlug, "filter.slugs"),
    externalIds: texts(filter.externalIds, storable, "filter.externalIds"),
    isPinned: filter.isPinned ?? null,
    updatedSince: filter.updatedSince ?? null,
    statuses: permittedStatuses(reader, filter),
  };
  return Object.values(conditions).every((value) => value === null) ? null : conditions;
}

/** Equivalent filters have the same text. */
export function conditionsText(conditions: PostConditions | null): string {
  return conditions === null ? "" : JSON.stringify(conditions);
}

/**
 * A list's own tags cover posts that enter it, leave it or change their date, but not a post that stays in it and begins or
 * ceases to meet a condition: by its terms (PLACES) or by its own fields (CONTENT). A status other than PUBLISHED needs no
 * tag, because only authenticated viewers may ask for one, and their responses are not cached.
 */
const CONDITION_TAGS: ConditionTags<PostConditions> = {
  categories: [PLACES],
  tags: [PLACES],
  authorIds: [PLACES],
  seriesId: [PLACES],
  locale: [CONTENT],
  publishedSince: [],
  publishedBefore: [],
  slugs: [CONTENT],
  externalIds: [CONTENT],
  isPinned: [CONTENT],
  updatedSince: [CONTENT],
  statuses: [],
};

/** The cache tags that a list depends on by its filter. */
export function filterTags(conditions: PostConditions | null): readonly string[] {
  return tagsOfConditions(CONDITION_TAGS, conditions);
}

/** The cache tags of the months that a filter selects; null if it has other conditions or selects too many months. */
export function monthTags(conditions: PostConditions | null): string[] | null {
  if (conditions === null) return null;
  const { publishedSince, publishedBefore, ...others } = conditions;
  if (publishedSince === null || publishedBefore === null) return null;
  if (Object.values(others).some((value) => value !== null)) return null;
  const end = new Date(publishedBefore);
  const month = new Date(publishedSince);
  month.setUTCDate(1);
  month.setUTCHours(0, 0, 0, 0);
  const tags: string[] = [];
  for (; month < end; month.setUTCMonth(month.getUTCMonth() + 1)) {
    if (tags.length === MAX_MONTHS) return null;
    tags.push(monthTag(month.toISOString()));
  }
  return tags;
}
const MAX_MONTHS = 13;

/** The conditions for a list in which `p` is the alias of the post. */
export function conditionsSql(conditions: PostConditions, parameters: SqlParameters): string[] {
  const { categories, tags, authorIds, seriesId, locale } = conditions;
  const sql: string[] = [];
  if (categories !== null) {
    const table = categories.includeDescendants ? "category_listing" : "post_category";
    sql.push(...matchSql(categories, `${table} m where m.post_id = p.id and m.category_id`, parameters));
  }
  if (tags !== null) sql.push(...matchSql(tags, "post_tag m where m.post_id = p.id and m.tag_id", parameters));
  if (authorIds !== null) {
    const match = { anyOf: authorIds, allOf: null, noneOf: null };
    sql.push(...matchSql(match, "post_author m where m.post_id = p.id and m.author_id", parameters));
  }
  if (seriesId !== null) {
    const id = parameters.bind(seriesId, "uuid");
    sql.push(`exists (select 1 from series_entry m where m.post_id = p.id and m.series_id = ${id})`);
  }
  if (locale !== null) {
    const range = parameters.bind(locale, "text");
    sql.push(`(lower(p.locale) = ${range} or starts_with(lower(p.locale), ${range} || '-'))`);
  }
  if (conditions.publishedSince !== null) {
    sql.push(`p.visible_from >= ${parameters.bind(conditions.publishedSince, "timestamptz")}`);
  }
  if (conditions.publishedBefore !== null) {
    sql.push(`p.visible_from < ${parameters.bind(conditions.publishedBefore, "timestamptz")}`);
  }
  return [...sql, ...ownFieldsSql(conditions, parameters)];
}

/** The conditions on fields that posts are found by rather than browsed by. */
function ownFieldsSql(
  { slugs, externalIds, isPinned, updatedSince }: PostConditions,
  parameters: SqlParameters,
): string[] {
  const sql: string[] = [];
  if (slugs !== null) sql.push(`p.slug = any(${parameters.bind(slugs, "text[]")})`);
  if (externalIds !== null) sql.push(`p.external_id = any(${parameters.bind(externalIds, "text[]")})`);
  // No parameter, since the index of pinned posts serves only a condition that is known when the statement is planned.
  if (isPinned !== null) sql.push(isPinned ? "p.is_pinned" : "not p.is_pinned");
  if (updatedSince !== null) sql.push(`p.updated_at >= ${parameters.bind(updatedSince, "timestamptz")}`);
  return sql;
}

function matchSql(match: IdMatch, membership: string, parameters: SqlParameters): string[] {
  const sql: string[] = [];
  if (match.anyOf !== null) {
    sql.push(`exists (select 1 from ${membership} = any(${parameters.bind(match.anyOf, "uuid[]")}))`);
  }
  if (match.allOf !== null) {
    const ids = parameters.bind(match.allOf, "uuid[]");
    sql.push(`not exists (select 1 from unnest(${ids}) w(id) where not exists (select 1 from ${membership} = w.id))`);
  }
  if (match.noneOf !== null) {
    sql.push(`not exists (select 1 from ${membership} = any(${parameters.bind(match.noneOf, "uuid[]")}))`);
  }
  return sql;
}

function categoryMatch(match: CategoryMatch | null | undefined): PostConditions["categories"] {
  const ids = idMatch(match, "Category", "filter.categories");
  return ids === null ? null : { ...ids, includeDescendants: match?.includeDescendants ?? true };
}

function idMatch(match: TagMatch | null | undefined, type: NodeType, argument: string): IdMatch | null {
  if (match == null) return null;
  const uuids = (key: "anyOf" | "allOf" | "noneOf") =>
    match[key] == null ? null : uuidsOf(match[key], type, `${argument}.${key}`).sort();
  const ids: IdMatch = { anyOf: uuids("anyOf"), allOf: uuids("allOf"), noneOf: uuids("noneOf") };
  return Object.values(ids).every((list) => list === null) ? null : ids;
}

const storable = (text: string): string | null => (isWellFormedText(text) ? text : null);

/** Sorted and without duplicates. A text that no post can have is left out. */
function texts(
  given: readonly string[] | null | undefined,
  normalise: (text: string) => string | null,
  argument: string,
): string[] | null {
  if (given == null) return null;
  if (given.length <= MAX_IDS) return [...new Set(given.flatMap((text) => normalise(text) ?? []))].sort();
  const message = `Expected at most ${MAX_IDS} values in "${argument}", got ${given.length}.`;
  throw new BadInputError("TOO_MANY_IDS", message, argument);
}

function languageRange(locale: string | null | undefined): string | null {
  if (locale == null || locale === "*") return null;
  if (LANGUAGE_RANGE.test(locale)) return locale.toLowerCase();
  throw new BadInputError(
    "VALUE_OUT_OF_RANGE",
    `Expected a language range such as zh-CN, zh or * in "filter.locale".`,
    "filter.locale",
  );
}

function permittedStatuses(reader: ContentReader, filter: PostFilter): PostStatus[] | null {
  if (filter.statuses == null) return null;
  const max = Object.keys(STATUS_SQL).length;
  if (filter.statuses.length > max) {
    const message = `Expected at most ${max} statuses in "filter.statuses", got ${filter.statuses.length}.`;
    throw new BadInputError("VALUE_OUT_OF_RANGE", message, "filter.statuses");
  }
  if (reader.viewer === null && filter.statuses.some((status) => status !== "PUBLISHED")) {
    throw new ForbiddenError('Only viewers who may edit posts can filter by a status other than "PUBLISHED".');
  }
  const statuses = [...new Set(filter.statuses)].sort();
  return statuses.length === 1 && statuses[0] === "PUBLISHED" ? null : statuses;
}

const STATUS_SQL: Record<PostStatus, (alias: string) => string> = {
  DRAFT: () => "p.state = 'DRAFT'",
  SCHEDULED: (alias) => `(p.state = 'PUBLISHED' and ${alias}.visible_from > now())`,
  PUBLISHED: visibleSql,
  TRASHED: () => "p.state = 'TRASHED'",
};

/** The condition for a post to be in a list: it is visible, or it has one of the requested statuses and the reader may read it. */
export function shownSql(
  reader: ContentReader,
  conditions: PostConditions | null,
  alias: string,
  parameters: SqlParameters,
): string {
  const statuses = conditions?.statuses ?? ["PUBLISHED"];
  if (statuses.length === 0) return "false";
  const ofStatus = statuses.map((each) => STATUS_SQL[each](alias)).join(" or ");
  if (statuses.every((each) => each === "PUBLISHED")) return ofStatus;
  return `(${ofStatus}) and ${readableSql(reader, "p", parameters)}`;
}
