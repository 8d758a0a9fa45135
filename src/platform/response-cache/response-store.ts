// Responses in memory, limited by bytes, found by key, by raw request and by tag. Evicts by CLOCK; when full it admits a new key
// only on its second miss, so that a crawl or a flood of different requests evicts nothing that is in use (the doorkeeper of
// TinyLFU: Einziger, Friedman and Manes, ACM Transactions on Storage 13, 4, 2017).

export interface CachedResponse {
  /** Written to sockets as it is: a string would be copied twice for each response. Has memory of its own, not of a pool. */
  body: Buffer;
  contentType: string;
  /** With its quotes. */
  etag: string;
  /** Further headers, name and value alternating. */
  headers: readonly string[];
  /** The cache tags that invalidate it. */
  tags: readonly string[];
  /** Milliseconds since 1970 by the database's clock; infinite if no scheduled post concerns it. */
  validUntil: number;
}

/** A request as it arrived. Kind and text are separate, because joining them would copy the text for each request. */
export interface RawRequest {
  /** What else the response depends on; one of few values. */
  kind: string;
  text: string;
}

interface Entry {
  response: CachedResponse;
  key: string;
  /** The latest raw requests with this key. */
  rawRequests: RawRequest[];
  bytes: number;
  wasUsed: boolean;
}

/** An entry's share of the maps, and its small strings. */
const ENTRY_BYTES = 600;
const REFERENCE_BYTES = 150;
const MAX_RAW_REQUESTS = 4;
/** Keys that were not admitted: at least the latest so many are remembered, at most twice as many. */
const REJECTED_KEYS = 8_192;

export class ResponseStore {
  readonly #maxBytes: number;
  /** In the order of the clock's hand. */
  readonly #entries = new Map<string, Entry>();
  /** By kind, then by text. */
  readonly #byRawRequest = new Map<string, Map<string, Entry>>();
  readonly #byTag = new Map<string, Set<Entry>>();
  #bytes = 0;
  #rejected = new Set<string>();
  #rejectedBefore: ReadonlySet<string> = new Set();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(key: string): CachedResponse | undefined {
    return use(this.#entries.get(key));
  }

  /** Finds a response without parsing the request. */
  findRaw({ kind, text }: RawRequest): CachedResponse | undefined {
    return use(this.#byRawRequest.get(kind)?.get(text));
  }

  /** Whether the response was stored. A full store admits a key on its second miss only. */
  put(key: string, response: CachedResponse): boolean {
    const bytes = ENTRY_BYTES + response.body.length + 2 * key.length + REFERENCE_BYTES * response.tags.length;
    // A single response must not evict all others.
    if (bytes > this.#maxBytes / 4) return false;
    if (this.#bytes + bytes > this.#maxBytes && !this.#hasMissedBefore(key)) return false;
    this.#delete(this.#entries.get(key));
    const entry: Entry = { response, key, rawRequests: [], bytes, wasUsed: false };
    this.#entries.set(key, entry);
    for (const tag of response.tags) {
      const entries = this.#byTag.get(tag);
      if (entries === undefined) this.#byTag.set(tag, new Set([entry]));
      else entries.add(entry);
    }
    this.#bytes += bytes;
    this.#makeRoom();
    return true;
  }

  /** From now on `findRaw` finds the response with the key, if it is stored, by this raw request. */
  addRaw(key: string, raw: RawRequest): void {
    const entry = this.#entries.get(key);
    const { kind, text } = raw;
    const ofKind = this.#byRawRequest.get(kind) ?? new Map<string, Entry>();
    if (entry === undefined || ofKind.has(text)) return;
    if (entry.rawRequests.length >= MAX_RAW_REQUESTS) this.#deleteOldestRaw(entry);
    entry.rawRequests.push(raw);
    this.#byRawRequest.set(kind, ofKind.set(text, entry));
    this.#count(entry, REFERENCE_BYTES + 2 * text.length);
    this.#makeRoom();
  }

  /** Returns the number of deleted responses. */
  deleteTagged(tags: readonly string[]): number {
    const before = this.#entries.size;
    for (const tag of tags) for (const entry of this.#byTag.get(tag) ?? []) this.#delete(entry);
    return before - this.#entries.size;
  }

  clear(): void {
    this.#entries.clear();
    this.#byRawRequest.clear();
    this.#byTag.clear();
    this.#bytes = 0;
  }

  #hasMissedBefore(key: string): boolean {
    if (this.#entries.has(key) || this.#rejected.has(key) || this.#rejectedBefore.has(key)) return true;
    if (this.#rejected.size >= REJECTED_KEYS) {
      this.#rejectedBefore = this.#rejected;
      this.#rejected = new Set();
    }
    this.#rejected.add(key);
    return false;
  }

  /** CLOCK: the entry at the hand is evicted, unless it was used since the hand last passed it. */
  #makeRoom(): void {
    while (this.#bytes > this.#maxBytes) {
      const [oldest] = this.#entries.values();
      if (oldest === undefined) return;
      if (oldest.wasUsed) {
        oldest.wasUsed = false;
        this.#entries.delete(oldest.key);
        this.#entries.set(oldest.key, oldest);
      } else this.#delete(oldest);
    }
  }

  #delete(entry: Entry | undefined): void {
    if (entry === undefined || !this.#entries.delete(entry.key)) return;
    while (entry.rawRequests.length > 0) this.#deleteOldestRaw(entry);
    for (const tag of entry.response.tags) {
      const entries = this.#byTag.get(tag);
      entries?.delete(entry);
      if (entries?.size === 0) this.#byTag.delete(tag);
    }
    this.#bytes -= entry.bytes;
  }

  #deleteOldestRaw(entry: Entry): void {
    const raw = entry.rawRequests.shift();
    if (raw === undefined) return;
    this.#byRawRequest.get(raw.kind)?.delete(raw.text);
    this.#count(entry, -(REFERENCE_BYTES + 2 * raw.text.length));
  }

  #count(entry: Entry, bytes: number): void {
    entry.bytes += bytes;
    this.#bytes += bytes;
  }
}

/** A copy that holds no more memory than it needs: small buffers otherwise share a block of 8 KiB, which lives as long as they. */
export function ownBytes(source: string | Buffer): Buffer {
  if (typeof source !== "string") {
    const copy = Buffer.allocUnsafeSlow(source.length);
    source.copy(copy);
    return copy;
  }
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(source));
  bytes.write(source);
  return bytes;
}

function use(entry: Entry | undefined): CachedResponse | undefined {
  if (entry === undefined) return undefined;
  entry.wasUsed = true;
  return entry.response;
}
