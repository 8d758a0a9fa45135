// Network failures between the service and its database: delays, silence, resets, refused connections, and connections cut in the middle
// of a result. No request hangs or gets wrong rows, and the same process recovers as soon as the network does.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";
import type { SpawnedScript } from "../support/spawned.js";
import { startTcpRelay, type TcpRelay } from "../support/tcp-relay.js";
import { codesOf, createServiceClient, median, type Outcome, type ServiceClient, slowest } from "./client.js";
import { openDatabase, prepareFixture, spawnService } from "./service.js";

const TIMEOUTS = { STATEMENT_TIMEOUT_MS: "2000", POOL_WAIT_MS: "2000", DATABASE_POOL_SIZE: "4" };
const EXPECTED_CODES = ["SERVICE_UNAVAILABLE", "TIMEOUT", "served"];
/** One for authentication, and one for each level of the query. */
const ROUND_TRIPS = 5;
/** A search reads statistics of words before it reads posts. */
const SEARCH_ROUND_TRIPS = 11;
const SEARCH = '{ search(query: "relayed text") { totalCount edges { score node { title } } } }';
const QUERY = "{ posts(first: 5) { totalCount nodes { title author { name } tags { name } } } }";

describe("the network to the database", () => {
  let scratch: ScratchDatabase;
  let relay: TcpRelay;
  let dataSource: DataSource;
  let service: SpawnedScript;
  let api: ServiceClient;

  before(async () => {
    scratch = await createScratchDatabase();
    dataSource = await openDatabase(scratch.url);
    const fixture = await prepareFixture(dataSource);
    const make = new Factories(dataSource);
    const tagIds = [await make.tag()];
    await make.posts(Array.from({ length: 8 }, (_, index) => ({ title: `Relayed ${index}`, tagIds })));
    relay = await startTcpRelay(scratch.url);
    service = spawnService(relay.url, TIMEOUTS);
    api = createServiceClient(service, fixture.token);
    await service.firstLine;
  });
  afterEach(async () => {
    relay.setSilent(false);
    relay.setDelay(0);
    relay.cutAfter(null);
    relay.cut({ isRefusing: false });
    assert.equal(service.hasEnded(), false, service.errorOutput());
    await eventually(async () => (await api.send(QUERY)).code === "served", "the same process serves requests again");
    await eventually(async () => (await api.status("/readyz")) === 200, "the service is ready again");
  });
  after(async () => {
    await service?.kill();
    await relay?.close();
    await dataSource?.destroy();
    await scratch?.drop();
  });

  const sendConcurrently = (count: number) => Promise.all(Array.from({ length: count }, () => api.send(QUERY)));

  test("a silent network lets every request end and makes the service not ready", async (t) => {
    await sendConcurrently(8);
    relay.setSilent(true);
    // All of them end while the network is still silent.
    const outcomes = await sendConcurrently(12);
    assert.deepEqual(
      codesOf(outcomes).filter((code) => code !== "SERVICE_UNAVAILABLE" && code !== "TIMEOUT"),
      [],
      outcomes[0]?.text,
    );
    assert.equal(await api.status("/readyz"), 503);
    assert.equal(await api.status("/livez"), 200);
    t.diagnostic(`network silent: 0 of 12 requests hung, the last ended after ${slowest(outcomes)} ms`);
  });

  test("a slow network costs few round trips, independent of the number of rows", async (t) => {
    const operations = {
      "front page": QUERY,
      "one post":
        '{ post(slug: "relayed-1") { title author { name } categories { name } tags { name } body { html } } }',
      tree: "{ categories(first: 20) { nodes { name posts(first: 5) { nodes { title author { name } } } } } }",
      search: SEARCH,
    };
    // Prepares the statements, and opens all connections that are needed.
    for (let use = 0; use < 4; use += 1) {
      for (const query of Object.values(operations)) await Promise.all([1, 2, 3].map(() => api.send(query)));
    }
    relay.setDelay(50);
    for (const [name, query] of Object.entries(operations)) {
      // The service polls for events meanwhile, which adds round trips to some of the runs.
      const runs: { trips: number; milliseconds: number }[] = [];
      for (let run = 0; run < 3; run += 1) {
        const before = relay.roundTrips;
        const { code, text, milliseconds } = await api.send(query);
        assert.equal(code, "served", text);
        runs.push({ trips: relay.roundTrips - before, milliseconds });
      }
      const trips = Math.min(...runs.map((run) => run.trips));
      const milliseconds = Math.min(...runs.map((run) => run.milliseconds));
      t.diagnostic(`network +50 ms each way: ${name} takes ${trips} round trips, ${milliseconds} ms`);
      assert.ok(trips <= (name === "search" ? SEARCH_ROUND_TRIPS : ROUND_TRIPS), `${name} takes ${trips} round trips`);
    }
  });

  test("a reset of all connections fails only requests in flight", async (t) => {
    await sendConcurrently(8);
    const outcomes: Outcome[] = [];
    for (let round = 0; round < 10; round += 1) {
      // A search holds its connection for several statements, so it may also lose it between two of them.
      const inFlight = Promise.all(Array.from({ length: 12 }, (_, index) => api.send(index % 2 ? QUERY : SEARCH)));
      await sleep(round);
      relay.cut({ isRefusing: false });
      outcomes.push(...(await inFlight));
    }
    assert.equal(service.hasEnded(), false, service.errorOutput());
    assert.deepEqual(
      codesOf(outcomes).filter((code) => !EXPECTED_CODES.includes(code)),
      [],
    );
    const failed = outcomes.filter(({ code }) => code !== "served").length;
    t.diagnostic(`network reset 10 times: ${failed} of ${outcomes.length} requests in flight failed`);
  });

  test("refused connections reject requests at once, without a storm of connection attempts", async (t) => {
    await sendConcurrently(4);
    relay.cut({ isRefusing: true });
    const until = performance.now() + 2_000;
    const before = relay.refusals;
    const outcomes = [await api.send(QUERY)];
    while (performance.now() < until) {
      outcomes.push(await api.send(QUERY));
      await sleep(20);
    }
    assert.deepEqual(codesOf(outcomes), ["SERVICE_UNAVAILABLE"]);
    assert.equal(await api.status("/readyz"), 503);
    assert.equal(await api.status("/livez"), 200);
    const attempts = relay.refusals - before;
    const times = median(outcomes.map(({ milliseconds }) => milliseconds));
    t.diagnostic(
      `connections refused for 2 s: ${outcomes.length} requests rejected, median ${times} ms, ${attempts} attempts to connect`,
    );
    // A request may try to connect for each of its statements, and the listening connection retries too.
    assert.ok(attempts <= outcomes.length * 4 + 20, `${attempts} attempts for ${outcomes.length} requests`);
  });

  test("connections cut in the middle of a result never cause mixed or incomplete responses", async (t) => {
    const expected = (await api.send(QUERY)).text;
    let failed = 0;
    const sizes = Array.from({ length: 48 }, (_, index) => Math.round(1.24 ** index));
    for (const size of sizes) {
      relay.cutAfter(size);
      const outcomes = await sendConcurrently(2);
      relay.cutAfter(null);
      for (const { code, text } of outcomes) {
        if (code === "served") assert.equal(text, expected, `cut after ${size} bytes`);
        else assert.match(code, /SERVICE_UNAVAILABLE|TIMEOUT/, `cut after ${size} bytes: ${text}`);
        if (code !== "served") failed += 1;
      }
    }
    t.diagnostic(
      `network cut after 1 to ${sizes.at(-1)} bytes: ${failed} of ${sizes.length * 2} requests failed, 0 wrong`,
    );
  });
});
