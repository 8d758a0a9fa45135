/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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