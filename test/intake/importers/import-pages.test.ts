// Imported pages and menus: their places in the tree, their former addresses, what stays hidden, and repeated imports.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { ImportEvent, ImportedMenuItem, ImportedPage } from "../../../src/intake/importers/import-event.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { withVersion } from "../../support/current-version.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { assertInvariants } from "../../support/invariants.js";
import { batches, importedPost, importInto } from "./import-fixture.js";

let app: Executor;

before(async () => {
  app = await startExecutor(4);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const page = (path: string, more: Partial<ImportedPage> = {}): ImportEvent => ({
  kind: "page",
  page: {
    ...{ key: path, path, title: `Page ${path}`, source: `Text of ${path}`, format: "HTML", state: "PUBLISHED" },
    ...{ publishedAt: new Date("2020-05-01T02:00:00Z"), updatedAt: null, locale: null, author: null },
    ...{ parentKey: null, position: null, template: null, formerPaths: [] },
    seo: { title: null, description: null, canonicalUrl: null, noIndex: false },
    ...more,
  },
});
const link = (label: string, more: Partial<ImportedMenuItem>): ImportedMenuItem => ({
  ...{ label, url: null, target: null, isInNewWindow: false, items: [] },
  ...more,
});
const load = (source: string, ...events: ImportEvent[]) => importInto(app.dataSource, batches(...events), { source });

async function at(path: string): Promise<string | null> {
  const { resolvePath } = await app.read<{ resolvePath: { title?: string; to?: string } | null }>(
    null,
    "query($path: String!) { resolvePath(path: $path) { ... on Page { title } ... on Redirect { to } } }",
    { path },
  );
  return resolvePath?.title ?? (resolvePath === null ? null : `-> ${resolvePath.to}`);
}

describe("imported pages", () => {
  it("pages have their places in the tree, and their former addresses redirect", async () => {
    const report = await load(
      "tree",
      page("/docs/setup", {
        key: "2",
        parentKey: "1",
        position: 2,
        template: "wide",
        formerPaths: ["/?page_id=2", "/old-setup/"],
      }),
      page("/docs", { key: "1" }),
      page("/docs/use", { key: "3", parentKey: "1", position: 1, state: "DRAFT" }),
      page("/guides/deep/part", { key: "4" }),
      page("/tags", { key: "5" }),
    );
    assert.deepEqual(report.pages, { created: 5, updated: 0, unchanged: 0, kept: 0, failed: 0 });
    assert.deepEqual(await app.read(null, `{ page(path: "/docs") { children { path template body { html } } } }`), {
      page: { children: [{ path: "/docs/setup", template: "wide", body: { html: "<p>Text of /docs/setup</p>" } }] },
    });
    assert.deepEqual(
      [
        await at("/?page_id=2"),
        await at("/old-setup"),
        await at("/docs/use"),
        await at("/guides/deep/part"),
        await at("/guides/deep"),
      ],
      ["-> /docs/setup", "-> /docs/setup", null, "Page /guides/deep/part", null],
    );
    assert.equal(await at("/tags"), "-> /tags-page");
    assert.deepEqual(
      report.notices.map(({ code, item }) => `${code} ${item}`),
      ["HIDDEN Page /docs/use", "RENAMED Page /tags", "CHANGED /guides", "CHANGED /guides/deep"],
    );
  });

  it("a second import changes nothing, and a page that was edited here is kept", async () => {
    const events = (text: string) => [page("/twice", { source: text }), page("/edited", { source: text })];
    await load("again", ...events("one"));
    const { page: edited } = await app.read<{ page: { id: string } }>(null, `{ page(path: "/edited") { id } }`);
    const recorded = (await app.events()).length;
    assert.equal((await load("again", ...events("one"))).pages.unchanged, 2);
    assert.equal((await app.events()).length, recorded);
    await app.accepted(EDITOR, "updatePage", await withVersion(app, { id: edited.id, title: "By hand" }));
    const report = await load("again", ...events("two"));
    assert.deepEqual(report.pages, { created: 0, updated: 1, unchanged: 0, kept: 1, failed: 0 });
    assert.deepEqual(
      await app.read(
        null,
        `{ a: page(path: "/twice") { version body { text } } b: page(path: "/edited") { body { text } } }`,
      ),
      {
        a: { version: 2, body: { text: "two" } },
        b: { body: { text: "one" } },
      },
    );
    await load("again", page("/moved", { key: "/twice", source: "three" }));
    assert.deepEqual([await at("/twice"), await at("/moved")], ["-> /moved", "Page /moved"]);
  });

  it("a dry run stores no page and no menu", async () => {
    const events = batches(page("/dry"), {
      kind: "menu",
      menu: { slug: "dry", name: "Dry", items: [link("x", { url: "/x" })] },
    });
    const report = await importInto(app.dataSource, events, { isDryRun: true });
    assert.deepEqual([report.pages.created, report.menus.created, await at("/dry")], [1, 1, null]);
  });

  it("a link of a post leads to the page", async () => {
    const source = "[page](/linked) [old](/?page_id=9)";
    const report = await load(
      "links",
      { kind: "post", post: importedPost("linking", { source }) },
      page("/linked", { formerPaths: ["/?page_id=9"] }),
    );
    assert.equal(report.links.unresolved, 0);
    assert.deepEqual(
      await app.read(null, `{ post(slug: "linking") { body { links { page { path } target { slug } } } } }`),
      {
        post: {
          body: {
            links: [
              { page: { path: "/linked" }, target: null },
              { page: { path: "/linked" }, target: null },
            ],
          },
        },
      },
    );
  });
});

describe("imported menus", () => {
  it("items lead to posts, pages and terms, follow the titles of their targets, and are at most three levels deep", async () => {
    const category = [{ slug: "net", name: "Net" }];
    const deep = link("1", {
      url: "/1",
      items: [link("2", { url: "/2", items: [link("3", { url: "/3", items: [link("4", { url: "/4" })] })] })],
    });
    const menu = {
      ...{ slug: "main", name: "Main" },
      items: [
        link("Page /about", { target: { kind: "page" as const, key: "/about" } }),
        link("My post", { target: { kind: "post" as const, key: "post" } }),
        link("Net", { target: { kind: "category" as const, key: "net" } }),
        link("Gone", { target: { kind: "post" as const, key: "gone" }, items: [link("Below", { url: "/below" })] }),
        link("Script", { url: "javascript:alert(1)" }),
        link("Heading", {}),
        deep,
      ],
    };
    const events: ImportEvent[] = [
      { kind: "menu", menu },
      { kind: "post", post: importedPost("post", { categories: [category] }) },
      page("/about"),
    ];
    const report = await load("menus", ...events);
    assert.deepEqual(report.menus, { created: 1, updated: 0, unchanged: 0, kept: 0 });
    type Item = { label: string; url: string; items?: Item[] };
    const shown = await app.read<{ menu: { items: Item[] } }>(
      null,
      `{ menu(slug: "main") { items { label url items { label url items { label url } } } } }`,
    );
    assert.deepEqual(
      shown.menu.items.map(({ label, url }) => `${label} ${url}`),
      ["Page /about /about", "My post /posts/post", "Net /categories/net", "Below /below", "Heading #", "1 /1"],
    );
    assert.deepEqual(shown.menu.items.at(-1)?.items, [
      {
        label: "2",
        url: "/2",
        items: [
          { label: "3", url: "/3" },
          { label: "4", url: "/4" },
        ],
      },
    ]);
    assert.deepEqual(report.notices.filter(({ code }) => code === "SKIPPED").length, 2);
    assert.equal((await load("menus", ...events)).menus.unchanged, 1);
    const [row] = await app.dataSource.query("select id, version from menu where slug = 'main'");
    await app.accepted(EDITOR, "saveMenu", { slug: "main", name: "Mine", expectedVersion: row.version, items: [] });
    const again = await load("menus", ...events.slice(1), { kind: "menu", menu: { ...menu, name: "Theirs" } });
    assert.deepEqual([again.menus.kept, encodeGlobalId("Menu", row.id).length > 0], [1, true]);
    assert.deepEqual(await app.read(null, `{ menu(slug: "main") { name items { label } } }`), {
      menu: { name: "Mine", items: [] },
    });
  });
});
