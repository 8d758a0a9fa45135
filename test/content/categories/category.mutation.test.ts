// Mutations of the category tree: whole subtrees move with their redirects and counts, and nothing is orphaned.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { withVersion } from "../../support/current-version.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface MutationResult {
  id: string;
  slug: string;
  slugPath: string;
  name: string;
  description: string | null;
}
const CATEGORY = "{ id slug slugPath name description }";

const create = (name: string, parent?: MutationResult, more: Record<string, unknown> = {}): Promise<MutationResult> =>
  app.accepted(EDITOR, "createCategory", { name, parentId: parent?.id, ...more }, CATEGORY);

const write = async (name: string, input: { id: string; [field: string]: unknown }): Promise<MutationResult> =>
  app.accepted(EDITOR, name, await withVersion(app, input), CATEGORY);

const refused = async (name: string, input: { id: string; [field: string]: unknown }): Promise<string[]> =>
  app.refused(EDITOR, name, await withVersion(app, input));

const move = (category: MutationResult, parent: MutationResult | null): Promise<MutationResult> =>
  write("moveCategory", { id: category.id, parentId: parent?.id ?? null });

const publishIn = (...categories: MutationResult[]) =>
  make.post({ categoryIds: categories.map(({ id }) => uuidOf(id)) });

