// Assembles the studio: its GraphQL endpoint is the same engine behind another authentication, without a cache and without access for other
// origins.
import { createCors } from "../cors/cors.js";
import type { Authentication } from "../graphql/caller.js";
import { createGraphqlEndpoint, type GraphqlEndpointOptions } from "../graphql/graphql-endpoint.js";
import type { RateLimit } from "../rate-limit/operation-rate-limit.js";
import { createStudio, type Studio } from "./studio.js";
import type { StudioAccess } from "./studio-access.js";
import { readCookie, SESSION_COOKIE } from "./studio-cookies.js";
import { studioOriginOf } from "./studio-origin.js";

export interface StudioSettings<C> {
  access: StudioAccess<C>;
  /** The configured origin; null for that of each request. */
  origin: string | null;
}

type EndpointOptions<C> = Omit<GraphqlEndpointOptions<C>, "authentication" | "cache" | "cors" | "isPrivate">;

export function openStudio<C>(
  { access, origin }: StudioSettings<C>,
  endpointOptions: EndpointOptions<C>,
  anonymous: Authentication<C>["anonymous"],
  rateLimit: RateLimit | null,
): Studio {
  const secretOf: (request: Parameters<typeof readCookie>[0]) => string | undefined = (request) =>
    readCookie(request, SESSION_COOKIE, studioOriginOf(request, origin)) ?? undefined;
  const authentication: Authentication<C> = {
    anonymous,
    authenticate: (request) => access.callerOf(request, secretOf(request) ?? ""),
  };
  const cors = createCors([]);
  const endpoint = createGraphqlEndpoint({
    ...endpointOptions,
    authentication: rateLimit?.guarded(authentication) ?? authentication,
    ...{ cache: null, cors, isPrivate: true },
  });
  return createStudio({
    ...{ access, origin },
    graphql: rateLimit?.limited(endpoint, cors, secretOf) ?? endpoint,
    attempt: (request, check) => rateLimit?.attempted(request, check) ?? check(),
  });
}
