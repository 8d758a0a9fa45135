// The navigation menus of an export: their order, their levels, and the targets of their links.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImportedMenu, ImportedMenuItem } from "../../../../src/intake/importers/import-event.js";
import { categoryXml, cdata, exportXml, itemXml, metaXml, readExport } from "./wxr-fixture.js";

let order = 0;
function linkXml(id: number, meta: Record<string, string>, fields: Record<string, string> = {}, menu = "main"): string {
  order += 1;
  const all: Record<string, string> = { menu_item_parent: "0", object_id: "0", object: "custom", target: "", ...meta };
  return itemXml(
    {
      title: "",
      link: "",
      guid: `https://blog.example.org/?p=${id}`,
      "content:encoded": "",
      "wp:post_id": String(id),
      "wp:post_type": "nav_menu_item",
      "wp:menu_order": String(order),
      ...fields,
    },
    `<category domain="nav_menu" nicename="${menu}">${cdata(`Menu ${menu}`)}</category>` +
      Object.entries(all)
        .map(([name, value]) => metaXml(`_menu_item_${name}`, value))
        .join(""),
  );
}

const post = (id: string, object = "post"): Record<string, string> => ({ type: "post_type", object, object_id: id });
const custom = (url: string): Record<string, string> => ({ type: "custom", url });

async function menusOf(channel: string) {
  const { events, notices } = await readExport(exportXml(channel));
  const menus: ImportedMenu[] = events.flatMap((event) => (event.kind === "menu" ? [event.menu] : []));
  return { menus, items: menus[0]?.items ?? [], reasons: notices.map(({ reason }) => reason) };
}

/** `label>target(items)` */
function outline(items: readonly ImportedMenuItem[]): string {
  return items
    .map(({ label, url, target, items: below }) => {
      const place = url ?? (target === null ? "" : `${target.kind}:${target.key}`);
      return `${label}>${place}${below.length === 0 ? "" : `(${outline(below)})`}`;
    })
    .join(" ");
}

test("a menu leads to posts, pages, categories and tags by their keys, with their titles unless it has a label", async () => {
  const head =
    categoryXml("food", "", "Food").replace("<wp:category>", "<wp:category><wp:term_id>3</wp:term_id>") +
    categoryXml("soup", "food", "Soup").replace("<wp:category>", "<wp:category><wp:term_id>4</wp:term_id>") +
    "<wp:tag><wp:term_id>5</wp:term_id><wp:tag_slug>go</wp:tag_slug><wp:tag_name>Go</wp:tag_name></wp:tag>";
  const { menus, items } = await menusOf(
    head +
      linkXml(101, post("7")) +
      linkXml(102, post("8", "page"), { title: "The team" }) +
      linkXml(103, { type: "taxonomy", object: "category", object_id: "4" }) +
      linkXml(104, { type: "taxonomy", object: "post_tag", object_id: "5" }) +
      itemXml() +
      itemXml({ "wp:post_id": "8", guid: "page-8", "wp:post_type": "page" }),
  );
  assert.deepEqual([menus[0]?.slug, menus[0]?.name], ["main", "Menu main"]);
  assert.equal(
    outline(items),
    "Hello 世界>post:https://blog.example.org/?p=7 The team>page:page-8 Soup>category:food/soup Go>tag:go",
  );
});

test("the links of a menu are in its order and on its levels", async () => {
  const { items } = await menusOf(
    linkXml(113, { ...custom("/c"), menu_item_parent: "112" }, { title: "C" }) +
      linkXml(112, { ...custom("/b"), menu_item_parent: "111" }, { title: "B" }) +
      linkXml(111, custom("/a"), { title: "A", "wp:menu_order": "0" }) +
      linkXml(114, custom("/d"), { title: "D" }),
  );
  assert.equal(outline(items), "A>/a(B>/b(C>/c)) D>/d");
});

test("addresses of the site are paths, and others are whole addresses, headings or fragments", async () => {
  const urls = [
    "https://www.blog.example.org/2020/05/Hello/?x=1#part",
    "http://blog.example.org/?p=12",
    "https://elsewhere.example/a",
    "#",
    "#top",
    "mailto:me@example.org",
    "javascript:alert(1)",
    "/",
  ];
  const { items } = await menusOf(urls.map((url, index) => linkXml(120 + index, custom(url), { title: "L" })).join(""));
  assert.deepEqual(
    items.map(({ url }) => url),
    [
      "/2020/05/hello?x=1#part",
      "/?p=12",
      "https://elsewhere.example/a",
      null,
      "#top",
      "mailto:me@example.org",
      null,
      "/",
    ],
  );
});

test("a link without a target in the export is left out and told, and the links below it take its place", async () => {
  const { items, reasons } = await menusOf(
    linkXml(131, post("99"), { title: "Gone" }) +
      linkXml(132, { ...custom("/kept"), menu_item_parent: "131" }, { title: "Kept" }) +
      linkXml(133, post("7")) +
      itemXml({ "wp:status": "trash" }),
  );
  assert.equal(outline(items), "Kept>/kept");
  assert.equal(reasons.filter((reason) => reason.includes("not in the export")).length, 2);
});

test("links that are no part of the menu yet, and circles, neither appear nor hang", async () => {
  const { items } = await menusOf(
    linkXml(141, custom("/draft"), { title: "Draft", "wp:status": "draft" }) +
      linkXml(142, { ...custom("/b"), menu_item_parent: "143" }, { title: "B" }) +
      linkXml(143, { ...custom("/c"), menu_item_parent: "142" }, { title: "C" }),
  );
  assert.equal(outline(items), "B>/b C>/c");
});

test("each menu of an export is a menu", async () => {
  const { menus } = await menusOf(
    linkXml(151, custom("/a"), { title: "A" }) +
      linkXml(152, { ...custom("/b"), target: "_blank" }, { title: "B" }, "foot"),
  );
  assert.deepEqual(
    menus.map(({ slug, items }) => [slug, items[0]?.isInNewWindow]),
    [
      ["main", false],
      ["foot", true],
    ],
  );
});
