// Kills the service repeatedly at random points while posts are written, published, scheduled and deleted. Afterwards every change that readers
// could notice has been told to the receiver, each under one webhook-id, and nothing hidden has.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import type { ChangesPayload } from "../../src/content/webhooks/calls/call-payload.js";
import { insertApiToken } from "../../src/identity/api-tokens/api-token.service.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { readFaultRounds } from "../support/environment.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";
import type { SpawnedScript } from "../support/spawned.js";
import { startReceiver, type WebhookReceiver } from "../support/webhook-receiver.js";
import { openDatabase, spawnService } from "./service.js";

const KILLS = readFaultRounds().kills ?? 6;
/** At least so many writes succeed between two kills. */
const WRITES = 4;
const LONGEST_MS = 400;
const LONGEST_DOWN_MS = 400;

let scratch: ScratchDatabase;
let dataSource: DataSource;
let receiver: WebhookReceiver;
let token: string;
let authorId: string;
let current: SpawnedScript;
/** When the service has been up since; in the future while it is down. */
let upSince = Number.POSITIVE_INFINITY;

before(async () => {
  scratch = await createScratchDatabase();
  dataSource = await openDatabase(scratch.url);
  receiver = await startReceiver();
  authorId = encodeGlobalId("Author", await new Factories(dataSource).author());
  const admin = { name: "Admin", role: "ADMIN" as const, authorId: null, expiresAt: null };
  token = (await dataSource.transaction((tx) => insertApiToken(tx, admin))).secret;
  await dataSource.query("create table heard (number bigint generated always as identity, event_id bigint not null)");
});
after(async () => {
  await current?.kill();
  receiver.close();
  await dataSource.destroy();
  await scratch.drop();
});

/** A process that gets no connection on a busy machine ends, and is started again like by a supervisor. */
async function start(attempts = 5): Promise<void> {
  current = spawnService(scratch.url, { OUTBOUND_ALLOW: "127.0.0.1" });
  try {
    await current.firstLine;
  } catch (error) {
    if (attempts === 1) throw error;
    return start(attempts - 1);
  }
  upSince = Date.now();
}

