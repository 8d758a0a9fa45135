// Collects the lexemes of a post with their positions and weights, and writes them as PostgreSQL's binary form of a tsvector, which the
// database reads in a sixth of the time of the text form. PostgreSQL sorts the lexemes.

export type Weight = "A" | "B" | "C" | "D";

/** In the two highest bits of a position. */
const WEIGHT_BITS: Record<Weight, number> = { A: 0xc000, B: 0x8000, C: 0x4000, D: 0 };
const POSITION_BITS = 0x3fff;

/** PostgreSQL stores positions up to this, and 255 of them for a lexeme. */
const MAX_POSITION = 16_383;
const MAX_POSITIONS = 255;
/** PostgreSQL's limit is 1,048,575 bytes of lexemes and positions. */
const MAX_BYTES = 1_000_000;
/** The byte that ends the lexeme, and the number of its positions. */
const BYTES_PER_LEXEME = 3;

/** The database stores no such text: zero, and halves of characters. */
const UNSTORABLE = /\0|\p{Cs}/u;

export class VectorBuilder {
  /**
   * Lexemes of one or two UTF-16 units by their units as one number: of a Chinese text nearly all, and looking up a number is several times
   * as fast as making a string and looking it up.
   */
  readonly #shortLexemes = new Map<number, number>();
  readonly #longLexemes = new Map<string, number>();
  /** By number of the lexeme; the lexeme itself is a number if it is short. */
  readonly #lexemes: (number | string)[] = [];
  readonly #counts: number[] = [];
  readonly #firstEntries: number[] = [];
  readonly #lastEntries: number[] = [];
  /** Each entry is a position with its weight, and the number of the lexeme's next entry. */
  readonly #entries: number[] = [];
  readonly #nextEntries: number[] = [];
  #bytes = 0;
  /** Whether lexemes or positions were left out. */
  isClipped = false;

  /** The positions of a lexeme do not decrease. */
  add(lexeme: string, position: number, weight: Weight): void {
    if (lexeme.length <= 2) {
      if (lexeme !== "")
        this.addPair(lexeme.charCodeAt(0), lexeme.length === 1 ? 0 : lexeme.charCodeAt(1), position, weight);
      return;
    }
    const number = this.#longLexemes.get(lexeme);
    if (number !== undefined) this.#addPosition(number, position, weight);
    else if (!UNSTORABLE.test(lexeme) && this.#hasRoom(Buffer.byteLength(lexeme))) {
      this.#longLexemes.set(lexeme, this.#lexemes.length);
      this.#addLexeme(lexeme, position, weight);
    }
  }

  /** A lexeme of two UTF-16 units, or of one if the second is 0. */
  addPair(first: number, second: number, position: number, weight: Weight): void {
    const key = (first << 16) | second;
    const number = this.#shortLexemes.get(key);
    if (number !== undefined) this.#addPosition(number, position, weight);
    else if (this.#hasRoom(6)) {
      this.#shortLexemes.set(key, this.#lexemes.length);
      this.#addLexeme(key, position, weight);
    }
  }

  #hasRoom(bytes: number): boolean {
    if (this.#bytes + bytes + BYTES_PER_LEXEME + 2 <= MAX_BYTES) {
      this.#bytes += bytes + BYTES_PER_LEXEME;
      return true;
    }
    this.isClipped = true;
    return false;
  }

  /** Beyond the last position a lexeme has none: at the same position with all others it would match as a part of any name. */
  #addLexeme(lexeme: number | string, position: number, weight: Weight): void {
    const isBeyond = position > MAX_POSITION;
    const entry = isBeyond ? 0 : this.#addEntry(position, weight);
    if (isBeyond) this.isClipped = true;
    this.#lexemes.push(lexeme);
    this.#counts.push(isBeyond ? 0 : 1);
    this.#firstEntries.push(entry);
    this.#lastEntries.push(entry);
  }

  #addPosition(number: number, position: number, weight: Weight): void {
    const last = this.#lastEntries[number] ?? 0;
    const count = this.#counts[number] ?? 0;
    if (count > 0 && position <= ((this.#entries[last] ?? 0) & POSITION_BITS)) return;
    if (position > MAX_POSITION || count >= MAX_POSITIONS || this.#bytes + 2 > MAX_BYTES) {
      this.isClipped = true;
      return;
    }
    const entry = this.#addEntry(position, weight);
    this.#nextEntries[last] = entry;
    this.#lastEntries[number] = entry;
    this.#counts[number] = count + 1;
  }

  #addEntry(position: number, weight: Weight): number {
    this.#bytes += 2;
    this.#nextEntries.push(0);
    return this.#entries.push(position | WEIGHT_BITS[weight]) - 1;
  }

  /** Not a part of a pool, so that it can be transferred to another thread. */
  toBuffer(): Buffer {
    // Each lexeme is counted with at least as many bytes as it has.
    const buffer = Buffer.allocUnsafeSlow(4 + this.#bytes);
    let at = buffer.writeInt32BE(this.#lexemes.length, 0);
    for (let number = 0; number < this.#lexemes.length; number += 1) {
      at = writeLexeme(buffer, at, this.#lexemes[number] ?? 0);
      const count = this.#counts[number] ?? 0;
      at = writeInteger(buffer, at, count);
      let entry = this.#firstEntries[number] ?? 0;
      for (let left = count; left > 0; left -= 1) {
        at = writeInteger(buffer, at, this.#entries[entry] ?? 0);
        entry = this.#nextEntries[entry] ?? 0;
      }
    }
    return buffer.subarray(0, at);
  }
}

function writeInteger(buffer: Buffer, at: number, value: number): number {
  buffer[at] = value >> 8;
  buffer[at + 1] = value;
  return at + 2;
}

function writeLexeme(buffer: Buffer, start: number, lexeme: number | string): number {
  let at = start;
  if (typeof lexeme === "string") {
    for (let index = 0; index < lexeme.length; index += 1) {
      const unit = lexeme.charCodeAt(index);
      if (isSurrogate(unit)) {
        at += buffer.write(lexeme.slice(index), at);
        break;
      }
      at = writeUnit(buffer, at, unit);
    }
  } else {
    const first = lexeme >>> 16;
    const second = lexeme & 0xffff;
    if (isSurrogate(first)) at += buffer.write(String.fromCharCode(first, second), at);
    else {
      at = writeUnit(buffer, at, first);
      if (second !== 0) at = writeUnit(buffer, at, second);
    }
  }
  buffer[at] = 0;
  return at + 1;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** Writes a character as UTF-8, faster than a call of the buffer for each lexeme. */
function writeUnit(buffer: Buffer, at: number, unit: number): number {
  if (unit < 0x80) {
    buffer[at] = unit;
    return at + 1;
  }
  if (unit < 0x800) {
    buffer[at] = 0xc0 | (unit >> 6);
    buffer[at + 1] = 0x80 | (unit & 0x3f);
    return at + 2;
  }
  buffer[at] = 0xe0 | (unit >> 12);
  buffer[at + 1] = 0x80 | ((unit >> 6) & 0x3f);
  buffer[at + 2] = 0x80 | (unit & 0x3f);
  return at + 3;
}
