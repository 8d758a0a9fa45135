/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Conditions on the categories of a post. A post matches if it meets all given conditions. Each takes at most 100 ids. */
export type CategoryMatch = {
  /** The post is in each of these categories. */
  allOf?: Array<string | number> | null | undefined;
  /** The post is in at least one of these categories. An empty list matches nothing. */
  anyOf?: Array<string | number> | null | undefined;
  /** Whether a post in a descendant counts as a post in the category. */
  includeDescendants?: boolean | null | undefined;
  /** The post is in none of these categories. */
  noneOf?: Array<string | number> | null | undefined;
};

/** A filter of posts. A post matches if it meets all given conditions. */
export type PostFilter = {
  /** One of the authors of the post is among these, at most 100. */
  authorIds?: Array<string | number> | null | undefined;
  /** Conditions on the categories of the post. */
  categories?: CategoryMatch | null | undefined;
  /** The external id of the post is one of these, at most 100. An empty list matches nothing. */
  externalIds?: Array<string> | null | undefined;
  /** Whether the post is pinned. */
  isPinned?: boolean | null | undefined;
  /** The language of the post matches this range (RFC 4647, basic filtering): zh matches zh and zh-CN, regardless of case. */
  locale?: string | null | undefined;
  /** The post was published before this instant. */
  publishedBefore?: string | null | undefined;
  /** The post was published at this instant or later. */
  publishedSince?: string | null | undefined;
  /** The post is a part of this series. */
  seriesId?: string | number | null | undefined;
  /** The current slug of the post is one of these, at most 100, in any form that `post(slug:)` accepts. An empty list matches nothing. */
  slugs?: Array<string> | null | undefined;
  /** The post has one of these statuses, at most 4. PUBLISHED if absent; others give a FORBIDDEN error to viewers who may not edit posts. */
  statuses?: Array<PostStatus> | null | undefined;
  /** Conditions on the tags of the post. */
  tags?: TagMatch | null | undefined;
  /** The post was last changed at this instant or later. Publication at a scheduled instant is no change. */
  updatedSince?: string | null | undefined;
};

/** The state of a post between its first draft and the trash. */
export type PostStatus =
  /** The post is a draft. Only those who may edit it can read it. */
  | 'DRAFT'
  /** The post is visible to everyone. */
  | 'PUBLISHED'
  /** The post becomes PUBLISHED at publishedAt without further action. */
  | 'SCHEDULED'
  /** The post is in the trash. It can be restored or permanently deleted. */
  | 'TRASHED';

/** The part of a post that a snippet is taken from. */
export type SearchField =
  /** The text, without code blocks. */
  | 'BODY'
  /** A code block. */
  | 'CODE'
  /** A heading. */
  | 'HEADING'
  /** The title. */
  | 'TITLE';

/** Conditions on the tags of a post. A post matches if it meets all given conditions. Each takes at most 100 ids. */
export type TagMatch = {
  /** The post has each of these tags. */
  allOf?: Array<string | number> | null | undefined;
  /** The post has at least one of these tags. An empty list matches nothing. */
  anyOf?: Array<string | number> | null | undefined;
  /** The post has none of these tags. */
  noneOf?: Array<string | number> | null | undefined;
};

export type SiteFeedQueryVariables = Exact<{
  first: number;
  withText: boolean;
}>;


export type SiteFeedQuery = { posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, updatedAt: string, cover: { url: string } | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string }>, tags: Array<{ name: string }>, body?: { html: string } }> }, site: { id: string, title: string, description: string | null, url: string, locale: string, icon: { url: string } | null, logo: { url: string } | null } };

export type CategoryFeedQueryVariables = Exact<{
  slug: string;
  first: number;
  withText: boolean;
}>;


export type CategoryFeedQuery = { term: { id: string, path: string, description: string | null, title: string, posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, updatedAt: string, cover: { url: string } | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string }>, tags: Array<{ name: string }>, body?: { html: string } }> } } | null, site: { id: string, title: string, description: string | null, url: string, locale: string, icon: { url: string } | null, logo: { url: string } | null } };

export type TagFeedQueryVariables = Exact<{
  slug: string;
  first: number;
  withText: boolean;
}>;


export type TagFeedQuery = { term: { id: string, path: string, title: string, posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, updatedAt: string, cover: { url: string } | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string }>, tags: Array<{ name: string }>, body?: { html: string } }> } } | null, site: { id: string, title: string, description: string | null, url: string, locale: string, icon: { url: string } | null, logo: { url: string } | null } };

export type AuthorFeedQueryVariables = Exact<{
  slug: string;
  first: number;
  withText: boolean;
}>;


export type AuthorFeedQuery = { term: { id: string, path: string, title: string, description: string | null, posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, updatedAt: string, cover: { url: string } | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string }>, tags: Array<{ name: string }>, body?: { html: string } }> } } | null, site: { id: string, title: string, description: string | null, url: string, locale: string, icon: { url: string } | null, logo: { url: string } | null } };

export type SeriesFeedQueryVariables = Exact<{
  slug: string;
  first: number;
  withText: boolean;
}>;


export type SeriesFeedQuery = { term: { id: string, path: string, title: string, description: string | null, posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, updatedAt: string, cover: { url: string } | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string }>, tags: Array<{ name: string }>, body?: { html: string } }> } } | null, site: { id: string, title: string, description: string | null, url: string, locale: string, icon: { url: string } | null, logo: { url: string } | null } };

export type FeedSiteFragment = { site: { id: string, title: string, description: string | null, url: string, locale: string, icon: { url: string } | null, logo: { url: string } | null } };

export type FeedPostsFragment = { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, updatedAt: string, cover: { url: string } | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string }>, tags: Array<{ name: string }>, body?: { html: string } }> };

export type SitemapIndexQueryVariables = Exact<{ [key: string]: never; }>;


export type SitemapIndexQuery = { site: { url: string }, archive: Array<{ months: Array<{ year: number, month: number, postCount: number }> }> };

export type SitemapMonthQueryVariables = Exact<{
  month: string;
  part: number;
}>;


