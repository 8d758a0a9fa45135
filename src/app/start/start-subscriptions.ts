// Creates what subscriptions need of the service: the tail of the changes, and the execution of operations and their events.
import { ChangeTail } from "../../content/changes/change-tail.js";
import type { GraphqlEngine } from "../../http/graphql/graphql-engine.js";
import type { SubscriptionSettings } from "../../http/subscriptions/open-subscriptions.js";
import { TOKEN_REVOKED } from "../../identity/api-tokens/api-token.service.js";
import type { Context, Platform } from "../../identity/context.js";
import type { CleanupStack } from "../../lib/cleanup-stack.js";
import type { Config } from "../../platform/config/config.js";
import { createFormatError } from "../../platform/graphql/format-error.js";
import { createAddressTest, createClientAddress } from "../../platform/rate-limit/client-address.js";
import { createLiveOperations } from "../bridge/subscription-execution.js";

/** A merge revokes the tokens of the author that it deletes. */
const REVOCATIONS: ReadonlySet<string> = new Set([TOKEN_REVOKED, "author.merged"]);

/** Null if subscriptions are switched off. */
export function startChangeTail(
  { subscriptions }: Config,
  { privateReads, invalidationFeed, log }: Pick<Platform, "privateReads" | "invalidationFeed" | "log">,
  opened: CleanupStack,
): ChangeTail | null {
  if (!subscriptions.isEnabled) return null;
  const tail = new ChangeTail({ db: privateReads, log });
  invalidationFeed.subscribe(() => tail.wake());
  opened.add(() => tail.close());
  return tail;
}

export function createSubscriptionSettings(
  { subscriptions: limits, rateLimit }: Config,
  { responseBytes, invalidationFeed: feed, log }: Platform,
  engine: GraphqlEngine<Context>,
  changeTail: ChangeTail | null,
): SubscriptionSettings<Context> | null {
  if (changeTail === null) return null;
  return {
    metrics: changeTail.metrics,
    operations: createLiveOperations({ engine, feed, responseBytes, formatError: createFormatError(log) }),
    limits,
    addressOf: createClientAddress(rateLimit.trustedProxies),
    isExempt: createAddressTest(rateLimit.exempt),
    onRevocation: (recheck) =>
      feed.subscribe((events) => {
        if (events.some(({ type }) => REVOCATIONS.has(type))) recheck();
      }),
  };
}
