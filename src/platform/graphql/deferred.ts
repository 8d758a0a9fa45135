// A value that is on its way together with others: all loads of one batch share one promise, and each is read without a
// promise of its own once that has arrived. An executor that waits for whole levels never pays per value; whoever
// does not know of it, such as graphql-js or `await`, sees a thenable like any other.

export abstract class Loading<V> implements PromiseLike<V> {
  /** Fulfilled when `read` may be called, whatever came of it. */
  abstract readonly arrival: Promise<unknown>;

  /** The value, or throws why there is none. */
  abstract read(): V;

  /** A function of the value, worked out when it is read. */
  map<W>(change: (value: V) => W): Loading<W> {
    return new ChangedLoading(this, change);
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
export type Loadable<V> = V | Loading<V>;

export function mapLoadable<V, W>(value: Loadable<V>, change: (value: V) => W): Loadable<W> {
  return value instanceof Loading ? value.map(change) : change(value);
}

class ChangedLoading<V, W> extends Loading<W> {
  readonly #source: Loading<V>;
  readonly #change: (value: V) => W;

  constructor(source: Loading<V>, change: (value: V) => W) {
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
export class LoadingList<V> extends Loading<V[]> {
  readonly #loads: readonly Loading<V>[];

  constructor(loads: readonly Loading<V>[]) {
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
