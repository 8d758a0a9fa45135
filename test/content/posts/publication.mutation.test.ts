// The state machine of posts, and that each transition is visible everywhere at once: in lists, counts, terms, paths and ids.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { moveDueRows } from "../../../src/content/search/index/reindex.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
let authorId: string;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
  authorId = encodeGlobalId("Author", await make.author("Publisher"));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface MutationResult {
  id: string;
  version: number;
  status: string;
  publishedAt: string | null;
}
const POST = "{ id version status publishedAt }";

const States = ["DRAFT", "SCHEDULED", "PUBLISHED", "TRASHED"] as const;
type State = (typeof States)[number];
const LATER = "2999-01-01T00:00:00.000Z";
const EARLIER = "2001-02-03T04:05:06.789Z";

const create = (more: Record<string, unknown> = {}): Promise<MutationResult> =>
  app.accepted(EDITOR, "createPost", { title: "Moving", body: { source: "x" }, authorIds: [authorId], ...more }, POST);

const move = (
  name: string,
  { id, version }: MutationResult,
  more: Record<string, unknown> = {},
): Promise<MutationResult> => app.accepted(EDITOR, name, { id, expectedVersion: version, ...more }, POST);

async function postIn(state: State, more: Record<string, unknown> = {}): Promise<MutationResult> {
  const draft = await create(more);
  if (state === "SCHEDULED") return move("publishPost", draft, { at: LATER });
  if (state === "PUBLISHED") return move("publishPost", draft);
  return state === "TRASHED" ? move("trashPost", draft) : draft;
}

interface Transition {
  name: string;
  more?: Record<string, unknown>;
  /** By state: the next state and the event, or the error. */
  from: Record<State, readonly [string, string] | string>;
}

const GONE = ["GONE", "post.deleted"] as const;
const TRANSITIONS: Record<string, Transition> = {
  "publishPost now": {
    name: "publishPost",
    from: {
      DRAFT: ["PUBLISHED", "post.published"],
      SCHEDULED: ["PUBLISHED", "post.published"],
      PUBLISHED: "ALREADY_PUBLISHED",
      TRASHED: "TRASHED",
    },
  },
  "publishPost later": {
    name: "publishPost",
    more: { at: "2999-02-02T00:00:00.000Z" },
    from: {
      DRAFT: ["SCHEDULED", "post.scheduled"],
      SCHEDULED: ["SCHEDULED", "post.scheduled"],
      PUBLISHED: "ALREADY_PUBLISHED",
      TRASHED: "TRASHED",
    },
  },
  "publishPost dated back": {
    name: "publishPost",
    more: { at: EARLIER },
    from: {
      DRAFT: ["PUBLISHED", "post.published"],
      SCHEDULED: ["PUBLISHED", "post.published"],
      PUBLISHED: "ALREADY_PUBLISHED",
      TRASHED: "TRASHED",
    },
  },
  unpublishPost: {
    name: "unpublishPost",
    from: {
      DRAFT: "NOT_PUBLISHED",
      SCHEDULED: ["DRAFT", "post.unpublished"],
      PUBLISHED: ["DRAFT", "post.unpublished"],
      TRASHED: "TRASHED",
    },
  },
  trashPost: {
    name: "trashPost",
    from: {
      DRAFT: ["TRASHED", "post.trashed"],
      SCHEDULED: ["TRASHED", "post.trashed"],
      PUBLISHED: ["TRASHED", "post.trashed"],
      TRASHED: "TRASHED",
    },
  },
  restorePost: {
    name: "restorePost",
    from: {
      DRAFT: "NOT_TRASHED",
      SCHEDULED: "NOT_TRASHED",
      PUBLISHED: "NOT_TRASHED",
      TRASHED: ["DRAFT", "post.restored"],
    },
  },
  updatePost: {
    name: "updatePost",
    more: { title: "Changed where it is" },
    from: {
      DRAFT: ["DRAFT", "post.updated"],
      SCHEDULED: ["SCHEDULED", "post.updated"],
      PUBLISHED: ["PUBLISHED", "post.updated"],
      TRASHED: ["TRASHED", "post.updated"],
    },
  },
  deletePost: {
    name: "deletePost",
    from: { DRAFT: "NOT_TRASHED", SCHEDULED: "NOT_TRASHED", PUBLISHED: "NOT_TRASHED", TRASHED: GONE },
  },
};

