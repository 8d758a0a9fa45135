// An anonymous client sees nothing unpublished in any query. Each hidden field contains a canary word; the queries cover the schema, and no
// response may contain a canary or differ from that of a site without the hidden rows.
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { seoColumns } from "../../src/content/posts/writing/post-record.js";
import { encodeGlobalId, type NodeType } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories, type PostOptions } from "../support/factories.js";
import { readAroundInstant } from "../support/instant.js";
import { WIDE_LIMITS } from "../support/limits.js";

const CANARY = `canary${randomBytes(6).toString("hex")}`;
const HIDDEN_SLUGS = ["draft", "scheduled", "trashed", "dated-draft"].map((name) => `${CANARY}-${name}`);
const SITE_POSTS = 5;

let app: TestApp;
/** The same site without the hidden posts. */
let bare: TestApp;
/** Ids differ between the two sites, so responses are compared by slug. */
let hiddenIds: [NodeType, string][];
let categoryIds: string[];

before(async () => {
  [app, bare] = await Promise.all([startTestApp(WIDE_LIMITS), startTestApp(WIDE_LIMITS)]);
  categoryIds = await makeVisible(app);
  await makeVisible(bare);
  hiddenIds = await makeHidden(app);
});
after(() => Promise.all([app.close(), bare.close()]));

async function makeVisible(site: TestApp): Promise<string[]> {
  const make = new Factories(site.dataSource);
  const root = await make.category("root");
  const leaf = await make.category("leaf", root);
  const [tag, series, author] = [
    await make.tag("shared tag"),
    await make.series("shared series"),
    await make.author("shared author"),
  ];
  const options = Array.from(
    { length: SITE_POSTS },
    (_, i): PostOptions => ({
      slug: `shown-${i}`,
      title: `Shown ${i}`,
      publishedAt: `2021-0${i + 1}-15T00:00:00.000Z`,
      categoryIds: i % 2 === 0 ? [leaf] : [root, leaf],
      tagIds: [tag],
      authorId: author,
      // Odd positions are left for hidden parts.
      series: { id: series, position: 2 * i },
      source: `See [${i}](/posts/shown-${(i + 1) % SITE_POSTS}).`,
    }),
  );
  await make.posts(options);
  // Both sites have the terms of the hidden posts; only the hidden posts themselves are missing in one.
  return [root, leaf];
}

async function makeHidden(site: TestApp): Promise<[NodeType, string][]> {
  const make = new Factories(site.dataSource);
  const [own] = await site.dataSource.query(
    "select (select id from tag) as tag, (select id from series) as series, (select id from author) as author",
  );
  const tag = await make.tag(`${CANARY} tag`);
  const author = await make.author(`${CANARY} author`);
  const series = await make.series(`${CANARY} series`);
  const states = [
    { state: "DRAFT", publishedAt: null },
    { state: "PUBLISHED", publishedAt: "2999-01-01T00:00:00.000Z" },
    { state: "TRASHED", publishedAt: "2021-03-15T00:00:00.000Z" },
    { state: "DRAFT", publishedAt: "2021-01-15T00:00:00.000Z" },
  ] as const;
  const base = {
    title: `${CANARY} title`,
    writtenExcerpt: `${CANARY} excerpt`,
    source: `# ${CANARY}\n\n[to](/posts/shown-0) ${CANARY}`,
  };
  const seo = {
    title: `${CANARY} seo`,
    description: `${CANARY} seo`,
    canonicalUrl: `https://x/${CANARY}`,
    noIndex: false,
  };
  const shared = states.map(
    (state, i): PostOptions => ({
      ...base,
      ...state,
      ...seoColumns(seo),
      slug: HIDDEN_SLUGS[i] ?? "",
      cover: { url: `/${CANARY}.png`, alt: CANARY, width: null, height: null },
      categoryIds,
      tagIds: [own.tag, tag],
      authorId: i % 2 === 0 ? own.author : author,
      coAuthorIds: [i % 2 === 0 ? author : own.author],
      series: { id: own.series, position: 2 * i + 1 },
      formerPaths: [`/posts/${CANARY}-was-${i}`, `/old/${CANARY}/${i}`],
    }),
  );
  // Many hidden posts link to a visible one, and a series and an author have hidden posts only.
  const crowd = Array.from(
    { length: 60 },
    (_, i): PostOptions => ({
      ...base,
      slug: `${CANARY}-crowd-${i}`,
      state: "DRAFT",
      publishedAt: null,
      authorId: author,
      series: { id: series, position: i },
    }),
  );
  const posts = await make.posts([...shared, ...crowd]);
  return [
    ...posts.map(({ id }): [NodeType, string] => ["Post", id]),
    ["Tag", tag],
    ["Author", author],
    ["Series", series],
  ];
}

