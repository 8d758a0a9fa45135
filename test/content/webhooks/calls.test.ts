// Calls of webhooks as a receiver gets them: once for each range of changes, signed, in order, again after a failure with the same id, and as
// thin as promised.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook as Verifier } from "standardwebhooks";
import type { ChangesPayload } from "../../../src/content/webhooks/calls/call-payload.js";
import { recordEvents } from "../../../src/platform/events/outbox.js";
import { decodeGlobalId, encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { eventually } from "../../support/eventually.js";
import { ADMIN, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { type ReceivedCall, startReceiver, type WebhookReceiver } from "../../support/webhook-receiver.js";

let app: Executor;
let make: Factories;
let receiver: WebhookReceiver;
before(async () => {
  app = await startExecutor(8);
  make = new Factories(app.dataSource);
});
after(() => app.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  receiver.close();
  await app.dataSource.query("delete from webhook");
});

interface Made {
  id: string;
  secret: string;
}

async function create(input: object = {}): Promise<Made> {
  const { data } = await app.executeAs<{
    createWebhook: { webhook: { id: string }; secret: string; errors: object[] };
  }>(
    ADMIN,
    "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } secret errors { message } } }",
    { input: { name: "Test", url: receiver.url, ...input } },
  );
  const { webhook, secret, errors } = data?.createWebhook ?? assert.fail();
  assert.deepEqual(errors, []);
  return { id: webhook.id, secret };
}

const UUID = "00000000-0000-4000-8000-000000000000";
const NO_POST = encodeGlobalId("Post", UUID);

/** Changes of the feed as its rows, in one transaction with the event that always accompanies them. */
async function change(
  paths: readonly (readonly string[])[],
  { nodeType = "POST", at = "clock_timestamp()" } = {},
): Promise<void> {
  await app.dataSource.transaction(async (tx) => {
    await recordEvents(tx, [{ type: "webhook.updated", payload: {} }]);
    await tx.query(
      `insert into change (at, kind, node_type, node_id, paths)
       select ${at}, 'CHANGED', $1, $2, array(select jsonb_array_elements_text(e)) from jsonb_array_elements($3::jsonb) with ordinality x(e, n) order by n`,
      [nodeType, UUID, JSON.stringify(paths)],
    );
  });
}

const payloadOf = ({ body }: ReceivedCall): ChangesPayload => JSON.parse(body) as ChangesPayload;
/** None of a test, which has no changes. */
const pathsOf = (call: ReceivedCall): string[] => (payloadOf(call).data.changes ?? []).flatMap(({ paths }) => paths);
const heard = (): string[] => receiver.calls.flatMap(pathsOf);

interface Delivery {
  id: string;
  status: string;
  attempts: number;
  nextAttemptAt: string | null;
  lastStatusCode: number | null;
  lastError: string | null;
  durationMs: number | null;
}

async function deliveries(id: string): Promise<Delivery[]> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Webhook { deliveries(first: 100) { nodes {
    id status attempts nextAttemptAt lastStatusCode lastError durationMs } } } } }`;
  const { node } = await app.read<{ node: { deliveries: { nodes: Delivery[] } } }>(ADMIN, query, { id });
  return node.deliveries.nodes;
}
const settled = async (id: string): Promise<Delivery> => {
  await eventually(async () => (await deliveries(id)).some(({ attempts }) => attempts > 0), "an attempt is settled");
  return (await deliveries(id))[0] ?? assert.fail();
};
/** Makes pending deliveries due. */
async function hurry(): Promise<void> {
  await app.dataSource.query("update webhook_delivery set next_attempt_at = now() where status = 'PENDING'");
  await app.dataSource.transaction((tx) => recordEvents(tx, [{ type: "webhook.updated", payload: {} }]));
}

describe("a call", () => {
  it("a call tells each change once, in order, verified by the library for Standard Webhooks", async () => {
    const { id, secret } = await create();
    for (const path of ["/a", "/b", "/c"]) await change([[path, "/"]]);
    await eventually(() => heard().length === 6, "all are told");
    assert.deepEqual(heard(), ["/a", "/", "/b", "/", "/c", "/"]);
    const verifier = new Verifier(secret);
    for (const call of receiver.calls) {
      const headers = call.headers as Record<string, string>;
      assert.equal(call.headers["content-type"], "application/json");
      assert.deepEqual(verifier.verify(call.body, headers), JSON.parse(call.body));
      assert.throws(() => verifier.verify(`${call.body} `, headers));
      assert.throws(() => new Verifier(`whsec_${"A".repeat(43)}=`).verify(call.body, headers));
      const { type, timestamp, data } = payloadOf(call);
      assert.deepEqual([type, data.isReset, data.isTruncated], ["content.changed", false, false]);
      assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000);
      assert.deepEqual(Object.keys(data), ["after", "cursor", "isReset", "isTruncated", "changes"]);
      const [told] = data.changes;
      assert.deepEqual([told?.kind, told?.nodeType, told?.nodeId], ["CHANGED", "POST", NO_POST]);
      assert.equal(decodeGlobalId(call.id)?.type, "WebhookDelivery");
    }
    const made = await deliveries(id);
    assert.deepEqual(
      made.map((each) => each.id).reverse(),
      receiver.calls.map((each) => each.id),
    );
    await eventually(
      async () => (await deliveries(id)).every(({ status }) => status === "DELIVERED"),
      "all are settled",
    );
    for (const { attempts, lastStatusCode, lastError, nextAttemptAt } of await deliveries(id)) {
      assert.deepEqual([attempts, lastStatusCode, lastError, nextAttemptAt], [1, 204, null, null]);
    }
    const cursors = receiver.calls.map((call) => payloadOf(call).data);
    for (const [index, { after }] of cursors.entries()) {
      if (index > 0) assert.equal(after, cursors[index - 1]?.cursor);
    }
  });

  it("a call tells changes of the chosen types only, and of none before the webhook was created", async () => {
    await change([["/before"]]);
    await create({ nodeTypes: ["TAG", "SITE"] });
    await change([["/post"]]);
    await change([["/tag"]], { nodeType: "TAG" });
    await change([["/page"]], { nodeType: "PAGE" });
    await change([["/"]], { nodeType: "SITE" });
    await eventually(() => heard().length === 2, "both are told");
    assert.deepEqual(heard(), ["/tag", "/"]);
    assert.deepEqual(
      (await app.dataSource.query("select count(*)::int as n from webhook_delivery"))[0].n,
      receiver.calls.length,
    );
  });

  it("a burst without a window is told in calls of less than 20 kB that leave nothing out", async () => {
    await create();
    const paths = Array.from({ length: 350 }, (_, n) => [`/posts/${n}`, `/${"x".repeat(n % 7 === 0 ? 2_000 : 20)}`]);
    await change(paths);
    await eventually(() => heard().length === 700, "all are told");
    assert.deepEqual(heard(), paths.flat());
    for (const { body } of receiver.calls) assert.ok(Buffer.byteLength(body) < 20_000);
    assert.ok(receiver.calls.every((call) => !payloadOf(call).data.isTruncated));
  });

  it("a change with more paths than fit is told without some of them, and says so", async () => {
    await create();
    const paths = Array.from({ length: 5_000 }, (_, n) => `/posts/${n}`);
    await change([["/first"], paths, ["/last"]]);
    await eventually(() => receiver.calls.length === 3, "all are told");
    const [first, cut, last] = receiver.calls.map((call) => payloadOf(call).data);
    assert.deepEqual([first?.isTruncated, cut?.isTruncated, last?.isTruncated], [false, true, false]);
    const told = cut?.changes[0]?.paths ?? [];
    assert.ok(told.length > 500 && told.length < 5_000);
    assert.deepEqual(told, paths.slice(0, told.length));
    for (const { body } of receiver.calls) assert.ok(Buffer.byteLength(body) < 20_000);
  });
});

describe("a window", () => {
  it("a burst within debounceSeconds is one call, however large, that names where to follow the feed", async () => {
    await create({ debounceSeconds: 2 });
    for (let n = 0; n < 20; n += 1) await change(Array.from({ length: 30 }, (_, k) => [`/posts/${n}-${k}`]));
    assert.equal(receiver.calls.length, 0);
    await eventually(() => receiver.calls.length > 0, "the window ends");
    await sleep(300);
    assert.equal(receiver.calls.length, 1);
    const { data } = payloadOf(receiver.calls[0] ?? assert.fail());
    assert.deepEqual([data.isTruncated, data.changes.length], [true, 100]);
    const [webhook] = await app.dataSource.query("select cursor, window_ends_at from webhook");
    assert.deepEqual(webhook, { cursor: data.cursor, window_ends_at: null });
  });

  it("later changes do not postpone the end of a window, and a window that ended while no process ran is over", async () => {
    await create({ debounceSeconds: 3_600 });
    await change([["/one"]]);
    await eventually(
      async () => (await app.dataSource.query("select 1 from webhook where window_ends_at is not null")).length === 1,
      "it opens",
    );
    const ends = async () => (await app.dataSource.query("select window_ends_at::text as at from webhook"))[0].at;
    const opened = await ends();
    await change([["/two"]]);
    await sleep(100);
    assert.equal(await ends(), opened);
    await app.dataSource.query("update webhook set window_ends_at = now() - interval '1 minute'");
    await change([["/three"]]);
    await eventually(() => heard().length === 3, "the window is over");
    assert.equal(receiver.calls.length, 1);
    await change([["/late"]], { at: "clock_timestamp() - interval '2 hours'" });
    await eventually(() => heard().length === 4, "a window that ended long ago is over at once");
  });

  it("with a document a window is told in as many calls as its changes need", async () => {
    await create({ debounceSeconds: 1, document: "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }" });
    await change(Array.from({ length: 250 }, (_, n) => [`/posts/${n}`]));
    await eventually(() => heard().length === 250, "all are told");
    assert.equal(receiver.calls.length, 3);
  });
});

describe("a document", () => {
  it("a document is executed anonymously at each attempt, so that what is hidden meanwhile is not in the payload", async () => {
    const post = await make.post({ title: "Seen" });
    const id = encodeGlobalId("Post", post.id);
    let count = 0;
    receiver.respond = (_, response) => {
      count += 1;
      response.writeHead(count === 1 ? 500 : 200).end();
    };
    await create({ document: "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Post { id title } } }" });
    await app.dataSource.query(
      "insert into change (kind, node_type, node_id, paths) values ('CHANGED', 'POST', $1, '{/posts/seen}')",
      [post.id],
    );
    await app.dataSource.transaction((tx) => recordEvents(tx, [{ type: "webhook.updated", payload: {} }]));
    await eventually(() => receiver.calls.length === 1, "it is called");
    const [first] = receiver.calls;
    assert.deepEqual(payloadOf(first ?? assert.fail()).data.result, { data: { nodes: [{ id, title: "Seen" }] } });
    await app.dataSource.query(
      "update post set state = 'DRAFT', published_at = null, visible_from = 'infinity' where id = $1",
      [post.id],
    );
    await eventually(
      async () => (await app.dataSource.query("select 1 from webhook_delivery where attempts = 1")).length === 1,
      "it is settled",
    );
    await hurry();
    await eventually(() => receiver.calls.length === 2, "it is called again");
    const again = receiver.calls[1] ?? assert.fail();
    assert.equal(again.id, first?.id);
    assert.deepEqual(payloadOf(again).data.result, { data: { nodes: [null] } });
    assert.ok(!again.body.includes("Seen"));
  });

  it("a document that fails, or whose response is too large, is told as errors and does not hold up the call", async () => {
    await create({ document: "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }" });
    await app.dataSource.query("update webhook set document = 'query ($ids: [ID!]!) { gone(ids: $ids) }'");
    await change([["/a"]]);
    await eventually(() => receiver.calls.length === 1, "it is called");
    const { result } = payloadOf(receiver.calls[0] ?? assert.fail()).data;
    const [error] = (result?.errors ?? []) as { extensions: { code: string } }[];
    assert.equal(error?.extensions.code, "GRAPHQL_VALIDATION_FAILED");
    const aliases = Array.from({ length: 10 }, (_, n) => `a${n}: body { text }`).join(" ");
    await app.dataSource.query("update webhook set document = $1", [
      `query ($ids: [ID!]!) { nodes(ids: $ids) { id } posts(first: 12) { nodes { ${aliases} } } }`,
    ]);
    await make.posts(Array.from({ length: 12 }, (_, n) => ({ title: `Long ${n}`, source: "word ".repeat(600) })));
    await change([["/b"]]);
    await eventually(() => receiver.calls.length === 2, "it is called");
    const large = payloadOf(receiver.calls[1] ?? assert.fail()).data.result;
    const [tooLarge] = (large?.errors ?? []) as { extensions: { code: string } }[];
    assert.equal(tooLarge?.extensions.code, "RESPONSE_TOO_LARGE");
  });
});

describe("a failure", () => {
  const attempt = async (respond: WebhookReceiver["respond"], input: object = {}): Promise<Delivery> => {
    receiver.respond = respond;
    const { id } = await create(input);
    await change([["/a"]]);
    return settled(id);
  };
  const secondsUntil = (instant: string | null): number => (Date.parse(instant ?? "") - Date.now()) / 1_000;

  it("a status other than 2xx is a failure whose body is not shown, and is attempted again with the same id until it succeeds", async () => {
    let status = 500;
    const failed = await attempt((_, response) => void response.writeHead(status).end("the secret of the receiver"));
    assert.deepEqual([failed.status, failed.attempts, failed.lastStatusCode], ["PENDING", 1, 500]);
    assert.equal(failed.lastError, "The receiver responded with status 500.");
    assert.ok(secondsUntil(failed.nextAttemptAt) > 2 && secondsUntil(failed.nextAttemptAt) < 6.5);
    status = 200;
    await hurry();
    await eventually(() => receiver.calls.length === 2, "it is called again");
    const [first, second] = receiver.calls;
    assert.deepEqual([second?.id, second?.body], [first?.id, first?.body]);
  });

  it("a redirect is a failure and is not followed", async () => {
    const { lastError, lastStatusCode } = await attempt(
      (_, response) => void response.writeHead(302, { location: `http://127.0.0.1:${receiver.port}/inside` }).end(),
    );
    assert.deepEqual(
      [lastError, lastStatusCode],
      ["The receiver redirects with status 302, which is not followed.", 302],
    );
    assert.deepEqual(
      receiver.calls.map(({ path }) => path),
      ["/hook"],
    );
  });

  it("a connection that is reset, and a port where nobody listens, are failures without a status", async () => {
    const reset = await attempt((_, response) => response.socket?.resetAndDestroy());
    assert.deepEqual([reset.lastStatusCode, reset.status], [null, "PENDING"]);
    assert.match(reset.lastError ?? "", /^No whole response was received \(ECONNRESET\)\.$/);
    const { id } = await create({ url: "http://127.0.0.1:1/" });
    await app.accepted(ADMIN, "testWebhook", { id }, "{ id }");
    assert.match((await settled(id)).lastError ?? "", /ECONNREFUSED/);
  });

  it("a success is one whatever body follows, also one without an end", async () => {
    const endless = (_: ReceivedCall, response: Parameters<WebhookReceiver["respond"]>[1]) => {
      response.writeHead(200, { "content-length": "99999999999" });
      const write = (): void =>
        void (response.destroyed || response.write("x".repeat(4_096), () => setImmediate(write)));
      write();
    };
    const { status, lastError } = await attempt(endless);
    assert.deepEqual([status, lastError], ["DELIVERED", null]);
    receiver.respond = (_, response) => void response.writeHead(200).write("x");
    await change([["/b"]]);
    await eventually(
      async () =>
        (await app.dataSource.query("select 1 from webhook_delivery where status = 'DELIVERED'")).length === 2,
      "a body that stalls does not hold up the next call",
    );
  });

  for (const status of [429, 503]) {
    it(`Retry-After with status ${status} delays this call and the following ones; tests are made all the same`, async () => {
      const { nextAttemptAt } = await attempt(
        (_, response) => void response.writeHead(status, { "retry-after": "120" }).end(),
      );
      assert.ok(secondsUntil(nextAttemptAt) > 100 && secondsUntil(nextAttemptAt) <= 121);
      await change([["/b"]]);
      const isPlanned = async () =>
        (await app.dataSource.query("select 1 from webhook_delivery where status = 'PENDING'")).length === 2;
      await eventually(isPlanned, "another call waits, and is due but for the receiver");
      const [{ id }] = await app.dataSource.query("select id from webhook");
      receiver.respond = (_, response) => void response.writeHead(204).end();
      await app.accepted(ADMIN, "testWebhook", { id: encodeGlobalId("Webhook", id) }, "{ id }");
      await eventually(() => receiver.calls.length === 2, "the test is made");
      assert.equal(JSON.parse(receiver.calls[1]?.body ?? "").type, "webhook.test");
      await sleep(100);
      assert.equal(receiver.calls.length, 2);
      await app.dataSource.query("update webhook set held_until = now()");
      await hurry();
      await eventually(() => heard().filter((path) => path === "/b").length === 1, "the receiver is called again");
    });
  }

  it("410 switches the webhook off with a reason; switched on again it continues where it stopped", async () => {
    let status = 410;
    const { status: result, attempts } = await attempt((_, response) => void response.writeHead(status).end());
    assert.deepEqual([result, attempts], ["DEAD", 1]);
    const { webhooks } = await app.read<{
      webhooks: { nodes: { id: string; version: number; isEnabled: boolean; disabledReason: string }[] };
    }>(ADMIN, "{ webhooks { nodes { id version isEnabled disabledReason } } }");
    const [webhook] = webhooks.nodes;
    assert.deepEqual(
      [webhook?.isEnabled, webhook?.disabledReason],
      [false, "The receiver responded with 410: it wants no more calls."],
    );
    await change([["/missed"]]);
    await sleep(100);
    assert.equal(receiver.calls.length, 1);
    const [delivery] = await deliveries(webhook?.id ?? "");
    const off = await app.refused(ADMIN, "redeliverWebhook", { deliveryId: delivery?.id });
    assert.deepEqual(off, ["INVALID input.deliveryId"]);
    status = 204;
    await app.accepted(
      ADMIN,
      "updateWebhook",
      { id: webhook?.id, expectedVersion: webhook?.version, isEnabled: true },
      "{ id }",
    );
    await eventually(() => heard().includes("/missed"), "nothing is missed");
  });

  it("after the last attempt a delivery is dead, and a webhook that failed for five days is switched off; redeliverWebhook begins anew", async () => {
    let status = 500;
    const { id: failing } = await attempt((_, response) => void response.writeHead(status).end());
    const dead = async (): Promise<Delivery> => {
      const [{ id }] = await app.dataSource.query("select id from webhook");
      return (await deliveries(encodeGlobalId("Webhook", id)))[0] ?? assert.fail();
    };
    for (let made = 2; made <= 10; made += 1) {
      assert.equal((await dead()).status, "PENDING");
      await hurry();
      await eventually(async () => (await dead()).attempts === made, "another attempt is made");
    }
    assert.deepEqual([(await dead()).status, (await dead()).nextAttemptAt], ["DEAD", null]);
    assert.ok(new Set(receiver.calls.map(({ id }) => id)).size === 1);
    status = 204;
    await app.accepted(ADMIN, "redeliverWebhook", { deliveryId: failing }, "{ id }");
    await eventually(async () => (await dead()).status === "DELIVERED", "it is delivered");
    assert.deepEqual([(await dead()).attempts, receiver.calls.at(-1)?.id], [11, failing]);
    status = 500;
    await app.dataSource.query("update webhook set failing_since = now() - interval '5 days'");
    await change([["/b"]]);
    await eventually(
      async () =>
        (
          await app.dataSource.query(
            "select 1 from webhook where not is_enabled and disabled_reason like 'Every call has failed for 5 days.%'",
          )
        ).length === 1,
      "it is switched off",
    );
  });

  it("a slow receiver delays no other webhook", async () => {
    receiver.respond = () => undefined;
    for (let n = 0; n < 19; n += 1) await create();
    const other = await startReceiver();
    await create({ url: other.url });
    for (const path of ["/a", "/b", "/c"]) await change([[path]]);
    await eventually(() => other.calls.flatMap(pathsOf).length === 3, "the other one is called");
    assert.ok(receiver.calls.length <= 19);
    assert.deepEqual(
      await app.dataSource.query("select 1 from webhook_delivery where attempts > 0 and status <> 'DELIVERED'"),
      [],
    );
    other.close();
    receiver.close();
  });
});

