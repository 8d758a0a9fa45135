// What a site generator decides about a file: whether it reads it at all, the front matter that the file inherits, what it makes of the
// file, under which address, and its own syntax. Paths are relative to the folder of the configuration, with slashes.
import type { ImportedAuthor, ImportedCategoryPath, ImportedMenu } from "../../import-event.js";
import type { FileFacts } from "../file-name.js";
import type { FieldMap } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { CalendarDay } from "../front-matter/written-date.js";
import type { Generator } from "../generator-settings.js";
import { isHtmlFile } from "../html-file.js";
import type { ItemNotices } from "../item-notices.js";

/** A folder whose files are published as they are, below a path with a slash at its end. */
export interface FileFolder {
  path: string;
  /** Relative to the folder of the configuration, without slashes at its ends. */
  folder: string;
  /** A clause about why a file in it is not published. Null if it is. */
  leftOut?: (path: string) => string | null;
}

/** A file of the site, with what was already read of it. */
export interface SiteFilePage {
  /** Relative to the folder of the configuration. */
  path: string;
  facts: FileFacts;
  /** Including inherited front matter. */
  fields: FrontMatterFields;
  locale: string | null;
}

/** A post whose address is wanted. */
export interface AddressedPage extends SiteFilePage {
  title: string;
  /** From the front matter. Null if it has none. */
  slug: string | null;
  /** The day in the time zone of the site. */
  day: CalendarDay | null;
  /** The instant of the date, for patterns with hours and minutes. */
  publishedAt: Date | null;
  categories: readonly ImportedCategoryPath[];
  tags: readonly { slug: string; name: string }[];
}

export type PageKind = { kind: "POST" } | { kind: "PAGE" } | { kind: "COLLECTION"; name: string };

export interface OldAddresses {
  /** Where the old site served the post. Null if it cannot be told, which is explained in `failure`. */
  path: string | null;
  failure: string | null;
  /** Further paths that led to the post: aliases, redirects, other output forms. */
  others: readonly string[];
}

export interface MenuTarget {
  kind: "post" | "page";
  key: string;
  title: string;
}

export interface SiteRules {
  /** Null if it is not known. */
  generator: Generator | null;
  /** The collections of Jekyll whose documents have pages. */
  collections: readonly string[];
  /** The authors that the site describes, by whose keys posts refer to them. */
  authors: readonly ImportedAuthor[];
  /** Whether titles and the names of terms are HTML, with entities. */
  hasHtmlTexts: boolean;
  /** A clause about why the generator makes no page of the file. Null if it does. */
  passedOver(path: string): string | null;
  /** The same for a file without front matter. */
  passedOverUnfenced(path: string): string | null;
  /** The facts in the path of the file as the generator reads them. */
  factsOf(facts: FileFacts, path: string): FileFacts;
  /** The front matter that the file inherits. Its own has precedence. */
  inherited(path: string, locale: string | null): FieldMap;
  /** The front matter, including what is inherited, with the names and values that the generator gives its fields. */
  readFields(fields: FrontMatterFields, facts: FileFacts, path: string, notices: ItemNotices): FrontMatterFields;
  /** Clauses about what hides a post whose own front matter may not hide it. */
  hides(path: string, fields: FrontMatterFields, locale: string | null): string[];
  /** Null if the generator's rules do not tell; the layout and the folder then decide. */
  kindOf(page: SiteFilePage): PageKind | null;
  /** What the file has in common with its translations alone. Null if nothing says that it has any. */
  translationOf(page: SiteFilePage): string | null;
  /** Null if the generator has no rule of its own; the patterns known to `frontMatterPaths` then apply. */
  addresses(page: AddressedPage, notices: ItemNotices): OldAddresses | null;
  /** Where the old site served a file that the page names by a relative address. Null if only its own address tells. */
  fileUrl(url: string, page: AddressedPage): string | null;
  /** The folders of all files that are published as they are, the most likely first. */
  fileFolders: readonly FileFolder[];
  /** The folder that the generator keeps for the files of one post. Null if it has none. */
  folderOfFiles(path: string): string | null;
  /** A clause about why a file beside a post is not published. Null if it is. */
  fileLeftOut(path: string): string | null;
  /** Takes the entries of menus that the front matter of a public post or page makes. */
  addToMenus(fields: FrontMatterFields, page: MenuTarget): void;
  /** Those of the configuration and of the pages that were read. */
  menus(): ImportedMenu[];
  /** The body without the generator's own syntax. Kinds of tags that are lost or changed are given to `notices.dropped`. */
  translate(body: string, page: AddressedPage, notices: ItemNotices): string;
}

export const NO_RULES: SiteRules = {
  generator: null,
  collections: [],
  authors: [],
  hasHtmlTexts: false,
  passedOver: () => null,
  passedOverUnfenced: (path) => (isHtmlFile(path) ? "it is HTML without front matter" : null),
  factsOf: (facts) => facts,
  inherited: () => new Map(),
  readFields: (fields) => fields,
  hides: () => [],
  kindOf: () => null,
  translationOf: () => null,
  addresses: () => null,
  fileUrl: () => null,
  fileFolders: [],
  folderOfFiles: () => null,
  fileLeftOut: () => null,
  addToMenus: () => undefined,
  menus: () => [],
  translate: (body) => body,
};
