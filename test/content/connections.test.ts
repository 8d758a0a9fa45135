// Runs the contract of connections against every connection of the schema, in every order.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { type ConnectionSubject, connectionContract } from "../contracts/connection.contract.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { type ConnectionSite, createConnectionSite, type Named, ordered, type SitePost } from "./connection-site.js";

let app: TestApp;
let site: ConnectionSite;

before(async () => {
  app = await startTestApp();
  site = await createConnectionSite(app);
});
after(() => app.close());

const DIRECTIONS = ["ASC", "DESC"] as const;
const POST_ORDERS = {
  PUBLISHED_AT: "publishedAt",
  UPDATED_AT: "updatedAt",
  CREATED_AT: "createdAt",
  TITLE: "title",
} as const;
const NEWEST = "PUBLISHED_AT DESC";

/** Looked up while the test runs, because the id is not known when the suite is declared. */
const idAt = (list: "authors" | "tags" | "categories" | "series", index: number) => site[list][index]?.id ?? "";
const below = (root: number) => {
  const path = site.categories[root]?.name ?? "";
  return new Set(
    site.categories.filter(({ name }) => name === path || name.startsWith(`${path}/`)).map(({ id }) => id),
  );
};

interface PostList {
  list: string;
  /** The text before and after the field `posts`. It may start the arguments of the field. */
  open(): string;
  close: string;
  path: string[];
  includes(post: SitePost): boolean;
}

const postLists: PostList[] = [
  { list: "Query.posts", open: () => "{ posts(", close: "}", path: ["posts"], includes: () => true },
  {
    list: "Category.posts+descendants",
    open: () => `{ node(id: "${encodeGlobalId("Category", idAt("categories", 0))}") { ... on Category { posts(`,
    close: "} } }",
    path: ["node", "posts"],
    includes: (post) => post.categoryIds.some((id) => below(0).has(id)),
  },
  {
    list: "Category.posts",
    open: () => '{ category(slugPath: "linux") { posts(includeDescendants: false, ',
    close: "} }",
    path: ["category", "posts"],
    includes: (post) => post.categoryIds.includes(idAt("categories", 0)),
  },
  {
    list: "Tag.posts",
    open: () => '{ tag(slug: "tag-0") { posts(',
    close: "} }",
    path: ["tag", "posts"],
    includes: (post) => post.tagIds.includes(idAt("tags", 0)),
  },
  {
    list: "Author.posts",
    open: () => '{ author(slug: "author-0") { posts(',
    close: "} }",
    path: ["author", "posts"],
    includes: (post) => [post.authorId, ...post.coAuthorIds].includes(idAt("authors", 0)),
  },
  {
    list: "Series.posts",
    open: () => `{ node(id: "${encodeGlobalId("Series", idAt("series", 0))}") { ... on Series { posts(`,
    close: "} } }",
    path: ["node", "posts"],
    includes: (post) => post.seriesId === idAt("series", 0),
  },
];

function postSubject(from: PostList, orderText: string): ConnectionSubject {
  const [field = "TITLE", direction = "ASC"] = orderText.split(" ") as [keyof typeof POST_ORDERS, "ASC" | "DESC"];
  const key = POST_ORDERS[field];
  const orderBy = `orderBy: { field: ${field}, direction: ${direction} }`;
  return {
    name: `${from.list} by ${orderText}`,
    app: () => app,
    document: (variables, paging, selection) =>
      `query(${variables}) ${from.open()}${orderBy}, ${paging}) ${selection} ${from.close}`,
    path: from.path,
    ids: () => ordered("Post", site.posts.filter(from.includes), (post) => post[key], direction),
    scope: () => ({ list: from.list, order: orderText, filter: "" }),
    keys: [field === "TITLE" ? "text" : "timestamptz", "uuid"],
  };
}

function rootSubject(field: string, args: string, order: string, ids: () => string[]): ConnectionSubject {
  return {
    name: `Query.${field}${args === "" ? "" : `(${args})`}`,
    app: () => app,
    document: (variables, paging, selection) =>
      `query(${variables}) { ${field}(${args === "" ? "" : `${args}, `}${paging}) ${selection} }`,
    path: [field],
    ids,
    scope: () => ({ list: `Query.${field}`, order, filter: "" }),
    keys: ["text", "uuid"],
  };
}

const name = (row: Named): string => row.name;
const postCount = (tag: Named): number => site.posts.filter((post) => post.tagIds.includes(tag.id)).length;
const categorySubject = (
  filter: object,
  includes: (category: ConnectionSite["categories"][number]) => boolean,
): ConnectionSubject => ({
  ...rootSubject("categories", `filter: ${JSON.stringify(filter).replaceAll(/"(\w+)":/g, "$1: ")}`, "PATH ASC", () =>
    ordered("Category", site.categories.filter(includes), name),
  ),
  scope: () => ({
    list: "Query.categories",
    order: "PATH ASC",
    filter: JSON.stringify({ isRoot: null, parentId: null, ...filter }),
  }),
  keys: ["text"],
});

const tagSubjects = DIRECTIONS.flatMap((direction) => [
  rootSubject("tags", `orderBy: { field: NAME, direction: ${direction} }`, `NAME ${direction}`, () =>
    ordered("Tag", site.tags, name, direction),
  ),
  {
    ...rootSubject("tags", `orderBy: { field: POST_COUNT, direction: ${direction} }`, `POST_COUNT ${direction}`, () =>
      ordered("Tag", site.tags, postCount, direction),
    ),
    keys: ["integer", "uuid"] as const,
  },
]);

const subjects: ConnectionSubject[] = [
  ...postLists.flatMap((from) =>
    Object.keys(POST_ORDERS).flatMap((field) =>
      DIRECTIONS.map((direction) => postSubject(from, `${field} ${direction}`)),
    ),
  ),
  ...tagSubjects,
  rootSubject("authors", "", "NAME ASC", () => ordered("Author", site.authors, name)),
  rootSubject("allSeries", "", "TITLE ASC", () => ordered("Series", site.series, name)),
  categorySubject({}, () => true),
  categorySubject({ isRoot: true }, (category) => category.parentId === null),
  categorySubject({ isRoot: false }, (category) => category.parentId !== null),
];

for (const subject of subjects) describe(subject.name, { concurrency: false }, () => connectionContract(subject));

describe("defaults", () => {
  for (const from of postLists) {
    it(`${from.list} is ordered by newest publication by default`, async () => {
      const subject = postSubject(from, NEWEST);
      const data = await app.query<Record<string, unknown>>(`${from.open()}first: 100) { nodes { id } } ${from.close}`);
      const connection = subject.path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], data);
      assert.deepEqual(connection, { nodes: subject.ids().map((id) => ({ id })) });
    });
  }
});
