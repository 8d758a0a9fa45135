// The paths of the posts of a month in the time zone of the site, for sitemaps.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

interface PostPath {
  path: string;
  publishedAt: string;
  updatedAt: string;
  noIndex: boolean;
  canonicalUrl: string | null;
}

let app: TestApp;
let make: Factories;
before(async () => {
  app = await startTestApp();
  make = new Factories(app.dataSource);
  await app.dataSource.query("update site set time_zone = 'Asia/Shanghai'");
  await make.posts([
    { slug: "second", publishedAt: "2026-11-15T00:00:00.000Z", updatedAt: "2026-11-20T00:00:00.000Z", noIndex: true },
    { slug: "首", publishedAt: "2026-10-31T16:00:00.000Z" },
    { slug: "last", publishedAt: "2026-11-30T15:59:59.999Z" },
    { slug: "before", publishedAt: "2026-10-31T15:59:59.999Z" },
    { slug: "after", publishedAt: "2026-11-30T16:00:00.000Z" },
    { slug: "draft", state: "DRAFT", publishedAt: "2026-11-15T00:00:00.000Z" },
    { slug: "trash", state: "TRASHED", publishedAt: "2026-11-15T00:00:00.000Z" },
    { slug: "scheduled", publishedAt: "2999-11-15T00:00:00.000Z" },
  ]);
});
after(() => app.close());

async function pathsOf(month: string, part?: number): Promise<PostPath[]> {
  const query =
    "query ($month: String!, $part: Int) { postPaths(month: $month, part: $part) { path publishedAt updatedAt noIndex canonicalUrl } }";
  return (await app.query<{ postPaths: PostPath[] }>(query, { month, part })).postPaths;
}

it("lists the visible posts from midnight to midnight at the site, oldest publication first", async () => {
  const all = await pathsOf("2026-11");
  assert.deepEqual(
    all.map(({ path }) => path),
    ["/posts/首", "/posts/second", "/posts/last"],
  );
  const [publishedAt, updatedAt] = ["2026-11-15T00:00:00.000Z", "2026-11-20T00:00:00.000Z"];
  assert.deepEqual(all[1], { path: "/posts/second", publishedAt, updatedAt, noIndex: true, canonicalUrl: null });
  assert.deepEqual(await pathsOf("2026-11", 2), []);
});

it("lists no draft and no scheduled post, not even for those who may read them", async () => {
  const query = '{ a: postPaths(month: "2999-11") { path } b: postPaths(month: "2026-11") { path } }';
  const data = await app.query<{ a: unknown[]; b: unknown[] }>(query, {}, { token: await app.tokenFor("ADMIN") });
  assert.deepEqual([data.a.length, data.b.length], [0, 3]);
});

it("rejects what is no month, and a part that cannot be", async () => {
  for (const [month, part] of [
    ...["2026-13", "2026-1", "0000-01", "2026-11-01", "", "２０２６-11", "infinity"].map((text) => [text, 1] as const),
    ...[0, -1, 1_001].map((number) => ["2026-11", number] as const),
  ]) {
    const query = "query ($month: String!, $part: Int) { postPaths(month: $month, part: $part) { path } }";
    const { errors } = await app.send(query, { month, part });
    assert.equal(errors?.[0]?.extensions.reason, "VALUE_OUT_OF_RANGE", `${month} ${part}`);
  }
});

it("counts to the month of the archive a post in the hour that is repeated when clocks are set back at the first midnight of the month", async () => {
  await app.dataSource.query("update site set time_zone = 'America/Havana'");
  await make.post({ slug: "repeated", publishedAt: "2020-11-01T04:30:00.000Z" });
  const { archive } = await app.query<{ archive: { months: { year: number; month: number; postCount: number }[] }[] }>(
    "{ archive { months { year month postCount } } }",
  );
  for (const { year, month, postCount } of archive.flatMap(({ months }) => months)) {
    const name = `${year}-${String(month).padStart(2, "0")}`;
    assert.equal((await pathsOf(name)).length, postCount, name);
  }
  assert.deepEqual(
    (await pathsOf("2020-11")).map(({ path }) => path),
    ["/posts/repeated"],
  );
});

it("the URLs of the feeds, and of a post as Markdown, are absolute", async () => {
  await app.dataSource.query("update site set url = 'https://blog.example'");
  const { site, post } = await app.query<{ site: { feeds: unknown }; post: unknown }>(
    '{ site { feeds { atom rss json } } post(slug: "首") { markdownUrl } }',
    {},
    { token: await app.tokenFor("EDITOR") },
  );
  const at = "https://blog.example";
  assert.deepEqual(site.feeds, { atom: `${at}/feed.xml`, rss: `${at}/rss.xml`, json: `${at}/feed.json` });
  assert.deepEqual(post, { markdownUrl: `${at}/posts/首.md` });
});
