// Counts what an import changes or leaves out by kind, each with the first item in which it occurs, so that the report can name every kind.
import type { ImportNotice } from "./import-event.js";
import { ownCopy } from "./wordpress/wxr/wxr-text.js";

/** More kinds are counted together. */
const MAX_KINDS = 200;
const OTHERS = "further kinds";

interface Kind {
  reason: string;
  count: number;
  firstItem: string;
}

export class DroppedKinds {
  readonly #kinds = new Map<string, Kind>();

  /** `reason` is a sentence that says what became of this kind. */
  add(kind: string, item: string, reason: string): void {
    const isNew = !this.#kinds.has(kind);
    const name = isNew && this.#kinds.size >= MAX_KINDS ? OTHERS : kind;
    const known = this.#kinds.get(name);
    if (known === undefined) this.#kinds.set(ownCopy(name), { reason, count: 1, firstItem: ownCopy(item) });
    else known.count += 1;
  }

  notices(): ImportNotice[] {
    return [...this.#kinds].map(([item, { reason, count, firstItem }]) => ({
      code: "CHANGED",
      item,
      reason: `${reason} It occurs ${count === 1 ? "once" : `${count} times, first`} in “${firstItem}”.`,
      occurrence: { count, firstItem, summary: reason },
    }));
  }
}
