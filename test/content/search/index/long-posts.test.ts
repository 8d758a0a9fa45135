// Quoted phrases in posts that are so long that PostgreSQL does not store all positions of their words.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { EDITOR, type Executor, startExecutor } from "../../../support/execute.js";
import { Factories } from "../../../support/factories.js";
import { foundSlugs } from "../../../support/found-slugs.js";

let app: Executor;
const LONG = "filling ".repeat(17_000);
const END = "\n\nHere the Quartz (lantern) burns, und 한영 전환 키를, 石英灯笼燃烧。";

before(async () => {
  app = await startExecutor();
  await new Factories(app.dataSource).posts([
    { slug: "long", title: "Long", source: LONG + END },
    { slug: "apart", title: "Apart", source: `${LONG}\n\nA lantern of quartz. 石英的灯笼` },
    { slug: "hidden", title: "Hidden", source: LONG + END, state: "DRAFT", publishedAt: null },
    { slug: "often", title: "Often", source: `${"lighthouse. ".repeat(300)} The lighthouse keeper sleeps.` },
    { slug: "short", title: "Short", source: "The lighthouse of a keeper." },
  ]);
});
after(() => app.close());

for (const [query, slugs] of [
  ['"quartz lantern"', ["long"]],
  ['"Quartz (lantern) burns"', ["long"]],
  ['"石英灯笼"', ["long"]],
  ['"quartz lantern" "한영 전환"', ["long"]],
  ['"lantern quartz"', []],
  ['"quartz lantern" -burns', []],
  ['"lighthouse keeper"', ["often"]],
] as const)
  it(`finds ${query}`, async () => assert.deepEqual(await foundSlugs(app, query), slugs));

it("counts such a post in the total and in facets", async () => {
  const document = `{ search(query: "\\"quartz lantern\\"") { totalCount facets { years { count } } } }`;
  assert.deepEqual((await app.read<{ search: unknown }>(null, document)).search, {
    totalCount: 1,
    facets: { years: [{ count: 1 }] },
  });
});

it("finds one for editors who search drafts", async () => {
  const document = `{ search(query: "\\"quartz lantern\\"", filter: { statuses: [DRAFT] }) { nodes { slug } } }`;
  const { search } = await app.read<{ search: { nodes: { slug: string }[] } }>(EDITOR, document);
  assert.deepEqual(search.nodes, [{ slug: "hidden" }]);
});
