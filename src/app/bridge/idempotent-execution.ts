// Runs an operation as somebody: plainly, or once and for all under an Idempotency-Key.
import { createHash } from "node:crypto";
import type { DataSource } from "typeorm";
import type { GraphqlAnswer, GraphqlRequest } from "../../http/graphql/graphql-engine.js";
import { HttpRefusal } from "../../http/http-rejection.js";
import { type Context, createContext, type Identity, type Platform, readsOf } from "../../identity/context.js";
import { type Answer, type Execution, executeOnce, KeyReusedError } from "../../intake/idempotency/execute-once.js";
import { TransactionReads } from "../../platform/db/database.js";
import { passingFailure } from "../../platform/db/transient-error.js";

type Run = (context: Context) => Promise<GraphqlAnswer>;

export type ExecuteAs = (identity: Identity, sent: GraphqlRequest, run: Run) => Promise<GraphqlAnswer>;

const KEY = /^[\x21-\x7e]{1,255}$/;

export function createExecuteAs(platform: Platform, dataSource: DataSource): ExecuteAs {
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
      ? executeUntorn(platform, identity, run)
      : executeKeyed(identity, caller, sent, run);
  };
}

/**
 * A query whose statements contradict each other, because a write came between them, is executed once more on one state of
 * the database. That is rare, so that reads need no transaction otherwise. What a mutation has done cannot be done again.
 */
async function executeUntorn(platform: Platform, identity: Identity, run: Run): Promise<GraphqlAnswer> {
  const context = createContext(platform, identity);
  const response = await run(context);
  if (!context.outcome.isTorn || context.outcome.isMutation) return response;
  return readsOf(platform, identity).snapshot((reads) => run(createContext(platform, identity, reads)));
}

/** Whether it was committed may be unknown: the same key finds out, so the caller is asked to send it again. */
function keyedFailure(error: unknown): unknown {
  if (error instanceof KeyReusedError) return new HttpRefusal(422, "IDEMPOTENCY_KEY_REUSED", error.message);
  const failure = passingFailure(error);
  return failure === null ? error : new HttpRefusal(503, failure.code, failure.message, ["retry-after", "1"]);
}

function badKey(): HttpRefusal {
  return new HttpRefusal(
    400,
    "BAD_IDEMPOTENCY_KEY",
    "Expected an Idempotency-Key of 1 to 255 visible ASCII characters.",
  );
}

function digestOf({ search, body }: GraphqlRequest): Buffer {
  try {
    return createHash("sha256")
      .update(JSON.stringify([search, body]))
      .digest();
  } catch (error) {
    // What can be parsed may still be nested too deep to be written again.
    if (!(error instanceof RangeError)) throw error;
    throw new HttpRefusal(400, "BAD_REQUEST", "Expected a body that is nested less.");
  }
}

function executionOf(response: GraphqlAnswer, { outcome }: Context): Execution {
  const answer: Answer = { status: response.status, contentType: response.contentType, body: response.body };
  if (outcome.isMutation && !outcome.hasFailed) return { answer, keeps: true };
  // What succeeded beside a failure is undone with it, so the answer must not tell of it.
  return { answer: outcome.hasFailed ? failureOf(answer) : answer, keeps: false };
}

function failureOf(answer: Answer): Answer {
  const { errors } = JSON.parse(answer.body) as { errors: unknown };
  return { ...answer, status: 503, body: `${JSON.stringify({ errors })}\n` };
}

function toResponse(answer: Answer): GraphqlAnswer {
  return { ...answer, cacheControl: undefined, headers: [] };
}
