// Batching: a loader is declared where it is used and lives as long as the context of one request. DataLoader does the keys,
// the cache and the batches; this file adds that the loads of one tick end together, and that they share one promise.
import DataLoader from "dataloader";
import { Deferred, DeferredList } from "./deferred.js";
import { timedLoad } from "./loader-timings.js";
import { perContext } from "./per-context.js";

export type LoaderOf<C extends object, K, V> = (ctx: C) => Loader<K, V>;

type BatchFunction<K, V> = (keys: readonly K[]) => Promise<readonly (V | Error)[]>;

/** How keys that are not strings are identified: by a text, or by a cache that finds them without one. */
export type KeyIdentity<K> = ((key: K) => string) | { cache: () => KeyedCache<K> };
export type KeyedCache<K> = DataLoader.CacheMap<K, Promise<unknown>>;

const loadersOf = perContext<unknown[]>("loaders", () => []);
let declared = 0;

/**
 * Declares a loader. `name` is that of the constant and labels the loader's metrics; `batch` gets the distinct keys of one
 * tick and returns a value or an error for each, in the same order; `identity` is needed for keys that are not strings.
 */
export function defineLoader<C extends object, K, V>(
  name: string,
  batch: (ctx: C, keys: readonly K[]) => Promise<readonly (V | Error)[]>,
  identity: KeyIdentity<K> = String,
): LoaderOf<C, K, V> {
  const index = declared++;
  return (ctx) => {
    const loaders = loadersOf.of(ctx);
    const existing = loaders[index] as Loader<K, V> | undefined;
    if (existing !== undefined) return existing;
    const loader = new Loader<K, V>(name, (keys) => timedLoad(name, keys.length, batch(ctx, keys)), identity);
    loaders[index] = loader;
    return loader;
  };
}

/** The loads of one tick, whichever batches they belong to. They end together. */
class Tick<V> {
  readonly arrival: Promise<void>;
  readonly #loads: Promise<V>[] = [];
  #batch: Promise<readonly (V | Error)[]> | null = null;
  #values: readonly V[] = [];
  /** Null unless a load failed: `allSettled` costs several times as much as `all`. */
  #results: readonly PromiseSettledResult<V>[] | null = null;

  constructor(dispatched: Promise<void>) {
    this.arrival = dispatched.then(() => this.#awaitLoads());
  }

  add(load: Promise<V>): Deferred<V> {
    return new TickDeferred(this, this.#loads.push(load) - 1);
  }

  /** Called with the batch that holds the new keys of this tick. */
  dispatched(keyCount: number, batch: Promise<readonly (V | Error)[]>): void {
    if (keyCount === this.#loads.length) this.#batch = batch;
  }

  valueAt(index: number): V {
    const result = this.#results?.[index];
    if (result?.status === "rejected") throw result.reason;
    return result === undefined ? (this.#values[index] as V) : result.value;
  }

  /**
   * If every load of the tick was of a new key, and none failed, the values are those of the batch in its order, and no promise
   * of a single load has to be awaited.
   */
  async #awaitLoads(): Promise<void> {
    const values = await this.#batch?.catch(() => null);
    if (values?.length === this.#loads.length && !values.some(isError)) {
      this.#values = values as readonly V[];
      return;
    }
    try {
      this.#values = await Promise.all(this.#loads);
    } catch {
      this.#results = await Promise.allSettled(this.#loads);
    }
  }
}

const isError = (value: unknown): boolean => value instanceof Error;

class TickDeferred<V> extends Deferred<V> {
  readonly #tick: Tick<V>;
  readonly #index: number;

  constructor(tick: Tick<V>, index: number) {
    super();
    this.#tick = tick;
    this.#index = index;
  }

  get arrival(): Promise<void> {
    return this.#tick.arrival;
  }

  read(): V {
    return this.#tick.valueAt(this.#index);
  }
}

/**
 * Loads each key once. A key that an earlier tick has loaded arrives together with the loads of its own tick. If it
 * arrived on its own, before or after the others, its level of the query would split, and the next level would take one
 * statement for each part.
 */
export class Loader<K, V> {
  readonly #dataLoader: DataLoader<K, V, unknown>;
  #tick: Tick<V> | null = null;

  constructor(name: string, load: BatchFunction<K, V>, identity: KeyIdentity<K>) {
    let dispatching: Tick<V> | null = null;
    const loadBatch: BatchFunction<K, V> = (keys) => {
      const batch = load(keys);
      dispatching?.dispatched(keys.length, batch);
      return batch;
    };
    this.#dataLoader = new DataLoader<K, V, unknown>(loadBatch, {
      name,
      ...(typeof identity === "function"
        ? { cacheKeyFn: identity }
        : { cacheMap: identity.cache() as DataLoader.CacheMap<unknown, Promise<V>> }),
      batchScheduleFn: (dispatch) => {
        const dispatched = afterPromiseJobs().then(() => {
          dispatching = this.#tick;
          this.#tick = null;
          dispatch();
        });
        this.#tick = new Tick(dispatched);
      },
    });
  }

  load(key: K): Deferred<V> {
    const load = this.#dataLoader.load(key);
    return (this.#tick as Tick<V>).add(load);
  }

  /** Fails if any of them fails. */
  loadMany(keys: readonly K[]): Deferred<V[]> {
    return new DeferredList(keys.map((key) => this.load(key)));
  }
}

/** After the microtask queue has drained, when everything that can be loaded now has been requested. */
function afterPromiseJobs(): Promise<void> {
  return new Promise((resolve) => {
    void Promise.resolve().then(() => process.nextTick(resolve));
  });
}

/** Drops everything that a context has loaded. Called after a write, so that the response reads what was written. */
export function clearLoaders(ctx: object): void {
  loadersOf.clear(ctx);
}

/** Puts rows into the order of the keys, with null for a key without a row. */
export function inKeyOrder<K, Row>(keys: readonly K[], rows: readonly Row[], keyOf: (row: Row) => K): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Groups rows by key, in the order of the keys. Rows keep their order within a group. */
export function groupInKeyOrder<K, Row>(keys: readonly K[], rows: readonly Row[], keyOf: (row: Row) => K): Row[][] {
  const groups = new Map<K, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}
