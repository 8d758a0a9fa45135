// Signatures of Standard Webhooks, verified by the library that the standard publishes.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { newWebhookSecret, webhookHeaders } from "../../src/lib/standard-webhook.js";
import { readPropertyRuns } from "../support/environment.js";

/** Receivers accept a message for five minutes. */
const newMessage = () => ({ id: "msg_1", body: '{"a":"é"}', sentAt: Date.now() });

test("a new secret is whsec_ and 32 bytes in base64, and no two are the same", () => {
  const secrets = Array.from({ length: 100 }, newWebhookSecret);
  for (const secret of secrets) assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.equal(new Set(secrets).size, 100);
});

test("each of several secrets verifies the message, and no other secret, id, time or body does", () => {
  const secrets = [newWebhookSecret(), newWebhookSecret()];
  const message = newMessage();
  const headers = webhookHeaders(message, secrets);
  for (const secret of secrets) assert.deepEqual(new Webhook(secret).verify(message.body, headers), { a: "é" });
  const fails = (body: string, changed: Record<string, string>, secret = secrets[0] ?? "") =>
    assert.throws(() => new Webhook(secret).verify(body, { ...headers, ...changed }));
  fails(message.body, {}, newWebhookSecret());
  fails(`${message.body} `, {});
  fails(message.body, { "webhook-id": "msg_2" });
  fails(message.body, { "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) });
  const old = webhookHeaders({ ...message, sentAt: Date.now() - 6 * 60_000 }, secrets);
  assert.throws(() => new Webhook(secrets[0] ?? "").verify(message.body, old), /too old/i);
});

test("any body and any secret without the prefix can be verified", () => {
  fc.assert(
    fc.property(fc.json(), fc.string({ minLength: 32 }), (body, text) => {
      const secret = `raw ${text}`;
      const verifier = new Webhook(Buffer.from(secret, "utf8"), { format: "raw" });
      assert.deepEqual(verifier.verify(body, webhookHeaders({ ...newMessage(), body }, [secret])), JSON.parse(body));
    }),
    readPropertyRuns(),
  );
});
