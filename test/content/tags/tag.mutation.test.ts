// Mutations of tags: former slugs redirect, a merge keeps every post, and a deleted tag leaves nothing behind.
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
  name: string;
  slug: string;
}
const TAG = "{ id name slug }";

const lastEvent = async (): Promise<string | undefined> => (await app.events()).at(-1)?.type;

/** The slug of the tag at the path, or `-> path` for a redirect, as an anonymous client sees it. */
async function at(slug: string): Promise<string | null> {
  const { resolvePath } = await app.read<{ resolvePath: { slug?: string; to?: string } | null }>(
    null,
    "query($path: String!) { resolvePath(path: $path) { ... on Tag { slug } ... on Redirect { to } } }",
    { path: `/tags/${slug}` },
  );
  return resolvePath?.slug ?? (resolvePath === null ? null : `-> ${resolvePath.to}`);
}

/** The slugs of the visible posts of a tag, in no particular order. */
async function postsOf(slug: string): Promise<string[] | null> {
  const { tag } = await app.read<{ tag: { posts: { nodes: { slug: string }[] } } | null }>(
    null,
    "query($slug: String!) { tag(slug: $slug) { posts(first: 50) { nodes { slug } } } }",
    { slug },
  );
  return tag?.posts.nodes.map((post) => post.slug).sort() ?? null;
}

async function tag(name: string, ...posts: string[]): Promise<MutationResult & { uuid: string }> {
  const uuid = await make.tag(name);
  for (const slug of posts) await make.post({ slug, tagIds: [uuid] });
  const [{ slug }] = await app.dataSource.query("select slug from tag where id = $1", [uuid]);
  return { id: encodeGlobalId("Tag", uuid), uuid, name, slug };
}

const update = async (input: { id: string; [field: string]: unknown }) =>
  app.accepted<MutationResult>(EDITOR, "updateTag", await withVersion(app, input), TAG);

describe("createTag and updateTag", () => {
  it("createTag and updateTag name a tag, distinguish slugs by their signs, and record events", async () => {
    const slugs = [];
    for (const name of ["C", "C++", "C#"]) {
      slugs.push((await app.accepted<MutationResult>(EDITOR, "createTag", { name }, TAG)).slug);
    }
    assert.deepEqual(slugs, ["c", "c-plus-plus", "c-sharp"]);
    assert.equal(await lastEvent(), "tag.created");
    assert.deepEqual(await app.refused(EDITOR, "createTag", { name: "", slug: "c-sharp" }), [
      "INVALID input.name",
      "SLUG_TAKEN input.slug",
    ]);
  });

  it("updateTag redirects every former slug, and derives a slug for null", async () => {
    const { id } = await tag("before", "retagged");
    for (const slug of ["between", "after"]) await update({ id, slug });
    assert.deepEqual([await at("before"), await at("between")], ["-> /tags/after", "-> /tags/after"]);
    const renamed = await update({ id, name: "Before", slug: null });
    assert.deepEqual(renamed, { id, name: "Before", slug: "before" });
    assert.deepEqual([await at("before"), await at("after")], ["before", "-> /tags/before"]);
    assert.equal(await lastEvent(), "tag.updated");
    assert.deepEqual(await app.refused(EDITOR, "updateTag", { id, expectedVersion: 4, name: null, slug: "a b" }), [
      "INVALID input.name",
      "INVALID input.slug",
    ]);
  });
});

describe("mergeTags", () => {
  it("mergeTags adds each post to the target once, at its position, with the former slugs", async () => {
    const [source, target] = [await tag("merged away", "only-source"), await tag("remains", "only-target")];
    await make.post({ slug: "both-tags", tagIds: [source.uuid, target.uuid] });
    await make.post({ slug: "secret", state: "DRAFT", publishedAt: null, tagIds: [source.uuid] });
    await update({ id: source.id, slug: "merged-soon" });
    const input = { sourceId: source.id, targetId: target.id };
    assert.deepEqual(await app.accepted(EDITOR, "mergeTags", input, "{ slug }"), { slug: "remains" });
    assert.deepEqual(await postsOf("remains"), ["both-tags", "only-source", "only-target"]);
    assert.deepEqual([await at("merged-away"), await at("merged-soon")], ["-> /tags/remains", "-> /tags/remains"]);
    assert.equal(await lastEvent(), "tag.merged");
    assert.deepEqual(await app.refused(EDITOR, "mergeTags", input), ["NOT_FOUND input.sourceId"]);
    assert.deepEqual(await app.refused(EDITOR, "mergeTags", { ...input, sourceId: target.id }), [
      "INVALID input.targetId",
    ]);
  });
});

describe("deleteTag", () => {
  it("deleteTag removes the tag from its posts, and its redirects", async () => {
    const { id } = await tag("dropped", "untagged");
    await update({ id, slug: "dropped-now" });
    assert.equal(await app.accepted(EDITOR, "deleteTag", { id }), id);
    assert.deepEqual([await at("dropped"), await at("dropped-now"), await postsOf("dropped-now")], [null, null, null]);
    assert.equal(await lastEvent(), "tag.deleted");
    assert.deepEqual(await app.refused(EDITOR, "deleteTag", { id }), ["NOT_FOUND input.id"]);
  });
});
