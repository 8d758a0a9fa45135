// Concurrent writes: in any order, one or both of them succeed, none takes partial effect, and none fails with an internal error.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { withVersion } from "../support/current-version.js";
import { EDITOR, type Executor, type Outcome, startExecutor } from "../support/execute.js";
import { Factories } from "../support/factories.js";
import { assertInvariants } from "../support/invariants.js";

let app: Executor;
let make: Factories;
let authorId: string;

before(async () => {
  app = await startExecutor(16);
  make = new Factories(app.dataSource);
  authorId = encodeGlobalId("Author", await make.author("Concurrent author"));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Written {
  id: string;
  slug: string;
  version: number;
}

const POST = "{ id slug version }";

const createPost = (more: Record<string, unknown> = {}): Promise<Written> =>
  app.accepted(EDITOR, "createPost", { title: "Met", body: { source: "Text." }, authorIds: [authorId], ...more }, POST);

const codes = (outcomes: readonly Outcome<unknown>[]): string[] =>
  outcomes.flatMap(({ errors }) => errors.map(({ code }) => code));

/** The number of rows of a table. */
async function count(sql: string, values: unknown[] = []): Promise<number> {
  const [row] = await app.dataSource.query(`select count(*)::integer as n from ${sql}`, values);
  return row.n;
}

const times = <T>(n: number, one: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => one(i));

describe("concurrent writers of one post", () => {
  it("of two concurrent writers of one version of a post, exactly one succeeds", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await createPost();
      const outcomes = await Promise.all(
        times(5, (i) => app.mutate(EDITOR, "updatePost", { id, expectedVersion: 1, title: `Round ${round} by ${i}` })),
      );
      assert.equal(outcomes.filter(({ errors }) => errors.length === 0).length, 1);
      assert.deepEqual(codes(outcomes), Array(4).fill("VERSION_CONFLICT"));
    }
  });

  it("of concurrent publishing, trashing and changing of one version of a post, exactly one succeeds", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await createPost();
      const outcomes = await Promise.all(
        [["publishPost"], ["trashPost"], ["updatePost", { title: `Round ${round}` }]].map(([name, more = {}]) =>
          app.mutate(EDITOR, name as string, { id, expectedVersion: 1, ...(more as object) }),
        ),
      );
      assert.deepEqual(codes(outcomes), ["VERSION_CONFLICT", "VERSION_CONFLICT"]);
    }
  });
});

describe("concurrent writers of one name", () => {
  it("concurrent posts of one title get distinct slugs", async () => {
    const outcomes = await Promise.all(
      times(20, () =>
        app.mutate<Written>(
          EDITOR,
          "createPost",
          { title: "Same 标题", body: { source: "x" }, authorIds: [authorId] },
          POST,
        ),
      ),
    );
    const slugs = outcomes.flatMap(({ result }) => result?.slug ?? []);
    const expected = times(20, (i) => (i === 0 ? "same-标题" : `same-标题-${i + 1}`));
    assert.deepEqual([slugs.sort(), codes(outcomes)], [expected.sort(), []]);
    assert.equal(await count("post where title = 'Same 标题'"), 20);
  });

  for (const [name, input, table] of [
    ["createTag", { name: "One tag" }, "tag"],
    ["createCategory", { name: "One category" }, "category"],
    ["createSeries", { title: "One series" }, "series"],
  ] as const) {
    it(`concurrent writers of one slug leave one ${table}, and the others get user errors that name it`, async () => {
      const slug = "given-once";
      const outcomes = await Promise.all(times(10, () => app.mutate<{ id: string }>(EDITOR, name, { ...input, slug })));
      assert.deepEqual(codes(outcomes), Array(9).fill("SLUG_TAKEN"));
      const errors = outcomes.flatMap((outcome) => outcome.errors);
      assert.deepEqual([...new Set(errors.map(({ __typename }) => __typename))], ["SlugTaken"]);
      assert.equal(await count(`${table} where slug like '${slug}%'`), 1);
    });

    it(`concurrent writers of one name without a slug each get a ${table} of their own`, async () => {
      const outcomes = await Promise.all(times(10, () => app.mutate(EDITOR, name, input)));
      assert.deepEqual(codes(outcomes), []);
      assert.equal(await count(`${table} where slug ~ '^one-${table}(-[0-9]+)?$'`), 10);
    });
  }
});

