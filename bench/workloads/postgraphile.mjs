// The workloads as PostGraphile's generated schema asks for them, and how its answers read in the contract's terms.

const CATEGORIES =
  "postCategoriesByPostId(orderBy: POSITION_ASC) { nodes { categoryByCategoryId { name slugPath: path } } }";
const LATEST = "orderBy: [VISIBLE_FROM_DESC, ID_DESC]";
const LISTED = "orderBy: [VISIBLE_FROM_DESC, POST_ID_DESC]";

export const POSTGRAPHILE = {
  W1: `query W1 { allPosts(first: 10, ${LATEST}) { nodes { title slug excerpt publishedAt authorByAuthorId { name } ${CATEGORIES} } } }`,
  W2: `query W2($slug: String!) { postBySlug(slug: $slug) { title slug publishedAt postBodyByPostId { html }
    authorByAuthorId { name } ${CATEGORIES} postTagsByPostId(orderBy: POSITION_ASC) { nodes { tagByTagId { name slug } } } } }`,
  W3: `query W3 { allCategories(condition: { parentId: null }, orderBy: PATH_ASC) { nodes { ...Listed
    categoriesByParentId(orderBy: PATH_ASC) { nodes { ...Listed categoriesByParentId(orderBy: PATH_ASC) { nodes { ...Listed } } } } } } }
    fragment Listed on Category { name slugPath: path categoryListingsByCategoryId(first: 5, ${LISTED}) { nodes { postByPostId { title slug publishedAt } } } }`,
  W4: `query W4($after: Cursor!) { allPosts(first: 10, after: $after, ${LATEST}) {
    nodes { title slug publishedAt } pageInfo { hasNextPage endCursor } } }`,
  W5: "query W5($query: String!) { searchPosts(query: $query, first: 10) { nodes { title slug } } }",
  W6: `query W6($path: String!) { categoryByPath(path: $path) { name slugPath: path categoryListingsByCategoryId(first: 20, ${LISTED}) {
    totalCount nodes { postByPostId { title slug excerpt publishedAt authorByAuthorId { name } } } } } }`,
  W7: `query W7 { allPosts(first: 20, ${LATEST}) { nodes { title slug authorByAuthorId { name }
    postCategoriesByPostId(orderBy: POSITION_ASC) { nodes { categoryByCategoryId { name slugPath: path
      categoryListingsByCategoryId(first: 3, ${LISTED}) { nodes { postByPostId { title slug authorByAuthorId { name } } } } } } } } } }`,
  W8: `mutation W8($id: UUID!, $title: String!) {
    updatePostById(input: { id: $id, postPatch: { title: $title } }) { post { id } } }`,
  read: "query Read($slug: String!) { postBySlug(slug: $slug) { title slug } }",
  identify: "query Identify($slug: String!) { postBySlug(slug: $slug) { id } }",
  walk: `query Walk($first: Int!, $after: Cursor) { posts: allPosts(first: $first, after: $after, ${LATEST}) { pageInfo { endCursor } } }`,
};

const RENAMED = {
  allPosts: "posts",
  searchPosts: "search",
  postBySlug: "post",
  categoryByPath: "category",
  allCategories: "categories",
  authorByAuthorId: "author",
  postBodyByPostId: "body",
  categoryListingsByCategoryId: "posts",
};
/** Lists through a join table, of which the contract has the far end only. */
const THROUGH = {
  postCategoriesByPostId: ["categories", "categoryByCategoryId"],
  postTagsByPostId: ["tags", "tagByTagId"],
};

export function fromPostgraphile(value) {
  if (Array.isArray(value)) return value.map(fromPostgraphile);
  if (value === null || typeof value !== "object") return value;
  if (value.postByPostId) return fromPostgraphile(value.postByPostId);
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      if (key === "categoriesByParentId") return ["children", fromPostgraphile(field.nodes)];
      const through = THROUGH[key];
      if (through) return [through[0], field.nodes.map((node) => fromPostgraphile(node[through[1]]))];
      return [RENAMED[key] ?? key, fromPostgraphile(field)];
    }),
  );
}
