// The disk under the database is full, or cannot make anything last: what was acknowledged stays, what cannot be kept is
// refused by a code of its own, and all goes on when there is room again.
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

describe("a disk that fails", () => {
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
    const variables = { input: { title: `Big ${Math.random()}`, body: { source: big() }, authorId: fixture.authorId } };
    const response = await fetch(`${await service.firstLine}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${fixture.token}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
    return { status: response.status, code: errors?.[0]?.extensions.code ?? "written", text };
  }

  async function underWriters(fault: DiskFault): Promise<string> {
    rounds += 1;
    const names = Array.from({ length: WRITERS }, (_, index) => `disk-${rounds}-${index}`);
    const now = await Promise.all(names.map((name) => Writer.create(name, fixture, () => service.firstLine)));
    writers.push(...now);
    const stop = new AbortController();
    const running = now.map((writer) => writer.run(stop.signal));
    const count = (what: (write: Writer["writes"][number]) => boolean) =>
      now.flatMap(({ writes }) => writes).filter(what).length;
    await eventually(() => count(({ response: result }) => result !== null) > 20, "the writers write");
    await disk.fail(fault);
    const failedAt = performance.now();
    await eventually(() => count(({ unanswered }) => unanswered > 0) > 0, "a write fails");
    const noticed = Math.round(performance.now() - failedAt);
    await sleep(500);
    await disk.heal();
    const healedAt = performance.now();
    const before = count(({ response: result }) => result !== null);
    await eventually(() => count(({ response: result }) => result !== null) > before, "writes go on");
    const recovered = Math.round(performance.now() - healedAt);
    stop.abort();
    await Promise.all(running);
    assert.equal(service.hasEnded(), false, service.errorOutput());
    return `noticed after ${noticed} ms, first write ${recovered} ms after the repair`;
  }

  test("in the middle of writes loses nothing acknowledged, and the key tells what became of the rest", async (t) => {
    t.diagnostic(`log disk full: ${await underWriters("wal")}`);
    t.diagnostic(`fsync answers EIO: ${await underWriters("sync")}`);
    const tally = await reconcile(dataSource, writers);
    t.diagnostic(`disk faults under ${WRITERS} writers: ${JSON.stringify(tally)}`);
    assert.deepEqual({ lost: tally.lost, doubled: tally.doubled }, { lost: 0, doubled: 0 });
    assert.ok(tally.unknown > 0, "no fault met a write in flight");
  });

  test("for want of room lets everybody read, refuses writes by a code, and goes on without a restart", async (t) => {
    assert.equal((await createBig()).code, "written");
    await disk.fail("data");
    let refused = 0;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const { code, text } = await createBig();
      if (code === "written") continue;
      refused += 1;
      assert.equal(code, "SERVICE_UNAVAILABLE", text);
      assert.equal((await api.send(READ)).code, "served");
    }
    assert.ok(refused > 0, "a full disk refuses something");
    await disk.heal();
    assert.equal((await createBig()).code, "written");
    assert.equal(service.hasEnded(), false, service.errorOutput());
    t.diagnostic(
      `data disk full: ${refused} of 10 large writes refused, every read served, first write after it was kept`,
    );
  });
});
