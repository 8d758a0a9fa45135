// Tests backup and restore: a site is dumped and restored into an empty cluster, and 500 generated queries must get the same responses
// from both, byte for byte. Requires PostgreSQL's client programs of the server's version or later.
import "reflect-metadata";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { promisify } from "node:util";
import fc from "fast-check";
import pg from "pg";
import { migrations } from "../../migrations/index.js";
import { type App, startApp } from "../../src/app/app.js";
import { entities } from "../../src/app/registry.js";
import { createSchema } from "../../src/app/schema.js";
import { enrichOutdatedBodies } from "../../src/content/posts/body/html/enrich-bodies.js";
import { loadConfig } from "../../src/platform/config/config.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/platform/db/embedded/embedded-postgres.js";
import { createLog } from "../../src/platform/observability/log.js";
import { readArgumentValues } from "../graph/argument-values.js";
import { arbitraryOperation } from "../graph/random-query.js";
import { buildTestSite } from "../graph/test-site.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { WIDE_LIMITS } from "../support/limits.js";

const QUERIES = 500;
const run = promisify(execFile);

let original: TestApp;
let folder: string;
let cluster: EmbeddedPostgres;
before(async () => {
  original = await startTestApp({ ...WIDE_LIMITS, EXPOSE_SQL_COUNT: "0" });
  await buildTestSite(original.dataSource, { scale: 1 });
  // The background job would do it later in each of the two, and record changes.
  await enrichOutdatedBodies(original.platform.transact);
  folder = await mkdtemp(join(tmpdir(), `colophon-test-${process.pid}-`));
  cluster = await startEmbeddedPostgres({ dataDir: folder });
});
after(async () => {
  await original?.close();
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 20 });
});

it("a restored backup gives the same responses as the original", async (t) => {
  const bin = await findClientPrograms();
  const dump = join(folder, "site.dump");
  await run(join(bin, "pg_dump"), [
    "--format=custom",
    "--no-owner",
    "--no-privileges",
    `--file=${dump}`,
    original.databaseUrl,
  ]);
  await run(join(bin, "pg_restore"), ["--exit-on-error", "--no-owner", `--dbname=${cluster.url}`, dump]);
  const restored = await startRestored();
  try {
    const operations = fc.sample(arbitraryOperation(createSchema(), await readArgumentValues(original)), {
      numRuns: QUERIES,
      seed: 31,
    });
    const differing: string[] = [];
    let rejected = 0;
    for (const { document, variables } of operations) {
      const body = JSON.stringify({ query: document, variables });
      const [before, now] = await Promise.all([send(original.url, body), send(restored.url, body)]);
      if (before !== now) differing.push(document);
      if (before.includes('"errors"')) rejected += 1;
    }
    t.diagnostic(
      `backup and restore: ${QUERIES} queries, ${rejected} of them rejected, ${differing.length} responses differ`,
    );
    assert.deepEqual(differing, []);
    assert.ok(rejected < QUERIES / 4, `${rejected} queries were rejected.`);
  } finally {
    await restored.close();
  }
});

async function send(url: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  return (await fetch(`${url}/graphql`, { method: "POST", headers, body })).text();
}

async function startRestored(): Promise<App> {
  const config = loadConfig({ ...WIDE_LIMITS, DATABASE_URL: cluster.url, PORT: "0", LOG_LEVEL: "silent" });
  const limits = { poolSize: 4, poolWaitMs: 5_000, statementTimeoutMs: 10_000 };
  const dataSource = createDataSource({ url: cluster.url, ...limits }, { entities, migrations });
  await dataSource.initialize();
  const app = await startApp(config, dataSource, createLog("silent"));
  return {
    ...app,
    close: async () => {
      await app.close();
      await dataSource.destroy();
    },
  };
}

/** Finds a directory with a `pg_dump` that can read this server. */
async function findClientPrograms(): Promise<string> {
  const client = new pg.Client({ connectionString: original.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ major: number }>(
    "select current_setting('server_version_num')::int / 10000 as major",
  );
  await client.end();
  const wanted = rows[0]?.major ?? 0;
  const home = "/usr/lib/postgresql";
  const versions = (await readdir(home).catch(() => [])).map(Number).filter((version) => version >= wanted);
  for (const bin of [
    ...versions.sort((one, other) => one - other).map((version) => `${home}/${version}/bin`),
    "/usr/bin",
  ]) {
    const { stdout } = await run(join(bin, "pg_dump"), ["--version"]).catch(() => ({ stdout: "" }));
    if (Number.parseInt(/(\d+)(?:\.\d+)?\s/.exec(`${stdout} `)?.[1] ?? "0", 10) >= wanted) return bin;
  }
  throw new Error(`Expected pg_dump ${wanted} or later in ${home} or /usr/bin. Set DATABASE_URL to an older server.`);
}
