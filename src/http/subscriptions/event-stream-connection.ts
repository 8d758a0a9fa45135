// An open event stream: writes its events, comments as pings, and the event that ends it.
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { GraphqlRequest } from "../graphql/graphql-engine.js";
import type { LiveBody } from "../reply.js";
import type { ConnectionHolder } from "./connection-holder.js";
import { deliverEvents } from "./event-delivery.js";
import type { EventResponse, LiveOperation } from "./live-operations.js";
import type { OpenConnection } from "./open-connections.js";
import { notAccepted, type ReportedError, reportOf, type SubscriptionServices } from "./subscription-services.js";

export interface EventStreamOptions<C> {
  services: SubscriptionServices<C>;
  holder: ConnectionHolder<C>;
  sent: GraphqlRequest;
  /** Null if the operation is no subscription. */
  live: LiveOperation<C> | null;
  /** The response to an operation that is no subscription. */
  first: string | null;
  leave(): void;
}

const COMMENT = ":\n\n";
const COMPLETE = "event: complete\ndata:\n\n";
/** Clients that come back after a restart must not come at once. */
const RETRY_MS = 1_000;
const RETRY_SPREAD_MS = 3_000;

export class EventStreamConnection<C> implements OpenConnection, LiveBody {
  readonly transport = "event_stream";
  readonly #options: EventStreamOptions<C>;
  #response: ServerResponse | null = null;

  constructor(options: EventStreamOptions<C>) {
    this.#options = options;
  }

  get isAuthenticated(): boolean {
    return this.#options.holder.isAuthenticated;
  }

  begin(response: ServerResponse): void {
    const { live, first, services } = this.#options;
    this.#response = response;
    // A client that reads nothing is disconnected; pings keep the others.
    response.socket?.setTimeout(2 * services.limits.pingMs);
    response.once("close", () => this.#close());
    services.connections.add(this);
    if (services.connections.isDraining) {
      this.drain();
      return;
    }
    if (live === null) {
      response.end(`event: next\ndata: ${(first ?? "").trimEnd()}\n\n${COMPLETE}`);
      return;
    }
    response.write(`${retryLine()}id: ${live.events.cursor}\n\n`);
    this.#deliver(response, live).then(
      () => this.#end(COMPLETE),
      (error: unknown) => this.#fail(services.operations.describe(error)),
    );
  }

  abandon(): void {
    this.#close();
  }

  ping(): void {
    if (this.#response?.writableNeedDrain === false && !this.#response.writableEnded) this.#response.write(COMMENT);
  }

  async recheck(): Promise<void> {
    if (!(await this.#options.holder.recheck())) this.#fail(reportOf(notAccepted()));
  }

  /** Without the event that ends a subscription: the client comes back. */
  drain(): void {
    this.#end(retryLine());
    this.#close();
  }

  #deliver(response: ServerResponse, live: LiveOperation<C>): Promise<void> {
    const { holder, sent, services } = this.#options;
    return deliverEvents({
      ...{ live, holder, sent, connections: services.connections },
      send: (event, cursor) => written(response, bytesOf(event, cursor)),
      onRejected: () => this.#fail(reportOf(notAccepted())),
    });
  }

  #fail(error: ReportedError): void {
    this.#end(`event: next\ndata: ${JSON.stringify({ errors: [error] })}\n\n${COMPLETE}`);
    this.#close();
  }

  #end(text: string): void {
    if (this.#response?.writableEnded === false) this.#response.end(text);
  }

  #close(): void {
    const { live, services, leave } = this.#options;
    services.connections.delete(this);
    leave();
    void live?.events[Symbol.asyncIterator]().return?.();
  }
}

/** Shared by all clients that get the event. */
function bytesOf(event: EventResponse, cursor: string): Buffer {
  event.streamed ??= Buffer.from(`id: ${cursor}\nevent: next\ndata: ${event.text}\n\n`);
  return event.streamed;
}

function written(response: ServerResponse, bytes: Buffer): Promise<void> | undefined {
  if (response.writableEnded || response.destroyed || response.write(bytes)) return undefined;
  const stop = new AbortController();
  const drained = Promise.race([once(response, "drain", stop), once(response, "close", stop)]);
  return drained.then(
    () => stop.abort(),
    () => undefined,
  );
}

const retryLine = (): string => `retry: ${RETRY_MS + Math.floor(Math.random() * RETRY_SPREAD_MS)}\n`;
