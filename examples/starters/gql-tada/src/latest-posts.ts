import { graphql } from "./graphql";

export const postCard = graphql(`
  fragment PostCard on Post {
    title
    path
    publishedAt
  }
`);

export const latestPosts = graphql(
  `
    query LatestPosts($first: Int!) {
      posts(first: $first) {
        nodes {
          id
          ...PostCard
        }
      }
    }
  `,
  [postCard],
);

export const trustedLatestPosts = graphql.persisted("latest-posts", latestPosts);
