// Queries of related posts: their selection, reasons and order, and that none of them is hidden.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let make: Factories;

before(async () => {
  app = await startTestApp();
  make = new Factories(app.dataSource);
});
after(() => app.close());

interface Related {
  score: number;
  reasons: string[];
  post: { slug: string };
}

async function related(slug: string, first?: number): Promise<[string, string][]> {
  const args = first === undefined ? "" : `(first: ${first})`;
  const { post } = await app.query<{ post: { related: Related[] } }>(
    `query($slug: String!) { post(slug: $slug) { related${args} { score reasons post { slug } } } }`,
    { slug },
  );
  const scores = post.related.map((one) => one.score);
  assert.deepEqual(
    scores,
    [...scores].sort((one, other) => other - one),
  );
  return post.related.map((one) => [one.post.slug, one.reasons.join()]);
}

describe("related posts", () => {
  it("related posts name every reason and are ordered by closeness", async () => {
    const [series, tag, category] = [await make.series("rel"), await make.tag("rel"), await make.category("rel")];
    const shared = { tagIds: [tag], categoryIds: [category] };
    await make.posts([
      {
        slug: "me",
        ...shared,
        series: { id: series, position: 1 },
        source: "[out](/posts/linked-out) [was](/posts/linked-was)",
        formerPaths: ["/posts/me-was"],
      },
      { slug: "everything", ...shared, series: { id: series, position: 2 }, source: "[in](/posts/me)" },
      { slug: "linked-out" },
      { slug: "linked-now", formerPaths: ["/posts/linked-was"] },
      { slug: "linking-was", source: "[in](/posts/me-was) [again](/posts/me) [and](/posts/me#again)" },
      { slug: "same-tag", tagIds: [tag] },
      { slug: "same-category", categoryIds: [category] },
      { slug: "hidden", state: "DRAFT", ...shared, series: { id: series, position: 3 }, source: "[in](/posts/me)" },
      { slug: "stranger" },
    ]);
    assert.deepEqual(await related("me", 20), [
      ["everything", "CATEGORY,LINK,SERIES,TAG"],
      // Equal scores are ordered by date, the newest first.
      ["linking-was", "LINK"],
      ["linked-now", "LINK"],
      ["linked-out", "LINK"],
      ["same-tag", "TAG"],
      ["same-category", "CATEGORY"],
    ]);
    assert.deepEqual(await related("stranger"), []);
    assert.deepEqual(await related("linked-out"), [["me", "LINK"]]);
  });

  it("related posts are limited by `first`, in the same order for every limit", async () => {
    const tag = await make.tag("many");
    await make.posts(Array.from({ length: 30 }, (_, i) => ({ slug: `many-${i}`, tagIds: [tag] })));
    const expected = Array.from({ length: 20 }, (_, i) => `many-${29 - i}`);
    assert.deepEqual(
      (await related("many-0", 20)).map(([slug]) => slug),
      expected,
    );
    assert.deepEqual(
      (await related("many-0")).map(([slug]) => slug),
      expected.slice(0, 5),
    );
    const query =
      "{ posts(first: 30) { nodes { slug one: related(first: 1) { post { slug } } twenty: related(first: 20) { post { slug } } } } }";
    type Node = { slug: string; one: { post: { slug: string } }[]; twenty: { post: { slug: string } }[] };
    const { posts } = await app.query<{ posts: { nodes: Node[] } }>(query);
    for (const node of posts.nodes) {
      assert.deepEqual(node.one, node.twenty.slice(0, 1));
      const others = Array.from({ length: 30 }, (_, i) => `many-${29 - i}`).filter((slug) => slug !== node.slug);
      assert.deepEqual(
        node.twenty.map((one) => one.post.slug),
        others.slice(0, 20),
      );
    }
  });

  it("related posts include a linking post even if many drafts link too", async () => {
    await make.post({ slug: "target" });
    const drafts = Array.from({ length: 120 }, (_, i) => ({
      slug: `crowd-${i}`,
      state: "DRAFT" as const,
      source: "[x](/posts/target)",
    }));
    await make.posts(drafts);
    await make.posts([{ slug: "linker", source: "[x](/posts/target)" }]);
    assert.deepEqual(await related("target"), [["linker", "LINK"]]);
  });

  it("related posts reject a limit outside of 1 to 20", async () => {
    for (const first of [0, -1, 21, 2147483647]) {
      const response = await app.send(`{ post(slug: "me") { related(first: ${first}) { score } } }`);
      const { code, reason } = response.errors?.[0]?.extensions ?? {};
      assert.deepEqual({ code, reason }, { code: "BAD_USER_INPUT", reason: "PAGE_SIZE" });
    }
  });

  it("related posts take two statements for any number of posts", async () => {
    const { extensions } = await app.send("{ posts(first: 100) { nodes { related { post { slug } } } } }");
    assert.equal(extensions?.sql.statements, 3);
  });
});