describe("two series that claim one post", () => {
  it("of two series that claim one post at once, one gets it and the other is rejected", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await createPost();
      const outcomes = await Promise.all(
        times(3, (i) => app.mutate(EDITOR, "createSeries", { title: `Wants ${round} ${i}`, postIds: [id] })),
      );
      assert.deepEqual(codes(outcomes), ["INVALID", "INVALID"]);
    }
  });
});

describe("two concurrent moves of categories", () => {
  it("two concurrent moves of categories never form a cycle: exactly one is rejected", async () => {
    for (let round = 0; round < 50; round += 1) {
      const [a, b] = [await make.category(`cycle a ${round}`), await make.category(`cycle b ${round}`)];
      const [one, other] = [encodeGlobalId("Category", a), encodeGlobalId("Category", b)];
      const outcomes = await Promise.all([
        app.mutate(EDITOR, "moveCategory", { id: one, expectedVersion: 1, parentId: other }),
        app.mutate(EDITOR, "moveCategory", { id: other, expectedVersion: 1, parentId: one }),
      ]);
      assert.deepEqual(codes(outcomes), ["CATEGORY_CYCLE"]);
    }
    await assertInvariants(app.dataSource);
  });
});

describe("writers of posts while the tree moves", () => {
  it("writers of posts succeed while the tree moves, and every listing is right", async () => {
    const roots = await Promise.all(times(3, (i) => make.category(`moving root ${i}`)));
    const leaves = await Promise.all(roots.map((root, i) => make.category(`moving leaf ${i}`, root)));
    const ids = [...roots, ...leaves].map((id) => encodeGlobalId("Category", id));
    const posts = await Promise.all(times(6, (i) => createPost({ title: `Moved ${i}`, categoryIds: [ids[i]] })));
    const move = async (round: number): Promise<void> => {
      const [id, parentId] = [ids[3 + (round % 3)], ids[round % 2 === 0 ? (round + 1) % 3 : round % 3]];
      const input = await withVersion(app, { id, parentId });
      assert.deepEqual(codes([await app.mutate(EDITOR, "moveCategory", input)]), []);
    };
    const write = async (post: Written, index: number): Promise<void> => {
      let version = 1;
      for (let round = 0; round < 8; round += 1) {
        const [name, more] = [
          ["publishPost", {}] as const,
          ["updatePost", { categoryIds: [ids[(index + round) % 6], ids[(index + round + 1) % 6]] }] as const,
          ["unpublishPost", {}] as const,
          ["updatePost", { categoryIds: [ids[(index + 2 * round) % 6]] }] as const,
        ][round % 4] ?? ["", {}];
        const input = { id: post.id, expectedVersion: version, ...more };
        version = (await app.accepted<Written>(EDITOR, name, input, POST)).version;
      }
    };
    const moves = async (): Promise<void> => {
      for (let round = 0; round < 20; round += 1) await move(round);
    };
    await Promise.all([moves(), ...posts.map(write)]);
  });
});

describe("merging tags", () => {
  it("of two opposite merges of two tags, one is rejected, and one tag remains", async () => {
    for (let round = 0; round < 20; round += 1) {
      const [a, b] = [await make.tag(`both a ${round}`), await make.tag(`both b ${round}`)];
      const [one, other] = [encodeGlobalId("Tag", a), encodeGlobalId("Tag", b)];
      await createPost({ title: `Both ${round}`, tagIds: [one, other] });
      const outcomes = await Promise.all([
        app.mutate(EDITOR, "mergeTags", { sourceId: one, targetId: other }),
        app.mutate(EDITOR, "mergeTags", { sourceId: other, targetId: one }),
      ]);
      assert.deepEqual(codes(outcomes), ["NOT_FOUND"]);
    }
  });

  it("merging a tag while its posts are published and unpublished shows no hidden post", async () => {
    for (let round = 0; round < 15; round += 1) {
      const [source, target] = [await make.tag(`race a ${round}`), await make.tag(`race b ${round}`)];
      const [sourceId, targetId] = [encodeGlobalId("Tag", source), encodeGlobalId("Tag", target)];
      const posts = await Promise.all(times(4, (i) => createPost({ title: `Race ${round} ${i}`, tagIds: [sourceId] })));
      const flip = async ({ id }: Written): Promise<void> => {
        await app.accepted(EDITOR, "publishPost", { id, expectedVersion: 1 });
        await app.accepted(EDITOR, "unpublishPost", { id, expectedVersion: 2 });
      };
      await Promise.all([app.accepted(EDITOR, "mergeTags", { sourceId, targetId }), ...posts.map(flip)]);
      await assertInvariants(app.dataSource);
    }
  });
});

