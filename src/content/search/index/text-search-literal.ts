// Writes lexemes into the text forms of PostgreSQL's tsvector and tsquery; no other module does. The texts are bound and then cast, and
// every lexeme is quoted, so that no user input acts as an operator.

export type Weight = "A" | "B" | "C";

const NEEDS_ESCAPE = /[\0\\']/;

export function quoteLexeme(lexeme: string): string {
  // Called for every lexeme of every text; nearly all take this path.
  if (!NEEDS_ESCAPE.test(lexeme)) return `'${lexeme}'`;
  return `'${lexeme.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** PostgreSQL stores positions up to this, and 255 of them for a lexeme. It drops others silently. */
const MAX_POSITION = 16_383;
const MAX_POSITIONS = 255;
/** PostgreSQL's limit is 1,048,575 bytes of lexemes and positions. */
const MAX_BYTES = 1_000_000;

interface Positions {
  /** As in the text form of a vector, such as `3A,17C`. */
  written: string;
  count: number;
}

/** Collects lexemes with their positions and weights. */
export class VectorBuilder {
  readonly #lexemes = new Map<string, Positions>();
  #bytes = 0;
  /** Whether lexemes or positions were left out. */
  isClipped = false;

  add(lexeme: string, position: number, weight: Weight): void {
    if (position > MAX_POSITION) this.isClipped = true;
    let positions = this.#lexemes.get(lexeme);
    if (positions === undefined) {
      const bytes = Buffer.byteLength(lexeme) + 4;
      if (this.#bytes + bytes > MAX_BYTES) {
        this.isClipped = true;
        return;
      }
      this.#bytes += bytes;
      positions = { written: "", count: 0 };
      this.#lexemes.set(lexeme, positions);
    }
    if (positions.count >= MAX_POSITIONS || position > MAX_POSITION) {
      this.isClipped = true;
      if (positions.count > 0) return;
    }
    if (this.#bytes + 2 > MAX_BYTES) {
      this.isClipped = true;
      return;
    }
    this.#bytes += 2;
    positions.written += `${positions.count === 0 ? "" : ","}${Math.min(position, MAX_POSITION)}${weight}`;
    positions.count += 1;
  }

  toString(): string {
    let text = "";
    for (const [lexeme, { written, count }] of this.#lexemes) {
      if (text !== "") text += " ";
      text += count === 0 ? quoteLexeme(lexeme) : `${quoteLexeme(lexeme)}:${written}`;
    }
    return text;
  }
}
