// The date of publication: what hides a post remembers it, publishing without a date gives it back, and an update changes it in place.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { readPropertyRuns } from "../../support/environment.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";
import { chanceFrom, pick } from "../../support/mutation-cases.js";

let app: Executor;
let make: Factories;
let authorId: string;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
  authorId = encodeGlobalId("Author", await make.author("Dated"));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Dated {
  id: string;
  version: number;
  status: string;
  publishedAt: string | null;
}
const POST = "{ id version status publishedAt }";
const FORMER = "2011-03-04T05:06:07.000Z";
const OTHER = "2012-12-12T12:12:12.120Z";
const FUTURE = "2999-01-01T00:00:00.000Z";
const LATER = "2999-02-02T00:00:00.000Z";

const create = (more: Record<string, unknown> = {}): Promise<Dated> =>
  app.accepted(EDITOR, "createPost", { title: "Dated", body: { source: "x" }, authorIds: [authorId], ...more }, POST);
const move = (name: string, { id, version }: Dated, more: Record<string, unknown> = {}): Promise<Dated> =>
  app.accepted(EDITOR, name, { id, expectedVersion: version, ...more }, POST);
const redate = (post: Dated, publishedAt: string | null): Promise<Dated> => move("updatePost", post, { publishedAt });
const refusal = ({ id, version }: Dated, publishedAt: string | null): Promise<string[]> =>
  app.refused(EDITOR, "updatePost", { id, expectedVersion: version, publishedAt });
const publicSince = async (date: string, more: Record<string, unknown> = {}): Promise<Dated> =>
  move("publishPost", await create(more), { at: date });

async function clock(): Promise<number> {
  const [row]: { now: Date }[] = await app.dataSource.query("select date_trunc('milliseconds', now()) as now");
  return row?.now.getTime() ?? Number.NaN;
}

/** The post after a step that must date it at the present. */
async function datedNow(step: () => Promise<Dated>): Promise<Dated> {
  const since = await clock();
  const post = await step();
  const at = Date.parse(post.publishedAt ?? "");
  assert.ok(at >= since && at <= (await clock()), `${post.publishedAt} is not the present`);
  return post;
}

describe("the date of a hidden post", () => {
  for (const [ways, steps] of [
    ["unpublishing", ["unpublishPost"]],
    ["the trash", ["trashPost", "restorePost"]],
    ["unpublishing and the trash", ["unpublishPost", "trashPost", "restorePost"]],
  ] as const) {
    it(`the date of a hidden post is remembered through ${ways}, and publishing without a date gives it back`, async () => {
      let post = await publicSince(FORMER);
      for (const step of steps) {
        post = await move(step, post);
        assert.equal(post.publishedAt, FORMER, step);
      }
      post = await move("publishPost", post);
      assert.deepEqual([post.status, post.publishedAt], ["PUBLISHED", FORMER]);
    });
  }

  it("the date of a hidden post is replaced by a date that is given", async () => {
    const post = await move("unpublishPost", await publicSince(FORMER));
    assert.equal((await move("publishPost", post, { at: OTHER })).publishedAt, OTHER);
  });

  it("the date of a hidden post is not shown to readers", async () => {
    const { id } = await move("unpublishPost", await publicSince(FORMER));
    const query = "query($id: ID!) { node(id: $id) { ... on Post { publishedAt } } }";
    assert.deepEqual(await app.read(null, query, { id }), { node: null });
  });

  it("a post that never was public is published at the present", async () => {
    const trashed = await move("restorePost", await move("trashPost", await create()));
    assert.equal(trashed.publishedAt, null);
    await datedNow(() => move("publishPost", trashed));
  });

  for (const [hide, steps] of [
    ["unpublishPost", ["unpublishPost"]],
    ["trashPost", ["trashPost", "restorePost"]],
  ] as const) {
    it(`a scheduled post forgets its instant by ${hide} before it, since it never was public`, async () => {
      let post = await move("publishPost", await create(), { at: FUTURE });
      for (const step of steps) post = await move(step, post);
      assert.deepEqual([post.status, post.publishedAt], ["DRAFT", null]);
      await datedNow(() => move("publishPost", post));
    });

    it(`a scheduled post that was public before gets its former date back by ${hide}`, async () => {
      let post = await move("unpublishPost", await publicSince(FORMER));
      for (const at of [FUTURE, LATER]) post = await move("publishPost", post, { at });
      for (const step of steps) post = await move(step, post);
      assert.equal(post.publishedAt, FORMER);
      assert.equal((await move("publishPost", post)).publishedAt, FORMER);
    });
  }

  it("a scheduled post that is published without a date gets the date under which it was public, or else the present", async () => {
    const scheduled = await move("publishPost", await create(), { at: FUTURE });
    await datedNow(() => move("publishPost", scheduled));
    const before = await move("unpublishPost", await publicSince(FORMER));
    const again = await move("publishPost", before, { at: FUTURE });
    assert.equal((await move("publishPost", again)).publishedAt, FORMER);
  });

  it("a date in the future, which only rows of another origin have, never schedules a draft", async () => {
    const { id } = await make.post({ state: "DRAFT", publishedAt: FUTURE });
    const input = { id: encodeGlobalId("Post", id), expectedVersion: 1 };
    const post = await datedNow(() => app.accepted<Dated>(EDITOR, "publishPost", input, POST));
    assert.equal(post.status, "PUBLISHED");
  });
});

