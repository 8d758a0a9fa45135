// Misspelt words, alone and beside right ones: they are put right by the words of public posts, and the response says so.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { readPropertyRuns } from "../../support/environment.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";

const WORDS = "kubernetes typescript elasticsearch prometheus terraform graphql wireguard firewall container scheduler";
let executor: Executor;
let factories: Factories;
before(async () => {
  executor = await startExecutor();
  factories = new Factories(executor.dataSource);
  await factories.posts([
    ...WORDS.split(" ").map((word) => ({ slug: word, title: `安装 ${word}`, source: `关于 ${word} 的文章。` })),
    { slug: "mycroft", title: "Mycroft 语音助手", source: "部署 Mycroft。" },
    { slug: "microsoft", title: "Microsoft 财报", source: "收入。" },
    ...Array.from({ length: 60 }, (_, index) => ({ title: `Ubuntu 桌面 ${index}`, source: "ubuntu" })),
    { slug: "mistyped", title: "随笔", source: "我把它写成了 ubunut。" },
    { slug: "study", title: "BPStudy 100", source: "勉強会。" },
    { slug: "csharp", title: "C# 异步", source: "C#" },
    { slug: "letter", title: "C 语言", source: "c" },
  ]);
});
after(() => executor.close());

interface Found {
  nodes: { slug: string }[];
  didYouMean: string | null;
  isCorrected: boolean;
  originalQuery: string | null;
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function search(query: string, variables: object = {}): Promise<Found> {
  const document = `query ($query: String!, $first: Int, $after: String, $orderBy: SearchOrder) {
    search(query: $query, first: $first, after: $after, orderBy: $orderBy) {
      nodes { slug } didYouMean isCorrected originalQuery totalCount pageInfo { hasNextPage endCursor } } }`;
  return (await executor.read<{ search: Found }>(null, document, { query, ...variables })).search;
}
const slugs = ({ nodes }: Found): string[] => nodes.map(({ slug }) => slug);

it("puts a misspelt word beside right ones right, and offers the query as it was typed", async () => {
  const found = await search("Kuberntes 安装");
  assert.equal(slugs(found)[0], "kubernetes");
  assert.deepEqual(
    [found.didYouMean, found.isCorrected, found.originalQuery],
    ["kubernetes 安装", true, '"Kuberntes" 安装'],
  );
  const original = await search(found.originalQuery ?? "");
  assert.equal(original.isCorrected, false);
  const right = await search("Kubernetes 安装");
  assert.deepEqual([right.didYouMean, right.isCorrected, right.originalQuery], [null, false, null]);
});

it("finds something for a misspelt word by itself, in both orders", async () => {
  for (const orderBy of ["RELEVANCE", "NEWEST"]) {
    const found = await search("typscript", { orderBy });
    assert.deepEqual([slugs(found), found.didYouMean, found.isCorrected], [["typescript"], "typescript", true]);
  }
});

it("finds the post for any word with one letter left out, doubled, replaced or swapped", async () => {
  const edits = fc.tuple(fc.constantFrom(...WORDS.split(" ")), fc.nat(), fc.nat({ max: 3 }));
  await fc.assert(
    fc.asyncProperty(edits, async ([word, at, kind]) => {
      const place = 1 + (at % (word.length - 2));
      const [before, letter, next, behind] = [
        word.slice(0, place),
        word.charAt(place),
        word.charAt(place + 1),
        word.slice(place + 2),
      ];
      const typed = [before + next + behind, before + letter + letter + next + behind, `${before}q${next}${behind}`];
      const query = [...typed, before + next + letter + behind][kind] ?? word;
      assert.equal(slugs(await search(query))[0], word, query);
      assert.equal(slugs(await search(`${query} 安装`))[0], word, query);
    }),
    { numRuns: 15, ...readPropertyRuns() },
  );
});

it("lets the other words decide between words that are equally near", async () => {
  const found = await search("Microft 部署");
  assert.deepEqual([slugs(found)[0], found.didYouMean], ["mycroft", "mycroft 部署"]);
});

it("puts a word right that a fiftieth of the posts or fewer hold, and ranks these first", async () => {
  const found = await search("ubunut", { first: 100 });
  assert.deepEqual([slugs(found)[0], found.totalCount, found.didYouMean], ["mistyped", 61, "ubuntu"]);
});

it("does not change numbers, quoted words and names, and reads a name that no post has without its mark", async () => {
  for (const query of ['"kuberntes"', "v12345", "C#", "graphql2"])
    assert.equal((await search(query)).isCorrected, false);
  assert.deepEqual(slugs(await search("C#")), ["csharp"]);
  for (const query of ["BPStudy#", ".BPStudy", "bpstudy+"]) {
    const found = await search(query);
    assert.deepEqual([slugs(found)[0], found.isCorrected, found.didYouMean], ["study", false, null], query);
  }
});

it("neither takes words from hidden posts nor counts them", async () => {
  const ask = async () =>
    JSON.stringify([await search("Kuberntes 安装"), await search("zyzzogeton"), await search("zyzogeton 安装")]);
  const before = await ask();
  await factories.posts(
    Array.from({ length: 60 }, (_, index) => ({
      slug: `hidden-${index}`,
      title: `Kuberntes zyzzogeton ${index}`,
      source: "kuberntes zyzzogeton",
      state: "DRAFT" as const,
      publishedAt: null,
    })),
  );
  await executor.dataSource.query("analyze");
  assert.equal(await ask(), before);
  const document = `{ search(query: "Kuberntes", filter: { statuses: [DRAFT] }, first: 100) { nodes { slug } } }`;
  const drafts = await executor.read<{ search: Found }>(EDITOR, document);
  assert.equal(drafts.search.nodes.length, 60);
});

it("reads all pages of a search alike, even if the word is published meanwhile", async () => {
  const whole = slugs(await search("ubuntuu 桌面", { first: 100 }));
  assert.equal(whole.length, 60);
  const walked: string[] = [];
  let after: string | null = null;
  do {
    const page: Found = await search("ubuntuu 桌面", { first: 25, after });
    walked.push(...slugs(page));
    assert.equal(page.isCorrected, true);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    await factories.posts(
      [1, 2, 3].map((index) => ({ title: `ubuntuu ${walked.length} ${index}`, source: "ubuntuu" })),
    );
  } while (after !== null);
  assert.deepEqual(walked, whole);
});
