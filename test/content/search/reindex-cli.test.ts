// `colophon reindex` as a process: killed in the middle of its work and run again, it ends with the same index as one complete run.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import type { DataSource } from "typeorm";
import { migrations } from "../../../migrations/index.js";
import { entities } from "../../../src/app/registry.js";
import { TOKENISER_VERSION } from "../../../src/content/search/index/tokens.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { type StartedCommand, startCommand } from "../../support/command.js";
import { createScratchDatabase, type ScratchDatabase } from "../../support/database.js";
import { environmentWith } from "../../support/environment.js";
import { eventually } from "../../support/eventually.js";
import { Factories } from "../../support/factories.js";

const POSTS = 400;
// No service runs on this database, because it would bring the index up to date by itself.
let scratch: ScratchDatabase;
let dataSource: DataSource;
before(async () => {
  scratch = await createScratchDatabase();
  dataSource = createDataSource(
    { url: scratch.url, poolSize: 4, poolWaitMs: 5_000, statementTimeoutMs: 30_000 },
    { entities, migrations },
  );
  await dataSource.initialize();
  const factories = new Factories(dataSource);
  const tagIds = [await factories.tag("索引")];
  await factories.posts(
    Array.from({ length: POSTS }, (_, index) => ({
      title: `第 ${index} 篇 Post`,
      source: `## 小标题 ${index}\n\n${`虚拟机 ${index} network `.repeat(20)}`,
      tagIds: index % 3 === 0 ? tagIds : [],
      ...(index % 5 === 0 && { state: "DRAFT" as const, publishedAt: null }),
    })),
  );
});
after(async () => {
  await dataSource.destroy();
  await scratch.drop();
});

const reindex = (...args: string[]): StartedCommand =>
  startCommand(["reindex", ...args], environmentWith({ toolsIn: "", databaseUrl: scratch.url }));

/** The rows of the index, ordered by post. */
const indexed = (): Promise<Record<string, unknown>[]> =>
  dataSource.query(
    `select 'public' as place, s.* from search_public s union all select 'pending', s.* from search_pending s order by post_id`,
  );

async function writtenCount(): Promise<number> {
  const rows = await indexed();
  return rows.filter((row) => row.tokeniser_version === TOKENISER_VERSION).length;
}

/** Makes rows missing, empty, or of another tokeniser version. */
async function spoil(): Promise<void> {
  for (const table of ["search_public", "search_pending"]) {
    await dataSource.query(`update ${table} set tokeniser_version = 0, doc = '', head = '''wrong'':1A'`);
    await dataSource.query(
      `delete from ${table} where post_id in (select post_id from ${table} order by md5(post_id::text) limit 30)`,
    );
  }
}

for (const args of [[], ["--all"]]) {
  it(`colophon reindex ${args.join(" ")} resumes after kill -9 and ends with a complete and correct index`, async () => {
    const expected = await indexed();
    assert.equal(expected.length, POSTS);
    await spoil();
    assert.equal(await writtenCount(), 0);

    // A transaction that locks a post in the middle stops the work there until it ends.
    const writer = dataSource.createQueryRunner();
    await writer.startTransaction();
    await writer.query("select from post where id = (select id from post order by id offset $1 limit 1) for update", [
      POSTS / 2,
    ]);
    const first = reindex(...args);
    try {
      await eventually(async () => (await writtenCount()) > 0, "some rows are written");
    } finally {
      first.kill();
    }
    const { signal } = await first.ended;
    assert.equal(signal, "SIGKILL", "The command ended before it was killed.");
    await writer.rollbackTransaction();
    await writer.release();
    const done = await writtenCount();
    assert.ok(done > 0 && done < POSTS, String(done));

    const { code, stdout, stderr } = await reindex().ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(await indexed(), expected);
    assert.match(stdout, /^(\d+) posts were indexed\.$/m);
    if (args.length === 0) assert.ok(Number.parseInt(stdout, 10) <= POSTS - done, `${stdout} after ${done}`);
  });
}
