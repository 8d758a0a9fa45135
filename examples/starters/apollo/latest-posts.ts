import { gql } from "@apollo/client";

export const LATEST_POSTS = gql`
  query LatestPosts($first: Int!, $after: String) {
    site {
      title
    }
    posts(first: $first, after: $after) {
      edges {
        node {
          id
          title
          path
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
