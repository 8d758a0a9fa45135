// A value that arrives together with others: all loads of one tick share one promise, and once it has resolved each value is
// read synchronously. An executor that waits for whole levels therefore needs no promise per value. To code that does not
// know the class, such as graphql-js or `await`, it is an ordinary thenable.

export abstract class Deferred<V> implements PromiseLike<V> {
  /** Always fulfilled, also when loading failed; then `read` may be called. */
  abstract readonly arrival: Promise<unknown>;

  /** Returns the value, or throws the reason why there is none. */
  abstract read(): V;

  /** A value computed from this one when it is read. */
  map<W>(change: (value: V) => W): Deferred<W> {
    return new MappedDeferred(this, change);
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaited like a promise is what the class is for.
  then<A = V, B = never>(
    onFulfilled?: ((value: V) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.arrival.then(() => this.read()).then(onFulfilled, onRejected);
  }
}

/** A value that may be available without loading. */
export type MaybeDeferred<V> = V | Deferred<V>;

export function mapDeferred<V, W>(value: MaybeDeferred<V>, change: (value: V) => W): MaybeDeferred<W> {
  return value instanceof Deferred ? value.map(change) : change(value);
}

class MappedDeferred<V, W> extends Deferred<W> {
  readonly #source: Deferred<V>;
  readonly #change: (value: V) => W;

  constructor(source: Deferred<V>, change: (value: V) => W) {
    super();
    this.#source = source;
    this.#change = change;
  }

  get arrival(): Promise<unknown> {
    return this.#source.arrival;
  }

  read(): W {
    return this.#change(this.#source.read());
  }
}

/** Several values of the same tick as one list. */
export class DeferredList<V> extends Deferred<V[]> {
  readonly #loads: readonly Deferred<V>[];

  constructor(loads: readonly Deferred<V>[]) {
    super();
    this.#loads = loads;
  }

  get arrival(): Promise<unknown> {
    return this.#loads[0]?.arrival ?? Promise.resolve();
  }

  read(): V[] {
    return this.#loads.map((load) => load.read());
  }
}
