// Configuration of subscriptions: whether there are any, and their limits.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface SubscriptionConfig {
  isEnabled: boolean;
  /** Of all clients of a process, WebSockets and event streams together. */
  connections: number;
  connectionsPerAddress: number;
  /** That a WebSocket may have at the same time. */
  operations: number;
  messageBytes: number;
  pingMs: number;
  initMs: number;
  recheckMs: number;
}

export const subscriptionVariables: readonly ConfigVariable[] = [
  {
    name: "SUBSCRIPTIONS",
    defaultValue: "1",
    description: "0 switches off subscriptions, and with them WebSockets and event streams.",
  },
  {
    name: "SUBSCRIPTION_CONNECTIONS",
    defaultValue: "1000",
    description: "WebSockets and event streams that a process keeps open, 1 to 100000.",
  },
  {
    name: "SUBSCRIPTION_CONNECTIONS_PER_ADDRESS",
    defaultValue: "20",
    description: "Those of one address, 1 to 100000; addresses of RATE_LIMIT_EXEMPT may have any number.",
  },
  {
    name: "SUBSCRIPTION_OPERATIONS",
    defaultValue: "10",
    description: "Operations that a WebSocket may have at the same time, 1 to 1000.",
  },
  {
    name: "SUBSCRIPTION_MESSAGE_BYTES",
    defaultValue: "65536",
    description: "Maximum size of a message from a WebSocket in bytes, 1024 to 16777216.",
  },
  {
    name: "SUBSCRIPTION_PING_MS",
    defaultValue: "25000",
    description: "Milliseconds between pings, 100 to 600000. A WebSocket that has not answered the last one is closed.",
  },
  {
    name: "SUBSCRIPTION_INIT_MS",
    defaultValue: "3000",
    description: "Milliseconds after which a WebSocket without connection_init is closed, 100 to 60000.",
  },
  {
    name: "SUBSCRIPTION_RECHECK_MS",
    defaultValue: "60000",
    description: "Milliseconds after which the credentials of open connections are checked again, 100 to 3600000.",
  },
];

export function readSubscriptionConfig(reader: EnvironmentReader): SubscriptionConfig {
  return {
    isEnabled: reader.flag("SUBSCRIPTIONS"),
    connections: reader.integer("SUBSCRIPTION_CONNECTIONS", 1, 100_000),
    connectionsPerAddress: reader.integer("SUBSCRIPTION_CONNECTIONS_PER_ADDRESS", 1, 100_000),
    operations: reader.integer("SUBSCRIPTION_OPERATIONS", 1, 1_000),
    messageBytes: reader.integer("SUBSCRIPTION_MESSAGE_BYTES", 1_024, 16_777_216),
    pingMs: reader.integer("SUBSCRIPTION_PING_MS", 100, 600_000),
    initMs: reader.integer("SUBSCRIPTION_INIT_MS", 100, 60_000),
    recheckMs: reader.integer("SUBSCRIPTION_RECHECK_MS", 100, 3_600_000),
  };
}
