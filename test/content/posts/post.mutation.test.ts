// Creates and changes posts: the response, the stored rows, and that a rejected mutation stores nothing.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
let author: string;
let authorId: string;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
  author = await make.author("Writer");
  authorId = encodeGlobalId("Author", author);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface MutationResult {
  id: string;
  version: number;
  slug: string;
  title: string;
  excerpt: string;
  excerptSource: string;
  locale: string;
  status: string;
  publishedAt: string | null;
  body: { source: string; format: string };
  author: { id: string };
  categories: { id: string }[];
  tags: { id: string }[];
  cover: Record<string, unknown> | null;
  seo: Record<string, unknown>;
  revisions: { nodes: { id: string; version: number; title: string; source: string; editor: string | null }[] };
}

const POST = `{ id version slug title excerpt excerptSource locale status publishedAt body { source format } author { id }
  categories { id } tags { id } cover { url alt width height } seo { title description canonicalUrl noIndex }
  revisions(first: 50) { nodes { id version title source editor } } }`;

const create = (more: Record<string, unknown> = {}): Promise<MutationResult> =>
  app.accepted(
    EDITOR,
    "createPost",
    { title: "A post", body: { source: "Text." }, authorIds: [authorId], ...more },
    POST,
  );

const update = (id: string, expectedVersion: number, more: Record<string, unknown>): Promise<MutationResult> =>
  app.accepted(EDITOR, "updatePost", { id, expectedVersion, ...more }, POST);

const everything = async () => ({
  title: "  写给 ZStack 的 Cafe\u0301  ",
  slug: "Full-Post",
  body: { source: "# A\r\n\n`b`\n\n<x>\u202e 指南 \u{1F469}\u200d\u{1F4BB}\n", format: "MARKDOWN" },
  excerpt: "In short.",
  locale: "zh-CN",
  authorIds: [authorId],
  categoryIds: [encodeGlobalId("Category", await make.category()), encodeGlobalId("Category", await make.category())],
  tagIds: [encodeGlobalId("Tag", await make.tag()), encodeGlobalId("Tag", await make.tag())],
  cover: { url: "/cover.png", alt: "A cover", width: 640, height: 480 },
  seo: { title: "S", description: "D", canonicalUrl: "https://example.org/x", noIndex: true },
});

