// `colophon doctor` on correct and on defective installations: its findings, its advice and its exit code.
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
import { S3Double } from "../../support/s3-double.js";

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
      "assets",
      "pictures",
    ]) {
      assert.equal(statusOf(findings, check), "ok", check);
    }
  });

  it("reports every invalid setting without repeating secrets", async () => {
    const { findings, cause } = await diagnose({
      PORT: "x",
      DATABASE_URL: "mysql://root:secret@db/x",
      REDIS_URL: "secret",
    });
    assert.equal(cause, "configuration");
    assert.equal(findings.length, 3);
    assert.ok(!JSON.stringify(findings).includes("secret"));
  });

  it("reports that the database cannot be reached, without its password", async () => {
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

  it("reports a bucket that refuses the key or is away, and a folder that cannot be made, without the secret", async () => {
    const double = await S3Double.start();
    const { url, region, accessKeyId, secretAccessKey } = double.bucket;
    const keys = { ASSETS_S3_REGION: region, ASSETS_S3_ACCESS_KEY_ID: accessKeyId };
    const assetsOf = async (env: Record<string, string>) => {
      const { findings, cause } = await diagnose({ DATABASE_URL: scratch.url, ...env });
      assert.equal(cause, null);
      const found = findings.find(({ check }) => check === "assets");
      assert.ok(!JSON.stringify(findings).includes("wrong-secret"));
      return `${found?.status}: ${found?.message}`;
    };
    const bucket = { ASSETS_S3_URL: url, ...keys, ASSETS_S3_SECRET_ACCESS_KEY: secretAccessKey };
    assert.match(await assetsOf(bucket), /^ok: The bucket of assets responds/);
    assert.deepEqual([...double.objects], []);
    assert.match(
      await assetsOf({ ...bucket, ASSETS_S3_SECRET_ACCESS_KEY: "wrong-secret" }),
      /^warning: .*403, SignatureDoesNotMatch/,
    );
    await double.close();
    assert.match(await assetsOf(bucket), /^warning: .*cannot be reached/);
    assert.match(
      await assetsOf({ ASSETS_DIR: "/dev/null/assets" }),
      /^warning: The folder \/dev\/null\/assets is not writable/,
    );
  });

  it("reports pending migrations of a new database", async () => {
    const empty = await createEmptyDatabase();
    try {
      const { findings, cause } = await diagnose({ DATABASE_URL: empty.url });
      assert.equal(cause, "database");
      assert.equal(statusOf(findings, "migrations"), "failure");
    } finally {
      await empty.drop();
    }
  });

  it("reports a missing index with the statement that creates it", async () => {
    await inDatabase("drop index post_title_id_idx");
    const { findings } = await diagnose({ DATABASE_URL: scratch.url });
    const finding = findings.find(({ check }) => check === "indexes");
    assert.equal(finding?.status, "failure");
    const [statement = ""] = /CREATE INDEX [^;]+/.exec(finding?.advice ?? "") ?? [];
    await inDatabase(statement);
    assert.equal(statusOf((await diagnose({ DATABASE_URL: scratch.url })).findings, "indexes"), "ok");
  });

  it("reports a max_connections that is too low for the pools", async () => {
    const { findings } = await diagnose({ DATABASE_URL: scratch.url, DATABASE_POOL_SIZE: "200" });
    const finding = findings.find(({ check }) => check === "connections");
    assert.equal(finding?.status, "failure");
    assert.match(finding?.advice ?? "", /DATABASE_POOL_SIZE/);
  });

  it("warns if Redis cannot be reached, the rate limit is off, or every origin may read responses", async () => {
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

  it("warns if every user can write to the data folder", async () => {
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
