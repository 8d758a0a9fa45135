// Executes an operation for an identity: once only if it has an Idempotency-Key, and again on one snapshot of the database if its
// statements saw different states.
import { createHash } from "node:crypto";
import type { DataSource } from "typeorm";
import type { ExecutedOperation } from "../../http/graphql/caller.js";
import type { GraphqlRequest, GraphqlResponse } from "../../http/graphql/graphql-engine.js";
import { HttpError } from "../../http/http-rejection.js";
import { type Context, createContext, type Identity, type Platform, readsOf } from "../../identity/context.js";
import {
  type Execution,
  executeOnce,
  KeyReusedError,
  type StoredResponse,
} from "../../intake/idempotency/execute-once.js";
import { TransactionReads } from "../../platform/db/database.js";
import { transientError } from "../../platform/db/failures/transient-error.js";

type Run = (context: Context) => Promise<GraphqlResponse>;

export type ExecuteOperation = (
  identity: Identity,
  sent: GraphqlRequest,
  run: Run,
) => Promise<ExecutedOperation<Context>>;

const KEY = /^[\x21-\x7e]{1,255}$/;

export function createExecuteOperation(platform: Platform, dataSource: DataSource): ExecuteOperation {
  const executeKeyed = async (identity: Identity, caller: string, sent: GraphqlRequest, run: Run) => {
    const key = sent.headers["idempotency-key"];
    if (typeof key !== "string" || !KEY.test(key)) throw badKey();
    try {
      const request = { caller, key, digest: digestOf(sent) };
      const stored = await executeOnce(dataSource, request, async ({ manager, transact, hasWritten }) => {
        const context = createContext({ ...platform, transact }, identity, new TransactionReads(manager));
        const response = await run(context);
        return executionOf(response, context, hasWritten());
      });
      return { response: toResponse(stored), context: null };
    } catch (error) {
      throw keyedFailure(error);
    }
  };
  return (identity, sent, run) => {
    const caller = identity.viewer?.subject;
    // Anonymous clients cannot write, so that their operations may be executed any number of times.
    return sent.headers["idempotency-key"] === undefined || caller === undefined || sent.method !== "POST"
      ? executeWithSnapshotRetry(platform, identity, run)
      : executeKeyed(identity, caller, sent, run);
  };
}

/**
 * A query whose statements contradict each other, because a write came between them, is executed again on one snapshot of the
 * database. Read skew is rare, so that reads need no transaction otherwise. A mutation cannot be executed again.
 */
async function executeWithSnapshotRetry(
  platform: Platform,
  identity: Identity,
  run: Run,
): Promise<ExecutedOperation<Context>> {
  const context = createContext(platform, identity);
  const response = await run(context);
  if (!context.outcome.hasReadSkew || context.outcome.isMutation) return { response, context };
  return readsOf(platform, identity).snapshot(async (reads) => {
    const retried = createContext(platform, identity, reads);
    return { response: await run(retried), context: retried };
  });
}

/** The client may not know whether the transaction was committed; sending the same key again finds out. */
function keyedFailure(error: unknown): unknown {
  if (error instanceof KeyReusedError) return new HttpError(422, "IDEMPOTENCY_KEY_REUSED", error.message);
  const failure = transientError(error);
  return failure === null ? error : new HttpError(503, failure.code, failure.message, ["retry-after", "1"]);
}

function badKey(): HttpError {
  return new HttpError(400, "BAD_IDEMPOTENCY_KEY", "Expected an Idempotency-Key of 1 to 255 visible ASCII characters.");
}

function digestOf({ search, body }: GraphqlRequest): Buffer {
  try {
    return createHash("sha256")
      .update(JSON.stringify([search, body]))
      .digest();
  } catch (error) {
    // JSON that can be parsed may be nested too deeply to be serialised.
    if (!(error instanceof RangeError)) throw error;
    throw new HttpError(400, "BAD_REQUEST", "Expected a body with fewer levels of nesting.");
  }
}

function executionOf(response: GraphqlResponse, { outcome }: Context, hasWritten: boolean): Execution {
  const result: StoredResponse = { status: response.status, contentType: response.contentType, body: response.body };
  // A refusal for lack of rights is no effect to be protected: the same request may be allowed later.
  const isRefused = outcome.isForbidden && !hasWritten;
  if (outcome.isMutation && !outcome.hasFailed && !isRefused) return { response: result, isStored: true };
  // The transaction is rolled back, so that the response must not contain data of mutations that succeeded before the failure.
  return { response: outcome.hasFailed ? failureOf(result) : result, isStored: false };
}

const UNDONE = {
  message: "A write failed, and the whole request was undone. Send it again.",
  extensions: { code: "INTERNAL_SERVER_ERROR" },
};

function failureOf(result: StoredResponse): StoredResponse {
  // A mutation that reports failures in its payload has no GraphQL error for them unless the field that tells it is selected.
  const { errors = [UNDONE] } = JSON.parse(result.body) as { errors?: unknown };
  return { ...result, status: 503, body: `${JSON.stringify({ errors })}\n` };
}

function toResponse(result: StoredResponse): GraphqlResponse {
  return { ...result, cacheControl: undefined, headers: [] };
}
