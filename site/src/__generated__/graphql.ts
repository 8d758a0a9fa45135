/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type FrameFragment = { site: { title: string, description: string | null, url: string, locale: string, timeZone: string }, primary: { items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> } | null };

export type TeaserFragment = { id: string, path: string, title: string, excerpt: string, publishedAt: string | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string, path: string }> };

export type FrontQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type FrontQuery = { posts: { nodes: Array<{ id: string, path: string, title: string, excerpt: string, publishedAt: string | null, authors: Array<{ name: string, path: string }>, categories: Array<{ name: string, path: string }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } }, site: { title: string, description: string | null, url: string, locale: string, timeZone: string }, primary: { items: Array<{ label: string, url: string, items: Array<{ label: string, url: string }> }> } | null };

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
export const FrameFragmentDoc = new TypedDocumentString(`
    fragment Frame on Query {
  site {
    title
    description
    url
    locale
    timeZone
  }
  primary: menu(slug: "primary") {
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
export const FrontDocument = new TypedDocumentString(`
    query Front($first: Int!, $after: String) {
  ...Frame
  posts(first: $first, after: $after) {
    nodes {
      ...Teaser
    }
    pageInfo {
      endCursor
      hasNextPage
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
  }
  primary: menu(slug: "primary") {
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
  publishedAt
  authors {
    name
    path
  }
  categories {
    name
    path
  }
}`, {"hash":"sha256:c27209cd8aa8633292f21d48abca8013c6c7b300a4f2dcea5de126d8fd4b0cc9"}) as unknown as TypedDocumentString<FrontQuery, FrontQueryVariables>;