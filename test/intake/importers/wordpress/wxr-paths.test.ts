// The addresses that posts and archives had: by the structures that an export shows in the addresses of its posts and in its bodies.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fillTemplate, templateOf } from "../../../../src/intake/importers/wordpress/addresses/permalink-structure.js";
import { categoryXml, cdata, exportXml, itemXml, metaXml, readExport } from "./wxr-fixture.js";

const SITE = "https://blog.example.org";
const plain = (id: number, slug: string): string =>
  itemXml({ link: `${SITE}/?p=${id}`, guid: `${SITE}/?p=${id}`, "wp:post_id": String(id), "wp:post_name": slug });
const pretty = (id: number, path: string, slug: string, more = ""): string =>
  itemXml({ link: SITE + path, guid: `${SITE}/?p=${id}`, "wp:post_id": String(id), "wp:post_name": slug }, more);

async function pathsOf(channel: string): Promise<(readonly string[])[]> {
  return (await readExport(exportXml(channel))).posts.map(({ formerPaths }) => formerPaths);
}

test("a post with a plain address has the address that most posts have", async () => {
  const [, , last] = await pathsOf(pretty(1, "/a-1.html", "a") + pretty(2, "/2020/05/b/", "b") + plain(3, "c"));
  assert.deepEqual(last, ["/2020/05/c", "/c", "/?p=3"]);
});

test("former slugs are found in every structure, wherever the slug stands", async () => {
  const old = metaXml("_wp_old_slug", "old");
  const [dated] = await pathsOf(pretty(7, "/blog/2020/05/01/hello.html", "hello", old));
  assert.ok(dated?.includes("/blog/2020/05/01/old.html"));
  const [inside] = await pathsOf(pretty(7, "/read/hello/7/", "hello", old));
  assert.ok(inside?.includes("/read/old/7"));
  for (const paths of [dated, inside]) assert.ok(paths?.includes("/old") && paths.includes("/posts/old"));
});

test("posts have the addresses of the structures that links in bodies show", async () => {
  const body = (href: string): string => `<a href="${href}">x</a>`;
  const links = [
    `${SITE}/2019/12/31/other/`,
    `${SITE}/archives/12`,
    "/index.php/2019/12/other",
    "https://elsewhere.example/notes/2019/12/x/",
  ];
  const [paths] = await pathsOf(itemXml({ "content:encoded": cdata(links.map(body).join("")) }));
  assert.deepEqual(paths, [
    "/2020/05/hello",
    "/2020/05/01/hello",
    "/archives/7",
    "/index.php/2020/05/hello",
    "/hello",
    "/?p=7",
  ]);
});

test("the guid is an address if it was a permalink of the site", async () => {
  const [paths] = await pathsOf(itemXml({ guid: `${SITE}/journal/hello/` }));
  assert.ok(paths?.includes("/journal/hello"));
  const [others] = await pathsOf(itemXml({ guid: "https://elsewhere.example/journal/hello/" }));
  assert.ok(!others?.includes("/journal/hello"));
});

test("a post is not found by its slug alone if a page is there, and neither is one that was never public", async () => {
  const page = itemXml({ "wp:post_type": "page", "wp:post_id": "9", guid: "page" });
  assert.ok(!(await pathsOf(itemXml() + page))[0]?.includes("/hello"));
  const hidden = { link: `${SITE}/?p=7`, "wp:status": "draft" };
  assert.deepEqual(await pathsOf(itemXml(hidden)), [["/?p=7"]]);
});

test("slugs in any case of percent-encoding are one address", async () => {
  for (const slug of ["%E7%BD%91", "%e7%bd%91"]) {
    const [paths] = await pathsOf(
      itemXml({ link: `${SITE}/${slug}/`, "wp:post_name": slug }, metaXml("_wp_old_slug", "old")),
    );
    assert.deepEqual(paths, ["/网", "/old", "/posts/old", "/?p=7"]);
  }
});

const parts = fc.record({
  slug: fc.stringMatching(/^[a-z][a-z-]{0,8}[a-z]$/),
  id: fc.integer({ min: 1, max: 99_999 }).map(String),
  date: fc.constantFrom("2020-05-01", "2019-12-31", "2021-05-05"),
});

test("an address that a structure gives has that structure", () => {
  const template = fc.constantFrom(
    "/%postname%",
    "/%year%/%monthnum%/%day%/%postname%",
    "/blog/%year%/%monthnum%/%postname%.html",
    "/archives/%post_id%",
    "/%post_id%/%postname%",
  );
  fc.assert(
    fc.property(template, parts, (text, post) => {
      const path = fillTemplate(text, post);
      assert.equal(fillTemplate(templateOf(path ?? "", post) ?? "", post), path);
    }),
  );
});

async function termPaths(channel: string): Promise<string[]> {
  const { events } = await readExport(exportXml(channel));
  return events.flatMap((event) =>
    event.kind === "termPaths" ? event.paths.map(({ kind, key, path }) => `${kind} ${key} ${path}`) : [],
  );
}

const TERMS =
  categoryXml("food", "", "Food") +
  categoryXml("soup", "food", "Soup") +
  "<wp:tag><wp:tag_slug>go</wp:tag_slug><wp:tag_name>Go</wp:tag_name></wp:tag>" +
  "<wp:author><wp:author_login>lin</wp:author_login></wp:author>";

test("archives of categories, tags and authors have the addresses of WordPress", async () => {
  assert.deepEqual(await termPaths(TERMS + itemXml()), [
    "category food /category/food",
    "category food/soup /category/food/soup",
    "category food/soup /category/soup",
    "tag go /tag/go",
    "author lin /author/lin",
  ]);
  assert.ok((await termPaths(TERMS + pretty(7, "/blog/2020/05/hello/", "hello"))).includes("tag go /blog/tag/go"));
});

test("archives have the addresses that links in bodies show", async () => {
  const links = [`${SITE}/topics/food/soup/`, "/label/go", "/2020/05/food"].map((href) => `<a href="${href}">x</a>`);
  const paths = await termPaths(TERMS + itemXml({ "content:encoded": cdata(links.join("")) }));
  assert.ok(paths.includes("category food /topics/food") && paths.includes("tag go /label/go"));
  assert.ok(!paths.some((path) => path.includes("2020")));
});

test("links to a category below a former parent lead to it, as in WordPress", async () => {
  const links = [
    "/category/drinks/soup/",
    "/category/a/b/soup",
    "/category/soup/food",
    "/category/drinks/unknown",
    "/category/soup/feed/",
  ];
  const body = links.map((path) => `<a href="${SITE}${path}">x</a>`).join("");
  const paths = await termPaths(TERMS + itemXml({ "content:encoded": cdata(body) }));
  assert.deepEqual(
    paths.filter((path) => /\/category\/(?:drinks|a|soup)\//.test(path)),
    [
      "category food/soup /category/drinks/soup",
      "category food/soup /category/a/b/soup",
      "category food /category/soup/food",
    ],
  );
});
