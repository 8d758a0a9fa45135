// The search through GraphQL: pages, filters, facets, suggestions, hidden posts, and hostile input.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, it } from "node:test";
import { moveDueRows } from "../../../src/content/search/index/reindex.js";
import { ownTransactions } from "../../../src/platform/db/transaction.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { readAroundInstant } from "../../support/instant.js";
import { recordStatements } from "../../support/sent-statements.js";

const FAR_FUTURE = "2099-01-01T00:00:00.000Z";
let executor: Executor;
let factories: Factories;
before(async () => {
  executor = await startExecutor();
  factories = new Factories(executor.dataSource);
});
after(() => executor.close());

const FIELDS = `totalCount totalCountIsExact isRelaxed didYouMean
  edges { cursor score node { slug } snippets { field text highlights { start end } } }
  pageInfo { hasNextPage endCursor }
  facets { categories { category { name } count } years { year count } }`;
interface Found {
  totalCount: number;
  totalCountIsExact: boolean;
  isRelaxed: boolean;
  didYouMean: string | null;
  edges: { cursor: string; score: number; node: { slug: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  facets: { categories: { category: { name: string }; count: number }[]; years: { year: number; count: number }[] };
}

async function search(variables: Record<string, unknown>, viewer: typeof EDITOR | null = null): Promise<Found> {
  const document = `query ($query: String!, $first: Int, $after: String, $filter: PostFilter, $orderBy: SearchOrder) {
    search(query: $query, first: $first, after: $after, filter: $filter, orderBy: $orderBy) { ${FIELDS} } }`;
  return (await executor.read<{ search: Found }>(viewer, document, variables)).search;
}
const slugs = ({ edges }: Found): string[] => edges.map(({ node }) => node.slug);

it("pages through all matches in both orders, without gaps or repetitions, while posts are added", async () => {
  await factories.posts(
    Array.from({ length: 45 }, (_, index) => ({
      slug: `zebra-${index}`,
      title: `Zebra ${"网络 ".repeat(index % 4)}${index}`,
      source: `斑马 zebra ${"word ".repeat(index)}`,
    })),
  );
  for (const orderBy of ["RELEVANCE", "NEWEST"]) {
    const whole = slugs(await search({ query: "zebra", first: 100, orderBy }));
    assert.equal(new Set(whole).size, 45);
    const walked: string[] = [];
    let after: string | null = null;
    do {
      const page: Found = await search({ query: "zebra", first: 10, after, orderBy });
      walked.push(...slugs(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      await factories.post({ title: `Other ${orderBy} ${walked.length}`, source: "network without that animal" });
    } while (after !== null);
    assert.deepEqual(walked, whole, orderBy);
  }
  const { totalCount, totalCountIsExact } = await search({ query: "zebra", first: 1 });
  assert.deepEqual([totalCount, totalCountIsExact], [45, true]);
});

it("rejects a cursor of another search", async () => {
  const { edges } = await search({ query: "zebra", first: 1 });
  const after = edges[0]?.cursor;
  for (const args of [
    { query: "斑马", after },
    { query: "zebra", after, orderBy: "NEWEST" },
    { query: "zebra", after: "x" },
  ]) {
    await assert.rejects(search(args), /cursor/, JSON.stringify(args));
  }
});

it("applies filters to results, and counts categories without the filter by category", async () => {
  const parent = await factories.category("Animals");
  const child = await factories.category("Stripes", parent);
  await factories.post({
    slug: "okapi-a",
    title: "Okapi one",
    categoryIds: [child],
    publishedAt: "2021-05-01T00:00:00.000Z",
  });
  await factories.post({
    slug: "okapi-b",
    title: "Okapi two",
    categoryIds: [parent],
    publishedAt: "2022-05-01T00:00:00.000Z",
  });
  const filter = { categories: { anyOf: [encodeGlobalId("Category", child)] } };
  const found = await search({ query: "okapi", filter });
  assert.deepEqual([slugs(found), found.totalCount], [["okapi-a"], 1]);
  assert.deepEqual(
    found.facets.categories.map(({ category, count }) => [category.name, count]),
    [
      ["Animals", 2],
      ["Stripes", 1],
    ],
  );
  assert.deepEqual((await search({ query: "okapi" })).facets.years, [
    { year: 2022, count: 1 },
    { year: 2021, count: 1 },
  ]);
});

it("counts what is selected of the same matches by one statement", async () => {
  const filter = { categories: { anyOf: [encodeGlobalId("Category", await factories.category("Empty"))] } };
  for (const [variables, count] of [
    [{ query: "okapi" }, 1],
    // Categories are counted without the filter by category.
    [{ query: "okapi", filter }, 2],
  ] as const) {
    const sent = new Set<string>();
    const recording = recordStatements((text) => sent.add(text));
    try {
      await search(variables);
    } finally {
      recording.stop();
    }
    assert.equal([...sent].filter((text) => text.includes("search.figures")).length, count);
  }
});

it("reflects changes of titles, tags and publication immediately", async () => {
  const tag = await factories.tag("Pangolin");
  const authorId = encodeGlobalId("Author", await factories.author());
  const post = await executor.accepted<{ id: string; version: number }>(
    EDITOR,
    "createPost",
    { title: "Quokka", authorIds: [authorId], body: { source: "An animal" }, tagIds: [encodeGlobalId("Tag", tag)] },
    "{ id version }",
  );
  assert.deepEqual(slugs(await search({ query: "quokka" })), []);
  assert.deepEqual(slugs(await search({ query: "quokka", filter: { statuses: ["DRAFT"] } }, EDITOR)), ["quokka"]);
  const act = (name: string, more: object = {}) =>
    executor
      .accepted<{ version: number }>(
        EDITOR,
        name,
        { id: post.id, expectedVersion: post.version, ...more },
        "{ version }",
      )
      .then(({ version }) => {
        post.version = version;
      });
  await act("publishPost");
  assert.deepEqual(slugs(await search({ query: "pangolin" })), ["quokka"]);
  await executor.accepted(EDITOR, "updateTag", {
    id: encodeGlobalId("Tag", tag),
    expectedVersion: 1,
    name: "Armadillo",
  });
  assert.deepEqual(
    [slugs(await search({ query: "pangolin" })), slugs(await search({ query: "armadillo" }))],
    [[], ["quokka"]],
  );
  await act("updatePost", { title: "Numbat" });
  assert.deepEqual(
    [slugs(await search({ query: "quokka" })), slugs(await search({ query: "numbat" }))],
    [[], ["quokka"]],
  );
  await act("unpublishPost");
  assert.deepEqual(slugs(await search({ query: "numbat" })), []);
});

it("finds a scheduled post from its time of publication, without a background job", async () => {
  const post = { id: randomUUID(), slug: "later", title: "Axolotl appears" };
  const { before, after } = await readAroundInstant(
    executor.dataSource,
    (publishedAt) => factories.post({ ...post, publishedAt }),
    async () => slugs(await search({ query: "axolotl" })),
  );
  assert.deepEqual({ before, after }, { before: [], after: ["later"] });
});

it("suggests a spelling from a scheduled post from its instant on, and not before", async () => {
  const post = { id: randomUUID(), slug: "wallaby", title: "Wallaby" };
  const { before, after } = await readAroundInstant(
    executor.dataSource,
    (publishedAt) => factories.post({ ...post, publishedAt }),
    async () => (await search({ query: "walalby" })).didYouMean,
  );
  assert.deepEqual({ before, after }, { before: null, after: "wallaby" });
});

it("moves no score, total, facet, suggestion or spelling by what is hidden", async () => {
  const ask = async () =>
    JSON.stringify([
      await search({ query: "zebra 网络", first: 50 }),
      await search({ query: "zebar" }),
      await suggest("zeb"),
      await suggest("hid"),
    ]);
  // The posts that earlier tests scheduled are visible by now. The background job that moves them to the rows by which the frequency of words is
  // counted would change scores if it ran between the two searches.
  const runBackgroundJob = () => moveDueRows(ownTransactions(executor.dataSource));
  await runBackgroundJob();
  const before = await ask();
  await factories.tag("Zebra hidden");
  const [authorId, series] = [await factories.author("Zebra Hidden"), await factories.series("Zebra hidden")];
  await factories.posts(
    ["DRAFT", "TRASHED", "PUBLISHED"].flatMap((state, index) =>
      Array.from({ length: 20 }, (_, n) => ({
        slug: `hidden-${state}-${n}`,
        title: `Hidden zebra zebar ${n}`,
        source: "zebra 网络",
        state: state as "DRAFT",
        publishedAt: index === 0 ? null : FAR_FUTURE,
        authorId,
        series: { id: series, position: n },
      })),
    ),
  );
  await executor.dataSource.query("analyze");
  await runBackgroundJob();
  assert.equal(await ask(), before);
});

async function suggest(prefix: string): Promise<{ text: string; node: { __typename: string } }[]> {
  const document = "query ($prefix: String!) { suggest(prefix: $prefix) { text node { __typename } } }";
  return (
    await executor.read<{ suggest: { text: string; node: { __typename: string } }[] }>(null, document, { prefix })
  ).suggest;
}

it("suggests categories, tags and titles by their first letters, in any script variant", async () => {
  const tag = await factories.tag("网络配置");
  await factories.post({ title: "网络配置入门", tagIds: [tag] });
  const kinds = (list: { text: string; node: { __typename: string } }[]) =>
    list.map(({ text, node }) => `${node.__typename} ${text}`);
  assert.deepEqual(kinds(await suggest("網絡配")), ["Tag 网络配置", "Post 网络配置入门"]);
  assert.deepEqual(kinds(await suggest("oka")), ["Post Okapi two", "Post Okapi one"]);
  assert.deepEqual(kinds(await suggest("Strip")), ["Category Stripes"]);
  for (const prefix of ["", "%", "_", "\\", "'"]) assert.ok(Array.isArray(await suggest(prefix)));
});

it("suggests a better spelling if nothing was found", async () => {
  assert.equal((await search({ query: "okpai" })).didYouMean, "okapi");
  assert.equal((await search({ query: "axolotl" })).didYouMean, null);
});

const HOSTILE = [
  ..."a&b | !c <-> (d :* ' \\ \" '' \\\\ :A *:* && || !! <2> ()".split(" "),
  ...[
    "的",
    "的了在",
    "。，！",
    "🚀👨‍👩‍👧",
    "مرحبا بالعالم",
    "\u202eabc",
    "nul\0nul",
    "\ud800lone",
    "%_.*^$[a-z]+",
    "-",
    "--",
    '"',
    '""',
    '"-"',
    "-a -b",
    "",
    " ",
  ],
  ...[
    "word ".repeat(40),
    "字".repeat(200),
    "a".repeat(200),
    "a-".repeat(99),
    "😀".repeat(200),
    "' or 1=1 --",
    "'); drop table post; --",
  ],
];

it("handles hostile queries without an error, and rejects queries that are too long", async () => {
  for (const query of HOSTILE) {
    const { executed } = {
      executed: await executor.executeAs(
        null,
        `query ($query: String!) { search(query: $query, first: 3) { ${FIELDS} } suggest(prefix: $query) { text } }`,
        { query },
      ),
    };
    assert.deepEqual(executed.errors, [], JSON.stringify(query));
  }
  for (const query of ["a".repeat(201), "字".repeat(10_000), "word ".repeat(200)]) {
    await assert.rejects(search({ query }), /at most 200 characters/);
  }
});