const POST = `slug title path status version excerpt excerptSource publishedAt cover { url } seo { title description canonicalUrl }
  author { slug name postCount } authors { slug postCount } categories { path postCount own: postCount(includeDescendants: false) } tags { slug postCount }
  body { source text html links { url target { slug title } } tableOfContents { text } }
  site: adjacent { previous { slug } next { slug } } inCategory: adjacent(scope: CATEGORY) { previous { slug } next { slug } }
  inSeries: adjacent(scope: SERIES) { previous { slug } next { slug } }
  seriesEntry { position total previous { slug } next { slug } series { slug entries { position total post { slug } } } }
  related(first: 20) { reasons score post { slug title } }`;
const LIST = "totalCount nodes { slug title } pageInfo { hasNextPage hasPreviousPage }";

/** All lists, counts, neighbours and paths of the schema, in every order and from both ends. */
const QUERIES = [
  `{ posts(first: 100) { ${LIST} } latest: posts(first: 1) { edges { cursor } ${LIST} } oldest: posts(last: 1) { ${LIST} } }`,
  ...["TITLE", "UPDATED_AT", "CREATED_AT", "PUBLISHED_AT"].map(
    (field) =>
      `{ posts(first: 2, orderBy: { field: ${field}, direction: ASC }) { ${LIST} } down: posts(first: 2, orderBy: { field: ${field}, direction: DESC }) { ${LIST} } }`,
  ),
  `{ posts(first: 100) { nodes { ${POST} } } }`,
  `{ categories { totalCount nodes { path postCount own: postCount(includeDescendants: false) posts { ${LIST} } all: posts(includeDescendants: false, last: 1) { ${LIST} } children { path postCount } parent { postCount } } } }`,
  `{ tags { totalCount nodes { slug name postCount posts(first: 1) { ${LIST} } } } byCount: tags(orderBy: { field: POST_COUNT, direction: DESC }) { totalCount nodes { slug postCount } } }`,
  `{ authors { totalCount nodes { slug name postCount posts(last: 1) { ${LIST} } } pageInfo { hasNextPage } } }`,
  `{ allSeries { totalCount nodes { slug title entries { position total post { slug } previous { slug } next { slug } } } } }`,
  `{ archive { year postCount months { month postCount } } late: archive(filter: { publishedSince: "2500-01-01T00:00:00Z" }) { year } }`,
  `{ site { title url } viewer { name } }`,
];

