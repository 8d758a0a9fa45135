// Remembers which assets exist and which of them are public, so that a picture that is asked for often needs no SQL. Any event of the content
// empties it, since it may have shown or hidden what uses an asset; while events may be missing, nothing is remembered.
import { BoundedMap } from "../../lib/bounded-map.js";
import type { InvalidationFeed } from "../../platform/events/invalidation-feed.js";
import type { DeliveredAsset } from "./asset-access.js";

export interface FoundAsset extends DeliveredAsset {
  /** When it becomes public, in milliseconds since 1970, if nothing changes; null if nothing is scheduled. */
  publicFrom: number | null;
}

interface Entry {
  asset: FoundAsset;
  /** In milliseconds since 1970. */
  until: number;
}

const MAX_ASSETS = 10_000;
/** Limits how long a change made directly in the database stays unnoticed, because it records no event. */
const MAX_AGE_MS = 60_000;

export class RememberedAssets {
  readonly #feed: Pick<InvalidationFeed, "isInSync" | "position" | "subscribe">;
  readonly #find: (key: string) => Promise<FoundAsset | null>;
  #entries = new BoundedMap<string, Entry>(MAX_ASSETS);

  constructor(
    feed: Pick<InvalidationFeed, "isInSync" | "position" | "subscribe">,
    find: (key: string) => Promise<FoundAsset | null>,
  ) {
    this.#feed = feed;
    this.#find = find;
    feed.subscribe(() => {
      this.#entries = new BoundedMap(MAX_ASSETS);
    });
  }

  find(key: string): Promise<FoundAsset | null> | FoundAsset {
    if (!this.#feed.isInSync) return this.#find(key);
    const entry = this.#entries.get(key);
    return entry !== undefined && Date.now() < entry.until ? entry.asset : this.#load(key);
  }

  async #load(key: string): Promise<FoundAsset | null> {
    const { position } = this.#feed;
    const asset = await this.#find(key);
    if (asset === null || !this.#feed.isInSync || this.#feed.position !== position) return asset;
    const latest = Date.now() + MAX_AGE_MS;
    const { isPublic, publicFrom } = asset;
    this.#entries.set(key, { asset, until: isPublic ? latest : Math.min(latest, publicFrom ?? latest) });
    return asset;
  }
}
