// Executes recurring queries by their compiled plans, and all other operations by the fallback engine. A response of a plan equals
// that of the fallback byte for byte; if an error occurs, the fallback executes the query from the start. Code that must see or reject
// every operation wraps both engines or is a check.
import type { PlannedQuery, PlanStore } from "../../platform/execution/plan-store.js";
import { negotiateMediaType } from "./accept.js";
import type { GraphqlEngine, GraphqlRequest, GraphqlResponse } from "./graphql-engine.js";
import { areInertExtensions } from "./request-shape.js";

export interface CompiledEngineOptions<C> {
  plans: PlanStore;
  fallback: GraphqlEngine<C>;
  /** Throws if the operation must not be executed; the fallback then rejects it by the same check. Gets the variables as sent. */
  check?: (query: PlannedQuery, variables: Readonly<Record<string, unknown>>, context: C) => void;
  /** The member `extensions` of the response. */
  extensionsOf?: (context: C) => Record<string, unknown>;
  /** Called with the reason before the fallback executes the query. */
  onBailout?: (error: unknown, context: C) => void;
}

interface Parameters {
  query: string;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>>;
}

const NO_VARIABLES: Parameters["variables"] = Object.freeze({});

export function createCompiledEngine<C>(options: CompiledEngineOptions<C>): GraphqlEngine<C> {
  const { fallback } = options;
  return async (request, context) => {
    const parameters = request.method === "POST" ? parametersOf(request.body) : null;
    const query = parameters === null ? null : options.plans.find(parameters.query, parameters.operationName);
    if (parameters === null || query === null) return fallback(request, context);
    try {
      const data = await execute(query, parameters.variables, context, options);
      if (data !== null) return responseOf(data, request, options.extensionsOf?.(context));
    } catch (error) {
      options.onBailout?.(error, context);
    }
    return fallback(request, context);
  };
}

function execute<C>(
  query: PlannedQuery,
  given: Parameters["variables"],
  context: C,
  { check }: CompiledEngineOptions<C>,
): string | Promise<string> | null {
  const variables = query.coerce(given);
  if (variables === null) return null;
  check?.(query, given, context);
  const plan = query.planFor(variables);
  return plan === null ? null : plan.execute(context, variables);
}

/** Null for a body of any unusual form. */
function parametersOf(body: GraphqlRequest["body"]): Parameters | null {
  if (body === undefined) return null;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== "string" || (extensions != null && !areInertExtensions(extensions))) return null;
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string") return null;
  if (variables === undefined || variables === null) {
    return { query, operationName: operationName ?? undefined, variables: NO_VARIABLES };
  }
  if (!isRecord(variables)) return null;
  return { query, operationName: operationName ?? undefined, variables };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function responseOf(
  data: string,
  { headers }: GraphqlRequest,
  extensions: Record<string, unknown> | undefined,
): GraphqlResponse | Promise<GraphqlResponse> {
  const contentType = negotiateMediaType(headers.accept);
  if (contentType === undefined)
    throw new TypeError("Expected the HTTP layer to have checked the accepted media types.");
  const rest = extensions === undefined ? "" : `,"extensions":${JSON.stringify(extensions)}`;
  return { status: 200, contentType, cacheControl: undefined, headers: [], body: `{"data":${data}${rest}}\n` };
}
