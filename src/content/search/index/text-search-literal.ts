// The only place that writes lexemes into the text forms of PostgreSQL's tsvector and tsquery: values that are bound and
// then cast, with everything quoted, so that nothing a person wrote can act as an operator.

export type Weight = "A" | "B" | "C";

const NEEDS_ESCAPE = /[\0\\']/;

export function quoteLexeme(lexeme: string): string {
  // Asked for every lexeme of every text, of which hardly any holds one of these.
  if (!NEEDS_ESCAPE.test(lexeme)) return `'${lexeme}'`;
  return `'${lexeme.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** A tsvector takes positions up to this and 255 of one lexeme; more are lost without a word. */
const MAX_POSITION = 16_383;
const MAX_POSITIONS = 255;
/** PostgreSQL's limit is 1,048,575 bytes of lexemes and positions. */
const MAX_BYTES = 1_000_000;

interface Places {
  /** As they are written behind the lexeme: `3A,17C`. */
  written: string;
  count: number;
}

/** Collects lexemes with their positions and weights. */
export class VectorBuilder {
  readonly #lexemes = new Map<string, Places>();
  #bytes = 0;
  /** Whether something had to be left out. */
  isClipped = false;

  add(lexeme: string, position: number, weight: Weight): void {
    if (position > MAX_POSITION) this.isClipped = true;
    let places = this.#lexemes.get(lexeme);
    if (places === undefined) {
      const bytes = Buffer.byteLength(lexeme) + 4;
      if (this.#bytes + bytes > MAX_BYTES) {
        this.isClipped = true;
        return;
      }
      this.#bytes += bytes;
      places = { written: "", count: 0 };
      this.#lexemes.set(lexeme, places);
    }
    if (places.count >= MAX_POSITIONS || position > MAX_POSITION) {
      this.isClipped = true;
      if (places.count > 0) return;
    }
    if (this.#bytes + 2 > MAX_BYTES) {
      this.isClipped = true;
      return;
    }
    this.#bytes += 2;
    places.written += `${places.count === 0 ? "" : ","}${Math.min(position, MAX_POSITION)}${weight}`;
    places.count += 1;
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
