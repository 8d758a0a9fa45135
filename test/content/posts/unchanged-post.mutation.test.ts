// A write that changes nothing writes nothing: no version, no time, no revision, no event, and so no invalidation.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type GraphQLInputObjectType } from "graphql";
import { createSchema } from "../../../src/app/schema.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { readPropertyRuns } from "../../support/environment.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { chanceFrom, POST_FIELDS, pick, postFieldValues, readSite } from "../../support/mutation-cases.js";

let app: Executor;
let make: Factories;
let written: Record<string, unknown>;
let post: Saved;

interface Saved {
  id: string;
  slug: string;
  version: number;
  revisions: { nodes: { id: string; version: number }[] };
}
const POST = "{ id slug version revisions(first: 10) { nodes { id version } } }";
const FIELDS = Object.keys((createSchema().getType("UpdatePostInput") as GraphQLInputObjectType).getFields()).filter(
  (field) => field !== "id" && field !== "expectedVersion",
);

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
  written = {
    title: "Même Café",
    slug: "même-café",
    body: { source: "# Same\n\ntext [a](/posts/a)\r\n", format: "MARKDOWN" },
    excerpt: "The same.",
    locale: "zh-CN",
    isPinned: true,
    externalId: "same/1",
    authorIds: [encodeGlobalId("Author", await make.author()), encodeGlobalId("Author", await make.author())],
    categoryIds: [encodeGlobalId("Category", await make.category()), encodeGlobalId("Category", await make.category())],
    tagIds: [encodeGlobalId("Tag", await make.tag("One")), encodeGlobalId("Tag", await make.tag("Two"))],
    tagNames: ["ＯＮＥ", "two"],
    cover: { url: "/same.png", alt: "", width: 4, height: null },
    seo: { title: "S", description: null, canonicalUrl: "https://example.org/x", noIndex: true },
  };
  const draft = await app.accepted<Saved>(EDITOR, "createPost", written, POST);
  written.publishedAt = "2011-03-04T05:06:07.000Z";
  const input = { id: draft.id, expectedVersion: draft.version, at: written.publishedAt };
  post = await app.accepted<Saved>(EDITOR, "publishPost", input, POST);
});
after(() => app.close());

/** Sends a mutation that is accepted and stores nothing in any table. */
async function assertWritesNothing(name: string, input: Record<string, unknown>, of = post): Promise<void> {
  const tables = await app.fingerprint();
  const after = await app.accepted<Saved>(EDITOR, name, { id: of.id, expectedVersion: of.version, ...input }, POST);
  assert.deepEqual(after, of);
  assert.deepEqual(await app.fingerprint(), tables);
}

describe("an update that changes nothing", () => {
  for (const field of FIELDS) {
    it(`an update that changes nothing writes nothing: ${field}`, async () => {
      assert.ok(field in written, `Give ${field} a value in this file.`);
      await assertWritesNothing("updatePost", { [field]: written[field] });
    });
  }

  it("an update that changes nothing writes nothing: all fields together", () =>
    assertWritesNothing("updatePost", written));

  it("an update that changes nothing writes nothing: values that are stored in the same form", async () => {
    const { categoryIds, tagIds, publishedAt } = written as Record<string, string[]>;
    await assertWritesNothing("updatePost", {
      title: "  Me\u0302me Cafe\u0301 ",
      slug: "/M%C3%AAme-CAF%C3%89/",
      excerpt: " The same. ",
      categoryIds: [...(categoryIds ?? []), categoryIds?.[0]],
      tagIds: [tagIds?.[0], ...(tagIds ?? [])],
      cover: { width: 4, alt: " ", url: "/same.png" },
      publishedAt: String(publishedAt).replace("T05", "T07").replace("Z", "+02:00"),
    });
  });

  it("an update that changes nothing writes nothing: a body whose source and format are the same", () =>
    assertWritesNothing("updatePost", { body: { source: (written.body as { source: string }).source } }));

  it("an update that changes nothing is still rejected for another version", async () => {
    const input = { id: post.id, expectedVersion: post.version + 1, title: written.title };
    assert.deepEqual(await app.refused(EDITOR, "updatePost", input), ["VERSION_CONFLICT input.expectedVersion"]);
  });

  it("an update that changes only a little writes it: white space in the body, its format, the order of terms", async () => {
    const source = (written.body as { source: string }).source;
    const { categoryIds, tagIds } = written as Record<string, string[]>;
    const changes = [
      { body: { source: `${source} ` } },
      { body: { source: `${source} `, format: "HTML" } },
      { categoryIds: [...(categoryIds ?? [])].reverse() },
      { tagIds: [...(tagIds ?? [])].reverse() },
      { seo: { noIndex: true } },
    ];
    const { publishedAt: _, ...fields } = written;
    const more = { ...fields, slug: "a-little", externalId: "a-little" };
    let { id, version } = await app.accepted<Saved>(EDITOR, "createPost", more, POST);
    for (const change of changes) {
      const after = await app.accepted<Saved>(EDITOR, "updatePost", { id, expectedVersion: version, ...change }, POST);
      assert.equal(after.version, version + 1, JSON.stringify(change));
      version = after.version;
    }
  });
});

describe("other mutations that change nothing", () => {
  it("restoreRevision of the text that the post has writes nothing", async () => {
    for (const { id } of post.revisions.nodes) await assertWritesNothing("restoreRevision", { revisionId: id });
  });

  it("publishPost at the instant for which the post is scheduled writes nothing", async () => {
    const { slug: _, publishedAt: __, externalId: ___, ...more } = written;
    const draft = await app.accepted<Saved>(EDITOR, "createPost", more, POST);
    const at = "2999-01-01T00:00:00.000Z";
    const input = { id: draft.id, expectedVersion: 1, at };
    const scheduled = await app.accepted<Saved>(EDITOR, "publishPost", input, POST);
    assert.equal(scheduled.version, 2);
    await assertWritesNothing("publishPost", { at }, scheduled);
  });
});

it("any update that is sent a second time changes nothing", async () => {
  const { seed = Math.floor(Math.random() * 2 ** 31) } = readPropertyRuns();
  const chance = chanceFrom(seed);
  for (let run = 0; run < 30; run += 1) {
    const site = await readSite(app.dataSource, chance);
    const { id, version } = pick(chance, site.posts);
    const fields = postFieldValues(
      site,
      POST_FIELDS.filter(() => chance.next() < 0.3),
    );
    const first = await app.mutate<Saved>(EDITOR, "updatePost", { id, expectedVersion: version, ...fields }, POST);
    if (first.result === null) continue;
    const tables = await app.fingerprint();
    const again = { id, expectedVersion: first.result.version, ...fields };
    const second = await app.accepted<Saved>(EDITOR, "updatePost", again, POST);
    assert.deepEqual(second, first.result, `seed ${seed}: ${JSON.stringify(fields).slice(0, 500)}`);
    assert.deepEqual(await app.fingerprint(), tables, `seed ${seed}`);
  }
});
