// Assembles the two transports of subscriptions.
import type { Metric } from "../../platform/observability/metrics.js";
import type { ClientAddress } from "../../platform/rate-limit/client-address.js";
import { rejectUpgrade, type UpgradeListener } from "../head/upgrade.js";
import { notFound } from "../http-rejection.js";
import type { RateLimit } from "../rate-limit/operation-rate-limit.js";
import type { Reply } from "../reply.js";
import { GRAPHQL_PATH } from "../router.js";
import { ConnectionLimits } from "./connection-limits.js";
import { type EventStreamRequest, openEventStream } from "./event-stream.js";
import type { LiveOperations } from "./live-operations.js";
import { OpenConnections } from "./open-connections.js";
import type { SubscriptionLimits, SubscriptionServices } from "./subscription-services.js";
import { createWebSocketEndpoint } from "./web-socket-endpoint.js";

export interface SubscriptionSettings<C> {
  operations: LiveOperations<C>;
  limits: SubscriptionLimits;
  addressOf: ClientAddress;
  /** Whether an address may have any number of connections. */
  isExempt(address: string): boolean;
  /** Of the source of the events. */
  metrics: readonly Metric[];
  /** Calls back when a credential may have been revoked. */
  onRevocation(recheck: () => void): void;
}

/** What the server has already. */
type ServerParts<C> = Omit<
  SubscriptionServices<C>,
  "operations" | "limits" | "connections" | "connectionLimits" | "rateLimit"
> & { rateLimit?: RateLimit | null };

export interface Subscriptions {
  openStream(request: EventStreamRequest): Promise<Reply>;
  onWebSocket: UpgradeListener;
  onDrain(): void;
  metrics: readonly Metric[];
}

export function openSubscriptions<C>(settings: SubscriptionSettings<C>, parts: ServerParts<C>): Subscriptions {
  const { operations, limits } = settings;
  const connections = new OpenConnections(limits);
  settings.onRevocation(() => void connections.recheck());
  const services: SubscriptionServices<C> = {
    ...parts,
    ...{ operations, limits, connections },
    rateLimit: parts.rateLimit ?? null,
    connectionLimits: new ConnectionLimits({ ...settings, ...limits }),
  };
  return {
    openStream: (request) => openEventStream(request, services),
    onWebSocket: createWebSocketEndpoint(GRAPHQL_PATH, services),
    onDrain: () => connections.drain(),
    metrics: [...connections.metrics, ...settings.metrics],
  };
}

/** For a service without subscriptions. */
export const rejectWebSockets: UpgradeListener = (_request, socket) => rejectUpgrade(socket, notFound());
