// What the transports of subscriptions need of the service behind them: an operation is opened, and its events are executed one by one.
import type { GraphQLFormattedError } from "graphql";
import type { SubscriptionEvent, SubscriptionEvents } from "../../platform/execution/subscription-step.js";
import type { Caller } from "../graphql/caller.js";
import type { GraphqlRequest, GraphqlResponse } from "../graphql/graphql-engine.js";

export interface Opening {
  /** Overrides the cursor of the operation; null if there is none. */
  resumeAfter: string | null;
  /** Whether a mutation is rejected, as in a GET. */
  isReadOnly: boolean;
}

export interface OpenedOperation<C> {
  /** The response of a query or mutation, or the errors of an operation that was rejected. */
  response: GraphqlResponse;
  /** Null if the operation is no subscription or was rejected. */
  live: LiveOperation<C> | null;
}

export interface LiveOperation<C> {
  readonly events: SubscriptionEvents;
  /** Whether somebody else executes the event for this operation too, or has done so a moment ago. */
  isShared(event: SubscriptionEvent, caller: Caller<C>): boolean;
  /** Executes the event, which `sent` pays for, or takes the response of another operation that gets the same. */
  respond(event: SubscriptionEvent, caller: Caller<C>, sent: GraphqlRequest): Promise<EventResponse>;
}

/** The response to one event, which many clients may get. */
export interface EventResponse {
  /** JSON in one line. */
  readonly text: string;
  /** The bytes of an event stream, once a client has needed them. */
  streamed?: Buffer;
}

export interface LiveOperations<C> {
  open(caller: Caller<C>, sent: GraphqlRequest, opening: Opening): Promise<OpenedOperation<C>>;
  /** What a client is told about the error that ended the events of an operation. */
  describe(error: unknown): GraphQLFormattedError;
}
