// What both transports of subscriptions use.
import type { Logger } from "pino";
import type { SubscriptionConfig } from "../../platform/config/subscription-config.js";
import type { Cors } from "../cors/cors.js";
import type { PersistedDocuments } from "../documents/persisted-documents.js";
import { HttpError } from "../http-rejection.js";
import type { HolderServices } from "./connection-holder.js";
import type { ConnectionLimits } from "./connection-limits.js";
import type { LiveOperations } from "./live-operations.js";
import type { OpenConnections } from "./open-connections.js";

export type SubscriptionLimits = Omit<SubscriptionConfig, "isEnabled">;

export interface SubscriptionServices<C> extends HolderServices<C> {
  operations: LiveOperations<C>;
  documents: PersistedDocuments;
  cors: Cors;
  limits: SubscriptionLimits;
  connectionLimits: ConnectionLimits;
  connections: OpenConnections;
  bodyLimitBytes: number;
  authenticatedBodyLimitBytes: number;
  responseLimitBytes: number;
  authenticatedResponseLimitBytes: number;
  responseDeadlineMs: number;
  log: Logger;
}

export interface ReportedError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A rejection in the form of a GraphQL error, for clients of a connection that is open already. */
export function reportOf(error: HttpError): ReportedError {
  return { message: error.message, extensions: { code: error.code } };
}

/** The error of a connection whose credential is not accepted any longer. */
export const notAccepted = (): HttpError =>
  new HttpError(401, "UNAUTHENTICATED", "The credential of this connection is not accepted any longer.");
