// Decides which statements are prepared. Separate from the pools, because all connections of a pool share the names.
import { createHash } from "node:crypto";

/**
 * Gives a statement a name at its third use. A connection keeps its prepared statements until it ends, and clients determine the shape of
 * filters, so the number of names is bounded.
 */
export class PreparedNames {
  static readonly maxNames = 500;
  static readonly maxCandidates = 5_000;
  static readonly usesBeforePreparing = 3;
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<string, number>();
  readonly #maxNames: number;

  /** With 0, no statement gets a name. */
  constructor(maxNames = PreparedNames.maxNames) {
    this.#maxNames = maxNames;
  }

  nameOf(text: string): string | null {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= this.#maxNames) return null;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < PreparedNames.usesBeforePreparing) {
      if (this.#uses.size >= PreparedNames.maxCandidates) this.#uses.clear();
      this.#uses.set(text, uses);
      return null;
    }
    this.#uses.delete(text);
    const name = `colophon_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
    this.#names.set(text, name);
    return name;
  }
}
