// Awaits the values of a whole level: all loads of one tick share one promise, so a hundred of them are awaited once.
import { Deferred } from "../graphql/deferred.js";

/** Texts, or a promise of them if a value is pending. */
export type Texts = string[] | Promise<string[]>;

/** Calls `next` with the values when all have arrived, synchronously if none is pending. Changes the list in place. */
export function whenArrived(values: unknown[], next: (values: unknown[]) => Texts): Texts {
  const arrivals = arrivalsOf(values);
  if (arrivals === null) return next(values);
  const arrived = arrivals.length === 1 ? (arrivals[0] as Promise<unknown>) : Promise.all(arrivals);
  return arrived.then(() => {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i];
      if (value instanceof Deferred) values[i] = value.read();
    }
    return whenArrived(values, next);
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
        Promise.resolve(value).then((result) => {
          values[i] = result;
        }),
      );
    }
  }
  return arrivals;
}

export function isThenable(value: object): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown }).then === "function";
}

/** Marks abandoned promises as handled; an unhandled rejection would end the process. */
export function ignoreRejections(values: readonly unknown[]): void {
  for (const value of values) {
    // A Deferred fails only when it is read.
    if (typeof value === "object" && value !== null && !(value instanceof Deferred) && isThenable(value)) {
      value.then(undefined, () => undefined);
    }
  }
}

/** Starts all of them. If one throws synchronously, the others are abandoned. */
export function startAll(count: number, start: (index: number) => Texts): Texts[] {
  const started: Texts[] = [];
  try {
    for (let i = 0; i < count; i += 1) started.push(start(i));
  } catch (error) {
    ignoreRejections(started);
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
