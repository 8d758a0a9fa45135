import { graphql } from "relay-runtime";

export const changesSubscription = graphql`
  subscription changesSubscription($after: String) {
    changes(after: $after) {
      nodeId
      cursor
      kind
      paths
      node {
        id
        ...posts_card @alias(as: "post")
      }
    }
  }
`;
