// Rejects documents with too many directives before they are validated, which Apollo offers no hook for. The response equals that of any other
// exceeded limit.
import type { LimitConfig } from "../../platform/config/limit-config.js";
import { directiveLimitError } from "../../platform/query-cost/directive-count.js";
import { JSON_MEDIA_TYPE, negotiateMediaType } from "./accept.js";
import type { GraphqlEngine, GraphqlRequest } from "./graphql-engine.js";
import { asksForPlainJson } from "./status-mapping.plugin.js";

export function limitDirectives<C>(
  engine: GraphqlEngine<C>,
  limits: Pick<LimitConfig, "directives" | "tokens">,
): GraphqlEngine<C> {
  return async (request, context) => {
    const source = sourceOf(request);
    const error = source === null ? null : directiveLimitError(source, limits);
    if (error === null) return engine(request, context);
    const { http: _, ...extensions } = error.extensions;
    const { accept } = request.headers;
    return {
      status: asksForPlainJson(accept) ? 200 : 400,
      contentType: negotiateMediaType(accept) ?? JSON_MEDIA_TYPE,
      cacheControl: "no-store",
      headers: [],
      body: `${JSON.stringify({ errors: [{ message: error.message, extensions }] })}\n`,
    };
  };
}

function sourceOf({ method, search, body }: GraphqlRequest): string | null {
  const query = method === "POST" ? body?.query : new URLSearchParams(search).get("query");
  return typeof query === "string" ? query : null;
}
