// The database's disk is full, or fsync fails: acknowledged writes are not lost, writes that cannot be stored are rejected with
// SERVICE_UNAVAILABLE, and writing continues once there is space again.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { migrateDatabase } from "../../src/platform/db/migrate.js";
import { eventually } from "../support/eventually.js";
import type { SpawnedScript } from "../support/spawned.js";
import { createServiceClient, type ServiceClient } from "./client.js";
import { type DiskFault, type FaultyDisk, startFaultyDisk } from "./faulty-disk.js";
import { reconcile } from "./reconcile.js";
import { openDatabase, prepareFixture, spawnService } from "./service.js";
import { Writer, type WriterFixture } from "./writer.js";

const READ = "{ posts(first: 5) { totalCount nodes { title } } }";
const WRITERS = 4;

describe("a failing disk", () => {
  let disk: FaultyDisk;
  let dataSource: DataSource;
  let service: SpawnedScript;
  let fixture: WriterFixture;
  let api: ServiceClient;
  let rounds = 0;
  const writers: Writer[] = [];

  before(async () => {
    disk = await startFaultyDisk();
    await migrateDatabase(disk.url);
    dataSource = await openDatabase(disk.url);
    fixture = await prepareFixture(dataSource);
    service = spawnService(disk.url, { STATEMENT_TIMEOUT_MS: "3000", POOL_WAIT_MS: "2000" });
    api = createServiceClient(service, fixture.token);
    await service.firstLine;
  });
  after(async () => {
    await service?.kill();
    await dataSource?.destroy();
    await disk?.delete();
  });

  const big = (): string => "字".repeat(120_000) + Math.random();
  async function createBig(): Promise<{ status: number; code: string; text: string }> {
    const query = "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } errors { code } } }";
    const variables = {
      input: { title: `Big ${Math.random()}`, body: { source: big() }, authorIds: [fixture.authorId] },
    };
    const response = await fetch(`${await service.firstLine}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${fixture.token}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
    return { status: response.status, code: errors?.[0]?.extensions.code ?? "written", text };
  }

  async function failDuringWrites(fault: DiskFault): Promise<string> {
    rounds += 1;
    const names = Array.from({ length: WRITERS }, (_, index) => `disk-${rounds}-${index}`);
    const current = await Promise.all(names.map((name) => Writer.create(name, fixture, () => service.firstLine)));
    writers.push(...current);
    const stop = new AbortController();
    const running = current.map((writer) => writer.run(stop.signal));
    const count = (isCounted: (write: Writer["writes"][number]) => boolean) =>
      current.flatMap(({ writes }) => writes).filter(isCounted).length;
    await eventually(() => count(({ response: result }) => result !== null) > 20, "the writers have started");
    await disk.fail(fault);
    const failedAt = performance.now();
    await eventually(() => count(({ unanswered }) => unanswered > 0) > 0, "a write fails");
    const noticed = Math.round(performance.now() - failedAt);
    await sleep(500);
    await disk.heal();
    const healedAt = performance.now();
    const before = count(({ response: result }) => result !== null);
    await eventually(() => count(({ response: result }) => result !== null) > before, "writes succeed again");
    const recovered = Math.round(performance.now() - healedAt);
    stop.abort();
    await Promise.all(running);
    assert.equal(service.hasEnded(), false, service.errorOutput());
    return `noticed after ${noticed} ms, first write ${recovered} ms after the repair`;
  }

  test("a full WAL disk and a failing fsync lose no acknowledged write, and keys resolve the unknown writes", async (t) => {
    t.diagnostic(`WAL disk full: ${await failDuringWrites("wal")}`);
    t.diagnostic(`fsync returns EIO: ${await failDuringWrites("sync")}`);
    const tally = await reconcile(dataSource, writers);
    t.diagnostic(`disk faults under ${WRITERS} writers: ${JSON.stringify(tally)}`);
    assert.deepEqual({ lost: tally.lost, doubled: tally.doubled }, { lost: 0, doubled: 0 });
    assert.ok(tally.unknown > 0, "Expected a write in flight during a fault.");
  });

  test("a full data disk allows reads, rejects writes with SERVICE_UNAVAILABLE, and needs no restart afterwards", async (t) => {
    assert.equal((await createBig()).code, "written");
    await disk.fail("data");
    let rejected = 0;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const { code, text } = await createBig();
      if (code === "written") continue;
      rejected += 1;
      assert.equal(code, "SERVICE_UNAVAILABLE", text);
      assert.equal((await api.send(READ)).code, "served");
    }
    assert.ok(rejected > 0, "Expected a full disk to reject a large write.");
    await disk.heal();
    assert.equal((await createBig()).code, "written");
    assert.equal(service.hasEnded(), false, service.errorOutput());
    t.diagnostic(
      `data disk full: ${rejected} of 10 large writes rejected, every read served, first write afterwards succeeded`,
    );
  });
});
