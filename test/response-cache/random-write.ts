// Writes of every kind that a service takes, chosen by numbers: what they aim at is read from the database just before,
// so that a list of numbers always means something. A refusal is as good as a write.
import type { DataSource } from "typeorm";
import { encodeGlobalId, type NodeType } from "../../src/platform/graphql/global-id.js";

/** Sends a mutation as somebody who may do everything. */
export type SendMutation = (name: string, input: Record<string, unknown>) => Promise<void>;

export interface Chance {
  /** 0 to 1, exclusive. */
  next(): number;
}

const SLUGS = ["one", "two", "three", "four", "five", "six"] as const;
const WORDS = ["网络", "存储", "bridge", "kernel", "quorum", "latency"] as const;
const LOCALES = ["zh-CN", "en", "zh-TW"] as const;

type Terms = Record<"Category" | "Tag" | "Author" | "Series", string[]>;

interface Target {
  id: string;
  version: number;
}

/** A repeatable row of numbers. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0 || 1;
  return {
    next: () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return state / 4_294_967_296;
    },
  };
}

export const pick = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance.next() * list.length)] as T;

/** What was sent, for the message of a failure. */
export async function writeAtRandom(dataSource: DataSource, chance: Chance, send: SendMutation): Promise<string> {
  const terms = await readTerms(dataSource);
  const posts: Target[] = (await dataSource.query("select id, version from post order by slug")).map((row: Target) => ({
    ...row,
    id: encodeGlobalId("Post", row.id),
  }));
  const [name, input] = pick(chance, WRITES)({ chance, terms, posts });
  await send(name, input);
  return `${name} ${JSON.stringify(input)}`;
}

async function readTerms(dataSource: DataSource): Promise<Terms> {
  const ids = async (table: string, type: NodeType): Promise<string[]> =>
    (await dataSource.query(`select id from ${table} order by slug, id`)).map((row: { id: string }) =>
      encodeGlobalId(type, row.id),
    );
  return {
    Category: await ids("category", "Category"),
    Tag: await ids("tag", "Tag"),
    Author: await ids("author", "Author"),
    Series: await ids("series", "Series"),
  };
}

interface Ground {
  chance: Chance;
  terms: Terms;
  posts: readonly Target[];
}
type Write = (ground: Ground) => [name: string, input: Record<string, unknown>];

const some = (chance: Chance, ids: readonly string[]): string[] => ids.filter(() => chance.next() < 0.4).slice(0, 3);
const versioned = ({ chance, posts }: Ground) => {
  const post = pick(chance, posts);
  return { id: post.id, expectedVersion: post.version };
};
const fields = ({ chance, terms }: Ground): Record<string, unknown> => ({
  ...(chance.next() < 0.4 && { title: `${pick(chance, WORDS)} ${pick(chance, WORDS)}` }),
  ...(chance.next() < 0.3 && { slug: pick(chance, SLUGS) }),
  ...(chance.next() < 0.4 && {
    body: { source: `## ${pick(chance, WORDS)}\n\n${pick(chance, WORDS)} [link](/posts/${pick(chance, SLUGS)})` },
  }),
  ...(chance.next() < 0.3 && { locale: pick(chance, LOCALES) }),
  ...(chance.next() < 0.3 && { authorId: pick(chance, terms.Author) }),
  ...(chance.next() < 0.4 && { categoryIds: some(chance, terms.Category) }),
  ...(chance.next() < 0.4 && { tagIds: some(chance, terms.Tag) }),
});
const named = ({ chance }: Ground) => ({
  ...(chance.next() < 0.6 && { name: pick(chance, WORDS) }),
  ...(chance.next() < 0.5 && { slug: pick(chance, SLUGS) }),
});
const titled = (ground: Ground) => {
  const { name, ...others } = named(ground);
  const { chance, posts } = ground;
  const postIds = some(
    chance,
    posts.map(({ id }) => id),
  );
  return { ...others, ...(name !== undefined && { title: name }), ...(chance.next() < 0.6 && { postIds }) };
};

