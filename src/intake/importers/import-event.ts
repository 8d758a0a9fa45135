// The events between the readers of foreign formats (WordPress exports, Markdown folders) and the writer that stores them. Readers stream
// events and never use the database; the writer never sees a foreign format.
import type { MarkupFormat } from "../../platform/markup/body.js";
import type { FilePlace } from "./files/file-source.js";

/** The head data of the imported site. It is stored only if the site still has its defaults. */
export interface ImportedSite {
  title: string | null;
  description: string | null;
  /** Absolute, without a trailing slash. */
  url: string | null;
  /** BCP 47. */
  locale: string | null;
  /** IANA. */
  timeZone: string | null;
}

export interface ImportedTerm {
  /** Normalised (NFC, decoded, never empty) by `normaliseSlug` or `slugFrom`. */
  slug: string;
  name: string;
}

/** A category as its full path, root first, so that no reader needs ids or a second pass. */
export type ImportedCategoryPath = readonly ImportedTerm[];

export interface ImportedAuthor extends ImportedTerm {
  bio: string | null;
}

/** A site-relative path under which the source listed the posts of a category (by its path of slugs), a tag or an author (by their slugs). */
export interface ImportedTermPath {
  kind: "category" | "tag" | "author";
  key: string;
  path: string;
}

export interface ImportedSeriesPart extends ImportedTerm {
  /** Starts at 1. Null if the source has no number; the parts are then ordered by publication date. */
  position: number | null;
}

export interface ImportedImage {
  url: string;
  alt: string;
  width: number | null;
  height: number | null;
}

export interface ImportedPost {
  /** Identifies the post within its source (a guid or a path relative to the folder), so that a second run changes nothing. */
  key: string;
  /** The slug in the source. Null if it is to be made from the title. */
  slug: string | null;
  title: string;
  source: string;
  format: MarkupFormat;
  /** Plain text written by a person. Null if the source has none. */
  excerpt: string | null;
  /** PUBLISHED with a future date means scheduled. Anything uncertain is DRAFT. */
  state: "DRAFT" | "PUBLISHED" | "TRASHED";
  /** Of a hidden post, the date under which it was public in the source; null if it never was. */
  publishedAt: Date | null;
  createdAt: Date | null;
  updatedAt: Date | null;
  /** BCP 47. Null means the locale of the site. */
  locale: string | null;
  author: ImportedAuthor | null;
  /** The authors after the first one. */
  coAuthors: readonly ImportedAuthor[];
  categories: readonly ImportedCategoryPath[];
  tags: readonly ImportedTerm[];
  series: ImportedSeriesPart | null;
  cover: ImportedImage | null;
  seo: { title: string | null; description: string | null; canonicalUrl: string | null; noIndex: boolean };
  /** Absent unless the post is pinned, so that the digests of posts that were imported before this field was read are still the same. */
  isPinned?: true;
  /** The same, if the source says that the text has formulas. */
  hasFormulas?: true;
  /**
   * The same for posts of the source that are translations of each other, also if it has only one of them. Absent if the source names none, so that
   * the digests of posts without translations are still the same.
   */
  translationKey?: string;
  /** Site-relative paths that the post had before (permalinks, `_wp_old_slug`, `aliases`). Each starts with a slash. */
  formerPaths: readonly string[];
}

/** The fields for the authors in their order. */
export function importedAuthors(authors: readonly ImportedAuthor[]): Pick<ImportedPost, "author" | "coAuthors"> {
  return { author: authors[0] ?? null, coAuthors: authors.slice(1) };
}

/** A page that belongs to no list of posts, such as “About”. */
export interface ImportedPage {
  /** Identifies the page within its source. */
  key: string;
  /** Hierarchical and site-relative, decoded, without a trailing slash, such as `/about/team`. */
  path: string;
  title: string;
  source: string;
  format: MarkupFormat;
  /** Anything uncertain is DRAFT. */
  state: "DRAFT" | "PUBLISHED" | "TRASHED";
  publishedAt: Date | null;
  updatedAt: Date | null;
  /** BCP 47. Null means the locale of the site. */
  locale: string | null;
  author: ImportedAuthor | null;
  /** The key of the page above it. */
  parentKey: string | null;
  /** Its place among the pages of one parent, ascending. Null if the source has none. */
  position: number | null;
  /** The name of the template or layout in the source. */
  template: string | null;
  seo: ImportedPost["seo"];
  formerPaths: readonly string[];
}

/** Another item of the source: a post or page by its key, a category by its path of slugs, a tag by its slug. */
export interface ImportedTarget {
  kind: "post" | "page" | "category" | "tag";
  key: string;
}

