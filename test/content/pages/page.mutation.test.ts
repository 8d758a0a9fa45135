// Mutations of pages: a tree with paths of its own, whose former paths redirect, and states like those of posts.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { withVersion } from "../../support/current-version.js";
import { authorViewer, EDITOR, type Executor, type Outcome, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;

before(async () => {
  app = await startExecutor(8);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Written {
  id: string;
  slug: string;
  path: string;
  version: number;
  status: string;
  publishedAt: string | null;
}
const PAGE = "{ id slug path version status publishedAt }";
const NOW = "2020-05-06T07:08:09.000Z";

const create = (title: string, more: Record<string, unknown> = {}): Promise<Written> =>
  app.accepted(EDITOR, "createPage", { title, body: { source: "Text." }, ...more }, PAGE);
const write = async (name: string, input: { id: string; [field: string]: unknown }): Promise<Written> =>
  app.accepted(EDITOR, name, await withVersion(app, input), name === "deletePage" ? "" : PAGE);
const refused = async (name: string, input: { id: string; [field: string]: unknown }): Promise<string[]> =>
  app.refused(EDITOR, name, await withVersion(app, input));

/** The title of the page at the path, or `-> path` for a redirect, as an anonymous client sees it. */
async function at(path: string): Promise<string | null> {
  const { resolvePath } = await app.read<{ resolvePath: { title?: string; to?: string } | null }>(
    null,
    "query($path: String!) { resolvePath(path: $path) { ... on Page { title } ... on Redirect { to } } }",
    { path },
  );
  return resolvePath?.title ?? (resolvePath === null ? null : `-> ${resolvePath.to}`);
}

const lastEvent = async (): Promise<string | undefined> => (await app.events()).at(-1)?.type;
const codes = (outcomes: readonly Outcome<unknown>[]): string[] =>
  outcomes.flatMap(({ errors }) => errors.map(({ code }) => code));

describe("createPage", () => {
  it("createPage creates a draft at the top of the tree, which only editors see", async () => {
    const page = await create("About us");
    assert.deepEqual([page.path, page.version, page.status, page.publishedAt], ["/about-us", 1, "DRAFT", null]);
    assert.equal(await lastEvent(), "page.created");
    const query = "query($path: String!) { page(path: $path) { title } }";
    assert.deepEqual(await app.read(null, query, { path: "/about-us" }), { page: null });
    assert.deepEqual(await app.read(authorViewer(await make.author()), query, { path: "/about-us" }), { page: null });
    assert.deepEqual(await app.read(EDITOR, query, { path: "/About-Us/" }), { page: { title: "About us" } });
  });

  it("a page below another one has its path, and is public on its own", async () => {
    const docs = await create("Docs");
    const setup = await create("Setup", { parentId: docs.id, publishAt: NOW, template: " wide ", locale: "en" });
    assert.deepEqual([setup.path, setup.status, setup.publishedAt], ["/docs/setup", "PUBLISHED", NOW]);
    assert.deepEqual(
      await app.read(
        null,
        `{ page(path: "/docs/setup") { title template locale url parent { path } body { html wordCount format } seo { title description canonicalUrl } } }`,
      ),
      {
        page: {
          ...{ title: "Setup", template: "wide", locale: "en", parent: null },
          url: "http://localhost:4000/docs/setup",
          body: { html: "<p>Text.</p>", wordCount: 1, format: "MARKDOWN" },
          seo: { title: "Setup", description: "Text.", canonicalUrl: "http://localhost:4000/docs/setup" },
        },
      },
    );
    await write("publishPage", { id: docs.id });
    assert.deepEqual(await app.read(null, `{ page(path: "/docs/setup") { parent { path children { path } } } }`), {
      page: { parent: { path: "/docs", children: [{ path: "/docs/setup" }] } },
    });
  });

  it("a slug that is derived from the title avoids those of siblings and the paths of posts and terms", async () => {
    await create("Twice");
    assert.equal((await create("Twice")).path, "/twice-2");
    assert.equal((await create("Tags")).path, "/tags-page");
    assert.equal((await create("Tags", { parentId: (await create("Above")).id })).path, "/above/tags");
  });

  it("a given path that something else has is refused", async () => {
    await create("Taken", { slug: "taken" });
    await app.accepted(EDITOR, "createRedirect", { from: "/redirects/here", to: "https://elsewhere.example/" });
    const above = await create("Redirects");
    const input = { title: "x", body: { source: "x" } };
    assert.deepEqual(await app.refused(EDITOR, "createPage", { ...input, slug: "taken" }), ["SLUG_TAKEN input.slug"]);
    assert.deepEqual(await app.refused(EDITOR, "createPage", { ...input, slug: "posts" }), ["PATH_TAKEN input.slug"]);
    assert.deepEqual(await app.refused(EDITOR, "createPage", { ...input, slug: "here", parentId: above.id }), [
      "PATH_TAKEN input.slug",
    ]);
    assert.deepEqual(await app.refused(EDITOR, "createRedirect", { from: "/taken", to: "/x" }), [
      "PATH_TAKEN input.from",
    ]);
  });

  it("wrong fields are named together", async () => {
    assert.deepEqual(
      await app.refused(EDITOR, "createPage", {
        ...{ title: " ", slug: "a/b", body: { source: "x\u0000" }, locale: "?", template: "x".repeat(201) },
        seo: { canonicalUrl: "javascript:alert(1)" },
      }),
      [
        ...["INVALID input.body.source", "INVALID input.locale", "INVALID input.seo.canonicalUrl"],
        ...["INVALID input.slug", "INVALID input.template", "INVALID input.title"],
      ],
    );
    const unknown = encodeGlobalId("Page", "00000000-0000-4000-8000-000000000000");
    assert.deepEqual(
      await app.refused(EDITOR, "createPage", { title: "x", body: { source: "x" }, parentId: unknown }),
      ["NOT_FOUND input.parentId"],
    );
  });

  it("the tree has at most 8 levels", async () => {
    let parent = await create("Level 1");
    for (let level = 2; level <= 8; level += 1) parent = await create(`Level ${level}`, { parentId: parent.id });
    const input = { title: "Level 9", body: { source: "x" }, parentId: parent.id };
    assert.deepEqual(await app.refused(EDITOR, "createPage", input), ["INVALID input.parentId"]);
    const two = await create("Two");
    await create("Below two", { parentId: two.id });
    const seventh = await app.read<{ page: { id: string } }>(
      EDITOR,
      `{ page(path: "${parent.path.replace(/\/level-8$/, "")}") { id } }`,
    );
    assert.deepEqual(await refused("updatePage", { id: two.id, parentId: seventh.page.id }), [
      "INVALID input.parentId",
    ]);
  });
});

describe("updatePage", () => {
  it("updatePage changes the given fields, with a revision, and nothing if nothing differs", async () => {
    const page = await create("Change me", { publishAt: NOW });
    const changed = await write("updatePage", { id: page.id, title: "Changed", body: { source: "# New" } });
    assert.deepEqual([changed.path, changed.version], ["/change-me", 2]);
    const events = (await app.events()).length;
    const again = await write("updatePage", {
      id: page.id,
      title: "Changed",
      body: { source: "# New" },
      slug: page.slug,
    });
    assert.equal(again.version, 2);
    assert.equal((await app.events()).length, events);
    const query = `query($id: ID!) { node(id: $id) { ... on Page { revisions { totalCount nodes { id version title source format slug kind changedFields authors { slug } status } } } } }`;
    const { node } = await app.read<{ node: { revisions: { nodes: { id: string }[] } } }>(EDITOR, query, {
      id: page.id,
    });
    const [newest] = node.revisions.nodes;
    assert.deepEqual(
      node.revisions.nodes.map(({ id: _, ...revision }) => revision),
      [
        {
          ...{ version: 2, title: "Changed", source: "# New", format: "MARKDOWN", slug: "change-me", kind: "UPDATED" },
          ...{ changedFields: ["title", "body"], authors: null, status: "PUBLISHED" },
        },
        {
          ...{
            version: 1,
            title: "Change me",
            source: "Text.",
            format: "MARKDOWN",
            slug: "change-me",
            kind: "CREATED",
          },
          ...{ changedFields: [], authors: null, status: "PUBLISHED" },
        },
      ],
    );
    const byId = "query($id: ID!) { node(id: $id) { ... on Revision { title } } }";
    assert.deepEqual(await app.read(EDITOR, byId, { id: newest?.id }), { node: { title: "Changed" } });
    assert.deepEqual(await app.read(null, byId, { id: newest?.id }), { node: null });
    const { errors } = await app.executeAs(null, query, { id: page.id });
    assert.deepEqual(
      errors.map(({ extensions }) => extensions.code),
      ["FORBIDDEN"],
    );
  });

  it("a page moves with everything below it, and all former paths redirect", async () => {
    const guide = await create("Guide", { publishAt: NOW });
    const part = await create("Part", { parentId: guide.id, publishAt: NOW });
    const hidden = await create("Hidden part", { parentId: guide.id });
    const manual = await create("Manual", { publishAt: NOW });
    await write("updatePage", { id: guide.id, parentId: manual.id, slug: "the-guide" });
    assert.equal(await lastEvent(), "page.updated");
    assert.deepEqual(
      [await at("/guide"), await at("/guide/part"), await at("/guide/hidden-part"), await at("/manual/the-guide/part")],
      ["-> /manual/the-guide", "-> /manual/the-guide/part", null, "Part"],
    );
    await write("updatePage", { id: manual.id, slug: "handbook" });
    assert.equal(await at("/guide/part"), "-> /handbook/the-guide/part");
    assert.deepEqual(await app.read(null, `{ page(path: "/guide/part") { path version } }`), {
      page: { path: "/handbook/the-guide/part", version: part.version },
    });
    // Back to where it was: the former path is a current one again.
    await write("updatePage", { id: guide.id, parentId: null, slug: "guide" });
    assert.deepEqual([await at("/guide/part"), await at("/handbook/the-guide/part")], ["Part", "-> /guide/part"]);
    assert.equal((await write("publishPage", { id: hidden.id })).path, "/guide/hidden-part");
  });

  it("a page cannot be moved below itself", async () => {
    const top = await create("Top");
    const below = await create("Below", { parentId: top.id });
    for (const parentId of [top.id, below.id]) {
      assert.deepEqual(await refused("updatePage", { id: top.id, parentId }), ["PAGE_CYCLE input.parentId"]);
    }
  });

  it("an outdated version, an absent page and a body of null are refused", async () => {
    const { id } = await create("Versions");
    assert.deepEqual(await app.refused(EDITOR, "updatePage", { id, expectedVersion: 2, title: "x" }), [
      "VERSION_CONFLICT input.expectedVersion",
    ]);
    assert.deepEqual(await refused("updatePage", { id, body: null, title: null }), [
      "INVALID input.body",
      "INVALID input.title",
    ]);
    const none = encodeGlobalId("Page", "00000000-0000-4000-8000-000000000000");
    assert.deepEqual(await app.refused(EDITOR, "updatePage", { id: none, expectedVersion: 1 }), ["NOT_FOUND input.id"]);
  });
});

describe("publication of pages", () => {
  it("publishPage and unpublishPage show and hide a page, which keeps its date", async () => {
    const { id } = await create("States");
    assert.equal(await at("/states"), null);
    const published = await write("publishPage", { id, at: NOW });
    assert.deepEqual([published.status, published.publishedAt, await at("/states")], ["PUBLISHED", NOW, "States"]);
    assert.deepEqual(await refused("publishPage", { id }), ["ALREADY_PUBLISHED input.id"]);
    const hidden = await write("unpublishPage", { id });
    assert.deepEqual([hidden.status, hidden.publishedAt, await at("/states")], ["DRAFT", NOW, null]);
    assert.deepEqual(await refused("unpublishPage", { id }), ["NOT_PUBLISHED input.id"]);
    assert.equal((await write("publishPage", { id })).publishedAt, NOW);
    const future = "2099-01-01T00:00:00.000Z";
    assert.deepEqual(await refused("updatePage", { id, publishedAt: future }), ["INVALID input.publishedAt"]);
    await write("unpublishPage", { id });
    assert.equal((await write("publishPage", { id, at: future })).status, "SCHEDULED");
    assert.equal(await lastEvent(), "page.scheduled");
    assert.equal(await at("/states"), null);
  });

  it("deletePage deletes a page without pages below it, with its redirects", async () => {
    const above = await create("Above all", { publishAt: NOW });
    const below = await create("Below it", { parentId: above.id });
    assert.deepEqual(await refused("deletePage", { id: above.id }), ["PAGE_NOT_EMPTY input.id"]);
    await write("updatePage", { id: above.id, slug: "moved" });
    await write("deletePage", { id: below.id });
    await write("deletePage", { id: above.id });
    assert.equal(await lastEvent(), "page.deleted");
    assert.deepEqual([await at("/above-all"), await at("/moved")], [null, null]);
  });
});

describe("the list of pages", () => {
  it("pages are ordered by path, and hidden ones are for editors", async () => {
    const query =
      "query($statuses: [PostStatus!]) { pages(first: 100, statuses: $statuses) { totalCount nodes { path status } } }";
    type Pages = { pages: { totalCount: number; nodes: { path: string; status: string }[] } };
    const { pages } = await app.read<Pages>(null, query);
    const paths = pages.nodes.map(({ path }) => path);
    assert.ok(paths.length > 3);
    assert.equal(pages.totalCount, paths.length);
    assert.deepEqual(paths, [...paths].sort());
    assert.ok(pages.nodes.every(({ status }) => status === "PUBLISHED"));
    const all = await app.read<Pages>(EDITOR, query, { statuses: ["DRAFT", "SCHEDULED", "PUBLISHED", "TRASHED"] });
    assert.deepEqual(
      new Set(all.pages.nodes.map(({ status }) => status)),
      new Set(["DRAFT", "SCHEDULED", "PUBLISHED"]),
    );
    for (const viewer of [null, authorViewer(await make.author())]) {
      const { errors } = await app.executeAs(viewer, query, { statuses: ["DRAFT"] });
      assert.deepEqual(
        errors.map(({ extensions }) => extensions.code),
        ["FORBIDDEN"],
      );
    }
  });
});

describe("concurrent writes of pages", () => {
  const times = <T>(n: number, one: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => one(i));

  it("of a page and a redirect that want one path at the same time, exactly one gets it", async () => {
    for (let round = 0; round < 10; round += 1) {
      const slug = `contested-${round}`;
      const outcomes = await Promise.all([
        app.mutate(EDITOR, "createPage", { title: "x", slug, body: { source: "x" } }),
        app.mutate(EDITOR, "createRedirect", { from: `/${slug}`, to: "https://elsewhere.example/" }),
      ]);
      assert.deepEqual(codes(outcomes), ["PATH_TAKEN"]);
    }
  });

  it("pages that are created with one title at the same time get different paths", async () => {
    const pages = await Promise.all(times(8, () => create("At once")));
    assert.equal(new Set(pages.map(({ path }) => path)).size, 8);
    const outcomes = await Promise.all(
      times(4, () => app.mutate(EDITOR, "createPage", { title: "x", slug: "one-of-four", body: { source: "x" } })),
    );
    assert.deepEqual(codes(outcomes), Array(3).fill("SLUG_TAKEN"));
  });

  it("two pages that are moved below each other at the same time do not form a cycle", async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [await create(`One ${round}`), await create(`Other ${round}`)];
      const outcomes = await Promise.all([
        app.mutate(EDITOR, "updatePage", { id: one.id, expectedVersion: 1, parentId: other.id }),
        app.mutate(EDITOR, "updatePage", { id: other.id, expectedVersion: 1, parentId: one.id }),
      ]);
      assert.deepEqual(codes(outcomes), ["PAGE_CYCLE"]);
    }
  });

  it("a page that is moved while one is created below it and another is deleted leaves no orphan", async () => {
    for (let round = 0; round < 10; round += 1) {
      const parent = await create(`Parent ${round}`);
      const child = await create("Child", { parentId: parent.id });
      await Promise.all([
        app.mutate(EDITOR, "updatePage", { id: parent.id, expectedVersion: 1, slug: `moved-parent-${round}` }),
        app.mutate(EDITOR, "createPage", { title: "New child", body: { source: "x" }, parentId: parent.id }),
        app.mutate(EDITOR, "deletePage", { id: child.id, expectedVersion: 1 }),
        app.mutate(EDITOR, "deletePage", { id: parent.id, expectedVersion: 1 }),
      ]);
    }
  });
});
