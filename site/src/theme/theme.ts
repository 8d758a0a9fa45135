// A theme: one function for each page, from the result of its document to HTML, and its styles.
import type { ComponentChildren, VNode } from "preact";
import type {
  AllSeriesQuery,
  ArchiveQuery,
  AuthorQuery,
  AuthorsQuery,
  CategoriesQuery,
  CategoryOfSearchQuery,
  CategoryQuery,
  FrameFragment,
  FrontQuery,
  OtherQuery,
  PeriodQuery,
  PostQuery,
  SearchQuery,
  SearchStartQuery,
  SeriesQuery,
  TagQuery,
  TagsQuery,
  TeaserFragment,
} from "../__generated__/graphql.js";
import type { Period } from "../routes/archive/period.js";
import type { CommentsView } from "../routes/post/comments.js";
import type { AddressOf, SearchFor } from "../routes/search/search.js";
import type { DateFormat } from "./date-format.js";
import type { Words } from "./words.js";

export interface Theme {
  /** Another one for each change of a theme that is not part of this code. */
  version: string;
  /** One of them is inlined into each page: that of lists, or that of posts and pages with their text. */
  stylesheets: { lists: string; texts: string };
  pages: ThemePages;
  parts: ThemeParts;
}

/** `comments` is null if there are none. */
export type PostView = FrameFragment & { post: NonNullable<PostQuery["post"]>; comments: CommentsView | null };
export type PageView = FrameFragment & { content: NonNullable<OtherQuery["page"]> };
export type CategoryView = FrameFragment & { category: NonNullable<CategoryQuery["category"]> };
export type TagView = FrameFragment & { tag: NonNullable<TagQuery["tag"]> };
export type AuthorView = FrameFragment & { author: NonNullable<AuthorQuery["author"]> };
export type SeriesView = FrameFragment & { series: NonNullable<SeriesQuery["series"]> };
export type PeriodView = PeriodQuery & { period: Period };
/** `addressOf` gives the address of a similar search. */
export type SearchView = SearchQuery & CategoryOfSearchQuery & { sought: SearchFor; addressOf: AddressOf };
export interface Suggested {
  title: string;
  path: string;
}
/** `words` is what was looked for; empty if the path says nothing. */
export type NotFoundView = FrameFragment & { words: string; suggestions: readonly Suggested[] };

/** Each function returns the element `html`. */
export interface ThemePages {
  Front(view: FrontQuery, page: PageContext): VNode;
  Post(view: PostView, page: PageContext): VNode;
  Page(view: PageView, page: PageContext): VNode;
  Category(view: CategoryView, page: PageContext): VNode;
  Tag(view: TagView, page: PageContext): VNode;
  Author(view: AuthorView, page: PageContext): VNode;
  Series(view: SeriesView, page: PageContext): VNode;
  Categories(view: CategoriesQuery, page: PageContext): VNode;
  Tags(view: TagsQuery, page: PageContext): VNode;
  Authors(view: AuthorsQuery, page: PageContext): VNode;
  AllSeries(view: AllSeriesQuery, page: PageContext): VNode;
  Archive(view: ArchiveQuery, page: PageContext): VNode;
  Period(view: PeriodView, page: PageContext): VNode;
  SearchStart(view: SearchStartQuery, page: PageContext): VNode;
  Search(view: SearchView, page: PageContext): VNode;
  NotFound(view: NotFoundView, page: PageContext): VNode;
}

/** The components that the pages share. Pages take them from `page.theme.parts`, so that a theme can replace one of them alone. */
export interface ThemeParts {
  Layout(props: LayoutProps): VNode;
  Header(props: FrameProps): VNode;
  Footer(props: FrameProps): VNode;
  Teaser(props: { post: TeaserFragment; page: PageContext; heading?: "h2" | "h3" }): VNode;
  Paging(props: { page: PageContext }): VNode | null;
}

export interface FrameProps {
  frame: FrameFragment;
  page: PageContext;
}

export interface LayoutProps extends FrameProps {
  head: PageHead;
  children: ComponentChildren;
}

export interface PageContext {
  theme: Theme;
  /** The canonical path, not percent-encoded. */
  path: string;
  /** The canonical URL, absolute and percent-encoded. */
  address: string;
  /** Whether the reader sees what others may not, such as a draft. */
  isPreview: boolean;
  /** Whether this is the first page of a list, as are all that are not lists. */
  isFirst: boolean;
  /** The addresses of the pages of the same list; null where there is none. */
  newer: string | null;
  older: string | null;
  /** The language of the site, for everything that the page does not take from its content. */
  locale: string;
  /** The words of the theme in the language of the site. */
  words: Words;
  /** Dates in the language and the time zone of the site. */
  dates: DateFormat;
}

/** What stands in the element `head`. */
export interface PageHead {
  /** Without the title of the site, which is added; null for the title of the site alone. */
  title: string | null;
  description: string;
  /** The language of the page; that of the site if absent. */
  locale?: string;
  /** That of the page context if absent. */
  canonicalUrl?: string;
  isArticle?: boolean;
  noIndex?: boolean;
  /** `asset` has the same picture as previews of links show it. */
  image?: { url: string; alt: string; asset?: { url: string } | null } | null;
  /** JSON-LD. */
  structuredData?: string;
  /** The path of a list with feeds of its own, such as /tags/linux. */
  feedsOf?: string;
  /** The path of the same text as Markdown. */
  markdown?: string;
  /** The page in all its languages, this one included; absent or empty if there is one only. */
  translations?: readonly { path: string; locale: string }[];
  /** Whether the page shows a text, and not a list. */
  hasText?: boolean;
}
