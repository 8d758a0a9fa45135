// The fields of a post by which revisions differ, and which can be restored: each with the columns of a revision that hold it.
import type { ColumnOf } from "../../../platform/db/entity-columns.js";
import { entityColumns } from "../../../platform/db/entity-columns.js";
import { Revision } from "./revision.entity.js";

/** The columns that say what the revision is, and not what the post was. */
type OwnColumn = "id" | "postId" | "version" | "createdAt" | "editor" | "kind" | "assetPaths";
export type SnapshotColumn = Exclude<ColumnOf<Revision>, OwnColumn>;

/** The names are those of the fields of Post. */
const FIELD_OF_COLUMN = {
  title: "title",
  source: "body",
  format: "body",
  slug: "slug",
  storedExcerpt: "excerpt",
  excerptSource: "excerpt",
  locale: "locale",
  authorId: "authors",
  coAuthorIds: "authors",
  categoryIds: "categories",
  tagIds: "tags",
  cover: "cover",
  seoTitle: "seo",
  seoDescription: "seo",
  seoImage: "seo",
  canonicalUrl: "seo",
  noIndex: "seo",
  isPinned: "isPinned",
  externalId: "externalId",
  state: "status",
  publishedAt: "publishedAt",
} as const satisfies Record<SnapshotColumn, string>;

export type RevisionField = (typeof FIELD_OF_COLUMN)[SnapshotColumn];
const COLUMNS = Object.keys(FIELD_OF_COLUMN) as SnapshotColumn[];
export const REVISION_FIELDS: readonly RevisionField[] = [...new Set(COLUMNS.map((column) => FIELD_OF_COLUMN[column]))];

/** Recorded since the first release, while all else is null in older revisions. */
export const ALWAYS_RECORDED: ReadonlySet<RevisionField> = new Set(["title", "body"]);

/** A generated excerpt follows from the text and is no change of its own. */
const valueSql = (alias: string, { property, name }: { property: SnapshotColumn; name: string }): string =>
  property === "storedExcerpt"
    ? `nullif(${alias}.excerpt_source, 'GENERATED') || ${alias}.${name}`
    : `${alias}.${name}`;

/** An expression for the names of the fields that differ between two rows of revisions, as `text[]`. */
export function differingFieldsSql(one: string, other: string): string {
  const columns = entityColumns(Revision, COLUMNS);
  const cases = REVISION_FIELDS.map((field) => {
    const parts = columns.filter(({ property }) => FIELD_OF_COLUMN[property] === field);
    const row = (alias: string) => `(${parts.map((part) => valueSql(alias, part)).join(", ")})`;
    return `case when ${row(one)} is distinct from ${row(other)} then '${field}' end`;
  });
  return `array_remove(array[${cases.join(", ")}], null)`;
}
