// Opens a store when it is first used, so that a service without assets starts where it cannot write any files.

import type { Readable } from "node:stream";
import type {
  ByteRange,
  ByteStore,
  DirectUpload,
  NewObject,
  OpenedObject,
  StoredHead,
  StoredObject,
} from "./byte-store.js";

export class LazyStore implements ByteStore {
  readonly #open: () => Promise<ByteStore>;
  #opened: Promise<ByteStore> | null = null;

  constructor(open: () => Promise<ByteStore>) {
    this.#open = open;
  }

  async put(key: string, stream: Readable, object: NewObject): Promise<void> {
    const store = await this.#store();
    return store.put(key, stream, object);
  }

  async get(key: string, range?: ByteRange): Promise<OpenedObject | null> {
    return (await this.#store()).get(key, range);
  }

  async head(key: string): Promise<StoredHead | null> {
    return (await this.#store()).head(key);
  }

  async delete(key: string): Promise<void> {
    return (await this.#store()).delete(key);
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    yield* (await this.#store()).list(prefix);
  }

  async move(from: string, to: string): Promise<boolean> {
    return (await this.#store()).move(from, to);
  }

  async presignPut(key: string, object: NewObject & { expiresInSeconds: number }): Promise<DirectUpload | null> {
    return (await this.#store()).presignPut(key, object);
  }

  /** A failure is not remembered. */
  #store(): Promise<ByteStore> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }
}
