// A change writes only rows that differ, and updates everything that is derived from the changed fields.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { decodeGlobalId, encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
let authorId: string;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
  authorId = encodeGlobalId("Author", await make.author("Changer"));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Post {
  id: string;
  version: number;
  slug: string;
  excerpt: string;
}
const POST = "{ id version slug excerpt }";
const TERMS = { category: "post_category", listing: "category_listing", tag: "post_tag" };
const TABLES = { body: "post_body", link: "post_link", ...TERMS };

const create = async (more: Record<string, unknown> = {}): Promise<Post> => {
  const input = {
    title: "Before",
    body: { source: "First. [a](/posts/a) [b](/posts/b)" },
    authorIds: [authorId],
    categoryIds: [encodeGlobalId("Category", await make.category())],
    tagIds: [encodeGlobalId("Tag", await make.tag(`Zebra ${crypto.randomUUID()}`))],
    ...more,
  };
  return app.accepted<Post>(EDITOR, "createPost", input, POST);
};

const update = ({ id, version }: Post, more: Record<string, unknown>): Promise<Post> =>
  app.accepted<Post>(EDITOR, "updatePost", { id, expectedVersion: version, ...more }, POST);

/** The places of the rows of a post, and the transactions that wrote them. */
async function rowsOf({ id }: Post): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, table] of Object.entries(TABLES)) {
    const rows: { at: string }[] = await app.dataSource.query(
      `select xmin::text || ctid::text || coalesce(to_jsonb(t) ->> 'path', '') as at from ${table} t where post_id = $1 order by 1`,
      [decodeGlobalId(id)?.uuid],
    );
    found[name] = rows.map(({ at }) => at);
  }
  return found;
}

const titleVectorOf = async ({ id }: Post): Promise<string> => {
  const [row]: { head: string }[] = await app.dataSource.query(
    "select head::text from (table search_public union all table search_pending) s where post_id = $1",
    [decodeGlobalId(id)?.uuid],
  );
  return row?.head ?? "";
};

describe("updatePost", () => {
  it("updatePost does not rewrite text, links, categories and tags if only the title changes", async () => {
    const post = await create();
    const rows = await rowsOf(post);
    const changed = await update(post, { title: "Afterwards" });
    assert.deepEqual(await rowsOf(post), rows);
    assert.deepEqual([changed.version, changed.excerpt], [2, post.excerpt]);
    const titleVector = await titleVectorOf(post);
    assert.match(titleVector, /afterward/);
    assert.match(titleVector, /zebra/, "its terms are found as before");
  });

  it("updatePost writes only the new links if the text changes", async () => {
    const post = await create();
    const rows = await rowsOf(post);
    const changed = await update(post, { body: { source: "Second. [b](/posts/b) [c](/posts/c)" } });
    const now = await rowsOf(post);
    assert.equal(now.link?.length, 2);
    assert.equal(now.link?.filter((link) => rows.link?.includes(link)).length, 1);
    assert.notDeepEqual(now.body, rows.body);
    for (const table of Object.keys(TERMS)) assert.deepEqual(now[table], rows[table]);
    assert.match(changed.excerpt, /^Second\./);
  });

  it("updatePost does not rewrite the tags if only the categories change, and indexes the new category names", async () => {
    const post = await create();
    const rows = await rowsOf(post);
    const category = await make.category("Giraffe");
    await update(post, { categoryIds: [encodeGlobalId("Category", category)] });
    const now = await rowsOf(post);
    assert.deepEqual([now.tag, now.body, now.link], [rows.tag, rows.body, rows.link]);
    assert.notDeepEqual(now.category, rows.category);
    assert.notDeepEqual(now.listing, rows.listing);
    assert.match(await titleVectorOf(post), /giraff/);
  });

  it("updatePost generates the excerpt from the stored text when the written one is cleared", async () => {
    const post = await create({ excerpt: "Written." });
    assert.equal(post.excerpt, "Written.");
    const changed = await update(post, { excerpt: null });
    assert.match(changed.excerpt, /^First\./);
  });

  it("updatePost records the lists that show the post before and after the change, even if they are the same", async () => {
    const post = await create();
    await app.accepted(EDITOR, "publishPost", { id: post.id, expectedVersion: 1 }, "{ id }");
    const published = { ...post, version: 2 };
    const since = (await app.events()).at(-1)?.id;
    const titled = await update(published, { title: "Shown" });
    const moved = await update(titled, { slug: `moved-${crypto.randomUUID()}` });
    const events = await app.events(since);
    const scopes = events.map(({ payload }) => payload as Record<"before" | "after", { pathDigests: string[] }>);
    assert.equal(events.length, 2);
    assert.ok((scopes[0]?.before.pathDigests.length ?? 0) > 0);
    assert.deepEqual(scopes[0]?.after, scopes[0]?.before);
    const [then, now] = [scopes[1]?.before.pathDigests ?? [], scopes[1]?.after.pathDigests ?? []];
    assert.ok(now.length > then.length, "the new path beside the former one");
    assert.equal(moved.version, 4);
  });
});
