// The columns of a post that a query needs, by the fields it selects. A few groups and not each column by itself: the cheap
// ones are always read, so that a service sees few different statements and can keep all of them prepared.
import { onceForSelection, type SelectedFields } from "../../../platform/graphql/look-ahead.js";

/** Everything a post is known and torn apart by. */
const ALWAYS = `p.id, p.slug, p.title, p.published_at as "publishedAt", p.version`;

const GROUPS = {
  status: `p.state, case when p.state = 'PUBLISHED' and p.visible_from > now() then 'SCHEDULED' else p.state end as status`,
  excerpt: `p.excerpt as "storedExcerpt", p.excerpt_source as "excerptSource"`,
  author: `p.author_id as "authorId"`,
  categories: `p.category_ids as "categoryIds"`,
  tags: `p.tag_ids as "tagIds"`,
  dates: `p.created_at as "createdAt", p.updated_at as "updatedAt"`,
  locale: "p.locale",
  cover: "p.cover",
  seo: `p.seo_title as "seoTitle", p.seo_description as "seoDescription", p.canonical_url as "canonicalUrl",
    p.no_index as "noIndex"`,
} as const;

type Group = keyof typeof GROUPS;
const NAMES = Object.keys(GROUPS) as Group[];
const bitsOf = (groups: readonly Group[]): number =>
  groups.reduce((bits, group) => bits | (2 << NAMES.indexOf(group)), 1);

/** What each field of Post reads, beside what is always read; a test knows whether a field is missing here. */
export const FIELD_COLUMNS: Readonly<Record<string, readonly Group[]>> = {
  __typename: [],
  id: [],
  slug: [],
  path: [],
  title: [],
  publishedAt: [],
  version: [],
  status: ["status"],
  excerpt: ["excerpt"],
  excerptSource: ["excerpt"],
  author: ["author"],
  categories: ["categories"],
  tags: ["tags"],
  createdAt: ["dates"],
  updatedAt: ["dates"],
  locale: ["locale"],
  cover: ["cover"],
  seo: ["seo", "excerpt"],
  revisions: ["author"],
  body: [],
  seriesEntry: [],
  adjacent: [],
  related: [],
};

/** Bits that can be put together by `|`. 1 is a post with nothing but what is always read, 0 nothing of a post at all. */
export type PostColumns = number;
export const ALL_POST_COLUMNS: PostColumns = bitsOf(NAMES);

export const postColumns = onceForSelection((selection: SelectedFields): PostColumns => {
  let bits = 0;
  for (const name of selection.names) bits |= bitsOf(FIELD_COLUMNS[name] ?? []);
  return bits;
});

const written = new Map<PostColumns, string>();

/** For the alias `p`. */
export function postColumnsSql(columns: PostColumns): string {
  let sql = written.get(columns);
  if (sql === undefined) {
    const groups = NAMES.filter((_, place) => (columns & (2 << place)) !== 0).map((name) => GROUPS[name]);
    sql = [ALWAYS, ...groups].join(", ");
    written.set(columns, sql);
  }
  return sql;
}
