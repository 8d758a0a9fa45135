// The search by names that are not the post's own text: the title of its series and the names of its authors.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Viewer } from "../../../src/identity/viewer.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { ADMIN, authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { foundSlugs } from "../../support/found-slugs.js";

let app: Executor;
let make: Factories;
before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
});
after(() => app.close());

const found = (query: string): Promise<string[]> => foundSlugs(app, query, 50);

async function suggested(prefix: string, viewer: Viewer | null = null): Promise<string[]> {
  const document = `query($prefix: String!) { suggest(prefix: $prefix) { text node { __typename ... on Author { slug } } } }`;
  type Completion = { text: string; node: { __typename: string } };
  const { suggest } = await app.read<{ suggest: Completion[] }>(viewer, document, { prefix });
  return suggest.map(({ text, node }) => `${node.__typename} ${text}`);
}

const versionOf = async (id: string): Promise<number> => {
  const query = "query($id: ID!) { node(id: $id) { ... on Author { version } ... on Series { version } } }";
  return (await app.read<{ node: { version: number } }>(ADMIN, query, { id })).node.version;
};
const update = async (name: string, id: string, change: Record<string, unknown>): Promise<void> => {
  await app.accepted(ADMIN, name, { id, expectedVersion: await versionOf(id), ...change });
};

describe("the names of authors", () => {
  it("a post is found by the names of all its authors, before posts that only mention them", async () => {
    const [main, second] = [await make.author("Wanda Okonkwo"), await make.author("高桥一郎")];
    await make.posts([
      { slug: "mentions", source: "Wanda Okonkwo and 高桥一郎 wrote it." },
      { slug: "by-both", authorId: main, coAuthorIds: [second], source: "Nothing about people." },
    ]);
    assert.deepEqual(await found("Wanda Okonkwo"), ["by-both", "mentions"]);
    assert.deepEqual(await found("高桥一郎"), ["by-both", "mentions"]);
    assert.deepEqual(await found("okonkwo people"), ["by-both"]);
  });

  it("a renamed author is found by the new name alone, and a merged one by the name of the target", async () => {
    const [one, other] = [await make.author("Quentin Before"), await make.author("Xaver Target")];
    await make.post({ slug: "renamed", authorId: one, source: "Some text." });
    await update("updateAuthor", encodeGlobalId("Author", one), { name: "Quentin Afterwards" });
    assert.deepEqual([await found("Afterwards"), await found("Before")], [["renamed"], []]);
    const input = { sourceId: encodeGlobalId("Author", one), targetId: encodeGlobalId("Author", other) };
    await app.accepted(ADMIN, "mergeAuthors", input);
    assert.deepEqual([await found("Xaver"), await found("Quentin")], [["renamed"], []]);
  });

  it("a change of the authors of a post is found at once", async () => {
    const [one, other] = [await make.author("Ysolde Former"), await make.author("Zenobia Latter")];
    const post = await make.post({ slug: "handed-over", authorId: one, source: "Some text." });
    const input = {
      id: encodeGlobalId("Post", post.id),
      expectedVersion: 1,
      authorIds: [encodeGlobalId("Author", other)],
    };
    await app.accepted(EDITOR, "updatePost", input);
    assert.deepEqual([await found("Ysolde"), await found("Zenobia")], [[], ["handed-over"]]);
    await app.accepted(EDITOR, "updatePost", { id: input.id, expectedVersion: 2, title: "Another title" });
    assert.deepEqual(await found("Zenobia"), ["handed-over"]);
  });
});

describe("the titles of series", () => {
  it("a post is found by the title of its series while it is a part of it", async () => {
    const posts = await make.posts([
      { slug: "part-1", source: "Text one." },
      { slug: "part-2", source: "Text two." },
    ]);
    const postIds = posts.map(({ id }) => encodeGlobalId("Post", id));
    const input = { title: "Capybara chronicles", postIds };
    const { id } = await app.accepted<{ id: string }>(EDITOR, "createSeries", input);
    assert.deepEqual((await found("Capybara")).sort(), ["part-1", "part-2"]);
    await update("updateSeries", id, { title: "Coypu chronicles" });
    assert.deepEqual([(await found("Coypu")).sort(), await found("Capybara")], [["part-1", "part-2"], []]);
    await update("updateSeries", id, { postIds: postIds.slice(1) });
    assert.deepEqual(await found("Coypu"), ["part-2"]);
    await app.accepted(EDITOR, "deleteSeries", { id }, "");
    assert.deepEqual(await found("Coypu"), []);
  });
});

describe("completions of series and authors", () => {
  it("series and authors are completed beside categories, tags and titles, the shortest names first", async () => {
    const author = await make.author("Marmot Meyer");
    await make.category("Marmots");
    await make.post({
      title: "Marmot matters",
      authorId: author,
      tagIds: [await make.tag("Marmot tag")],
      series: { id: await make.series("Marmot series"), position: 1 },
    });
    const names = ["Category Marmots", "Tag Marmot tag", "Author Marmot Meyer", "Series Marmot series"];
    assert.deepEqual(await suggested("marmot"), [...names, "Post Marmot matters"]);
    assert.deepEqual(await suggested("meyer"), ["Author Marmot Meyer"]);
  });

  it("series and authors of hidden posts alone are completed for authenticated viewers only, and correct no spelling", async () => {
    const hidden = { state: "DRAFT", publishedAt: null } as const;
    const author = await make.author("Wombat Hiddenauthor");
    await make.post({
      ...hidden,
      slug: "hidden-wombat",
      authorId: author,
      series: { id: await make.series("Wombat hiddenseries"), position: 1 },
    });
    await make.series("Wombat empty");
    assert.deepEqual(await suggested("wombat"), []);
    const all = ["Series Wombat empty", "Author Wombat Hiddenauthor", "Series Wombat hiddenseries"];
    assert.deepEqual((await suggested("wombat", EDITOR)).sort(), all.sort());
    assert.deepEqual((await suggested("wombat", authorViewer(author))).sort(), all);
    const spelling = `{ search(query: "hiddenautor") { totalCount didYouMean } }`;
    assert.deepEqual(await app.read(null, spelling), { search: { totalCount: 0, didYouMean: null } });
  });
});
