// The seam between HTTP and GraphQL: one function from an operation as it was sent to its whole answer. Whatever answers
// without executing, such as a cache, stands in front of it; how it is executed is decided behind it.
import type { IncomingMessage } from "node:http";

/** An operation as it was sent; HTTP has checked its media types, size, encoding and JSON, and nothing of its meaning. */
export interface GraphqlRequest {
  /** HEAD has become GET. */
  method: "GET" | "POST";
  headers: IncomingMessage["headers"];
  /** The URL from its question mark on, empty where it has none. */
  search: string;
  /** The JSON object of a POST. */
  body: Record<string, unknown> | undefined;
}

export interface GraphqlResponse {
  status: number;
  contentType: string;
  /** What executing it says of caching; undefined where it says nothing. */
  cacheControl: string | undefined;
  /** Further headers, name and value alternating. */
  headers: readonly string[];
  body: string;
}

/** Answers whatever is asked: what is wrong with an operation is an answer too. Rejects only where the service is broken. */
export type GraphqlEngine<C> = (request: GraphqlRequest, context: C) => Promise<GraphqlResponse>;