const POST_WRITES: readonly Write[] = [
  (ground) => [
    "createPost",
    {
      title: pick(ground.chance, WORDS),
      body: { source: "text" },
      authorId: ground.terms.Author[0],
      ...fields(ground),
    },
  ],
  (ground) => ["updatePost", { ...versioned(ground), ...fields(ground) }],
  (ground) => ["publishPost", versioned(ground)],
  (ground) => {
    const at = new Date(Date.now() + 20 + 400 * ground.chance.next()).toISOString();
    return ["publishPost", { ...versioned(ground), at }];
  },
  (ground) => [
    "publishPost",
    { ...versioned(ground), at: `20${10 + Math.floor(ground.chance.next() * 14)}-03-04T05:06:07Z` },
  ],
  (ground) => ["unpublishPost", versioned(ground)],
  (ground) => ["trashPost", versioned(ground)],
  (ground) => ["restorePost", versioned(ground)],
  (ground) => ["deletePost", versioned(ground)],
];
const TERM_WRITES: readonly Write[] = [
  (ground) => ["createTag", { name: pick(ground.chance, WORDS), ...named(ground) }],
  (ground) => ["updateTag", { id: pick(ground.chance, ground.terms.Tag), ...named(ground) }],
  ({ chance, terms }) => ["mergeTags", { sourceId: pick(chance, terms.Tag), targetId: pick(chance, terms.Tag) }],
  ({ chance, terms }) => ["deleteTag", { id: pick(chance, terms.Tag) }],
  (ground) => ["createAuthor", { name: pick(ground.chance, WORDS), ...named(ground) }],
  (ground) => ["updateAuthor", { id: pick(ground.chance, ground.terms.Author), ...named(ground), bio: "Writes." }],
  (ground) => ["createCategory", { name: "c", ...named(ground), parentId: pick(ground.chance, ground.terms.Category) }],
  (ground) => ["updateCategory", { id: pick(ground.chance, ground.terms.Category), ...named(ground) }],
  ({ chance, terms }) => [
    "moveCategory",
    { id: pick(chance, terms.Category), parentId: chance.next() < 0.3 ? null : pick(chance, terms.Category) },
  ],
  ({ chance, terms }) => [
    "mergeCategories",
    { sourceId: pick(chance, terms.Category), targetId: pick(chance, terms.Category) },
  ],
  ({ chance, terms }) => ["deleteCategory", { id: pick(chance, terms.Category) }],
  (ground) => ["createSeries", { title: "s", ...titled(ground) }],
  (ground) => ["updateSeries", { id: pick(ground.chance, ground.terms.Series), ...titled(ground) }],
  ({ chance, terms }) => ["deleteSeries", { id: pick(chance, terms.Series) }],
];
/** Posts are written more often than terms, as everywhere. */
const WRITES: readonly Write[] = [...POST_WRITES, ...POST_WRITES, ...POST_WRITES, ...TERM_WRITES];

const POST = `id slug title path status publishedAt updatedAt version locale excerpt author { id name slug }
  categories { id name path } tags { id name slug }`;

/** Questions that read every kind of thing, found and not found. */
export const QUESTIONS: readonly string[] = [
  `{ posts(first: 5) { totalCount nodes { ${POST} } pageInfo { hasNextPage endCursor } } }`,
  "{ posts(last: 2) { nodes { title } pageInfo { hasPreviousPage } } }",
  "{ posts(orderBy: { field: TITLE, direction: ASC }) { nodes { title } } }",
  "{ posts(orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { slug updatedAt } } }",
  '{ posts(filter: { locale: "zh" }) { totalCount nodes { slug locale } } }',
  '{ posts(filter: { publishedAfter: "2015-01-15T00:00:00Z", publishedBefore: "2015-06-01T00:00:00Z" }) { totalCount nodes { slug } } }',
  '{ posts(filter: { publishedAfter: "2020-03-04T05:06:07Z" }) { totalCount } }',
  ...SLUGS.map((slug) => `{ post(slug: "${slug}") { ${POST} body { html wordCount links { url target { slug } } } } }`),
  ...SLUGS.map(
    (slug) => `{ resolvePath(path: "/posts/${slug}") { __typename ... on Redirect { to } ... on Post { title } } }`,
  ),
  ...SLUGS.map((slug) => `{ tag(slug: "${slug}") { name postCount posts { nodes { slug } } } }`),
  ...SLUGS.map((slug) => `{ author(slug: "${slug}") { name postCount posts { nodes { slug } } } }`),
  ...SLUGS.map(
    (slug) => `{ series(slug: "${slug}") { title entries { position total post { slug } next { slug } } } }`,
  ),
  ...SLUGS.map((slug) => `{ category(path: "${slug}") { name path ancestors { name } children { path } postCount } }`),
  '{ tagPath: resolvePath(path: "/tags/two") { __typename ... on Redirect { to } } a: resolvePath(path: "/authors/two") { __typename } c: resolvePath(path: "/categories/two") { __typename } }',
  "{ categories(first: 50) { totalCount nodes { path name description postCount posts(first: 2) { nodes { slug } } } } }",
  "{ categories(filter: { isRoot: true }) { nodes { path children { name postCount(includeDescendants: false) children { name } } } } }",
  "{ tags(first: 50) { totalCount nodes { slug name postCount } } }",
  "{ tags(orderBy: { field: POST_COUNT, direction: DESC }) { nodes { slug } } }",
  "{ authors(first: 50) { totalCount nodes { slug name bio postCount } } }",
  "{ allSeries(first: 50) { totalCount nodes { slug title entries { post { slug } } } } }",
  "{ archive { year postCount months { month postCount } } }",
  `{ posts(first: 20) { nodes { slug adjacent { previous { slug } next { slug } } inCategory: adjacent(scope: CATEGORY) { previous { slug } next { slug } }
     inSeries: adjacent(scope: SERIES) { next { slug } } seriesEntry { position total series { title } } } } }`,
  "{ posts(first: 20) { nodes { slug related { reasons post { slug } } } } }",
  '{ search(query: "网络") { totalCount edges { score node { slug } } } }',
  '{ suggest(prefix: "o") { text } }',
  "{ site { title url } posts { totalCount } }",
];
