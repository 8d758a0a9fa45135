// Redirects that an editor makes: where they lead, what is refused, and that no reader learns of a hidden target.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
  await app.dataSource.query("update site set url = 'https://blog.example.org'");
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const REDIRECT = "{ id from to statusCode createdAt target { __typename id } }";

interface Stored {
  id: string;
  from: string;
  to: string;
  statusCode: number;
  createdAt: string;
  target: { __typename: string; id: string } | null;
}

const create = (from: string, more: Record<string, unknown>): Promise<Stored> =>
  app.accepted(EDITOR, "createRedirect", { from, ...more }, REDIRECT);
const refused = (from: string, more: Record<string, unknown>): Promise<string[]> =>
  app.refused(EDITOR, "createRedirect", { from, ...more });
const remove = (id: string): Promise<string> => app.accepted(EDITOR, "deleteRedirect", { id }, "");

/** As an anonymous client sees it: `308 /path`, the type of the content, or null. */
async function at(path: string): Promise<string | null> {
  const query = "query ($path: String!) { resolvePath(path: $path) { __typename ... on Redirect { to statusCode } } }";
  const { resolvePath: found } = await app.read<{
    resolvePath: { __typename: string; to?: string; statusCode?: number } | null;
  }>(null, query, { path });
  return found === null ? null : found.to === undefined ? found.__typename : `${found.statusCode} ${found.to}`;
}

