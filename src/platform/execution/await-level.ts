// Waits for many values at once: those of one batch share one promise, so a column of a hundred loads costs one wait.
import { Deferred } from "../graphql/deferred.js";

/** Texts of values that are all there, or a promise of them. */
export type Texts = string[] | Promise<string[]>;

/** Goes on with the values once each of them is there; at once where nothing is awaited. The list is changed in place. */
export function whenSettled(values: unknown[], next: (values: unknown[]) => Texts): Texts {
  const arrivals = arrivalsOf(values);
  if (arrivals === null) return next(values);
  const arrived = arrivals.length === 1 ? (arrivals[0] as Promise<unknown>) : Promise.all(arrivals);
  return arrived.then(() => {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i];
      if (value instanceof Deferred) values[i] = value.read();
    }
    return whenSettled(values, next);
  });
}

function arrivalsOf(values: unknown[]): Promise<unknown>[] | null {
  let arrivals: Promise<unknown>[] | null = null;
  let last: Promise<unknown> | null = null;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (typeof value !== "object" || value === null) continue;
    if (value instanceof Deferred) {
      const { arrival } = value;
      if (arrival === last) continue;
      last = arrival;
      arrivals ??= [];
      arrivals.push(arrival);
    } else if (isThenable(value)) {
      arrivals ??= [];
      arrivals.push(
        Promise.resolve(value).then((settled) => {
          values[i] = settled;
        }),
      );
    }
  }
  return arrivals;
}

export function isThenable(value: object): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown }).then === "function";
}

/** Nobody waits for them any more: a rejection that is nobody's would end the process. */
export function leaveAlone(values: readonly unknown[]): void {
  for (const value of values) {
    // What is loaded fails when it is read.
    if (typeof value === "object" && value !== null && !(value instanceof Deferred) && isThenable(value)) {
      value.then(undefined, () => undefined);
    }
  }
}

/** Starts all of them. Where one throws at once, what the others come to is nobody's business any more. */
export function startAll(count: number, start: (index: number) => Texts): Texts[] {
  const started: Texts[] = [];
  try {
    for (let i = 0; i < count; i += 1) started.push(start(i));
  } catch (error) {
    leaveAlone(started);
    throw error;
  }
  return started;
}

export function whenAll(started: readonly Texts[], next: (texts: readonly string[][]) => string[]): Texts {
  for (const texts of started) if (texts instanceof Promise) return Promise.all(started).then(next);
  return next(started as readonly string[][]);
}

export function after(texts: Texts, next: (texts: string[]) => string[]): Texts {
  return texts instanceof Promise ? texts.then(next) : next(texts);
}
