// Random mutations of every kind that changes what anonymous clients read. The numbers of a `Chance` choose them; their targets
// are read from the database just before, so that the same numbers work on any site. A rejected mutation counts as a write.
import type { DataSource } from "typeorm";
import { encodeGlobalId, type NodeType } from "../../src/platform/graphql/global-id.js";

/** Sends a mutation as an administrator. */
export type SendMutation = (name: string, input: Record<string, unknown>) => Promise<void>;

export interface Chance {
  /** 0 to 1, exclusive. */
  next(): number;
}

export const SLUGS: readonly string[] = ["one", "two", "three", "four", "five", "six"];
const WORDS = ["网络", "存储", "bridge", "kernel", "quorum", "latency"] as const;
const LOCALES = ["zh-CN", "en", "zh-TW"] as const;
/** Words of a body: a reading time of 2, 6 and 15 minutes, where a site is built with bodies of 1 minute. */
const LENGTHS = [300, 1_200, 3_000] as const;

type Terms = Record<"Category" | "Tag" | "Author" | "Series", string[]>;

interface Target {
  id: string;
  version: number;
  isVisible: boolean;
  revisionIds: readonly string[];
}

/** A repeatable sequence of numbers (xorshift). */
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

/** Returns what was sent, for the message of a failure. `slugs` are those that the queries name. */
export async function writeAtRandom(
  dataSource: DataSource,
  chance: Chance,
  send: SendMutation,
  slugs: readonly string[] = SLUGS,
): Promise<string> {
  return write(await readSite(dataSource, chance, slugs), pick(chance, WRITES), send);
}

/** Changes one field of a post that readers see, so that nothing else of the write can invalidate what depends on it. */
export async function updateFieldAtRandom(
  dataSource: DataSource,
  chance: Chance,
  send: SendMutation,
  { field, slugs = SLUGS }: { field: string; slugs?: readonly string[] },
): Promise<string> {
  const site = await readSite(dataSource, chance, slugs);
  const visible = { ...site, posts: site.posts.filter(({ isVisible }) => isVisible) };
  return write(visible, () => ["updatePost", { ...versioned(visible), ...valuesOf(visible, [field]) }], send);
}

async function write(site: Site, choose: Write, send: SendMutation): Promise<string> {
  const [name, input] = choose(site);
  await send(name, input);
  return `${name} ${JSON.stringify(input, (_key, value) => (typeof value === "string" ? value.slice(0, 100) : value))}`;
}

async function readSite(dataSource: DataSource, chance: Chance, slugs: readonly string[]): Promise<Site> {
  return { chance, slugs, terms: await readTerms(dataSource), posts: await readPosts(dataSource) };
}

async function readPosts(dataSource: DataSource): Promise<Target[]> {
  const rows: Target[] = await dataSource.query(
    `select id, version, visible_from <= now() as "isVisible", array(select r.id from revision r where r.post_id = p.id order by r.version) as "revisionIds"
     from post p order by slug`,
  );
  return rows.map(({ id, revisionIds, ...others }) => ({
    ...others,
    id: encodeGlobalId("Post", id),
    revisionIds: revisionIds.map((revisionId) => encodeGlobalId("Revision", revisionId)),
  }));
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

interface Site {
  chance: Chance;
  slugs: readonly string[];
  terms: Terms;
  posts: readonly Target[];
}
type Write = (site: Site) => [name: string, input: Record<string, unknown>];

const some = (chance: Chance, ids: readonly string[]): string[] => ids.filter(() => chance.next() < 0.4).slice(0, 3);
const versioned = ({ chance, posts }: Site) => {
  const post = pick(chance, posts);
  return { id: post.id, expectedVersion: post.version };
};
const image = (chance: Chance) =>
  chance.next() < 0.3 ? null : { url: `/images/${pick(chance, WORDS)}.png`, alt: "", width: 4, height: 3 };
const source = ({ chance, slugs }: Site): string => {
  const words = Array.from({ length: pick(chance, LENGTHS) }, () => pick(chance, WORDS));
  return `## ${pick(chance, WORDS)}\n\n${words.join(" ")} [link](/posts/${pick(chance, slugs)})`;
};
const POST_FIELD_VALUES: Readonly<Record<string, (site: Site) => unknown>> = {
  title: ({ chance }) => `${pick(chance, WORDS)} ${pick(chance, WORDS)}`,
  slug: ({ chance, slugs }) => pick(chance, slugs),
  body: (site) => ({ source: source(site) }),
  excerpt: ({ chance }) => (chance.next() < 0.3 ? null : `About ${pick(chance, WORDS)}.`),
  cover: ({ chance }) => image(chance),
  seo: ({ chance }) => ({ title: pick(chance, WORDS), noIndex: chance.next() < 0.5 }),
  locale: ({ chance }) => pick(chance, LOCALES),
  authorId: ({ chance, terms }) => pick(chance, terms.Author),
  categoryIds: ({ chance, terms }) => some(chance, terms.Category),
  tagIds: ({ chance, terms }) => some(chance, terms.Tag),
};
export const POST_FIELDS: readonly string[] = Object.keys(POST_FIELD_VALUES);
const valuesOf = (site: Site, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, POST_FIELD_VALUES[name]?.(site)]));
const fields = (site: Site): Record<string, unknown> =>
  valuesOf(
    site,
    POST_FIELDS.filter(() => site.chance.next() < 0.3),
  );
