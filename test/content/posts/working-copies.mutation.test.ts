// Working copies: edits beside a post that nobody else notices, until one write makes them its next version.
import "reflect-metadata";
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type pg from "pg";
import { applyWorkingCopy } from "../../../src/content/posts/working-copies/apply-working-copy.js";
import { createContext } from "../../../src/identity/context.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { ADMIN, authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";
import { recordStatements } from "../../support/sent-statements.js";

interface Copy {
  version: number;
  baseVersion: number;
  isBehind: boolean;
  title: string;
  slug: string;
  body: { source: string; html: string };
}
interface Saved {
  id: string;
  version: number;
  slug: string;
  title: string;
  status: string;
  body: { source: string };
  workingCopy: Copy | null;
  revisions: { nodes: { kind: string; changedFields: string[] }[] };
}
const COPY = `{ version baseVersion isBehind title slug excerpt locale body { source format html wordCount links { url } }
  authors { id } categories { id } tags { id name } tagNames cover { url alt } seo { title description canonicalUrl noIndex } savedAt savedBy }`;
const POST = `{ id version slug title status excerpt locale body { source } authors { id } categories { id } tags { id name }
  cover { url } seo { title description canonicalUrl noIndex } workingCopy ${COPY} revisions(first: 50) { nodes { kind changedFields } } }`;

let app: Executor;
let make: Factories;
before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const create = async (title: string, more: Record<string, unknown> = {}): Promise<Saved> => {
  const authorIds = [encodeGlobalId("Author", await make.author())];
  const input = { title, body: { source: `The text of ${title}.` }, authorIds, excerpt: "Written", ...more };
  return app.accepted<Saved>(EDITOR, "createPost", input, POST);
};
const save = (post: Saved, expected: number | null, more: Record<string, unknown>, viewer = EDITOR): Promise<Copy> => {
  const input = { postId: post.id, baseVersion: post.version, expectedWorkingCopyVersion: expected, ...more };
  return app.accepted<Copy>(viewer, "saveWorkingCopy", input, COPY);
};
const read = async (id: string): Promise<Saved> =>
  (await app.read<{ node: Saved }>(EDITOR, `query ($id: ID!) { node(id: $id) { ... on Post ${POST} } }`, { id })).node;
const applied = (post: Saved, expected: number, more: Record<string, unknown> = {}): Promise<Saved> => {
  const input = { postId: post.id, expectedVersion: post.version, expectedWorkingCopyVersion: expected, ...more };
  return app.accepted<Saved>(EDITOR, "applyWorkingCopy", input, POST);
};

