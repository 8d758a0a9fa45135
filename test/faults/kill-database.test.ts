// Kills all processes of PostgreSQL while clients write through a service that keeps running, and compares the recovered database with
// the responses that the clients got.
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

test("a kill of PostgreSQL loses no acknowledged write, and keys resolve the unknown writes", async (t) => {
  const fixture = await prepareFixture(dataSource);
  token = fixture.token;
  service = spawnService(cluster.url);
  const names = Array.from({ length: WRITERS }, (_, index) => `writer-${index}`);
  const writers = await Promise.all(names.map((name) => Writer.create(name, fixture, () => service.firstLine)));
  const acknowledged = () =>
    writers.flatMap(({ writes }) => writes).filter(({ response: result }) => result !== null).length;
  const unanswered = () => writers.flatMap(({ writes }) => writes).reduce((sum, write) => sum + write.unanswered, 0);
  const stop = new AbortController();
  const running = writers.map((writer) => writer.run(stop.signal));
  const recoveries: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const enough = acknowledged() + 25;
    while (acknowledged() < enough) await sleep(5);
    await sleep(Math.random() * 200);
    await cluster.killAll();
    const killedAt = performance.now();
    // A response counts only after a write has failed: a write in flight may have been acknowledged before the kill.
    const failures = unanswered();
    while (unanswered() === failures) await sleep(5);
    const before = acknowledged();
    while (acknowledged() === before) await sleep(5);
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
    "Writes that cannot be executed must be rejected with 503 SERVICE_UNAVAILABLE.",
  );
});

test("a killed backend, which ends all sessions, interrupts the service without a restart", async (t) => {
  const query = "{ viewer { name } posts(first: 1) { totalCount } }";
  const send = async (): Promise<string> => {
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
  // 20 responses in a row, since PostgreSQL ends the other sessions a moment after the killed one.
  while (responses.slice(-20).filter((result) => result === "served").length < 20) {
    const result = await send();
    if (result !== "served") recovery = Math.round(performance.now() - killedAt);
    responses.push(result);
    await sleep(10);
  }
  const failed = responses.filter((result) => result !== "served").length;
  t.diagnostic(`kill-backend: ${failed} of ${responses.length} requests rejected, all served after ${recovery} ms`);
  assert.deepEqual(
    [...new Set(responses)].filter((result) => result !== "served" && result !== "SERVICE_UNAVAILABLE"),
    [],
  );
  assert.equal(service.hasEnded(), false, service.errorOutput());
});
