// The lasting identity of each item: the same in every export of the site, so that a second import recognises what the
// first one wrote.
import type { WxrItem } from "./wxr-record.js";
import { ownCopy, withoutTrailingSlashes } from "./wxr-text.js";

/** Keys are indexed. */
const MAX_KEY_LENGTH = 500;

export interface ItemKey {
  key: string;
  /** Set where the guid was taken already, as a sentence for the report. */
  doubt: string | null;
}

export class KeyRegistry {
  /** Key to `wp:post_id`. */
  readonly #taken = new Map<string, string>();
  readonly #siteUrls: ReadonlySet<string>;

  /** `siteUrls`: addresses of the whole site, which identify no post even where an export gives them as guid. */
  constructor(siteUrls: Iterable<string>) {
    this.#siteUrls = new Set([...siteUrls].map(withoutTrailingSlashes));
  }

  /** Null for an item that stands in the file a second time, guid and id. */
  keyOf(item: WxrItem): ItemKey | null {
    const id = item.fields.get("wp:post_id")?.trim() ?? "";
    const named = [item.fields.get("guid"), item.fields.get("link")].map((text) => text?.trim() ?? "");
    const wanted = named.find((text) => this.#isTelling(text)) ?? (id === "" ? `item:${item.ordinal}` : `post:${id}`);
    if (!this.#taken.has(wanted)) return { key: this.#take(wanted, id), doubt: null };
    if (id !== "" && this.#taken.get(wanted) === id) return null;
    const suffixed = `${wanted}#${id || item.ordinal}`;
    if (this.#taken.has(suffixed)) return null;
    const doubt = `Another item has the same guid; this one is known as ${suffixed}.`;
    return { key: this.#take(suffixed, id), doubt };
  }

  #isTelling(text: string): boolean {
    return text !== "" && text.length <= MAX_KEY_LENGTH && !this.#siteUrls.has(withoutTrailingSlashes(text));
  }

  #take(key: string, id: string): string {
    this.#taken.set(ownCopy(key), ownCopy(id));
    return key;
  }
}
