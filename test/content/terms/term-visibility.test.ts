// The stored visibility of tags, authors and series is that of their earliest post after any concurrent writes, and follows the clock of
// the database.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { readPropertyRuns } from "../../support/environment.js";
import { ADMIN, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
let tags: string[];
let authors: string[];
let made = 0;

before(async () => {
  app = await startExecutor(12);
  make = new Factories(app.dataSource);
  tags = [await make.tag("first"), await make.tag("second")];
  authors = [await make.author("first"), await make.author("second")];
});
after(() => app.close());

interface Written {
  id: string;
  version: number;
}

const STEPS = ["publish", "republish", "unpublish", "retag", "group", "delete"] as const;
const step = fc.record({ do: fc.constantFrom(...STEPS), number: fc.nat({ max: 3 }) });
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const tagIds = (number: number): string[] =>
  tags.filter((_, index) => (number >> index) % 2 === 1).map((id) => encodeGlobalId("Tag", id));

/** Each writer has a post and a series of its own and shares the tags and authors with the others. */
async function write(steps: readonly Step[]): Promise<void> {
  made += 1;
  const name = `Visibility ${made}`;
  const post = async (number: number): Promise<Written> => {
    const authorId = authors[number % 2] ?? "";
    const draft = { state: "DRAFT", publishedAt: null } as const;
    const { id } = await make.post({ slug: `${made}-${Math.random()}`, authorId, ...draft });
    return { id: encodeGlobalId("Post", id), version: 1 };
  };
  let mine = await post(made);
  let series: string | null = null;
  const change = async (mutation: string, more: Record<string, unknown> = {}): Promise<void> => {
    const input = { id: mine.id, expectedVersion: mine.version, ...more };
    const { result } = await app.mutate<Written>(ADMIN, mutation, input, "{ id version }");
    if (result !== null) mine = result;
  };
  for (const { do: what, number } of steps) {
    if (what === "publish") await change("publishPost", { at: `200${number}-01-01T00:00:00Z` });
    else if (what === "unpublish") await change("unpublishPost");
    else if (what === "retag") await change("updatePost", { tagIds: tagIds(number) });
    else if (what === "republish") {
      await change("unpublishPost");
      await change("publishPost", { at: number === 0 ? "2999-01-01T00:00:00Z" : `201${number}-01-01T00:00:00Z` });
    } else if (what === "group") {
      if (series !== null) await app.mutate(ADMIN, "deleteSeries", { id: series }, "");
      const { result } = await app.mutate<Written>(ADMIN, "createSeries", {
        title: `${name} ${Math.random()}`,
        postIds: [mine.id],
      });
      series = result?.id ?? null;
    } else {
      await change("trashPost");
      await app.mutate(ADMIN, "deletePost", { id: mine.id, expectedVersion: mine.version }, "");
      mine = await post(number);
    }
  }
}

it("a tag, author or series is visible from its earliest post on after any concurrent writes", async () => {
  const writers = fc.array(fc.array(step, { minLength: 2, maxLength: 8 }), { minLength: 2, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(writers, async (all) => {
      await Promise.all(all.map(write));
      await assertInvariants(app.dataSource);
    }),
    { numRuns: 25, ...readPropertyRuns() },
  );
});

it("tags, authors and series of a scheduled post appear at its instant", async () => {
  const [tag, author, series] = [await make.tag("due"), await make.author("due"), await make.series("due")];
  const [{ at }] = await app.dataSource.query("select now() + interval '400 milliseconds' as at");
  await make.post({
    publishedAt: new Date(at).toISOString(),
    authorId: author,
    tagIds: [tag],
    series: { id: series, position: 1 },
  });
  const seen = async () => {
    const query = '{ tag(slug: "due") { slug } author(slug: "due") { slug } series(slug: "due") { slug } }';
    const found = Object.values(await app.read<Record<string, object | null>>(null, query));
    return found.filter((object) => object !== null).length;
  };
  const isDue = async (): Promise<boolean> => {
    const [row] = await app.dataSource.query("select now() >= $1::timestamptz as due", [at]);
    return row.due;
  };
  for (let due = false; !due; ) {
    const before = await isDue();
    const count = await seen();
    due = await isDue();
    if (before) assert.equal(count, 3);
    else if (!due) assert.equal(count, 0);
  }
  assert.equal(await seen(), 3);
});
