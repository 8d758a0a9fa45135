// Sends requests at a given rate whether or not answers come, as a public does, and times each from the moment it was meant
// to be sent. A closed loop would wait for the stalled server and never see the requests that it kept from being sent.
import { Agent, request as sendRequest } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { build, type Histogram } from "hdr-histogram-js";

export interface Load {
  url: string;
  /** Requests a second. */
  rate: number;
  seconds: number;
  /** The body of the request with this number, counted from 0. */
  body(number: number): string;
  headers?: Readonly<Record<string, string>>;
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

const MAX_SOCKETS = 4_000;
const PATIENCE_MS = 30_000;
const LONGEST_MS = 60_000;

export async function openLoop(load: Load): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: "fifo" });
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
      post(agent, load, number).then((status) => {
        const milliseconds = Math.min(LONGEST_MS, Math.max(1, Math.round(performance.now() - dueAt)));
        byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
        (status === 200 ? accepted : refused).recordValue(milliseconds);
        const second = Math.floor((dueAt - startedAt) / 1_000);
        if (status === 200) acceptedBySecond[second] = (acceptedBySecond[second] ?? 0) + 1;
      }),
    );
  }
  await Promise.all(pending);
  agent.destroy();
  return { sent: total, byStatus, accepted, refused, acceptedBySecond, seconds: load.seconds };
}

function post(agent: Agent, { url, body, headers }: Load, number: number): Promise<number> {
  return new Promise((resolve) => {
    const content = body(number);
    const request = sendRequest(
      url,
      {
        agent,
        method: "POST",
        timeout: PATIENCE_MS,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(content), ...headers },
      },
      (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", () => resolve(0));
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(0));
    request.end(content);
  });
}
