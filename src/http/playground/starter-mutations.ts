// The playground's window for writing: one operation for each step in the life of a post. What one step answers, the next
// one takes from the variables.
import type { StarterQuery } from "./playground.js";

const MOVES = [
  ["Publish", "publishPost", ""],
  ["Schedule", "publishPost", "at: $at"],
  ["Unpublish", "unpublishPost", ""],
  ["Trash", "trashPost", ""],
  ["Restore", "restorePost", ""],
] as const;

const move = ([name, mutation, more]: (typeof MOVES)[number]): string => `
mutation ${name}($id: ID!, $version: Int!${more === "" ? "" : ", $at: DateTime!"}) {
  ${mutation}(input: { id: $id, expectedVersion: $version${more === "" ? "" : `, ${more}`} }) {
    post {
      version
      status
      publishedAt
    }
    errors {
      code
      message
    }
  }
}
`;

export const WRITE: StarterQuery = {
  title: "Write",
  query: `# Needs a token, under "Auth". Run these one by one, and put what they answer into the variables.
query Whose {
  viewer {
    name
    role
  }
  authors(first: 5) {
    nodes {
      id
      name
    }
  }
}

mutation Create($authorId: ID!, $title: String!, $source: String!) {
  createPost(input: { authorId: $authorId, title: $title, body: { source: $source } }) {
    post {
      id
      version
      path
      status
    }
    errors {
      code
      message
      path
    }
  }
}

mutation Edit($id: ID!, $version: Int!, $title: String!, $source: String!) {
  updatePost(input: { id: $id, expectedVersion: $version, title: $title, body: { source: $source } }) {
    post {
      version
    }
    errors {
      code
      message
      path
    }
  }
}

query History($id: ID!) {
  node(id: $id) {
    ... on Post {
      version
      revisions(first: 10) {
        nodes {
          id
          version
          title
          editor
          createdAt
        }
      }
    }
  }
}

mutation GoBack($id: ID!, $version: Int!, $revisionId: ID!) {
  restoreRevision(input: { id: $id, expectedVersion: $version, revisionId: $revisionId }) {
    post {
      version
      title
    }
    errors {
      code
      message
    }
  }
}
${MOVES.map(move).join("")}`,
  variables: {
    authorId: "an id that Whose answers",
    title: "Hello",
    source: "**你好**，Colophon。",
    id: "the id that Create answers",
    version: 1,
    revisionId: "the id of one that History answers",
    at: "2030-01-01T08:00:00+08:00",
  },
};
