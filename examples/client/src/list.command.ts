// `list`: one page of posts, of the whole site or of a category with everything below it. The first page of the site
// also answers where to go from there: the tree of categories.
import { graphql } from "./__generated__/gql.js";
import type { Command } from "./command-line.js";
import { Failure } from "./failure.js";
import { type Endpoint, execute } from "./graphql-client.js";
import { formatCategoryPage, formatSitePage } from "./post-list.format.js";
import type { Terminal } from "./terminal.js";

export const postLine = graphql(`
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
`);

export const postPage = graphql(`
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
`);

export const categoryLine = graphql(`
  fragment CategoryLine on Category {
    slugPath
    name
    postCount
  }
`);

const sitePosts = graphql(`
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
`);

const categoryPosts = graphql(`
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
`);

export async function list(
  endpoint: Endpoint,
  { categoryPath, first, after }: Command & { name: "list" },
  terminal: Terminal,
): Promise<string> {
  const page = { first, after: after ?? null };
  if (categoryPath === undefined) {
    return formatSitePage(
      await execute(endpoint, sitePosts, { ...page, withCategories: after === undefined }),
      terminal,
    );
  }
  const { category } = await execute(endpoint, categoryPosts, { ...page, path: categoryPath });
  if (category === null) {
    throw new Failure("notFound", `No category at ${categoryPath}. "npm start -- list" shows all paths.`);
  }
  return formatCategoryPage(category, terminal);
}
