// Kills the whole of PostgreSQL while clients write through a service that stays, and holds the database that recovers to
// what the clients were told.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { readFaultRounds } from "../support/environment.js";
import type { SpawnedScript } from "../support/spawned.js";
import { type OwnCluster, startOwnCluster } from "./own-cluster.js";
import { reconcile } from "./reconcile.js";
import { openDatabase, prepareFixture, spawnService } from "./service.js";
import { Writer } from "./writer.js";

const ROUNDS = readFaultRounds().kills === undefined ? 2 : 10;
const WRITERS = 6;

let cluster: OwnCluster;
let dataSource: DataSource;
let service: SpawnedScript;
let token: string;

before(async () => {
  cluster = await startOwnCluster();
  dataSource = await openDatabase(cluster.url);
});
after(async () => {
  await service?.kill();
  await dataSource?.destroy();
  await cluster?.delete();
});

test("no acknowledged write is lost when PostgreSQL is killed, and each unknown one is resolved by its key", async (t) => {
  const fixture = await prepareFixture(dataSource);
  token = fixture.token;
  service = spawnService(cluster.url);
  const names = Array.from({ length: WRITERS }, (_, index) => `writer-${index}`);
  const writers = await Promise.all(names.map((name) => Writer.create(name, fixture, () => service.firstLine)));
  const answered = () =>
    writers.flatMap(({ writes }) => writes).filter(({ response: result }) => result !== null).length;
  const unanswered = () => writers.flatMap(({ writes }) => writes).reduce((sum, write) => sum + write.unanswered, 0);
  const stop = new AbortController();
  const running = writers.map((writer) => writer.run(stop.signal));
  const recoveries: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const enough = answered() + 25;
    while (answered() < enough) await sleep(5);
    await sleep(Math.random() * 200);
    await cluster.killAll();
    const killedAt = performance.now();
    // An answer counts once a write has noticed: one that was under way may have been answered before the kill.
    const noticed = unanswered();
    while (unanswered() === noticed) await sleep(5);
    const before = answered();
    while (answered() === before) await sleep(5);
    recoveries.push(Math.round(performance.now() - killedAt));
  }
  stop.abort();
  await Promise.all(running);
  assert.equal(service.hasEnded(), false, service.errorOutput());
  const tally = await reconcile(dataSource, writers);
  t.diagnostic(`kill-database: ${ROUNDS} kills, ${JSON.stringify(tally)}, recovered after ${recoveries.join(", ")} ms`);
  assert.deepEqual({ lost: tally.lost, doubled: tally.doubled }, { lost: 0, doubled: 0 });
  const postponed = writers.flatMap((writer) => [...writer.postponed.keys()]);
  assert.deepEqual(
    [...new Set(postponed)].filter((what) => what !== "503 SERVICE_UNAVAILABLE"),
    [],
    "who cannot be served now is told so, and nothing else",
  );
});

test("one killed backend takes all sessions with it, and the service serves again without a restart", async (t) => {
  const query = "{ viewer { name } posts(first: 1) { totalCount } }";
  const ask = async (): Promise<string> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const body = JSON.stringify({ query });
    const response = await fetch(`${await service.firstLine}/graphql`, { method: "POST", headers, body });
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code ?? "served";
  };
  const pids = "select pid from pg_stat_activity where application_name = 'colophon' and pid <> pg_backend_pid()";
  const [victim]: { pid: number }[] = await dataSource.query(pids);
  assert.ok(victim !== undefined);
  process.kill(victim.pid, "SIGKILL");
  const killedAt = performance.now();
  let recovery = 0;
  const responses: string[] = [];
  // Served for good: PostgreSQL ends the sessions of the others a moment after the one that was killed.
  while (responses.slice(-20).filter((result) => result === "served").length < 20) {
    const result = await ask();
    if (result !== "served") recovery = Math.round(performance.now() - killedAt);
    responses.push(result);
    await sleep(10);
  }
  const failed = responses.filter((result) => result !== "served").length;
  t.diagnostic(`kill-backend: ${failed} of ${responses.length} requests refused, served for good after ${recovery} ms`);
  assert.deepEqual(
    [...new Set(responses)].filter((result) => result !== "served" && result !== "SERVICE_UNAVAILABLE"),
    [],
  );
  assert.equal(service.hasEnded(), false, service.errorOutput());
});
