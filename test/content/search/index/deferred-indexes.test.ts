// The first import of a site makes the GIN indexes of the search at its end. Until then posts are found, and whatever ends the import, the
// indexes are made.
import assert from "node:assert/strict";
import { after, before, beforeEach, it } from "node:test";
import {
  dropIndexesOfEmptySite,
  makeMissingIndexes,
} from "../../../../src/content/search/index/bulk/deferred-indexes.js";
import { indexOutdated } from "../../../../src/content/search/index/reindex.js";
import type { ImportEvent } from "../../../../src/intake/importers/import-event.js";
import { ownTransactions, type WriteTransaction } from "../../../../src/platform/db/transaction.js";
import { importedPost, importInto, importPosts } from "../../../intake/importers/import-fixture.js";
import { startTestApp, type TestApp } from "../../../support/app.js";

let app: TestApp;
let transact: WriteTransaction;
before(async () => {
  app = await startTestApp();
  transact = ownTransactions(app.dataSource);
});
after(() => app.close());
beforeEach(async () => {
  await app.dataSource.query("truncate post, path_alias, import_item cascade");
  await makeMissingIndexes(transact);
});

const posts = Array.from({ length: 760 }, (_, i) => importedPost(`p${i}`, { source: `Text ratatoskr${i}.` }));

interface IndexRow {
  definition: string;
}

const indexes = async (): Promise<string[]> => {
  const rows: IndexRow[] = await app.dataSource.query(
    "select indexdef as definition from pg_indexes where tablename in ('search_public', 'search_pending') order by indexname",
  );
  return rows.map(({ definition }) => definition);
};

const found = async (query: string): Promise<number> => {
  const search = `{ search(query: "${query}", first: 1) { totalCount } }`;
  const data = await app.query<{ search: { totalCount: number } }>(search);
  return data.search.totalCount;
};

async function* interrupted(onHalf: () => Promise<void>): AsyncGenerator<ImportEvent[]> {
  yield posts.map((post) => ({ kind: "post", post }));
  await onHalf();
  throw new Error("The source ended too early.");
}

it("indexes that are made again are the same", async () => {
  const before = await indexes();
  assert.equal(await dropIndexesOfEmptySite(transact), true);
  assert.equal((await indexes()).length, before.length - 4);
  assert.equal(await makeMissingIndexes(transact), true);
  assert.deepEqual(await indexes(), before);
  assert.equal(await makeMissingIndexes(transact), false);
});

it("an import into an empty site ends with all indexes, and posts are found before and after", async () => {
  const before = await indexes();
  let during = 0;
  let foundDuring = 0;
  async function* events(): AsyncGenerator<ImportEvent[]> {
    yield posts.map((post) => ({ kind: "post", post }));
    during = (await indexes()).length;
    foundDuring = await found("ratatoskr249");
    yield [];
  }
  await importInto(app.dataSource, events());
  assert.equal(during, before.length - 4);
  assert.equal(foundDuring, 1);
  assert.deepEqual(await indexes(), before);
  assert.equal(await found("ratatoskr759"), 1);
});

it("an import that fails makes the indexes", async () => {
  const before = await indexes();
  await assert.rejects(
    importInto(
      app.dataSource,
      interrupted(async () => undefined),
    ),
  );
  assert.deepEqual(await indexes(), before);
});

it("indexes that a killed import has left out are made by the next start, which looks for outdated rows", async () => {
  const before = await indexes();
  await dropIndexesOfEmptySite(transact);
  await indexOutdated(transact);
  assert.deepEqual(await indexes(), before);
});

it("a site with posts keeps its indexes during an import", async () => {
  const before = await indexes();
  await importPosts(app.dataSource, [importedPost("first")]);
  assert.equal(await dropIndexesOfEmptySite(transact), false);
  let during: string[] = [];
  await assert.rejects(
    importInto(
      app.dataSource,
      interrupted(async () => {
        during = await indexes();
      }),
    ),
  );
  assert.deepEqual(during, before);
});