describe("createPost", () => {
  it("createPost creates a draft with all given fields, a revision and an event", async () => {
    const input = await everything();
    const [last] = (await app.events()).slice(-1);
    const post = await app.accepted<MutationResult>(EDITOR, "createPost", input, POST);
    assert.equal(post.title, "写给 ZStack 的 Café");
    assert.equal(post.slug, "full-post");
    assert.deepEqual(post.body, input.body);
    assert.deepEqual([post.status, post.publishedAt, post.version], ["DRAFT", null, 1]);
    assert.deepEqual([post.excerpt, post.excerptSource, post.locale], ["In short.", "WRITTEN", "zh-CN"]);
    assert.deepEqual(post.author, { id: authorId });
    assert.deepEqual(
      [post.categories, post.tags].map((list) => list.map(({ id }) => id)),
      [input.categoryIds, input.tagIds],
    );
    assert.deepEqual([post.cover, post.seo], [input.cover, input.seo]);
    const [revision, ...older] = post.revisions.nodes;
    assert.deepEqual(older, []);
    assert.deepEqual([revision?.source, revision?.editor], [input.body.source, "Edith"]);
    const events = await app.events(last?.id);
    assert.deepEqual(
      events.map(({ type }) => type),
      ["post.created"],
    );
    assert.equal(encodeGlobalId("Post", String(events[0]?.payload.postId)), post.id);
  });

  it("createPost uses the author of the token if the input has none", async () => {
    const input = { title: "Own", body: { source: "x" } };
    const post = await app.accepted<MutationResult>(authorViewer(author), "createPost", input, "{ author { id } }");
    assert.deepEqual(post.author, { id: authorId });
  });

  it("createPost reports all errors at once, each with its path", async () => {
    const input = {
      title: " ",
      slug: "a/b",
      body: { source: "\0" },
      excerpt: "x".repeat(2_001),
      locale: "not a locale",
      authorIds: [encodeGlobalId("Author", "00000000-0000-4000-8000-000000000000")],
      categoryIds: [encodeGlobalId("Tag", author)],
      tagIds: [encodeGlobalId("Tag", author)],
      cover: { url: "javascript:1", alt: "x".repeat(1_001), width: 0, height: 100_001 },
      seo: { title: "x".repeat(301), description: "x".repeat(2_001), canonicalUrl: "/relative" },
    };
    assert.deepEqual(await app.refused(EDITOR, "createPost", input), [
      "INVALID input.body.source",
      "INVALID input.categoryIds.0",
      "INVALID input.cover.alt",
      "INVALID input.cover.height",
      "INVALID input.cover.url",
      "INVALID input.cover.width",
      "INVALID input.excerpt",
      "INVALID input.locale",
      "INVALID input.seo.canonicalUrl",
      "INVALID input.seo.description",
      "INVALID input.seo.title",
      "INVALID input.slug",
      "INVALID input.title",
      "NOT_FOUND input.authorIds.0",
      "NOT_FOUND input.tagIds.0",
    ]);
  });

  it("createPost accepts a link that is too long for the index of links, and leaves it out of that index", async () => {
    const path = Array.from({ length: 3_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join("");
    const post = await create({ title: "Long link", body: { source: `[x](/posts/${path}) [y](/posts/short)` } });
    const rows: { path: string }[] = await app.dataSource.query(
      "select l.path from post_link l join post p on p.id = l.post_id where p.slug = $1",
      [post.slug],
    );
    assert.deepEqual(rows, [{ path: "/posts/short" }]);
  });
});

describe("updatePost", () => {
  it("updatePost changes only the given fields", async () => {
    const input = { ...(await everything()), slug: "partly" };
    const before = await app.accepted<MutationResult>(EDITOR, "createPost", input, POST);
    const after = await update(before.id, 1, { title: "New title" });
    assert.deepEqual({ ...after, revisions: null }, { ...before, title: "New title", version: 2, revisions: null });
    assert.deepEqual(
      after.revisions.nodes.map(({ version, title }) => [version, title]),
      [
        [2, "New title"],
        [1, "写给 ZStack 的 Café"],
      ],
    );
  });

  it("updatePost writes nothing if no field is given", async () => {
    const before = await app.accepted<MutationResult>(
      EDITOR,
      "createPost",
      { ...(await everything()), slug: "same" },
      POST,
    );
    const stored = (id: string) =>
      app.dataSource.query("select p.*, b.* from post p join post_body b on b.post_id = p.id where p.slug = $1", [id]);
    const rows = await stored("same");
    const after = await update(before.id, 1, {});
    assert.deepEqual(await stored("same"), rows);
    assert.deepEqual(after, before);
  });

  it("updatePost clears fields that are null, and rejects null for required fields", async () => {
    const input = { ...(await everything()), slug: "cleared" };
    const { id } = await app.accepted<MutationResult>(EDITOR, "createPost", input, POST);
    const cleared = { excerpt: null, locale: null, categoryIds: null, tagIds: null, cover: null, seo: null };
    const post = await update(id, 1, cleared);
    assert.deepEqual(
      [post.excerptSource, post.locale, post.categories, post.tags, post.cover],
      ["GENERATED", "en", [], [], null],
    );
    assert.deepEqual([post.seo.noIndex, post.seo.title], [false, post.title]);
    const missing = { id, expectedVersion: 2, title: null, body: null, authorIds: null };
    assert.deepEqual(await app.refused(EDITOR, "updatePost", missing), [
      "INVALID input.authorIds",
      "INVALID input.body",
      "INVALID input.title",
    ]);
  });

  it("updatePost keeps the visibility and date of a public post in all rows that repeat them", async () => {
    const post = await make.post({ publishedAt: "0099-03-01T00:00:00.000Z", tagIds: [await make.tag()] });
    const id = encodeGlobalId("Post", post.id);
    const category = encodeGlobalId("Category", await make.category());
    const response = await update(id, 1, { title: "Ancient", categoryIds: [category] });
    assert.equal(response.publishedAt, "0099-03-01T00:00:00.000Z");
    const seen = await app.read<{ node: { title: string } }>(
      null,
      "query($id: ID!) { node(id: $id) { ... on Post { title } } }",
      {
        id,
      },
    );
    assert.deepEqual(seen, { node: { title: "Ancient" } });
  });
});

describe("expectedVersion", () => {
  it("an expectedVersion that differs from the version of the post is rejected with the current post", async () => {
    const { id } = await create({ title: "Versioned" });
    await update(id, 1, { title: "Theirs" });
    for (const [name, expectedVersion] of [
      ["updatePost", 1],
      ["publishPost", 3],
      ["trashPost", 0],
      ["unpublishPost", -1],
      ["restorePost", 2 ** 31 - 1],
      ["deletePost", -(2 ** 31)],
    ] as const) {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { __typename code path
        ... on VersionConflict { expectedVersion actualVersion current { title version } } } } }`;
      const { data } = await app.executeAs<Record<string, { errors: unknown[] }>>(EDITOR, document, {
        input: { id, expectedVersion },
      });
      assert.deepEqual(data?.[name]?.errors, [
        {
          __typename: "VersionConflict",
          code: "VERSION_CONFLICT",
          path: ["input", "expectedVersion"],
          expectedVersion,
          actualVersion: 2,
          current: { title: "Theirs", version: 2 },
        },
      ]);
    }
    assert.deepEqual(await app.refused(EDITOR, "updatePost", { id, expectedVersion: 1 }), [
      "VERSION_CONFLICT input.expectedVersion",
    ]);
  });
});

describe("restoreRevision", () => {
  it("restoreRevision makes the title and text of the revision a new version byte for byte, and keeps all other fields", async () => {
    const source = "one\r\n\t two \u202e \u200b \u0301 \u{1F600}\n\n\n";
    const first = await create({ title: "First", body: { source, format: "HTML" }, excerpt: "Kept" });
    const second = await update(first.id, 1, { title: "Second", body: { source: "Other" }, slug: "kept-slug" });
    const [, revision] = second.revisions.nodes;
    const input = { id: first.id, expectedVersion: 2, revisionId: revision?.id };
    const restored = await app.accepted<MutationResult>(EDITOR, "restoreRevision", input, POST);
    assert.deepEqual(restored.body, { source, format: "HTML" });
    assert.deepEqual(
      [restored.title, restored.slug, restored.excerpt, restored.version],
      ["First", "kept-slug", "Kept", 3],
    );
    assert.deepEqual(
      restored.revisions.nodes.map(({ version }) => version),
      [3, 2, 1],
    );
  });

  it("restoreRevision rejects a revision of another post", async () => {
    const [one, other] = [await create({ title: "One" }), await create({ title: "Other" })];
    const input = { id: one.id, expectedVersion: 1, revisionId: other.revisions.nodes[0]?.id };
    assert.deepEqual(await app.refused(EDITOR, "restoreRevision", input), ["NOT_FOUND input.revisionId"]);
    const wrong = { ...input, revisionId: one.id };
    assert.deepEqual(await app.refused(EDITOR, "restoreRevision", wrong), ["INVALID input.revisionId"]);
  });
});
