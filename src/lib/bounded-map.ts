// A map of at most so many entries, for values that can be computed again and whose keys a client chooses. Entries that are
// used stay; a client that sends new keys without end evicts its own.

/**
 * Keeps two generations of half the size each. When the young one is full it becomes the old one, and the old one is
 * dropped; an entry found in the old one moves to the young one. That approximates "least recently used" with one look-up
 * for an entry in use, where an exact order would cost a deletion and an insertion at each use.
 */
export class BoundedMap<K, V> {
  readonly #maxPerGeneration: number;
  #young = new Map<K, V>();
  #old: ReadonlyMap<K, V> = new Map();

  constructor(maxSize: number) {
    if (!Number.isInteger(maxSize) || maxSize < 2)
      throw new RangeError(`Expected a size of at least 2, got ${maxSize}.`);
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

  /** The value of the key, created if there is none. */
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
