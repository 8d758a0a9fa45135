// What a creation can do beside creating a draft: publish or schedule the post, pin it, and give it the id by which another system knows it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
let author: string;

before(async () => {
  app = await startExecutor(8);
  make = new Factories(app.dataSource);
  author = await make.author("Maker");
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Made {
  id: string;
  version: number;
  status: string;
  publishedAt: string | null;
  isPinned: boolean;
  externalId: string | null;
}
const POST = "{ id version status publishedAt isPinned externalId }";
const input = (more: Record<string, unknown> = {}) => ({
  ...{ title: "Made", body: { source: "x" }, authorIds: [encodeGlobalId("Author", author)] },
  ...more,
});
const create = (more?: Record<string, unknown>): Promise<Made> => app.accepted(EDITOR, "createPost", input(more), POST);
const update = ({ id, version }: Made, more: Record<string, unknown>): Promise<Made> =>
  app.accepted(EDITOR, "updatePost", { id, expectedVersion: version, ...more }, POST);
const isShown = async ({ id }: Made): Promise<boolean> => {
  const query = "query($id: ID!) { node(id: $id) { id } }";
  return (await app.read<{ node: object | null }>(null, query, { id })).node !== null;
};

describe("publishAt", () => {
  for (const [at, status] of [
    ["2011-03-04T05:06:07.000Z", "PUBLISHED"],
    ["2999-01-01T00:00:00.000Z", "SCHEDULED"],
  ] as const) {
    it(`publishAt ${at} creates a post that is ${status}, in one version with one event`, async () => {
      const tagIds = [encodeGlobalId("Tag", await make.tag())];
      const last = (await app.events()).at(-1)?.id;
      const post = await create({ publishAt: at, tagIds });
      assert.deepEqual([post.status, post.publishedAt, post.version], [status, at, 1]);
      assert.equal(await isShown(post), status === "PUBLISHED");
      const [event, ...others] = await app.events(last);
      const { before, after, version } = (event?.payload ?? {}) as Record<string, { visibleFrom: string[] }>;
      assert.deepEqual([event?.type, others, version], ["post.created", [], 1]);
      assert.deepEqual([before?.visibleFrom, after?.visibleFrom], [[], [at]]);
    });
  }

  it("publishAt null creates a draft", async () => {
    assert.deepEqual((await create({ publishAt: null })).status, "DRAFT");
  });

  it("publishAt is remembered as any date of publication", async () => {
    const at = "2011-03-04T05:06:07.000Z";
    const { id } = await create({ publishAt: at });
    const draft = await app.accepted<Made>(EDITOR, "unpublishPost", { id, expectedVersion: 1 }, POST);
    assert.equal(draft.publishedAt, at);
  });

  it("publishAt may be given by an author for a post of their own", async () => {
    const own = { title: "Own", body: { source: "x" }, publishAt: "2012-01-01T00:00:00.000Z" };
    assert.equal((await app.accepted<Made>(authorViewer(author), "createPost", own, POST)).status, "PUBLISHED");
  });
});

describe("isPinned", () => {
  it("isPinned is false by default, and set and cleared like any field", async () => {
    let post = await create();
    assert.equal(post.isPinned, false);
    post = await update(post, { isPinned: true });
    assert.deepEqual([post.isPinned, post.version], [true, 2]);
    post = await update(post, { isPinned: null });
    assert.equal(post.isPinned, false);
    assert.equal((await create({ isPinned: true })).isPinned, true);
  });
});

describe("externalId", () => {
  it("externalId is stored exactly, moved and cleared", async () => {
    const exact = " Ünï/42#x?y=网络\u0301 ";
    let post = await create({ externalId: exact });
    assert.equal(post.externalId, exact);
    assert.equal((await create({ externalId: exact.trim() })).externalId, exact.trim());
    post = await update(post, { externalId: "moved" });
    await create({ externalId: exact });
    post = await update(post, { externalId: null });
    assert.equal(post.externalId, null);
    await create({ externalId: "moved" });
  });

  it("externalId of another post, hidden or not, is rejected", async () => {
    const holder = await create({ externalId: "held" });
    await app.accepted(EDITOR, "trashPost", { id: holder.id, expectedVersion: 1 });
    assert.deepEqual(await app.refused(EDITOR, "createPost", input({ externalId: "held" })), [
      "EXTERNAL_ID_TAKEN input.externalId",
    ]);
    const { id } = await create();
    const change = { id, expectedVersion: 1, externalId: "held" };
    assert.deepEqual(await app.refused(EDITOR, "updatePost", change), ["EXTERNAL_ID_TAKEN input.externalId"]);
  });

  it("externalId is rejected if it is empty, too long or not storable", async () => {
    for (const externalId of ["", "x".repeat(256), "a\0b", "\ud800"])
      assert.deepEqual(await app.refused(EDITOR, "createPost", input({ externalId })), ["INVALID input.externalId"]);
    assert.equal((await create({ externalId: "\u{20BB7}".repeat(255) })).externalId, "\u{20BB7}".repeat(255));
  });

  it("externalId is given to one of concurrent posts", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => app.mutate(EDITOR, "createPost", input({ externalId: "wanted by all" }))),
    );
    const codes = outcomes.flatMap(({ errors }) => errors.map(({ code }) => code));
    assert.deepEqual(codes, Array(7).fill("EXTERNAL_ID_TAKEN"));
  });
});
