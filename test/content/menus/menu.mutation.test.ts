// Menus: whole trees of items that follow their targets, and show no target that the viewer cannot see.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId, type NodeType } from "../../../src/platform/graphql/global-id.js";
import { withVersion } from "../../support/current-version.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
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

interface Item {
  label: string;
  url: string;
  items?: Item[];
}
const MENU = "{ id slug name version }";
type Written = { id: string; slug: string; version: number };

const save = (slug: string, items: object[], more: Record<string, unknown> = {}): Promise<Written> =>
  app.accepted(EDITOR, "saveMenu", { slug, name: "Menu", items, ...more }, MENU);
const refused = (items: object[], more: Record<string, unknown> = {}): Promise<string[]> =>
  app.refused(EDITOR, "saveMenu", { slug: "refused", name: "Menu", items, ...more });
const write = async (name: string, input: { id: string; [field: string]: unknown }) =>
  app.accepted<{ id: string; version: number }>(EDITOR, name, await withVersion(app, input), "{ id version }");

async function shown(slug: string, viewer: typeof EDITOR | null = null): Promise<Item[] | null> {
  const query = `query($slug: String!) { menu(slug: $slug) { items { label url items { label url items { label url } } } } }`;
  const { menu } = await app.read<{ menu: { items: Item[] } | null }>(viewer, query, { slug });
  return menu?.items ?? null;
}
const labels = async (slug: string): Promise<string[]> => ((await shown(slug)) ?? []).map(({ label }) => label);

