// One attempt of a call: makes the payload of what is public now, signs it and sends it. Only the status and a few headers of the response
// matter; its text is not stored or shown, because it may come from a place that an administrator of the site must not read.
import { setTimeout as sleep } from "node:timers/promises";
import { webhookHeaders } from "../../../lib/standard-webhook.js";
import type { SqlClient } from "../../../platform/db/database.js";
import type { StoredQueries } from "../../../platform/execution/stored-query.js";
import { encodeGlobalId } from "../../../platform/graphql/global-id.js";
import { type OutboundGuard, OutboundRefusedError } from "../../../platform/outbound/outbound-guard.js";
import {
  OutboundFailedError,
  type OutboundResponse,
  sendOutbound,
} from "../../../platform/outbound/outbound-request.js";
import { decodeChangeCursor } from "../../change-feed/change-cursor.js";
import { readChanges } from "../../change-feed/read-changes.js";
import {
  type ChangesPayload,
  fittingChanges,
  MAX_CHANGES,
  MAX_RESULT_BYTES,
  type TestPayload,
} from "./call-payload.js";
import type { PendingCall } from "./claimed-calls.js";
import { retryAfterSeconds } from "./retry-schedule.js";
import type { AttemptOutcome } from "./settle-call.js";

export interface CallServices {
  db: SqlClient;
  outbound: OutboundGuard;
  storedQueries: StoredQueries;
}

const TIMEOUT_MS = 15_000;
/** Read of the response, so that a receiver that writes one is not cut off. */
const MAX_BODY_BYTES = 1_024;
const MAX_BODY_MS = 1_000;
const [TOO_MANY_REQUESTS, UNAVAILABLE] = [429, 503];

export async function attemptCall(
  services: CallServices,
  call: PendingCall,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const body = JSON.stringify(await payloadOf(services, call));
  const secrets = [call.secret, ...(call.previousSecret === null ? [] : [call.previousSecret])];
  const id = encodeGlobalId("WebhookDelivery", call.id);
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  const url = new URL(call.url);
  try {
    const response = await sendOutbound(services.outbound, url, {
      method: "POST",
      headers: webhookHeaders({ id, body, sentAt: Date.now() }, secrets),
      body,
      allowsHttp: services.outbound.names(url),
      maxBytes: Number.MAX_SAFE_INTEGER,
      limits: { responseMs: TIMEOUT_MS, idleMs: TIMEOUT_MS, totalMs: TIMEOUT_MS },
      signal,
    });
    const outcome = { ...outcomeOf(response), durationMs: durationMs() };
    await discardBody(response.body);
    return outcome;
  } catch (error) {
    if (!(error instanceof OutboundRefusedError || error instanceof OutboundFailedError)) throw error;
    return { status: null, error: error.message, durationMs: durationMs(), retryAfter: null };
  }
}

function outcomeOf({ status, headers }: OutboundResponse): Omit<AttemptOutcome, "durationMs"> {
  if (status >= 200 && status < 300) return { status, error: null, retryAfter: null };
  const isBusy = status === TOO_MANY_REQUESTS || status === UNAVAILABLE;
  const retryAfter = isBusy ? retryAfterSeconds(headers["retry-after"], Date.now()) : null;
  const error =
    status >= 300 && status < 400
      ? `The receiver redirects with status ${status}, which is not followed.`
      : `The receiver responded with status ${status}.`;
  return { status, error, retryAfter };
}

async function discardBody(body: OutboundResponse["body"]): Promise<void> {
  let bytes = 0;
  const read = async () => {
    for await (const chunk of body) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_BODY_BYTES) break;
    }
  };
  await Promise.race([read().catch(() => undefined), sleep(MAX_BODY_MS, undefined, { ref: false })]);
  body.destroy();
}

async function payloadOf(services: CallServices, call: PendingCall): Promise<ChangesPayload | TestPayload> {
  const { createdAt: timestamp, afterCursor, cursor } = call;
  if (afterCursor === null || cursor === null) return { type: "webhook.test", timestamp, data: {} };
  const nodeTypes = call.nodeTypes.length === 0 ? null : call.nodeTypes;
  const read = await readChanges(services.db, decodeChangeCursor(afterCursor), { limit: MAX_CHANGES, nodeTypes });
  const end = BigInt(decodeChangeCursor(cursor).id);
  const { told, isCut } = fittingChanges(call.isReset ? [] : read.changes.filter(({ id }) => BigInt(id) <= end));
  const ids = [...new Set(told.map(({ nodeId }) => nodeId))];
  const { document } = call;
  return {
    type: "content.changed",
    timestamp,
    data: {
      ...{ after: afterCursor, cursor, isReset: call.isReset || read.isReset, isTruncated: call.isTruncated || isCut },
      changes: told,
      ...(document !== null && { result: await services.storedQueries.execute(document, ids, MAX_RESULT_BYTES) }),
    },
  };
}