const named = ({ chance, slugs }: Site) => ({
  ...(chance.next() < 0.6 && { name: pick(chance, WORDS) }),
  ...(chance.next() < 0.5 && { slug: pick(chance, slugs) }),
});
const described = (site: Site) => ({
  ...named(site),
  ...(site.chance.next() < 0.5 && { description: `About ${pick(site.chance, WORDS)}.` }),
});
const titled = (site: Site) => {
  const { name, ...others } = described(site);
  const { chance, posts } = site;
  const postIds = some(
    chance,
    posts.map(({ id }) => id),
  );
  return { ...others, ...(name !== undefined && { title: name }), ...(chance.next() < 0.6 && { postIds }) };
};

const hasRevision = ({ revisionIds }: Target): boolean => revisionIds.length > 0;

const POST_WRITES: readonly Write[] = [
  (site) => {
    const required = { title: pick(site.chance, WORDS), body: { source: "text" }, authorId: site.terms.Author[0] };
    return ["createPost", { ...required, ...fields(site) }];
  },
  (site) => ["updatePost", { ...versioned(site), ...fields(site) }],
  // A single field: what else changes would invalidate responses that this field alone makes stale.
  (site) => ["updatePost", { ...versioned(site), ...valuesOf(site, [pick(site.chance, POST_FIELDS)]) }],
  ({ chance, posts }) => {
    const post = pick(chance, posts.some(hasRevision) ? posts.filter(hasRevision) : posts);
    const revisionId = pick(chance, [...post.revisionIds, post.id]);
    return ["restoreRevision", { id: post.id, expectedVersion: post.version, revisionId }];
  },
  (site) => ["publishPost", versioned(site)],
  (site) => {
    const at = new Date(Date.now() + 20 + 400 * site.chance.next()).toISOString();
    return ["publishPost", { ...versioned(site), at }];
  },
  (site) => [
    "publishPost",
    { ...versioned(site), at: `20${10 + Math.floor(site.chance.next() * 14)}-03-04T05:06:07Z` },
  ],
  (site) => ["unpublishPost", versioned(site)],
  (site) => ["trashPost", versioned(site)],
  (site) => ["restorePost", versioned(site)],
  (site) => ["deletePost", versioned(site)],
];
const TERM_WRITES: readonly Write[] = [
  (site) => ["createTag", { name: pick(site.chance, WORDS), ...named(site) }],
  (site) => ["updateTag", { id: pick(site.chance, site.terms.Tag), ...named(site) }],
  ({ chance, terms }) => ["mergeTags", { sourceId: pick(chance, terms.Tag), targetId: pick(chance, terms.Tag) }],
  ({ chance, terms }) => ["deleteTag", { id: pick(chance, terms.Tag) }],
  (site) => ["createAuthor", { name: pick(site.chance, WORDS), ...named(site) }],
  (site) => {
    const { chance, terms } = site;
    return [
      "updateAuthor",
      { id: pick(chance, terms.Author), ...named(site), bio: pick(chance, WORDS), avatar: image(chance) },
    ];
  },
  (site) => [
    "createCategory",
    { name: "c", ...described(site), parentId: chanceOfNull(site.chance, site.terms.Category) },
  ],
  (site) => ["updateCategory", { id: pick(site.chance, site.terms.Category), ...described(site) }],
  ({ chance, terms }) => [
    "moveCategory",
    { id: pick(chance, terms.Category), parentId: chanceOfNull(chance, terms.Category) },
  ],
  ({ chance, terms }) => [
    "mergeCategories",
    { sourceId: pick(chance, terms.Category), targetId: pick(chance, terms.Category) },
  ],
  ({ chance, terms }) => ["deleteCategory", { id: pick(chance, terms.Category) }],
  (site) => ["createSeries", { title: "s", ...titled(site) }],
  (site) => ["updateSeries", { id: pick(site.chance, site.terms.Series), ...titled(site) }],
  ({ chance, terms }) => ["deleteSeries", { id: pick(chance, terms.Series) }],
];
const chanceOfNull = (chance: Chance, ids: readonly string[]): string | null =>
  chance.next() < 0.3 ? null : pick(chance, ids);
/** The names of the mutations that can be sent. */
export function mutationsOfWrites(): ReadonlySet<string> {
  const ids = ["id"];
  const site: Site = {
    chance: chanceFrom(1),
    slugs: SLUGS,
    terms: { Category: ids, Tag: ids, Author: ids, Series: ids },
    posts: [{ id: "id", version: 1, isVisible: true, revisionIds: ids }],
  };
  return new Set(WRITES.map((choose) => choose(site)[0]));
}

/** Posts are written more often than terms, as on a real site. */
const WRITES: readonly Write[] = [...POST_WRITES, ...POST_WRITES, ...POST_WRITES, ...TERM_WRITES];

const POST = `id slug title path status publishedAt updatedAt version locale excerpt author { id name slug }
  categories { id name path } tags { id name slug }`;

/** Queries that read objects and lists of every kind, existing and missing ones. */
export const QUERIES: readonly string[] = [
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
