// A database that is stopped, frozen, locked or out of sessions: the service reports it at once, lets no request wait forever, and
// recovers without a restart when the database does.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { DataSource } from "typeorm";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";
import type { SpawnedScript } from "../support/spawned.js";
import { startTcpRelay, type TcpRelay } from "../support/tcp-relay.js";
import { codesOf, createServiceClient, type Outcome, type ServiceClient, slowest } from "./client.js";
import { type OwnCluster, startOwnCluster } from "./own-cluster.js";
import { openDatabase, prepareFixture, spawnService } from "./service.js";

const POOL_SIZE = 4;
const TIMEOUTS = { STATEMENT_TIMEOUT_MS: "2000", POOL_WAIT_MS: "1500", DATABASE_POOL_SIZE: String(POOL_SIZE) };
const TRANSIENT_CODES = new Set(["SERVICE_UNAVAILABLE", "TIMEOUT"]);
const READ = "{ posts(first: 5) { totalCount nodes { title author { name } } } }";
const WRITE = 'mutation { createTag(input: { name: "" }) { errors { code } } }';

describe("an outage of the database", () => {
  let cluster: OwnCluster;
  let relay: TcpRelay;
  let service: SpawnedScript;
  let api: ServiceClient;
  /** The test's own connections, which bypass the relay; null while the server is stopped. */
  let dataSource: DataSource | null = null;

  before(async () => {
    cluster = await startOwnCluster({ max_connections: "40" });
    dataSource = await openDatabase(cluster.url);
    const { token } = await prepareFixture(dataSource);
    await new Factories(dataSource).posts(Array.from({ length: 5 }, () => ({})));
    relay = await startTcpRelay(cluster.url);
    service = spawnService(relay.url, TIMEOUTS);
    api = createServiceClient(service, token);
    await service.firstLine;
  });
  afterEach(async () => {
    assert.equal(service.hasEnded(), false, service.errorOutput());
    await eventually(async () => (await api.send(READ)).code === "served", "the same process serves requests again");
    await eventually(async () => (await api.status("/readyz")) === 200, "the service is ready again");
    assert.match((await api.send(WRITE)).text, /INVALID/);
  });
  after(async () => {
    await service?.kill();
    await relay?.close();
    await dataSource?.destroy();
    await cluster?.delete();
  });

  const sendConcurrently = (count: number): Promise<Outcome[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => api.send(index % 4 === 3 ? WRITE : READ)));
  const assertUnavailable = (outcomes: readonly Outcome[]) =>
    assert.deepEqual(
      codesOf(outcomes).filter((code) => !TRANSIENT_CODES.has(code)),
      [],
      outcomes.find(({ code }) => !TRANSIENT_CODES.has(code))?.text,
    );
  async function millisecondsUntilServed(startedAt: number): Promise<number> {
    while ((await api.send(READ)).code !== "served") await sleep(20);
    return Math.round(performance.now() - startedAt);
  }

  test("a stopped database makes the service not ready, but live, until the database is back", async (t) => {
    await sendConcurrently(8);
    await dataSource?.destroy();
    dataSource = null;
    const stoppedAt = performance.now();
    await cluster.stop();
    while ((await api.status("/readyz")) !== 503) await sleep(20);
    const noticed = Math.round(performance.now() - stoppedAt);
    const outcomes = await sendConcurrently(8);
    assertUnavailable(outcomes);
    assert.equal(await api.status("/livez"), 200);
    relay.retarget(await cluster.start());
    const recovered = await millisecondsUntilServed(performance.now());
    t.diagnostic(
      `database stopped: not ready within ${noticed} ms of the signal, requests rejected within ${slowest(outcomes)} ms, served ${recovered} ms after the database was back`,
    );
  });

  test("a frozen database lets every request end, and the pool is usable afterwards", async (t) => {
    await sendConcurrently(8);
    const thaw = await cluster.freeze();
    let outcomes: Outcome[];
    try {
      // All of them end while the server is still frozen.
      outcomes = await sendConcurrently(12);
      assertUnavailable(outcomes);
      assert.equal(await api.status("/readyz"), 503);
      assert.equal(await api.status("/livez"), 200);
    } finally {
      thaw();
    }
    const recovered = await millisecondsUntilServed(performance.now());
    t.diagnostic(`database frozen: 0 of 12 requests hung, p100 ${slowest(outcomes)} ms, served ${recovered} ms after`);
  });

  test("a locked table lets statements and requests that wait for a connection time out", async (t) => {
    const client = new pg.Client(new URL(relay.url).href);
    await client.connect();
    try {
      await client.query("begin; lock table post in access exclusive mode");
      const outcomes = await Promise.all(Array.from({ length: POOL_SIZE * 3 }, () => api.send(READ)));
      assertUnavailable(outcomes);
      assert.ok(codesOf(outcomes).includes("TIMEOUT"), codesOf(outcomes).join());
      assert.equal(await api.status("/livez"), 200);
      t.diagnostic(
        `table locked: ${outcomes.length} requests on ${POOL_SIZE} connections, p100 ${slowest(outcomes)} ms`,
      );
    } finally {
      await client.end();
    }
  });

  test("a server without free sessions rejects requests like an unavailable one", async (t) => {
    const others: pg.Client[] = [];
    relay.cut({ isRefusing: false });
    try {
      for (;;) {
        const client = new pg.Client(relay.url);
        client.on("error", () => undefined);
        try {
          await client.connect();
        } catch {
          await client.end().catch(() => undefined);
          break;
        }
        others.push(client);
      }
      // Requests that get an open connection of the pool are served, the others rejected.
      const outcomes = await sendConcurrently(POOL_SIZE * 3);
      assert.deepEqual(
        codesOf(outcomes).filter((code) => code !== "served" && !TRANSIENT_CODES.has(code)),
        [],
      );
      const rejected = outcomes.filter(({ code }) => code !== "served").length;
      t.diagnostic(`sessions used up: ${rejected} of ${outcomes.length} rejected, p100 ${slowest(outcomes)} ms`);
    } finally {
      await Promise.all(others.map((client) => client.end()));
    }
  });
});