describe("saveMenu", () => {
  it("saveMenu creates a tree of items for objects of every kind and URLs, with an event", async () => {
    const [author, category, tag, series] = [
      await make.author("Wang"),
      await make.category("Net"),
      await make.tag("Bgp"),
      await make.series("Course"),
    ];
    const post = await make.post({
      title: "A post",
      authorId: author,
      categoryIds: [category],
      tagIds: [tag],
      series: { id: series, position: 1 },
    });
    const page = await make.page({ title: "About" });
    const id = (type: NodeType, uuid: string) => encodeGlobalId(type, uuid);
    const items = [
      {
        targetId: id("Page", page.id),
        items: [{ targetId: id("Post", post.id), items: [{ targetId: id("Tag", tag) }] }],
      },
      { targetId: id("Category", category), label: " Networks " },
      { targetId: id("Author", author) },
      { targetId: id("Series", series) },
      { url: "https://elsewhere.example/", label: "Elsewhere" },
      { url: "#top", label: "Top" },
      { url: "mailto:a@example.org", label: "Mail" },
    ];
    const menu = await save("Main", items);
    assert.deepEqual([menu.slug, menu.version, (await app.events()).at(-1)?.type], ["main", 1, "menu.created"]);
    assert.deepEqual(await shown("main"), [
      {
        ...{ label: "About", url: "/about" },
        items: [{ label: "A post", url: "/posts/a-post", items: [{ label: "Bgp", url: "/tags/bgp" }] }],
      },
      { label: "Networks", url: "/categories/net", items: [] },
      { label: "Wang", url: "/authors/wang", items: [] },
      { label: "Course", url: "/series/course", items: [] },
      { label: "Elsewhere", url: "https://elsewhere.example/", items: [] },
      { label: "Top", url: "#top", items: [] },
      { label: "Mail", url: "mailto:a@example.org", items: [] },
    ]);
    const { menus } = await app.read<{ menus: { items: { target: { __typename: string } | null }[] }[] }>(
      null,
      "{ menus { items { target { __typename id } } } }",
    );
    assert.deepEqual(
      menus[0]?.items.map(({ target }) => target?.__typename),
      ["Page", "Category", "Author", "Series", undefined, undefined, undefined],
    );
    const count = (await app.events()).length;
    assert.equal((await save("main", items, { expectedVersion: 1 })).version, 1);
    assert.equal((await app.events()).length, count);
    assert.equal((await save("main", items.slice(1, 2), { expectedVersion: 1 })).version, 2);
    assert.deepEqual(await labels("main"), ["Networks"]);
  });

  it("an item follows its target, and is left out with all below it while the target is hidden", async () => {
    const page = await make.page({ title: "Follow" });
    const post = await make.post({ title: "Below" });
    const [pageId, postId] = [encodeGlobalId("Page", page.id), encodeGlobalId("Post", post.id)];
    await save("follow", [{ targetId: pageId, items: [{ targetId: postId }] }]);
    await write("updatePage", { id: pageId, slug: "moved", title: "Moved" });
    assert.deepEqual(await shown("follow"), [
      { label: "Moved", url: "/moved", items: [{ label: "Below", url: "/posts/below", items: [] }] },
    ]);
    await write("unpublishPage", { id: pageId });
    assert.deepEqual(await shown("follow"), []);
    assert.equal((await shown("follow", EDITOR))?.length, 1);
    const rows = await app.platform.publicReads.query("select * from menu_item");
    assert.ok(rows.every((row) => row.target_id !== page.id && row.target_id !== post.id));
    await write("publishPage", { id: pageId });
    await write("trashPost", { id: postId });
    assert.deepEqual(await shown("follow"), [{ label: "Moved", url: "/moved", items: [] }]);
    await write("unpublishPage", { id: pageId });
    await app.accepted(EDITOR, "deletePage", await withVersion(app, { id: pageId }), "");
    assert.deepEqual(await shown("follow", EDITOR), []);
  });

  it("an item that leads to a merged tag leads to the one that is left", async () => {
    const [source, target] = [await make.tag("Source"), await make.tag("Target")];
    await make.post({ tagIds: [target] });
    await save("merged", [{ targetId: encodeGlobalId("Tag", source) }]);
    assert.deepEqual(await shown("merged"), []);
    await app.accepted(EDITOR, "mergeTags", {
      sourceId: encodeGlobalId("Tag", source),
      targetId: encodeGlobalId("Tag", target),
    });
    assert.deepEqual(await labels("merged"), ["Target"]);
  });

  it("wrong items are named by their places in the tree", async () => {
    const none = encodeGlobalId("Page", "00000000-0000-4000-8000-000000000000");
    const token = encodeGlobalId("ApiToken", "00000000-0000-4000-8000-000000000000");
    assert.deepEqual(
      await refused([
        { url: "/fine", label: "Fine", items: [{ targetId: none }, {}] },
        { targetId: token },
        { targetId: none, url: "/both" },
        { url: "/no-label" },
      ]),
      [
        ...["INVALID input.items.0.items.1.url", "INVALID input.items.1.targetId", "INVALID input.items.2.targetId"],
        ...[
          "INVALID input.items.3.label",
          "NOT_FOUND input.items.0.items.0.targetId",
          "NOT_FOUND input.items.2.targetId",
        ],
      ],
    );
  });

  for (const url of [
    ...[
      "javascript:alert(1)",
      "JavaScript:alert(1)",
      "java\tscript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "//evil.example",
    ],
    ...["/\\evil.example", "\\\\evil.example", "about", "https://a b", "file:///etc/passwd", "", "blob:x"],
  ]) {
    it(`the URL ${JSON.stringify(url)} is refused`, async () => {
      assert.deepEqual(await refused([{ url, label: "x" }]), ["INVALID input.items.0.url"]);
    });
  }

  it("a menu has at most 3 levels and 200 items", async () => {
    const item = (items?: object[]) => ({ url: "/x", label: "x", ...(items && { items }) });
    assert.deepEqual(await refused([item([item([item([item()])])])]), ["INVALID input.items.0.items.0.items.0.items"]);
    assert.deepEqual(await refused(Array.from({ length: 201 }, () => item())), ["INVALID input.items"]);
    await save(
      "limits",
      Array.from({ length: 200 }, () => item()),
    );
  });

  it("a slug that is taken, an absent menu and an outdated version are refused", async () => {
    const { id } = await save("versions", []);
    assert.deepEqual(await refused([], { slug: "versions" }), ["SLUG_TAKEN input.slug"]);
    assert.deepEqual(await refused([], { slug: "absent", expectedVersion: 1 }), ["NOT_FOUND input.slug"]);
    assert.deepEqual(await refused([], { slug: "versions", expectedVersion: 2 }), [
      "VERSION_CONFLICT input.expectedVersion",
    ]);
    assert.deepEqual(await refused([], { slug: "a/b", name: " " }), ["INVALID input.name", "INVALID input.slug"]);
    assert.deepEqual(await app.refused(EDITOR, "deleteMenu", { id, expectedVersion: 2 }), [
      "VERSION_CONFLICT input.expectedVersion",
    ]);
    await app.accepted(EDITOR, "deleteMenu", { id, expectedVersion: 1 }, "");
    assert.equal(await shown("versions"), null);
  });

  it("of two editors who save one version of a menu at the same time, exactly one succeeds", async () => {
    for (let round = 0; round < 5; round += 1) {
      await save(`race-${round}`, []);
      const input = { slug: `race-${round}`, name: "Menu", expectedVersion: 1 };
      const outcomes = await Promise.all(
        ["a", "b", "c"].map((label) => app.mutate(EDITOR, "saveMenu", { ...input, items: [{ url: "/x", label }] })),
      );
      assert.equal(outcomes.filter(({ errors }) => errors.length === 0).length, 1);
      const created = await Promise.all(
        ["a", "b"].map((label) =>
          app.mutate(EDITOR, "saveMenu", { slug: `new-${round}`, name: "N", items: [{ url: "/x", label }] }),
        ),
      );
      assert.deepEqual(
        created.flatMap(({ errors }) => errors.map(({ code }) => code)),
        ["SLUG_TAKEN"],
      );
    }
  });
});
