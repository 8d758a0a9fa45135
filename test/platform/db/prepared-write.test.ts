// Statements of a transaction that are sent without waiting: executed in their order, each on what those before it have
// left, and refused by what TypeORM's own would be refused by.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type DataSource, QueryFailedError } from "typeorm";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { queryPrepared } from "../../../src/platform/db/prepared/prepared-write.js";
import { createScratchDatabase, type ScratchDatabase } from "../../support/database.js";

let scratch: ScratchDatabase;
let dataSource: DataSource;

before(async () => {
  scratch = await createScratchDatabase();
  const limits = { poolSize: 1, poolWaitMs: 10_000, statementTimeoutMs: 10_000 };
  dataSource = createDataSource({ url: scratch.url, ...limits }, { entities: [], migrations: [] });
  await dataSource.initialize();
  await dataSource.query("create table line (n integer primary key)");
});
after(async () => {
  await dataSource.destroy();
  await scratch.drop();
});

const INSERT = "insert into line (n) values ($1) returning n";
const COUNT = "select count(*) as lines from line";

it("executes what is sent together in the order of the calls, before it is prepared and afterwards", async () => {
  for (let round = 0; round < 6; round += 1) {
    const seen = await dataSource.transaction((tx) =>
      Promise.all([
        queryPrepared(tx, COUNT),
        queryPrepared(tx, INSERT, [round * 2]),
        queryPrepared(tx, COUNT),
        queryPrepared(tx, INSERT, [round * 2 + 1]),
        queryPrepared(tx, COUNT),
      ]),
    );
    const [before, one, two] = [round * 2, round * 2 + 1, round * 2 + 2];
    const expected = [[{ lines: before }], [{ n: before }], [{ lines: one }], [{ n: one }], [{ lines: two }]];
    assert.deepEqual(seen, expected);
  }
});

it("refuses with the first failure, undoes all, and prepares anew what an undone transaction could not", async () => {
  const fresh = "select n from line where n = $1";
  for (let round = 0; round < 5; round += 1) {
    const work = dataSource.transaction((tx) =>
      Promise.all([
        queryPrepared(tx, INSERT, [100]),
        queryPrepared(tx, INSERT, [100]),
        queryPrepared(tx, fresh, [100]),
      ]),
    );
    await assert.rejects(work, (error) => {
      assert.ok(error instanceof QueryFailedError);
      assert.equal((error.driverError as { constraint?: string }).constraint, "line_pkey");
      return true;
    });
  }
  const found = await dataSource.transaction((tx) => queryPrepared(tx, fresh, [100]));
  assert.deepEqual(found, []);
});
