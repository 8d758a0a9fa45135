// Reads values that PHP serialised: numbers, texts, and arrays of them. Objects are never made. A value that is damaged, nested deeply or
// very large is not read at all.
export type PhpValue = string | number | boolean | null | PhpArray;
/** Keys that are numbers are texts here. */
export type PhpArray = ReadonlyMap<string, PhpValue>;

/** In bytes. */
const MAX_LENGTH = 512 * 1024;
const MAX_DEPTH = 10;
const MAX_ENTRIES = 20_000;
const SCALAR = /^(?:N|b:[01]|i:-?\d{1,20}|d:-?[\d.eE+-]{1,40})$/;

class Unreadable extends Error {}

/** Null if the text is not a serialised array. */
export function readPhpArray(text: string | undefined): PhpArray | null {
  if (text === undefined || text.length > MAX_LENGTH || !/^\s{0,20}a:\d/.test(text)) return null;
  try {
    const value = new PhpReader(Buffer.from(text.trim())).read(0);
    return value instanceof Map ? value : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** The text at these keys, one below the other; numbers become texts. Null if there is none. */
export function phpText(array: PhpArray | null, ...keys: readonly string[]): string | null {
  let value: PhpValue | undefined = array;
  for (const key of keys) value = value instanceof Map ? value.get(key) : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

class PhpReader {
  #at = 0;
  #entries = 0;

  constructor(private readonly bytes: Buffer) {}

  read(depth: number): PhpValue {
    const type = String.fromCharCode(this.bytes[this.#at] ?? 0);
    if (type === "s") return this.#readText();
    if (type === "a") return this.#readArray(depth);
    const scalar = this.#until(";");
    if (!SCALAR.test(scalar)) throw new Unreadable();
    if (type === "N") return null;
    const value = scalar.slice(2);
    return type === "b" ? value === "1" : Number(value);
  }

  /** `s:5:"words";`, whose length is in bytes. */
  #readText(): string {
    this.#skip("s:");
    const length = this.#readLength();
    this.#skip('"');
    const end = this.#at + length;
    const text = this.bytes.toString("utf8", this.#at, end);
    this.#at = end;
    this.#skip('";');
    return text;
  }

  /** `a:1:{i:0;s:1:"x";}` */
  #readArray(depth: number): PhpArray {
    if (depth >= MAX_DEPTH) throw new Unreadable();
    this.#skip("a:");
    const length = this.#readLength();
    this.#skip("{");
    const array = new Map<string, PhpValue>();
    for (let index = 0; index < length; index += 1) {
      this.#entries += 1;
      if (this.#entries > MAX_ENTRIES) throw new Unreadable();
      const key = this.read(depth + 1);
      if (typeof key !== "string" && typeof key !== "number") throw new Unreadable();
      array.set(String(key), this.read(depth + 1));
    }
    this.#skip("}");
    return array;
  }

  #readLength(): number {
    const digits = this.#until(":");
    const length = Number(digits);
    if (!/^\d{1,9}$/.test(digits) || length > this.bytes.length) throw new Unreadable();
    return length;
  }

  #until(delimiter: string): string {
    const end = this.bytes.indexOf(delimiter, this.#at);
    if (end < 0 || end - this.#at > 50) throw new Unreadable();
    const text = this.bytes.toString("latin1", this.#at, end);
    this.#at = end + 1;
    return text;
  }

  #skip(expected: string): void {
    const end = this.#at + expected.length;
    if (this.bytes.toString("latin1", this.#at, end) !== expected) throw new Unreadable();
    this.#at = end;
  }
}