describe("updatePost with publishedAt", () => {
  it("updatePost with publishedAt moves a public post in every list, count and search entry at once", async () => {
    const [tag, category] = [await make.tag("Moved in time"), await make.category("Moved in time")];
    const terms = { tagIds: [encodeGlobalId("Tag", tag)], categoryIds: [encodeGlobalId("Category", category)] };
    const post = await publicSince(FORMER, terms);
    const between = await publicSince("2012-01-01T00:00:00.000Z", terms);
    const order = async () => {
      const posts = "posts(first: 5) { totalCount nodes { id } }";
      const found = await app.read<Record<string, { posts: { totalCount: number; nodes: { id: string }[] } }>>(
        null,
        `{ tag(slug: "moved-in-time") { ${posts} } author(slug: "dated") { ${posts} } }`,
      );
      return found.tag?.posts;
    };
    assert.deepEqual(await order(), { totalCount: 2, nodes: [{ id: between.id }, { id: post.id }] });
    const last = (await app.events()).at(-1)?.id;
    const date = "2012-12-12T00:00:00.123Z";
    const moved = await redate(post, date);
    assert.deepEqual([moved.status, moved.publishedAt, moved.version], ["PUBLISHED", date, post.version + 1]);
    assert.deepEqual(await order(), { totalCount: 2, nodes: [{ id: post.id }, { id: between.id }] });
    const [event, ...others] = await app.events(last);
    const { before, after } = (event?.payload ?? {}) as Record<"before" | "after", { visibleFrom: string[] }>;
    assert.deepEqual(
      [event?.type, others, before.visibleFrom, after.visibleFrom],
      ["post.updated", [], [FORMER], [date]],
    );
    const rows = await app.dataSource.query("select 1 from search_public where visible_from = $1", [date]);
    assert.equal(rows.length, 1);
  });

  it("updatePost with publishedAt changes the date that a hidden post gets back, and null makes it forget", async () => {
    const draft = await redate(await move("unpublishPost", await publicSince(FORMER)), OTHER);
    assert.deepEqual([draft.status, draft.publishedAt], ["DRAFT", OTHER]);
    const trashed = await redate(await move("trashPost", draft), FORMER);
    const restored = await move("restorePost", trashed);
    const again = await move("unpublishPost", await move("publishPost", restored));
    assert.equal(again.publishedAt, FORMER);
    const forgotten = await redate(again, null);
    assert.equal(forgotten.publishedAt, null);
    await datedNow(() => move("publishPost", forgotten));
  });

  it("updatePost with publishedAt moves the instant of a scheduled post, which stays scheduled", async () => {
    const moved = await redate(await move("publishPost", await create(), { at: FUTURE }), LATER);
    assert.deepEqual([moved.status, moved.publishedAt], ["SCHEDULED", LATER]);
  });

  it("updatePost with publishedAt is rejected if it would publish or hide the post, or if the post never was public", async () => {
    const published = await publicSince(FORMER);
    const scheduled = await move("publishPost", await create(), { at: FUTURE });
    const former = await move("unpublishPost", await publicSince(FORMER));
    const refused: [Dated, string | null][] = [
      [published, FUTURE],
      [published, null],
      [scheduled, OTHER],
      [scheduled, null],
      [former, FUTURE],
      [await create(), OTHER],
      [await create(), FUTURE],
      [await move("trashPost", await create()), OTHER],
    ];
    for (const [post, date] of refused)
      assert.deepEqual(await refusal(post, date), ["INVALID input.publishedAt"], `${post.status} ${date}`);
  });

  it("updatePost with publishedAt of the present date is accepted in every state", async () => {
    const published = await publicSince(FORMER);
    const scheduled = await move("publishPost", await create(), { at: FUTURE });
    for (const post of [published, scheduled, await create()]) {
      assert.equal((await redate(post, post.publishedAt)).publishedAt, post.publishedAt);
    }
  });
});

