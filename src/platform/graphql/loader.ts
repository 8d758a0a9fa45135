// Batching: a loader is declared where it is used and lives as long as one request's context. It turns the loads of one
// level of a query into one statement, whatever other levels have loaded before. Our own instead of DataLoader, which
// makes a promise for each key: with hundreds of keys in a query those cost more than everything else about them.

import { Deferred, DeferredList } from "./deferred.js";
import { timedLoad } from "./loader-timings.js";
import { perContext } from "./per-context.js";

export type LoaderOf<C extends object, K, V> = (ctx: C) => Loader<K, V>;

type BatchFunction<K, V> = (keys: readonly K[]) => Promise<readonly (V | Error)[]>;

const loadersOf = perContext<unknown[]>("loaders", () => []);
let declared = 0;

/**
 * Declares a loader. `name` is that of the constant, for whoever watches the service; `batch` gets the distinct keys of one
 * tick and answers in their order; `keyOf` gives each key its identity where it is not a string.
 */
export function defineLoader<C extends object, K, V>(
  name: string,
  batch: (ctx: C, keys: readonly K[]) => Promise<readonly (V | Error)[]>,
  keyOf: (key: K) => string = String,
): LoaderOf<C, K, V> {
  const place = declared++;
  return (ctx) => {
    const loaders = loadersOf.of(ctx);
    const known = loaders[place] as Loader<K, V> | undefined;
    if (known !== undefined) return known;
    const loader = new Loader<K, V>((keys) => timedLoad(name, keys.length, batch(ctx, keys)), keyOf);
    loaders[place] = loader;
    return loader;
  };
}

/** Where the value of one key will be. */
class Slot<K, V> {
  value: V | Error | undefined;

  constructor(
    readonly key: K,
    readonly batch: Batch<K, V>,
  ) {}
}

class Batch<K, V> {
  readonly slots: Slot<K, V>[] = [];
  /** Batches under way that hold what was loaded in this tick as well. */
  readonly needed = new Set<Batch<K, V>>();
  readonly arrival: Promise<unknown>;

  constructor(dispatch: (batch: Batch<K, V>) => Promise<unknown>) {
    this.arrival = afterPromiseJobs().then(() => dispatch(this));
  }
}

class BatchDeferred<K, V> extends Deferred<V> {
  readonly #slot: Slot<K, V>;

  constructor(
    readonly arrival: Promise<unknown>,
    slot: Slot<K, V>,
  ) {
    super();
    this.#slot = slot;
  }

  read(): V {
    const { value } = this.#slot;
    if (value instanceof Error) throw value;
    return value as V;
  }
}

/**
 * Asks for each key once. A load of a key that an earlier tick began ends together with the loads of its own tick: were
 * it to end by itself, before or after its neighbours, their level of the query would come apart, and the next level
 * would take a statement for each part.
 */
export class Loader<K, V> {
  readonly #load: BatchFunction<K, V>;
  readonly #keyOf: (key: K) => string;
  readonly #slots = new Map<string, Slot<K, V>>();
  #open: Batch<K, V> | null = null;

  constructor(load: BatchFunction<K, V>, keyOf: (key: K) => string) {
    this.#load = load;
    this.#keyOf = keyOf;
  }

  load(key: K): Deferred<V> {
    this.#open ??= new Batch<K, V>((batch) => this.#dispatch(batch));
    const batch = this.#open;
    const identity = this.#keyOf(key);
    let slot = this.#slots.get(identity);
    if (slot === undefined) {
      slot = new Slot(key, batch);
      batch.slots.push(slot);
      this.#slots.set(identity, slot);
    } else if (slot.batch !== batch) batch.needed.add(slot.batch);
    return new BatchDeferred(batch.arrival, slot);
  }

  /** Fails where any of them fails. */
  loadMany(keys: readonly K[]): Deferred<V[]> {
    return new DeferredList(keys.map((key) => this.load(key)));
  }

  async #dispatch(batch: Batch<K, V>): Promise<void> {
    this.#open = null;
    if (batch.slots.length > 0) await this.#fill(batch.slots);
    for (const needed of batch.needed) await needed.arrival;
  }

  /** A statement that fails is the failure of its own keys alone. */
  async #fill(slots: readonly Slot<K, V>[]): Promise<void> {
    let failure: Error;
    try {
      // No limit of the batch's size: keys travel as one array parameter, so splitting would only add statements.
      const values = await this.#load(slots.map(({ key }) => key));
      if (values.length === slots.length) {
        for (const [index, slot] of slots.entries()) slot.value = values[index];
        return;
      }
      failure = new Error(`Expected a batch to answer ${slots.length} keys, got ${values.length} values.`);
    } catch (error) {
      failure = error instanceof Error ? error : new Error("A batch failed.", { cause: error });
    }
    for (const slot of slots) slot.value = failure;
  }
}

/** When every promise that can go on without the outside has gone on, so that whatever else is to be loaded was asked for. */
function afterPromiseJobs(): Promise<void> {
  return new Promise((resolve) => {
    void Promise.resolve().then(() => process.nextTick(resolve));
  });
}

/** Forgets everything a context has loaded; called after a write, so that its answer reads what was written. */
export function clearLoaders(ctx: object): void {
  loadersOf.forget(ctx);
}

/** Puts rows into the order of the keys, one pass; null for a key without a row. */
export function inKeyOrder<K, Row>(keys: readonly K[], rows: readonly Row[], keyOf: (row: Row) => K): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Groups rows by key in the order of the keys, keeping the order of the rows within a group. */
export function groupInKeyOrder<K, Row>(keys: readonly K[], rows: readonly Row[], keyOf: (row: Row) => K): Row[][] {
  const groups = new Map<K, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}
