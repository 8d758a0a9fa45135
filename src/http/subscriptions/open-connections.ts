// All open connections of a process: pings them, checks their credentials again, and closes them at shutdown.
import { type Metric, single } from "../../platform/observability/metrics.js";

export type Transport = "websocket" | "event_stream";

/** What each transport does by itself. */
export interface OpenConnection {
  readonly transport: Transport;
  /** Whether it has a credential, which may expire or be revoked. */
  readonly isAuthenticated: boolean;
  ping(): void;
  /** Closes it if its credential is not accepted any longer. */
  recheck(): Promise<void>;
  /** Tells the client to come back, and ends. */
  drain(): void;
}

export class OpenConnections {
  readonly #open = new Set<OpenConnection>();
  readonly #timers: readonly NodeJS.Timeout[];
  #operations = 0;
  #events = 0;
  #isDraining = false;

  constructor({ pingMs, recheckMs }: { pingMs: number; recheckMs: number }) {
    this.#timers = [
      setInterval(() => this.#ping(), pingMs).unref(),
      setInterval(() => void this.recheck(), recheckMs).unref(),
    ];
  }

  readonly metrics: readonly Metric[] = [
    {
      kind: "gauge",
      name: "colophon_subscription_connections",
      help: "Open connections for subscriptions by transport.",
      read: () =>
        ["websocket", "event_stream"].map((transport) => ({ labels: { transport }, value: this.#count(transport) })),
    },
    {
      kind: "gauge",
      name: "colophon_subscription_operations",
      help: "Subscriptions that are open.",
      read: () => single(this.#operations),
    },
    {
      kind: "counter",
      name: "colophon_subscription_events_total",
      help: "Events sent to subscriptions.",
      read: () => single(this.#events),
    },
  ];

  get isDraining(): boolean {
    return this.#isDraining;
  }

  add(connection: OpenConnection): void {
    this.#open.add(connection);
  }

  delete(connection: OpenConnection): void {
    this.#open.delete(connection);
  }

  began(): void {
    this.#operations += 1;
  }

  ended(): void {
    this.#operations -= 1;
  }

  sent(): void {
    this.#events += 1;
  }

  /** Checks the credentials of all connections. */
  async recheck(): Promise<void> {
    const known = [...this.#open].filter(({ isAuthenticated }) => isAuthenticated);
    await Promise.all(known.map((connection) => connection.recheck()));
  }

  drain(): void {
    this.#isDraining = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const connection of [...this.#open]) connection.drain();
  }

  #ping(): void {
    for (const connection of this.#open) connection.ping();
  }

  #count(transport: string): number {
    let count = 0;
    for (const connection of this.#open) if (connection.transport === transport) count += 1;
    return count;
  }
}
