// Runs an operation as somebody: plainly, or once and for all under an Idempotency-Key.
import { createHash } from "node:crypto";
import type { DataSource } from "typeorm";
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
import { transientError } from "../../platform/db/transient-error.js";

type Run = (context: Context) => Promise<GraphqlResponse>;

export type ExecuteOperation = (identity: Identity, sent: GraphqlRequest, run: Run) => Promise<GraphqlResponse>;

const KEY = /^[\x21-\x7e]{1,255}$/;

export function createExecuteOperation(platform: Platform, dataSource: DataSource): ExecuteOperation {
  const executeKeyed = async (identity: Identity, caller: string, sent: GraphqlRequest, run: Run) => {
    const key = sent.headers["idempotency-key"];
    if (typeof key !== "string" || !KEY.test(key)) throw badKey();
    try {
      const request = { caller, key, digest: digestOf(sent) };
      return toResponse(
        await executeOnce(dataSource, request, async ({ manager, transact }) => {
          const context = createContext({ ...platform, transact }, identity, new TransactionReads(manager));
          return executionOf(await run(context), context);
        }),
      );
    } catch (error) {
      throw keyedFailure(error);
    }
  };
  return (identity, sent, run) => {
    const caller = identity.viewer?.subject;
    // Without a credential there is nothing to write, and so nothing to do once.
    return sent.headers["idempotency-key"] === undefined || caller === undefined || sent.method !== "POST"
      ? executeWithSnapshotRetry(platform, identity, run)
      : executeKeyed(identity, caller, sent, run);
  };
}

/**
 * A query whose statements contradict each other, because a write came between them, is executed once more on one state of
 * the database. That is rare, so that reads need no transaction otherwise. What a mutation has done cannot be done again.
 */
async function executeWithSnapshotRetry(platform: Platform, identity: Identity, run: Run): Promise<GraphqlResponse> {
  const context = createContext(platform, identity);
  const response = await run(context);
  if (!context.outcome.hasReadSkew || context.outcome.isMutation) return response;
  return readsOf(platform, identity).snapshot((reads) => run(createContext(platform, identity, reads)));
}

/** Whether it was committed may be unknown: the same key finds out, so the caller is asked to send it again. */
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
    // What can be parsed may still be nested too deep to be written again.
    if (!(error instanceof RangeError)) throw error;
    throw new HttpError(400, "BAD_REQUEST", "Expected a body that is nested less.");
  }
}

function executionOf(response: GraphqlResponse, { outcome }: Context): Execution {
  const result: StoredResponse = { status: response.status, contentType: response.contentType, body: response.body };
  if (outcome.isMutation && !outcome.hasFailed) return { response: result, isStored: true };
  // What succeeded beside a failure is undone with it, so the answer must not tell of it.
  return { response: outcome.hasFailed ? failureOf(result) : result, isStored: false };
}

function failureOf(result: StoredResponse): StoredResponse {
  const { errors } = JSON.parse(result.body) as { errors: unknown };
  return { ...result, status: 503, body: `${JSON.stringify({ errors })}\n` };
}

function toResponse(result: StoredResponse): GraphqlResponse {
  return { ...result, cacheControl: undefined, headers: [] };
}
