// What the change feed records: for each type of node that it appeared, changed or disappeared, as readers see it, with the paths of all pages that
// the change affects.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { recordAppearances } from "../../../src/content/appearances/record-appearances.js";
import type { StoredChange } from "../../../src/content/change-feed/read-changes.js";
import { decodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { importedPost, importPosts, term } from "../../intake/importers/import-fixture.js";
import { AssetUploads } from "../../support/asset-uploads.js";
import { ADMIN, EDITOR, type Executor, selectionOf, startExecutor } from "../../support/execute.js";
import { changesDuring, kindsOf, pathsOf } from "./recorded-changes.js";

let app: Executor;
let authorId: string;

before(async () => {
  app = await startExecutor();
  authorId = (await app.accepted<{ id: string }>(ADMIN, "createAuthor", { name: "Ann Author" })).id;
});
after(() => app.close());

interface Versioned {
  id: string;
  version: number;
}
let number = 0;
const create = (fields: Record<string, unknown> = {}): Promise<Versioned> => {
  number += 1;
  return app.accepted(
    EDITOR,
    "createPost",
    { title: `Post ${number}`, slug: `post-${number}`, body: { source: "Text." }, authorIds: [authorId], ...fields },
    "{ id version }",
  );
};
const publish = (fields: Record<string, unknown> = {}): Promise<Versioned> =>
  create({ publishAt: `2020-05-01T10:${String(number % 60).padStart(2, "0")}:00Z`, ...fields });
const versioned = (name: string): string => (selectionOf(name) === "" ? "" : "{ id version }");
const step = (name: string, { id, version }: Versioned, more: Record<string, unknown> = {}): Promise<Versioned> =>
  app.accepted(ADMIN, name, { id, expectedVersion: version, ...more }, versioned(name));
const make = (name: string, input: Record<string, unknown>): Promise<Versioned> =>
  app.accepted(ADMIN, name, input, "{ id version }");
const during = (work: () => Promise<unknown>): Promise<StoredChange[]> => changesDuring(app, work);

it("a post and its terms appear, change and disappear together", async () => {
  let post = await create({ slug: "draft-slug", title: "Post", tagNames: ["Solo"] });
  post = await step("updatePost", post, { slug: "first" });
  const appeared = await during(async () => {
    post = await step("publishPost", post, { at: "2024-03-05T10:00:00Z" });
  });
  assert.deepEqual(kindsOf(appeared), ["APPEARED AUTHOR", "APPEARED POST", "APPEARED TAG"]);
  const lists = ["/", "/archive/2024", "/archive/2024/03", "/authors/ann-author"];
  assert.deepEqual(pathsOf(appeared, "POST"), [...lists, "/posts/first", "/tags/solo"]);
  const changed = await during(async () => {
    post = await step("updatePost", post, { slug: "second" });
  });
  assert.deepEqual(kindsOf(changed), ["CHANGED POST"]);
  assert.deepEqual(pathsOf(changed, "POST"), [...lists, "/posts/first", "/posts/second", "/tags/solo"]);
  const hidden = await during(async () => {
    post = await step("unpublishPost", post);
  });
  assert.deepEqual(kindsOf(hidden), ["DISAPPEARED AUTHOR", "DISAPPEARED POST", "DISAPPEARED TAG"]);
  assert.deepEqual(pathsOf(hidden, "POST"), [...lists, "/posts/first", "/posts/second", "/tags/solo"]);
  // The slug that it has only while it is hidden is named neither now nor later; that which it had in public is.
  post = await step("updatePost", post, { slug: "secret" });
  post = await step("updatePost", post, { slug: "third" });
  const again = await during(() => step("publishPost", post));
  assert.deepEqual(
    pathsOf(again, "POST").filter((path) => path.startsWith("/posts/")),
    ["/posts/first", "/posts/second", "/posts/third"],
  );
});

it("drafts leave no change and draw no id", async () => {
  const visible = await publish();
  let draft = await create({ title: "Draft", tagNames: ["Hidden"] });
  const changes = await during(async () => {
    draft = await step("updatePost", draft, { title: "Another title", slug: "another", tagNames: ["Hidden", "Too"] });
    draft = await step("publishPost", draft, { at: "2999-01-01T00:00:00Z" });
    draft = await step("updatePost", draft, { title: "Scheduled" });
    const page = await make("createPage", { title: "Page", body: { source: "x" } });
    await step("updatePage", page, { title: "Hidden page", slug: "hidden-page" });
    await make("createTag", { name: "Nobody has it" });
    draft = await step("trashPost", draft);
    await step("deletePost", draft);
    await step("updatePost", visible, { title: "Visible too" });
  });
  assert.deepEqual(kindsOf(changes), ["CHANGED POST"]);
  const [ids] = await app.dataSource.query("select max(id) as newest, count(*) from change");
  assert.equal(ids.newest, ids.count);
});

it("a scheduled post appears at its instant, once, by whichever write comes first after it", async () => {
  const at = () => new Date(Date.now() + 300).toISOString();
  const ids: string[] = [];
  const changes = await during(async () => {
    const untouched = await create({ publishAt: at(), tagNames: ["Timed"] });
    const edited = await create({ publishAt: at() });
    const hidden = await create({ publishAt: at(), tagNames: ["Gone"] });
    ids.push(...[untouched, edited, hidden].map(({ id }) => decodeGlobalId(id)?.uuid ?? ""));
    await sleep(320);
    await step("updatePost", edited, { title: "Edited after its instant" });
    await step("unpublishPost", hidden);
    await recordAppearances(app.platform.transact);
    await recordAppearances(app.platform.transact);
  });
  const [untouched, edited, hidden] = ids.map((id) => changes.filter(({ nodeId }) => nodeId === id));
  const kinds = (of: StoredChange[] | undefined) => (of ?? []).map(({ kind }) => kind).join(" ");
  assert.equal(kinds(untouched), "APPEARED");
  assert.match(kinds(edited), /^APPEARED(?: CHANGED)?$/);
  // Readers may have seen it between its instant and the write that hid it, whether its appearance was recorded or not.
  assert.match(kinds(hidden), /^(?:APPEARED )?DISAPPEARED$/);
  assert.ok(pathsOf(hidden ?? [], "POST").includes("/tags/gone"));
  assert.match(
    kinds(changes.filter(({ nodeType, paths }) => nodeType === "TAG" && paths.includes("/tags/gone"))),
    /DISAPPEARED$/,
  );
  assert.deepEqual(kindsOf(await during(() => recordAppearances(app.platform.transact))), []);
});

it("a post names the lists that it leaves and enters, its neighbours and the other parts of its series", async () => {
  const [left, entered] = [
    await make("createCategory", { name: "Left" }),
    await make("createCategory", { name: "Root" }),
  ];
  const child = await make("createCategory", { name: "Child", parentId: entered.id });
  const at = (day: number) => `2011-01-0${day}T00:00:00Z`;
  const [before, post, behind] = [
    await publish({ slug: "n-1", publishAt: at(1) }),
    await publish({ slug: "n-2", publishAt: at(2), categoryIds: [left.id] }),
    await publish({ slug: "n-3", publishAt: at(3) }),
  ];
  const series = await make("createSeries", { title: "Course", postIds: [post.id, behind.id] });
  const changes = await during(() =>
    step("updatePost", post, { categoryIds: [child.id], publishedAt: "2013-02-02T00:00:00Z" }),
  );
  assert.deepEqual(kindsOf(changes), ["CHANGED POST"]);
  const paths = pathsOf(changes, "POST");
  for (const path of ["/categories/left", "/categories/root", "/categories/root/child", "/posts/n-1", "/posts/n-3"]) {
    assert.ok(paths.includes(path), path);
  }
  for (const path of ["/series/course", "/archive/2011/01", "/archive/2011", "/archive/2013/02", "/"]) {
    assert.ok(paths.includes(path), path);
  }
  const ofSeries = await during(() => step("updateSeries", series, { postIds: [behind.id, before.id] }));
  assert.deepEqual(kindsOf(ofSeries), ["CHANGED SERIES"]);
  for (const path of ["/posts/n-1", "/posts/n-2", "/posts/n-3"])
    assert.ok(pathsOf(ofSeries, "SERIES").includes(path), path);
  const deleted = await during(() => app.accepted(ADMIN, "deleteSeries", { id: series.id }, ""));
  assert.deepEqual(kindsOf(deleted), ["DISAPPEARED SERIES"]);
  for (const path of ["/posts/n-1", "/posts/n-3", "/series/course"])
    assert.ok(pathsOf(deleted, "SERIES").includes(path), path);
});

it("a term that is renamed, merged or deleted names the pages of its posts", async () => {
  const [source, target] = [await make("createTag", { name: "Source" }), await make("createTag", { name: "Target" })];
  const post = await publish({ slug: "tagged", tagIds: [source.id] });
  const renamed = await during(() => step("updateTag", source, { name: "Renamed", slug: "renamed" }));
  assert.deepEqual(kindsOf(renamed), ["CHANGED TAG"]);
  const paths = pathsOf(renamed, "TAG");
  for (const path of ["/tags/source", "/tags/renamed", "/posts/tagged", "/", "/archive/2020/05"]) {
    assert.ok(paths.includes(path), path);
  }
  const merged = await during(() => app.accepted(ADMIN, "mergeTags", { sourceId: source.id, targetId: target.id }));
  assert.deepEqual(kindsOf(merged).sort(), ["APPEARED TAG", "DISAPPEARED TAG"]);
  for (const path of ["/tags/source", "/tags/renamed", "/tags/target", "/posts/tagged"]) {
    assert.ok(pathsOf(merged, "TAG").includes(path), path);
  }
  const left = await during(() => step("updatePost", post, { tagIds: [] }));
  assert.ok(pathsOf(left, "POST").includes("/tags/target"));
  assert.deepEqual(kindsOf(left), ["CHANGED POST", "DISAPPEARED TAG"]);
  await step("updatePost", { id: post.id, version: post.version + 1 }, { tagIds: [target.id] });
  const deleted = await during(() => app.accepted(ADMIN, "deleteTag", { id: target.id }, ""));
  assert.deepEqual(kindsOf(deleted), ["DISAPPEARED TAG"]);
  for (const path of ["/tags/source", "/tags/target", "/posts/tagged"])
    assert.ok(pathsOf(deleted, "TAG").includes(path), path);
});

it("a category that moves takes its descendants and the pages of their posts along", async () => {
  const [from, to] = [await make("createCategory", { name: "From" }), await make("createCategory", { name: "To" })];
  const moved = await make("createCategory", { name: "Moved", parentId: from.id });
  const below = await make("createCategory", { name: "Below", parentId: moved.id });
  const post = await publish({ slug: "in-below", categoryIds: [below.id] });
  const changes = await during(() => step("moveCategory", moved, { parentId: to.id }));
  assert.deepEqual(kindsOf(changes), ["CHANGED CATEGORY", "CHANGED CATEGORY"]);
  for (const path of [
    "/categories/from",
    "/categories/to",
    "/categories/from/moved",
    "/categories/to/moved/below",
    "/posts/in-below",
  ]) {
    assert.ok(pathsOf(changes, "CATEGORY").includes(path), path);
  }
  const trashed = await during(() => step("trashPost", post));
  for (const path of ["/categories/to", "/categories/to/moved/below"])
    assert.ok(pathsOf(trashed, "POST").includes(path), path);
  const empty = await make("createCategory", { name: "Empty" });
  const deleted = await during(() => app.accepted(ADMIN, "deleteCategory", { id: empty.id }, ""));
  assert.deepEqual(kindsOf(deleted), ["DISAPPEARED CATEGORY"]);
  assert.deepEqual(pathsOf(deleted, "CATEGORY"), ["/categories/empty"]);
});

it("a page names its parent and its children, and moves with those below it", async () => {
  const publishAt = "2020-01-01T00:00:00Z";
  const parent = await make("createPage", { title: "Parent", body: { source: "x" }, publishAt });
  const page = await make("createPage", { title: "Middle", body: { source: "x" }, parentId: parent.id, publishAt });
  const appeared = await during(() =>
    make("createPage", { title: "Leaf", body: { source: "x" }, parentId: page.id, publishAt }),
  );
  assert.deepEqual(kindsOf(appeared), ["APPEARED PAGE"]);
  assert.deepEqual(pathsOf(appeared, "PAGE"), ["/parent/middle", "/parent/middle/leaf"]);
  const moved = await during(() => step("updatePage", page, { slug: "centre" }));
  assert.deepEqual(kindsOf(moved), ["CHANGED PAGE", "CHANGED PAGE"]);
  assert.deepEqual(pathsOf(moved, "PAGE"), [
    "/parent",
    "/parent/centre",
    "/parent/centre/leaf",
    "/parent/middle",
    "/parent/middle/leaf",
  ]);
  const hidden = await during(() => step("unpublishPage", { id: page.id, version: page.version + 1 }));
  assert.deepEqual(kindsOf(hidden), ["DISAPPEARED PAGE"]);
  assert.deepEqual(pathsOf(hidden, "PAGE"), ["/parent", "/parent/centre", "/parent/centre/leaf", "/parent/middle"]);
});

it("menus, the site and redirects", async () => {
  const post = await publish({ slug: "in-menu", title: "In the menu" });
  const draft = await create({ slug: "hidden-target" });
  const items = [{ targetId: post.id }, { targetId: draft.id }];
  const created = await during(() => app.accepted(ADMIN, "saveMenu", { slug: "main", name: "Main", items }));
  assert.deepEqual([kindsOf(created), pathsOf(created, "MENU")], [["APPEARED MENU"], ["/"]]);
  const renamed = await during(() => step("updatePost", post, { title: "Another title" }));
  assert.deepEqual(kindsOf(renamed).sort(), ["CHANGED MENU", "CHANGED POST"]);
  const edited = await during(() =>
    step("updatePost", { id: post.id, version: post.version + 1 }, { body: { source: "y" } }),
  );
  assert.deepEqual(kindsOf(edited), ["CHANGED POST"]);
  assert.deepEqual(kindsOf(await during(() => step("updatePost", draft, { title: "Secret" }))), []);
  const site = await during(() => make("updateSite", { title: "Another site", expectedVersion: 1 }));
  assert.deepEqual([kindsOf(site), pathsOf(site, "SITE")], [["CHANGED SITE"], ["/"]]);
  const toPath = await during(() =>
    app.accepted(ADMIN, "createRedirect", { from: "/old", to: "https://elsewhere.example/" }),
  );
  assert.deepEqual([kindsOf(toPath), pathsOf(toPath, "SITE")], [["CHANGED SITE"], ["/old"]]);
  let redirect = { id: "" };
  const toPost = await during(async () => {
    redirect = await app.accepted(ADMIN, "createRedirect", { from: "/old-post", targetId: post.id });
  });
  assert.deepEqual(kindsOf(toPost), ["CHANGED POST"]);
  assert.ok(pathsOf(toPost, "POST").includes("/old-post"));
  const removed = await during(() => app.accepted(ADMIN, "deleteRedirect", { id: redirect.id }, ""));
  assert.ok(pathsOf(removed, "POST").includes("/old-post"));
  const toDraft = await during(() =>
    app.accepted(ADMIN, "createRedirect", { from: "/secret-launch", targetId: draft.id }),
  );
  assert.deepEqual(kindsOf(toDraft), []);
  const deleted = await during(async () => {
    const { menu } = await app.read<{ menu: Versioned }>(null, '{ menu(slug: "main") { id version } }');
    await app.accepted(ADMIN, "deleteMenu", { id: menu.id, expectedVersion: menu.version }, "");
  });
  assert.deepEqual(kindsOf(deleted), ["DISAPPEARED MENU"]);
});

it("an asset appears, changes and disappears with what uses it", async () => {
  const uploads = new AssetUploads(app);
  const file = await uploads.add(EDITOR, Buffer.from("%PDF-1.7 feed"), {
    fileName: "f.pdf",
    contentType: "application/pdf",
  });
  let post = await create({ slug: "with-file", body: { source: `[file](${file.url})` } });
  const appeared = await during(async () => {
    post = await step("publishPost", post);
  });
  assert.deepEqual(kindsOf(appeared), ["APPEARED ASSET", "APPEARED POST"]);
  const changed = await during(() => step("updateAsset", file, { alt: "Another text" }));
  assert.deepEqual(kindsOf(changed), ["CHANGED ASSET"]);
  assert.deepEqual(pathsOf(changed, "ASSET"), ["/posts/with-file"]);
  const unused = await during(async () => {
    post = await step("updatePost", post, { body: { source: "None." } });
  });
  assert.deepEqual(kindsOf(unused), ["DISAPPEARED ASSET", "CHANGED POST"]);
  assert.deepEqual(kindsOf(await during(() => step("updateAsset", { ...file, version: 2 }, { alt: "Hidden" }))), []);
  post = await step("updatePost", post, { body: { source: `[file](${file.url})` } });
  const deleted = await during(() =>
    app.accepted(ADMIN, "deleteAsset", { id: file.id, expectedVersion: 3, force: true }, ""),
  );
  assert.deepEqual(kindsOf(deleted), ["DISAPPEARED ASSET"]);
  assert.deepEqual(pathsOf(deleted, "ASSET"), ["/posts/with-file"]);
});

it("an import is recorded, with the paths of the old site", async () => {
  const changes = await during(() =>
    importPosts(app.dataSource, [
      importedPost("imported", { tags: [term("from-import")], formerPaths: ["/2019/05/imported"] }),
      importedPost("imported-draft", {
        state: "DRAFT",
        formerPaths: ["/2019/05/draft"],
        tags: [term("hidden-import")],
      }),
    ]),
  );
  assert.ok(pathsOf(changes, "POST").includes("/2019/05/imported"));
  assert.ok(pathsOf(changes, "POST").includes("/tags/from-import"));
  const all = JSON.stringify(changes);
  for (const secret of ["draft", "hidden-import"]) assert.ok(!all.includes(secret), secret);
});
