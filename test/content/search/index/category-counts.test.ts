// Categories are counted by what the rows of the search index say, and of rows without that by the listings of posts.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../../support/execute.js";
import { Factories } from "../../../support/factories.js";
import { assertInvariants } from "../../../support/invariants.js";

let app: Executor;
let make: Factories;
before(async () => {
  app = await startExecutor();
  make = new Factories(app.dataSource);
});
after(() => app.close());

async function counts(): Promise<Record<string, number>> {
  const { search } = await app.read<{
    search: { facets: { categories: { category: { name: string }; count: number }[] } };
  }>(null, `{ search(query: "tapir") { facets { categories { category { name } count } } } }`);
  return Object.fromEntries(search.facets.categories.map(({ category, count }) => [category.name, count]));
}

it("a category counts the posts below it once, also after it was moved or merged, and in rows of earlier versions", async () => {
  const animals = await make.category("Animals");
  const forest = await make.category("Forest", animals);
  const night = await make.category("Night", animals);
  const away = await make.category("Away");
  await make.posts([
    { title: "Tapir one", categoryIds: [forest, night] },
    { title: "Tapir two", categoryIds: [forest] },
    { title: "Tapir three", categoryIds: [] },
    { title: "Tapir draft", categoryIds: [night], publishedAt: null, state: "DRAFT" },
  ]);
  assert.deepEqual(await counts(), { Animals: 2, Forest: 2, Night: 1 });

  const id = (category: string) => encodeGlobalId("Category", category);
  await app.accepted(EDITOR, "moveCategory", { id: id(night), parentId: id(away), expectedVersion: 1 });
  assert.deepEqual(await counts(), { Animals: 2, Forest: 2, Away: 1, Night: 1 });

  for (const table of ["search_public", "search_pending"]) {
    await app.dataSource.query(`alter table ${table} disable trigger user`);
    await app.dataSource.query(
      `update ${table} s set category_ids = null from post p where p.id = s.post_id and p.title <> 'Tapir two'`,
    );
    await app.dataSource.query(`alter table ${table} enable trigger user`);
  }
  assert.deepEqual(await counts(), { Animals: 2, Forest: 2, Away: 1, Night: 1 });

  await app.accepted(EDITOR, "mergeCategories", { sourceId: id(night), targetId: id(forest) });
  assert.deepEqual(await counts(), { Animals: 2, Forest: 2 });
  await assertInvariants(app.dataSource);
});