describe("saveWorkingCopy", () => {
  it("begins with what the post has, and then changes only the given fields", async () => {
    const post = await create("Begun", { locale: "zh-CN", seo: { canonicalUrl: "https://example.org/begun" } });
    assert.equal(post.workingCopy, null);
    const first = await save(post, null, { title: "Begun anew " });
    assert.deepEqual(
      { ...first, savedAt: "" },
      {
        ...{ version: 1, baseVersion: 1, isBehind: false, title: "Begun anew ", slug: post.slug, excerpt: "Written" },
        ...{ locale: "zh-CN", authors: (post as unknown as { authors: unknown }).authors, categories: [], tags: [] },
        body: {
          source: "The text of Begun.",
          format: "MARKDOWN",
          html: "<p>The text of Begun.</p>",
          wordCount: 4,
          links: [],
        },
        ...{ tagNames: [], cover: null, savedAt: "", savedBy: "Edith" },
        seo: {
          title: "Begun anew ",
          description: "Written",
          canonicalUrl: "https://example.org/begun",
          noIndex: false,
        },
      },
    );
    const second = await save(post, 1, { body: { source: "# New\n\n[a](/posts/a)" }, excerpt: null, slug: null });
    assert.deepEqual([second.version, second.title, second.slug], [2, "Begun anew ", "begun-anew"]);
    assert.match(second.body.html, /<h1 id="new">New<\/h1>/);
    assert.deepEqual((await read(post.id)).workingCopy, second);
  });

  it("takes half-typed values of every field, and says so when the copy is applied", async () => {
    const post = await create("Half");
    const seo = { canonicalUrl: "htt" };
    const halves = {
      title: "",
      slug: "A/b c",
      cover: { url: "javascript:alert(1)", alt: "" },
      seo,
      locale: "zh-",
      authorIds: [],
    };
    await save(post, null, halves);
    const input = { postId: post.id, expectedVersion: 1, expectedWorkingCopyVersion: 1 };
    assert.deepEqual(await app.refused(EDITOR, "applyWorkingCopy", input), [
      "INVALID input.authorIds",
      "INVALID input.cover.url",
      "INVALID input.locale",
      "INVALID input.seo.canonicalUrl",
      "INVALID input.slug",
      "INVALID input.title",
    ]);
  });

  it("refuses what cannot be stored, with all errors, and a version that the post does not have", async () => {
    const post = await create("Refused");
    const input = { postId: post.id, baseVersion: 1 };
    const bad = {
      title: "x".repeat(301),
      slug: "\ud800",
      excerpt: "\0",
      tagNames: ["y".repeat(201)],
      body: { source: "\0" },
    };
    assert.deepEqual(await app.refused(EDITOR, "saveWorkingCopy", { ...input, ...bad }), [
      "INVALID input.body.source",
      "INVALID input.excerpt",
      "INVALID input.slug",
      "INVALID input.tagNames.0",
      "INVALID input.title",
    ]);
    assert.deepEqual(await app.refused(EDITOR, "saveWorkingCopy", { ...input, body: null }), ["INVALID input.body"]);
    assert.deepEqual(await app.refused(EDITOR, "saveWorkingCopy", { ...input, baseVersion: 2, title: "x" }), [
      "INVALID input.baseVersion",
    ]);
    assert.deepEqual(await app.refused(EDITOR, "saveWorkingCopy", { ...input, baseVersion: 0, title: "x" }), [
      "INVALID input.baseVersion",
    ]);
  });

  it("of two editors, the second gets the first one's text", async () => {
    const post = await create("Two editors");
    await save(post, null, { title: "One" });
    const document = `mutation ($input: SaveWorkingCopyInput!) { saveWorkingCopy(input: $input) { workingCopy { version }
      errors { code message path ... on WorkingCopyConflict { current { version title body { source } } } } } }`;
    const send = async (expectedWorkingCopyVersion: number | null) => {
      const input = { postId: post.id, baseVersion: 1, expectedWorkingCopyVersion, title: "Other" };
      const { saveWorkingCopy } = await app.read<{ saveWorkingCopy: { errors: object[] } }>(EDITOR, document, {
        input,
      });
      return saveWorkingCopy.errors;
    };
    const current = { version: 1, title: "One", body: { source: "The text of Two editors." } };
    const conflict = { code: "WORKING_COPY_CONFLICT", path: ["input", "expectedWorkingCopyVersion"], current };
    const message = "Expected no working copy, but it is at version 1.";
    assert.deepEqual(await send(null), [{ ...conflict, message }]);
    const other = { ...conflict, message: "Expected version 7 of the working copy, but it is at version 1." };
    assert.deepEqual(await send(7), [other]);
    const discard = { postId: post.id, expectedWorkingCopyVersion: 2 };
    assert.deepEqual(await app.refused(EDITOR, "discardWorkingCopy", discard), [
      "WORKING_COPY_CONFLICT input.expectedWorkingCopyVersion",
    ]);
  });

  it("of many concurrent saves at one version, exactly one is accepted", async () => {
    const post = await create("Concurrent");
    for (const expected of [null, 1, 2]) {
      const input = { postId: post.id, baseVersion: 1, expectedWorkingCopyVersion: expected };
      const titles = Array.from({ length: 8 }, (_, index) => `Title ${expected} ${index}`);
      const outcomes = await Promise.all(
        titles.map((title) => app.mutate<Copy>(EDITOR, "saveWorkingCopy", { ...input, title }, "{ version title }")),
      );
      const won = outcomes.flatMap(({ result }) => result ?? []);
      assert.equal(won.length, 1);
      assert.equal((await read(post.id)).workingCopy?.title, won[0]?.title);
    }
  });

  it("changes nothing but its own row: no version, revision, event or search entry of a published post", async () => {
    const post = await create("Quiet", { publishAt: "2020-01-01T00:00:00.000Z" });
    const before = await app.fingerprint();
    for (let version = 0; version < 100; version += 1) {
      await save(post, version === 0 ? null : version, {
        title: `Quiet ${version}`,
        body: { source: `Text ${version}.` },
      });
    }
    const { working_copy: changed, ...others } = await app.fingerprint();
    const { working_copy: unchanged, ...same } = before;
    assert.notEqual(changed, unchanged);
    assert.deepEqual(others, same);
    const { workingCopy, ...after } = await read(post.id);
    assert.equal(workingCopy?.version, 100);
    assert.deepEqual({ ...after, workingCopy: null }, post);
  });

  it("only viewers who may edit the post see, save, apply and discard its working copy", async () => {
    const mine = await make.author();
    const [me, other] = [authorViewer(mine), authorViewer(await make.author())];
    const post = await create("Mine", {
      authorIds: [encodeGlobalId("Author", mine)],
      publishAt: "2020-01-01T00:00:00.000Z",
    });
    await save(post, null, { title: "Seen by me" }, me);
    const query = "query ($id: ID!) { node(id: $id) { ... on Post { title workingCopy { title } } } }";
    for (const viewer of [me, EDITOR, ADMIN]) {
      const { data } = await app.executeAs<{ node: Saved }>(viewer, query, { id: post.id });
      assert.equal(data?.node.workingCopy?.title, "Seen by me");
    }
    for (const viewer of [null, other]) {
      const { data, errors } = await app.executeAs<{ node: Saved }>(viewer, query, { id: post.id });
      assert.deepEqual(data?.node, { title: "Mine", workingCopy: null });
      assert.deepEqual(
        errors.map(({ extensions }) => extensions.code),
        ["FORBIDDEN"],
      );
    }
    const versions = { expectedVersion: 1, expectedWorkingCopyVersion: 1 };
    const inputs = {
      saveWorkingCopy: { postId: post.id, baseVersion: 1, expectedWorkingCopyVersion: 1, title: "Theirs" },
      applyWorkingCopy: { postId: post.id, ...versions },
      discardWorkingCopy: { postId: post.id, expectedWorkingCopyVersion: 1 },
    };
    for (const [name, input] of Object.entries(inputs)) {
      assert.deepEqual(await app.refused(other, name, input), ["FORBIDDEN input.postId"], name);
      assert.equal(await app.denied(null, name, input), "UNAUTHENTICATED", name);
    }
    const hidden = await create("Hidden");
    await save(hidden, null, { title: "x" });
    for (const [name, input] of Object.entries(inputs)) {
      assert.deepEqual(
        await app.refused(other, name, { ...input, postId: hidden.id }),
        ["NOT_FOUND input.postId"],
        name,
      );
    }
  });
});

