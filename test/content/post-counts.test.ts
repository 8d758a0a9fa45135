// Totals that are maintained instead of counted equal the number of visible posts in every state of the database, whatever concurrent
// writers do.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { type CountedList, type CountScope, visiblePostsSql } from "../../src/content/post-counts/post-counts.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { withVersion } from "../support/current-version.js";
import { readPropertyRuns, usualRuns } from "../support/environment.js";
import { EDITOR, type Executor, startExecutor } from "../support/execute.js";
import { Factories } from "../support/factories.js";
import { assertInvariants } from "../support/invariants.js";

const RUNS = usualRuns(15);
const SOON_MS = 150;
const NOWHERE = "00000000-0000-0000-0000-000000000000";

let app: Executor;
let make: Factories;
const parents = { author: [] as string[], category: [] as string[], tag: [] as string[] };

before(async () => {
  app = await startExecutor(10);
  make = new Factories(app.dataSource);
  for (let i = 0; i < 3; i += 1) {
    parents.author.push(await make.author());
    parents.tag.push(await make.tag());
    // A chain, so that a post counts for several categories.
    parents.category.push(await make.category(undefined, parents.category.at(-1) ?? null));
  }
  parents.category.push(await make.category());
});
after(() => app.close());

const joined = (table: string, parent: string): CountedList => ({
  table: `${table} l`,
  alias: "l",
  parent: `l.${parent}`,
  visibleFrom: "l.visible_from",
});
const onPost = { table: "post p", alias: "p", visibleFrom: "p.visible_from" };
const LISTS: Record<CountScope, CountedList> = {
  site: { ...onPost, parent: null },
  author: joined("post_author", "author_id"),
  category: joined("post_category", "category_id"),
  category_tree: joined("category_listing", "category_id"),
  tag: joined("post_tag", "tag_id"),
};

/** The parents whose maintained total differs from a count in the same state of the database. */
async function wrongTotals(reads = app.platform.privateReads): Promise<unknown[]> {
  const compared = Object.entries(LISTS).map(([name, list]) => {
    const scope = name as CountScope;
    const own = list.parent === null ? "" : `${list.parent} = k.id and `;
    return `select '${scope}' as scope, k.id, ${visiblePostsSql(scope, list, "k.id")} as total,
      (select count(*) from ${list.table} where ${own}${list.visibleFrom} <= now()) as counted
      from unnest('{${idsOf(scope).join()}}'::uuid[]) k(id)`;
  });
  return reads.query(`select * from (${compared.join(" union all ")}) x where total <> counted`);
}

function idsOf(scope: CountScope): string[] {
  if (scope === "site") return [NOWHERE];
  return scope === "author" || scope === "tag" ? parents[scope] : parents.category;
}

const INSTANTS = {
  "long ago": () => "2020-01-01T00:00:00.000Z",
  now: () => new Date().toISOString(),
  soon: () => new Date(Date.now() + SOON_MS).toISOString(),
  never: () => "2999-01-01T00:00:00.000Z",
};

type Step =
  | {
      do: "save";
      post: number;
      draft: boolean;
      when: keyof typeof INSTANTS;
      terms: number[];
      author: number;
      coAuthors: number[];
    }
  | { do: "delete"; post: number }
  | { do: "move"; category: number; parent: number }
  | { do: "advance" };

const place = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("save" as const),
      post: place,
      draft: fc.boolean(),
      when: fc.constantFrom(...(Object.keys(INSTANTS) as (keyof typeof INSTANTS)[])),
      terms: fc.uniqueArray(place, { maxLength: 3 }),
      author: place,
      coAuthors: fc.uniqueArray(place, { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete" as const), post: place }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("move" as const), category: place, parent: fc.nat({ max: 3 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("advance" as const) }) },
);

/** Each writer has its own posts and shares all lists with the others. */
async function run(steps: readonly Step[]): Promise<void> {
  const posts: (string | undefined)[] = [];
  for (const one of steps) {
    if (one.do === "advance") {
      await app.dataSource.query("select advance_post_counts(date_trunc('milliseconds', now()))");
    } else if (one.do === "move") {
      const [id, parentId] = [one.category, one.parent].map((i) =>
        encodeGlobalId("Category", parents.category[i] ?? ""),
      );
      await app.mutate(EDITOR, "moveCategory", await withVersion(app, { id, parentId }));
    } else if (one.do === "delete") {
      await app.dataSource.query("delete from post where id = $1", [posts[one.post] ?? null]);
      posts[one.post] = undefined;
    } else {
      const id = posts[one.post];
      const saved = await make.post({
        ...(id === undefined ? {} : { id, slug: id }),
        state: one.draft ? "DRAFT" : "PUBLISHED",
        publishedAt: one.draft ? null : INSTANTS[one.when](),
        categoryIds: one.terms.map((i) => parents.category[i + 1] ?? ""),
        tagIds: one.terms.map((i) => parents.tag[i] ?? ""),
        authorId: parents.author[one.author] ?? "",
        coAuthorIds: one.coAuthors.map((i) => parents.author[i] ?? ""),
      });
      posts[one.post] = saved.id;
    }
  }
}

it("post counts are exact at every instant during concurrent writes and moves of the horizon", async (t) => {
  let looks = 0;
  const property = fc.asyncProperty(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 4 }), async (writers) => {
    let isWriting = true;
    const looking = (async () => {
      for (; isWriting; looks += 1) assert.deepEqual(await wrongTotals(), []);
    })();
    await Promise.all(writers.map(run)).finally(() => {
      isWriting = false;
    });
    await looking;
    assert.deepEqual(await wrongTotals(), []);
  });
  await fc.assert(property, { numRuns: RUNS, ...readPropertyRuns() });
  await assertInvariants(app.dataSource);
  t.diagnostic(`${looks} looks at all totals while they changed`);
});

it("post counts are correct for readers if the clock is before the horizon", async () => {
  const [tag = ""] = parents.tag;
  await make.post({ tagIds: [tag], publishedAt: new Date(Date.now() + 3_600_000).toISOString() });
  await app.dataSource.query("select advance_post_counts(date_trunc('milliseconds', now() + interval '2 hours'))");
  assert.deepEqual(await wrongTotals(), []);
  assert.deepEqual(await wrongTotals(app.platform.publicReads), []);
  await app.dataSource.query("update post_count_horizon set horizon = now() - interval '1 minute'");
  await app.dataSource.query("select recount_posts()");
  assert.deepEqual(await wrongTotals(), []);
});

it("post counts are zero after posts were truncated", async () => {
  await app.dataSource.query("truncate post cascade");
  assert.deepEqual(await wrongTotals(), []);
  await assertInvariants(app.dataSource);
});

it("rows of post counts do not grow with the number of writes", async () => {
  const [tag = ""] = parents.tag;
  for (let i = 0; i < 5; i += 1) await make.post({ tagIds: [tag] });
  await app.dataSource.query("select advance_post_counts(date_trunc('milliseconds', now()))");
  const [most] = await app.dataSource.query(
    "select count(*)::integer as n from post_count group by scope, parent_id order by 1 desc limit 1",
  );
  assert.equal(most.n, 1);
});