it("the table of states in docs/writing.md matches the transitions", () => {
  const page = readFileSync(new URL("../../../../docs/writing.md", import.meta.url), "utf8");
  for (const [title, { from }] of Object.entries(TRANSITIONS)) {
    const cells = States.map((state) => {
      const expected = from[state];
      return typeof expected === "string" ? `\`${expected}\`` : expected === GONE ? "gone" : expected[0];
    });
    const row = `| ${[title, ...cells].join(" | ")} |`;
    assert.ok(page.includes(row), `docs/writing.md should hold: ${row}`);
  }
});

for (const [title, { name, more = {}, from }] of Object.entries(TRANSITIONS)) {
  describe(title, () => {
    for (const state of States) {
      const expected = from[state];
      it(`${title} of ${state} is ${typeof expected === "string" ? `rejected: ${expected}` : expected[0]}`, async () => {
        const post = await postIn(state);
        const input = { id: post.id, expectedVersion: post.version, ...more };
        if (typeof expected === "string") {
          assert.deepEqual(await app.refused(EDITOR, name, input), [`${expected} input.id`]);
          return;
        }
        const [after, event] = expected;
        const known = (await app.events()).at(-1)?.id;
        const response = await app.accepted<MutationResult | string>(EDITOR, name, input, POST);
        const [recorded, ...others] = await app.events(known);
        assert.deepEqual([recorded?.type, others], [event, []]);
        assert.equal(recorded?.payload.wasVisible, state === "PUBLISHED");
        if (typeof response === "string") {
          assert.equal(response, post.id);
          assert.deepEqual(await app.refused(EDITOR, name, input), ["NOT_FOUND input.id"]);
          return;
        }
        assert.deepEqual([response.status, response.version], [after, post.version + 1]);
        if (more.at !== undefined) assert.equal(response.publishedAt, more.at);
        const isHidden = after === "DRAFT" || after === "TRASHED";
        if (isHidden) assert.equal(response.publishedAt, state === "PUBLISHED" ? post.publishedAt : null);
        else assert.notEqual(response.publishedAt, null);
      });
    }
  });
}

/** All that an anonymous reader can find out about the only post of these terms. */
async function traces(slug: string, id: string): Promise<Record<string, unknown>> {
  return app.read(
    null,
    `query($slug: String!, $path: String!, $id: ID!) {
      post(slug: $slug) { slug } node(id: $id) { id } resolvePath(path: $path) { __typename }
      category(slugPath: $slug) { posts(first: 5) { totalCount nodes { slug } } }
      tag(slug: $slug) { posts(first: 5) { totalCount nodes { slug } } }
      author(slug: $slug) { posts(first: 5) { totalCount nodes { slug } } }
      series(slug: $slug) { entries { post { slug } } }
      posts(first: 100) { nodes { slug } } archive { postCount } }`,
    { slug, path: `/posts/${slug}`, id },
  );
}

