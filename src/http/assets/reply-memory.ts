// Replies with small pictures that were sent lately, so that they need neither the store nor the disk. Bounded by their bytes.
import type { Reply } from "../reply.js";

/** A page shows some dozen pictures of about 50 kB. */
const MAX_BYTES = 32 * 1_024 * 1_024;
const MAX_BYTES_OF_ONE = 512 * 1_024;
/** Of a reply without its body: keys, headers and entries of the map. */
const OVERHEAD = 1_024;

export class ReplyMemory {
  readonly #replies = new Map<string, Reply>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Reply | undefined {
    const reply = this.#replies.get(key);
    if (reply === undefined) return undefined;
    // The order of a map is that of insertion: the first entry is the one that was not used for longest.
    this.#replies.delete(key);
    this.#replies.set(key, reply);
    return reply;
  }

  set(key: string, reply: Reply): void {
    const size = sizeOf(reply);
    if (size > MAX_BYTES_OF_ONE) return;
    this.#delete(key);
    this.#replies.set(key, reply);
    this.#bytes += size;
    for (const oldest of this.#replies.keys()) {
      if (this.#bytes <= MAX_BYTES) return;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    const reply = this.#replies.get(key);
    if (reply === undefined) return;
    this.#replies.delete(key);
    this.#bytes -= sizeOf(reply);
  }
}

function sizeOf({ body }: Reply): number {
  return body.length + OVERHEAD;
}