describe("a site with hidden posts", () => {
  it("a site with hidden posts gives the same responses as the site without them", async () => {
    for (const query of QUERIES) {
      const [response, expected] = await Promise.all([app.send(query), bare.send(query)]);
      const comparable = (value: object) => JSON.stringify(value).replace(/"cursor":"[^"]*"/g, "");
      assert.equal(response.errors, undefined, JSON.stringify(response.errors));
      assert.ok(comparable(response.data as object) === comparable(expected.data as object), query);
      assert.ok(!JSON.stringify(response).includes(CANARY));
    }
  });

  it("a site with hidden posts does not reveal their slugs, paths, tags, authors and series", async () => {
    const slugs = [...HIDDEN_SLUGS, `${CANARY}-was-0`, `${CANARY}-crowd-0`];
    for (const slug of slugs) {
      const query =
        "query($slug: String!, $path: String!) { post(slug: $slug) { title } resolvePath(path: $path) { __typename } }";
      assert.deepEqual(await app.query(query, { slug, path: `/posts/${slug}` }), { post: null, resolvePath: null });
    }
    for (const path of [
      `/old/${CANARY}/0`,
      `/tags/${CANARY}-tag`,
      `/authors/${CANARY}-author`,
      `/series/${CANARY}-series`,
    ]) {
      const query = "query($path: String!) { resolvePath(path: $path) { __typename } }";
      assert.deepEqual(await app.query(query, { path }), { resolvePath: null }, path);
    }
    const terms = `{ tag(slug: "${CANARY}-tag") { id } author(slug: "${CANARY}-author") { id } series(slug: "${CANARY}-series") { id } }`;
    assert.deepEqual(await app.query(terms), { tag: null, author: null, series: null });
  });

  it("a site with hidden posts gives null for their ids, in node and in nodes", async () => {
    const ids = hiddenIds.map(([type, uuid]) => encodeGlobalId(type, uuid));
    const { nodes } = await app.query<{ nodes: unknown[] }>("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    assert.deepEqual(
      nodes,
      ids.map(() => null),
    );
    for (const id of ids.slice(0, 4)) {
      assert.deepEqual(await app.query("query($id: ID!) { node(id: $id) { id } }", { id }), { node: null });
    }
  });

  it("a site with hidden posts reveals nothing through filters by terms that only they have", async () => {
    const of = (type: NodeType) => encodeGlobalId(type, hiddenIds.find(([kind]) => kind === type)?.[1] ?? "");
    const filters = [
      { tags: { anyOf: [of("Tag")] } },
      { tags: { allOf: [of("Tag")] } },
      { authorIds: [of("Author")] },
      { seriesId: of("Series") },
      { publishedSince: "2100-01-01T00:00:00Z" },
    ];
    const query = `query($filter: PostFilter) { posts(filter: $filter) { ${LIST} } archive(filter: $filter) { year } }`;
    for (const filter of filters) {
      const { posts, archive } = await app.query<{ posts: { totalCount: number; nodes: [] }; archive: [] }>(query, {
        filter,
      });
      assert.deepEqual([posts.totalCount, posts.nodes, archive], [0, [], []], JSON.stringify(filter));
    }
    const { posts } = await app.query<{ posts: { totalCount: number } }>(query, {
      filter: { tags: { noneOf: [of("Tag")] } },
    });
    assert.equal(posts.totalCount, SITE_POSTS);
  });

  it("a site with hidden posts rejects requests for revisions of any post", async () => {
    const response = await app.send('{ post(slug: "shown-0") { revisions { totalCount } } }');
    assert.equal(response.errors?.[0]?.extensions.code, "FORBIDDEN");
  });
});

describe("a scheduled post", () => {
  it("a scheduled post appears everywhere at its instant by the database's clock, without a job", async () => {
    const make = new Factories(app.dataSource);
    const post = { id: randomUUID(), slug: "soon", tagIds: [await make.tag("soon tag")], categoryIds };
    const query = `{ post(slug: "soon") { status publishedAt } tag(slug: "soon-tag") { postCount } latest: posts(first: 1) { nodes { slug } totalCount }
      category(slugPath: "root") { postCount } resolvePath(path: "/posts/soon") { __typename } post2: post(slug: "shown-4") { adjacent { next { slug } } } }`;
    const { instant, before, after } = await readAroundInstant(
      app.dataSource,
      (publishedAt) => make.post({ ...post, publishedAt }),
      () => app.query<unknown>(query),
    );
    assert.deepEqual(before, {
      post: null,
      tag: null,
      latest: { nodes: [{ slug: "shown-4" }], totalCount: SITE_POSTS },
      category: { postCount: SITE_POSTS },
      resolvePath: null,
      post2: { adjacent: { next: null } },
    });
    assert.deepEqual(after, {
      post: { status: "PUBLISHED", publishedAt: instant },
      tag: { postCount: 1 },
      latest: { nodes: [{ slug: "soon" }], totalCount: SITE_POSTS + 1 },
      category: { postCount: SITE_POSTS + 1 },
      resolvePath: { __typename: "Post" },
      post2: { adjacent: { next: { slug: "soon" } } },
    });
  });
});
