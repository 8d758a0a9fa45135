// The search does not depend on the locale of the database: in one of the locale C, which knows no letters beyond ASCII, it returns the
// same results as in any other.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { migrateDatabase } from "../../../src/platform/db/migrate.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { createPlainDatabase, type ScratchDatabase } from "../../support/database.js";
import { Factories } from "../../support/factories.js";
import { judgedPosts } from "./judged-posts.js";
import { judgedQueries } from "./judged-queries.js";

let plain: ScratchDatabase;
const apps: TestApp[] = [];
before(async () => {
  plain = await createPlainDatabase();
  await migrateDatabase(plain.url);
  for (const databaseUrl of [null, plain.url]) apps.push(await startTestApp({}, undefined, databaseUrl));
  for (const app of apps) {
    const factories = new Factories(app.dataSource);
    const tag = await factories.tag("Überblick 網路");
    await factories.posts(
      judgedPosts.map(([slug, locale, title, , source]) => ({
        slug,
        locale,
        title,
        source,
        tagIds: [tag],
        publishedAt: "2024-05-01T00:00:00.000Z",
      })),
    );
  }
});
after(async () => {
  for (const app of apps) await app.close();
  await plain.drop();
});

const DOCUMENT = `query ($query: String!) {
  search(query: $query, first: 10) { totalCount isRelaxed didYouMean edges { score node { slug } snippets { text highlights { start end } } } }
  suggest(prefix: $query) { text }
}`;

it("returns the same results in a database of the locale C as in one of another locale", async () => {
  const own = await apps[1]?.dataSource.query("select datctype from pg_database where datname = current_database()");
  assert.equal(own?.[0]?.datctype, "C");
  const queries = judgedQueries.filter((_, index) => index % 5 === 0).map(([query]) => query);
  for (const query of [...queries, "überbl", "網路", "Kubernetse", "ÜBERBLICK", "ｶﾞｲﾄﾞ"]) {
    const [one, other] = await Promise.all(apps.map((app) => app.query<{ search: object }>(DOCUMENT, { query })));
    assert.deepEqual(withoutTies(other), withoutTies(one), query);
  }
});

/** Posts of equal scores are in the order of their ids, which are random. */
function withoutTies(data: unknown): unknown {
  const { search, suggest } = data as {
    search: { edges: { score: number; node: { slug: string } }[] };
    suggest: unknown;
  };
  const edges = search.edges.toSorted((a, b) => b.score - a.score || a.node.slug.localeCompare(b.node.slug, "en"));
  const last = edges.at(-1)?.score;
  return { ...search, suggest, edges: edges.length < 10 ? edges : edges.filter(({ score }) => score !== last) };
}
