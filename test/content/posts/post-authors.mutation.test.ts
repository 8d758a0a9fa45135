// Several authors of a post: what is stored and read, what is rejected, and what each author of a post may do.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { ADMIN, authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

const NOBODY = encodeGlobalId("Author", "00000000-0000-4000-8000-000000000000");
const POST = "{ id version author { id } authors { id } }";

let app: Executor;
let make: Factories;
/** UUIDs of authors, and their global ids. */
let uuids: string[];
let ids: string[];

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
  uuids = [await make.author("Main"), await make.author("Second"), await make.author("Third")];
  ids = uuids.map((uuid) => encodeGlobalId("Author", uuid));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Written {
  id: string;
  version: number;
  author: { id: string };
  authors: { id: string }[];
}

const idAt = (place: number): string => ids[place] ?? "";
const viewerAt = (place: number) => authorViewer(uuids[place] ?? "");
const create = (authorIds: readonly string[], viewer = EDITOR): Promise<Written> =>
  app.accepted(viewer, "createPost", { title: "Joint", body: { source: "x" }, authorIds }, POST);
const authorsOf = (post: Written): string[] => post.authors.map(({ id }) => id);

interface Listed {
  author: { postCount: number; posts: { nodes: { id: string }[]; totalCount: number } } | null;
  posts: { nodes: { id: string }[] };
}

const listed = (viewer: typeof EDITOR | null, place: number): Promise<Listed> =>
  app.read(
    viewer,
    `query($slug: String!, $id: ID!) {
       author(slug: $slug) { postCount posts { nodes { id } totalCount } } posts(filter: { authorIds: [$id] }) { nodes { id } } }`,
    { slug: ["main", "second", "third"][place], id: idAt(place) },
  );

describe("the authors of a post", () => {
  it("a post has its authors in their order, and its author is the first", async () => {
    const post = await create([idAt(1), idAt(0), idAt(2)]);
    assert.deepEqual(authorsOf(post), [idAt(1), idAt(0), idAt(2)]);
    assert.deepEqual(post.author, { id: idAt(1) });
    const change = { id: post.id, expectedVersion: 1, authorIds: [idAt(2), idAt(1)] };
    const changed = await app.accepted<Written>(EDITOR, "updatePost", change, POST);
    assert.deepEqual([authorsOf(changed), changed.author, changed.version], [[idAt(2), idAt(1)], { id: idAt(2) }, 2]);
  });

  it("a post is listed, filtered and counted for each of its authors while it is public", async () => {
    const post = await create([idAt(0), idAt(1)]);
    const before = [await listed(null, 1), await listed(null, 0)];
    await app.accepted(EDITOR, "publishPost", { id: post.id, expectedVersion: 1 });
    for (const [index, place] of [1, 0].entries()) {
      const { author, posts } = await listed(null, place);
      const former = before[index]?.author?.postCount ?? 0;
      assert.equal(author?.postCount, former + 1);
      assert.equal(author.posts.totalCount, former + 1);
      assert.ok([author.posts.nodes, posts.nodes].every((nodes) => nodes.some(({ id }) => id === post.id)));
    }
    const alone = { id: post.id, expectedVersion: 2, authorIds: [idAt(0)] };
    await app.accepted(EDITOR, "updatePost", alone);
    assert.ok((await listed(null, 1)).posts.nodes.every(({ id }) => id !== post.id));
    await app.accepted(EDITOR, "unpublishPost", { id: post.id, expectedVersion: 3 });
    assert.deepEqual((await listed(null, 0)).author?.postCount ?? 0, before[1]?.author?.postCount ?? 0);
  });

  it("an author of hidden posts alone does not exist for anonymous clients, also as a co-author", async () => {
    const hidden = await make.author("Hidden co-author");
    await make.post({ state: "DRAFT", publishedAt: null, coAuthorIds: [hidden] });
    const query = `query($id: ID!) { author(slug: "hidden-co-author") { id } node(id: $id) { id } }`;
    const variables = { id: encodeGlobalId("Author", hidden) };
    assert.deepEqual(await app.read(null, query, variables), { author: null, node: null });
    await make.post({ coAuthorIds: [hidden] });
    assert.deepEqual(await app.read(null, query, variables), { author: variables, node: variables });
  });

  it("a former slug of an author who is only a co-author redirects for anonymous clients", async () => {
    const author = await make.author("Former co-author");
    await make.post({ coAuthorIds: [author] });
    const id = encodeGlobalId("Author", author);
    await app.accepted(ADMIN, "updateAuthor", { id, expectedVersion: 1, slug: "present-co-author" });
    const query = `{ resolvePath(path: "/authors/former-co-author") { ... on Redirect { to } } }`;
    assert.deepEqual(await app.read(null, query), { resolvePath: { to: "/authors/present-co-author" } });
  });

  it("invalid, repeated, missing and too many authors are rejected, each at its place", async () => {
    const refusals = (authorIds: unknown) =>
      app.refused(EDITOR, "createPost", { title: "T", body: { source: "x" }, authorIds });
    assert.deepEqual(await refusals([]), ["INVALID input.authorIds"]);
    assert.deepEqual(await refusals(null), ["INVALID input.authorIds"]);
    assert.deepEqual(await refusals([idAt(0), "nonsense"]), ["INVALID input.authorIds.1"]);
    assert.deepEqual(await refusals([idAt(0), idAt(1), idAt(0)]), ["INVALID input.authorIds.2"]);
    assert.deepEqual(await refusals([idAt(0), NOBODY, idAt(1)]), ["NOT_FOUND input.authorIds.1"]);
    assert.deepEqual(await refusals(Array.from({ length: 21 }, () => idAt(0))), [
      "INVALID input.authorIds",
      ...Array.from({ length: 19 }, (_, place) => `INVALID input.authorIds.${place + 1}`).sort(),
    ]);
    const { id } = await create([idAt(0)]);
    for (const authorIds of [[], null]) {
      const input = { id, expectedVersion: 1, authorIds };
      assert.deepEqual(await app.refused(EDITOR, "updatePost", input), ["INVALID input.authorIds"]);
    }
  });
});

