// What the HTTP layer has to know of whoever asks, and no more: whether to trust them with more, and how their operation
// is run. It is worked out from the head of a request, before a byte of its body is read.
import type { IncomingMessage } from "node:http";
import type { GraphqlRequest, GraphqlResponse } from "./graphql-engine.js";

export interface Caller<C> {
  /** Whether a credential was accepted: such a caller may send longer bodies, and no cache may keep the answer. */
  isKnown: boolean;
  /** Runs the request's operation with a context of this caller's. */
  execute(request: GraphqlRequest, run: (context: C) => Promise<GraphqlResponse>): Promise<GraphqlResponse>;
}

/**
 * `search` is the URL from its question mark on, empty where it has none. Throws an `HttpRefusal` for a credential that
 * is not accepted. `request.headers["x-request-id"]` always holds the id that the answer and the log carry.
 */
export type AuthenticateRequest<C> = (request: IncomingMessage, search: string) => Promise<Caller<C>>;

/** What decides who asks. A shared cache must not give an anonymous answer to somebody who may see more. */
export const CREDENTIALS = "Authorization, X-Preview-Token";

/** A private answer that says what it depends on: no cache may hand it to somebody else. */
export const PRIVATE_HEADERS: readonly string[] = ["cache-control", "private, no-store", "vary", CREDENTIALS];
