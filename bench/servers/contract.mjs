// The part of the service's schema that the workloads ask for, as the naive and the Mercurius server write it.

export const TYPE_DEFS = `
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  input CategoryFilter { isRoot: Boolean }
  type Query {
    post(slug: String!): Post
    posts(first: Int!, after: String): PostConnection!
    category(slugPath: String!): Category
    categories(first: Int!, filter: CategoryFilter): CategoryConnection!
    search(query: String!, first: Int!): [Post!]!
  }
  type Mutation { updatePost(id: ID!, title: String!): Post }
  type CategoryConnection { nodes: [Category!]! }
  type PostConnection { nodes: [Post!]! pageInfo: PageInfo! totalCount: Int! }
  type Post {
    id: ID! title: String! slug: String! excerpt: String! publishedAt: String
    body: Body! author: Author! categories: [Category!]! tags: [Tag!]!
  }
  type Body { html: String! }
  type Author { name: String! }
  type Tag { name: String! slug: String! }
  type Category { id: ID! name: String! slugPath: String! children: [Category!]! posts(first: Int!): PostConnection! }
`;

/** Each word anywhere; the words of the workload hold no wildcards. */
export const patternsOf = (query) => query.split(" ").map((word) => `%${word}%`);

export const encodeCursor = ({ visibleFrom, id }) =>
  Buffer.from(JSON.stringify([visibleFrom, id])).toString("base64url");
export const decodeCursor = (cursor) => JSON.parse(Buffer.from(cursor, "base64url").toString());
