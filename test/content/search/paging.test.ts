// Paging through more matches than the first candidate window holds: all pages together hold every match once, in one order, whatever is
// published meanwhile.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { FIRST_WINDOW } from "../../../src/content/search/query/search-cursor.js";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";

const MATCHES = FIRST_WINDOW * 2 + 25;
let executor: Executor;
let factories: Factories;
before(async () => {
  executor = await startExecutor();
  factories = new Factories(executor.dataSource);
  // The titles differ in their length only, so the bodies decide the order, and the oldest posts are the best.
  await factories.posts(
    Array.from({ length: MATCHES }, (_, index) => ({
      slug: `match-${index}`,
      title: `Wombat ${"et cetera ".repeat(index % 5)}${index}`,
      source: `${"wombat 袋熊 ".repeat(1 + ((MATCHES - index) % 40))}${"filler ".repeat(index % 7)}`,
      publishedAt: new Date(Date.UTC(2020, 0, 1 + index)).toISOString(),
    })),
  );
  await factories.posts(
    Array.from({ length: 60 }, (_, index) => ({ title: `Other ${index}`, source: "Nothing of the kind." })),
  );
});
after(() => executor.close());

interface Page {
  edges: { cursor: string; score: number; node: { slug: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function read(variables: Record<string, unknown>): Promise<Page> {
  const document = `query ($query: String!, $first: Int, $after: String, $orderBy: SearchOrder) {
    search(query: $query, first: $first, after: $after, orderBy: $orderBy) {
      edges { cursor score node { slug } } pageInfo { hasNextPage endCursor } } }`;
  return (await executor.read<{ search: Page }>(null, document, variables)).search;
}

async function walk(
  variables: Record<string, unknown>,
  between: (page: number) => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const walked: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const { edges, pageInfo }: Page = await read({ ...variables, after });
    walked.push(...edges.map(({ node }) => node.slug));
    if (!pageInfo.hasNextPage) return walked;
    after = pageInfo.endCursor;
    await between(page);
  }
  throw new Error("Expected fewer than 100 pages.");
}

const expected = new Set(Array.from({ length: MATCHES }, (_, index) => `match-${index}`));

for (const query of ["wombat", "wombat 袋熊", "wombat cetera"]) {
  it(`shows every match of ${query} once, in pages of any size`, async () => {
    const whole = await walk({ query, first: 100 });
    assert.equal(new Set(whole).size, whole.length, "a post is shown twice");
    if (query !== "wombat cetera") assert.deepEqual(new Set(whole), expected);
    for (const first of [7, 60]) assert.deepEqual(await walk({ query, first }), whole, String(first));
  });
}

it("continues a search after any post of any page", async () => {
  const whole = await walk({ query: "wombat", first: 100 });
  let [at, after]: [number, string | null] = [0, null];
  while (at < whole.length) {
    const { edges }: Page = await read({ query: "wombat", first: 50, after });
    assert.deepEqual(
      edges.map(({ node }) => node.slug),
      whole.slice(at, at + 50),
    );
    // From the middle of the page.
    const middle: number = Math.min(edges.length - 1, 33);
    at += middle + 1;
    after = edges[middle]?.cursor ?? null;
  }
});

it("shows the same posts in the same order while others are published", async () => {
  for (const first of [20, 50]) {
    const before = await walk({ query: "wombat 袋熊", first });
    const walked = await walk({ query: "wombat 袋熊", first }, async (page) => {
      // Titles as good as any, and bodies that would come first, in the middle and last.
      await factories.posts(
        [60, 20, 1].map((times, index) => ({
          slug: `late-${first}-${page}-${index}`,
          title: "Wombat",
          source: "wombat 袋熊 ".repeat(times),
          publishedAt: new Date().toISOString(),
        })),
      );
    });
    assert.deepEqual(walked, before, String(first));
  }
});