describe("visibility", () => {
  const shown = (slug: string, id: string) => {
    const one = { posts: { totalCount: 1, nodes: [{ slug }] } };
    return {
      post: { slug },
      node: { id },
      resolvePath: { __typename: "Post" },
      category: one,
      tag: one,
      author: one,
      series: { entries: [{ post: { slug } }] },
    };
  };
  const hidden = {
    post: null,
    node: null,
    resolvePath: null,
    category: { posts: { totalCount: 0, nodes: [] } },
    tag: null,
    author: null,
    series: null,
  };
  const seen = async (slug: string, id: string) => {
    const { posts, archive, ...rest } = await traces(slug, id);
    const listed = (posts as { nodes: { slug: string }[] }).nodes.some((post) => post.slug === slug);
    const months = (archive as { postCount: number }[]).reduce((sum, { postCount }) => sum + postCount, 0);
    return { ...rest, listed, months };
  };
  const termsOf = async (name: string) => ({
    slug: name,
    categoryIds: [encodeGlobalId("Category", await make.category(name))],
    tagIds: [encodeGlobalId("Tag", await make.tag(name))],
    authorIds: [encodeGlobalId("Author", await make.author(name))],
  });
  const inSeries = (name: string, id: string) => app.accepted(EDITOR, "createSeries", { title: name, postIds: [id] });

  it("visibility changes everywhere with the next read", async () => {
    let post = await create(await termsOf("comes"));
    await inSeries("comes", post.id);
    const before = await seen("comes", post.id);
    const { months } = before;
    assert.deepEqual(before, { ...hidden, listed: false, months });
    for (const withdraw of ["unpublishPost", "trashPost"]) {
      post = await move("publishPost", post);
      assert.deepEqual(await seen("comes", post.id), { ...shown("comes", post.id), listed: true, months: months + 1 });
      post = await move(withdraw, post);
      assert.deepEqual(await seen("comes", post.id), before, withdraw);
    }
    post = await move("restorePost", post);
    assert.deepEqual(await seen("comes", post.id), before);
  });

  it("visibility of a scheduled post begins at its instant by the clock of the database, without a write", async () => {
    const draft = await create(await termsOf("timed"));
    await inSeries("timed", draft.id);
    const before = await seen("timed", draft.id);
    const [{ at }] = await app.dataSource.query("select now() + interval '4 seconds' as at");
    const post = await move("publishPost", draft, { at: at.toISOString() });
    assert.deepEqual([post.status, post.publishedAt], ["SCHEDULED", at.toISOString()]);
    const tables = await app.fingerprint();
    for (;;) {
      const [{ early }] = await app.dataSource.query("select now() < $1 as early", [at.toISOString()]);
      const found = await seen("timed", post.id);
      const [{ late }] = await app.dataSource.query("select now() > $1 as late", [at.toISOString()]);
      // A read that begins and ends on the same side of the instant has one correct result.
      if (!late) assert.deepEqual(found, before);
      if (!early) {
        assert.deepEqual(found, { ...shown("timed", post.id), listed: true, months: Number(before.months) + 1 });
        break;
      }
      await sleep(50);
    }
    const query = "query($id: ID!) { node(id: $id) { ... on Post { status version } } }";
    assert.deepEqual(await app.read(null, query, { id: post.id }), { node: { status: "PUBLISHED", version: 2 } });
    assert.deepEqual(await app.fingerprint(), tables);
    await moveDueRows(app.platform.transact);
    assert.deepEqual(await app.fingerprint(), tables, "The job for the search index changed more than its place.");
  });

  it("visibility and everything else of a deleted post is gone, former paths included", async () => {
    let post = await create({ title: "To go", ...(await termsOf("to-go")) });
    post = await move("updatePost", post, { slug: "to-go-now" });
    await move("deletePost", await move("trashPost", post));
    for (const table of ["post_body", "post_category", "category_listing", "post_tag", "revision", "post_link"]) {
      const rows = await app.dataSource.query(`select 1 from ${table} t where not exists
        (select 1 from post p where p.id = t.post_id)`);
      assert.deepEqual(rows, [], table);
    }
    assert.deepEqual(await app.dataSource.query("select 1 from path_alias where path = '/posts/to-go'"), []);
    assert.equal((await create({ slug: "to-go" })).version, 1);
  });
});

describe("the instant of publication", () => {
  for (const [at, stored] of [
    ["2024-05-01T12:00:00+08:00", "2024-05-01T04:00:00.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    ["2016-12-31T23:59:59.9999999Z", "2016-12-31T23:59:59.999Z"],
  ] as const) {
    it(`the instant of publication is accepted as ${at} and unchanged by an update`, async () => {
      const post = await move("publishPost", await create(), { at });
      assert.equal(post.publishedAt, stored);
      assert.equal((await move("updatePost", post, { title: "Still" })).publishedAt, stored);
    });
  }

  for (const at of ["infinity", "2026-02-30T00:00:00Z", "2024-05-01", "10000-01-01T00:00:00Z", "now", 1_700_000_000]) {
    it(`the instant of publication is rejected as ${at}`, async () => {
      const { id } = await create();
      const { data, errors } = await app.executeAs(
        EDITOR,
        "mutation($input: PublishPostInput!) { publishPost(input: $input) { errors { code } } }",
        { input: { id, expectedVersion: 1, at } },
      );
      assert.equal(data, null);
      assert.match(errors[0]?.message ?? "", /Expected an RFC 3339 instant/);
    });
  }
});
