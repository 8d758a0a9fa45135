// A page as the write path takes it: the values of its columns, from which its row is made.
import { type ColumnOf, type EntityColumn, entityColumns } from "../../../platform/db/entity-columns.js";
import { generateExcerpt } from "../../../platform/markup/excerpt.js";
import type { PostText } from "../../posts/body/post-text.js";
import { DEFAULT_EXCERPT_LENGTH, visibleFromOf } from "../../posts/writing/post-record.js";
import { Page } from "../page.entity.js";

/** The columns that a write gives; the database counts the version, and `visible_from` follows from the others. */
type GivenColumn = Exclude<ColumnOf<Page>, "version" | "visibleFrom">;
type SavedColumn = Exclude<ColumnOf<Page>, "version">;

/** Instants are RFC 3339 with milliseconds; `publishedAt` is required in the state PUBLISHED. */
export type PageRecord = Pick<Page, GivenColumn>;

export const SAVED_PAGE_COLUMNS: readonly EntityColumn<SavedColumn>[] = entityColumns(Page).filter(
  (column): column is EntityColumn<SavedColumn> => column.property !== "version",
);

/** The values of all columns of an insert. */
export const pageRow = (fields: PageRecord): Pick<Page, SavedColumn> => ({
  ...fields,
  visibleFrom: visibleFromOf(fields),
});

/** What search engines are shown of a page without a description. */
export const pageExcerpt = ({ rendered }: PostText): string =>
  generateExcerpt(rendered.summary, DEFAULT_EXCERPT_LENGTH);

/** The fields of a new page that a write need not give. */
export const BLANK_PAGE: Omit<PageRecord, "id" | "slug" | "path" | "createdAt" | "updatedAt" | "locale"> = {
  ...{ parentId: null, position: 0, title: "", state: "DRAFT", publishedAt: null, formerPublishedAt: null },
  ...{ storedExcerpt: "", template: null, cover: null },
  ...{ seoTitle: null, seoDescription: null, seoImage: null, canonicalUrl: null, noIndex: false },
};
