// Kills the service process repeatedly at random points while clients write, and compares the database with the responses that the
// clients got. An ordinary test run kills a few times, `npm run test:faults` 200 times.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { readFaultRounds } from "../support/environment.js";
import type { SpawnedScript } from "../support/spawned.js";
import { reconcile } from "./reconcile.js";
import { openDatabase, prepareFixture, spawnService } from "./service.js";
import { Writer } from "./writer.js";

const KILLS = readFaultRounds().kills ?? 6;
const WRITERS = 6;
const [SHORTEST_MS, LONGEST_MS] = [5, 150];

let scratch: ScratchDatabase;
let dataSource: DataSource;
let current: SpawnedScript;
let next: SpawnedScript;

before(async () => {
  scratch = await createScratchDatabase();
  dataSource = await openDatabase(scratch.url);
});
after(async () => {
  await Promise.all([current?.kill(), next?.kill()]);
  await dataSource.destroy();
  await scratch.drop();
});

test("a kill of the service at any point leaves no partial write, loses no event and keeps the responses of keys", async (t) => {
  const fixture = await prepareFixture(dataSource);
  current = spawnService(scratch.url);
  const names = Array.from({ length: WRITERS }, (_, index) => `writer-${index}`);
  const writers = await Promise.all(names.map((name) => Writer.create(name, fixture, () => current.firstLine)));
  const stop = new AbortController();
  const running = writers.map((writer) => writer.run(stop.signal));
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Started while the current one serves, since loading takes far longer than the requests to be interrupted.
    next = spawnService(scratch.url);
    await current.firstLine;
    const before = acknowledged(writers);
    while (acknowledged(writers) === before) await sleep(1);
    await sleep(SHORTEST_MS + Math.random() * (LONGEST_MS - SHORTEST_MS));
    const victim = current;
    assert.equal(victim.hasEnded(), false, victim.errorOutput());
    await victim.kill();
    current = next;
  }
  await current.firstLine;
  stop.abort();
  await Promise.all(running);
  const tally = await reconcile(dataSource, writers);
  t.diagnostic(`kill-service: ${KILLS} kills, ${JSON.stringify(tally)}`);
  assert.deepEqual({ lost: tally.lost, doubled: tally.doubled }, { lost: 0, doubled: 0 });
  assert.ok(tally.unknown > 0, "Expected a write in flight during a kill.");
});

const acknowledged = (writers: readonly Writer[]): number =>
  writers.reduce((sum, { writes }) => sum + writes.filter(({ response }) => response !== null).length, 0);
