// The seam between HTTP and GraphQL: one function from an operation, as it was sent, to its complete response. Anything that
// responds without executing, such as a cache, stands in front of it; how an operation is executed is decided behind it.
import type { IncomingMessage } from "node:http";
import type { Account } from "../../platform/rate-limit/account-book.js";

/** An operation as it was sent; HTTP has checked its media types, size, encoding and JSON, but not its meaning. */
export interface GraphqlRequest {
  /** HEAD is executed as GET. */
  method: "GET" | "POST";
  headers: IncomingMessage["headers"];
  /** The URL from its question mark on, or empty. */
  search: string;
  /** The JSON object of a POST. */
  body: Record<string, unknown> | undefined;
  /** Pays for the cost of the operation; null or absent if the client has no rate limit. */
  account?: Account | null;
}

export interface GraphqlResponse {
  status: number;
  contentType: string;
  /** Undefined if the execution does not set it. */
  cacheControl: string | undefined;
  /** Further headers, name and value alternating. */
  headers: readonly string[];
  body: string;
}

/** Resolves for every operation, since errors of an operation are a response too. Rejects only if the service itself fails. */
export type GraphqlEngine<C> = (request: GraphqlRequest, context: C) => Promise<GraphqlResponse>;
