// Sends the events of one subscription, one after another: the next one is looked for when the client has taken the last, so that at most one
// event waits for it, however slow it is.
import type { GraphqlRequest } from "../graphql/graphql-engine.js";
import type { ConnectionHolder } from "./connection-holder.js";
import type { EventResponse, LiveOperation } from "./live-operations.js";
import type { OpenConnections } from "./open-connections.js";

export interface Delivery<C> {
  live: LiveOperation<C>;
  holder: ConnectionHolder<C>;
  sent: GraphqlRequest;
  connections: Pick<OpenConnections, "began" | "ended" | "sent">;
  /** Resolves when the client has taken it, or is gone. */
  send(response: EventResponse, cursor: string): Promise<void> | undefined;
  /** The credential is not accepted any longer. */
  onRejected(): void;
}

/** Resolves when the events are closed; rejects with the error that ended them. */
export async function deliverEvents<C>(delivery: Delivery<C>): Promise<void> {
  const { live, holder, sent, connections } = delivery;
  connections.began();
  try {
    for await (const event of live.events) {
      if (holder.isAuthenticated && !(await holder.isAccepted())) {
        delivery.onRejected();
        return;
      }
      if (!live.isShared(event, holder.caller)) await holder.untilSolvent();
      const response = await live.respond(event, holder.caller, holder.paying(sent));
      const sending = delivery.send(response, event.cursor);
      connections.sent();
      if (sending !== undefined) await sending;
    }
  } finally {
    connections.ended();
  }
}
