// The one vocabulary between readers of foreign formats (WordPress exports, Markdown folders) and the writer that
// turns them into rows. Readers stream events and never touch the database; the writer never sees a foreign format.
import type { MarkupFormat } from "../../platform/markup/body.js";

/** A site's own head data, applied only where the site still has its defaults. */
export interface ImportedSite {
  title: string | null;
  description: string | null;
  /** Absolute, without a trailing slash. */
  url: string | null;
  /** BCP 47. */
  locale: string | null;
}

export interface ImportedTerm {
  /** Normalised (NFC, decoded, never empty), as `normaliseSlug` or `slugFrom` give it. */
  slug: string;
  name: string;
}

/** A category named by its whole path, root first, so that no reader needs ids or a second pass. */
export type ImportedCategoryPath = readonly ImportedTerm[];

export interface ImportedAuthor extends ImportedTerm {
  bio: string | null;
}

export interface ImportedSeriesPart extends ImportedTerm {
  /** From 1; null where the source does not say, and then the order of publication decides. */
  position: number | null;
}

export interface ImportedImage {
  url: string;
  alt: string;
  width: number | null;
  height: number | null;
}

export interface ImportedPost {
  /** Stable identity inside its source (a guid, or a path relative to the folder): what makes a second run a no-op. */
  key: string;
  /** The slug the source asks for; null leaves it to the title. */
  slug: string | null;
  title: string;
  source: string;
  format: MarkupFormat;
  /** Plain text as written by a person; null where the source has none. */
  excerpt: string | null;
  /** PUBLISHED with a future date is a scheduled post. Anything uncertain is DRAFT. */
  state: "DRAFT" | "PUBLISHED" | "TRASHED";
  publishedAt: Date | null;
  createdAt: Date | null;
  updatedAt: Date | null;
  /** BCP 47; null takes the site's. */
  locale: string | null;
  author: ImportedAuthor | null;
  categories: readonly ImportedCategoryPath[];
  tags: readonly ImportedTerm[];
  series: ImportedSeriesPart | null;
  cover: ImportedImage | null;
  seo: { title: string | null; description: string | null; canonicalUrl: string | null; noIndex: boolean };
  /** Site-relative paths the post answered to before (permalinks, `_wp_old_slug`, `aliases`), starting with a slash. */
  formerPaths: readonly string[];
}

/** One line of the fidelity report. Codes are closed so that reports of two runs can be compared. */
export interface ImportNotice {
  code: ImportNoticeCode;
  /** The item concerned, as a person would look for it: a key, a file name, a title. */
  item: string;
  /** A full sentence saying what was done and why. */
  reason: string;
}

export type ImportNoticeCode =
  | "HIDDEN" // imported, but not public, because its status or protection does not allow it
  | "CHANGED" // imported with a changed value (bad date, cut text, unknown shortcode, ...)
  | "RENAMED" // slug taken, another one was given
  | "SKIPPED" // deliberately not imported (attachment, menu item, page, comment, ...)
  | "FAILED"; // could not be read or written; the rest went on

export type ImportEvent =
  | { kind: "site"; site: ImportedSite }
  | { kind: "author"; author: ImportedAuthor }
  | { kind: "category"; path: ImportedCategoryPath; description: string | null }
  | { kind: "tag"; tag: ImportedTerm }
  | { kind: "series"; series: ImportedTerm; description: string | null }
  | { kind: "post"; post: ImportedPost }
  /** Things that exist in the source and are deliberately not content here: comments, media files, menu items. */
  | { kind: "counted"; what: string; count: number }
  | { kind: "notice"; notice: ImportNotice }
  /** How far the reader is, in any unit; total 0 where unknown. */
  | { kind: "progress"; done: number; total: number };

/** The whole file cannot be used (not XML, truncated, an entity bomb, ...). Nothing of it may stay in the database. */
export class UnreadableSourceError extends Error {
  override readonly name = "UnreadableSourceError";
}
