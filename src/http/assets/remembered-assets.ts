// Remembers public assets, so that a picture that is asked for often needs no SQL. Any event of the content empties it, since it may have hidden
// what uses an asset; while events may be missing, nothing is remembered. Hidden assets are looked up each time, as those that do not exist, so
// that no response time tells them apart.
import { BoundedMap } from "../../lib/bounded-map.js";
import type { InvalidationFeed } from "../../platform/events/invalidation-feed.js";
import type { DeliveredAsset } from "./asset-access.js";

type Feed = Pick<InvalidationFeed, "isInSync" | "position" | "subscribe">;
type FindAsset = (key: string) => Promise<DeliveredAsset | null>;

interface Entry {
  asset: DeliveredAsset;
  /** Of `performance.now()`. */
  foundAt: number;
}

const MAX_ASSETS = 10_000;
/** Limits how long a change made directly in the database stays unnoticed, because it records no event. */
const MAX_AGE_MS = 60_000;

export class RememberedAssets {
  readonly #feed: Feed;
  readonly #find: FindAsset;
  #entries = new BoundedMap<string, Entry>(MAX_ASSETS);

  constructor(feed: Feed, find: FindAsset) {
    this.#feed = feed;
    this.#find = find;
    feed.subscribe(() => {
      this.#entries = new BoundedMap(MAX_ASSETS);
    });
  }

  find(key: string): Promise<DeliveredAsset | null> | DeliveredAsset {
    if (!this.#feed.isInSync) return this.#find(key);
    const entry = this.#entries.get(key);
    return entry !== undefined && performance.now() - entry.foundAt < MAX_AGE_MS ? entry.asset : this.#load(key);
  }

  async #load(key: string): Promise<DeliveredAsset | null> {
    const { position } = this.#feed;
    const foundAt = performance.now();
    const asset = await this.#find(key);
    const isCurrent = this.#feed.isInSync && this.#feed.position === position;
    if (asset?.isPublic === true && isCurrent) this.#entries.set(key, { asset, foundAt });
    return asset;
  }
}
