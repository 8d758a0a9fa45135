// Random mutations of every kind that changes what anonymous clients read, and queries that read it. A rejected mutation counts as a
// write.
import type { DataSource } from "typeorm";
import {
  type Chance,
  CONTENT_MUTATIONS,
  type Input,
  MUTATIONS,
  pick,
  postFieldValues,
  readSite,
  type Site,
  SLUGS,
} from "../support/mutation-cases.js";

/** Sends a mutation as an administrator. */
export type SendMutation = (name: string, input: Input) => Promise<void>;

type Write = (site: Site) => [name: string, input: Input];

/** Posts are written more often than terms, as on a real site. */
const WRITES: readonly Write[] = CONTENT_MUTATIONS.flatMap((name) => {
  const writes = (MUTATIONS[name]?.inputs ?? []).map(
    (input): Write =>
      (site) => [name, input(site)],
  );
  return /(?:Post|Revision|Page|Menu)$/.test(name) ? [...writes, ...writes, ...writes] : writes;
});

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
  const { id, version } = pick(
    chance,
    site.posts.filter(({ isVisible }) => isVisible),
  );
  return write(site, () => ["updatePost", { id, expectedVersion: version, ...postFieldValues(site, [field]) }], send);
}

async function write(site: Site, choose: Write, send: SendMutation): Promise<string> {
  const [name, input] = choose(site);
  await send(name, input);
  return `${name} ${JSON.stringify(input, (_key, value) => (typeof value === "string" ? value.slice(0, 100) : value))}`;
}

const POST = `id slug title path status publishedAt updatedAt version locale excerpt isPinned externalId author { id name slug } authors { slug }
  categories { id name path } tags { id name slug }`;

/** Queries that read objects and lists of every kind, existing and missing ones. */
export const QUERIES: readonly string[] = [
  `{ posts(first: 5) { totalCount nodes { ${POST} } pageInfo { hasNextPage endCursor } } }`,
  "{ posts(last: 2) { nodes { title } pageInfo { hasPreviousPage } } }",
  "{ posts(orderBy: { field: TITLE, direction: ASC }) { nodes { title } } }",
  "{ posts(orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { slug updatedAt } } }",
  '{ posts(filter: { locale: "zh" }) { totalCount nodes { slug locale } } }',
  '{ posts(filter: { publishedSince: "2015-01-15T00:00:00Z", publishedBefore: "2015-06-01T00:00:00Z" }) { totalCount nodes { slug } } }',
  '{ posts(filter: { publishedSince: "2020-03-04T05:06:07Z" }) { totalCount } }',
  "{ posts(filter: { isPinned: true }) { totalCount nodes { slug isPinned } } }",
  "{ posts(filter: { isPinned: false }) { totalCount } }",
  '{ posts(filter: { externalIds: ["one", "two"] }) { nodes { slug externalId } } }',
  '{ posts(filter: { slugs: ["one", "three", "none"] }) { nodes { slug } } }',
  '{ posts(filter: { updatedSince: "2100-01-01T00:00:00Z" }) { totalCount } }',
  ...SLUGS.map((slug) => `{ post(slug: "${slug}") { ${POST} body { html wordCount links { url target { slug } } } } }`),
  ...SLUGS.map(
    (slug) => `{ resolvePath(path: "/posts/${slug}") { __typename ... on Redirect { to } ... on Post { title } } }`,
  ),
  ...SLUGS.map((slug) => `{ tag(slug: "${slug}") { name postCount posts { nodes { slug } } } }`),
  ...SLUGS.map((slug) => `{ author(slug: "${slug}") { name postCount posts { nodes { slug } } } }`),
  ...SLUGS.map(
    (slug) => `{ series(slug: "${slug}") { title entries { position total post { slug } next { slug } } } }`,
  ),
  ...SLUGS.map(
    (slug) => `{ category(slugPath: "${slug}") { name path ancestors { name } children { path } postCount } }`,
  ),
  ...SLUGS.map((slug) => `{ resolvePath(path: "/from/${slug}") { __typename ... on Redirect { to statusCode } } }`),
  ...SLUGS.map(
    (
      slug,
    ) => `{ page(path: "/${slug}") { title path template version parent { path } children { path title } seo { title canonicalUrl }
      body { html links { url page { path } target { slug } } } } }`,
  ),
  ...SLUGS.slice(0, 3).map(
    (slug) =>
      `{ resolvePath(path: "/two/${slug}") { __typename ... on Redirect { to } ... on Page { title parent { title } } } }`,
  ),
  ...SLUGS.map(
    (slug) =>
      `{ menu(slug: "${slug}") { name version items { label url target { __typename id } items { label url items { label url } } } } }`,
  ),
  "{ menus { slug name items { label url items { label } } } }",
  "{ pages(first: 50) { totalCount nodes { id path title status updatedAt parent { path } children { path } } } }",
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
  "{ posts(first: 20) { nodes { slug body { links { page { path title } } } } } }",
  "{ posts(first: 20) { nodes { slug related { reasons post { slug } } } } }",
  '{ search(query: "网络") { totalCount edges { score node { slug } } } }',
  '{ suggest(prefix: "o") { text } }',
  "{ site { title url } posts { totalCount } }",
  "{ site { id description locale locales timeZone logo { url } icon { url } image { alt } socialLinks { name url } postsPerPage version } }",
  "{ posts(first: 3) { nodes { url seo { canonicalUrl } } } categories { nodes { url } } tags { nodes { url } } }",
  "{ authors { nodes { url } } allSeries { nodes { url } } }",
  '{ search(query: "网络") { facets { years { year count } } } }',
];
