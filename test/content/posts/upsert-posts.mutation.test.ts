// upsertPosts: a post for each external id, each written by itself, with results in the order of the inputs.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Viewer } from "../../../src/identity/viewer.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { authorViewer, EDITOR, type Executor, type ReportedUserError, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
let author: string;
let authorId: string;
let made = 0;

before(async () => {
  app = await startExecutor(10);
  make = new Factories(app.dataSource);
  author = await make.author("Upserter");
  authorId = encodeGlobalId("Author", author);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Post {
  id: string;
  version: number;
  title: string;
  slug: string;
  status: string;
  publishedAt: string | null;
  externalId: string;
  isPinned: boolean;
  excerpt: string;
  author: { id: string };
  tags: { name: string }[];
  body: { source: string };
}
interface Result {
  outcome: string;
  post: Post | null;
  errors: ReportedUserError[];
}
const DOCUMENT = `mutation($input: UpsertPostsInput!) { upsertPosts(input: $input) { errors { __typename code message path } results {
  outcome errors { __typename code message path } post { id version title slug status publishedAt externalId isPinned excerpt author { id }
  tags { name } body { source } } } } }`;

interface Payload {
  results: Result[];
  errors: ReportedUserError[];
}

async function send(posts: object[], viewer: Viewer = EDITOR): Promise<Payload> {
  const { data, errors } = await app.executeAs<{ upsertPosts: Payload }>(viewer, DOCUMENT, { input: { posts } });
  assert.deepEqual(errors, []);
  return data?.upsertPosts as Payload;
}
const upsert = async (posts: object[], viewer?: Viewer): Promise<Result[]> => {
  const { results, errors } = await send(posts, viewer);
  assert.deepEqual([errors, results.length], [[], posts.length]);
  return results;
};
const one = async (post: object, viewer?: Viewer): Promise<Result> => (await upsert([post], viewer))[0] as Result;
const outcomes = (results: readonly Result[]): string[] => results.map(({ outcome }) => outcome);
const refusalsOf = ({ errors }: Result): string[] =>
  errors.map(({ code, path }) => `${code} ${path?.join(".")}`).sort();
const newId = (): string => {
  made += 1;
  return `cms:${made}`;
};
interface Input extends Record<string, unknown> {
  externalId: string;
}
const input = (externalId = newId(), more: object = {}): Input => ({
  ...{ externalId, title: "Upserted", body: { source: "Text." }, authorIds: [authorId] },
  ...more,
});
const withId = async (externalId: string): Promise<number> =>
  (await app.dataSource.query("select 1 from post where external_id = $1", [externalId])).length;

describe("upsertPosts", () => {
  it("upsertPosts creates a post, leaves it as it is, and updates it", async () => {
    const wanted = input(newId(), { excerpt: "Short.", tagNames: ["Sync"], isPinned: true });
    const created = await one(wanted);
    assert.deepEqual(
      [created.outcome, created.post?.version, created.post?.externalId],
      ["CREATED", 1, wanted.externalId],
    );
    const tables = await app.fingerprint();
    const unchanged = await one(wanted);
    assert.deepEqual([unchanged.outcome, unchanged.post], ["UNCHANGED", created.post]);
    assert.deepEqual(await app.fingerprint(), tables);
    const updated = await one({ ...wanted, title: "Another title" });
    assert.deepEqual(
      [updated.outcome, updated.post],
      ["UPDATED", { ...created.post, title: "Another title", version: 2 }],
    );
  });

  it("upsertPosts leaves what is absent as it is, and slug, author and publication also if they are null", async () => {
    const wanted = input(newId(), {
      ...{ slug: newId().replace(":", "-"), excerpt: "Short.", tagNames: ["Kept"], isPinned: true, locale: "zh-CN" },
      ...{ publishAt: "2011-03-04T05:06:07.000Z", seo: { title: "S" }, cover: { url: "/c.png", alt: "" } },
    });
    const created = await one(wanted);
    const { externalId, title, body } = wanted;
    for (const more of [{}, { slug: null, authorIds: null, publishAt: null }]) {
      const again = await one({ externalId, title, body, ...more });
      assert.deepEqual([again.outcome, again.post], ["UNCHANGED", created.post]);
    }
    const cleared = await one({ externalId, title, body, excerpt: null, tagNames: null, isPinned: null });
    assert.deepEqual(
      [cleared.post?.excerpt, cleared.post?.tags, cleared.post?.isPinned, cleared.post?.slug],
      ["Text.", [], false, wanted.slug],
    );
  });

  it("upsertPosts writes each post by itself, and names the errors of the refused ones by their place", async () => {
    const held = (await one(input())).post as Post;
    const [good, better] = [input(), input()];
    const bad = input(newId(), {
      ...{ title: " ", slug: held.slug, categoryIds: ["nonsense"], tagNames: ["Never made by a refused post", ""] },
    });
    const results = await upsert([
      good,
      bad,
      input("x".repeat(256)),
      better,
      input(newId(), { body: { source: "\0" } }),
    ]);
    assert.deepEqual(outcomes(results), ["CREATED", "REFUSED", "REFUSED", "CREATED", "REFUSED"]);
    assert.deepEqual(refusalsOf(results[1] as Result), [
      "INVALID input.posts.1.categoryIds.0",
      "INVALID input.posts.1.tagNames.1",
      "INVALID input.posts.1.title",
      "SLUG_TAKEN input.posts.1.slug",
    ]);
    assert.equal(results[1]?.errors.find(({ code }) => code === "SLUG_TAKEN")?.__typename, "SlugTaken");
    assert.deepEqual(refusalsOf(results[2] as Result), ["INVALID input.posts.2.externalId"]);
    assert.deepEqual(refusalsOf(results[4] as Result), ["INVALID input.posts.4.body.source"]);
    assert.deepEqual(
      results.map(({ post }) => post?.externalId ?? null),
      [good.externalId, null, null, better.externalId, null],
    );
    assert.deepEqual(await app.dataSource.query("select 1 from tag where name like 'Never made%'"), []);
  });

  it("upsertPosts writes several posts with one external id in their order", async () => {
    const externalId = newId();
    const titled = (title: string) => input(externalId, { title });
    const results = await upsert([titled("A"), titled("A"), titled(" "), titled("B")]);
    assert.deepEqual(outcomes(results), ["CREATED", "UNCHANGED", "REFUSED", "UPDATED"]);
    assert.deepEqual([await withId(externalId), results[3]?.post?.title, results[3]?.post?.version], [1, "B", 2]);
  });

  it("upsertPosts takes at most 100 posts, and none at all", async () => {
    assert.deepEqual(await send([]), { results: [], errors: [] });
    const externalId = newId();
    const { results, errors } = await send(Array.from({ length: 101 }, () => input(externalId)));
    assert.deepEqual([results, errors.map(({ code, path }) => [code, path])], [[], [["INVALID", ["input", "posts"]]]]);
    assert.equal(await withId(externalId), 0);
    const hundred = await upsert(Array.from({ length: 100 }, (_, i) => input(newId(), { title: `Of a hundred ${i}` })));
    assert.deepEqual(new Set(outcomes(hundred)), new Set(["CREATED"]));
  });

  it("upsertPosts works on posts that have their external id from elsewhere, also in the trash", async () => {
    const externalId = newId();
    const create = { title: "By hand", body: { source: "x" }, authorIds: [authorId], externalId };
    const { id } = await app.accepted<Post>(EDITOR, "createPost", create);
    await app.accepted(EDITOR, "trashPost", { id, expectedVersion: 1 });
    const result = await one(input(externalId));
    assert.deepEqual([result.outcome, result.post?.id, result.post?.status], ["UPDATED", id, "TRASHED"]);
    const published = await one(input(externalId, { publishAt: "2011-03-04T05:06:07.000Z" }));
    assert.deepEqual(refusalsOf(published), ["TRASHED input.posts.0.publishAt"]);
  });
});

describe("publishAt of upsertPosts", () => {
  const PAST = "2011-03-04T05:06:07.000Z";
  const EARLIER = "2001-01-01T00:00:00.000Z";
  const FUTURE = "2999-01-01T00:00:00.000Z";

  it("publishAt publishes, schedules and dates again, in one version with one event", async () => {
    const externalId = newId();
    const steps: [string | null, string, string, string, string | null][] = [
      [null, "CREATED", "post.created", "DRAFT", null],
      [FUTURE, "UPDATED", "post.scheduled", "SCHEDULED", FUTURE],
      [PAST, "UPDATED", "post.published", "PUBLISHED", PAST],
      [EARLIER, "UPDATED", "post.updated", "PUBLISHED", EARLIER],
    ];
    for (const [index, [publishAt, outcome, event, status, publishedAt]] of steps.entries()) {
      const last = (await app.events()).at(-1)?.id;
      const { post, ...result } = await one(input(externalId, { publishAt }));
      assert.deepEqual(
        [result.outcome, post?.status, post?.publishedAt, post?.version],
        [outcome, status, publishedAt, index + 1],
      );
      assert.deepEqual(
        (await app.events(last)).map(({ type }) => type),
        [event],
      );
      assert.equal((await one(input(externalId, { publishAt }))).outcome, "UNCHANGED");
    }
    assert.deepEqual(refusalsOf(await one(input(externalId, { publishAt: FUTURE, title: "" }))), [
      "INVALID input.posts.0.publishAt",
      "INVALID input.posts.0.title",
    ]);
  });

  it("publishAt schedules a post that was public, which gets its former date back", async () => {
    const externalId = newId();
    const { post } = await one(input(externalId, { publishAt: PAST }));
    await app.accepted(EDITOR, "unpublishPost", { id: post?.id, expectedVersion: 1 });
    await one(input(externalId, { publishAt: FUTURE }));
    const draft = await app.accepted<Post>(
      EDITOR,
      "unpublishPost",
      { id: post?.id, expectedVersion: 3 },
      "{ status publishedAt }",
    );
    assert.deepEqual(draft, { status: "DRAFT", publishedAt: PAST });
  });
});

describe("concurrent upserts", () => {
  it("concurrent upserts of one external id make one post", async () => {
    for (let round = 0; round < 5; round += 1) {
      const externalId = newId();
      const all = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          one(input(externalId, { title: `Title ${i % 2}`, tagNames: [`Round ${round}`] })),
        ),
      );
      const names = outcomes(all);
      assert.deepEqual(
        all.flatMap(({ errors }) => errors),
        [],
      );
      assert.equal(names.filter((name) => name === "CREATED").length, 1, names.join());
      assert.equal(new Set(all.map(({ post }) => post?.id)).size, 1);
      assert.equal(await withId(externalId), 1);
    }
  });

  it("concurrent upserts of the same posts in opposite orders all succeed", async () => {
    const posts = Array.from({ length: 6 }, () => input());
    const all = await Promise.all([upsert(posts), upsert([...posts].reverse()), upsert(posts)]);
    assert.deepEqual(
      all.flat().flatMap(({ errors }) => errors),
      [],
    );
    for (const { externalId } of posts) assert.equal(await withId(externalId), 1);
  });
});

describe("upsertPosts of an author", () => {
  it("upsertPosts of an author writes posts of that author only, and makes no tags", async () => {
    const other = await make.author("Somebody else");
    const theirs = input(newId(), { authorIds: [encodeGlobalId("Author", other)] });
    await one(theirs);
    const { authorIds: _, ...mine } = input();
    const viewer = authorViewer(author);
    const results = await upsert(
      [
        mine,
        { ...mine, ...theirs, authorIds: undefined },
        { ...theirs, externalId: newId() },
        { ...mine, tagNames: ["Of an author"] },
      ],
      viewer,
    );
    assert.deepEqual(outcomes(results), ["CREATED", "REFUSED", "REFUSED", "REFUSED"]);
    assert.equal(results[0]?.post?.author.id, authorId);
    assert.deepEqual(results.slice(1).map(refusalsOf), [
      ["FORBIDDEN input.posts.1.externalId"],
      ["FORBIDDEN input.posts.2.authorIds"],
      ["FORBIDDEN input.posts.3.tagNames.0"],
    ]);
    assert.equal((await one({ ...mine, title: "Again" }, viewer)).outcome, "UPDATED");
  });
});
