// The facts about a whole export that the mapping of its items needs.
import type { WxrSurvey } from "../wxr/wxr-survey.js";
import type { AuthorDirectory } from "../wxr-authors.js";
import type { WxrCategoryTree } from "../wxr-categories.js";

export interface WordPressOptions {
  /** Pages are pages; `drafts` imports them as posts that are hidden instead. */
  pages: "skip" | "drafts";
}

export interface MapperResources {
  survey: WxrSurvey;
  /** Absolute, without a trailing slash. Null if the export has none. */
  siteUrl: string | null;
  /** The addresses of the site as the export has them. */
  siteUrls: readonly string[];
  categories: WxrCategoryTree;
  authors: AuthorDirectory;
}
