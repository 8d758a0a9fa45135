// Compares the database with the responses that writers got: every acknowledged write is stored once and nothing else is, no event is
// lost, and a repeated key gets the first response byte for byte.
import assert from "node:assert/strict";
import type { DataSource } from "typeorm";
import { decodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { eventually } from "../support/eventually.js";
import { assertInvariants } from "../support/invariants.js";
import type { Writer } from "./writer.js";

export interface Tally {
  acknowledged: number;
  /** Writes with at least one attempt without a response, all resolved by their key. */
  unknown: number;
  lost: number;
  doubled: number;
  events: number;
  /** Deliveries beyond the first of an event. */
  redelivered: number;
}

export async function reconcile(dataSource: DataSource, writers: readonly Writer[]): Promise<Tally> {
  for (const writer of writers) for (const write of writer.writes) await writer.resolve(write);
  const rejected = writers.flatMap((writer) => writer.rejected);
  assert.deepEqual(rejected.slice(0, 3), [], "The service must accept every write of the writers.");
  await assertRepeatable(writers);
  await assertInvariants(dataSource);
  await assertAscendingVersions(dataSource);
  const { lost, doubled } = await compareVersions(dataSource, writers);
  await assertMoves(dataSource, writers);
  await assertPagesAndMenus(dataSource, writers);
  const writes = writers.flatMap((writer) => writer.writes);
  return {
    acknowledged: writes.filter(({ unanswered }) => unanswered === 0).length,
    unknown: writes.filter(({ unanswered }) => unanswered > 0).length,
    lost,
    doubled,
    ...(await heardEvents(dataSource)),
  };
}

async function assertRepeatable(writers: readonly Writer[]): Promise<void> {
  for (const writer of writers) {
    for (const write of writer.writes) assert.deepEqual(await writer.send(write), write.response, write.key);
  }
}

/** The events of a post, in order, have ascending versions without gaps. */
async function assertAscendingVersions(dataSource: DataSource): Promise<void> {
  const rows = await dataSource.query(
    `select id, payload from (
       select id, payload, (payload ->> 'version')::integer as version,
         lag((payload ->> 'version')::integer, 1, 0) over (partition by payload ->> 'postId' order by id) as before
       from outbox_event where type like 'post.%') e
     where version <> before + 1`,
  );
  assert.deepEqual(rows, [], "The events of a post must be in the order of its versions.");
}

async function compareVersions(
  dataSource: DataSource,
  writers: readonly Writer[],
): Promise<{ lost: number; doubled: number }> {
  const acknowledged = new Map(
    writers
      .flatMap((writer) => [...writer.versions])
      .map(([id, version]) => [decodeGlobalId(id)?.uuid ?? id, version] as const),
  );
  const stored: { id: string; version: number }[] = await dataSource.query("select id, version from post");
  let doubled = 0;
  let lost = 0;
  for (const { id, version } of stored) {
    const difference = version - (acknowledged.get(id) ?? 0);
    if (difference > 0) doubled += difference;
    else lost -= difference;
    acknowledged.delete(id);
  }
  for (const version of acknowledged.values()) lost += version;
  return { lost, doubled };
}

async function assertMoves(dataSource: DataSource, writers: readonly Writer[]): Promise<void> {
  const [{ n }]: [{ n: number }] = await dataSource.query(
    "select count(*)::integer as n from outbox_event where type = 'category.moved'",
  );
  assert.equal(
    n,
    writers.reduce((sum, { moves }) => sum + moves, 0),
    "Each move must have taken effect once.",
  );
  for (const writer of writers) {
    const id = decodeGlobalId(writer.categories[1])?.uuid;
    const [row] = await dataSource.query("select parent_id is not null as nested from category where id = $1", [id]);
    assert.equal(row.nested, writer.isNested, `The category of ${writer.name} must be where its last move put it.`);
  }
}

/** Every acknowledged page is stored once and no other, and every menu is at the version that was acknowledged last. */
async function assertPagesAndMenus(dataSource: DataSource, writers: readonly Writer[]): Promise<void> {
  const rows: { id: string }[] = await dataSource.query("select id from page");
  const acknowledged = writers.flatMap(({ pages }) => pages.map((id) => decodeGlobalId(id)?.uuid ?? id));
  assert.deepEqual(rows.map(({ id }) => id).sort(), acknowledged.sort());
  for (const { menuSlug, menuVersion } of writers) {
    const [menu]: { version: number }[] = await dataSource.query("select version from menu where slug = $1", [
      menuSlug,
    ]);
    assert.equal(menu?.version ?? null, menuVersion, `The menu ${menuSlug} must be at the acknowledged version.`);
  }
}

/** Waits until the durable listener of the services has received all events, and checks their order. */
async function heardEvents(dataSource: DataSource): Promise<{ events: number; redelivered: number }> {
  await eventually(async () => {
    const [row] = await dataSource.query(
      "select not exists (select from outbox_event e where e.id not in (select event_id from heard)) as done",
    );
    return row.done;
  }, "every event is delivered");
  const rows: { event_id: string }[] = await dataSource.query(
    "select event_id from heard group by event_id order by min(number)",
  );
  const ids = rows.map((row) => BigInt(row.event_id));
  assert.ok(
    ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0n)),
    "Events must first be delivered in the order of their commits.",
  );
  const [all] = await dataSource.query(
    "select (select count(*)::integer from outbox_event) as events, (select count(*)::integer from heard) as heard",
  );
  assert.equal(ids.length, all.events, "Only events that exist may be delivered.");
  return { events: all.events, redelivered: all.heard - all.events };
}
