import { graphql } from "relay-runtime";

export const postsPageQuery = graphql`
  query postsPageQuery {
    site {
      title
    }
    ...posts_list
  }
`;

export const postList = graphql`
  fragment posts_list on Query
  @refetchable(queryName: "postsListQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "String" }) {
    posts(first: $count, after: $cursor) @connection(key: "posts_list_posts") {
      edges {
        node {
          id
          ...posts_card
        }
      }
    }
  }
`;

export const postCard = graphql`
  fragment posts_card on Post @refetchable(queryName: "postsCardQuery") {
    title
    path
  }
`;

export const postsPostQuery = graphql`
  query postsPostQuery($slug: String!) {
    post(slug: $slug) {
      status
      ...posts_card
    }
  }
`;
