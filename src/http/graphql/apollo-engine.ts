// Executes any operation by Apollo Server.
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLResponse } from "@apollo/server";
import { JSON_MEDIA_TYPE } from "./accept.js";
import type { GraphqlEngine, GraphqlRequest, GraphqlResponse } from "./graphql-engine.js";

/**
 * `apollo` is started, its landing page is disabled, because it loads from other sites, and its CSRF prevention is off, so that clients can send queries
 * by GET with their defaults. Requests that a page of another site could forge do no harm: a GET changes nothing, the endpoint executes a POST only
 * if its type is JSON, which browsers announce by a preflight, and no cookie authenticates.
 */
export function createApolloEngine<C extends BaseContext>(apollo: ApolloServer<C>): GraphqlEngine<C> {
  return async ({ method, headers, search, body }, context) =>
    toResponse(
      await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method, headers: toHeaderMap(headers), search, body },
        context: async () => context,
      }),
    );
}

function toHeaderMap(headers: GraphqlRequest["headers"]): HeaderMap {
  const map = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) map.set(name, typeof value === "string" ? value : value.join(", "));
  }
  return map;
}

function toResponse({ status = 200, headers, body }: HTTPGraphQLResponse): GraphqlResponse {
  if (body.kind !== "complete") throw new Error("Expected a complete GraphQL response, got an incremental one.");
  const contentType = headers.get("content-type") ?? JSON_MEDIA_TYPE;
  const cacheControl = headers.get("cache-control");
  const others: string[] = [];
  for (const [name, value] of headers) {
    if (name !== "content-type" && name !== "cache-control") others.push(name, value);
  }
  return { status, contentType, cacheControl, headers: others, body: body.string };
}
