// The number of SQL statements of a search: fields that are not selected cost none, and it does not depend on the number of results.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
before(async () => {
  app = await startTestApp();
  const factories = new Factories(app.dataSource);
  const category = await factories.category("Gateways");
  await factories.posts(
    Array.from({ length: 30 }, (_, index) => ({
      title: index < 3 ? `Envoy sidecar ${index}` : `Traefik gateway ${index}`,
      source: `Traffic goes through it. ${"网络 ".repeat(index)}`,
      categoryIds: [category],
    })),
  );
});
after(() => app.close());

let documents = 0;
/** Each call sends another document, so that the response cache has no response for it. */
async function statementsFor(query: string, selection: string): Promise<number> {
  documents += 1;
  const document = `query Q${documents} { search(query: ${JSON.stringify(query)}, first: 20) { ${selection} } }`;
  const { errors, extensions } = await app.send(document);
  assert.equal(errors, undefined);
  return extensions?.sql.statements ?? Number.NaN;
}

it("takes two statements to find posts and one to load them, whatever it finds", async () => {
  // Document frequencies; candidates with their scores; posts.
  assert.equal(await statementsFor("gateway", "nodes { slug title }"), 3);
  assert.equal(await statementsFor("traffic", "nodes { slug title }"), 3);
  assert.equal(await statementsFor("gateway", "edges { score cursor }"), 3);
});

it("takes one more statement to relax a search", async () => {
  assert.equal(await statementsFor("sidecar 网络", "isRelaxed nodes { slug }"), 4);
});

it("takes no further statement for the total, the page info and the spelling of a search that found posts", async () => {
  const selection =
    "nodes { slug } totalCount totalCountIsExact isRelaxed didYouMean pageInfo { hasNextPage endCursor }";
  assert.equal(await statementsFor("gateway", selection), 3);
  assert.equal(await statementsFor("gateway", "totalCount"), 2);
});

it("takes further statements for facets and snippets only if they are selected", async () => {
  const plain = await statementsFor("gateway", "nodes { slug }");
  assert.equal(await statementsFor("gateway", "nodes { slug } facets { years { year count } }"), plain + 1);
  assert.equal(await statementsFor("gateway", "nodes { slug } facets { categories { count } }"), plain + 1);
  const withSnippets = await statementsFor("gateway", "edges { node { slug } snippets { text } }");
  assert.ok(withSnippets > plain, `${withSnippets} statements`);
  assert.equal(await statementsFor("envoy", "edges { node { slug } snippets { text } }"), withSnippets + 1);
});
