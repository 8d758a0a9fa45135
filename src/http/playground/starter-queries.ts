// The queries that the playground opens with, as examples of what the API can do. Each works without authentication; slugs of the sample
// site are variables, so that they are easy to replace.
import type { StarterQuery } from "./playground.js";
import { WRITE } from "./starter-mutations.js";
import { FOLLOW_CHANGES } from "./starter-subscriptions.js";

const FRONT_PAGE: StarterQuery = {
  title: "Front page",
  query: `# The latest posts, as on the front page of a blog.
query FrontPage($first: Int = 10, $after: String) {
  site {
    title
    description
  }
  posts(first: $first, after: $after) {
    totalCount
    nodes {
      title
      path
      publishedAt
      excerpt(maxLength: 120)
      author {
        name
      }
      categories {
        name
        path
      }
      tags {
        name
      }
      body {
        readingTimeMinutes
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
  variables: { first: 10 },
};

const POST: StarterQuery = {
  title: "One post",
  query: `# A post with everything that its page needs.
query Post($slug: String!) {
  post(slug: $slug) {
    title
    publishedAt
    updatedAt
    author {
      name
      bio
    }
    body {
      html
      wordCount
      readingTimeMinutes
      tableOfContents {
        level
        text
        anchor
      }
      codeBlocks {
        language
        source
      }
      links {
        text
        url
        isInternal
        target {
          title
        }
      }
    }
    adjacent {
      previous {
        title
        path
      }
      next {
        title
        path
      }
    }
    related(first: 3) {
      reasons
      post {
        title
        path
      }
    }
    seo {
      title
      description
      canonicalUrl
    }
  }
}
`,
  variables: { slug: "linux-bridge-vxlan-overlay" },
};

const CATEGORY_TREE: StarterQuery = {
  title: "Category tree",
  query: `# The root categories, two levels of subcategories, and the latest posts of each: lists within lists. The number of
# SQL statements does not depend on the number of categories.
query CategoryTree {
  categories(filter: { isRoot: true }, first: 20) {
    nodes {
      ...Branch
      children {
        ...Branch
        children {
          ...Branch
        }
      }
    }
  }
}

fragment Branch on Category {
  name
  path
  postCount
  posts(first: 3) {
    nodes {
      title
    }
    pageInfo {
      hasNextPage
    }
  }
}
`,
};

const SERIES: StarterQuery = {
  title: "Series",
  query: `# Series: posts that are read in an order.
query Series {
  allSeries(first: 10) {
    nodes {
      title
      description
      entries {
        position
        total
        post {
          title
          path
          publishedAt
        }
        next {
          title
        }
      }
    }
  }
}
`,
};

const ARCHIVE: StarterQuery = {
  title: "Archive",
  query: `# The number of posts by year and month, and the posts of one year.
query Archive($from: DateTime!, $to: DateTime!) {
  archive {
    year
    postCount
    months {
      month
      postCount
    }
  }
  posts(
    first: 50
    filter: { publishedSince: $from, publishedBefore: $to }
    orderBy: { field: PUBLISHED_AT, direction: ASC }
  ) {
    nodes {
      publishedAt
      title
    }
  }
}
`,
  variables: { from: "2019-01-01T00:00:00Z", to: "2020-01-01T00:00:00Z" },
};

const RESOLVE_PATH: StarterQuery = {
  title: "Resolve a path",
  query: `# The content at a path of the website. A former path returns a redirect to the current one.
query ResolvePath($current: String!, $former: String!) {
  current: resolvePath(path: $current) {
    ...Target
  }
  former: resolvePath(path: $former) {
    ...Target
  }
}

fragment Target on PathTarget {
  __typename
  ... on Post {
    title
    publishedAt
  }
  ... on Category {
    name
    ancestors {
      name
    }
  }
  ... on Tag {
    name
  }
  ... on Author {
    name
  }
  ... on Series {
    title
  }
  ... on Redirect {
    to
    statusCode
  }
}
`,
  variables: { current: "/categories/linux/network", former: "/2019/05/vxlan" },
};

export const starterQueries: readonly StarterQuery[] = [
  ...[FRONT_PAGE, POST, CATEGORY_TREE, SERIES, ARCHIVE, RESOLVE_PATH],
  ...[FOLLOW_CHANGES, WRITE],
];