export interface ImportedMenuItem {
  /** Without a label of its own that of its target, so an item may be shown only while its target is visible. */
  label: string;
  /** An absolute URL, or a site-relative path or fragment. Null for a heading without a link, and if the target has the address. */
  url: string | null;
  /** Null for a link by address alone. */
  target: ImportedTarget | null;
  isInNewWindow: boolean;
  items: readonly ImportedMenuItem[];
}

export interface ImportedMenu extends ImportedTerm {
  items: readonly ImportedMenuItem[];
}

/** A post by addresses of its page, site-relative; the first that leads to one counts. */
export interface ImportedAddresses {
  kind: "addresses";
  paths: readonly string[];
  name: string;
}

/** A comment without the network address of its writer, which is never read. */
export interface ImportedComment {
  key: string;
  on: ImportedTarget | ImportedAddresses;
  /** The key of the comment that it replies to, which precedes it. */
  parentKey: string | null;
  kind: "COMMENT" | "PINGBACK";
  /** Only an approved comment of a public post may be shown. */
  state: "APPROVED" | "PENDING" | "SPAM" | "TRASHED";
  authorName: string;
  authorUrl: string | null;
  /** Never stored. */
  authorEmail: string | null;
  source: string;
  /** Blank lines separate paragraphs in that of WordPress. */
  format: "WORDPRESS" | "HTML";
  createdAt: Date | null;
}

/** A file of the media library. */
export interface ImportedAttachment {
  key: string;
  /** The absolute URL of the original file. */
  url: string;
  /** The URLs of its other sizes, by which bodies may show it. */
  otherUrls: readonly string[];
  mimeType: string | null;
  /** In pixels, of the original. */
  width: number | null;
  height: number | null;
  /** The post or page that it was uploaded to. */
  parent: ImportedTarget | null;
  /** Whether the source showed its page to everybody. The file itself is public as long as it has its address. */
  isPublic: boolean;
  title: string;
  alt: string;
  /** HTML. */
  caption: string | null;
  /** HTML. */
  description: string | null;
  uploadedAt: Date | null;
  /** Site-relative paths of the page of the file in the source. */
  formerPaths: readonly string[];
}

/** One line of the fidelity report. The set of codes is fixed, so that the reports of two runs can be compared. */
export interface ImportNotice {
  code: ImportNoticeCode;
  /** The item concerned, as a person would search for it: a key, a file name or a title. */
  item: string;
  /** A full sentence that says what was done and why. */
  reason: string;
  /** For a notice about a kind of thing, such as a tag, instead of an item: how often it occurs. */
  occurrence?: KindOccurrence;
}

export interface KindOccurrence {
  count: number;
  /** The first item in which it occurs, named as in other notices. */
  firstItem: string;
  /** The reason of the notice without these facts. */
  summary: string;
}

/** What the fidelity report shows of the source of a post. */
export interface PostOrigin {
  /** The file or body as it was written. */
  text: string;
  /** The name of the post in notices. */
  item: string;
}

export type ImportNoticeCode =
  | "HIDDEN" // imported, but not public, because of its status or protection
  | "CHANGED" // imported with a changed value (invalid date, shortened text, unknown shortcode, ...)
  | "RENAMED" // imported with another slug, because its own was taken
  | "SKIPPED" // deliberately not imported (attachment, menu item, page, comment, ...)
  | "FAILED"; // could not be read or written; the import continued

export type ImportEvent =
  | { kind: "site"; site: ImportedSite }
  | { kind: "author"; author: ImportedAuthor }
  | { kind: "category"; path: ImportedCategoryPath; description: string | null }
  | { kind: "tag"; tag: ImportedTerm }
  | { kind: "series"; series: ImportedTerm; description: string | null }
  | { kind: "termPaths"; paths: readonly ImportedTermPath[] }
  | { kind: "post"; post: ImportedPost; origin?: PostOrigin }
  | { kind: "page"; page: ImportedPage }
  | { kind: "menu"; menu: ImportedMenu }
  | { kind: "comment"; comment: ImportedComment }
  | { kind: "attachment"; attachment: ImportedAttachment }
  /** Where the files of the site are. `base` is the path of the site on its host, without a slash at the end. */
  | { kind: "filePlaces"; places: readonly FilePlace[]; base?: string }
  /** Items of the source that are deliberately not imported: comments, media files, menu items. `example` is the first post with one. */
  | { kind: "counted"; what: string; count: number; example?: string }
  | { kind: "notice"; notice: ImportNotice }
  /** The progress of the reader in any unit. The total is 0 if it is unknown. */
  | { kind: "progress"; done: number; total: number };

/** The whole file is unusable (not XML, truncated, an entity bomb, ...). None of it may remain in the database. */
export class UnreadableSourceError extends Error {
  override readonly name = "UnreadableSourceError";
}
