// Looks keys up in batches, of which only a few run at once: a single look-up starts immediately, and under load the keys that arrive meanwhile share
// the next batch. So any number of look-ups takes few connections, and each batch starts after its keys have arrived.

export interface BatchedLookUpsOptions<K, V> {
  /** The values in the order of the keys. */
  load(keys: readonly K[]): Promise<readonly V[]>;
  maxRunning: number;
  maxKeys: number;
}

interface Waiting<K, V> {
  key: K;
  resolve(value: V): void;
  reject(error: unknown): void;
}

export class BatchedLookUps<K, V> {
  readonly #options: BatchedLookUpsOptions<K, V>;
  readonly #waiting: Waiting<K, V>[] = [];
  #running = 0;

  constructor(options: BatchedLookUpsOptions<K, V>) {
    this.#options = options;
  }

  find(key: K): Promise<V> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      this.#startNext();
    });
  }

  #startNext(): void {
    if (this.#running >= this.#options.maxRunning || this.#waiting.length === 0) return;
    this.#running += 1;
    const batch = this.#waiting.splice(0, this.#options.maxKeys);
    void this.#run(batch).finally(() => {
      this.#running -= 1;
      this.#startNext();
    });
  }

  async #run(batch: readonly Waiting<K, V>[]): Promise<void> {
    try {
      const values = await this.#options.load(batch.map(({ key }) => key));
      for (const [index, { resolve }] of batch.entries()) resolve(values[index] as V);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
