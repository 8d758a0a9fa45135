import { graphql } from "./gql";

export const latestPosts = graphql(`
  query LatestPosts($first: Int!) {
    posts(first: $first) {
      nodes {
        title
        path
        publishedAt
      }
    }
  }
`);
