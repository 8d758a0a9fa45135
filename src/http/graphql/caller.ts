// The client of a request as the HTTP layer sees it: whether it is authenticated, and how its operation is executed. Both are
// decided from the head of the request, before a byte of the body is read.
import type { IncomingMessage } from "node:http";
import type { GraphqlRequest, GraphqlResponse } from "./graphql-engine.js";

export interface ExecutedOperation<C> {
  response: GraphqlResponse;
  /** The context that the response was made with; null if an earlier response was replayed. */
  context: C | null;
}

export interface Caller<C> {
  /** A credential was accepted: the caller may send longer bodies, and its responses are private. */
  isAuthenticated: boolean;
  /** Executes the operation by `run`, with a context of this caller. */
  execute(request: GraphqlRequest, run: (context: C) => Promise<GraphqlResponse>): Promise<ExecutedOperation<C>>;
}

export interface Authentication<C> {
  anonymous: Caller<C>;
  /**
   * The caller of a request that `isAnonymous` is false for. Rejects with an `HttpError` if the credential is not accepted.
   * `request.headers["x-request-id"]` always holds the id of the response and the log.
   */
  authenticate(request: IncomingMessage, search: string): Promise<Caller<C>>;
}

/** The headers that authenticate. Shared caches must not give an anonymous response to a client that may see more. */
export const CREDENTIALS = "Authorization, X-Preview-Token";

/** Keep private responses out of shared caches. */
export const PRIVATE_HEADERS: readonly string[] = ["cache-control", "private, no-store", "vary", CREDENTIALS];

/** Whether a request has no credential, neither in its headers nor in its URL. `search` is the URL from its question mark on. */
export function isAnonymous({ method, headers }: IncomingMessage, search: string): boolean {
  if (hasCredentialHeader(headers)) return false;
  return method === "POST" ? search === "" : !search.includes("preview") && !ENCODED_NAME.test(search);
}

export function hasCredentialHeader(headers: IncomingMessage["headers"]): boolean {
  return headers.authorization !== undefined || headers["x-preview-token"] !== undefined;
}

/** The name of a parameter may be percent-encoded: `%70review` passes a preview token as well. */
const ENCODED_NAME = /[?&][^=&]*%/;
