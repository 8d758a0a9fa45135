// Two processes of one service under concurrent reads and writes: every response is compared with a log of the writes that were
// acknowledged before its request. A long run, with its figures:
//   npm run build; COLOPHON_READS=1000000 DATABASE_URL=… node dist/test/response-cache/stale-reads.test.js
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readStressReads } from "../support/environment.js";
import { Factories } from "../support/factories.js";
import { type SpawnedScript, spawnScript } from "../support/spawned.js";
import { RawReader } from "./raw-reader.js";

const SERVICE = new URL("../faults/service-process.js", import.meta.url);
const POSTS = 12;
/** Many, because each waits most of the time on a busy machine. */
const READERS = 32;
const WRITERS = 3;
/** The run ends when both the reads and the writes are enough, however slow either of them is. */
const LEAST_WRITES = 40;
/**
 * The time after which a process must know the writes of the other one: 100 ms, as documented, in a run of its own. On a machine that is
 * busy with all tests a process may not be scheduled for that long.
 */
const PROPAGATION_MS = readStressReads() === null ? 5_000 : 100;

/** The lowest version of each post that a process may show to a request that is sent now. */
class VersionLog {
  readonly #floors = [new Map<string, number>(), new Map<string, number>()];

  /** A process has acknowledged a mutation. */
  acknowledged(process: number, id: string, version: number): void {
    this.#raise(process, id, version);
    setTimeout(() => this.#raise(1 - process, id, version), PROPAGATION_MS).unref();
  }

  floors(process: number): Map<string, number> {
    return new Map(this.#floors[process]);
  }

  floor(process: number, id: string): number {
    return this.#floors[process]?.get(id) ?? 0;
  }

  #raise(process: number, id: string, version: number): void {
    this.#floors[process]?.set(id, Math.max(version, this.floor(process, id)));
  }
}

let app: TestApp;
let token: string;
let ids: string[];
const services: { script: SpawnedScript; url: string }[] = [];
const log = new VersionLog();

before(async () => {
  app = await startTestApp();
  const make = new Factories(app.dataSource);
  const tag = await make.tag("Stressed");
  const posts = await make.posts(Array.from({ length: POSTS }, () => ({ tagIds: [tag] })));
  ids = posts.map(({ id }) => encodeGlobalId("Post", id));
  token = await app.tokenFor("ADMIN");
  // The service of this test also delivers events to a listener that writes to this table.
  await app.dataSource.query("create table heard (event_id bigint)");
  for (let number = 0; number < 2; number += 1) {
    const env = { CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1" };
    const script = spawnScript(SERVICE, { url: app.databaseUrl, env });
    services.push({ script, url: await script.firstLine });
  }
});
after(async () => {
  for (const { script } of services) await script.kill();
  await app.close();
});

/** Updates random posts through either process until `isDone`; a conflict with the other writer does not count as a write. */
async function write(isDone: () => boolean, counts: { writes: number }): Promise<void> {
  const document =
    "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { version } errors { code } } }";
  const known = new Map(ids.map((id) => [id, 1]));
  while (!isDone()) {
    const id = ids[Math.floor(Math.random() * ids.length)] as string;
    const process = Math.random() < 0.5 ? 0 : 1;
    const input = { id, expectedVersion: known.get(id), title: `Title ${Math.random()}` };
    const response = await fetch(`${services[process]?.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: document, variables: { input } }),
    });
    const { data } = (await response.json()) as { data: { updatePost: { post: { version: number } | null } } };
    const version = data.updatePost.post?.version;
    if (version === undefined) known.set(id, Math.max(known.get(id) ?? 0, log.floor(process, id)) + 1);
    else {
      log.acknowledged(process, id, version);
      known.set(id, version);
      counts.writes += 1;
    }
    await sleep(5);
  }
}

interface Counts {
  reads: number;
  hits: number;
  stale: string[];
}

async function read(process: number, isDone: () => boolean, counts: Counts): Promise<void> {
  const reader = await RawReader.open(services[process]?.url ?? "");
  const lists = [
    "{ posts(first: 12) { nodes { id version } } }",
    '{ tag(slug: "stressed") { posts(first: 12) { nodes { id version } } } }',
  ];
  const queries = [...ids.map((id) => `{ node(id: "${id}") { id ... on Post { version } } }`), ...lists];
  const requests = queries.map((query) => RawReader.request(query));
  while (!isDone()) {
    const request = requests[Math.floor(Math.random() * requests.length)] as string;
    const floors = log.floors(process);
    const result = await reader.send(request);
    counts.reads += 1;
    if (result.includes("colophon; hit")) counts.hits += 1;
    for (const [, id = "", version] of result.matchAll(/"id":"([^"]+)","version":(\d+)/g)) {
      const floor = floors.get(id) ?? 0;
      if (Number(version) < floor) counts.stale.push(`${id} in version ${version} instead of ${floor}`);
    }
  }
  reader.close();
}

describe("two processes under concurrent reads and writes", () => {
  it("respond with nothing older than the acknowledged writes", async (t) => {
    const reads = readStressReads() ?? 2_000;
    const counts: Counts & { writes: number } = { reads: 0, hits: 0, writes: 0, stale: [] };
    const isDone = () => counts.reads >= reads && counts.writes >= LEAST_WRITES;
    const scale = reads > 100_000 ? 4 : 1;
    const writers = Array.from({ length: scale * WRITERS }, () => write(isDone, counts));
    await Promise.all(Array.from({ length: scale * READERS }, (_, number) => read(number % 2, isDone, counts)));
    await Promise.all(writers);
    t.diagnostic(`${counts.reads} reads, ${counts.hits} of them cache hits, ${counts.writes} writes`);
    assert.deepEqual(counts.stale, []);
    assert.ok(counts.hits >= counts.reads / 4, `Only ${counts.hits} of ${counts.reads} responses came from the cache.`);
  });
});
