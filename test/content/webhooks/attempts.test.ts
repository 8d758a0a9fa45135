// Attempts: their schedule, what Retry-After may ask for, and where a name may lead at the moment of the call.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { attemptCall } from "../../../src/content/webhooks/calls/attempt-call.js";
import { MAX_ATTEMPTS, retryAfterSeconds, retryDelay } from "../../../src/content/webhooks/calls/retry-schedule.js";
import { newWebhookSecret } from "../../../src/lib/standard-webhook.js";
import { NO_STORED_QUERIES } from "../../../src/platform/execution/stored-query.js";
import { OutboundGuard } from "../../../src/platform/outbound/outbound-guard.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { startReceiver, type WebhookReceiver } from "../../support/webhook-receiver.js";

let app: TestApp;
let receiver: WebhookReceiver;
before(async () => {
  app = await startTestApp();
  receiver = await startReceiver();
});
after(async () => {
  receiver.close();
  await app.close();
});

test("a call is attempted ten times over about three days, with up to a fifth added to each delay", () => {
  const hours = 3_600;
  const delays = [5, 300, 1_800, 2 * hours, 5 * hours, 10 * hours, 14 * hours, 20 * hours, 24 * hours];
  assert.equal(MAX_ATTEMPTS, 10);
  for (const [index, least] of delays.entries()) {
    for (let n = 0; n < 50; n += 1) {
      const delay = retryDelay(index + 1) ?? assert.fail();
      assert.ok(delay >= least && delay <= 1.2 * least);
    }
  }
  assert.equal(retryDelay(10), null);
});

test("Retry-After is read as seconds or a date, is at most a day, and is ignored if it is neither", () => {
  const now = Date.parse("2025-01-01T00:00:00Z");
  const cases: [string | undefined, number | null][] = [
    ["120", 120],
    [" 0 ", 0],
    ["Wed, 01 Jan 2025 00:01:00 GMT", 60],
    ["Tue, 31 Dec 2024 00:00:00 GMT", 0],
    ["9999999999", 86_400],
    ["Fri, 01 Jan 2100 00:00:00 GMT", 86_400],
    ...["", " ", "soon", "99999999999999999999x", "1e400x"].map((text): [string, null] => [text, null]),
    [undefined, null],
  ];
  for (const [header, expected] of cases) assert.equal(retryAfterSeconds(header, now), expected, header);
  for (const header of ["-5", "NaN", "Infinity"]) {
    const seconds = retryAfterSeconds(header, now) ?? 0;
    assert.ok(seconds >= 0 && seconds <= 86_400, header);
  }
});

test("a name that leads to a private address when it is called, or to one among public ones, is not called", async () => {
  const call = {
    ...{ id: randomUUID(), webhookId: randomUUID(), kind: "TEST" as const, afterCursor: null, cursor: null },
    ...{ nodeTypes: [], isReset: false, isTruncated: false, retries: 0, createdAt: new Date().toISOString() },
    ...{
      url: `https://rebound.example.org:${receiver.port}/`,
      document: null,
      secret: newWebhookSecret(),
      previousSecret: null,
    },
  };
  for (const addresses of [["127.0.0.1"], ["::ffff:127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["169.254.169.254"]]) {
    const outbound = new OutboundGuard([], async () =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
    const services = { db: app.platform.privateReads, outbound, storedQueries: NO_STORED_QUERIES };
    const outcome = await attemptCall(services, call, new AbortController().signal);
    assert.equal(outcome.status, null);
    assert.match(outcome.error ?? "", /^The host rebound\.example\.org is not on the public internet/);
  }
  assert.equal(receiver.calls.length, 0);
});
