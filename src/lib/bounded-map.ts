// A map with a maximum size, for values that can be recomputed and whose keys clients choose. Entries in use stay; a client
// that keeps sending new keys evicts only entries that are not in use.

/**
 * Keeps two generations of half the size each. When the young generation is full, it becomes the old one and the previous old
 * one is dropped; an entry found in the old generation moves to the young one. This approximates LRU with a single look-up
 * per use, where an exact LRU needs a deletion and an insertion per use.
 */
export class BoundedMap<K, V> {
  readonly #maxPerGeneration: number;
  #young = new Map<K, V>();
  #old: ReadonlyMap<K, V> = new Map();

  constructor(maxSize: number) {
    if (!Number.isInteger(maxSize) || maxSize < 2)
      throw new RangeError(`Expected an integer size of at least 2, got ${maxSize}.`);
    this.#maxPerGeneration = Math.floor(maxSize / 2);
  }

  get(key: K): V | undefined {
    const value = this.#young.get(key);
    return value === undefined && this.#old.size > 0 ? this.#promote(key) : value;
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#maxPerGeneration && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  /** Returns the value of the key; creates and stores it if there is none. */
  getOrCreate(key: K, create: (key: K) => V): V {
    const found = this.get(key);
    if (found !== undefined) return found;
    const created = create(key);
    this.set(key, created);
    return created;
  }

  #promote(key: K): V | undefined {
    const value = this.#old.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }
}
