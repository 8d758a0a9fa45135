// The workloads as GraphQL documents in the service's own schema, which the naive and the Mercurius server share in part.
// Documents that those two cannot execute as they are have versions of their own below.

export const CONTRACT = {
  W1: "query W1 { posts(first: 10) { nodes { title slug excerpt publishedAt author { name } categories { name slugPath } } } }",
  W2: `query W2($slug: String!) { post(slug: $slug) {
    title slug publishedAt body { html } author { name } categories { name slugPath } tags { name slug } } }`,
  W3: `query W3 { categories(first: 20, filter: { isRoot: true }) { nodes {
    ...Listed children { ...Listed children { ...Listed } } } } }
    fragment Listed on Category { name slugPath posts(first: 5) { nodes { title slug publishedAt } } }`,
  W4: `query W4($after: String!) { posts(first: 10, after: $after) {
    nodes { title slug publishedAt } pageInfo { hasNextPage endCursor } } }`,
  W5: "query W5($query: String!) { search(query: $query, first: 10) { nodes { title slug } } }",
  W6: `query W6($path: String!) { category(slugPath: $path) { name slugPath posts(first: 20) {
    totalCount nodes { title slug excerpt publishedAt author { name } } } } }`,
  W7: `query W7 { posts(first: 20) { nodes { title slug author { name } categories {
    name slugPath posts(first: 3) { nodes { title slug author { name } } } } } } }`,
  W8: `mutation W8($input: UpdatePostInput!) { updatePost(input: $input) {
    post { version } errors { message } } }`,
  W9: `query W9 { posts(first: 100) { nodes { title slug tags { name slug postCount } categories { name slugPath }
    seriesEntry { position total series { title slug } } } } }`,
  /** Of the mixed workload, beside W1, W2, W4 and W6. */
  tag: `query Tag($slug: String!) { tag(slug: $slug) { name posts(first: 20) {
    nodes { title slug excerpt publishedAt author { name } } } } }`,
  /** After each write of W8. */
  read: "query Read($slug: String!) { post(slug: $slug) { title slug } }",
  /** Only to learn under which id a server writes a post. */
  identify: "query Identify($slug: String!) { post(slug: $slug) { id } }",
  /** Only to walk to a deep cursor. */
  walk: "query Walk($first: Int!, $after: String) { posts(first: $first, after: $after) { pageInfo { endCursor } } }",
};

/** For the servers that an engineer writes: a list of what holds all words, and a plain update. */
export const PLAIN_CONTRACT = {
  ...CONTRACT,
  W5: "query W5($query: String!) { search(query: $query, first: 10) { title slug } }",
  W8: "mutation W8($id: ID!, $title: String!) { updatePost(id: $id, title: $title) { id } }",
};

/**
 * In the order of the report. `document` is a key of each server's documents. Responses of an `isSearched` workload cannot
 * be equal; an `isWriting` workload is measured on one server at a time, a write and its read as one request.
 */
export const WORKLOADS = [
  { name: "W1", document: "W1", title: "front page, 10 posts" },
  { name: "W2", document: "W2", title: "post by slug with its HTML" },
  { name: "W3", document: "W3", title: "category tree, 5 latest posts each" },
  { name: "W4", document: "W4", title: "10 posts behind a deep cursor" },
  {
    name: "W5",
    document: "W5",
    title: "search, 10 hits",
    isSearched: true,
    note: "W5: Colophon and the limits rank by an index, the others match the words by ILIKE; they find different posts.",
  },
  { name: "W6m", document: "W6", title: "page and count of a middling category" },
  { name: "W6b", document: "W6", title: "page and count of the biggest category" },
  { name: "W7", document: "W7", title: "3 levels, about 460 objects" },
  {
    name: "W8",
    document: "W8",
    title: "update of a title and a read of the post",
    isWriting: true,
    note: "W8: write and read count as one request; Colophon and the limits write revision, event and index with the post, the others only its row.",
  },
  {
    name: "W9",
    document: "W9",
    title: "100 posts with tags, their post counts, categories and series",
    note: "W9: only Colophon and the limits take part.",
  },
];

/** The same facts whatever a server's spelling: instants as numbers, nothing of ids and cursors. */
export function normalise(value) {
  if (Array.isArray(value)) return value.map(normalise);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([key]) => !["id", "cursor", "endCursor", "__typename"].includes(key));
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, field]) => [key, key === "publishedAt" ? Date.parse(field) : normalise(field)]),
  );
}
