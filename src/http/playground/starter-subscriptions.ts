// The subscription that the playground opens with.
import type { StarterQuery } from "./playground.js";

export const FOLLOW_CHANGES: StarterQuery = {
  title: "Changes",
  query: `# What readers could notice, as it happens. Run it, and publish a post in another window.
subscription Changes {
  changes {
    at
    kind
    paths
    node {
      __typename
      ... on Post {
        title
      }
    }
  }
}
`,
};
