// A value that is on its way together with others: all loads of one batch share one promise, and each is read without a
// promise of its own once that has arrived. An executor that waits for whole levels never pays per value; whoever
// does not know of it, such as graphql-js or `await`, sees a thenable like any other.

export abstract class Deferred<V> implements PromiseLike<V> {
  /** Fulfilled when `read` may be called, whatever came of it. */
  abstract readonly arrival: Promise<unknown>;

  /** The value, or throws why there is none. */
  abstract read(): V;

  /** A function of the value, worked out when it is read. */
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

/** A value that may be there already. */
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

/** Several values of one batch as one. */
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