export type SitemapMonthQuery = { site: { url: string }, postPaths: Array<{ path: string, publishedAt: string, updatedAt: string, noIndex: boolean, canonicalUrl: string | null }> };

export type SitemapPagesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SitemapPagesQuery = { site: { url: string }, list: { nodes: Array<{ path: string, publishedAt: string | null, updatedAt: string, seo: { noIndex: boolean, canonicalUrl: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SitemapCategoriesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SitemapCategoriesQuery = { site: { url: string }, list: { nodes: Array<{ path: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SitemapTagsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SitemapTagsQuery = { site: { url: string }, list: { nodes: Array<{ path: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SitemapAuthorsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SitemapAuthorsQuery = { site: { url: string }, list: { nodes: Array<{ path: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SitemapSeriesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SitemapSeriesQuery = { site: { url: string }, list: { nodes: Array<{ path: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SitemapPlaceFragment = { hasNextPage: boolean, endCursor: string | null };

export type RobotsQueryVariables = Exact<{ [key: string]: never; }>;


export type RobotsQuery = { site: { url: string } };

export type LlmsQueryVariables = Exact<{ [key: string]: never; }>;


export type LlmsQuery = { site: { title: string, description: string | null, url: string }, posts: { nodes: Array<{ path: string, title: string, excerpt: string, publishedAt: string | null, updatedAt: string }> }, pages: { nodes: Array<{ path: string, title: string }> }, allSeries: { nodes: Array<{ path: string, title: string, description: string | null }> }, categories: { nodes: Array<{ path: string, name: string, description: string | null, postCount: number }> } };

export type MarkdownQueryVariables = Exact<{
  path: string;
  writtenPath: string;
  isTwin: boolean;
}>;


export type MarkdownQuery = { written?:
    | { __typename: 'Author' }
    | { __typename: 'Category' }
    | { __typename: 'Page' }
    | { __typename: 'Post' }
    | { __typename: 'Redirect' }
    | { __typename: 'Series' }
    | { __typename: 'Tag' }
   | null, target:
    | { __typename: 'Author' }
    | { __typename: 'Category' }
    | { __typename: 'Page', path: string, title: string, locale: string, publishedAt: string | null, updatedAt: string, seo: { canonicalUrl: string, noIndex: boolean }, body: { markdown: string } }
    | { __typename: 'Post', path: string, title: string, locale: string, publishedAt: string | null, updatedAt: string, authors: Array<{ name: string }>, categories: Array<{ name: string }>, tags: Array<{ name: string }>, seriesEntry: { position: number, series: { title: string } } | null, seo: { canonicalUrl: string, noIndex: boolean }, body: { markdown: string } }
    | { __typename: 'Redirect', to: string, statusCode: number }
    | { __typename: 'Series' }
    | { __typename: 'Tag' }
   | null };

export type ArchiveQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ArchiveQuery = { archive: Array<{ year: number, postCount: number }>, posts: { nodes: Array<{ id: string, path: string, title: string, locale: string, publishedAt: string | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type PeriodQueryVariables = Exact<{
  filter: PostFilter;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PeriodQuery = { archive: Array<{ year: number, postCount: number, months: Array<{ month: number, postCount: number }> }>, posts: { nodes: Array<{ id: string, path: string, title: string, locale: string, publishedAt: string | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type FrameFragment = { site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type TeaserFragment = { id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string, path: string }> };

export type PostLinkFragment = { id: string, path: string, title: string, locale: string, publishedAt: string | null };

export type PagingFragment = { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean };

export type PictureFragment = { url: string, alt: string, width: number | null, height: number | null, srcset: string | null };

export type SearchMetaFragment = { title: string, description: string, canonicalUrl: string, noIndex: boolean, structuredData: string, image: { url: string, alt: string, asset: { url: string } | null } | null };

export type FrontQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type FrontQuery = { posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string, path: string }> }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type AllSeriesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AllSeriesQuery = { allSeries: { nodes: Array<{ title: string, path: string, description: string | null, postCount: number }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type AuthorsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AuthorsQuery = { authors: { nodes: Array<{ name: string, path: string, bio: string | null, postCount: number }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type CategoriesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type CategoriesQuery = { categories: { nodes: Array<{ name: string, path: string, slugPath: string, description: string | null, postCount: number }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type TagsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type TagsQuery = { tags: { nodes: Array<{ name: string, path: string, postCount: number }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type ResolveQueryVariables = Exact<{
  path: string;
}>;


export type ResolveQuery = { resolvePath:
    | { __typename: 'Author', path: string }
    | { __typename: 'Category', path: string }
    | { __typename: 'Page', path: string }
    | { __typename: 'Post', path: string }
    | { __typename: 'Redirect', to: string, statusCode: number }
    | { __typename: 'Series', path: string }
    | { __typename: 'Tag', path: string }
   | null };

export type MissingQueryVariables = Exact<{
  prefix: string;
  isSuggesting: boolean;
}>;


export type MissingQuery = { suggest?: Array<{ text: string, node:
      | { __typename: 'ApiToken' }
      | { __typename: 'Asset' }
      | { __typename: 'Author', path: string }
      | { __typename: 'Category', path: string }
      | { __typename: 'Comment' }
      | { __typename: 'Menu' }
      | { __typename: 'Page', path: string }
      | { __typename: 'Post', path: string }
      | { __typename: 'Revision' }
      | { __typename: 'Series', path: string }
      | { __typename: 'Site' }
      | { __typename: 'StoredRedirect' }
      | { __typename: 'Tag', path: string }
      | { __typename: 'Webhook' }
      | { __typename: 'WebhookDelivery' }
     }>, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type SimilarPostsQueryVariables = Exact<{
  query: string;
}>;


export type SimilarPostsQuery = { search: { nodes: Array<{ title: string, path: string }> } };

export type OtherQueryVariables = Exact<{
  path: string;
}>;


export type OtherQuery = { page: { path: string, url: string, title: string, locale: string, template: string | null, updatedAt: string, cover: { url: string, alt: string, width: number | null, height: number | null, srcset: string | null } | null, parent: { title: string, path: string } | null, children: Array<{ title: string, path: string }>, seo: { title: string, description: string, canonicalUrl: string, noIndex: boolean, structuredData: string, image: { url: string, alt: string, asset: { url: string } | null } | null }, body: { html: string, tableOfContents: Array<{ anchor: string, level: number, text: string }> } } | null, resolvePath:
    | { __typename: 'Author', path: string }
    | { __typename: 'Category', path: string }
    | { __typename: 'Page', path: string }
    | { __typename: 'Post', path: string }
    | { __typename: 'Redirect', to: string, statusCode: number }
    | { __typename: 'Series', path: string }
    | { __typename: 'Tag', path: string }
   | null, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type CommentTextFragment = { id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string };

export type MoreRepliesFragment = { pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type CommentsQueryVariables = Exact<{
  slug: string;
  after?: string | null | undefined;
}>;


export type CommentsQuery = { post: { comments: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string, replies: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string, replies: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string, replies: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string, replies: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ThreadQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type ThreadQuery = { node:
    | { __typename: 'ApiToken' }
    | { __typename: 'Asset' }
    | { __typename: 'Author' }
    | { __typename: 'Category' }
    | { __typename: 'Comment', id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string, post: { path: string }, replies: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string, replies: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string, replies: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string, replies: { nodes: Array<{ id: string, authorName: string, authorUrl: string | null, html: string, writtenAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | { __typename: 'Menu' }
    | { __typename: 'Page' }
    | { __typename: 'Post' }
    | { __typename: 'Revision' }
    | { __typename: 'Series' }
    | { __typename: 'Site' }
    | { __typename: 'StoredRedirect' }
    | { __typename: 'Tag' }
    | { __typename: 'Webhook' }
    | { __typename: 'WebhookDelivery' }
   | null };

export type PostQueryVariables = Exact<{
  slug: string;
}>;


export type PostQuery = { post: { url: string, updatedAt: string, commentCount: number, id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, cover: { url: string, alt: string, width: number | null, height: number | null, srcset: string | null } | null, tags: Array<{ name: string, path: string }>, authors: Array<{ bio: string | null, name: string, path: string, avatar: { url: string, alt: string, width: number | null, height: number | null, srcset: string | null } | null }>, seo: { title: string, description: string, canonicalUrl: string, noIndex: boolean, structuredData: string, image: { url: string, alt: string, asset: { url: string } | null } | null }, body: { html: string, readingTimeMinutes: number, tableOfContents: Array<{ anchor: string, level: number, text: string }> }, seriesEntry: { position: number, total: number, series: { title: string, path: string, entries: Array<{ position: number, post: { id: string, path: string, title: string, locale: string, publishedAt: string | null } }> } } | null, translations: Array<{ locale: string, title: string, path: string }>, adjacent: { previous: { id: string, path: string, title: string, locale: string, publishedAt: string | null } | null, next: { id: string, path: string, title: string, locale: string, publishedAt: string | null } | null }, related: Array<{ post: { id: string, path: string, title: string, locale: string, publishedAt: string | null } }>, categories: Array<{ name: string, path: string }> } | null, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type SearchQueryVariables = Exact<{
  query: string;
  first: number;
  after?: string | null | undefined;
  filter?: PostFilter | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, totalCountIsExact: boolean, didYouMean: string | null, isCorrected: boolean, isRelaxed: boolean, originalQuery: string | null, facets: { categories: Array<{ count: number, category: { name: string, slugPath: string } }>, years: Array<{ year: number, count: number }> }, edges: Array<{ node: { id: string, path: string, title: string, locale: string, publishedAt: string | null }, snippets: Array<{ field: SearchField, text: string, highlights: Array<{ start: number, end: number }> }> }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type CategoryOfSearchQueryVariables = Exact<{
  slugPath: string;
}>;


export type CategoryOfSearchQuery = { category: { id: string, name: string, slugPath: string } | null };

export type SearchStartQueryVariables = Exact<{ [key: string]: never; }>;


export type SearchStartQuery = { tags: { nodes: Array<{ name: string, path: string }> }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type SettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsQuery = { site: { postsPerPage: number, timeZone: string } };

export type AuthorQueryVariables = Exact<{
  slug: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AuthorQuery = { author: { name: string, path: string, bio: string | null, postCount: number, avatar: { url: string, alt: string, width: number | null, height: number | null, srcset: string | null } | null, seo: { title: string, description: string, canonicalUrl: string, noIndex: boolean, structuredData: string, image: { url: string, alt: string, asset: { url: string } | null } | null }, posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string, path: string }> }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } } } | null, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type CategoryQueryVariables = Exact<{
  slugPath: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type CategoryQuery = { category: { name: string, path: string, description: string | null, postCount: number, ancestors: Array<{ name: string, path: string }>, children: Array<{ name: string, path: string, postCount: number }>, seo: { title: string, description: string, canonicalUrl: string, noIndex: boolean, structuredData: string, image: { url: string, alt: string, asset: { url: string } | null } | null }, posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string, path: string }> }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } } } | null, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type SeriesQueryVariables = Exact<{
  slug: string;
}>;


export type SeriesQuery = { series: { title: string, path: string, description: string | null, postCount: number, seo: { title: string, description: string, canonicalUrl: string, noIndex: boolean, structuredData: string, image: { url: string, alt: string, asset: { url: string } | null } | null }, entries: Array<{ position: number, post: { id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string, path: string }> } }> } | null, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export type TagQueryVariables = Exact<{
  slug: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type TagQuery = { tag: { name: string, path: string, postCount: number, seo: { title: string, description: string, canonicalUrl: string, noIndex: boolean, structuredData: string, image: { url: string, alt: string, asset: { url: string } | null } | null }, posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, locale: string, publishedAt: string | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string, path: string }> }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasPreviousPage: boolean, hasNextPage: boolean } } } | null, site: { title: string, description: string | null, url: string, locale: string, timeZone: string, logo: { url: string, alt: string, width: number | null, height: number | null } | null, icon: { url: string } | null, image: { url: string, alt: string, asset: { url: string } | null } | null, socialLinks: Array<{ name: string, url: string }> }, menus: Array<{ slug: string, name: string, items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> }> };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FeedSiteFragmentDoc = new TypedDocumentString(`
    fragment FeedSite on Query {
  site {
    id
    title
    description
    url
    locale
    icon {
      url
    }
    logo {
      url
    }
  }
}
    `, {"fragmentName":"FeedSite"}) as unknown as TypedDocumentString<FeedSiteFragment, unknown>;
export const FeedPostsFragmentDoc = new TypedDocumentString(`
    fragment FeedPosts on PostConnection {
  nodes {
    id
    path
    title
    excerpt
    locale
    publishedAt
    updatedAt
    cover {
      url
    }
    authors {
      name
      path
    }
    categories {
      name
    }
    tags {
      name
    }
    body @include(if: $withText) {
      html(absoluteUrls: true)
    }
  }
}
    `, {"fragmentName":"FeedPosts"}) as unknown as TypedDocumentString<FeedPostsFragment, unknown>;
export const SitemapPlaceFragmentDoc = new TypedDocumentString(`
    fragment SitemapPlace on PageInfo {
  hasNextPage
  endCursor
}
    `, {"fragmentName":"SitemapPlace"}) as unknown as TypedDocumentString<SitemapPlaceFragment, unknown>;
export const FrameFragmentDoc = new TypedDocumentString(`
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
    `, {"fragmentName":"Frame"}) as unknown as TypedDocumentString<FrameFragment, unknown>;
export const TeaserFragmentDoc = new TypedDocumentString(`
    fragment Teaser on Post {
  id
  path
  title
  excerpt
  locale
  publishedAt
  authors {
    name
    path
  }
  categories {
    name
    path
  }
}
    `, {"fragmentName":"Teaser"}) as unknown as TypedDocumentString<TeaserFragment, unknown>;
export const PostLinkFragmentDoc = new TypedDocumentString(`
    fragment PostLink on Post {
  id
  path
  title
  locale
  publishedAt
}
    `, {"fragmentName":"PostLink"}) as unknown as TypedDocumentString<PostLinkFragment, unknown>;
export const PagingFragmentDoc = new TypedDocumentString(`
    fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}
    `, {"fragmentName":"Paging"}) as unknown as TypedDocumentString<PagingFragment, unknown>;
export const PictureFragmentDoc = new TypedDocumentString(`
    fragment Picture on Image {
  url
  alt
  width
  height
  srcset
}
    `, {"fragmentName":"Picture"}) as unknown as TypedDocumentString<PictureFragment, unknown>;
export const SearchMetaFragmentDoc = new TypedDocumentString(`
    fragment SearchMeta on Seo {
  title
  description
  canonicalUrl
  noIndex
  structuredData
  image {
    url
    alt
    asset {
      url(preset: CARD_1200, format: FALLBACK)
    }
  }
}
    `, {"fragmentName":"SearchMeta"}) as unknown as TypedDocumentString<SearchMetaFragment, unknown>;
export const CommentTextFragmentDoc = new TypedDocumentString(`
    fragment CommentText on Comment {
  id
  authorName
  authorUrl
  html
  writtenAt
}
    `, {"fragmentName":"CommentText"}) as unknown as TypedDocumentString<CommentTextFragment, unknown>;
export const MoreRepliesFragmentDoc = new TypedDocumentString(`
    fragment MoreReplies on CommentConnection {
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"MoreReplies"}) as unknown as TypedDocumentString<MoreRepliesFragment, unknown>;
export const SiteFeedDocument = new TypedDocumentString(`
    query SiteFeed($first: Int!, $withText: Boolean!) {
  ...FeedSite
  posts(first: $first) {
    ...FeedPosts
  }
}
    fragment FeedSite on Query {
  site {
    id
    title
    description
    url
    locale
    icon {
      url
    }
    logo {
      url
    }
  }
}
fragment FeedPosts on PostConnection {
  nodes {
    id
    path
    title
    excerpt
    locale
    publishedAt
    updatedAt
    cover {
      url
    }
    authors {
      name
      path
    }
    categories {
      name
    }
    tags {
      name
    }
    body @include(if: $withText) {
      html(absoluteUrls: true)
    }
  }
}`, {"hash":"sha256:e11fe5d11fc503d189c34d0e67c0d7dfc60e1950cfdb7cc15be29a3f136aa784"}) as unknown as TypedDocumentString<SiteFeedQuery, SiteFeedQueryVariables>;
export const CategoryFeedDocument = new TypedDocumentString(`
    query CategoryFeed($slug: String!, $first: Int!, $withText: Boolean!) {
  ...FeedSite
  term: category(slugPath: $slug) {
    id
    path
    title: name
    description
    posts(first: $first) {
      ...FeedPosts
    }
  }
}
    fragment FeedSite on Query {
  site {
    id
    title
    description
    url
    locale
    icon {
      url
    }
    logo {
      url
    }
  }
}
fragment FeedPosts on PostConnection {
  nodes {
    id
    path
    title
    excerpt
    locale
    publishedAt
    updatedAt
    cover {
      url
    }
    authors {
      name
      path
    }
    categories {
      name
    }
    tags {
      name
    }
    body @include(if: $withText) {
      html(absoluteUrls: true)
    }
  }
}`, {"hash":"sha256:3352719399ae32e6669c659cd995b721b7a60f4c53239fe94882e8b09ae8e89c"}) as unknown as TypedDocumentString<CategoryFeedQuery, CategoryFeedQueryVariables>;
export const TagFeedDocument = new TypedDocumentString(`
    query TagFeed($slug: String!, $first: Int!, $withText: Boolean!) {
  ...FeedSite
  term: tag(slug: $slug) {
    id
    path
    title: name
    posts(first: $first) {
      ...FeedPosts
    }
  }
}
    fragment FeedSite on Query {
  site {
    id
    title
    description
    url
    locale
    icon {
      url
    }
    logo {
      url
    }
  }
}
fragment FeedPosts on PostConnection {
  nodes {
    id
    path
    title
    excerpt
    locale
    publishedAt
    updatedAt
    cover {
      url
    }
    authors {
      name
      path
    }
    categories {
      name
    }
    tags {
      name
    }
    body @include(if: $withText) {
      html(absoluteUrls: true)
    }
  }
}`, {"hash":"sha256:b3f06731614b80789206eb22976307a4b1104e05000781429fd69082f5e90b2e"}) as unknown as TypedDocumentString<TagFeedQuery, TagFeedQueryVariables>;
export const AuthorFeedDocument = new TypedDocumentString(`
    query AuthorFeed($slug: String!, $first: Int!, $withText: Boolean!) {
  ...FeedSite
  term: author(slug: $slug) {
    id
    path
    title: name
    description: bio
    posts(first: $first) {
      ...FeedPosts
    }
  }
}
    fragment FeedSite on Query {
  site {
    id
    title
    description
    url
    locale
    icon {
      url
    }
    logo {
      url
    }
  }
}
fragment FeedPosts on PostConnection {
  nodes {
    id
    path
    title
    excerpt
    locale
    publishedAt
    updatedAt
    cover {
      url
    }
    authors {
      name
      path
    }
    categories {
      name
    }
    tags {
      name
    }
    body @include(if: $withText) {
      html(absoluteUrls: true)
    }
  }
}`, {"hash":"sha256:db2de15a3ab901fa88ff94529a51ad55f3557b631bb880c11765e70fe6898f5d"}) as unknown as TypedDocumentString<AuthorFeedQuery, AuthorFeedQueryVariables>;
export const SeriesFeedDocument = new TypedDocumentString(`
    query SeriesFeed($slug: String!, $first: Int!, $withText: Boolean!) {
  ...FeedSite
  term: series(slug: $slug) {
    id
    path
    title
    description
    posts(first: $first) {
      ...FeedPosts
    }
  }
}
    fragment FeedSite on Query {
  site {
    id
    title
    description
    url
    locale
    icon {
      url
    }
    logo {
      url
    }
  }
}
fragment FeedPosts on PostConnection {
  nodes {
    id
    path
    title
    excerpt
    locale
    publishedAt
    updatedAt
    cover {
      url
    }
    authors {
      name
      path
    }
    categories {
      name
    }
    tags {
      name
    }
    body @include(if: $withText) {
      html(absoluteUrls: true)
    }
  }
}`, {"hash":"sha256:c2165254c9ad26c33cb9c207e19d45fe4cc4a44a9c23125724a963bf64167fdf"}) as unknown as TypedDocumentString<SeriesFeedQuery, SeriesFeedQueryVariables>;
export const SitemapIndexDocument = new TypedDocumentString(`
    query SitemapIndex {
  site {
    url
  }
  archive {
    months {
      year
      month
      postCount
    }
  }
}
    `, {"hash":"sha256:3aacbb4affb34fdef964726c2c924761a1da40e4d5a9e553542b66c7afcce85d"}) as unknown as TypedDocumentString<SitemapIndexQuery, SitemapIndexQueryVariables>;
export const SitemapMonthDocument = new TypedDocumentString(`
    query SitemapMonth($month: String!, $part: Int!) {
  site {
    url
  }
  postPaths(month: $month, part: $part) {
    path
    publishedAt
    updatedAt
    noIndex
    canonicalUrl
  }
}
    `, {"hash":"sha256:a25eae8e7f6a7f2e478d8ef6770d8a4a780dd350c2765113d724609eefc80e72"}) as unknown as TypedDocumentString<SitemapMonthQuery, SitemapMonthQueryVariables>;
export const SitemapPagesDocument = new TypedDocumentString(`
    query SitemapPages($after: String) {
  site {
    url
  }
  list: pages(first: 100, after: $after) {
    nodes {
      path
      publishedAt
      updatedAt
      seo {
        noIndex
        canonicalUrl
      }
    }
    pageInfo {
      ...SitemapPlace
    }
  }
}
    fragment SitemapPlace on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:8349665c8b27deb377b6825e3a6fee5388eba20d94b6ce94bc0bfdd13d857995"}) as unknown as TypedDocumentString<SitemapPagesQuery, SitemapPagesQueryVariables>;
export const SitemapCategoriesDocument = new TypedDocumentString(`
    query SitemapCategories($after: String) {
  site {
    url
  }
  list: categories(first: 100, after: $after) {
    nodes {
      path
    }
    pageInfo {
      ...SitemapPlace
    }
  }
}
    fragment SitemapPlace on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:b8d95c96d61952f0a049edd35f17e971bd6d942cbda3a2a35f4955766562f79c"}) as unknown as TypedDocumentString<SitemapCategoriesQuery, SitemapCategoriesQueryVariables>;
export const SitemapTagsDocument = new TypedDocumentString(`
    query SitemapTags($after: String) {
  site {
    url
  }
  list: tags(first: 100, after: $after) {
    nodes {
      path
    }
    pageInfo {
      ...SitemapPlace
    }
  }
}
    fragment SitemapPlace on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:0f98ee0313376f43fa3129b86f6b66b4512f34e3d673cf774acaf54284f4f3e9"}) as unknown as TypedDocumentString<SitemapTagsQuery, SitemapTagsQueryVariables>;
export const SitemapAuthorsDocument = new TypedDocumentString(`
    query SitemapAuthors($after: String) {
  site {
    url
  }
  list: authors(first: 100, after: $after) {
    nodes {
      path
    }
    pageInfo {
      ...SitemapPlace
    }
  }
}
    fragment SitemapPlace on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:2cfa81a6d21b23852ede477204106e39072b71ec37192f5d681797944315e88b"}) as unknown as TypedDocumentString<SitemapAuthorsQuery, SitemapAuthorsQueryVariables>;
export const SitemapSeriesDocument = new TypedDocumentString(`
    query SitemapSeries($after: String) {
  site {
    url
  }
  list: allSeries(first: 100, after: $after) {
    nodes {
      path
    }
    pageInfo {
      ...SitemapPlace
    }
  }
}
    fragment SitemapPlace on PageInfo {
  hasNextPage
  endCursor
}`, {"hash":"sha256:26606ecc2aff6f11e03296a0aaa5318e9bfb4e7b1791727f19672ebb68cb03cd"}) as unknown as TypedDocumentString<SitemapSeriesQuery, SitemapSeriesQueryVariables>;
export const RobotsDocument = new TypedDocumentString(`
    query Robots {
  site {
    url
  }
}
    `, {"hash":"sha256:8f9a87867a1733164c18eb33c83e550728975deb4059ad6aa2c6c9fdd2be1086"}) as unknown as TypedDocumentString<RobotsQuery, RobotsQueryVariables>;
export const LlmsDocument = new TypedDocumentString(`
    query Llms {
  site {
    title
    description
    url
  }
  posts(first: 50) {
    nodes {
      path
      title
      excerpt(maxLength: 120)
      publishedAt
      updatedAt
    }
  }
  pages(first: 100) {
    nodes {
      path
      title
    }
  }
  allSeries(first: 100) {
    nodes {
      path
      title
      description
    }
  }
  categories(first: 100) {
    nodes {
      path
      name
      description
      postCount
    }
  }
}
    `, {"hash":"sha256:2f88bf79aaa6ea32f851e9a64f4bbc335a8c0ea08737476c8a5d8c295787c2bc"}) as unknown as TypedDocumentString<LlmsQuery, LlmsQueryVariables>;
export const MarkdownDocument = new TypedDocumentString(`
    query Markdown($path: String!, $writtenPath: String!, $isTwin: Boolean!) {
  written: resolvePath(path: $writtenPath) @include(if: $isTwin) {
    __typename
  }
  target: resolvePath(path: $path) {
    __typename
    ... on Redirect {
      to
      statusCode
    }
    ... on Post {
      path
      title
      locale
      publishedAt
      updatedAt
      authors {
        name
      }
      categories {
        name
      }
      tags {
        name
      }
      seriesEntry {
        position
        series {
          title
        }
      }
      seo {
        canonicalUrl
        noIndex
      }
      body {
        markdown: absoluteMarkdown
      }
    }
    ... on Page {
      path
      title
      locale
      publishedAt
      updatedAt
      seo {
        canonicalUrl
        noIndex
      }
      body {
        markdown: absoluteMarkdown
      }
    }
  }
}
    `, {"hash":"sha256:bf1be21416a61aa78931fb4d997fc0a673cc4289232993d74f9490721b61c757"}) as unknown as TypedDocumentString<MarkdownQuery, MarkdownQueryVariables>;
export const ArchiveDocument = new TypedDocumentString(`
    query Archive($first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  archive {
    year
    postCount
  }
  posts(first: $first, after: $after, last: $last, before: $before) {
    nodes {
      ...PostLink
    }
    pageInfo {
      ...Paging
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment PostLink on Post {
  id
  path
  title
  locale
  publishedAt
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}`, {"hash":"sha256:7ddbd5ce871b6ee0ab35d0c59d8544b0203ee10163067e7e1cbb851ac8f8fb11"}) as unknown as TypedDocumentString<ArchiveQuery, ArchiveQueryVariables>;
export const PeriodDocument = new TypedDocumentString(`
    query Period($filter: PostFilter!, $first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  archive(filter: $filter) {
    year
    postCount
    months {
      month
      postCount
    }
  }
  posts(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    nodes {
      ...PostLink
    }
    pageInfo {
      ...Paging
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment PostLink on Post {
  id
  path
  title
  locale
  publishedAt
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}`, {"hash":"sha256:ec124f7edf79193dfc9493f9b97789d37c4e5e1a55734686aa7cab683c06d8a3"}) as unknown as TypedDocumentString<PeriodQuery, PeriodQueryVariables>;
export const FrontDocument = new TypedDocumentString(`
    query Front($first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  posts(first: $first, after: $after, last: $last, before: $before) {
    nodes {
      ...Teaser
    }
    pageInfo {
      ...Paging
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Teaser on Post {
  id
  path
  title
  excerpt
  locale
  publishedAt
  authors {
    name
    path
  }
  categories {
    name
    path
  }
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}`, {"hash":"sha256:0a6cd4d6980fb701e9b2b5d77e29e6bedfda2d5d350a72ccf40322ecf96d8610"}) as unknown as TypedDocumentString<FrontQuery, FrontQueryVariables>;
export const AllSeriesDocument = new TypedDocumentString(`
    query AllSeries($first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  allSeries(first: $first, after: $after, last: $last, before: $before) {
    nodes {
      title
      path
      description
      postCount
    }
    pageInfo {
      ...Paging
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}`, {"hash":"sha256:7b46315e15e8a802f4c0c223945ef6d471e5546ea134d7c83aa46882f2f416fb"}) as unknown as TypedDocumentString<AllSeriesQuery, AllSeriesQueryVariables>;
export const AuthorsDocument = new TypedDocumentString(`
    query Authors($first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  authors(first: $first, after: $after, last: $last, before: $before) {
    nodes {
      name
      path
      bio
      postCount
    }
    pageInfo {
      ...Paging
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}`, {"hash":"sha256:a82dadb1e6f589d79a4a6527994e03c52aaab5f82b27b7a989ae8d8094d00c49"}) as unknown as TypedDocumentString<AuthorsQuery, AuthorsQueryVariables>;
export const CategoriesDocument = new TypedDocumentString(`
    query Categories($first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  categories(first: $first, after: $after, last: $last, before: $before) {
    nodes {
      name
      path
      slugPath
      description
      postCount
    }
    pageInfo {
      ...Paging
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}`, {"hash":"sha256:3c64771f03634327d15a1d29d9fd18011fd303bf2b14833955ad14f65295a506"}) as unknown as TypedDocumentString<CategoriesQuery, CategoriesQueryVariables>;
export const TagsDocument = new TypedDocumentString(`
    query Tags($first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  tags(first: $first, after: $after, last: $last, before: $before) {
    nodes {
      name
      path
      postCount
    }
    pageInfo {
      ...Paging
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}`, {"hash":"sha256:80a860a679a95d5117a451c6ec0aced44c55fa442b66cb0dbd6ce6bc37c6480e"}) as unknown as TypedDocumentString<TagsQuery, TagsQueryVariables>;
export const ResolveDocument = new TypedDocumentString(`
    query Resolve($path: String!) {
  resolvePath(path: $path) {
    __typename
    ... on Redirect {
      to
      statusCode
    }
    ... on Routable {
      path
    }
  }
}
    `, {"hash":"sha256:73b68ddacc0f5cd2d6936263ead338f2674d555d70e5200cd7ff4a830574c42d"}) as unknown as TypedDocumentString<ResolveQuery, ResolveQueryVariables>;
export const MissingDocument = new TypedDocumentString(`
    query Missing($prefix: String!, $isSuggesting: Boolean!) {
  ...Frame
  suggest(prefix: $prefix, first: 6) @include(if: $isSuggesting) {
    text
    node {
      __typename
      ... on Routable {
        path
      }
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}`, {"hash":"sha256:ffb8f5fd3912958fb7733ad7f4e9dda3f11f757330a507fb33ce4cda11d3f61e"}) as unknown as TypedDocumentString<MissingQuery, MissingQueryVariables>;
export const SimilarPostsDocument = new TypedDocumentString(`
    query SimilarPosts($query: String!) {
  search(query: $query, first: 5) {
    nodes {
      title
      path
    }
  }
}
    `, {"hash":"sha256:eefe220cf81f1874915c66e7c50ef90092b27816940a5576f9544cbdaaf8d571"}) as unknown as TypedDocumentString<SimilarPostsQuery, SimilarPostsQueryVariables>;
export const OtherDocument = new TypedDocumentString(`
    query Other($path: String!) {
  ...Frame
  page(path: $path) {
    path
    url
    title
    locale
    template
    updatedAt
    cover {
      ...Picture
    }
    parent {
      title
      path
    }
    children {
      title
      path
    }
    seo {
      ...SearchMeta
    }
    body {
      html(profile: RICH)
      tableOfContents {
        anchor
        level
        text
      }
    }
  }
  resolvePath(path: $path) {
    __typename
    ... on Redirect {
      to
      statusCode
    }
    ... on Routable {
      path
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Picture on Image {
  url
  alt
  width
  height
  srcset
}
fragment SearchMeta on Seo {
  title
  description
  canonicalUrl
  noIndex
  structuredData
  image {
    url
    alt
    asset {
      url(preset: CARD_1200, format: FALLBACK)
    }
  }
}`, {"hash":"sha256:667aa1588d2c995eee67e98a0d6a5ba5ddb9ea99cf3a0cf8d2f9825da5d4f25f"}) as unknown as TypedDocumentString<OtherQuery, OtherQueryVariables>;
export const CommentsDocument = new TypedDocumentString(`
    query Comments($slug: String!, $after: String) {
  post(slug: $slug) {
    comments(first: 20, after: $after) {
      ...MoreReplies
      nodes {
        ...CommentText
        replies(first: 10) {
          ...MoreReplies
          nodes {
            ...CommentText
            replies(first: 5) {
              ...MoreReplies
              nodes {
                ...CommentText
                replies(first: 2) {
                  ...MoreReplies
                  nodes {
                    ...CommentText
                    replies(first: 1) {
                      ...MoreReplies
                      nodes {
                        ...CommentText
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
    fragment CommentText on Comment {
  id
  authorName
  authorUrl
  html
  writtenAt
}
fragment MoreReplies on CommentConnection {
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"hash":"sha256:20ad4217c83240905495beff38d70f977fc2a35a35c0c0fec27c5c07fa187d2e"}) as unknown as TypedDocumentString<CommentsQuery, CommentsQueryVariables>;
export const ThreadDocument = new TypedDocumentString(`
    query Thread($id: ID!, $after: String) {
  node(id: $id) {
    __typename
    ... on Comment {
      ...CommentText
      post {
        path
      }
      replies(first: 20, after: $after) {
        ...MoreReplies
        nodes {
          ...CommentText
          replies(first: 10) {
            ...MoreReplies
            nodes {
              ...CommentText
              replies(first: 5) {
                ...MoreReplies
                nodes {
                  ...CommentText
                  replies(first: 2) {
                    ...MoreReplies
                    nodes {
                      ...CommentText
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
    fragment CommentText on Comment {
  id
  authorName
  authorUrl
  html
  writtenAt
}
fragment MoreReplies on CommentConnection {
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"hash":"sha256:ea8329f62f8f8ca5d7ebae2c6a9ac5a50ac79a5f69a593560cccd7267ce82595"}) as unknown as TypedDocumentString<ThreadQuery, ThreadQueryVariables>;
export const PostDocument = new TypedDocumentString(`
    query Post($slug: String!) {
  ...Frame
  post(slug: $slug) {
    ...Teaser
    url
    updatedAt
    commentCount
    cover {
      ...Picture
    }
    tags {
      name
      path
    }
    authors {
      bio
      avatar {
        ...Picture
      }
    }
    seo {
      ...SearchMeta
    }
    body {
      html(profile: RICH)
      readingTimeMinutes
      tableOfContents {
        anchor
        level
        text
      }
    }
    seriesEntry {
      position
      total
      series {
        title
        path
        entries {
          position
          post {
            ...PostLink
          }
        }
      }
    }
    translations {
      locale
      title
      path
    }
    adjacent {
      previous {
        ...PostLink
      }
      next {
        ...PostLink
      }
    }
    related(first: 5) {
      post {
        ...PostLink
      }
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Teaser on Post {
  id
  path
  title
  excerpt
  locale
  publishedAt
  authors {
    name
    path
  }
  categories {
    name
    path
  }
}
fragment PostLink on Post {
  id
  path
  title
  locale
  publishedAt
}
fragment Picture on Image {
  url
  alt
  width
  height
  srcset
}
fragment SearchMeta on Seo {
  title
  description
  canonicalUrl
  noIndex
  structuredData
  image {
    url
    alt
    asset {
      url(preset: CARD_1200, format: FALLBACK)
    }
  }
}`, {"hash":"sha256:ea6d874355949723fcf7a8fbaa9293b2c82cab33b183e8758ffe190bbc3c75ee"}) as unknown as TypedDocumentString<PostQuery, PostQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($query: String!, $first: Int!, $after: String, $filter: PostFilter) {
  ...Frame
  search(query: $query, first: $first, after: $after, filter: $filter) {
    totalCount
    totalCountIsExact
    didYouMean
    isCorrected
    isRelaxed
    originalQuery
    facets {
      categories {
        count
        category {
          name
          slugPath
        }
      }
      years {
        year
        count
      }
    }
    edges {
      node {
        ...PostLink
      }
      snippets {
        field
        text
        highlights {
          start
          end
        }
      }
    }
    pageInfo {
      ...Paging
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment PostLink on Post {
  id
  path
  title
  locale
  publishedAt
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}`, {"hash":"sha256:f14a0cc89c056eaedccec152219f18107eccee8ebd07659fd440471d2de1cfb3"}) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const CategoryOfSearchDocument = new TypedDocumentString(`
    query CategoryOfSearch($slugPath: String!) {
  category(slugPath: $slugPath) {
    id
    name
    slugPath
  }
}
    `, {"hash":"sha256:0550afafbe320473899e10599faa7d6883ece43b00ccf081b5a7aadd77732097"}) as unknown as TypedDocumentString<CategoryOfSearchQuery, CategoryOfSearchQueryVariables>;
export const SearchStartDocument = new TypedDocumentString(`
    query SearchStart {
  ...Frame
  tags(first: 30, orderBy: {field: POST_COUNT, direction: DESC}) {
    nodes {
      name
      path
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}`, {"hash":"sha256:904f99f6a3474df662cbb92a19a28e5a3f4584a813bd865f3b23acd5f445f5d1"}) as unknown as TypedDocumentString<SearchStartQuery, SearchStartQueryVariables>;
export const SettingsDocument = new TypedDocumentString(`
    query Settings {
  site {
    postsPerPage
    timeZone
  }
}
    `, {"hash":"sha256:9097b5605929d37c1cfa84b2cb516d526842ad5cfb39025af2b58c0819994d52"}) as unknown as TypedDocumentString<SettingsQuery, SettingsQueryVariables>;
export const AuthorDocument = new TypedDocumentString(`
    query Author($slug: String!, $first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  author(slug: $slug) {
    name
    path
    bio
    postCount
    avatar {
      ...Picture
    }
    seo {
      ...SearchMeta
    }
    posts(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Teaser
      }
      pageInfo {
        ...Paging
      }
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Teaser on Post {
  id
  path
  title
  excerpt
  locale
  publishedAt
  authors {
    name
    path
  }
  categories {
    name
    path
  }
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}
fragment Picture on Image {
  url
  alt
  width
  height
  srcset
}
fragment SearchMeta on Seo {
  title
  description
  canonicalUrl
  noIndex
  structuredData
  image {
    url
    alt
    asset {
      url(preset: CARD_1200, format: FALLBACK)
    }
  }
}`, {"hash":"sha256:d69fb1825a83904342cc4a23c27f90bdb5026aed00ae0cd2aa38561fcd68ca47"}) as unknown as TypedDocumentString<AuthorQuery, AuthorQueryVariables>;
export const CategoryDocument = new TypedDocumentString(`
    query Category($slugPath: String!, $first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  category(slugPath: $slugPath) {
    name
    path
    description
    postCount
    ancestors {
      name
      path
    }
    children {
      name
      path
      postCount
    }
    seo {
      ...SearchMeta
    }
    posts(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Teaser
      }
      pageInfo {
        ...Paging
      }
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Teaser on Post {
  id
  path
  title
  excerpt
  locale
  publishedAt
  authors {
    name
    path
  }
  categories {
    name
    path
  }
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}
fragment SearchMeta on Seo {
  title
  description
  canonicalUrl
  noIndex
  structuredData
  image {
    url
    alt
    asset {
      url(preset: CARD_1200, format: FALLBACK)
    }
  }
}`, {"hash":"sha256:ac85ccbd2012a1b02f66569e2f0e7526c843cc19e0aa72a4332b47e37320401d"}) as unknown as TypedDocumentString<CategoryQuery, CategoryQueryVariables>;
export const SeriesDocument = new TypedDocumentString(`
    query Series($slug: String!) {
  ...Frame
  series(slug: $slug) {
    title
    path
    description
    postCount
    seo {
      ...SearchMeta
    }
    entries {
      position
      post {
        ...Teaser
      }
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Teaser on Post {
  id
  path
  title
  excerpt
  locale
  publishedAt
  authors {
    name
    path
  }
  categories {
    name
    path
  }
}
fragment SearchMeta on Seo {
  title
  description
  canonicalUrl
  noIndex
  structuredData
  image {
    url
    alt
    asset {
      url(preset: CARD_1200, format: FALLBACK)
    }
  }
}`, {"hash":"sha256:104493a1a64ab5e310ffff1f188480dc296fca30b290499533621aa883d30893"}) as unknown as TypedDocumentString<SeriesQuery, SeriesQueryVariables>;
export const TagDocument = new TypedDocumentString(`
    query Tag($slug: String!, $first: Int, $after: String, $last: Int, $before: String) {
  ...Frame
  tag(slug: $slug) {
    name
    path
    postCount
    seo {
      ...SearchMeta
    }
    posts(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Teaser
      }
      pageInfo {
        ...Paging
      }
    }
  }
}
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
    logo {
      url
      alt
      width
      height
    }
    icon {
      url
    }
    image {
      url
      alt
      asset {
        url(preset: CARD_1200, format: FALLBACK)
      }
    }
    socialLinks {
      name
      url
    }
  }
  menus {
    slug
    name
    items {
      label
      url
      items {
        label
        url
      }
    }
  }
}
fragment Teaser on Post {
  id
  path
  title
  excerpt
  locale
  publishedAt
  authors {
    name
    path
  }
  categories {
    name
    path
  }
}
fragment Paging on PageInfo {
  startCursor
  endCursor
  hasPreviousPage
  hasNextPage
}
fragment SearchMeta on Seo {
  title
  description
  canonicalUrl
  noIndex
  structuredData
  image {
    url
    alt
    asset {
      url(preset: CARD_1200, format: FALLBACK)
    }
  }
}`, {"hash":"sha256:fce744e7e5d0d02800f1f43d1de275c17fbf19cf2e385c6db2507117c0b5dbcf"}) as unknown as TypedDocumentString<TagQuery, TagQueryVariables>;