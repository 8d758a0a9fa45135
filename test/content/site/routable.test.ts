// The interface Routable: the path and the absolute URL of every object that has a page of its own.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "0" });
  const make = new Factories(app.dataSource);
  const [tag, author, series] = [await make.tag("kernel"), await make.author("lin"), await make.series("books")];
  const inner = await make.category("网络", await make.category("linux"));
  const terms = { tagIds: [tag], authorId: author, categoryIds: [inner] };
  await make.post({ slug: "路由", ...terms, series: { id: series, position: 1 } });
  await make.post({ slug: "second", ...terms });
  await app.dataSource.query("update site set url = 'https://blog.example.org/notes'");
});
after(() => app.close());

const OF_EACH = `{
  site { url }
  a: post(slug: "路由") { ...R } b: category(slugPath: "linux/网络") { ...R } c: tag(slug: "kernel") { ...R }
  d: author(slug: "lin") { ...R } e: series(slug: "books") { ...R }
} fragment R on Routable { __typename path url ... on Node { id } }`;

interface Page {
  __typename: string;
  id: string;
  path: string;
  url: string;
}

it("resolvePath returns the object for its path, and its URL is that of the site followed by the path", async () => {
  const { site, ...objects } = await app.query<{ site: { url: string } } & Record<string, Page>>(OF_EACH);
  assert.deepEqual(
    Object.values(objects).map(({ __typename, path }) => [__typename, path]),
    [
      ["Post", "/posts/路由"],
      ["Category", "/categories/linux/网络"],
      ["Tag", "/tags/kernel"],
      ["Author", "/authors/lin"],
      ["Series", "/series/books"],
    ],
  );
  const query =
    "query ($path: String!) { resolvePath(path: $path) { __typename ... on Routable { path url } ... on Node { id } } }";
  for (const page of Object.values(objects)) {
    assert.equal(page.url, site.url + page.path);
    assert.deepEqual(await app.query(query, { path: page.path }), { resolvePath: page });
  }
});

it("the URLs of all objects of a response take one statement together", async () => {
  const statements = async (fields: string): Promise<number> => {
    const list = `{ posts { nodes { title ${fields} } } tags { nodes { name ${fields} } } allSeries { nodes { title ${fields} } } }`;
    return (await app.send(list)).extensions?.sql.statements ?? Number.NaN;
  };
  const without = await statements("");
  assert.equal(await statements("path"), without);
  assert.equal(await statements("path url"), without + 1);
});
