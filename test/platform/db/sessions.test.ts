// The check of the sessions of the database: every setting and every right that is not what it must be is found, with a statement that
// mends it, and readers are refused until it is mended.
import "reflect-metadata";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import pg from "pg";
import type { DataSource } from "typeorm";
import { loadConfig } from "../../../src/platform/config/config.js";
import {
  createDataSource,
  createPublishedSource,
  initializeSource,
  poolOf,
  sessionsOf,
} from "../../../src/platform/db/data-source.js";
import { Database } from "../../../src/platform/db/database.js";
import { transientError } from "../../../src/platform/db/failures/transient-error.js";
import { queryPrepared } from "../../../src/platform/db/prepared/prepared-write.js";
import { grantPublishedViews } from "../../../src/platform/db/sessions/public-role.js";
import { checkSession, type SessionDefect, type SessionRule } from "../../../src/platform/db/sessions/session-check.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { eventually } from "../../support/eventually.js";
import { type PooledSite, PUBLIC_ROLE, PUBLIC_SETTINGS, SHARED_SETTINGS, startPooledSite } from "./pooled-site.js";

const OPTIONS = { poolSize: 2, poolWaitMs: 10_000, statementTimeoutMs: 3_000 };
const PUBLISHED: SessionRule = { kind: "published", hasOwnRole: true, maxStatementMs: 3_000 };

let site: PooledSite;
let source: DataSource;
before(async () => {
  site = await startPooledSite();
  source = await initializeSource(createDataSource({ url: site.url, ...OPTIONS }, { entities: [], migrations: [] }));
});
after(async () => {
  await source?.destroy();
  await site?.delete();
});

/** Checks a new session of the role of anonymous reads. */
async function defectsOfRole(rule = PUBLISHED): Promise<readonly SessionDefect[]> {
  const client = new pg.Client({ connectionString: site.publicUrl });
  await client.connect();
  try {
    // As the service does: poolers know these two and set them.
    await client.query("set timezone = 'UTC'");
    return (await checkSession(client, rule)).defects;
  } finally {
    await client.end();
  }
}

const openPublished = (): DataSource => createPublishedSource(source, site.publicUrl);

describe("the sessions of anonymous reads", () => {
  it("get their rights on the views from the owner of the tables, and are then what they must be", async () => {
    const [missing] = await defectsOfRole();
    assert.match(missing?.message ?? "", /may not read the views of published content/);
    const published = openPublished();
    await sessionsOf(published).tolerating(() => published.initialize());
    assert.equal(await grantPublishedViews(published, site.url), true);
    assert.equal(await grantPublishedViews(published, site.url), false);
    await published.destroy();
    assert.deepEqual(await defectsOfRole(), []);
  });

  for (const setting of Object.keys({ ...SHARED_SETTINGS, ...PUBLIC_SETTINGS })) {
    it(`must have the setting ${setting}, and the advice restores it`, async () => {
      // The default of `jit` depends on the version of the server.
      await site.configure(PUBLIC_ROLE, setting, setting === "jit" ? "on" : null);
      const defects = await defectsOfRole();
      assert.equal(defects.length, 1, JSON.stringify(defects));
      assert.match(
        defects[0]?.message ?? "",
        new RegExp(`The setting ${setting} of the sessions of anonymous reads is `),
      );
      const [, statement = ""] = /^Run: ([^;]+);/.exec(defects[0]?.advice ?? "") ?? [];
      await site.administer(statement);
      assert.deepEqual(await defectsOfRole(), []);
    });
  }

  it("may have shorter timeouts than the service, not longer ones", async () => {
    assert.deepEqual(await defectsOfRole({ ...PUBLISHED, maxStatementMs: 60_000 }), []);
    const names = (await defectsOfRole({ ...PUBLISHED, maxStatementMs: 1_000 })).map(({ message }) => message);
    assert.match(names.join(), /statement_timeout.*lock_timeout/);
  });

  for (const [what, grant, revoke, message] of [
    ["special rights", `alter role ${PUBLIC_ROLE} superuser`, `alter role ${PUBLIC_ROLE} nosuperuser`, /has SUPERUSER/],
    [
      "a table",
      `grant select on post to ${PUBLIC_ROLE}`,
      `revoke select on post from ${PUBLIC_ROLE}`,
      /may read the tables post/,
    ],
    [
      "the owner's rights",
      `grant colophon to ${PUBLIC_ROLE}`,
      `revoke colophon from ${PUBLIC_ROLE}`,
      /may read the tables/,
    ],
  ] as const) {
    it(`may not have ${what}`, async () => {
      await inDatabase(grant);
      try {
        assert.match((await defectsOfRole())[0]?.message ?? "", message);
      } finally {
        await inDatabase(revoke);
      }
      assert.deepEqual(await defectsOfRole(), []);
    });
  }

  it("without a view of their own are found", async () => {
    await inDatabase(`revoke select on published.tag from ${PUBLIC_ROLE}`);
    assert.match((await defectsOfRole())[0]?.message ?? "", /may not read the views tag/);
    await inDatabase(`grant select on published.tag to ${PUBLIC_ROLE}`);
  });

  it("cannot read a table even with a wrong search_path", async () => {
    const client = new pg.Client({ connectionString: site.publicUrl });
    await client.connect();
    await client.query("set search_path = public");
    await assert.rejects(client.query("select * from post"), { code: "42501" });
    await client.end();
  });
});

