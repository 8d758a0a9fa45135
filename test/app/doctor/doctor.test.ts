// `colophon doctor` on installations that are well and on ones that are not: what it finds, what it advises, how it exits.
import "reflect-metadata";
import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import pg from "pg";
import { diagnose } from "../../../src/app/doctor/doctor.js";
import type { Finding } from "../../../src/app/doctor/finding.js";
import { createEmptyDatabase, createScratchDatabase, type ScratchDatabase } from "../../support/database.js";

let scratch: ScratchDatabase;
before(async () => {
  scratch = await createScratchDatabase();
});
after(() => scratch.drop());

const statusOf = (findings: readonly Finding[], check: string): string | undefined =>
  findings.find((finding) => finding.check === check)?.status;

async function inDatabase(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: scratch.url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

describe("the doctor", () => {
  it("finds no failure in a fresh installation", async () => {
    const { findings, cause } = await diagnose({ DATABASE_URL: scratch.url });
    assert.deepEqual(
      findings.filter(({ status }) => status === "failure"),
      [],
    );
    assert.equal(cause, null);
    for (const check of [
      "configuration",
      "version",
      "encoding",
      "migrations",
      "indexes",
      "tables",
      "valid indexes",
      "clock",
    ]) {
      assert.equal(statusOf(findings, check), "ok", check);
    }
  });

  it("names every wrong setting, and repeats no secret", async () => {
    const { findings, cause } = await diagnose({
      PORT: "x",
      DATABASE_URL: "mysql://root:secret@db/x",
      REDIS_URL: "secret",
    });
    assert.equal(cause, "configuration");
    assert.equal(findings.length, 3);
    assert.ok(!JSON.stringify(findings).includes("secret"));
  });

  it("says that the database cannot be reached, without its password", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await new Promise((resolve) => holder.close(resolve));
    const { findings, cause } = await diagnose({ DATABASE_URL: `postgres://me:secret@127.0.0.1:${port}/x` });
    assert.equal(cause, "database");
    assert.equal(statusOf(findings, "database"), "failure");
    assert.ok(!JSON.stringify(findings).includes("secret"));
  });

  it("tells a database that was never migrated", async () => {
    const empty = await createEmptyDatabase();
    try {
      const { findings, cause } = await diagnose({ DATABASE_URL: empty.url });
      assert.equal(cause, "database");
      assert.equal(statusOf(findings, "migrations"), "failure");
    } finally {
      await empty.drop();
    }
  });

  it("tells a missing index and how to make it", async () => {
    await inDatabase("drop index post_title_id_idx");
    const { findings } = await diagnose({ DATABASE_URL: scratch.url });
    const finding = findings.find(({ check }) => check === "indexes");
    assert.equal(finding?.status, "failure");
    const [statement = ""] = /CREATE INDEX [^;]+/.exec(finding?.advice ?? "") ?? [];
    await inDatabase(statement);
    assert.equal(statusOf((await diagnose({ DATABASE_URL: scratch.url })).findings, "indexes"), "ok");
  });

  it("tells connections that are too few for the pool", async () => {
    const { findings } = await diagnose({ DATABASE_URL: scratch.url, DATABASE_POOL_SIZE: "200" });
    const finding = findings.find(({ check }) => check === "connections");
    assert.equal(finding?.status, "failure");
    assert.match(finding?.advice ?? "", /DATABASE_POOL_SIZE/);
  });

  it("warns of a Redis that is away, and of limits that hold for nobody", async () => {
    const env = {
      DATABASE_URL: scratch.url,
      REDIS_URL: "redis://127.0.0.1:1",
      RATE_LIMIT_POINTS: "0",
      CORS_ORIGINS: "*",
    };
    const { findings, cause } = await diagnose(env);
    assert.equal(cause, null);
    for (const check of ["redis", "rate limit", "cors"]) assert.equal(statusOf(findings, check), "warning", check);
  });

  it("warns of a data folder that everybody can write", async () => {
    const folder = await mkdtemp(join(tmpdir(), "colophon-doctor-"));
    try {
      await chmod(folder, 0o777);
      const { checkDataDir } = await import("../../../src/app/doctor/environment-checks.js");
      const { loadConfig } = await import("../../../src/platform/config/config.js");
      assert.equal((await checkDataDir(loadConfig({ DATA_DIR: folder })))[0]?.status, "warning");
      await chmod(folder, 0o700);
      assert.equal((await checkDataDir(loadConfig({ DATA_DIR: folder })))[0]?.status, "ok");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
