// Answers in memory, bounded by bytes, found by their question and by what they depend on. What has not been asked for
// lately goes first, and only for what was asked for twice: a crawl, or a flood of questions that differ, displaces nothing.
// After the doorkeeper of TinyLFU (Einziger, Friedman and Manes, ACM Transactions on Storage 13, 4, 2017).

export interface CachedResponse {
  /** Written to sockets as it is: a text would be copied twice for each answer. In memory of its own, not of a pool. */
  body: Buffer;
  contentType: string;
  /** With its quotes. */
  etag: string;
  /** Further ones, name and value alternating. */
  headers: readonly string[];
  /** Under which changes of it are announced. */
  keys: readonly string[];
  /** Milliseconds since 1970 by the database's clock; infinite where nothing scheduled concerns it. */
  validUntil: number;
}

/** A question as it came over the wire. Kind and text apart: to join them would copy the text for each request. */
export interface RawRequest {
  /** What else the answer depends on, one of few. */
  kind: string;
  text: string;
}

interface Entry {
  response: CachedResponse;
  question: string;
  /** Other spellings of the question, each as it came. */
  spellings: RawRequest[];
  bytes: number;
  wasUsed: boolean;
}

/** Of an entry, its places in maps and the small strings, beside what is counted. */
const ENTRY_BYTES = 600;
const KEY_BYTES = 150;
const MAX_SPELLINGS = 4;
/** Of those that found no room, as many are remembered, and up to as many again. */
const REMEMBERED = 8_192;

export class ResponseStore {
  readonly #maxBytes: number;
  /** In the order in which they came, or were spared. */
  readonly #entries = new Map<string, Entry>();
  /** By kind, then by text. */
  readonly #byRawRequest = new Map<string, Map<string, Entry>>();
  readonly #byKey = new Map<string, Set<Entry>>();
  #bytes = 0;
  /** Questions that found no room. */
  #refused = new Set<string>();
  #refusedEarlier: ReadonlySet<string> = new Set();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(question: string): CachedResponse | undefined {
    return use(this.#entries.get(question));
  }

  /** By the question as it came over the wire, which spares understanding it. */
  findRaw({ kind, text }: RawRequest): CachedResponse | undefined {
    return use(this.#byRawRequest.get(kind)?.get(text));
  }

  /** Whether it is kept: not where others would have to go for a question that was not asked before. */
  put(question: string, response: CachedResponse): boolean {
    const bytes = ENTRY_BYTES + response.body.length + 2 * question.length + KEY_BYTES * response.keys.length;
    // One answer must not empty the whole store.
    if (bytes > this.#maxBytes / 4) return false;
    if (this.#bytes + bytes > this.#maxBytes && !this.#wasAskedBefore(question)) return false;
    this.#remove(this.#entries.get(question));
    const entry: Entry = { response, question, spellings: [], bytes, wasUsed: false };
    this.#entries.set(question, entry);
    for (const key of response.keys) {
      const entries = this.#byKey.get(key);
      if (entries === undefined) this.#byKey.set(key, new Set([entry]));
      else entries.add(entry);
    }
    this.#bytes += bytes;
    this.#makeRoom();
    return true;
  }

  /** The question, if it is kept, is found by this spelling from now on. */
  addRaw(question: string, spelling: RawRequest): void {
    const entry = this.#entries.get(question);
    const { kind, text } = spelling;
    const ofKind = this.#byRawRequest.get(kind) ?? new Map<string, Entry>();
    if (entry === undefined || ofKind.has(text)) return;
    if (entry.spellings.length >= MAX_SPELLINGS) this.#dropRaw(entry);
    entry.spellings.push(spelling);
    this.#byRawRequest.set(kind, ofKind.set(text, entry));
    this.#count(entry, KEY_BYTES + 2 * text.length);
    this.#makeRoom();
  }

  /** How many answers were forgotten. */
  forget(keys: readonly string[]): number {
    let count = 0;
    for (const key of keys) {
      for (const entry of this.#byKey.get(key) ?? []) {
        this.#remove(entry);
        count += 1;
      }
    }
    return count;
  }

  forgetRequest(question: string): void {
    this.#remove(this.#entries.get(question));
  }

  clear(): void {
    this.#entries.clear();
    this.#byRawRequest.clear();
    this.#byKey.clear();
    this.#bytes = 0;
  }

  #wasAskedBefore(question: string): boolean {
    if (this.#entries.has(question) || this.#refused.has(question) || this.#refusedEarlier.has(question)) return true;
    if (this.#refused.size >= REMEMBERED) {
      this.#refusedEarlier = this.#refused;
      this.#refused = new Set();
    }
    this.#refused.add(question);
    return false;
  }

  /** The oldest goes, unless it was used since it was last looked at: then it goes to the end of the line. */
  #makeRoom(): void {
    while (this.#bytes > this.#maxBytes) {
      const [oldest] = this.#entries.values();
      if (oldest === undefined) return;
      if (oldest.wasUsed) {
        oldest.wasUsed = false;
        this.#entries.delete(oldest.question);
        this.#entries.set(oldest.question, oldest);
      } else this.#remove(oldest);
    }
  }

  #remove(entry: Entry | undefined): void {
    if (entry === undefined || !this.#entries.delete(entry.question)) return;
    while (entry.spellings.length > 0) this.#dropRaw(entry);
    for (const key of entry.response.keys) {
      const entries = this.#byKey.get(key);
      entries?.delete(entry);
      if (entries?.size === 0) this.#byKey.delete(key);
    }
    this.#bytes -= entry.bytes;
  }

  #dropRaw(entry: Entry): void {
    const spelling = entry.spellings.shift();
    if (spelling === undefined) return;
    this.#byRawRequest.get(spelling.kind)?.delete(spelling.text);
    this.#count(entry, -(KEY_BYTES + 2 * spelling.text.length));
  }

  #count(entry: Entry, bytes: number): void {
    entry.bytes += bytes;
    this.#bytes += bytes;
  }
}

/** A copy that holds no more memory than it needs: small buffers otherwise share a block of 8 KiB that lives as long. */
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
