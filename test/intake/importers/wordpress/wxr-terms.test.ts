// Categories, tags, series and authors in the different forms of exports.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImportedAuthor } from "../../../../src/intake/importers/import-event.js";
import {
  categoryXml,
  cdata,
  codes,
  exportXml,
  itemXml,
  metaXml,
  type Outcome,
  readExport,
  readItem,
} from "./wxr-fixture.js";

function pathsOf({ events }: Outcome): string[] {
  const categories = events.filter((event) => event.kind === "category");
  return categories.map(({ path }) => path.map(({ slug }) => slug).join("/"));
}

function authorsOf({ events }: Outcome): ImportedAuthor[] {
  return events.filter((event) => event.kind === "author").map(({ author }) => author);
}

const term = (domain: string, nicename: string, name: string): string =>
  `<category domain="${domain}" nicename="${nicename}">${cdata(name)}</category>`;
const authorXml = (login: string, name: string): string =>
  `<wp:author><wp:author_login>${cdata(login)}</wp:author_login><wp:author_display_name>${cdata(name)}</wp:author_display_name></wp:author>`;

test("a category has its full path, for any order of declarations", async () => {
  const head =
    categoryXml("tcp", "network", "TCP") +
    categoryXml("network", "%e8%bf%90%e7%bb%b4", "网络") +
    categoryXml("%e8%bf%90%e7%bb%b4", "", "运维");
  const outcome = await readExport(exportXml(head + itemXml({}, term("category", "tcp", "TCP"))));
  assert.deepEqual(pathsOf(outcome), ["运维/network/tcp", "运维/network", "运维"]);
  assert.deepEqual(outcome.posts[0]?.categories, [
    [
      { slug: "运维", name: "运维" },
      { slug: "network", name: "网络" },
      { slug: "tcp", name: "TCP" },
    ],
  ]);
});

test("a parent category may be referred to by its name", async () => {
  const outcome = await readExport(
    exportXml(categoryXml("ops", "", "Operations R&amp;D") + categoryXml("linux", "Operations R&amp;D", "Linux")),
  );
  assert.deepEqual([pathsOf(outcome), outcome.notices], [["ops", "ops/linux"], []]);
});

test("categories with missing or cyclic ancestors are moved to the root, and the report says so", async () => {
  const head =
    categoryXml("orphan", "gone", "Orphan") +
    categoryXml("a", "b", "A") +
    categoryXml("b", "a", "B") +
    categoryXml("self", "self", "Self") +
    categoryXml("below", "a", "Below");
  const outcome = await readExport(exportXml(head));
  assert.deepEqual(pathsOf(outcome), ["orphan", "a", "b", "self", "below"]);
  assert.deepEqual(codes(outcome.notices), ["CHANGED", "CHANGED", "CHANGED", "CHANGED", "CHANGED"]);
});

test("the depth of the category tree is limited", async () => {
  const head = Array.from({ length: 2000 }, (_, index) =>
    categoryXml(`c${index}`, index === 0 ? "" : `c${index - 1}`, `C${index}`),
  );
  const paths = pathsOf(await readExport(exportXml(head.join(""))));
  assert.equal(Math.max(...paths.map((path) => path.split("/").length)), 32);
});

test("categories and tags that only items have are imported", async () => {
  const { post } = await readItem(
    {},
    term("category", "new", "New") +
      term("post_tag", "", "C++") +
      term("post_tag", "go", "Go") +
      term("post_tag", "go", "Go"),
  );
  assert.deepEqual(post.categories, [[{ slug: "new", name: "New" }]]);
  assert.deepEqual(
    post.tags.map(({ name }) => name),
    ["C++", "Go"],
  );
});

test("the duplicate terms of WXR 1.0 are imported once", async () => {
  const terms =
    `<category>${cdata("Linux")}</category>${term("category", "linux", "Linux")}` +
    `<category domain="tag">${cdata("Go")}</category>${term("tag", "go", "Go")}`;
  const { posts } = await readExport(exportXml(itemXml({}, terms), "1.0"));
  assert.deepEqual(posts[0]?.categories, [[{ slug: "linux", name: "Linux" }]]);
  assert.deepEqual(posts[0]?.tags, [{ slug: "go", name: "Go" }]);
});

test("categories and tags that are declared as terms are imported", async () => {
  const declared = (taxonomy: string, slug: string, parent: string, name: string): string =>
    `<wp:term><wp:term_taxonomy>${taxonomy}</wp:term_taxonomy><wp:term_slug>${slug}</wp:term_slug><wp:term_parent>${parent}</wp:term_parent><wp:term_name>${name}</wp:term_name></wp:term>`;
  const head =
    declared("category", "ops", "", "Ops") +
    declared("category", "linux", "ops", "Linux") +
    declared("post_tag", "go", "", "Go") +
    declared("genre", "x", "", "X");
  const outcome = await readExport(exportXml(head));
  assert.deepEqual(pathsOf(outcome), ["ops", "ops/linux"]);
  assert.deepEqual(
    outcome.events.filter(({ kind }) => kind === "tag"),
    [{ kind: "tag", tag: { slug: "go", name: "Go" } }],
  );
  assert.deepEqual(outcome.counts, { "terms of the taxonomy genre": 1 });
});

