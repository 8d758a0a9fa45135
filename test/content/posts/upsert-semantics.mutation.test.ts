// upsertPosts as a whole: a list of posts has the results and effects of its posts sent one after the other, which are those of a model;
// a request with an idempotency key is executed once; and a failure of the service concerns its own post only.
import assert from "node:assert/strict";
import { after, afterEach, before, it } from "node:test";
import fc from "fast-check";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { readPropertyRuns } from "../../support/environment.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";
import { createTestLog } from "../../support/test-log.js";

let app: TestApp;
let token: string;
let authorId: string;
let runs = 0;

before(async () => {
  app = await startTestApp({}, createTestLog().log);
  token = await app.tokenFor("EDITOR");
  authorId = encodeGlobalId("Author", await new Factories(app.dataSource).author("Modelled"));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Wanted {
  externalId: string;
  title: string;
  body: { source: string };
  excerpt?: string | null;
  isPinned?: boolean | null;
  tagNames?: string[] | null;
  publishAt?: string | null;
}
interface Shown {
  title: string;
  version: number;
  status: string;
  publishedAt: string | null;
  excerptSource: string;
  isPinned: boolean;
  tags: { name: string }[];
  body: { source: string };
}
interface Result {
  outcome: string;
  post: Shown | null;
  errors: { code: string }[];
}
const DOCUMENT = `mutation($posts: [UpsertPostInput!]!) { upsertPosts(input: { posts: $posts }) { errors { code } results { outcome errors { code }
  post { title version status publishedAt excerptSource isPinned tags { name } body { source } } } } }`;

const send = (posts: readonly Wanted[], headers: Record<string, string> = {}) =>
  app.send<{ upsertPosts: { results: Result[] } }>(
    DOCUMENT,
    { posts: posts.map((post) => ({ ...post, authorIds: [authorId] })) },
    { token, headers },
  );
const resultsOf = async (posts: readonly Wanted[]): Promise<Result[]> => {
  const { data, errors } = await send(posts);
  assert.equal(errors, undefined);
  return data.upsertPosts.results;
};
const storedUnder = (prefix: string): Promise<object[]> =>
  app.dataSource.query(
    `select substr(external_id, ${prefix.length + 1}) as id, title, version, state, published_at, visible_from, is_pinned, excerpt
     from post where starts_with(external_id, $1) order by 1`,
    [prefix],
  );

const PAST = ["2011-03-04T05:06:07.000Z", "2012-12-12T12:12:12.120Z"];
const FUTURE = ["2999-01-01T00:00:00.000Z"];
const wanted: fc.Arbitrary<Wanted> = fc.record(
  {
    externalId: fc.constantFrom("a", "b", "c"),
    title: fc.constantFrom("One", "Two", "  "),
    body: fc.constantFrom({ source: "x" }, { source: "y" }),
    excerpt: fc.constantFrom(null, "Short."),
    isPinned: fc.constantFrom(null, true, false),
    tagNames: fc.constantFrom(null, ["M1"], ["m1", "M2"], ["M2", "Ｍ１"]),
    publishAt: fc.constantFrom(null, ...PAST, ...FUTURE),
  },
  { requiredKeys: ["externalId", "title", "body"] },
);
const under = (prefix: string, posts: readonly Wanted[]): Wanted[] =>
  posts.map((post) => ({ ...post, externalId: prefix + post.externalId }));

/** What the rules say, for one post after the other. */
class Model {
  readonly posts = new Map<string, Shown>();

  upsert(post: Wanted): Pick<Result, "outcome" | "post"> {
    const refused = { outcome: "REFUSED", post: null };
    const before = this.posts.get(post.externalId);
    const publishAt = post.publishAt ?? null;
    const isFuture = FUTURE.includes(publishAt ?? "");
    if (post.title.trim() === "" || (isFuture && before?.status === "PUBLISHED")) return refused;
    const base = before ?? {
      ...{ version: 0, status: "DRAFT", publishedAt: null, excerptSource: "GENERATED", isPinned: false, tags: [] },
      ...{ title: "", body: { source: "" } },
    };
    const after: Shown = {
      ...base,
      ...{ title: post.title, body: post.body },
      ...(publishAt !== null && { status: isFuture ? "SCHEDULED" : "PUBLISHED", publishedAt: publishAt }),
      ...(post.excerpt !== undefined && { excerptSource: post.excerpt === null ? "GENERATED" : "WRITTEN" }),
      ...(post.isPinned !== undefined && { isPinned: post.isPinned ?? false }),
      ...(post.tagNames !== undefined && {
        tags: (post.tagNames ?? []).map((name) => ({ name: name.normalize("NFKC").toUpperCase() })),
      }),
    };
    if (before !== undefined && JSON.stringify(after) === JSON.stringify(before))
      return { outcome: "UNCHANGED", post: before };
    after.version += 1;
    this.posts.set(post.externalId, after);
    return { outcome: before === undefined ? "CREATED" : "UPDATED", post: after };
  }
}

it("a list of posts has the results and effects of its posts sent one after the other, which are those of the rules", async () => {
  // The tags exist with the names of the model, whichever run names them first.
  await resultsOf([{ externalId: "tags", title: "Tags", body: { source: "x" }, tagNames: ["M1", "M2"] }]);
  await fc.assert(
    fc.asyncProperty(fc.array(wanted, { minLength: 1, maxLength: 12 }), async (posts) => {
      runs += 1;
      const [together, apart] = [`${runs}/together/`, `${runs}/apart/`];
      const model = new Model();
      const expected = posts.map((post) => model.upsert(post));
      const results = await resultsOf(under(together, posts));
      const single: Result[] = [];
      for (const post of under(apart, posts)) single.push(...(await resultsOf([post])));
      assert.deepEqual(
        single.map(({ outcome, post }) => ({ outcome, post })),
        expected,
      );
      // A response shows each post as it is after the last write of the list.
      const last = (place: number) => model.posts.get(posts[place]?.externalId ?? "");
      assert.deepEqual(
        results.map(({ outcome, post }) => [outcome, post]),
        expected.map(({ outcome }, place) => [outcome, outcome === "REFUSED" ? null : last(place)]),
      );
      assert.deepEqual(await storedUnder(together), await storedUnder(apart));
    }),
    { numRuns: 25, ...readPropertyRuns() },
  );
});

it("a request with an idempotency key is executed once, and its response is repeated", async () => {
  const posts = [
    { externalId: "keyed/1", title: "Keyed", body: { source: "x" } },
    { externalId: "keyed/2", title: " ", body: { source: "x" } },
    { externalId: "keyed/3", title: "Keyed too", body: { source: "x" } },
  ];
  const first = await send(posts, { "idempotency-key": "upsert-1" });
  const second = await send(posts, { "idempotency-key": "upsert-1" });
  assert.deepEqual(
    first.data.upsertPosts.results.map(({ outcome }) => outcome),
    ["CREATED", "REFUSED", "CREATED"],
  );
  assert.deepEqual(second, first);
  assert.equal((await storedUnder("keyed/")).length, 2);
});

it("a failure of the service concerns its own post, and undoes a request with an idempotency key", async () => {
  await app.dataSource.query(`create function explode() returns trigger language plpgsql as $$ begin
    if new.title = 'Explodes' then raise exception 'boom'; end if; return new; end $$`);
  await app.dataSource.query("create trigger explode before insert on post for each row execute function explode()");
  const posts = ["Fine", "Explodes", "Fine too"].map((title, i) => ({
    ...{ externalId: `fail/${i}`, title, body: { source: "x" } },
  }));
  const { data, errors = [] } = await send(posts);
  const { results } = data.upsertPosts;
  assert.deepEqual(
    results.map(({ outcome, post }) => [outcome, post?.title ?? null]),
    [
      ["CREATED", "Fine"],
      ["REFUSED", null],
      ["CREATED", "Fine too"],
    ],
  );
  assert.deepEqual(results[1]?.errors, [{ code: "FAILED" }]);
  assert.deepEqual(
    errors.map(({ path, extensions }) => [path, extensions.code]),
    [[["upsertPosts", "results", 1, "post"], "INTERNAL_SERVER_ERROR"]],
  );
  assert.doesNotMatch(JSON.stringify(errors), /boom/);
  const keyed = posts.map((post) => ({ ...post, externalId: `keyed-${post.externalId}` }));
  const undone = await send(keyed, { "idempotency-key": "upsert-2" });
  assert.equal(undone.errors?.[0]?.extensions.code, "INTERNAL_SERVER_ERROR");
  assert.deepEqual(await storedUnder("keyed-fail/"), []);
  const document =
    "mutation($posts: [UpsertPostInput!]!) { upsertPosts(input: { posts: $posts }) { results { outcome } } }";
  const variables = { posts: keyed.map((post) => ({ ...post, authorIds: [authorId] })) };
  const untold = await app.send(document, variables, { token, headers: { "idempotency-key": "upsert-3" } });
  assert.equal(
    untold.errors?.[0]?.extensions.code,
    "INTERNAL_SERVER_ERROR",
    "also if the field that tells it is not selected",
  );
  assert.deepEqual(await storedUnder("keyed-fail/"), []);
});
