// Compares filters of posts with a simple model, an array and its filter method, in all lists and the archive.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { type ConnectionSite, createConnectionSite, ordered, type SitePost } from "../connection-site.js";

let app: TestApp;
let site: ConnectionSite;
let seriesOf: Map<string, string>;

before(async () => {
  app = await startTestApp();
  site = await createConnectionSite(app);
  const locales = ["zh-CN", "zh-TW", "zh", "zha", "en", "EN-us", "und"];
  for (const [index, post] of site.posts.entries()) {
    await app.dataSource.query("update post set locale = $2 where id = $1", [post.id, locales[index % locales.length]]);
  }
  const entries = await app.dataSource.query<{ post_id: string; series_id: string }[]>("select * from series_entry");
  seriesOf = new Map(entries.map((entry) => [entry.post_id, entry.series_id]));
});
after(() => app.close());

interface Match {
  anyOf?: number[] | null;
  allOf?: number[] | null;
  noneOf?: number[] | null;
}

/** Objects by their position in the lists of the site. */
interface ModelFilter {
  categories?: (Match & { includeDescendants?: boolean | null }) | null;
  tags?: Match | null;
  authorIds?: number[] | null;
  seriesId?: number | null;
  publishedSince?: string | null;
  publishedBefore?: string | null;
}