describe("a viewer of role AUTHOR", () => {
  it("the viewer's author is the one whose posts it may write, and no other role has one", async () => {
    const query = "{ viewer { role author { id } } }";
    assert.deepEqual(await app.read(viewerAt(1), query), { viewer: { role: "AUTHOR", author: { id: idAt(1) } } });
    assert.deepEqual(await app.read(EDITOR, query), { viewer: { role: "EDITOR", author: null } });
    assert.deepEqual(await app.read(null, query), { viewer: null });
  });

  it("a co-author may read and write the post, and the post's other viewers of role AUTHOR may not", async () => {
    const { id } = await create([idAt(0), idAt(1)]);
    const node = "query($id: ID!) { node(id: $id) { ... on Post { title revisions { totalCount } } } }";
    const shown = { node: { title: "Joint", revisions: { totalCount: 1 } } };
    assert.deepEqual(await app.read(viewerAt(1), node, { id }), shown);
    assert.deepEqual(await app.read(viewerAt(2), node, { id }), { node: null });
    const drafts = "{ posts(filter: { statuses: [DRAFT] }) { nodes { id } } }";
    const has = async (place: number) =>
      (await app.read<Listed>(viewerAt(place), drafts)).posts.nodes.some((post) => post.id === id);
    assert.deepEqual([await has(0), await has(1), await has(2)], [true, true, false]);
    await app.accepted(viewerAt(1), "updatePost", { id, expectedVersion: 1, title: "Ours" });
    assert.deepEqual(await app.refused(viewerAt(2), "updatePost", { id, expectedVersion: 2, title: "Mine" }), [
      "NOT_FOUND input.id",
    ]);
    await app.accepted(viewerAt(1), "createPreviewToken", { postId: id }, "");
  });

  it("viewerCanUpdate and viewerCanPublish tell each viewer what the mutations allow", async () => {
    const { id } = await create([idAt(0), idAt(1)]);
    await app.accepted(EDITOR, "publishPost", { id, expectedVersion: 1 }, POST);
    const may = async (viewer: typeof EDITOR | null) => {
      const query = "query($id: ID!) { node(id: $id) { ... on Post { viewerCanUpdate viewerCanPublish } } }";
      return (await app.read<{ node: object }>(viewer, query, { id })).node;
    };
    for (const viewer of [ADMIN, EDITOR, viewerAt(0), viewerAt(1)])
      assert.deepEqual(await may(viewer), { viewerCanUpdate: true, viewerCanPublish: true });
    for (const viewer of [null, viewerAt(2)])
      assert.deepEqual(await may(viewer), { viewerCanUpdate: false, viewerCanPublish: false });
  });

  it("only the main author of a post changes its authors, and stays the main one", async () => {
    const { id } = await create([idAt(0)], viewerAt(0));
    const change = (place: number, expectedVersion: number, authorIds: readonly string[]) =>
      [viewerAt(place), "updatePost", { id, expectedVersion, authorIds }] as const;
    const added = await app.accepted<Written>(...change(0, 1, [idAt(0), idAt(1), idAt(2)]), POST);
    assert.deepEqual(authorsOf(added), [idAt(0), idAt(1), idAt(2)]);
    // Neither giving the post away nor making another the main author.
    for (const authorIds of [[idAt(1)], [idAt(1), idAt(0)]])
      assert.deepEqual(await app.refused(...change(0, 2, authorIds)), ["FORBIDDEN input.authorIds"]);
    // A co-author neither takes the post over, nor adds or removes anybody.
    for (const authorIds of [[idAt(1)], [idAt(1), idAt(0)], [idAt(0), idAt(1)], [idAt(0)]])
      assert.deepEqual(await app.refused(...change(1, 2, authorIds)), ["FORBIDDEN input.authorIds"]);
    // The authors that the post has are no change.
    const same = await app.accepted<Written>(...change(1, 2, [idAt(0), idAt(1), idAt(2)]), POST);
    assert.deepEqual(authorsOf(same), [idAt(0), idAt(1), idAt(2)]);
    const removed = await app.accepted<Written>(...change(0, same.version, [idAt(0), idAt(2)]), POST);
    assert.deepEqual(authorsOf(removed), [idAt(0), idAt(2)]);
    assert.deepEqual(await app.refused(viewerAt(1), "updatePost", { id, expectedVersion: removed.version }), [
      "NOT_FOUND input.id",
    ]);
  });

  it("an author of a public post of others may not become one of its authors", async () => {
    const post = await make.post({ authorId: uuids[0] ?? "" });
    const input = { id: encodeGlobalId("Post", post.id), expectedVersion: 1, authorIds: [idAt(0), idAt(1)] };
    assert.deepEqual(await app.refused(viewerAt(1), "updatePost", input), ["FORBIDDEN input.id"]);
  });

  it("a new post has the viewer's author as its main author", async () => {
    const post = await create([idAt(1), idAt(0)], viewerAt(1));
    assert.deepEqual(authorsOf(post), [idAt(1), idAt(0)]);
    const input = { title: "T", body: { source: "x" }, authorIds: [idAt(0), idAt(1)] };
    assert.deepEqual(await app.refused(viewerAt(1), "createPost", input), ["FORBIDDEN input.authorIds"]);
  });
});
