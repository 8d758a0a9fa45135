// The columns of a post that a query needs, by the fields it selects. Columns are read in groups (`POST_COLUMNS`): the cheap ones always,
// so that the service sends few different statements and can keep all of them prepared.
import { computedColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { type SqlText, sql } from "../../../platform/db/sql-text.js";
import { onceForSelection, type SelectedFields } from "../../../platform/graphql/look-ahead.js";
import { COLUMN_FACTS, type PostColumn, type ReadGroup } from "../post.columns.js";
import { Post } from "../post.entity.js";

const inGroup = (group: ReadGroup): PostColumn[] =>
  (Object.keys(COLUMN_FACTS) as PostColumn[]).filter((column) => COLUMN_FACTS[column].read === group);

/** The groups that a query may read or not. */
const GROUPS: readonly ReadGroup[] = [...new Set(Object.values(COLUMN_FACTS).map(({ read }) => read))].filter(
  (group) => group !== "always" && group !== "never",
);

/** The identity of the post, and the version that read skew is detected by. */
const ALWAYS = selectColumns(Post, "p", inGroup("always"));

/** The status is computed where the state is read: the clock of the database turns SCHEDULED into PUBLISHED. */
const STATUS = computedColumn(
  "status",
  "text",
  "case when p.state = 'PUBLISHED' and p.visible_from > now() then 'SCHEDULED' else p.state end",
);

function groupSql(group: ReadGroup): string {
  const columns = selectColumns(Post, "p", inGroup(group));
  return group === "status" ? sql`${columns}, ${STATUS}` : columns;
}

/** The groups that a field of Post reads if it is not a column of the same name. */
const COMPUTED_FIELDS: Readonly<Record<string, readonly ReadGroup[]>> = {
  __typename: [],
  path: [],
  url: [],
  markdownUrl: [],
  comments: [],
  commentCount: [],
  status: ["status"],
  excerpt: ["excerpt"],
  author: ["author"],
  authors: ["author", "coAuthors"],
  categories: ["categories"],
  tags: ["tags"],
  seo: ["seo", "excerpt", "cover"],
  revisions: ["author", "coAuthors"],
  workingCopy: ["author", "coAuthors"],
  viewerCanUpdate: ["author", "coAuthors"],
  viewerCanPublish: ["author", "coAuthors"],
  body: [],
  seriesEntry: [],
  adjacent: [],
  related: [],
  translations: [],
};

const COLUMN_FIELDS = Object.fromEntries(Object.entries(COLUMN_FACTS).map(([column, { read }]) => [column, [read]]));

/** The groups that each field of Post reads beside `always`. A test compares the names with the schema. */
export const FIELD_GROUPS: Readonly<Record<string, readonly ReadGroup[]>> = { ...COLUMN_FIELDS, ...COMPUTED_FIELDS };

/** What the structured data of a post is made of. */
const STRUCTURED: readonly ReadGroup[] = ["author", "coAuthors", "categories", "tags", "dates", "details"];

const bitsOf = (groups: readonly ReadGroup[]): number =>
  groups.reduce((bits, group) => (group === "always" ? bits : bits | (2 << GROUPS.indexOf(group))), 1);

/** Bits that are combined by `|`. 1 is a post with only what is always read, 0 is nothing of a post. */
export type PostColumns = number;
export const ALL_POST_COLUMNS: PostColumns = bitsOf(GROUPS);

export const postColumns = onceForSelection((selection: SelectedFields): PostColumns => {
  let bits = 0;
  for (const name of selection.names) bits |= bitsOf(FIELD_GROUPS[name] ?? []);
  if (selection.at("seo").has("structuredData")) bits |= bitsOf(STRUCTURED);
  return bits;
});

const selectLists = new Map<PostColumns, string>();

/** The select list for the alias `p`. A row lacks the columns of the groups that are not read. */
export function postColumnsSql(columns: PostColumns): SqlText<Post> {
  let list = selectLists.get(columns);
  if (list === undefined) {
    list = [ALWAYS, ...GROUPS.filter((_, place) => (columns & (2 << place)) !== 0).map(groupSql)].join(", ");
    selectLists.set(columns, list);
  }
  return list;
}
