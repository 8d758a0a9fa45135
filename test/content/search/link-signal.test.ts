// Links within the site as a weak signal: of posts that match alike the one that others link to ranks first, and nothing hidden counts.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { readAroundInstant } from "../../support/instant.js";

let executor: Executor;
let factories: Factories;
before(async () => {
  executor = await startExecutor();
  factories = new Factories(executor.dataSource);
});
after(() => executor.close());

interface Edge {
  score: number;
  cursor: string;
  node: { slug: string };
}

async function search(query: string, variables: object = {}): Promise<Edge[]> {
  const document = `query ($query: String!, $first: Int, $after: String) {
    search(query: $query, first: $first, after: $after) { edges { score cursor node { slug } } } }`;
  const found = await executor.read<{ search: { edges: Edge[] } }>(null, document, { query, ...variables });
  return found.search.edges;
}
const slugs = (edges: readonly Edge[]): string[] => edges.map(({ node }) => node.slug);

const OLD = "2012-05-01T00:00:00.000Z";
const write = (slug: string, title: string, source: string, more: object = {}) =>
  factories.post({ slug, title, source, publishedAt: OLD, ...more });
const linkTo = (slug: string, count: number, more: object = {}) =>
  factories.posts(
    Array.from({ length: count }, (_, index) => ({
      title: `See also ${slug} ${index} ${JSON.stringify(more)}`,
      source: `[elsewhere](/posts/${slug})`,
      publishedAt: "2020-01-01T00:00:00.000Z",
      ...more,
    })),
  );

it("ranks an old post that many link to above a new one that matches alike, but not above a better match", async () => {
  await write("classic", "Okapi one", "An animal.");
  await write("footnote", "Okapi two", "An animal.", { publishedAt: new Date(Date.now() - 86_400_000).toISOString() });
  await write("passing", "Animals", "The okapi.");
  assert.deepEqual(slugs(await search("okapi")), ["footnote", "classic", "passing"]);
  await linkTo("classic", 6);
  await linkTo("passing", 25);
  assert.deepEqual(slugs(await search("okapi")), ["classic", "footnote", "passing"]);
});

it("counts links to former paths, each linking post once, and none of the post itself", async () => {
  const { id } = await write("numbat", "Numbat", "An animal. [above](/posts/numbat)");
  await write("other", "Numbat", "An animal. Above.");
  const gain = async () => {
    const scores = new Map((await search("numbat")).map(({ score, node }) => [node.slug, score]));
    return (scores.get("numbat") ?? 0) / (scores.get("other") ?? 0);
  };
  assert.equal(await gain(), 1);
  await executor.dataSource.query(
    "insert into path_alias (path, kind, target_id) values ('/posts/marsupial', 'post', $1)",
    [id],
  );
  await factories.post({ title: "Twice", source: "[a](/posts/numbat) [b](/posts/marsupial)" });
  const once = await gain();
  await factories.post({ title: "Former", source: "[b](/posts/marsupial)" });
  const twice = await gain();
  assert.ok(1 < once && once < twice && twice - once < once - 1, `${once} ${twice}`);
});

it("moves no score by a link of a hidden post, and counts that of a scheduled one from its instant on", async () => {
  await write("wombat", "Wombat", "An animal.");
  const ask = async () => JSON.stringify((await search("wombat")).map(({ score }) => score));
  const unlinked = await ask();
  await linkTo("wombat", 5, { state: "DRAFT", publishedAt: null });
  await linkTo("wombat", 5, { state: "TRASHED", publishedAt: OLD });
  await linkTo("wombat", 5, { publishedAt: "2099-01-01T00:00:00.000Z" });
  assert.equal(await ask(), unlinked);
  const { before, after } = await readAroundInstant(
    executor.dataSource,
    (publishedAt) => linkTo("wombat", 3, { publishedAt }),
    ask,
  );
  assert.equal(before, unlinked);
  assert.notEqual(after, unlinked);
});

it("shows the same posts in the same order while posts that link to them are published", async () => {
  await factories.posts(
    Array.from({ length: 12 }, (_, index) => ({
      slug: `quokka-${index}`,
      title: `Quokka ${index}`,
      source: "An animal.",
      publishedAt: OLD,
    })),
  );
  const whole = slugs(await search("quokka", { first: 50 }));
  const walked: string[] = [];
  let after: string | null = null;
  while (walked.length < whole.length) {
    const page: Edge[] = await search("quokka", { first: 5, after });
    if (page.length === 0) break;
    walked.push(...slugs(page));
    after = page.at(-1)?.cursor ?? null;
    for (const slug of [walked[0], whole.at(-1), whole[6]])
      await linkTo(slug ?? "", 2, { publishedAt: new Date().toISOString(), locale: `x-${walked.length}-${slug}` });
  }
  assert.deepEqual(walked, whole);
});
