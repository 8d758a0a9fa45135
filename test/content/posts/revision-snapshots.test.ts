// Revisions hold everything that authors set, say what a write did and which fields it changed, and all of it can be restored.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { deleteOldRevisions } from "../../../src/content/posts/revisions/revision-retention.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

interface Snapshot {
  id: string;
  version: number;
  kind: string | null;
  changedFields: string[] | null;
  slug: string | null;
}
interface Saved {
  id: string;
  version: number;
  status: string;
  revisions: { nodes: Snapshot[] };
}
const SNAPSHOT = `id version kind changedFields title source format slug excerpt locale status publishedAt
  authors { id } categories { id } tags { id } cover { url alt width height }`;
const REVISIONS = `revisions(first: 50) { nodes { ${SNAPSHOT} } }`;
const POST = `{ id version title status slug excerpt locale publishedAt authors { id } categories { id } tags { id }
  cover { url alt width height } seo { title description canonicalUrl noIndex } isPinned externalId body { source format } ${REVISIONS} }`;

let app: Executor;
let make: Factories;
before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const write = <Result extends Saved>(name: string, post: Saved, more: Record<string, unknown> = {}): Promise<Result> =>
  app.accepted<Result>(EDITOR, name, { id: post.id, expectedVersion: post.version, ...more }, POST);

const content = async (name: string) => ({
  title: `Title ${name}`,
  slug: `slug-${name}`,
  body: { source: `Text ${name}.`, format: "MARKDOWN" },
  excerpt: `Excerpt ${name}`,
  locale: name === "one" ? "zh-CN" : "en",
  authorIds: [encodeGlobalId("Author", await make.author()), encodeGlobalId("Author", await make.author())],
  categoryIds: [encodeGlobalId("Category", await make.category())],
  tagIds: [encodeGlobalId("Tag", await make.tag()), encodeGlobalId("Tag", await make.tag())],
  cover: { url: `/${name}.png`, alt: name, width: 4, height: 5 },
  seo: { title: `S ${name}`, description: `D ${name}`, canonicalUrl: `https://example.org/${name}`, noIndex: true },
  isPinned: name === "one",
  externalId: `snapshot/${name}`,
});
const ALL = [
  ...["title", "body", "slug", "excerpt", "locale", "authors", "categories", "tags", "cover", "seo", "isPinned"],
  ...["externalId", "status", "publishedAt"],
];

