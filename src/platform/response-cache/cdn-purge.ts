// Tells a CDN, or whatever translates for one, which surrogate keys have changed: a durable listener, so that each change
// is told at least once, whatever dies in between. The address comes from the configuration alone, and is not left for
// another by a redirect.
import { createHmac } from "node:crypto";
import type { Listener } from "../events/dispatcher.js";
import type { StoredEvent } from "../events/outbox.js";
import { cacheTagDigest } from "./cache-tag-header.js";

export interface CdnPurgeOptions {
  url: string;
  secret: string;
  invalidatedTags(event: StoredEvent): string[];
  everything: string;
}

/** What is told, as JSON. */
export interface Purge {
  /** As the header of the answers has them. */
  keys: string[];
  /** Whether all answers are to be forgotten; then there are no keys. */
  everything: boolean;
  /** The last event that is told of; grows. */
  event: string;
}

const TIMEOUT_MS = 10_000;
/** More at once are no fewer answers than all of them. */
const MAX_KEYS = 2_000;

export function createCdnPurge(options: CdnPurgeOptions): Listener {
  return {
    name: "cdn-purge",
    isDurable: true,
    handle: async (events) => {
      const purge = purgeOf(events, options);
      if (purge !== null) await tell(purge, options);
    },
  };
}

function purgeOf(events: readonly StoredEvent[], { invalidatedTags, everything }: CdnPurgeOptions): Purge | null {
  const keys = new Set(events.flatMap((event) => invalidatedTags(event)));
  const event = events.at(-1)?.id;
  if (keys.size === 0 || event === undefined) return null;
  if (keys.has(everything) || keys.size > MAX_KEYS) return { keys: [], everything: true, event };
  return { keys: [...keys].map(cacheTagDigest), everything: false, event };
}

/** Fails for every answer but a success, so that it is told again. */
async function tell(purge: Purge, { url, secret }: CdnPurgeOptions): Promise<void> {
  const body = JSON.stringify(purge);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  const response = await fetch(url, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      "content-type": "application/json",
      "x-colophon-timestamp": timestamp,
      "x-colophon-signature": `sha256=${signature}`,
    },
    body,
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Expected the purge to be accepted, got status ${response.status}.`);
}
