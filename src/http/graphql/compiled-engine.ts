// Answers queries whose documents recur by their compiled plans, and hands everything else on to the engine behind it. An
// answer of its own is byte for byte that of the other; what could become an answer with errors is the other's from the
// start. Whoever must see or refuse an operation does so in front of both or by a check.

import type { PlannedQuery, PlanStore } from "../../platform/execution/plan-store.js";
import { negotiateMediaType } from "./accept.js";
import type { GraphqlEngine, GraphqlRequest, GraphqlResponse } from "./graphql-engine.js";

export interface CompiledEngineOptions<C> {
  plans: PlanStore;
  fallback: GraphqlEngine<C>;
  /** Throws where the operation may not be executed; the other engine then refuses it by the same check. Variables as sent. */
  check?: (query: PlannedQuery, variables: Readonly<Record<string, unknown>>, context: C) => void;
  /** What stands beside `data`. */
  extensionsOf?: (context: C) => Record<string, unknown>;
  /** Hears why a plan gave up, before the other engine begins anew. */
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

/** Null for whatever is not plainly an operation as most clients send it. */
function parametersOf(body: GraphqlRequest["body"]): Parameters | null {
  if (body === undefined) return null;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== "string" || (extensions !== undefined && !isPlainExtensions(extensions))) return null;
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string") return null;
  if (variables === undefined || variables === null) {
    return { query, operationName: operationName ?? undefined, variables: NO_VARIABLES };
  }
  if (!isRecord(variables)) return null;
  return { query, operationName: operationName ?? undefined, variables };
}

/** Without a persisted query, extensions change nothing. */
function isPlainExtensions(value: unknown): boolean {
  return value === null || (isRecord(value) && !("persistedQuery" in value));
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
  if (contentType === undefined) throw new TypeError("Expected the accepted media types to have been checked.");
  const beside = extensions === undefined ? "" : `,"extensions":${JSON.stringify(extensions)}`;
  return { status: 200, contentType, cacheControl: undefined, headers: [], body: `{"data":${data}${beside}}\n` };
}
