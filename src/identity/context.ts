// What every resolver, service and loader may rely on; the same for HTTP, the command line and tests.

import type { GraphQLFormattedError } from "graphql";
import type { ReadPool, SqlClient } from "../platform/db/database.js";
import { CountingClient } from "../platform/db/monitoring/counting-client.js";
import type { WriteTransaction } from "../platform/db/transaction.js";
import type { InvalidationFeed } from "../platform/events/invalidation-feed.js";
import type { Logger } from "../platform/observability/log.js";
import type { Cost } from "../platform/query-cost/operation-cost.js";
import type { ReferenceDataCache } from "../platform/reference-cache/reference-cache.js";
import { CacheTagSet } from "../platform/response-cache/cache-tag-set.js";
import type { Viewer } from "./viewer.js";

/** What outlives requests and is shared by them. */
export interface Platform {
  /** Sees published content only; serves whoever is not known. */
  publicReads: ReadPool;
  /** Sees everything; for those whose rights the statements check. */
  privateReads: ReadPool;
  transact: WriteTransaction;
  signPreview: SignPreview;
  /** Tells what is remembered between requests when it has to be forgotten. */
  invalidationFeed: InvalidationFeed;
  /** What requests share of what they read; null where nothing tells of changes. */
  referenceData: ReferenceDataCache | null;
  log: Logger;
  /** How long a request may go on reading, in milliseconds. */
  requestMs: number;
  /** How long an answer may be, in bytes. */
  responseBytes: { anonymous: number; known: number };
}

/** The token that opens one post until an instant. */
export type SignPreview = (postId: string, expiresAt: string) => Promise<string>;

export interface Identity {
  /** Null for an anonymous client. */
  viewer: Viewer | null;
  /** The one post that a preview token opens; null without one. */
  previewPostId: string | null;
}

export const ANONYMOUS: Identity = { viewer: null, previewPostId: null };

export interface Context extends Identity {
  /** This request's reads, counted. */
  db: CountingClient;
  /** What has been read, by the names under which its changes are announced. */
  readonly cacheTags: CacheTagSet;
  /** Null where a request is to see one state of the database, or what its own transaction has written. */
  referenceData: ReferenceDataCache | null;
  /** Runs a write; everything it does happens, or nothing. */
  transact: WriteTransaction;
  signPreview: SignPreview;
  log: Logger;
  /** How long the answer may be. */
  responseBytes: number;
  /** What came of the operation; noted when its answer is ready. An object, because Apollo copies contexts. */
  readonly outcome: OperationOutcome;
}

export interface OperationOutcome {
  isMutation: boolean;
  /** Whether something failed that the caller did not cause: then an attempt anew may succeed. */
  hasFailed: boolean;
  /** Its name, empty where it has none; null where no operation was found to execute. */
  operation: string | null;
  /** As they are answered. */
  errors: readonly GraphQLFormattedError[];
  /** Whether its statements saw different states of the content. */
  hasReadSkew: boolean;
  /** What it was judged to cost before it was executed; null for what was not. */
  cost: Cost | null;
}

/** What may be read on behalf of somebody, before any statement asks for more. */
export function readsOf(platform: Platform, { viewer, previewPostId }: Identity): ReadPool {
  return viewer === null && previewPostId === null ? platform.publicReads : platform.privateReads;
}

/** `reads` where they are to run elsewhere than on a connection of their own each. */
export function createContext(
  platform: Platform,
  identity: Identity = ANONYMOUS,
  reads: SqlClient | null = null,
): Context {
  const db = new CountingClient(reads ?? readsOf(platform, identity), performance.now() + platform.requestMs);
  // Each by its name: an object that begins with a spread takes a hundred times as long to make.
  return {
    viewer: identity.viewer,
    previewPostId: identity.previewPostId,
    db,
    cacheTags: new CacheTagSet(),
    referenceData: reads === null ? platform.referenceData : null,
    transact: (work) => db.withoutDeadline(() => platform.transact(work)),
    signPreview: platform.signPreview,
    log: platform.log,
    responseBytes: platform.responseBytes[identity.viewer === null ? "anonymous" : "known"],
    outcome: { isMutation: false, hasFailed: false, hasReadSkew: false, operation: null, errors: [], cost: null },
  };
}
