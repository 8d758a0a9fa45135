// The context of a request, on which resolvers, services and loaders rely. It is the same for HTTP, the command line and tests.
import type { GraphQLFormattedError } from "graphql";
import type { ReadPool, SqlClient } from "../platform/db/database.js";
import { CountingClient } from "../platform/db/monitoring/counting-client.js";
import type { WriteTransaction } from "../platform/db/transaction.js";
import type { InvalidationFeed } from "../platform/events/invalidation-feed.js";
import type { StoredQueries } from "../platform/execution/stored-query.js";
import type { FollowEvents, SubscriptionStep } from "../platform/execution/subscription-step.js";
import type { Logger } from "../platform/observability/log.js";
import type { OutboundGuard } from "../platform/outbound/outbound-guard.js";
import type { AssetServices } from "../platform/pictures/asset-services.js";
import type { Cost } from "../platform/query-cost/operation-cost.js";
import type { ReferenceDataCache } from "../platform/reference-cache/reference-cache.js";
import { CacheTagSet } from "../platform/response-cache/cache-tag-set.js";
import type { Viewer } from "./viewer.js";

/** Shared by all requests of a process. */
export interface Platform {
  /** Sees published content only. Serves anonymous requests. */
  publicReads: ReadPool;
  /** Sees everything. The statements check what the viewer may see. */
  privateReads: ReadPool;
  transact: WriteTransaction;
  signPreview: SignPreview;
  assets: AssetServices;
  /** Decides where requests may be sent. */
  outbound: OutboundGuard;
  storedQueries: StoredQueries;
  /** Invalidates data that is cached between requests. */
  invalidationFeed: InvalidationFeed;
  /** Cached reference data. Null if no invalidation feed keeps it up to date. */
  referenceData: ReferenceDataCache | null;
  /** Follows the changes that readers could notice. Null if there are no subscriptions. */
  followChanges: FollowEvents | null;
  log: Logger;
  /** The time limit for the reads of a request, in milliseconds. */
  requestMs: number;
  /** The maximum size of a response, in bytes. */
  responseBytes: { anonymous: number; authenticated: number };
}

/** What a preview token shows: one post, as it is or with its working copy applied. */
export interface Preview {
  postId: string;
  showsWorkingCopy: boolean;
}

/** Makes a token that shows this until the given instant. */
export type SignPreview = (preview: Preview, expiresAt: string) => Promise<string>;

export interface Identity {
  /** Null for an anonymous client. */
  viewer: Viewer | null;
  /** The post that a preview token shows, or null without a preview token. */
  previewPostId: string | null;
  /** Whether that post is shown with its working copy applied. False if absent. */
  previewsWorkingCopy?: boolean;
}

export const ANONYMOUS: Identity = { viewer: null, previewPostId: null };

export interface Context extends Identity {
  /** The reads of this request, counted and subject to its time limit. */
  db: CountingClient;
  /** The cache tags of everything that the request has read. */
  readonly cacheTags: CacheTagSet;
  /** Null if the request must see a snapshot of the database, or the writes of its own transaction. */
  referenceData: ReferenceDataCache | null;
  /** Runs a write in one transaction. */
  transact: WriteTransaction;
  signPreview: SignPreview;
  assets: AssetServices;
  outbound: OutboundGuard;
  storedQueries: StoredQueries;
  followChanges: FollowEvents | null;
  /** How the operation takes part in a subscription. Null for a request whose operation must be no subscription. */
  subscription: SubscriptionStep | null;
  log: Logger;
  /** The maximum size of the response, in bytes. */
  responseBytes: number;
  /** Complete when the response is ready. It is an object of its own because Apollo copies contexts. */
  readonly outcome: OperationOutcome;
}

export interface OperationOutcome {
  isMutation: boolean;
  /** Whether an error occurred that the client did not cause. A repetition of the request may then succeed. */
  hasFailed: boolean;
  /** Whether a mutation was rejected because the viewer may not do it. */
  isForbidden: boolean;
  /** The name of the operation, empty if it has none. Null if the request had no executable operation. */
  operation: string | null;
  /** The errors of the response. */
  errors: readonly GraphQLFormattedError[];
  /** Whether the statements of the operation saw different states of the content. */
  hasReadSkew: boolean;
  /** The cost as estimated before the execution. Null if the operation was not executed. */
  cost: Cost | null;
}

/** The pool for the reads of this identity. Anonymous requests use one that can read published content only. */
export function readsOf(platform: Platform, { viewer, previewPostId }: Identity): ReadPool {
  return viewer === null && previewPostId === null ? platform.publicReads : platform.privateReads;
}

/** `reads` replaces the pool, for reads in a snapshot or in an open transaction. */
export function createContext(
  platform: Platform,
  identity: Identity = ANONYMOUS,
  reads: SqlClient | null = null,
): Context {
  const db = new CountingClient(reads ?? readsOf(platform, identity), performance.now() + platform.requestMs);
  // Every property is listed: an object literal that starts with a spread takes a hundred times as long to create.
  return {
    viewer: identity.viewer,
    previewPostId: identity.previewPostId,
    previewsWorkingCopy: identity.previewsWorkingCopy ?? false,
    db,
    cacheTags: new CacheTagSet(),
    referenceData: reads === null ? platform.referenceData : null,
    transact: (work) => db.withoutDeadline(() => platform.transact(work)),
    signPreview: platform.signPreview,
    assets: platform.assets,
    outbound: platform.outbound,
    storedQueries: platform.storedQueries,
    followChanges: platform.followChanges,
    subscription: null,
    log: platform.log,
    responseBytes: platform.responseBytes[identity.viewer === null ? "anonymous" : "authenticated"],
    outcome: {
      isMutation: false,
      hasFailed: false,
      isForbidden: false,
      hasReadSkew: false,
      operation: null,
      errors: [],
      cost: null,
    },
  };
}