async function graphql<T>(query: string, variables: object): Promise<T> {
  const response = await fetch(`${await current.firstLine}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

const CREATE =
  "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id version } errors { code } } }";
const written: { id: string; version: number }[] = [];
/** The first instant at which the service was up after the post appeared, by its id. */
const due = new Map<string, number>();

async function writeOnce(number: number): Promise<void> {
  const create = async (title: string, publishAt: string | null) => {
    const input = { title, body: { source: "Text." }, authorIds: [authorId], publishAt };
    return (await graphql<{ createPost: { post: { id: string; version: number } } }>(CREATE, { input })).createPost
      .post;
  };
  if (number % 4 === 0) {
    await create(`Hidden ${number}`, number % 8 === 0 ? null : "2090-01-01T00:00:00Z");
  } else if (number % 4 === 1) {
    const at = Date.now() + 50 + Math.floor(900 * Math.random());
    due.set((await create(`Scheduled ${number}`, new Date(at).toISOString())).id, at);
  } else if (number % 4 === 2) {
    written.push(await create(`Public ${number}`, "2020-01-01T00:00:00Z"));
  } else {
    const post = written.shift();
    if (post === undefined) return;
    const input = { id: post.id, expectedVersion: post.version };
    await graphql("mutation ($input: TrashPostInput!) { trashPost(input: $input) { errors { code } } }", { input });
  }
}

test("a kill of the service at any point loses no call, makes none for what is hidden, and delays a scheduled one by its downtime", async (t) => {
  await start();
  const input = { name: "Killed", url: receiver.url, nodeTypes: ["POST"] };
  await graphql("mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { errors { message } } }", {
    input,
  });
  const [{ id: from }] = await dataSource.query("select coalesce(max(id), 0) as id from change");
  // Some calls fail, and are made again 5 s later.
  receiver.respond = (_, response) => void response.writeHead(Math.random() < 0.05 ? 500 : 204).end();
  let isOver = false;
  let [writes, failures] = [0, 0];
  const writer = async (first: number) => {
    for (let number = first; !isOver; number += 2) {
      await writeOnce(number).then(
        () => {
          writes += 1;
        },
        () => {
          failures += 1;
        },
      );
      await sleep(10);
    }
  };
  const writers = [writer(0), writer(1)];
  const ups: number[] = [upSince];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const known = writes;
    while (writes < known + WRITES) await sleep(1);
    await sleep(Math.random() * LONGEST_MS);
    await current.kill();
    if (kill % 2 === 0) await sleep(Math.random() * LONGEST_DOWN_MS);
    await start();
    ups.push(upSince);
  }
  await sleep(1_000);
  isOver = true;
  await Promise.all(writers);

  await eventually(async () => {
    await dataSource.query(
      "update webhook_delivery set next_attempt_at = now() where status = 'PENDING' and attempts > 0",
    );
    // One statement, so that a post that appears meanwhile counts as scheduled or as unread or as pending.
    const [{ remaining }] = await dataSource.query(
      `select (select count(*) from webhook_delivery where status <> 'DELIVERED')
        + (select count(*) from change c, webhook w where c.id > w.read_to)
        + (select count(*) from pending_appearance where visible_from < '2080-01-01') as remaining`,
    );
    return Number(remaining) === 0;
  }, "all calls are made");

  const deliveries: { id: string }[] = await dataSource.query("select id from webhook_delivery");
  const ids = new Set(deliveries.map(({ id }) => encodeGlobalId("WebhookDelivery", id)));
  assert.deepEqual(new Set(receiver.calls.map(({ id }) => id)), ids);
  const bodies = new Map(receiver.calls.map(({ id, body }) => [id, body]));
  for (const { id, body } of receiver.calls) assert.equal(body, bodies.get(id));

  const told = [...bodies.values()].flatMap((body) => (JSON.parse(body) as ChangesPayload).data.changes);
  const changes: { kind: string; nodeId: string; at: Date }[] = await dataSource.query(
    `select kind, node_id as "nodeId", at from change where id > $1 and node_type = 'POST' order by id`,
    [from],
  );
  const keyOf = (kind: string, nodeId: string, at: string) => `${kind} ${nodeId} ${at}`;
  assert.deepEqual(
    told.map(({ kind, nodeId, at }) => keyOf(kind, nodeId, new Date(at).toISOString())).sort(),
    changes.map(({ kind, nodeId, at }) => keyOf(kind, encodeGlobalId("Post", nodeId), at.toISOString())).sort(),
  );
  const hidden: { id: string }[] = await dataSource.query("select id from post where title like 'Hidden %'");
  assert.ok(hidden.length > 0);
  const everything = receiver.calls.map(({ body }) => body).join("\n");
  for (const { id } of hidden) assert.ok(!everything.includes(encodeGlobalId("Post", id)));
  assert.ok(!everything.includes("/posts/hidden-"));

  const delays = [...due].flatMap(([id, at]) => {
    const call = receiver.calls.find(({ body }) => body.includes(id));
    assert.ok(call !== undefined, "A scheduled post was not told.");
    // The service may have been killed between the instant and the call.
    const expected = Math.max(at, ups.filter((up) => up <= call.at).at(-1) ?? 0);
    return [call.at - expected];
  });
  delays.sort((one, other) => one - other);
  const late = delays.filter((delay) => delay > 1_000).length;
  t.diagnostic(
    `kill-webhooks: ${KILLS} kills, ${changes.length} changes, ${ids.size} calls, ${receiver.calls.length} attempts, ${failures} failed writes, ` +
      `${delays.length} scheduled posts: median ${delays[delays.length >> 1]} ms, longest ${delays.at(-1)} ms, ${late} later than 1 s`,
  );
});
