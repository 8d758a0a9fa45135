// Sends requests at a given rate whether or not answers come, as a public does, and times each from the moment it was meant
// to be sent. A closed loop would wait for the stalled server and never see the requests that it kept from being sent.
import { setTimeout as sleep } from "node:timers/promises";
import { build, type Histogram } from "hdr-histogram-js";
import { RawConnection } from "./raw-connection.js";

export interface Load {
  url: string;
  /** Requests a second. */
  rate: number;
  seconds: number;
  /** The body of the request with this number, counted from 0. */
  body(number: number): string;
  headers?: Readonly<Record<string, string>>;
  /** Whose connections are used, and left open at the end; connections of its own where absent. */
  clients?: Clients;
}

export interface Outcome {
  sent: number;
  /** By HTTP status; 0 where there was no answer. */
  byStatus: ReadonlyMap<number, number>;
  /** Milliseconds from when a request was meant to be sent to the end of its answer, of those answered 200. */
  accepted: Histogram;
  /** The same of all others. */
  refused: Histogram;
  /** How many were answered 200 in each whole second, by when they were meant to be sent. */
  acceptedBySecond: readonly number[];
  seconds: number;
}

const MAX_CONNECTIONS = 4_000;
const PATIENCE_MS = 30_000;
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
    const early = dueAt - performance.now();
    // Everything that is due goes out at once; a late timer delays nothing in the books, since time runs from `dueAt`.
    if (early > 0) await sleep(early);
    pending.push(
      clients.ask(load.body(number)).then((status) => {
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

/** As many connections as there are requests under way, up to a bound, and each used again once it is free. */
export class Clients {
  readonly #url: URL;
  readonly #head: string;
  readonly #maxConnections: number;
  readonly #idle: RawConnection[] = [];
  readonly #busy = new Map<RawConnection, number>();
  /** Requests for which there is no connection, in the order of their coming. */
  readonly #waiting: { request: Buffer; resolve: (status: number) => void }[] = [];
  readonly #sweep: NodeJS.Timeout;

  constructor(target: Pick<Load, "url" | "headers">, maxConnections = MAX_CONNECTIONS) {
    this.#maxConnections = maxConnections;
    this.#url = new URL(target.url);
    const headers = { host: this.#url.host, "content-type": "application/json", ...target.headers };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#head = `POST ${this.#url.pathname} HTTP/1.1\r\n${lines.join("")}content-length: `;
    this.#sweep = setInterval(() => this.#giveUpOld(), 1_000);
  }

  /** Resolves with the status of the answer, 0 without one. */
  ask(content: string): Promise<number> {
    const request = Buffer.from(`${this.#head}${Buffer.byteLength(content)}\r\n\r\n${content}`);
    const connection = this.#idle.pop() ?? this.#open();
    if (connection !== null) return this.#send(connection, request);
    return new Promise((resolve) => this.#waiting.push({ request, resolve }));
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const connection of [...this.#idle, ...this.#busy.keys()]) connection.close();
  }

  #open(): RawConnection | null {
    return this.#busy.size < this.#maxConnections ? this.#fresh() : null;
  }

  async #send(connection: RawConnection, request: Buffer): Promise<number> {
    this.#busy.set(connection, performance.now());
    const status = await connection.send(request);
    this.#busy.delete(connection);
    const next = this.#waiting.shift();
    if (next !== undefined)
      this.#send(connection.isClosed ? this.#fresh() : connection, next.request).then(next.resolve);
    else if (!connection.isClosed) this.#idle.push(connection);
    return status;
  }

  #fresh(): RawConnection {
    const connection: RawConnection = new RawConnection(this.#url, () => this.#forget(connection));
    return connection;
  }

  #forget(connection: RawConnection): void {
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  #giveUpOld(): void {
    const oldest = performance.now() - PATIENCE_MS;
    for (const [connection, since] of this.#busy) if (since < oldest) connection.close();
  }
}
