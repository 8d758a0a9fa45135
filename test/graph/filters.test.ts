// Every field of every filter has an effect: for some of its values in argument-values.ts, the list has fewer items than without it. A field
// that is checked and forgotten in the SQL fails here.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { type GraphQLInputField, getNullableType, isInputObjectType } from "graphql";
import { createSchema } from "../../src/app/schema.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readPropertyRuns } from "../support/environment.js";
import { WIDE_LIMITS } from "../support/limits.js";
import { argumentValuesOf } from "./argument-values.js";
import { buildTestSite } from "./test-site.js";

const SAMPLES = 100;
const LISTS = { PostFilter: "posts", CategoryFilter: "categories" } as const;

const schema = createSchema();
let app: TestApp;
before(async () => {
  app = await startTestApp(WIDE_LIMITS);
  await buildTestSite(app.dataSource, { scale: 1 });
});
after(() => app.close());

/** Of a field that holds conditions of its own, each alone. */
function valuesOf(owner: string, field: GraphQLInputField): fc.Arbitrary<unknown> {
  const known = argumentValuesOf.get(`${owner}.${field.name}`);
  if (known !== undefined) return known;
  const type = getNullableType(field.type);
  if (!isInputObjectType(type)) return fc.constantFrom(true, false);
  const inner = Object.values(type.getFields()).filter((one) => argumentValuesOf.has(`${type.name}.${one.name}`));
  return fc.oneof(...inner.map((one) => valuesOf(type.name, one).map((value) => ({ [one.name]: value }))));
}

async function countOf(list: string, filterType: string, filter: object): Promise<number | null> {
  const query = `query($filter: ${filterType}) { ${list} { totalCount } }`.replace(list, `${list}(filter: $filter)`);
  const { data } = await app.send<Record<string, { totalCount: number }>>(query, { filter });
  return data?.[list]?.totalCount ?? null;
}

/** Of a list that anonymous readers do not see; its own test tries every condition. */
const TESTED_ELSEWHERE: ReadonlySet<string> = new Set(["AssetFilter"]);

it("every input type that is named a filter is tested", () => {
  const filters = Object.values(schema.getTypeMap()).filter(
    (type) => isInputObjectType(type) && type.name.endsWith("Filter") && !TESTED_ELSEWHERE.has(type.name),
  );
  assert.deepEqual(
    filters.map(({ name }) => name).sort(),
    Object.keys(LISTS).sort(),
    "Name the list of the filter in LISTS.",
  );
});

for (const [filterType, list] of Object.entries(LISTS)) {
  const type = schema.getType(filterType);
  for (const field of isInputObjectType(type) ? Object.values(type.getFields()) : []) {
    it(`${filterType}.${field.name} excludes something for some of its values`, async () => {
      const all = await countOf(list, filterType, {});
      assert.ok(all !== null && all > 0);
      const counts = new Set<number | null>();
      for (const value of fc.sample(valuesOf(filterType, field), { ...readPropertyRuns(), numRuns: SAMPLES })) {
        counts.add(await countOf(list, filterType, { [field.name]: value }));
      }
      const isEffective = [...counts].some((count) => count !== null && count < all);
      const advice = `Bind it in conditionsSql, or give it values in test/graph/argument-values.ts that exclude some of the ${all}.`;
      assert.ok(isEffective, `${filterType}.${field.name} never excluded anything. ${advice}`);
    });
  }
}
