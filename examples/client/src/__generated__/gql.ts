/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment PostLine on Post {\n    slug\n    title\n    status\n    publishedAt\n    author {\n      name\n    }\n    categories {\n      slugPath\n    }\n  }\n": typeof types.PostLineFragmentDoc,
    "\n  fragment PostPage on PostConnection {\n    totalCount\n    nodes {\n      ...PostLine\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n": typeof types.PostPageFragmentDoc,
    "\n  fragment CategoryLine on Category {\n    slugPath\n    name\n    postCount\n  }\n": typeof types.CategoryLineFragmentDoc,
    "\n  query SitePosts($first: Int!, $after: String, $withCategories: Boolean!) {\n    site {\n      title\n      description\n    }\n    categories(first: 100) @include(if: $withCategories) {\n      totalCount\n      nodes {\n        ...CategoryLine\n      }\n    }\n    posts(first: $first, after: $after) {\n      ...PostPage\n    }\n  }\n": typeof types.SitePostsDocument,
    "\n  query CategoryPosts($path: String!, $first: Int!, $after: String) {\n    category(slugPath: $path) {\n      name\n      slugPath\n      description\n      ancestors {\n        name\n      }\n      children {\n        ...CategoryLine\n      }\n      posts(first: $first, after: $after) {\n        ...PostPage\n      }\n    }\n  }\n": typeof types.CategoryPostsDocument,
    "\n  fragment PostName on Post {\n    slug\n    title\n  }\n": typeof types.PostNameFragmentDoc,
    "\n  query PostBySlug($slug: String!) {\n    post(slug: $slug) {\n      ...PostName\n      status\n      publishedAt\n      author {\n        name\n      }\n      categories {\n        name\n        ancestors {\n          name\n        }\n      }\n      tags {\n        name\n      }\n      body {\n        text\n        wordCount\n        readingTimeMinutes\n        tableOfContents {\n          level\n          text\n        }\n      }\n      seriesEntry {\n        position\n        total\n        series {\n          title\n        }\n        previous {\n          ...PostName\n        }\n        next {\n          ...PostName\n        }\n      }\n      adjacent {\n        previous {\n          ...PostName\n        }\n        next {\n          ...PostName\n        }\n      }\n    }\n  }\n": typeof types.PostBySlugDocument,
};
const documents: Documents = {
    "\n  fragment PostLine on Post {\n    slug\n    title\n    status\n    publishedAt\n    author {\n      name\n    }\n    categories {\n      slugPath\n    }\n  }\n": types.PostLineFragmentDoc,
    "\n  fragment PostPage on PostConnection {\n    totalCount\n    nodes {\n      ...PostLine\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n": types.PostPageFragmentDoc,
    "\n  fragment CategoryLine on Category {\n    slugPath\n    name\n    postCount\n  }\n": types.CategoryLineFragmentDoc,
    "\n  query SitePosts($first: Int!, $after: String, $withCategories: Boolean!) {\n    site {\n      title\n      description\n    }\n    categories(first: 100) @include(if: $withCategories) {\n      totalCount\n      nodes {\n        ...CategoryLine\n      }\n    }\n    posts(first: $first, after: $after) {\n      ...PostPage\n    }\n  }\n": types.SitePostsDocument,
    "\n  query CategoryPosts($path: String!, $first: Int!, $after: String) {\n    category(slugPath: $path) {\n      name\n      slugPath\n      description\n      ancestors {\n        name\n      }\n      children {\n        ...CategoryLine\n      }\n      posts(first: $first, after: $after) {\n        ...PostPage\n      }\n    }\n  }\n": types.CategoryPostsDocument,
    "\n  fragment PostName on Post {\n    slug\n    title\n  }\n": types.PostNameFragmentDoc,
    "\n  query PostBySlug($slug: String!) {\n    post(slug: $slug) {\n      ...PostName\n      status\n      publishedAt\n      author {\n        name\n      }\n      categories {\n        name\n        ancestors {\n          name\n        }\n      }\n      tags {\n        name\n      }\n      body {\n        text\n        wordCount\n        readingTimeMinutes\n        tableOfContents {\n          level\n          text\n        }\n      }\n      seriesEntry {\n        position\n        total\n        series {\n          title\n        }\n        previous {\n          ...PostName\n        }\n        next {\n          ...PostName\n        }\n      }\n      adjacent {\n        previous {\n          ...PostName\n        }\n        next {\n          ...PostName\n        }\n      }\n    }\n  }\n": types.PostBySlugDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PostLine on Post {\n    slug\n    title\n    status\n    publishedAt\n    author {\n      name\n    }\n    categories {\n      slugPath\n    }\n  }\n"): typeof import('./graphql.js').PostLineFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PostPage on PostConnection {\n    totalCount\n    nodes {\n      ...PostLine\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n"): typeof import('./graphql.js').PostPageFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CategoryLine on Category {\n    slugPath\n    name\n    postCount\n  }\n"): typeof import('./graphql.js').CategoryLineFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SitePosts($first: Int!, $after: String, $withCategories: Boolean!) {\n    site {\n      title\n      description\n    }\n    categories(first: 100) @include(if: $withCategories) {\n      totalCount\n      nodes {\n        ...CategoryLine\n      }\n    }\n    posts(first: $first, after: $after) {\n      ...PostPage\n    }\n  }\n"): typeof import('./graphql.js').SitePostsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CategoryPosts($path: String!, $first: Int!, $after: String) {\n    category(slugPath: $path) {\n      name\n      slugPath\n      description\n      ancestors {\n        name\n      }\n      children {\n        ...CategoryLine\n      }\n      posts(first: $first, after: $after) {\n        ...PostPage\n      }\n    }\n  }\n"): typeof import('./graphql.js').CategoryPostsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PostName on Post {\n    slug\n    title\n  }\n"): typeof import('./graphql.js').PostNameFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PostBySlug($slug: String!) {\n    post(slug: $slug) {\n      ...PostName\n      status\n      publishedAt\n      author {\n        name\n      }\n      categories {\n        name\n        ancestors {\n          name\n        }\n      }\n      tags {\n        name\n      }\n      body {\n        text\n        wordCount\n        readingTimeMinutes\n        tableOfContents {\n          level\n          text\n        }\n      }\n      seriesEntry {\n        position\n        total\n        series {\n          title\n        }\n        previous {\n          ...PostName\n        }\n        next {\n          ...PostName\n        }\n      }\n      adjacent {\n        previous {\n          ...PostName\n        }\n        next {\n          ...PostName\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.js').PostBySlugDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