describe("applyWorkingCopy", () => {
  it("is one write with one version, revision and event, whatever the number of saves", async () => {
    const post = await create("Applied", { publishAt: "2020-01-01T00:00:00.000Z" });
    const tag = await make.tag("Given");
    await save(post, null, { title: "First" });
    await save(post, 1, { title: "Second", slug: "applied-anew", body: { source: "New text." } });
    await save(post, 2, { tagIds: [encodeGlobalId("Tag", tag)], tagNames: ["Made by applying"], excerpt: null });
    const { at } = await lastEvent();
    const after = await applied(post, 3);
    assert.deepEqual(
      [after.version, after.title, after.slug, after.body.source, after.status, after.workingCopy],
      [2, "Second", "applied-anew", "New text.", "PUBLISHED", null],
    );
    assert.deepEqual(after.revisions.nodes[0], {
      kind: "UPDATED",
      changedFields: ["title", "body", "slug", "excerpt", "tags"],
    });
    assert.deepEqual(
      (await app.events(at)).map(({ type }) => type),
      ["tag.created", "post.updated"],
    );
    const redirect = await app.read<{ post: { id: string } }>(null, "query ($s: String!) { post(slug: $s) { id } }", {
      s: post.slug,
    });
    assert.equal(redirect.post.id, post.id);
  });

  it("publishes or schedules the post in the same transaction", async () => {
    const [now, later, twice] = [await create("Now"), await create("Later"), await create("Twice")];
    const published = await save(now, null, { title: "Now public" }).then(() =>
      applied(now, 1, { publishAt: "2021-01-01T00:00:00.000Z" }),
    );
    assert.deepEqual([published.status, published.title, published.version], ["PUBLISHED", "Now public", 2]);
    assert.equal(published.revisions.nodes[0]?.kind, "PUBLISHED");
    await save(later, null, { title: "Later public" });
    const scheduled = await applied(later, 1, { publishAt: "2998-01-01T00:00:00.000Z" });
    assert.deepEqual([scheduled.status, scheduled.title], ["SCHEDULED", "Later public"]);
    const visible = await app.accepted<Saved>(EDITOR, "publishPost", { id: twice.id, expectedVersion: 1 }, POST);
    await save(visible, null, { title: "Twice public" });
    const input = {
      postId: twice.id,
      expectedVersion: 2,
      expectedWorkingCopyVersion: 1,
      publishAt: "2021-01-01T00:00:00.000Z",
    };
    assert.deepEqual(await app.refused(EDITOR, "applyWorkingCopy", input), ["ALREADY_PUBLISHED input.publishAt"]);
  });

  it("is refused where the post has changed since, and accepted with the base that a merge raised", async () => {
    const post = await create("Behind");
    await save(post, null, { title: "Edited" });
    const changed = await app.accepted<Saved>(
      EDITOR,
      "updatePost",
      { id: post.id, expectedVersion: 1, locale: "fr" },
      POST,
    );
    assert.deepEqual([changed.workingCopy?.isBehind, changed.workingCopy?.baseVersion], [true, 1]);
    const input = { postId: post.id, expectedWorkingCopyVersion: 1 };
    for (const expectedVersion of [1, 2]) {
      const refused = await app.refused(EDITOR, "applyWorkingCopy", { ...input, expectedVersion });
      assert.deepEqual(refused, ["VERSION_CONFLICT input.expectedVersion"]);
    }
    const merged = await save(changed, 1, { locale: "fr" });
    assert.deepEqual([merged.isBehind, merged.baseVersion], [false, 2]);
    assert.equal((await applied(changed, 2)).title, "Edited");
  });

  it("ends a copy that equals the post without a version, and no later copy has a version of a former one", async () => {
    const post = await create("Equal", { publishAt: "2020-01-01T00:00:00.000Z" });
    await save(post, null, { title: "Equal" });
    const { at } = await lastEvent();
    const same = await applied(post, 1);
    assert.deepEqual([same.version, same.workingCopy, same.revisions.nodes.length], [1, null, 1]);
    assert.deepEqual(await app.events(at), []);
    const next = await save(post, null, { title: "Next" });
    assert.equal(next.version, 2);
    await app.accepted(EDITOR, "discardWorkingCopy", { postId: post.id, expectedWorkingCopyVersion: 2 });
    assert.equal((await save(post, null, { title: "Third" })).version, 3);
  });

  it("a copy survives the trash, dies with its post, and keeps revisions from being restored", async () => {
    const post = await create("Kept");
    await save(post, null, { title: "Edited" });
    const trashed = await app.accepted<Saved>(EDITOR, "trashPost", { id: post.id, expectedVersion: 1 }, POST);
    assert.equal(trashed.workingCopy?.title, "Edited");
    const { id } = (
      await app.read<{ node: { revisions: { nodes: { id: string }[] } } }>(
        EDITOR,
        "query ($id: ID!) { node(id: $id) { ... on Post { revisions { nodes { id } } } } }",
        { id: post.id },
      )
    ).node.revisions.nodes[0] ?? { id: "" };
    const restore = { id: post.id, expectedVersion: 2, revisionId: id };
    assert.deepEqual(await app.refused(EDITOR, "restoreRevision", restore), ["HAS_WORKING_COPY input.id"]);
    const publish = {
      postId: post.id,
      expectedVersion: 2,
      expectedWorkingCopyVersion: 1,
      publishAt: "2020-01-01T00:00:00.000Z",
    };
    await save(trashed, 1, { title: "Edited again" });
    assert.deepEqual(await app.refused(EDITOR, "applyWorkingCopy", { ...publish, expectedWorkingCopyVersion: 2 }), [
      "TRASHED input.publishAt",
    ]);
    await app.accepted(EDITOR, "deletePost", { id: post.id, expectedVersion: 2 }, "");
    const left: unknown[] = await app.dataSource.query(
      "select 1 from working_copy w where not exists (select 1 from post p where p.id = w.post_id)",
    );
    assert.deepEqual(left, []);
  });

  it("authors and terms that were deleted meanwhile are refused by name, and not shown", async () => {
    const post = await create("Deleted terms");
    const tag = encodeGlobalId("Tag", await make.tag());
    await save(post, null, { tagIds: [tag] });
    await app.accepted(EDITOR, "deleteTag", { id: tag }, "");
    assert.deepEqual(((await read(post.id)).workingCopy as unknown as { tags: unknown[] }).tags, []);
    const input = { postId: post.id, expectedVersion: 1, expectedWorkingCopyVersion: 1 };
    assert.deepEqual(await app.refused(EDITOR, "applyWorkingCopy", input), ["NOT_FOUND input.tagIds.0"]);
  });

  it("interrupted at any of its statements, leaves the old post with the copy, or the new one without", async () => {
    let post = await create("Interrupted", { publishAt: "2020-01-01T00:00:00.000Z" });
    for (let statement = 1, isDone = false; !isDone; statement += 1) {
      const copy =
        post.workingCopy ??
        (await save(post, null, {
          title: `Interrupted ${statement}`,
          slug: `interrupted-${statement}`,
          body: { source: `Text ${statement}.` },
          tagNames: [`Tag ${statement}`],
        }));
      const input = { postId: post.id, expectedVersion: post.version, expectedWorkingCopyVersion: copy.version };
      let sent = 0;
      const spy = recordStatements((_text, client) => {
        sent += 1;
        if (sent === statement) connectionOf(client).stream.destroy();
      });
      const failure: unknown = await applyWorkingCopy(
        createContext(app.platform, { viewer: EDITOR, previewPostId: null }),
        input,
      )
        .then(() => null)
        .catch((error: unknown) => error)
        .finally(() => spy.stop());
      const after = await read(post.id);
      if (failure === null)
        assert.deepEqual([after.title, after.workingCopy, after.version], [copy.title, null, post.version + 1]);
      else
        assert.deepEqual(
          { ...after, workingCopy: null, revisions: null },
          { ...post, workingCopy: null, revisions: null },
        );
      if (failure !== null) assert.deepEqual(after.workingCopy?.title, copy.title);
      await assertInvariants(app.dataSource);
      isDone = failure === null && sent < statement;
      assert.ok(statement < 100);
      post = after;
    }
  });
});

const connectionOf = (client: pg.Client): { stream: { destroy: () => void } } =>
  (client as unknown as { connection: { stream: { destroy: () => void } } }).connection;

/** The id of the last event. */
async function lastEvent(): Promise<{ at: string }> {
  const [row]: { at: string }[] = await app.dataSource.query(
    "select coalesce(max(id), 0)::text as at from outbox_event",
  );
  return row ?? { at: "0" };
}