describe("any sequence of steps", () => {
  interface Model {
    status: "DRAFT" | "SCHEDULED" | "PUBLISHED" | "TRASHED";
    date: string | null;
    /** The date of the last time in public. */
    former: string | null;
  }
  const NOW = "now";
  const isHidden = ({ status }: Model): boolean => status === "DRAFT" || status === "TRASHED";

  /** The model after a step; null if the step is refused. */
  const STEPS: Record<string, (model: Model, date: string | null) => Model | null> = {
    publishPost: ({ status, former }, date) => {
      if (status === "PUBLISHED" || status === "TRASHED") return null;
      if (date === FUTURE || date === LATER) return { status: "SCHEDULED", date, former };
      const given = date ?? former ?? NOW;
      return { status: "PUBLISHED", date: given, former: given };
    },
    unpublishPost: ({ status, former }) =>
      status === "PUBLISHED" || status === "SCHEDULED" ? { status: "DRAFT", date: former, former } : null,
    trashPost: ({ status, former }) => (status === "TRASHED" ? null : { status: "TRASHED", date: former, former }),
    restorePost: ({ status, former }) => (status === "TRASHED" ? { status: "DRAFT", date: former, former } : null),
    updatePost: (model, date) => {
      if (date === model.date) return model;
      const isFuture = date === FUTURE || date === LATER;
      if (model.date === null || (date === null && !isHidden(model))) return null;
      if (isFuture !== (model.status === "SCHEDULED")) return null;
      return model.status === "SCHEDULED" ? { ...model, date } : { ...model, date, former: date };
    },
  };

  it("any sequence of steps leaves the state and the date that the rules say", async () => {
    const { seed = Math.floor(Math.random() * 2 ** 31) } = readPropertyRuns();
    const chance = chanceFrom(seed);
    for (let sequence = 0; sequence < 12; sequence += 1) {
      let post = await create();
      let model: Model = { status: "DRAFT", date: null, former: null };
      const taken: string[] = [];
      for (let step = 0; step < 14; step += 1) {
        const name = pick(chance, Object.keys(STEPS));
        const date = pick(chance, [null, FORMER, OTHER, FUTURE, LATER]);
        const field = { publishPost: "at", updatePost: "publishedAt" }[name];
        const input = { id: post.id, expectedVersion: post.version, ...(field !== undefined && { [field]: date }) };
        taken.push(`${name} ${date}`);
        const trace = `seed ${seed}: ${taken.join(", ")}`;
        const expected = STEPS[name]?.(model, date) ?? null;
        const { result, errors } = await app.mutate<Dated>(EDITOR, name, input, POST);
        assert.equal(errors.length > 0, expected === null, trace);
        if (expected === null || result === null) continue;
        post = result;
        // The present is known once the post has it.
        const shown = (value: string | null): string | null => (value === NOW ? post.publishedAt : value);
        model = { ...expected, date: shown(expected.date), former: shown(expected.former) };
        assert.deepEqual([post.status, post.publishedAt], [model.status, model.date], trace);
      }
    }
  });
});
