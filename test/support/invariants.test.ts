// Tests the invariants themselves: each must detect the fault that it is for, in a transaction that is rolled back.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import sharp, { type SharpOptions } from "sharp";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { AssetUploads } from "./asset-uploads.js";
import { EDITOR, type Executor, startExecutor } from "./execute.js";
import { Factories } from "./factories.js";
import { assertInvariants, INVARIANTS } from "./invariants.js";

const BLACK: SharpOptions = { create: { width: 4, height: 4, channels: 3, background: "black" } };
let app: Executor;

before(async () => {
  app = await startExecutor(4);
  const make = new Factories(app.dataSource);
  const categoryId = await make.category("below", await make.category("above"));
  const asset = await new AssetUploads(app).add(EDITOR, await sharp(BLACK).png().toBuffer());
  const post = await app.accepted<{ id: string }>(EDITOR, "createPost", {
    title: "Broken",
    body: { source: "x" },
    cover: { assetId: asset.id, alt: "" },
    authorIds: [encodeGlobalId("Author", await make.author())],
    categoryIds: [encodeGlobalId("Category", categoryId)],
    tagIds: [encodeGlobalId("Tag", await make.tag())],
  });
  const comment = { postId: post.id, authorName: "Ann", text: "x" };
  const { id: parentId } = await app.accepted<{ id: string }>(EDITOR, "addComment", { ...comment, status: "VISIBLE" });
  await app.accepted(EDITOR, "addComment", { ...comment, parentId });
  await app.accepted(EDITOR, "createPage", { title: "Broken", body: { source: "x" } });
  await app.accepted(EDITOR, "createSeries", { title: "Broken", postIds: [post.id] });
});
after(() => app.close());

const FAULTS: Record<keyof typeof INVARIANTS, string> = {
  "a comment is shown if its status and what is above it are":
    "update comment set status = 'VISIBLE' where parent_id is not null",
  "a comment is one level below what it replies to, on the same post": "update comment set depth = 3 where depth = 2",
  "stored numbers of comments equal the threads": "update comment_count set total = total + 1",
  "post_author repeats the post's visibility": "update post_author set visible_from = now()",
  "post_category repeats the post's visibility": "update post_category set visible_from = now()",
  "category_listing repeats the post's visibility": "update category_listing set visible_from = now()",
  "post_tag repeats the post's visibility": "update post_tag set visible_from = now()",
  "a post's row names its authors": "update post set co_author_ids = array[author_id]",
  "series_entry repeats the post's visibility": "update series_entry set visible_from = now()",
  "a tag is visible from its earliest post on": "update tag set visible_from = now()",
  "an author is visible from their earliest post on": "update author set visible_from = now()",
  "a series is visible from its earliest post on": "update series set visible_from = now()",
  "a post's row names its categories": "update post set category_ids = '{}'",
  "a post's row names its tags": "delete from post_tag",
  "a row of the search index names the post's categories": "delete from post_category",
  "stored counts equal the lists up to the horizon":
    "insert into post_count (scope, parent_id, change) select 'tag', id, 1 from tag",
  "category_listing follows from the category tree": "delete from category_listing",
  "a category's path and ancestors follow from its parent":
    "update category set path = 'else' where parent_id is not null",
  "every category has a root": "update category c set parent_id = d.id from category d where c.id <> d.id",
  "a post has one revision for each of its versions": "update post set version = version + 1",
  "the last revision equals the post": "update post set title = 'Other'",
  "a post that was created by a mutation has one event for each version":
    "update outbox_event set payload = jsonb_set(payload, '{version}', '7')",
  "a post that was created and deleted has a post.deleted event": "delete from post",
  "every former path has a target":
    "insert into path_alias (path, kind, target_id) values ('/x', 'post', gen_random_uuid())",
  "a redirect to no object names itself":
    "insert into path_alias (path, kind, target_id, to_url) values ('/x', 'url', gen_random_uuid(), '/y')",
  "a former path repeats the visibility of its object":
    "insert into path_alias (path, kind, target_id) select '/x', 'post', id from post; update path_alias set visible_from = now()",
  "nothing redirects to itself":
    "insert into path_alias (path, kind, target_id) select '/posts/' || slug, 'post', id from post",
  "every post has a body": "delete from post_body",
  "what is scheduled waits for its appearance":
    "insert into pending_appearance (kind, owner_id, visible_from) select 'post', id, 'infinity' from post",
  "a use of an asset repeats the visibility of its owner": "update asset_use set visible_from = now()",
  "the uses of assets are those of bodies and images": "delete from asset_use",
  "translations are a group of at least two posts": "update post set translation_group = gen_random_uuid()",
  "a page's path follows from its parent": "update page set path = '/elsewhere'",
  "the newest revision of a page is its present version": "update page set version = version + 1",
  "no page has the path of a redirect that an editor made":
    "insert into path_alias (path, kind, target_id, is_manual) select g.path, 'post', p.id, true from page g, post p",
};

it("all invariants hold for data that the service has written", () => assertInvariants(app.dataSource));

it("every invariant has a fault in this test", () =>
  assert.deepEqual(Object.keys(FAULTS).sort(), Object.keys(INVARIANTS).sort()));

for (const [name, fault] of Object.entries(FAULTS)) {
  it(`the invariant "${name}" detects its fault`, async () => {
    const runner = app.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(fault);
      assert.notEqual((await runner.query(INVARIANTS[name] ?? "")).length, 0);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });
}