/** As superuser, in the database of the site. */
const inDatabase = (statement: string): Promise<void> => site.administer(statement);

describe("a pool of anonymous reads", () => {
  it("is refused while its sessions are wrong, and accepted again once they are right", async () => {
    const published = await initializeSource(openPublished());
    const guard = sessionsOf(published);
    const reads = new Database(published);
    const stop = guard.watch(poolOf(published), createLog("silent"), 20);
    try {
      assert.equal((await reads.query("select count(*) from post")).length, 1);
      await site.configure(PUBLIC_ROLE, "search_path", null);
      await site.administer(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${PUBLIC_ROLE}'`);
      await eventually(() => guard.refusal !== null, "the guard finds it");
      for (const read of [
        () => reads.query("select 1"),
        () => reads.queryByValues("select 1"),
        () => reads.queryByIndex("select 1"),
        () => reads.snapshot((snapshot) => snapshot.query("select 1")),
      ]) {
        const failure = await read().then(
          () => null,
          (error: unknown) => error,
        );
        assert.equal(transientError(failure)?.code, "SERVICE_UNAVAILABLE", String(failure));
      }
      assert.match(guard.refusal?.message ?? "", /set search_path = published/);
      await site.configure(PUBLIC_ROLE, "search_path", "published");
      await eventually(() => guard.refusal === null, "the guard accepts new sessions");
      assert.equal((await reads.query("select count(*) from post")).length, 1);
    } finally {
      stop();
      await published.destroy();
    }
  });

  it("is checked as soon as a statement does not find or may not read a table", async () => {
    const published = await initializeSource(createPublishedSource(source, site.publicUrl));
    const guard = sessionsOf(published);
    const stop = guard.watch(poolOf(published), createLog("silent"), 60_000);
    try {
      // As another client of a pooler in transaction mode may leave it.
      await published.query("set search_path = public");
      await assert.rejects(published.query("select count(*) from post"), { code: "42501" });
      await eventually(() => guard.refusal !== null, "the guard finds it");
      await eventually(() => guard.refusal === null, "new sessions are right");
    } finally {
      stop();
      await published.destroy();
    }
  });

  it("opens no connection whose session is wrong", async () => {
    const published = openPublished();
    await site.configure(PUBLIC_ROLE, "search_path", null);
    try {
      await assert.rejects(published.initialize(), { name: "SessionRefusedError" });
    } finally {
      await site.configure(PUBLIC_ROLE, "search_path", "published");
    }
  });

  it("of a direct connection has the settings that the service sends", async () => {
    const published = await initializeSource(createPublishedSource(source));
    assert.deepEqual(sessionsOf(published).defects, []);
    assert.deepEqual(sessionsOf(source).defects, []);
    await published.destroy();
  });
});

describe("statements", () => {
  const countNames = async (prepares: boolean): Promise<number> => {
    const options = { url: site.url, ...OPTIONS, poolSize: 1, prepares };
    const single = await initializeSource(createDataSource(options, { entities: [], migrations: [] }));
    try {
      const reads = new Database(single);
      for (let round = 0; round < 4; round += 1) {
        await reads.query("/* sessions.read */ select 1 as one");
        await reads.queryByValues("/* sessions.by values */ select 1 as one");
        await single.transaction((tx) => queryPrepared(tx, `/* sessions.write ${prepares} */ select 1 as one`));
      }
      const [row] = await single.query("select count(*)::int as names from pg_prepared_statements");
      return row.names;
    } finally {
      await single.destroy();
    }
  };

  it("have names by default, and none if they may not be prepared", async () => {
    assert.equal(await countNames(true), 3);
    assert.equal(await countNames(false), 0);
  });
});

it("DATABASE_PUBLIC_URL and DATABASE_DIRECT_URL require DATABASE_URL", () => {
  assert.throws(() => loadConfig({ DATABASE_PUBLIC_URL: site.publicUrl }), /together with DATABASE_URL/);
});