describe("createRedirect", () => {
  it("leads to an object wherever it moves", async () => {
    const post = encodeGlobalId("Post", (await make.post({ slug: "guides" })).id);
    const stored = await create("/old/guides.html", { targetId: post });
    const { id, createdAt, ...others } = stored;
    assert.deepEqual(others, {
      from: "/old/guides.html",
      to: "/posts/guides",
      statusCode: 308,
      target: { __typename: "Post", id: post },
    });
    assert.ok(id.length > 20 && Math.abs(Date.parse(createdAt) - Date.now()) < 60_000);
    assert.equal(await at("/old/guides.html"), "308 /posts/guides");
    await app.accepted(EDITOR, "updatePost", { id: post, expectedVersion: 1, slug: "handbooks" });
    assert.equal(await at("/OLD/guides.html/?utm_source=x"), "308 /posts/handbooks");
    assert.equal(await at("/posts/guides"), "301 /posts/handbooks");
  });

  it("takes the path of an object, also a former one or an absolute URL of this site, for the object", async () => {
    const post = await make.post({ slug: "bound", formerPaths: ["/2019/05/bound"] });
    const id = encodeGlobalId("Post", post.id);
    const ways = ["/posts/bound", "/POSTS/Bound/", "/2019/05/bound", "https://BLOG.example.org:443/posts/bound"];
    for (const [index, to] of ways.entries()) {
      const stored = await create(`/to-bound/${index}`, { to, statusCode: 301 });
      assert.deepEqual([stored.to, stored.target], ["/posts/bound", { __typename: "Post", id }], to);
      assert.equal(await at(`/to-bound/${index}`), "301 /posts/bound", to);
    }
    for (const to of ["/posts/bound?page=2", "https://blog.example.org/2019/05/bound#part"]) {
      assert.deepEqual(await refused("/to-bound/part", { to }), ["INVALID input.to"], to);
    }
  });

  it("leads to another path or another site", async () => {
    for (const [from, to] of [
      ["/imprint.php", "/About?x=1#Imprint"],
      ["/feed", "https://feeds.example.net/blog?format=rss"],
      ["/shop", "http://shop.example.net"],
      ["/start", "/"],
    ] as const) {
      const stored = await create(from, { to });
      assert.deepEqual([stored.to, stored.target], [to, null]);
      assert.equal(await at(from), `308 ${to}`);
    }
  });

  it("reads the path as resolvePath does", async () => {
    for (const [from, stored, asked] of [
      ["/Caf%C3%A9/", "/café", "/CAFE\u0301"],
      ["/?p=0012", "/?p=12", "/?p=12&utm_source=x"],
      ["/a//b.html?x=1#y", "/a/b.html", "/a/b.html"],
    ] as const) {
      assert.equal((await create(from, { to: "/elsewhere" })).from, stored);
      assert.equal(await at(asked), "308 /elsewhere", asked);
    }
  });

  it("keeps the query where it names a page: of the root and of scripts", async () => {
    for (const id of [1, 2]) {
      const { from } = await create(`/View.php?lang=de&id=${id}&utm_source=x#part`, { to: `/view/${id}` });
      assert.equal(from, `/view.php?id=${id}&lang=de`);
      assert.equal(await at(`/view.php?utm_medium=y&id=${id}&lang=de`), `308 /view/${id}`);
    }
    assert.equal(await at("/view.php?id=3&lang=de"), null);
    assert.equal(await at("/view.php"), null);
    await create("/view.php", { to: "/view" });
    assert.equal(await at("/view.php?id=3"), "308 /view");
    assert.equal(await at("/view.php?id=1&lang=de"), "308 /view/1");
    assert.equal((await create("/?cat=3", { to: "/categories" })).from, "/?cat=3");
    assert.equal(await at("/?cat=3&fbclid=x"), "308 /categories");
    assert.equal(await at("/?cat=4"), null);
    assert.deepEqual(await refused("/view.php?id=1&lang=de", { to: "/b" }), ["PATH_TAKEN input.from"]);
    assert.deepEqual(await refused("/v.php?id=1", { to: "/v.php?id=1&utm_source=x" }), ["REDIRECT_LOOP input.to"]);
    assert.deepEqual(await refused("/v.php", { to: "/v.php?id=1" }), ["REDIRECT_LOOP input.to"]);
    await create("/v.php?id=1", { to: "/v.php?id=2" });
    await create("/to-v", { to: "/v.php?id=3" });
    assert.deepEqual(await refused("/v.php?id=3", { to: "/to-v" }), ["REDIRECT_LOOP input.to"]);
    await create("/to-root", { to: "/?cat=5" });
    assert.deepEqual(await refused("/?cat=5", { to: "/to-root" }), ["REDIRECT_LOOP input.to"]);
    await create("/to-home", { to: "/" });
    await create("/?cat=6", { to: "/to-home" });
    assert.equal(await at("/?cat=6"), "308 /");
    const post = await make.post({ slug: "by-query" });
    await create("/w.php?id=1", { targetId: encodeGlobalId("Post", post.id) });
    assert.equal((await create("/to-w", { to: "/w.php?id=1" })).to, "/posts/by-query");
    assert.deepEqual(await refused("/?utm_source=x", { to: "/b" }), ["INVALID input.from"]);
  });

  it("refuses what is no path, no destination and no permanent status", async () => {
    for (const from of [
      "",
      "/",
      "//",
      "//host/x",
      "x",
      "https://blog.example.org/x",
      "/%00",
      "/..",
      `/${"x".repeat(300)}`,
    ]) {
      assert.deepEqual(await refused(from, { to: "/b" }), ["INVALID input.from"], from);
    }
    for (const to of [
      "//host/x",
      "ftp://example.org/x",
      "javascript:alert(1)",
      "mailto:a@b.c",
      "x",
      "",
      "/a b",
      "/a\\b",
    ]) {
      assert.deepEqual(await refused("/a", { to }), ["INVALID input.to"], to);
    }
    for (const statusCode of [200, 302, 303, 307, 410, -1]) {
      assert.deepEqual(await refused("/a", { to: "/b", statusCode }), ["INVALID input.statusCode"]);
    }
    const token = encodeGlobalId("ApiToken", crypto.randomUUID());
    assert.deepEqual(await refused("/a", { targetId: token }), ["INVALID input.targetId"]);
    assert.deepEqual(await refused("/a", { targetId: "nonsense" }), ["INVALID input.targetId"]);
    const tag = encodeGlobalId("Tag", crypto.randomUUID());
    assert.deepEqual(await refused("/a", { targetId: tag }), ["NOT_FOUND input.targetId"]);
    assert.deepEqual(await refused("/a", { targetId: tag, to: "/b" }), ["INVALID input.targetId"]);
    assert.deepEqual(await refused("/", { statusCode: 302 }), [
      "INVALID input.from",
      "INVALID input.statusCode",
      "INVALID input.to",
    ]);
  });

  it("refuses the path of an object, hidden ones included, and a path that redirects already", async () => {
    await make.post({ slug: "owned", state: "DRAFT", publishedAt: null });
    const [tag, author, series] = [await make.tag("owned"), await make.author("owned"), await make.series("owned")];
    await make.category("inner", await make.category("owned"));
    assert.ok(tag !== author && author !== series);
    for (const from of ["/posts/owned", "/Tags/Owned/", "/authors/owned", "/series/owned", "/categories/owned/inner"]) {
      assert.deepEqual(await refused(from, { to: "/b" }), ["PATH_TAKEN input.from"], from);
    }
    await create("/twice", { to: "/b" });
    assert.deepEqual(await refused("/TWICE", { to: "/c" }), ["PATH_TAKEN input.from"]);
  });

  it("refuses loops, and leads through a chain in one step", async () => {
    assert.deepEqual(await refused("/loop", { to: "/loop?x=1" }), ["REDIRECT_LOOP input.to"]);
    assert.deepEqual(await refused("/loop", { to: "https://www.blog.example.org/Loop/" }), ["REDIRECT_LOOP input.to"]);
    await create("/chain/a", { to: "/chain/b", statusCode: 301 });
    await create("/chain/b", { to: "/chain/c?x=1" });
    await create("/chain/c", { to: "https://elsewhere.example/" });
    assert.equal(await at("/chain/a"), "301 https://elsewhere.example/");
    assert.equal(await at("/chain/b"), "308 https://elsewhere.example/");
    await create("/ring/a", { to: "/ring/b" });
    await create("/ring/b", { to: "/ring/c" });
    for (const to of ["/ring/a", "/ring/b?y", "/RING/c"]) {
      assert.deepEqual(await refused("/ring/c", { to }), ["REDIRECT_LOOP input.to"], to);
    }
  });

  it("leads on where an object has come to the path of the destination and moved away", async () => {
    await create("/early", { to: "/posts/early" });
    assert.equal(await at("/early"), "308 /posts/early");
    const post = await make.post({ slug: "early" });
    assert.equal(await at("/early"), "308 /posts/early");
    const id = encodeGlobalId("Post", post.id);
    await app.accepted(EDITOR, "updatePost", { id, expectedVersion: 1, slug: "late" });
    assert.equal(await at("/early"), "308 /posts/late");
  });

  it("is newer than a former path, and deleting it brings the former path back", async () => {
    await make.post({ slug: "first-owner", formerPaths: ["/posts/contested"] });
    const other = await make.post({ slug: "second-owner" });
    assert.equal(await at("/posts/contested"), "301 /posts/first-owner");
    const { id } = await create("/posts/contested", { targetId: encodeGlobalId("Post", other.id) });
    assert.equal(await at("/posts/contested"), "308 /posts/second-owner");
    assert.equal(await remove(id), id);
    assert.equal(await at("/posts/contested"), "301 /posts/first-owner");
  });

  it("never hides content: an object that gets the path is found at it", async () => {
    await create("/tags/to-be", { to: "/elsewhere" });
    const tag = await make.tag("to-be");
    assert.equal(await at("/tags/to-be"), "308 /elsewhere");
    await make.post({ tagIds: [tag] });
    assert.equal(await at("/tags/to-be"), "Tag");
  });

  it("does not lead to a hidden object, whatever it was given", async () => {
    const draft = await make.post({ slug: "hidden-target", state: "DRAFT", publishedAt: null });
    const id = encodeGlobalId("Post", draft.id);
    await create("/to-hidden/a", { targetId: id });
    await create("/to-hidden/b", { to: "/posts/hidden-target" });
    await create("/to-hidden/c", { to: "/to-hidden/b" });
    for (const path of ["/to-hidden/a", "/to-hidden/b", "/to-hidden/c"]) assert.equal(await at(path), null);
    await app.accepted(EDITOR, "publishPost", { id, expectedVersion: 1 });
    for (const path of ["/to-hidden/a", "/to-hidden/b", "/to-hidden/c"]) {
      assert.equal(await at(path), "308 /posts/hidden-target");
    }
  });
});

