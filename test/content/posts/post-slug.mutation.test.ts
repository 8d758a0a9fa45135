// Slugs of posts: derived, given, taken, changed, swapped and reused. Former ones always lead to the current path of the post.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let authorId: string;

before(async () => {
  app = await startExecutor(4);
  authorId = encodeGlobalId("Author", await new Factories(app.dataSource).author("Namer"));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface MutationResult {
  id: string;
  slug: string;
  version: number;
}
const POST = "{ id slug version }";

const create = (more: Record<string, unknown>): Promise<MutationResult> =>
  app.accepted(EDITOR, "createPost", { title: "Named", body: { source: "x" }, authorIds: [authorId], ...more }, POST);

async function rename(
  post: MutationResult,
  slug: string | null,
  more: Record<string, unknown> = {},
): Promise<MutationResult> {
  return app.accepted(EDITOR, "updatePost", { id: post.id, expectedVersion: post.version, slug, ...more }, POST);
}

async function publish(post: MutationResult): Promise<MutationResult> {
  return app.accepted(EDITOR, "publishPost", { id: post.id, expectedVersion: post.version }, POST);
}

/** The result of a path for an anonymous reader: the slug of the post there, or `-> path` for a redirect. */
async function at(slug: string): Promise<string | null> {
  const { resolvePath } = await app.read<{ resolvePath: { slug?: string; to?: string } | null }>(
    null,
    "query($path: String!) { resolvePath(path: $path) { ... on Post { slug } ... on Redirect { to } } }",
    { path: `/posts/${slug}` },
  );
  return resolvePath?.slug ?? (resolvePath === null ? null : `-> ${resolvePath.to}`);
}

describe("a derived slug", () => {
  it("a derived slug keeps the script of the title, is never empty, and gets a number if it is taken", async () => {
    assert.equal((await create({ title: "写给 ZStack 的指南(一)" })).slug, "写给-zstack-的指南-一");
    assert.match((await create({ title: "?!" })).slug, /^post-[0-9a-f]{8}$/);
    const slugs = [];
    for (let i = 0; i < 3; i += 1) slugs.push((await create({ title: "Thrice" })).slug);
    assert.deepEqual(slugs, ["thrice", "thrice-2", "thrice-3"]);
  });

  it("a derived slug does not change with the title, and is derived again for null", async () => {
    const post = await create({ title: "Before" });
    const retitled = await app.accepted<MutationResult>(
      EDITOR,
      "updatePost",
      { id: post.id, expectedVersion: 1, title: "Afterwards" },
      POST,
    );
    assert.equal(retitled.slug, "before");
    assert.equal((await rename(retitled, null)).slug, "afterwards");
  });

  it("a derived slug stays the same if it would be derived again, without a redirect to itself", async () => {
    const post = await create({ title: "Stays" });
    assert.equal((await rename(post, null)).slug, "stays");
    const again = await rename(post, "STAYS");
    assert.deepEqual([again.slug, again.version], ["stays", 1]);
  });
});

describe("a given slug", () => {
  for (const [given, stored] of [
    ["Café", "café"],
    ["cafe\u0301-nfd", "café-nfd"],
    ["/slashed/", "slashed"],
    ["%E5%86%99-%E7%BB%99", "写-给"],
    ["İstanbul", "istanbul"],
    ["a".repeat(255), "a".repeat(255)],
    ["\u{20BB7}".repeat(255), "\u{20BB7}".repeat(255)],
    ["1+1=2", "1+1=2"],
    ["constructor", "constructor"],
    ["' or 1=1--".replaceAll(" ", ""), "'or1=1--"],
  ] as const) {
    it(`a given slug is stored in canonical form: ${given.slice(0, 30)}`, async () => {
      assert.equal((await create({ slug: given })).slug, stored);
      assert.deepEqual(
        await app.refused(EDITOR, "createPost", {
          title: "T",
          body: { source: "x" },
          authorIds: [authorId],
          slug: given,
        }),
        ["SLUG_TAKEN input.slug"],
      );
    });
  }

  for (const slug of [
    ...["", " ", "/", ".", "..", "%2e%2e", "a b", "a/b", "a%2Fb", "a\\b", "a?b", "a#b", "100%", "<x>"],
    ...["a\u202eb", "a\u200bb", "\ufeffa", "a\u0000b", "a\u00adb", "\ud800", "a%00b", "a%E2%80%AEb", "a\nb"],
    ...["a".repeat(256), "\u{20BB7}".repeat(256), "a".repeat(100_000), "%61".repeat(256)],
  ]) {
    it(`a given slug is rejected: ${JSON.stringify(slug.slice(0, 20))}, length ${slug.length}`, async () => {
      const input = { title: "T", body: { source: "x" }, authorIds: [authorId], slug };
      assert.deepEqual(await app.refused(EDITOR, "createPost", input), ["INVALID input.slug"]);
      const { errors } = await app.mutate(EDITOR, "createPost", input);
      assert.match(errors[0]?.message ?? "", /255/);
    });
  }
});

describe("a former slug", () => {
  it("a former slug redirects, and each of several former slugs leads straight to the post", async () => {
    let post = await publish(await create({ slug: "chain-0" }));
    for (const step of [1, 2, 3]) post = await rename(post, `chain-${step}`);
    for (const step of [0, 1, 2]) assert.equal(await at(`chain-${step}`), "-> /posts/chain-3");
    post = await rename(post, "chain-1");
    assert.equal(await at("chain-1"), "chain-1");
    for (const step of [0, 2, 3]) assert.equal(await at(`chain-${step}`), "-> /posts/chain-1");
  });

  it("a former slug leads nowhere while the post is hidden", async () => {
    const post = await rename(await create({ slug: "secret-old" }), "secret-new");
    assert.deepEqual([await at("secret-old"), await at("secret-new")], [null, null]);
    const shown = await publish(post);
    assert.equal(await at("secret-old"), "-> /posts/secret-new");
    await app.accepted(EDITOR, "trashPost", { id: shown.id, expectedVersion: shown.version });
    assert.deepEqual([await at("secret-old"), await at("secret-new")], [null, null]);
  });

  it("a former slug belongs to another post once that post takes it", async () => {
    const first = await rename(await publish(await create({ slug: "fought-over" })), "gave-way");
    const second = await publish(await create({ slug: "fought-over" }));
    assert.deepEqual([await at("fought-over"), await at("gave-way")], ["fought-over", "gave-way"]);
    await rename(second, "moved-on");
    assert.equal(await at("fought-over"), "-> /posts/moved-on");
    assert.equal(await at("gave-way"), first.slug);
  });

  it("a former slug belongs to the other post after two posts swap their slugs", async () => {
    let [a, b] = [await publish(await create({ slug: "swap-a" })), await publish(await create({ slug: "swap-b" }))];
    const straight = { id: a.id, expectedVersion: a.version, slug: "swap-b" };
    assert.deepEqual(await app.refused(EDITOR, "updatePost", straight), ["SLUG_TAKEN input.slug"]);
    a = await rename(a, "swap-c");
    b = await rename(b, "swap-a");
    a = await rename(a, "swap-b");
    assert.deepEqual(
      [await at("swap-a"), await at("swap-b"), await at("swap-c")],
      ["swap-a", "swap-b", "-> /posts/swap-b"],
    );
    assert.deepEqual([a.slug, b.slug], ["swap-b", "swap-a"]);
  });
});

describe("a taken slug", () => {
  it("a taken slug is rejected in every equivalent form, even if a hidden post has it", async () => {
    await create({ slug: "draft-指南" });
    for (const slug of ["draft-指南", "DRAFT-指南", "draft-%E6%8C%87%E5%8D%97", "/draft-指南"]) {
      const input = { title: "T", body: { source: "x" }, authorIds: [authorId], slug };
      assert.deepEqual(await app.refused(EDITOR, "createPost", input), ["SLUG_TAKEN input.slug"]);
    }
  });
});