describe("merging categories", () => {
  it("merging a category while its posts are written loses no post and lists none wrongly", async () => {
    for (let round = 0; round < 15; round += 1) {
      const [source, target] = [await make.category(`fused a ${round}`), await make.category(`fused b ${round}`)];
      const [sourceId, targetId] = [encodeGlobalId("Category", source), encodeGlobalId("Category", target)];
      const posts = await Promise.all(
        times(4, (i) => createPost({ title: `Fused ${round} ${i}`, categoryIds: [sourceId] })),
      );
      const flip = async ({ id }: Written): Promise<void> => {
        await app.accepted(EDITOR, "publishPost", { id, expectedVersion: 1 });
        await app.accepted(EDITOR, "unpublishPost", { id, expectedVersion: 2 });
      };
      const late = app.mutate(EDITOR, "createPost", {
        title: `Late ${round}`,
        body: { source: "x" },
        authorIds: [authorId],
        categoryIds: [sourceId],
      });
      const merge = app.accepted(EDITOR, "mergeCategories", { sourceId, targetId });
      const [lateOutcome] = await Promise.all([late, merge, ...posts.map(flip)]);
      const refusals = codes([lateOutcome]);
      assert.deepEqual(refusals, refusals.length === 0 ? [] : ["NOT_FOUND"]);
      assert.equal(await count("post_category where category_id = $1", [target]), 5 - refusals.length);
      await assertInvariants(app.dataSource);
    }
  });
});

describe("concurrent deletions and references", () => {
  const ROUNDS = 15;

  it("deleting a category or a tag while a post is given it leaves no dangling reference", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const categoryId = encodeGlobalId("Category", await make.category(`short-lived ${round}`));
      const tagId = encodeGlobalId("Tag", await make.tag(`short-lived ${round}`));
      const input = { title: `Refers ${round}`, body: { source: "x" }, authorIds: [authorId] };
      const [inCategory, deleted, tagged, untagged] = await Promise.all([
        app.mutate(EDITOR, "createPost", { ...input, categoryIds: [categoryId] }),
        app.mutate(EDITOR, "deleteCategory", { id: categoryId }),
        app.mutate(EDITOR, "createPost", { ...input, slug: `refers-to-tag-${round}`, tagIds: [tagId] }),
        app.mutate(EDITOR, "deleteTag", { id: tagId }),
      ]);
      const [refusal, ...others] = codes([inCategory, deleted]);
      assert.deepEqual(others, []);
      assert.ok(refusal === "NOT_FOUND" || refusal === "CATEGORY_NOT_EMPTY", refusal);
      assert.deepEqual(codes([untagged]), []);
      assert.deepEqual(new Set([...codes([tagged]), "NOT_FOUND"]), new Set(["NOT_FOUND"]));
    }
  });

  it("deleting a post while it is added to a series leaves the series without it, in either order", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = await createPost({ title: `Going ${round}` });
      await app.accepted(EDITOR, "trashPost", { id, expectedVersion: 1 });
      const [series, deleted] = await Promise.all([
        app.mutate(EDITOR, "createSeries", { title: `Keeps ${round}`, postIds: [id] }),
        app.mutate(EDITOR, "deletePost", { id, expectedVersion: 2 }),
      ]);
      assert.deepEqual(codes([deleted]), []);
      assert.deepEqual(new Set([...codes([series]), "NOT_FOUND"]), new Set(["NOT_FOUND"]));
    }
    assert.equal(await count("series_entry e join series s on s.id = e.series_id where s.title like 'Keeps %'"), 0);
  });
});
