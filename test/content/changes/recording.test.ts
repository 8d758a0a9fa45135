// What the change feed records: for each type of node that it appeared, changed or disappeared, as readers see it, with the paths of all pages that
// the change affects.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { changesDuring, kindsOf, pathsOf } from "./recorded-changes.js";

let app: Executor;
let authorId: string;

before(async () => {
  app = await startExecutor();
  authorId = encodeGlobalId("Author", await new Factories(app.dataSource).author("Ann Author"));
});
after(() => app.close());

interface Versioned {
  id: string;
  version: number;
}
const create = (fields: Record<string, unknown> = {}): Promise<Versioned> =>
  app.accepted(
    EDITOR,
    "createPost",
    { title: "Title", body: { source: "Text." }, authorIds: [authorId], ...fields },
    "{ id version }",
  );
const step = (name: string, { id, version }: Versioned, more: Record<string, unknown> = {}): Promise<Versioned> =>
  app.accepted(EDITOR, name, { id, expectedVersion: version, ...more }, name === "deletePost" ? "" : "{ id version }");

it("a post and its terms appear, change and disappear together", async () => {
  let post = await create({ slug: "draft-slug", title: "Post", tagNames: ["Solo"] });
  post = await step("updatePost", post, { slug: "first" });
  const appeared = await changesDuring(app, async () => {
    post = await step("publishPost", post, { at: "2024-03-05T10:00:00Z" });
  });
  assert.deepEqual(kindsOf(appeared), ["APPEARED AUTHOR", "APPEARED POST", "APPEARED TAG"]);
  assert.deepEqual(pathsOf(appeared, "POST"), [
    "/",
    "/archive/2024",
    "/archive/2024/03",
    "/authors/ann-author",
    "/posts/first",
    "/tags/solo",
  ]);
  const changed = await changesDuring(app, async () => {
    post = await step("updatePost", post, { slug: "second" });
  });
  assert.deepEqual(kindsOf(changed), ["CHANGED POST"]);
  assert.ok(pathsOf(changed, "POST").includes("/posts/first"));
  assert.ok(pathsOf(changed, "POST").includes("/posts/second"));
  const hidden = await changesDuring(app, async () => {
    post = await step("unpublishPost", post);
  });
  assert.deepEqual(kindsOf(hidden), ["DISAPPEARED AUTHOR", "DISAPPEARED POST", "DISAPPEARED TAG"]);
  assert.ok(pathsOf(hidden, "POST").includes("/posts/first"));
  assert.ok(pathsOf(hidden, "POST").includes("/tags/solo"));
});

it("drafts leave no change and draw no id", async () => {
  const visible = await create({ title: "Visible", publishAt: "2024-01-01T00:00:00Z" });
  let draft = await create({ title: "Draft", tagNames: ["Hidden"] });
  const changes = await changesDuring(app, async () => {
    draft = await step("updatePost", draft, { title: "Another title", slug: "another" });
    draft = await step("trashPost", draft);
    await step("deletePost", draft);
    await step("updatePost", visible, { title: "Visible too" });
  });
  assert.deepEqual(kindsOf(changes), ["CHANGED POST"]);
  const [gap] = await app.dataSource.query("select max(id) - count(*)::bigint as gap from change");
  assert.equal(Number(gap.gap), 0);
});