describe("deleteRedirect", () => {
  it("deletes redirects that editors made and former paths of objects", async () => {
    const { id } = await create("/short-lived", { to: "/b" });
    await remove(id);
    assert.equal(await at("/short-lived"), null);
    assert.deepEqual(await app.refused(EDITOR, "deleteRedirect", { id }), ["NOT_FOUND input.id"]);
    await make.post({ slug: "kept", formerPaths: ["/posts/given-up"] });
    const query = '{ redirects(pathPrefix: "/posts/given-up") { nodes { id to } } }';
    const { redirects } = await app.read<{ redirects: { nodes: Stored[] } }>(EDITOR, query);
    assert.deepEqual(
      redirects.nodes.map(({ to }) => to),
      ["/posts/kept"],
    );
    await remove(redirects.nodes[0]?.id ?? "");
    assert.equal(await at("/posts/given-up"), null);
  });

  it("a deleted object takes its redirects with it, and a merged one gives them to the other", async () => {
    const [one, two] = [await make.category("Merge one"), await make.category("Merge two")];
    const [sourceId, targetId] = [encodeGlobalId("Category", one), encodeGlobalId("Category", two)];
    const { id } = await create("/to-merge-one", { targetId: sourceId });
    await app.accepted(EDITOR, "mergeCategories", { sourceId, targetId });
    assert.equal(await at("/to-merge-one"), "308 /categories/merge-two");
    const node = "query ($id: ID!) { node(id: $id) { ... on StoredRedirect { to } } }";
    assert.deepEqual(await app.read(EDITOR, node, { id }), { node: { to: "/categories/merge-two" } });
    await app.accepted(EDITOR, "deleteCategory", { id: targetId }, "");
    assert.equal(await at("/to-merge-one"), null);
    assert.deepEqual(await app.read(EDITOR, node, { id }), { node: null });
  });
});

describe("who is no editor", () => {
  it("neither lists redirects nor finds them by id", async () => {
    const { id } = await create("/for-editors", { to: "/b" });
    const node = "query ($id: ID!) { node(id: $id) { __typename } }";
    assert.deepEqual(await app.read(EDITOR, node, { id }), { node: { __typename: "StoredRedirect" } });
    for (const viewer of [null, authorViewer(await make.author())]) {
      const { data, errors } = await app.executeAs(viewer, "{ redirects { totalCount } }");
      assert.deepEqual([data, errors[0]?.extensions.code], [null, "FORBIDDEN"]);
      assert.deepEqual(await app.read(viewer, node, { id }), { node: null });
    }
  });
});
