// The options of an import, and what it reports while it runs.
import type { FileOptions } from "./files/file-import.js";
import type { WriterOptions } from "./import-writer.js";

export interface ImportOptions extends Omit<WriterOptions, "locale" | "siteUrl"> {
  /** Null means the locale of the source, or else of the site. */
  locale: string | null;
  /** The former address of the posts, which identifies links among them. Null means the address in the source, or else of the site. */
  siteUrl?: string | null;
  /** The time zone of the site. Null or absent means that of the source. */
  timeZone?: string | null;
  /** Where the files of the source are, and where they go. Absent if they are not imported. */
  files?: FileOptions;
  onProgress?: (done: number, total: number) => void;
  /** The numbers of posts that are committed, after each batch, and of those whose links have been rewritten, after all posts. */
  onStored?: (posts: number) => void;
  onLinks?: (posts: number) => void;
  /** Progress of the search index after all posts, if it has posts without a current row. */
  onIndexing?: (done: number, total: number) => void;
}