describe("revisions", () => {
  it("each kind of write leaves a revision that tells its kind and the fields it changed", async () => {
    let post = await app.accepted<Saved>(EDITOR, "createPost", await content("kinds"), POST);
    const [first] = post.revisions.nodes;
    post = await write("updatePost", post, { title: "Other", tagIds: [] });
    post = await write("updatePost", post, { body: { source: "Other text." } });
    post = await write("publishPost", post);
    post = await write("unpublishPost", post);
    post = await write("trashPost", post);
    post = await write("restorePost", post);
    post = await write("restoreRevision", post, { revisionId: first?.id });
    assert.deepEqual(
      post.revisions.nodes.map(({ version, kind, changedFields }) => [version, kind, changedFields]),
      [
        [8, "REVISION_RESTORED", ["title", "body"]],
        [7, "RESTORED", ["status"]],
        [6, "TRASHED", ["status"]],
        [5, "UNPUBLISHED", ["status"]],
        [4, "PUBLISHED", ["status", "publishedAt"]],
        [3, "UPDATED", ["body"]],
        [2, "UPDATED", ["title", "tags"]],
        [1, "CREATED", []],
      ],
    );
  });

  it("a written excerpt is a change, and one that follows from the text is not", async () => {
    const { excerpt, ...others } = await content("excerpts");
    let post = await app.accepted<Saved>(EDITOR, "createPost", others, POST);
    post = await write("updatePost", post, { body: { source: "An other text." } });
    post = await write("updatePost", post, { excerpt });
    assert.deepEqual(
      post.revisions.nodes.map(({ changedFields }) => changedFields),
      [["excerpt"], ["body"], []],
    );
  });

  it("restoreRevision restores every field of a revision, and each one alone", async () => {
    const one = await app.accepted<Saved>(EDITOR, "createPost", await content("one"), POST);
    const published = await write<Saved>("publishPost", one, { at: "2013-02-03T04:05:06.000Z" });
    const revisionId = published.revisions.nodes[0]?.id;
    const changed = await write<Saved>("updatePost", published, {
      ...(await content("two")),
      publishedAt: "2014-02-03T04:05:06.000Z",
    });
    const hidden = await write<Saved>("unpublishPost", changed);
    const restored = await write<Saved>("restoreRevision", hidden, { revisionId, fields: ALL });
    const bare = (post: Saved) => ({ ...post, version: 0, revisions: null });
    assert.deepEqual(bare(restored), bare(published));
    assert.deepEqual(new Set(restored.revisions.nodes[0]?.changedFields), new Set(ALL));
    let post = restored;
    const other = restored.revisions.nodes[1]?.id;
    for (const field of ALL.filter((name) => name !== "publishedAt")) {
      post = await write("restoreRevision", post, { revisionId: other, fields: [field] });
      const expected = field === "status" ? ["status", "publishedAt"] : [field];
      assert.deepEqual(post.revisions.nodes[0]?.changedFields, expected, field);
    }
  });

  it("restoreRevision leaves out authors and terms that have been deleted", async () => {
    const post = await app.accepted<Saved>(EDITOR, "createPost", await content("gone"), POST);
    const [first] = post.revisions.nodes;
    const [gone, kept] = [await make.tag(), await make.tag()].map((id) => encodeGlobalId("Tag", id));
    const tagged = await write<Saved>("updatePost", post, { tagIds: [gone, kept] });
    const bare = await write<Saved>("updatePost", tagged, { tagIds: [] });
    await app.accepted(EDITOR, "deleteTag", { id: gone }, "{ }");
    const revisionId = tagged.revisions.nodes[0]?.id;
    const restored = await write<Saved & { tags: unknown }>("restoreRevision", bare, { revisionId, fields: ["tags"] });
    assert.deepEqual(restored.tags, [{ id: kept }]);
    assert.notEqual(first, undefined);
  });

  it("restoreRevision refuses unknown fields, fields that were not recorded, and a slug that is taken", async () => {
    const post = await app.accepted<Saved>(EDITOR, "createPost", await content("refused"), POST);
    const revisionId = post.revisions.nodes[0]?.id;
    const input = { id: post.id, expectedVersion: post.version, revisionId };
    assert.deepEqual(await app.refused(EDITOR, "restoreRevision", { ...input, fields: ["title", "x"] }), [
      "INVALID input.fields.1",
    ]);
    const renamed = await write<Saved>("updatePost", post, { slug: "refused-renamed" });
    await app.accepted(EDITOR, "createPost", { ...(await content("taker")), slug: "slug-refused" }, POST);
    const taken = { ...input, expectedVersion: renamed.version, fields: ["slug"] };
    assert.deepEqual(await app.refused(EDITOR, "restoreRevision", taken), ["SLUG_TAKEN input.slug"]);
    await app.dataSource.query(
      "update revision set kind = null, slug = null, state = null, locale = null, excerpt = null, excerpt_source = null, author_id = null where version = 1 and slug = $1",
      ["slug-refused"],
    );
    assert.deepEqual(await app.refused(EDITOR, "restoreRevision", taken), ["INVALID input.fields"]);
    const { revisions } = await write<Saved>("restoreRevision", renamed, { revisionId, fields: ["title"] });
    const old = revisions.nodes.at(-1);
    assert.deepEqual([old?.kind, old?.changedFields, old?.slug], [null, null, null]);
    assert.equal(revisions.nodes.at(-2)?.changedFields, null);
  });

  it("of more revisions than are to be kept, the oldest are deleted, and the next one does not know what it changed", async () => {
    let post = await app.accepted<Saved>(EDITOR, "createPost", await content("retained"), POST);
    for (const title of ["A", "B", "C"]) post = await write("updatePost", post, { title });
    const about = { title: "About", body: { source: "x" } };
    let page = await app.accepted<Saved>(EDITOR, "createPage", about, "{ id version }");
    for (const title of ["A", "B"]) {
      const input = { id: page.id, expectedVersion: page.version, title };
      page = await app.accepted<Saved>(EDITOR, "updatePage", input, "{ id version }");
    }
    const transact = app.platform.transact;
    await transact(async (tx) => {
      assert.equal(await deleteOldRevisions((work) => work(tx), 1_000), 0);
      assert.ok((await deleteOldRevisions((work) => work(tx), 2)) >= 2);
      const left: { version: number }[] = await tx.query(
        "select version from revision where post_id = (select id from post where slug = 'slug-retained') order by 1",
      );
      assert.deepEqual(left, [{ version: 3 }, { version: 4 }]);
      assert.deepEqual(await tx.query("select version from page_revision order by 1"), [
        { version: 2 },
        { version: 3 },
      ]);
      const shortest: unknown[] = await tx.query(`select p.id from post p where not exists (
        select 1 from revision r where r.post_id = p.id and r.version = p.version)`);
      assert.deepEqual(shortest, []);
      throw new Error("rolled back");
    }).catch((error: Error) => assert.equal(error.message, "rolled back"));
  });

  it("a viewer who may not choose the authors restores all else", async () => {
    const [main, other] = [await make.author(), await make.author()];
    const ids = [main, other].map((id) => encodeGlobalId("Author", id));
    const post = await app.accepted<Saved>(
      EDITOR,
      "createPost",
      { ...(await content("theirs")), authorIds: ids },
      POST,
    );
    const alone = await write<Saved>("updatePost", post, { authorIds: [ids[1]], title: "Changed" });
    const input = { id: post.id, expectedVersion: alone.version, revisionId: post.revisions.nodes[0]?.id };
    const viewer = authorViewer(other);
    const refused = await app.refused(viewer, "restoreRevision", { ...input, fields: ["authors", "title"] });
    assert.deepEqual(refused, ["FORBIDDEN input.authorIds"]);
    await app.accepted(viewer, "restoreRevision", { ...input, fields: ["title"] }, POST);
  });
});
