// The time zone of the site: the archive and the facets of searches count in it, also where daylight saving time changes its offset.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { batches, importInto } from "../../intake/importers/import-fixture.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;

before(async () => {
  app = await startTestApp();
  const make = new Factories(app.dataSource);
  const instants = [
    // New Year in Shanghai, at half past midnight.
    "2009-12-31T16:30:00Z",
    // The last minute of October in New York in daylight saving time, and of November in standard time.
    "2015-11-01T03:59:00Z",
    "2015-12-01T04:59:00Z",
    // The same minutes an hour later are in the next month.
    "2015-11-01T04:59:00Z",
    "2015-12-01T05:59:00Z",
  ];
  for (const [index, publishedAt] of instants.entries()) {
    await make.post({ slug: `zoned-${index}`, title: `Midnight ${index}`, publishedAt });
  }
});
after(() => app.close());

const configure = (timeZone: string | null) =>
  importInto(
    app.dataSource,
    batches({ kind: "site", site: { title: null, description: null, url: null, locale: null, timeZone } }),
  );
const inZone = (timeZone: string) => app.dataSource.query("update site set time_zone = $1", [timeZone]);

interface Month {
  year: number;
  month: number;
  postCount: number;
}

async function months(): Promise<string[]> {
  const { archive } = await app.query<{ archive: { months: Month[] }[] }>(
    "{ archive { months { year month postCount } } }",
  );
  return archive.flatMap((year) => year.months.map(({ year, month, postCount }) => `${year}-${month}: ${postCount}`));
}

async function years(): Promise<object[]> {
  const query = '{ search(query: "midnight") { facets { years { year count } } } }';
  return (await app.query<{ search: { facets: { years: object[] } } }>(query)).search.facets.years;
}

describe("the time zone of the site", () => {
  it("is UTC until it is set", async () => {
    assert.deepEqual(await app.query("{ site { timeZone } }"), { site: { timeZone: "UTC" } });
    assert.deepEqual(await months(), ["2015-12: 2", "2015-11: 2", "2009-12: 1"]);
  });

  it("decides to which year and month of the archive a post belongs", async () => {
    await inZone("Asia/Shanghai");
    assert.deepEqual(await months(), ["2015-12: 2", "2015-11: 2", "2010-1: 1"]);
    await inZone("America/New_York");
    assert.deepEqual(await months(), ["2015-12: 1", "2015-11: 2", "2015-10: 1", "2009-12: 1"]);
  });

  it("decides to which year of the facets of a search a post belongs", async () => {
    await inZone("Asia/Shanghai");
    assert.deepEqual(await years(), [
      { year: 2015, count: 4 },
      { year: 2010, count: 1 },
    ]);
    await inZone("America/New_York");
    assert.deepEqual(await years(), [
      { year: 2015, count: 4 },
      { year: 2009, count: 1 },
    ]);
  });

  it("does not change which posts a filter by instants selects", async () => {
    await inZone("Asia/Shanghai");
    const filter = '{ publishedSince: "2009-12-31T16:30:00Z", publishedBefore: "2010-01-01T00:00:00Z" }';
    const query = `{ posts(filter: ${filter}) { totalCount } archive(filter: ${filter}) { year postCount } }`;
    assert.deepEqual(await app.query(query), { posts: { totalCount: 1 }, archive: [{ year: 2010, postCount: 1 }] });
  });

  it("is taken from the first import that states one, and responses that were cached before are not served", async () => {
    await app.dataSource.query("update site set set_fields = '{}', time_zone = 'UTC'");
    assert.deepEqual([await months(), await months()].at(-1)?.at(-1), "2009-12: 1");
    await configure("asia/shanghai");
    assert.deepEqual((await months()).at(-1), "2010-1: 1");
    assert.deepEqual(await app.query("{ site { timeZone } }"), { site: { timeZone: "Asia/Shanghai" } });
    await configure("Europe/Berlin");
    assert.deepEqual(await app.query("{ site { timeZone } }"), { site: { timeZone: "Asia/Shanghai" } });
  });

  it("stays what it is if an import states none, or one that the database does not know", async () => {
    for (const zone of [null, "Mars/Olympus"]) {
      await app.dataSource.query("update site set set_fields = '{}', time_zone = 'Europe/Berlin'");
      await configure(zone);
      assert.deepEqual(await app.query("{ site { timeZone } }"), { site: { timeZone: "Europe/Berlin" } });
    }
  });
});

it("the site is a node whose id never changes", async () => {
  const { site } = await app.query<{ site: { id: string } }>("{ site { id } }");
  const query = "query ($id: ID!) { node(id: $id) { __typename id ... on Site { title } } }";
  assert.deepEqual(await app.query(query, { id: site.id }), {
    node: { __typename: "Site", id: site.id, title: "Colophon" },
  });
  await app.dataSource.query("update site set title = 'Renamed'");
  assert.deepEqual(await app.query(query, { id: site.id }), {
    node: { __typename: "Site", id: site.id, title: "Renamed" },
  });
});
