/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type PostLineFragment = { slug: string, title: string, status: PostStatus, publishedAt: string | null, author: { name: string }, categories: Array<{ slugPath: string }> };

export type PostPageFragment = { totalCount: number, nodes: Array<{ slug: string, title: string, status: PostStatus, publishedAt: string | null, author: { name: string }, categories: Array<{ slugPath: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type CategoryLineFragment = { slugPath: string, name: string, postCount: number };

export type SitePostsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  withCategories: boolean;
}>;


export type SitePostsQuery = { site: { title: string, description: string | null }, categories?: { totalCount: number, nodes: Array<{ slugPath: string, name: string, postCount: number }> }, posts: { totalCount: number, nodes: Array<{ slug: string, title: string, status: PostStatus, publishedAt: string | null, author: { name: string }, categories: Array<{ slugPath: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CategoryPostsQueryVariables = Exact<{
  path: string;
  first: number;
  after?: string | null | undefined;
}>;


export type CategoryPostsQuery = { category: { name: string, slugPath: string, description: string | null, ancestors: Array<{ name: string }>, children: Array<{ slugPath: string, name: string, postCount: number }>, posts: { totalCount: number, nodes: Array<{ slug: string, title: string, status: PostStatus, publishedAt: string | null, author: { name: string }, categories: Array<{ slugPath: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type PostNameFragment = { slug: string, title: string };

export type PostBySlugQueryVariables = Exact<{
  slug: string;
}>;


export type PostBySlugQuery = { post: { status: PostStatus, publishedAt: string | null, slug: string, title: string, author: { name: string }, categories: Array<{ name: string, ancestors: Array<{ name: string }> }>, tags: Array<{ name: string }>, body: { text: string, wordCount: number, readingTimeMinutes: number, tableOfContents: Array<{ level: number, text: string }> }, seriesEntry: { position: number, total: number, series: { title: string }, previous: { slug: string, title: string } | null, next: { slug: string, title: string } | null } | null, adjacent: { previous: { slug: string, title: string } | null, next: { slug: string, title: string } | null } } | null };

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
export const PostLineFragmentDoc = new TypedDocumentString(`
    fragment PostLine on Post {
  slug
  title
  status
  publishedAt
  author {
    name
  }
  categories {
    slugPath
  }
}
    `, {"fragmentName":"PostLine"}) as unknown as TypedDocumentString<PostLineFragment, unknown>;
export const PostPageFragmentDoc = new TypedDocumentString(`
    fragment PostPage on PostConnection {
  totalCount
  nodes {
    ...PostLine
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    fragment PostLine on Post {
  slug
  title
  status
  publishedAt
  author {
    name
  }
  categories {
    slugPath
  }
}`, {"fragmentName":"PostPage"}) as unknown as TypedDocumentString<PostPageFragment, unknown>;
export const CategoryLineFragmentDoc = new TypedDocumentString(`
    fragment CategoryLine on Category {
  slugPath
  name
  postCount
}
    `, {"fragmentName":"CategoryLine"}) as unknown as TypedDocumentString<CategoryLineFragment, unknown>;
export const PostNameFragmentDoc = new TypedDocumentString(`
    fragment PostName on Post {
  slug
  title
}
    `, {"fragmentName":"PostName"}) as unknown as TypedDocumentString<PostNameFragment, unknown>;
export const SitePostsDocument = new TypedDocumentString(`
    query SitePosts($first: Int!, $after: String, $withCategories: Boolean!) {
  site {
    title
    description
  }
  categories(first: 100) @include(if: $withCategories) {
    totalCount
    nodes {
      ...CategoryLine
    }
  }
  posts(first: $first, after: $after) {
    ...PostPage
  }
}
    fragment PostLine on Post {
  slug
  title
  status
  publishedAt
  author {
    name
  }
  categories {
    slugPath
  }
}
fragment PostPage on PostConnection {
  totalCount
  nodes {
    ...PostLine
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment CategoryLine on Category {
  slugPath
  name
  postCount
}`, {"hash":"sha256:1bf595d4a68e00b43dd49dc522f48b4a2ad6ec2961ffef5ca08b5ebd142fe57f"}) as unknown as TypedDocumentString<SitePostsQuery, SitePostsQueryVariables>;
export const CategoryPostsDocument = new TypedDocumentString(`
    query CategoryPosts($path: String!, $first: Int!, $after: String) {
  category(slugPath: $path) {
    name
    slugPath
    description
    ancestors {
      name
    }
    children {
      ...CategoryLine
    }
    posts(first: $first, after: $after) {
      ...PostPage
    }
  }
}
    fragment PostLine on Post {
  slug
  title
  status
  publishedAt
  author {
    name
  }
  categories {
    slugPath
  }
}
fragment PostPage on PostConnection {
  totalCount
  nodes {
    ...PostLine
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment CategoryLine on Category {
  slugPath
  name
  postCount
}`, {"hash":"sha256:8448eb690b509c33dfe8d11df1cf815e1484e9aacd5bc5209c84692976e97c8b"}) as unknown as TypedDocumentString<CategoryPostsQuery, CategoryPostsQueryVariables>;
export const PostBySlugDocument = new TypedDocumentString(`
    query PostBySlug($slug: String!) {
  post(slug: $slug) {
    ...PostName
    status
    publishedAt
    author {
      name
    }
    categories {
      name
      ancestors {
        name
      }
    }
    tags {
      name
    }
    body {
      text
      wordCount
      readingTimeMinutes
      tableOfContents {
        level
        text
      }
    }
    seriesEntry {
      position
      total
      series {
        title
      }
      previous {
        ...PostName
      }
      next {
        ...PostName
      }
    }
    adjacent {
      previous {
        ...PostName
      }
      next {
        ...PostName
      }
    }
  }
}
    fragment PostName on Post {
  slug
  title
}`, {"hash":"sha256:a6832fdefbe67070966ef2ab7ad7ffb5c984b93744dd1c70b4da9691ef7632ce"}) as unknown as TypedDocumentString<PostBySlugQuery, PostBySlugQueryVariables>;