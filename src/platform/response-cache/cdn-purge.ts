// Purges cache tags at a CDN, or at an adapter in front of one, by a webhook. A durable listener calls it, so that each change is
// sent at least once, whichever process crashes. The URL comes from the configuration alone; redirects are not followed.
import { createHmac } from "node:crypto";
import { webhookHeaders } from "../../lib/standard-webhook.js";
import type { Listener } from "../events/dispatcher.js";
import type { StoredEvent } from "../events/outbox.js";
import { cacheTagDigest } from "./cache-tag-header.js";

export interface CdnPurgeOptions {
  url: string;
  secret: string;
  invalidatedTags(event: StoredEvent): string[];
  everything: string;
  /** The paths of the pages that have changed since the last purge that was accepted. */
  pathsToPurge(): Promise<{ paths: string[]; allPaths: boolean; advance(): Promise<void> }>;
}

/** The body of the webhook. */
export interface Purge {
  /** Digests of cache tags, as in the header of responses. */
  keys: string[];
  /** Whether to purge all responses; `keys` is empty then. */
  everything: boolean;
  /** The id of the latest event that the purge covers; it only increases. */
  event: string;
  /** The pages that are affected, site-relative, for caches of pages that know no tags. */
  paths: string[];
  /** Whether all pages are affected; `paths` is empty then. */
  allPaths: boolean;
}

type TagPurge = Pick<Purge, "keys" | "everything" | "event">;

const TIMEOUT_MS = 10_000;
/** Beyond this number everything is purged. */
const MAX_TAGS = 2_000;

export function createCdnPurge(options: CdnPurgeOptions): Listener {
  return {
    name: "cdn-purge",
    isDurable: true,
    handle: async (events) => {
      const purge = purgeOf(events, options);
      if (purge === null) return;
      const { paths, allPaths, advance } = await options.pathsToPurge();
      await send({ ...purge, paths, allPaths }, options);
      await advance();
    },
  };
}

function purgeOf(events: readonly StoredEvent[], { invalidatedTags, everything }: CdnPurgeOptions): TagPurge | null {
  const tags = new Set(events.flatMap((event) => invalidatedTags(event)));
  const event = events.at(-1)?.id;
  if (tags.size === 0 || event === undefined) return null;
  if (tags.has(everything) || tags.size > MAX_TAGS) return { keys: [], everything: true, event };
  return { keys: [...tags].map(cacheTagDigest), everything: false, event };
}

/** Rejects unless the status is a success; the dispatcher then delivers the events again. */
async function send(purge: Purge, { url, secret }: Pick<CdnPurgeOptions, "url" | "secret">): Promise<void> {
  const body = JSON.stringify(purge);
  const sentAt = Date.now();
  const timestamp = String(Math.floor(sentAt / 1_000));
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  const response = await fetch(url, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      ...webhookHeaders({ id: `purge_${purge.event}`, body, sentAt }, [secret]),
      "x-colophon-timestamp": timestamp,
      "x-colophon-signature": `sha256=${signature}`,
    },
    body,
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Expected the purge to be accepted, got status ${response.status}.`);
}
