// Filters by which programs find posts: slugs, external ids, pins and the time of the last change, in every list of posts and the search.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
const NAMES = ["alpha", "beta", "gamma", "delta"];

before(async () => {
  app = await startTestApp();
  const make = new Factories(app.dataSource);
  const terms = {
    authorId: await make.author("Finder"),
    categoryIds: [await make.category("found")],
    tagIds: [await make.tag("found")],
  };
  await make.posts(
    NAMES.map((slug, index) => ({
      ...terms,
      slug,
      title: `Findable ${slug}`,
      externalId: `CMS/${index}`,
      isPinned: index % 2 === 0,
      updatedAt: `2022-0${index + 1}-01T00:00:00.000Z`,
    })),
  );
  const hidden = { ...terms, slug: "hidden", title: "Findable hidden", externalId: "CMS/hidden", isPinned: true };
  await make.post({ ...hidden, state: "DRAFT", publishedAt: null, updatedAt: "2030-01-01T00:00:00.000Z" });
});
after(() => app.close());

const LISTS: Record<string, string> = {
  posts: "list: posts(filter: $filter) { totalCount nodes { slug } }",
  "Author.posts": `in: author(slug: "finder") { list: posts(filter: $filter) { totalCount nodes { slug } } }`,
  "Tag.posts": `in: tag(slug: "found") { list: posts(filter: $filter) { totalCount nodes { slug } } }`,
  "Category.posts": `in: CATEGORY { list: posts(filter: $filter) { totalCount nodes { slug } } }`,
  search: `list: search(query: "findable", filter: $filter) { totalCount nodes { slug } }`,
};

interface List {
  totalCount: number;
  nodes: { slug: string }[];
}

/** The argument of \`category\` is named as the schema names it. */
async function categoryField(): Promise<string> {
  const { __type } = await app.query<{ __type: { fields: { name: string; args: { name: string }[] }[] } }>(
    `{ __type(name: "Query") { fields { name args { name } } } }`,
  );
  return `category(${__type.fields.find(({ name }) => name === "category")?.args[0]?.name}: "found")`;
}

async function found(list: string, filter: object): Promise<string[]> {
  const text = (LISTS[list] ?? "").replace("CATEGORY", await categoryField());
  const data = await app.query<{ list?: List; in?: { list: List } }>(`query($filter: PostFilter) { ${text} }`, {
    filter,
  });
  const { totalCount = -1, nodes = [] } = data.list ?? data.in?.list ?? {};
  assert.equal(totalCount, nodes.length);
  return nodes.map(({ slug }) => slug).sort();
}

const CASES: [name: string, filter: object, expected: string[]][] = [
  ["slugs", { slugs: ["alpha", "delta", "none", "hidden"] }, ["alpha", "delta"]],
  ["slugs in other forms", { slugs: ["ALPHA", "/beta/", "%67amma", "a b"] }, ["alpha", "beta", "gamma"]],
  ["no slugs", { slugs: [] }, []],
  ["external ids", { externalIds: ["CMS/1", "CMS/3", "CMS/hidden", "none"] }, ["beta", "delta"]],
  ["external ids, which are compared exactly", { externalIds: ["cms/1", " CMS/1"] }, []],
  ["no external ids", { externalIds: [] }, []],
  ["pinned posts", { isPinned: true }, ["alpha", "gamma"]],
  ["posts that are not pinned", { isPinned: false }, ["beta", "delta"]],
  ["posts changed since", { updatedSince: "2022-02-01T08:00:00+08:00" }, ["beta", "delta", "gamma"]],
  ["posts changed since a later instant", { updatedSince: "2022-02-01T00:00:00.001Z" }, ["delta", "gamma"]],
  ["several conditions", { isPinned: true, slugs: ["alpha", "beta"], externalIds: ["CMS/0", "CMS/1"] }, ["alpha"]],
  [
    "null, which is no condition",
    { slugs: null, externalIds: null, isPinned: null, updatedSince: null },
    [...NAMES].sort(),
  ],
];

for (const list of Object.keys(LISTS)) {
  describe(list, () => {
    for (const [name, filter, expected] of CASES) {
      it(`${list} finds ${name}`, async () => {
        assert.deepEqual(await found(list, filter), expected);
      });
    }
  });
}

it("a filter takes at most 100 slugs or external ids", async () => {
  for (const field of ["slugs", "externalIds"]) {
    const filter = { [field]: Array.from({ length: 101 }, (_, i) => `x${i}`) };
    const { errors } = await app.send("query($filter: PostFilter) { posts(filter: $filter) { totalCount } }", {
      filter,
    });
    const { code, reason, argument } = (errors?.[0]?.extensions ?? {}) as Record<string, unknown>;
    assert.deepEqual([code, reason, argument], ["BAD_USER_INPUT", "TOO_MANY_IDS", `filter.${field}`]);
  }
});

it("isPinned and externalId are read like any field", async () => {
  const { post } = await app.query<{ post: object }>(`{ post(slug: "beta") { isPinned externalId } }`);
  assert.deepEqual(post, { isPinned: false, externalId: "CMS/1" });
});
