// How the execution of an operation takes part in a subscription. A subscription is executed in steps, each of them an ordinary execution by the
// same engine: the first checks the operation and opens the source of its events, and each event has an execution of its own.

/** An event of a subscription. Resolvers know what else it has. */
export interface SubscriptionEvent {
  /** Resumes behind the event. */
  readonly cursor: string;
}

/** Events of a subscription, without an end. Nothing is buffered for a reader that is slow. */
export interface SubscriptionEvents extends AsyncIterable<SubscriptionEvent> {
  /** Where it begins. */
  readonly cursor: string;
}

/** `after` is a cursor; null begins with what happens from now on. Rejects if the cursor is not valid, and events end by an error if it no longer is. */
export type FollowEvents = (after: string | null, nodeTypes: readonly string[] | null) => Promise<SubscriptionEvents>;

export interface OpeningStep {
  kind: "open";
  /** A cursor that overrides that of the operation; null if there is none. */
  resumeAfter: string | null;
  /** Whether a mutation must be rejected, as in a GET. */
  isReadOnly: boolean;
  /** Filled in by the execution. Null if the operation is no subscription or was rejected. */
  opened: OpenedSubscription | null;
}

export interface OpenedSubscription {
  events: SubscriptionEvents;
  /** Operations of anonymous clients with equal keys get equal responses to an event. */
  key: string;
}

export type SubscriptionStep = OpeningStep | { kind: "event"; event: SubscriptionEvent };
