// Executes subscriptions by the same engine as all other operations: first the operation, which opens its events, then each event in a context of
// its own. Anonymous operations that get equal responses to an event share one execution.
import { setTimeout as sleep } from "node:timers/promises";
import { GraphQLError } from "graphql";
import type { Caller } from "../../http/graphql/caller.js";
import type { GraphqlEngine, GraphqlRequest } from "../../http/graphql/graphql-engine.js";
import { HttpError } from "../../http/http-rejection.js";
import type { EventResponse, LiveOperation, LiveOperations } from "../../http/subscriptions/live-operations.js";
import type { Context } from "../../identity/context.js";
import type { InvalidationFeed } from "../../platform/events/invalidation-feed.js";
import type { OpenedSubscription, OpeningStep, SubscriptionEvent } from "../../platform/execution/subscription-step.js";
import type { GraphqlErrorCode } from "../../platform/graphql/error-codes.js";
import type { createFormatError } from "../../platform/graphql/format-error.js";
import { withinSize } from "../../platform/query-cost/response-size.js";

export interface LiveOperationsOptions {
  engine: GraphqlEngine<Context>;
  feed: Pick<InvalidationFeed, "position">;
  formatError: ReturnType<typeof createFormatError>;
  responseBytes: { anonymous: number; authenticated: number };
}

/** How long a response may be shared if nothing is known to have changed since. */
const SHARED_MS = 1_000;
const MAX_SHARED = 1_000;
/** An event is executed again while the service is overloaded or the database is not available, for about half a minute. */
const ATTEMPTS = 20;
const RETRY_MS = 2_000;
const TEMPORARY: ReadonlySet<unknown> = new Set<GraphqlErrorCode>(["SERVICE_UNAVAILABLE", "TIMEOUT"]);

export function createLiveOperations(options: LiveOperationsOptions): LiveOperations<Context> {
  const { engine, formatError } = options;
  const shared = new SharedResponses(options.feed);
  return {
    open: async (caller, sent, opening) => {
      const step: OpeningStep = { kind: "open", ...opening, opened: null };
      const { response } = await caller.execute(sent, (context) => {
        context.subscription = step;
        return engine(sent, context);
      });
      return { response, live: step.opened === null ? null : liveOperation(step.opened, shared, options) };
    },
    describe: (error) => {
      const known = error instanceof GraphQLError ? error : new GraphQLError("", { originalError: asError(error) });
      const extensions = { code: "INTERNAL_SERVER_ERROR", ...known.extensions };
      return error instanceof HttpError
        ? { message: error.message, extensions: { code: error.code } }
        : formatError({ ...known.toJSON(), extensions }, known);
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function liveOperation(
  { events, key }: OpenedSubscription,
  shared: SharedResponses,
  options: LiveOperationsOptions,
): LiveOperation<Context> {
  const keyOf = ({ cursor }: SubscriptionEvent): string => `${key} ${cursor}`;
  return {
    events,
    isShared: (event, { isAuthenticated }) => !isAuthenticated && shared.find(keyOf(event)) !== null,
    respond: (event, caller, sent) => {
      const execute = () => executeEvent(event, caller, sent, options);
      return caller.isAuthenticated ? execute() : shared.getOrCreate(keyOf(event), execute);
    },
  };
}

async function executeEvent(
  event: SubscriptionEvent,
  caller: Caller<Context>,
  sent: GraphqlRequest,
  { engine, responseBytes }: LiveOperationsOptions,
): Promise<EventResponse> {
  const limit = caller.isAuthenticated ? responseBytes.authenticated : responseBytes.anonymous;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { response, context } = await caller.execute(sent, (created) => {
        created.subscription = { kind: "event", event };
        return engine(sent, created);
      });
      const isTemporary = context?.outcome.errors.some(({ extensions }) => TEMPORARY.has(extensions?.code)) === true;
      if (!isTemporary || attempt === ATTEMPTS) return { text: withinSize(response.body, limit).trimEnd() };
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 503 || attempt === ATTEMPTS) throw error;
    }
    await sleep(RETRY_MS * (0.5 + Math.random() / 2), undefined, { ref: false });
  }
}

/**
 * Responses that were executed a moment ago, while nothing has changed since: what has been hidden is not shown by a response from before, and a
 * client that is late gets the state of its own moment.
 */
class SharedResponses {
  readonly #feed: Pick<InvalidationFeed, "position">;
  #responses = new Map<string, Promise<EventResponse>>();
  #position = 0;
  #startedAt = 0;

  constructor(feed: Pick<InvalidationFeed, "position">) {
    this.#feed = feed;
  }

  find(key: string): Promise<EventResponse> | null {
    const { position } = this.#feed;
    const now = performance.now();
    if (position !== this.#position || now - this.#startedAt > SHARED_MS || this.#responses.size > MAX_SHARED) {
      this.#responses = new Map();
      this.#position = position;
      this.#startedAt = now;
    }
    return this.#responses.get(key) ?? null;
  }

  getOrCreate(key: string, create: () => Promise<EventResponse>): Promise<EventResponse> {
    const found = this.find(key);
    if (found !== null) return found;
    const created = create();
    const responses = this.#responses;
    responses.set(key, created);
    created.catch(() => responses.delete(key));
    return created;
  }
}
