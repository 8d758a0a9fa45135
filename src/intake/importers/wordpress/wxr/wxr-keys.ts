// Assigns each item a key that is the same in every export of the site, so that a second import recognises the posts of the first.
import type { WxrItem } from "./wxr-record.js";
import { ownCopy, withoutTrailingSlashes } from "./wxr-text.js";

/** Keys are indexed. */
const MAX_KEY_LENGTH = 500;

export interface ItemKey {
  key: string;
  /** A sentence for the report if another item has the same guid. */
  notice: string | null;
}

export class KeyRegistry {
  /** Maps keys to `wp:post_id`. */
  readonly #taken = new Map<string, string>();
  readonly #siteUrls: ReadonlySet<string>;

  /** `siteUrls` are the addresses of the site, which identify no post even if an export has them as guid. */
  constructor(siteUrls: Iterable<string>) {
    this.#siteUrls = new Set([...siteUrls].map(withoutTrailingSlashes));
  }

  /** Null for a repeated item, with the same guid and id. */
  keyOf(item: WxrItem): ItemKey | null {
    const id = item.fields.get("wp:post_id")?.trim() ?? "";
    const named = [item.fields.get("guid"), item.fields.get("link")].map((text) => text?.trim() ?? "");
    const wanted =
      named.find((text) => this.#isIdentifying(text)) ?? (id === "" ? `item:${item.ordinal}` : `post:${id}`);
    if (!this.#taken.has(wanted)) return { key: this.#take(wanted, id), notice: null };
    if (id !== "" && this.#taken.get(wanted) === id) return null;
    const suffixed = `${wanted}#${id || item.ordinal}`;
    if (this.#taken.has(suffixed)) return null;
    const notice = `Another item has the same guid; this item was imported with the key ${suffixed}.`;
    return { key: this.#take(suffixed, id), notice };
  }

  #isIdentifying(text: string): boolean {
    return text !== "" && text.length <= MAX_KEY_LENGTH && !this.#siteUrls.has(withoutTrailingSlashes(text));
  }

  #take(key: string, id: string): string {
    this.#taken.set(ownCopy(key), ownCopy(id));
    return key;
  }
}
