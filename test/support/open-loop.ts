// An open-loop load generator: it sends requests at a given rate whether or not responses arrive, and measures latency from the time
// at which a request was due. A closed loop waits for a stalled server and omits the requests that it could not send meanwhile.
import { setTimeout as sleep } from "node:timers/promises";
import { build, type Histogram } from "hdr-histogram-js";
import { RawConnection } from "./raw-connection.js";

export interface Load {
  url: string;
  /** Requests per second. */
  rate: number;
  seconds: number;
  /** The body of the request with this number, counted from 0. */
  body(number: number): string;
  headers?: Readonly<Record<string, string>>;
  /** Connections to use, which stay open at the end. By default new connections are opened and closed. */
  clients?: Clients;
}

export interface Outcome {
  sent: number;
  /** Number of requests by HTTP status; 0 stands for no response. */
  byStatus: ReadonlyMap<number, number>;
  /** Milliseconds from when a request was due to the end of its response, for responses with status 200. */
  accepted: Histogram;
  /** The same for all other requests. */
  refused: Histogram;
  /** Number of responses with status 200 by the second in which the request was due. */
  acceptedBySecond: readonly number[];
  seconds: number;
}

const MAX_CONNECTIONS = 4_000;
const RESPONSE_TIMEOUT_MS = 30_000;
const LONGEST_MS = 60_000;

export async function openLoop(load: Load): Promise<Outcome> {
  const clients = load.clients ?? new Clients(load);
  const byStatus = new Map<number, number>();
  const accepted = build({ highestTrackableValue: LONGEST_MS, numberOfSignificantValueDigits: 3 });
  const refused = build({ highestTrackableValue: LONGEST_MS, numberOfSignificantValueDigits: 3 });
  const acceptedBySecond = new Array<number>(Math.ceil(load.seconds)).fill(0);
  const total = Math.round(load.rate * load.seconds);
  const startedAt = performance.now();
  const pending: Promise<void>[] = [];
  for (let number = 0; number < total; number += 1) {
    const dueAt = startedAt + (number * 1_000) / load.rate;
    const remaining = dueAt - performance.now();
    // All requests that are due are sent at once. A late timer does not distort latencies, which are measured from `dueAt`.
    if (remaining > 0) await sleep(remaining);
    pending.push(
      clients.send(load.body(number)).then((status) => {
        const milliseconds = Math.min(LONGEST_MS, Math.max(1, Math.round(performance.now() - dueAt)));
        byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
        (status === 200 ? accepted : refused).recordValue(milliseconds);
        const second = Math.floor((dueAt - startedAt) / 1_000);
        if (status === 200) acceptedBySecond[second] = (acceptedBySecond[second] ?? 0) + 1;
      }),
    );
  }
  await Promise.all(pending);
  if (load.clients === undefined) clients.close();
  return { sent: total, byStatus, accepted, refused, acceptedBySecond, seconds: load.seconds };
}

/** A pool with one connection for each request in flight, up to a maximum. Connections are reused. */
export class Clients {
  readonly #url: URL;
  readonly #head: string;
  readonly #maxConnections: number;
  readonly #idle: RawConnection[] = [];
  readonly #busy = new Map<RawConnection, number>();
  /** Requests that wait for a connection, in the order of their arrival. */
  readonly #waiting: { request: Buffer; resolve: (status: number) => void }[] = [];
  readonly #sweep: NodeJS.Timeout;

  constructor(target: Pick<Load, "url" | "headers">, maxConnections = MAX_CONNECTIONS) {
    this.#maxConnections = maxConnections;
    this.#url = new URL(target.url);
    const headers = { host: this.#url.host, "content-type": "application/json", ...target.headers };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#head = `POST ${this.#url.pathname} HTTP/1.1\r\n${lines.join("")}content-length: `;
    this.#sweep = setInterval(() => this.#closeStalled(), 1_000);
  }

  /** Resolves to the status of the response, or 0 if there is none. */
  send(content: string): Promise<number> {
    const request = Buffer.from(`${this.#head}${Buffer.byteLength(content)}\r\n\r\n${content}`);
    const connection = this.#idle.pop() ?? this.#open();
    if (connection !== null) return this.#sendOn(connection, request);
    return new Promise((resolve) => this.#waiting.push({ request, resolve }));
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const connection of [...this.#idle, ...this.#busy.keys()]) connection.close();
  }

  #open(): RawConnection | null {
    return this.#busy.size < this.#maxConnections ? this.#connect() : null;
  }

  async #sendOn(connection: RawConnection, request: Buffer): Promise<number> {
    this.#busy.set(connection, performance.now());
    const status = await connection.send(request);
    this.#busy.delete(connection);
    const next = this.#waiting.shift();
    if (next !== undefined)
      this.#sendOn(connection.isClosed ? this.#connect() : connection, next.request).then(next.resolve);
    else if (!connection.isClosed) this.#idle.push(connection);
    return status;
  }

  #connect(): RawConnection {
    const connection: RawConnection = new RawConnection(this.#url, () => this.#remove(connection));
    return connection;
  }

  #remove(connection: RawConnection): void {
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  #closeStalled(): void {
    const oldest = performance.now() - RESPONSE_TIMEOUT_MS;
    for (const [connection, since] of this.#busy) if (since < oldest) connection.close();
  }
}