const uuidOf = (id: string): string => {
  const hex = Buffer.from(id, "base64url").toString("hex", 1);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** The path of the category at the path, or `-> path` for a redirect, as an anonymous client sees it. */
async function at(path: string): Promise<string | null> {
  const { resolvePath } = await app.read<{ resolvePath: { slugPath?: string; to?: string } | null }>(
    null,
    "query($path: String!) { resolvePath(path: $path) { ... on Category { slugPath } ... on Redirect { to } } }",
    { path: `/categories/${path}` },
  );
  return resolvePath?.slugPath ?? (resolvePath === null ? null : `-> ${resolvePath.to}`);
}

/** The visible posts below a path, including descendants, by the count and by the list. */
async function countAt(path: string): Promise<number | null> {
  const { category } = await app.read<{ category: { posts: { totalCount: number; nodes: unknown[] } } | null }>(
    null,
    "query($path: String!) { category(slugPath: $path) { posts(first: 50) { totalCount nodes { id } } } }",
    { path },
  );
  assert.equal(category?.posts.totalCount, category?.posts.nodes.length);
  return category?.posts.totalCount ?? null;
}

const lastEvent = async (): Promise<string | undefined> => (await app.events()).at(-1)?.type;

describe("createCategory", () => {
  it("createCategory creates a category below its parent, with an event", async () => {
    const root = await create("Linux", undefined, { description: " About " });
    assert.deepEqual([root.slugPath, root.description], ["linux", "About"]);
    assert.equal((await create("网络 Net", root)).slugPath, "linux/网络-net");
    assert.equal(await lastEvent(), "category.created");
    assert.equal((await create("Elsewhere Linux", root, { slug: "linux" })).slugPath, "linux/linux");
  });

  it("createCategory reports all errors in one response", async () => {
    const input = { name: "", slug: "a/b", description: "x".repeat(5_001), parentId: "?" };
    assert.deepEqual(await app.refused(EDITOR, "createCategory", input), [
      "INVALID input.description",
      "INVALID input.name",
      "INVALID input.parentId",
      "INVALID input.slug",
    ]);
    const parentId = encodeGlobalId("Category", "00000000-0000-4000-8000-000000000000");
    assert.deepEqual(await app.refused(EDITOR, "createCategory", { name: "N", parentId }), [
      "NOT_FOUND input.parentId",
    ]);
  });

  it("createCategory rejects a slug of a sibling, and accepts one of a cousin", async () => {
    const [one, other] = [await create("cousins a"), await create("cousins b")];
    await create("same", one);
    assert.equal((await create("same", other)).slugPath, "cousins-b/same");
    assert.deepEqual(await app.refused(EDITOR, "createCategory", { name: "N", slug: "SAME", parentId: one.id }), [
      "SLUG_TAKEN input.slug",
    ]);
    assert.equal((await create("same", one)).slugPath, "cousins-a/same-2");
  });

  it("createCategory and moveCategory allow at most 16 levels and 2000 bytes of path", async () => {
    let deep = await create("deep");
    for (let level = 2; level <= 16; level += 1) deep = await create(`l${level}`, deep);
    assert.deepEqual(await app.refused(EDITOR, "createCategory", { name: "l17", parentId: deep.id }), [
      "INVALID input.parentId",
    ]);
    const pair = await create("pair");
    await create("leaf", pair);
    const parent = await app.read<{ category: MutationResult }>(
      null,
      "query($p: String!) { category(slugPath: $p) { id } }",
      {
        p: deep.slugPath.slice(0, deep.slugPath.lastIndexOf("/")),
      },
    );
    const input = { id: pair.id, parentId: parent.category.id };
    assert.deepEqual(await refused("moveCategory", input), ["INVALID input.parentId"]);
    // Different characters, which the index cannot compress.
    const slug = (from: number) => Array.from({ length: 255 }, (_, i) => String.fromCodePoint(from + i * 61)).join("");
    const [first, second] = [await create("long one", undefined, { slug: slug(0x4e00) }), await create("x y z")];
    const below = await create("long two", first, { slug: slug(0x4f00) });
    assert.deepEqual(
      await app.refused(EDITOR, "createCategory", { name: "long three", parentId: below.id, slug: slug(0x5000) }),
      ["INVALID input.parentId"],
    );
    await create("under", second, { slug: slug(0x5100) });
    assert.deepEqual(await refused("moveCategory", { id: second.id, parentId: below.id }), ["INVALID input.parentId"]);
  });
});

describe("updateCategory", () => {
  it("updateCategory renames the whole subtree, and every former path redirects", async () => {
    const root = await create("old root");
    const child = await create("child", root);
    await create("leaf", child);
    const response = await write("updateCategory", { id: root.id, slug: "new-root" });
    assert.deepEqual([response.slugPath, response.name], ["new-root", "old root"]);
    assert.equal(await at("old-root/child/leaf"), "-> /categories/new-root/child/leaf");
    assert.equal(await at("old-root"), "-> /categories/new-root");
    await write("updateCategory", { id: child.id, slug: "kind" });
    for (const former of ["old-root/child/leaf", "new-root/child/leaf"]) {
      assert.equal(await at(former), "-> /categories/new-root/kind/leaf");
    }
    assert.equal(await lastEvent(), "category.updated");
  });

  it("updateCategory keeps the path if only the name changes, derives it for null, and clears the description", async () => {
    const category = await create("first name", undefined, { description: "D" });
    const renamed = { id: category.id, name: "second name", description: null };
    const response = await write("updateCategory", renamed);
    assert.deepEqual(response, { ...category, name: "second name", description: null });
    const derived = await write("updateCategory", { id: category.id, slug: null });
    assert.equal(derived.slugPath, "second-name");
    assert.deepEqual(await refused("updateCategory", { id: category.id, name: null, slug: "?" }), [
      "INVALID input.name",
      "INVALID input.slug",
    ]);
    await create("in the way");
    assert.deepEqual(await refused("updateCategory", { id: category.id, slug: "in-the-way" }), [
      "SLUG_TAKEN input.slug",
    ]);
  });
});

describe("moveCategory", () => {
  it("moveCategory moves the subtree with its posts, counts and redirects", async () => {
    const [from, to] = [await create("from"), await create("to")];
    const branch = await create("branch", from);
    const leaf = await create("leaf", branch);
    await publishIn(leaf);
    await publishIn(branch, from);
    assert.deepEqual([await countAt("from"), await countAt("to")], [2, 0]);
    assert.equal((await move(branch, to)).slugPath, "to/branch");
    assert.deepEqual([await countAt("from"), await countAt("to"), await countAt("to/branch/leaf")], [1, 2, 1]);
    assert.equal(await at("from/branch/leaf"), "-> /categories/to/branch/leaf");
    await move(branch, null);
    assert.deepEqual([await countAt("to"), await countAt("branch")], [0, 2]);
    assert.equal(await at("to/branch"), "-> /categories/branch");
    await move(branch, from);
    assert.equal(await at("from/branch/leaf"), "from/branch/leaf");
    assert.equal(await at("branch/leaf"), "-> /categories/from/branch/leaf");
  });

  it("moveCategory rejects a parent that is the category or a descendant, and a path that is taken", async () => {
    const root = await create("cyclic");
    const leaf = await create("below", await create("between", root));
    for (const parentId of [root.id, leaf.id]) {
      assert.deepEqual(await refused("moveCategory", { id: root.id, parentId }), ["CATEGORY_CYCLE input.parentId"]);
    }
    await create("below");
    assert.deepEqual(await refused("moveCategory", { id: leaf.id }), ["SLUG_TAKEN input.parentId"]);
  });
});

describe("mergeCategories", () => {
  const merge = (source: MutationResult, target: MutationResult) =>
    app.accepted<MutationResult>(EDITOR, "mergeCategories", { sourceId: source.id, targetId: target.id }, CATEGORY);

  it("mergeCategories moves posts, children and former paths to the target", async () => {
    const [source, target] = [await create("merge source"), await create("merge target")];
    const child = await create("child", source);
    await publishIn(source);
    await publishIn(source, target);
    await publishIn(child);
    assert.equal((await merge(source, target)).slugPath, "merge-target");
    assert.deepEqual([await countAt("merge-source"), await countAt("merge-target")], [3, 3]);
    assert.equal(await at("merge-source"), "-> /categories/merge-target");
    assert.equal(await at("merge-source/child"), "-> /categories/merge-target/child");
    assert.equal(await lastEvent(), "category.merged");
  });

  it("mergeCategories merges into the parent, even if a child has the slug of the source", async () => {
    const parent = await create("merge up");
    const source = await create("twin", parent);
    await publishIn(await create("twin", source));
    await publishIn(source);
    await merge(source, parent);
    assert.deepEqual([await countAt("merge-up"), await countAt("merge-up/twin")], [2, 1]);
    assert.equal(await at("merge-up/twin/twin"), "-> /categories/merge-up/twin");
  });

  it("mergeCategories rejects the category itself, a descendant, and children with equal slugs", async () => {
    const [source, target] = [await create("clash a"), await create("clash b")];
    const child = await create("same", source);
    await create("same", target);
    const refusal = (targetId: string) => app.refused(EDITOR, "mergeCategories", { sourceId: source.id, targetId });
    assert.deepEqual(await refusal(source.id), ["INVALID input.targetId"]);
    assert.deepEqual(await refusal(child.id), ["CATEGORY_CYCLE input.targetId"]);
    assert.deepEqual(await refusal(target.id), ["SLUG_TAKEN input.sourceId"]);
  });
});

describe("deleteCategory", () => {
  it("deleteCategory rejects a category with posts, even hidden ones, or with children", async () => {
    const parent = await create("kept");
    const child = await create("child", parent);
    await make.post({ state: "DRAFT", publishedAt: null, categoryIds: [uuidOf(child.id)] });
    for (const { id } of [parent, child]) {
      assert.deepEqual(await app.refused(EDITOR, "deleteCategory", { id }), ["CATEGORY_NOT_EMPTY input.id"]);
    }
  });

  it("deleteCategory deletes the category and its former paths", async () => {
    const category = await create("goes");
    await write("updateCategory", { id: category.id, slug: "goes-now" });
    assert.equal(await app.accepted(EDITOR, "deleteCategory", { id: category.id }), category.id);
    assert.deepEqual([await at("goes"), await at("goes-now")], [null, null]);
    assert.equal(await lastEvent(), "category.deleted");
    assert.deepEqual(await app.refused(EDITOR, "deleteCategory", { id: category.id }), ["NOT_FOUND input.id"]);
  });
});
