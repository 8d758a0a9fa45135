// Statements of a transaction that are sent without waiting: they are executed in order, each sees the changes of those before it, and
// their failures are those of TypeORM's own statements.
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

it("queryPrepared executes concurrent statements in the order of the calls, before and after they are prepared", async () => {
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

it("queryPrepared reports the first failure, and prepares a statement again after a rollback", async () => {
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
