// What a search costs in statements: what is not selected is not worked out, and nothing depends on how much was found.
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

let asked = 0;
/** Each time a query that no cache of answers knows. */
async function statementsFor(query: string, selection: string): Promise<number> {
  asked += 1;
  const document = `query Q${asked} { search(query: ${JSON.stringify(query)}, first: 20) { ${selection} } }`;
  const { errors, extensions } = await app.send(document);
  assert.equal(errors, undefined);
  return extensions?.sql.statements ?? Number.NaN;
}

it("takes two statements to find and one to show, whatever it finds", async () => {
  // Frequencies; candidates with their scores; posts.
  assert.equal(await statementsFor("gateway", "nodes { slug title }"), 3);
  assert.equal(await statementsFor("traffic", "nodes { slug title }"), 3);
  assert.equal(await statementsFor("gateway", "edges { score cursor }"), 3);
});

it("relaxes by one more", async () => {
  assert.equal(await statementsFor("sidecar 网络", "isRelaxed nodes { slug }"), 4);
});

it("tells totals, pages and spellings of what was found without asking again", async () => {
  const selection =
    "nodes { slug } totalCount totalCountIsExact isRelaxed didYouMean pageInfo { hasNextPage endCursor }";
  assert.equal(await statementsFor("gateway", selection), 3);
  assert.equal(await statementsFor("gateway", "totalCount"), 2);
});

it("pays for facets and snippets only where they are selected", async () => {
  const plain = await statementsFor("gateway", "nodes { slug }");
  assert.equal(await statementsFor("gateway", "nodes { slug } facets { years { year count } }"), plain + 1);
  assert.equal(await statementsFor("gateway", "nodes { slug } facets { categories { count } }"), plain + 1);
  const withSnippets = await statementsFor("gateway", "edges { node { slug } snippets { text } }");
  assert.ok(withSnippets > plain, `${withSnippets} statements`);
  assert.equal(await statementsFor("envoy", "edges { node { slug } snippets { text } }"), withSnippets + 1);
});