test("the series of a post and its part are imported", async () => {
  const { post } = await readItem({}, term("series", "kernel", "内核笔记") + metaXml("_series_part", "3"));
  assert.deepEqual(post.series, { slug: "kernel", name: "内核笔记", position: 3 });
});

test("e-mail addresses are never imported", async () => {
  const head = authorXml("lin@example.org", "林") + authorXml("chen@example.org", "chen@example.org");
  const outcome = await readExport(exportXml(head + itemXml({ "dc:creator": cdata("amy@example.org") })));
  assert.deepEqual(
    [...authorsOf(outcome), outcome.posts[0]?.author].map((author) => author?.name),
    ["林", "chen", "amy"],
  );
  assert.doesNotMatch(JSON.stringify([authorsOf(outcome), outcome.posts]), /example-?org"|@/);
});

test("authors with the same slug are given different slugs", async () => {
  const outcome = await readExport(exportXml(authorXml("Lin", "Lin A") + authorXml("lin", "Lin B")));
  assert.deepEqual(
    authorsOf(outcome).map(({ slug }) => slug),
    ["lin", "lin-2"],
  );
  assert.deepEqual(codes(outcome.notices), ["RENAMED"]);
});

test("a variant of a login refers to the author with the same slug", async () => {
  const { posts, notices } = await readExport(
    exportXml(authorXml("lin", "林") + itemXml({ "dc:creator": cdata(">Lin") })),
  );
  assert.deepEqual([posts[0]?.author?.name, notices], ["林", []]);
});

test("a post without a creator has no author", async () => {
  assert.equal((await readItem({ "dc:creator": "" })).post.author, null);
});

const guestXml = (login: string, name: string): string =>
  itemXml(
    { title: cdata(name), guid: `guest ${login}`, "wp:post_id": "90", "wp:post_type": cdata("guest-author") },
    metaXml("cap-user_login", login) + metaXml("cap-display_name", name),
  );
const namesOf = ({ posts: [post] }: Outcome) =>
  [post?.author, ...(post?.coAuthors ?? [])].map((author) => author?.name);

test("the terms of Co-Authors Plus are the authors of a post in their order, whoever created it", async () => {
  const head =
    authorXml("anna", "Anna Berg") + authorXml("bea@example.org", "Bea Lund") + guestXml("guest", "Gert Gast");
  const terms = ["anna", "guest", "bea@example.org", "other"]
    .map((login) => term("author", `cap-${login.replace(/\W/g, "-")}`, login))
    .reverse();
  const outcome = await readExport(exportXml(head + itemXml({ "dc:creator": cdata("anna") }, terms.join(""))));
  assert.deepEqual(namesOf(outcome), ["other", "Bea Lund", "Gert Gast", "Anna Berg"]);
  assert.doesNotMatch(JSON.stringify(outcome.posts), /example-?org"|@/);
  assert.deepEqual(codes(outcome.notices), ["CHANGED"]);
  assert.match(
    outcome.notices[0]?.reason ?? "",
    /plugin for several authors, “other”, “Bea Lund”, “Gert Gast”, “Anna Berg”; “Anna Berg” created it/,
  );
  assert.deepEqual(outcome.counts, {});
});

test("a creator who is the first author of Co-Authors Plus is worth no notice", async () => {
  const terms = term("author", "cap-anna", "anna") + term("author", "cap-bea", "bea");
  const outcome = await readExport(
    exportXml(authorXml("anna", "Anna") + authorXml("bea", "Bea") + itemXml({ "dc:creator": cdata("anna") }, terms)),
  );
  assert.deepEqual([namesOf(outcome), outcome.notices], [["Anna", "Bea"], []]);
});

test("a term of another taxonomy named author is no author, unless it names one of the export", async () => {
  const terms = term("author", "tolkien", "J. R. R. Tolkien") + term("author", "anna", "Anna");
  const outcome = await readExport(
    exportXml(authorXml("anna", "Anna") + itemXml({ "dc:creator": cdata("anna") }, terms)),
  );
  assert.deepEqual([namesOf(outcome), codes(outcome.notices)], [["Anna"], ["CHANGED"]]);
  assert.match(outcome.notices[0]?.reason ?? "", /No author is called “J. R. R. Tolkien”/);
});
