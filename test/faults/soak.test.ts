// A soak test: readers at a fixed rate and writers with keys, while sessions are terminated and connections reset at random. No write is
// lost, and neither memory nor file descriptors grow. An ordinary run takes seconds, with COLOPHON_SOAK_MINUTES as long as given.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { readSoakMinutes } from "../support/environment.js";
import { Factories } from "../support/factories.js";
import type { SpawnedScript } from "../support/spawned.js";
import { startTcpRelay, type TcpRelay } from "../support/tcp-relay.js";
import { reconcile } from "./reconcile.js";
import { openDatabase, prepareFixture, spawnService } from "./service.js";
import { Writer } from "./writer.js";

const MINUTES = readSoakMinutes();
const DURATION_MS = MINUTES === null ? 8_000 : MINUTES * 60_000;
const READS_PER_SECOND = MINUTES === null ? 20 : 100;
const FAULT_EVERY_MS = MINUTES === null ? 2_500 : 8_000;
const SAMPLE_EVERY_MS = MINUTES === null ? 500 : 10_000;
const SESSIONS =
  "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

const READS = [
  "{ posts(first: 10) { totalCount nodes { title author { name } categories { name } tags { name } } pageInfo { endCursor } } }",
  "{ categories(first: 20) { nodes { name posts(first: 5) { nodes { title } } } } }",
  '{ search(query: "soaked 中文 post") { totalCount edges { score snippets { text } node { title } } } }',
  '{ post(slug: "soaked-3") { title body { html } related { score post { title } } adjacent { next { title } } } }',
  "{ archive { year months { month postCount } } }",
];

let scratch: ScratchDatabase;
let dataSource: DataSource;
let relay: TcpRelay;
let service: SpawnedScript;

before(async () => {
  scratch = await createScratchDatabase();
  dataSource = await openDatabase(scratch.url);
  relay = await startTcpRelay(scratch.url);
});
after(async () => {
  await service?.kill();
  await relay?.close();
  await dataSource?.destroy();
  await scratch?.drop();
});

test("a service under load and faults loses nothing and does not grow", async (t) => {
  const fixture = await prepareFixture(dataSource);
  const make = new Factories(dataSource);
  const [categoryIds, tagIds] = [[await make.category("Soaked")], [await make.tag()]];
  const texts = Array.from({ length: 200 }, (_, index) => ({
    title: `Soaked ${index}`,
    source: `正文 ${index} 中文 post.`,
  }));
  // These posts belong to no writer, and are deleted before the writers' posts are compared.
  await make.posts(texts.map((text) => ({ ...text, categoryIds, tagIds })));
  service = spawnService(relay.url, { STATEMENT_TIMEOUT_MS: "3000", POOL_WAIT_MS: "2000" });
  const url = await service.firstLine;
  const writers = await Promise.all(
    ["one", "two", "three"].map((name) => Writer.create(name, fixture, async () => url)),
  );
  const stop = new AbortController();
  const tally = { served: 0, rejected: 0, wrong: [] as string[] };
  const running = [...writers.map((writer) => writer.run(stop.signal)), injectFaults(stop.signal)];
  const reading = read(url, fixture.token, stop.signal, tally);
  const samples: { seconds: number; megabytes: number; descriptors: number }[] = [];
  const startedAt = performance.now();
  while (performance.now() - startedAt < DURATION_MS) {
    await sleep(SAMPLE_EVERY_MS);
    assert.equal(service.hasEnded(), false, service.errorOutput());
    samples.push({ seconds: (performance.now() - startedAt) / 1_000, ...(await sizeOf(service.pid)) });
  }
  stop.abort();
  await Promise.all([...running, reading]);
  assert.equal(service.hasEnded(), false, service.errorOutput());
  assert.deepEqual(tally.wrong.slice(0, 3), []);
  const later = samples.slice(Math.floor(samples.length / 3));
  const slope = slopeOf(later.map(({ seconds, megabytes }) => [seconds / 3_600, megabytes]));
  const descriptors = later.map((sample) => sample.descriptors);
  t.diagnostic(
    `soak of ${Math.round(DURATION_MS / 1_000)} s: ${tally.served} reads served, ${tally.rejected} rejected; ` +
      `memory ${Math.round(later[0]?.megabytes ?? 0)} to ${Math.round(later.at(-1)?.megabytes ?? 0)} MB (${slope.toFixed(1)} MB/h), ` +
      `${Math.min(...descriptors)} to ${Math.max(...descriptors)} descriptors`,
  );
  await dataSource.query("delete from post where title like 'Soaked %'");
  // The invariants look up the events of every post, of which half an hour produces many thousands.
  await dataSource.query("create index on outbox_event ((payload ->> 'postId'))");
  const written = await reconcile(dataSource, writers);
  t.diagnostic(`soak: ${JSON.stringify(written)}`);
  assert.deepEqual({ lost: written.lost, doubled: written.doubled }, { lost: 0, doubled: 0 });
  if (MINUTES !== null)
    assert.ok((later.at(-1)?.megabytes ?? 0) < 1.3 * (later[0]?.megabytes ?? 0), "Memory must not grow by 30 %.");
});

/** Sends requests at a fixed rate, whether or not responses arrive. Half of them have a credential and bypass the cache. */
async function read(
  url: string,
  token: string,
  stop: AbortSignal,
  tally: { served: number; rejected: number; wrong: string[] },
): Promise<void> {
  const pending = new Set<Promise<void>>();
  for (let count = 0; !stop.aborted; count += 1) {
    const query = READS[count % READS.length];
    const request = fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(count % 2 === 0 && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query }),
    }).then(async (response) => {
      const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      if (errors === undefined) tally.served += 1;
      else if (/SERVICE_UNAVAILABLE|TIMEOUT|OVERLOADED/.test(errors[0]?.extensions.code ?? "")) tally.rejected += 1;
      else tally.wrong.push(JSON.stringify(errors));
    });
    const counted = request.catch((error: Error) => void tally.wrong.push(String(error.cause ?? error)));
    pending.add(counted);
    void counted.then(() => pending.delete(counted));
    await sleep(1_000 / READS_PER_SECOND);
  }
  await Promise.all(pending);
}

async function injectFaults(stop: AbortSignal): Promise<void> {
  const faults = [
    () => dataSource.query(`${SESSIONS} and state = 'idle' and application_name = 'colophon'`),
    () => dataSource.query(`${SESSIONS} and state = 'active' and application_name = 'colophon'`),
    async () => relay.cut({ isRefusing: false }),
  ];
  while (!stop.aborted) {
    await sleep(FAULT_EVERY_MS * (0.5 + Math.random()), undefined, { signal: stop }).catch(() => undefined);
    // The test's own idle sessions may be terminated too, so errors are ignored.
    if (!stop.aborted) await faults[Math.floor(Math.random() * faults.length)]?.().catch(() => undefined);
  }
}

async function sizeOf(pid: number): Promise<{ megabytes: number; descriptors: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return { megabytes: kilobytes / 1_024, descriptors: (await readdir(`/proc/${pid}/fd`)).length };
}

/** The slope of the least-squares line. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
}
