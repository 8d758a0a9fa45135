// Queries of series: visible parts are in order and numbered without gaps, even if parts between them are hidden.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories, type PostOptions } from "../../support/factories.js";

let app: TestApp;
let make: Factories;

before(async () => {
  app = await startTestApp();
  make = new Factories(app.dataSource);
});
after(() => app.close());

interface Entry {
  position: number;
  total: number;
  post: { slug: string };
  previous: { slug: string } | null;
  next: { slug: string } | null;
}

const ENTRY = "position total post { slug } previous { slug } next { slug }";

describe("a series", () => {
  it("a series numbers its visible parts from one without gaps, in its list and on each part", async () => {
    const parts = fc.array(fc.tuple(fc.constantFrom("PUBLISHED", "PUBLISHED", "DRAFT", "TRASHED"), fc.nat(5)), {
      minLength: 1,
      maxLength: 8,
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(parts, async (states) => {
        run += 1;
        const series = await make.series(`property ${run}`);
        const options = states.map(
          ([state, position], i): PostOptions => ({
            slug: `s${run}-${i}`,
            state: state as "PUBLISHED",
            series: { id: series, position },
          }),
        );
        const made = await make.posts(options);
        // Equal positions are ordered by id.
        const shown = made
          .map((post, i) => ({ ...post, position: states[i]?.[1] ?? 0 }))
          .filter((post) => post.state === "PUBLISHED")
          .sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1));
        const at = (index: number) => (shown[index] === undefined ? null : { slug: shown[index].slug });
        const expected = shown.map(({ slug }, i) => ({
          position: i + 1,
          total: shown.length,
          post: { slug },
          previous: at(i - 1),
          next: at(i + 1),
        }));
        const response = await app.query<{ series: { postCount: number; entries: Entry[] } | null }>(
          `query($slug: String!) { series(slug: $slug) { postCount entries { ${ENTRY} } } }`,
          { slug: `property-${run}` },
        );
        assert.deepEqual(response.series, shown.length === 0 ? null : { postCount: shown.length, entries: expected });
        for (const entry of expected) {
          const { previous, next } = entry;
          const query = `query($slug: String!) { post(slug: $slug) { seriesEntry { ${ENTRY} } adjacent(scope: SERIES) { previous { slug } next { slug } } } }`;
          const { post } = await app.query<{ post: object }>(query, { slug: entry.post.slug });
          assert.deepEqual(post, { seriesEntry: entry, adjacent: { previous, next } });
        }
      }),
      { numRuns: 15 },
    );
  });

  it("Post.seriesEntry is null for a post outside of any series", async () => {
    await make.post({ slug: "alone" });
    const query =
      '{ post(slug: "alone") { seriesEntry { position } adjacent(scope: SERIES) { previous { slug } next { slug } } } }';
    assert.deepEqual(await app.query(query), { post: { seriesEntry: null, adjacent: { previous: null, next: null } } });
  });

  it("series load with their parts in the same number of statements, whatever their number", async () => {
    const query = `{ allSeries(first: 100) { nodes { entries { ${ENTRY} series { slug } } } } }`;
    const { extensions } = await app.send(query);
    // One statement each for series, entries, posts, and the series of the entries.
    assert.equal(extensions?.sql.statements, 4);
  });
});