const absent = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 });
const places = fc.array(fc.nat(6), { maxLength: 3 });
const match = { anyOf: absent(places), allOf: absent(fc.array(fc.nat(6), { maxLength: 2 })), noneOf: absent(places) };
const instants = fc.constantFrom(
  "2021-05-01T00:01:00Z",
  "2021-05-01T08:03:00.000+08:00",
  "2021-05-01T00:02:00.001Z",
  "2020-01-01T00:00:00Z",
  "2030-01-01T00:00:00-11:30",
);
const modelFilter = fc.record<ModelFilter>(
  {
    categories: absent(fc.record({ ...match, includeDescendants: absent(fc.boolean()) }, { requiredKeys: [] })),
    tags: absent(fc.record(match, { requiredKeys: [] })),
    authorIds: absent(fc.array(fc.nat(6), { maxLength: 5 })),
    seriesId: absent(fc.nat(6)),
    publishedSince: absent(instants),
    publishedBefore: absent(instants),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ModelFilter>;

const idAt = (list: "categories" | "tags" | "authors" | "series", place: number) => site[list][place]?.id ?? "";
const ids = (type: "Category" | "Tag" | "Author", list: "categories" | "tags" | "authors", found: number[]) =>
  found.map((place) => encodeGlobalId(type, idAt(list, place)));

function wireMatch<T extends Match>(
  given: T | null | undefined,
  type: "Category" | "Tag",
  list: "categories" | "tags",
) {
  if (given == null) return given;
  const entries = Object.entries(given).map(([key, value]) => [
    key,
    Array.isArray(value) ? ids(type, list, value) : value,
  ]);
  return Object.fromEntries(entries) as object;
}

function wireFilter(filter: ModelFilter): object {
  const { categories, tags, authorIds, seriesId, ...rest } = filter;
  return {
    ...rest,
    ...(categories !== undefined && { categories: wireMatch(categories, "Category", "categories") }),
    ...(tags !== undefined && { tags: wireMatch(tags, "Tag", "tags") }),
    ...(authorIds != null && { authorIds: ids("Author", "authors", authorIds) }),
    ...(seriesId != null && { seriesId: encodeGlobalId("Series", idAt("series", seriesId)) }),
  };
}

function passesMatch(own: ReadonlySet<string>, wanted: Match | null | undefined, list: "categories" | "tags"): boolean {
  if (wanted == null) return true;
  const has = (place: number) => own.has(idAt(list, place));
  const { anyOf, allOf, noneOf } = wanted;
  return (
    (anyOf == null || anyOf.some(has)) && (allOf == null || allOf.every(has)) && (noneOf == null || !noneOf.some(has))
  );
}

function categoriesOf(post: SitePost, withAncestors: boolean): Set<string> {
  const found = new Set(post.categoryIds);
  if (!withAncestors) return found;
  for (const id of found) {
    const parent = site.categories.find((category) => category.id === id)?.parentId;
    if (parent != null) found.add(parent);
  }
  return found;
}

function passes(post: SitePost, filter: ModelFilter): boolean {
  const { categories, authorIds, seriesId, publishedSince, publishedBefore } = filter;
  const at = Date.parse(post.publishedAt);
  return (
    passesMatch(categoriesOf(post, categories?.includeDescendants ?? true), categories, "categories") &&
    passesMatch(new Set(post.tagIds), filter.tags, "tags") &&
    (authorIds == null ||
      authorIds.some((place) => [post.authorId, ...post.coAuthorIds].includes(idAt("authors", place)))) &&
    (seriesId == null || seriesOf.get(post.id) === idAt("series", seriesId)) &&
    (publishedSince == null || at >= Date.parse(publishedSince)) &&
    (publishedBefore == null || at < Date.parse(publishedBefore))
  );
}

interface Lists {
  posts: { nodes: { id: string }[]; totalCount: number };
  node: { posts: { nodes: { id: string }[]; totalCount: number } };
  archive: { postCount: number; months: { postCount: number }[] }[];
}

describe("filters of posts", () => {
  it("filters of posts select the posts that the model selects, in lists, counts, nested lists and the archive", async () => {
    await fc.assert(
      fc.asyncProperty(modelFilter, async (filter) => {
        const query = `query($filter: PostFilter, $tag: ID!) {
          posts(first: 100, filter: $filter) { nodes { id } totalCount }
          node(id: $tag) { ... on Tag { posts(first: 100, filter: $filter, orderBy: { field: TITLE, direction: ASC }) { nodes { id } totalCount } } }
          archive(filter: $filter) { postCount months { postCount } }
        }`;
        const tag = encodeGlobalId("Tag", idAt("tags", 0));
        const response = await app.query<Lists>(query, { filter: wireFilter(filter), tag });
        const expected = site.posts.filter((post) => passes(post, filter));
        const newest = ordered("Post", expected, (post) => post.publishedAt, "DESC");
        const tagged = expected.filter((post) => post.tagIds.includes(idAt("tags", 0)));
        const byTitle = ordered("Post", tagged, (post) => post.title, "ASC");
        const list = (of: readonly string[]) => ({ nodes: of.map((id) => ({ id })), totalCount: of.length });
        assert.deepEqual(response.posts, list(newest));
        assert.deepEqual(response.node.posts, list(byTitle));
        const sum = (counts: { postCount: number }[]) => counts.reduce((total, count) => total + count.postCount, 0);
        assert.equal(sum(response.archive), expected.length);
        assert.equal(sum(response.archive.flatMap((year) => year.months)), expected.length);
      }),
      { numRuns: 80 },
    );
  });

  it("filters of posts accept a cursor of an equivalent filter", async () => {
    const [one = "", other = ""] = ids("Author", "authors", [0, 1]);
    const [first = "", second = ""] = ids("Tag", "tags", [0, 1]);
    const equivalents: [unknown, unknown][] = [
      [null, {}],
      [{}, { categories: null, tags: {} }],
      [{ categories: { includeDescendants: true } }, { categories: { noneOf: null } }],
      [{ categories: { includeDescendants: false } }, {}],
      [{ statuses: ["PUBLISHED"] }, {}],
      [{ authorIds: [one, other] }, { authorIds: [other, one, other] }],
      [{ tags: { anyOf: [first, second] } }, { tags: { anyOf: [second, first, first] } }],
      [{ locale: "ZH-cn" }, { locale: "zh-CN" }],
      [{ publishedSince: "2021-05-01T00:00:00Z" }, { publishedSince: "2021-05-01T08:00:00.000+08:00" }],
    ];
    const query = "query($f: PostFilter, $c: String) { posts(first: 1, after: $c, filter: $f) { edges { cursor } } }";
    for (const [written, equivalent] of equivalents) {
      const { posts } = await app.query<{ posts: { edges: { cursor: string }[] } }>(query, { f: written });
      const response = await app.send(query, { f: equivalent, c: posts.edges[0]?.cursor });
      assert.equal(response.errors, undefined, JSON.stringify([written, equivalent]));
    }
  });

  it("filters of posts reject a cursor of another filter", async () => {
    const [tag = ""] = ids("Tag", "tags", [0]);
    const query = "query($f: PostFilter, $c: String) { posts(first: 1, after: $c, filter: $f) { edges { cursor } } }";
    const { posts } = await app.query<{ posts: { edges: { cursor: string }[] } }>(query, {});
    for (const filter of [{ tags: { anyOf: [tag] } }, { tags: { noneOf: [] } }, { locale: "zh" }, { statuses: [] }]) {
      const response = await app.send(query, { f: filter, c: posts.edges[0]?.cursor });
      assert.equal(response.errors?.[0]?.extensions.reason, "CURSOR_OF_ANOTHER_FILTER", JSON.stringify(filter));
    }
  });
});

describe("the filter by locale", () => {
  const localesOf = async (locale: string) => {
    const query = "query($f: PostFilter) { posts(first: 100, filter: $f) { nodes { locale } } }";
    const { posts } = await app.query<{ posts: { nodes: { locale: string }[] } }>(query, { f: { locale } });
    return [...new Set(posts.nodes.map((node) => node.locale))].sort();
  };

  it("the filter by locale matches a language range by whole subtags, regardless of case", async () => {
    assert.deepEqual(await localesOf("zh"), ["zh", "zh-CN", "zh-TW"]);
    assert.deepEqual(await localesOf("ZH-cn"), ["zh-CN"]);
    assert.deepEqual(await localesOf("en"), ["EN-us", "en"]);
    assert.deepEqual(await localesOf("z"), []);
    assert.deepEqual(await localesOf("zh-CN-x-y"), []);
  });

  it("the filter by locale matches every language with the range *, as RFC 4647 specifies", async () => {
    assert.equal((await localesOf("*")).length, 7);
  });

  it("the filter by locale rejects a value that is not a language range", async () => {
    for (const locale of ["", "zh_CN", "%", "zh-", "-", "a".repeat(9), "zh-CN\n", "' or 1=1", "zh".repeat(4_000)]) {
      const response = await app.send("query($f: PostFilter) { posts(filter: $f) { totalCount } }", { f: { locale } });
      assert.equal(response.errors?.[0]?.extensions.reason, "VALUE_OUT_OF_RANGE", locale.slice(0, 20));
    }
  });
});

describe("the filter by status", () => {
  const send = (statuses: unknown) =>
    app.send<{ posts: { totalCount: number } }>("query($f: PostFilter) { posts(filter: $f) { totalCount } }", {
      f: { statuses },
    });

  it("the filter by status is forbidden to anonymous clients, except for PUBLISHED", async () => {
    for (const status of [["DRAFT"], ["SCHEDULED"], ["TRASHED"], ["PUBLISHED", "DRAFT"]]) {
      const response = await send(status);
      assert.equal(response.errors?.[0]?.extensions.code, "FORBIDDEN");
      assert.equal(response.data, null);
    }
    assert.equal((await send(["PUBLISHED"])).data.posts.totalCount, site.posts.length);
    assert.equal((await send(["PUBLISHED", "PUBLISHED"])).data.posts.totalCount, site.posts.length);
    assert.equal((await send([])).data.posts.totalCount, 0);
    assert.equal((await send(null)).data.posts.totalCount, site.posts.length);
  });

  it("the filter by status is forbidden to them in nested lists and the archive too", async () => {
    const queries = [
      '{ tag(slug: "tag-0") { posts(filter: { statuses: DRAFT }) { totalCount } } }',
      '{ author(slug: "author-0") { posts(filter: { statuses: [TRASHED] }) { nodes { id } } } }',
      '{ category(slugPath: "linux") { posts(filter: { statuses: [SCHEDULED] }) { nodes { id } } } }',
      "{ archive(filter: { statuses: [DRAFT] }) { year } }",
    ];
    for (const query of queries) {
      assert.equal((await app.send(query)).errors?.[0]?.extensions.code, "FORBIDDEN", query);
    }
  });
});

describe("ids in filters", () => {
  it("ids in filters are rejected if they are malformed, of another type or too many", async () => {
    const post = encodeGlobalId("Post", site.posts[0]?.id ?? "");
    const tag = encodeGlobalId("Tag", idAt("tags", 0));
    const many = Array.from({ length: 101 }, () => tag);
    const cases: [object, string][] = [
      [{ tags: { anyOf: ["nonsense"] } }, "ID_INVALID"],
      [{ tags: { noneOf: [`${tag}=`] } }, "ID_INVALID"],
      [{ tags: { allOf: [post] } }, "ID_OF_ANOTHER_TYPE"],
      [{ tags: { anyOf: many } }, "TOO_MANY_IDS"],
      [{ categories: { anyOf: [tag] } }, "ID_OF_ANOTHER_TYPE"],
      [{ authorIds: [""] }, "ID_INVALID"],
      [{ authorIds: many }, "TOO_MANY_IDS"],
      [{ seriesId: tag }, "ID_OF_ANOTHER_TYPE"],
      [{ seriesId: "0" }, "ID_INVALID"],
    ];
    for (const [f, reason] of cases) {
      const response = await app.send("query($f: PostFilter) { posts(filter: $f) { totalCount } }", { f });
      const { code, reason: got } = response.errors?.[0]?.extensions ?? {};
      assert.deepEqual({ code, got }, { code: "BAD_USER_INPUT", got: reason }, JSON.stringify(f).slice(0, 80));
    }
  });
});