it("both secrets sign for a day after a rotation", async () => {
  const { id, secret } = await create();
  const { data } = await app.executeAs<{ rotateWebhookSecret: { secret: string } }>(
    ADMIN,
    "mutation ($input: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $input) { secret webhook { version } errors { code } } }",
    { input: { id } },
  );
  const rotated = data?.rotateWebhookSecret.secret ?? "";
  assert.notEqual(rotated, secret);
  const test = async (): Promise<ReceivedCall> => {
    const known = receiver.calls.length;
    await app.accepted(ADMIN, "testWebhook", { id }, "{ id }");
    await eventually(() => receiver.calls.length > known, "it is called");
    return receiver.calls.at(-1) ?? assert.fail();
  };
  const both = await test();
  for (const each of [secret, rotated]) new Verifier(each).verify(both.body, both.headers as Record<string, string>);
  await app.dataSource.query("update webhook set previous_secret_until = now()");
  const one = await test();
  new Verifier(rotated).verify(one.body, one.headers as Record<string, string>);
  assert.throws(() => new Verifier(secret).verify(one.body, one.headers as Record<string, string>));
});

it("a position that the feed no longer has is told as a reset", async () => {
  await create();
  await app.dataSource.query("update change_feed set epoch = gen_random_uuid()");
  await change([["/a"]]);
  await eventually(() => receiver.calls.length === 1, "it is called");
  const { data } = payloadOf(receiver.calls[0] ?? assert.fail());
  assert.deepEqual([data.isReset, data.changes], [true, []]);
  await change([["/b"]]);
  await eventually(() => heard().length === 1, "it continues");
});
