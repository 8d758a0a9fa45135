// The mutations that the playground opens with: one for each step in the life of a post. The response of a step contains the variables of
// the next.
import type { StarterQuery } from "./playground.js";

const TRANSITIONS = [
  ["Publish", "publishPost", ""],
  ["Schedule", "publishPost", "at: $at"],
  ["Unpublish", "unpublishPost", ""],
  ["Trash", "trashPost", ""],
  ["Restore", "restorePost", ""],
] as const;

const transition = ([name, mutation, more]: (typeof TRANSITIONS)[number]): string => `
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
  query: `# These operations need a token, see "Auth". Run them one after the other, and copy ids and versions from the responses
# into the variables.
query Me {
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
  createPost(input: { authorIds: [$authorId], title: $title, body: { source: $source } }) {
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

mutation RestoreRevision($id: ID!, $version: Int!, $revisionId: ID!) {
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
${TRANSITIONS.map(transition).join("")}`,
  variables: {
    authorId: "the id of an author, from Me",
    title: "Hello",
    source: "**你好**，Colophon。",
    id: "the id of the post, from Create",
    version: 1,
    revisionId: "the id of a revision, from History",
    at: "2030-01-01T08:00:00+08:00",
  },
};
