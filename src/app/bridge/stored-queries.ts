// Checks and executes stored queries by the engine and the limits of requests, as an anonymous client.
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  validate,
} from "graphql";
import type { ExecutedOperation } from "../../http/graphql/caller.js";
import type { GraphqlEngine, GraphqlRequest, GraphqlResponse } from "../../http/graphql/graphql-engine.js";
import type { Context } from "../../identity/context.js";
import { messageOf } from "../../lib/error-facts.js";
import type { LimitConfig } from "../../platform/config/limit-config.js";
import type { StoredQueries, StoredQueryResponse } from "../../platform/execution/stored-query.js";
import type { GraphqlErrorCode } from "../../platform/graphql/error-codes.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { MAX_IDS } from "../../platform/graphql/node.js";
import { directiveLimitError } from "../../platform/query-cost/directive-count.js";
import type { OperationGuard } from "../../platform/query-cost/operation-guard.js";

type Run = (context: Context) => Promise<GraphqlResponse>;

/** `executeAnonymously` treats an operation like an anonymous request. */
export function createStoredQueries(
  { execute, problemOf }: { execute: GraphqlEngine<Context> } & Pick<StoredQueries, "problemOf">,
  executeAnonymously: (sent: GraphqlRequest, run: Run) => Promise<ExecutedOperation<Context>>,
): StoredQueries {
  return {
    problemOf,
    execute: async (query, ids, maxBytes) => {
      const headers = { "content-type": "application/json", accept: "application/json" };
      const sent: GraphqlRequest = { method: "POST", headers, search: "", body: { query, variables: { ids } } };
      try {
        const { response } = await executeAnonymously(sent, (context) => execute(sent, context));
        const bytes = Buffer.byteLength(response.body);
        if (bytes > maxBytes) {
          return failure("RESPONSE_TOO_LARGE", `Expected a response of at most ${maxBytes} bytes, got ${bytes}.`);
        }
        const { data, errors } = JSON.parse(response.body) as StoredQueryResponse;
        return { ...(data !== undefined && { data }), ...(errors !== undefined && { errors }) };
      } catch {
        // The engine responds to whatever a client can cause; this is the database.
        return failure("SERVICE_UNAVAILABLE", "The query could not be executed at the moment.");
      }
    },
  };
}

const failure = (code: GraphqlErrorCode, message: string): StoredQueryResponse => ({
  data: null,
  errors: [{ message, extensions: { code } }],
});

/** As many ids as there can be, so that the cost is that of the largest call. */
const IDS = Array.from({ length: MAX_IDS }, (_, index) =>
  encodeGlobalId("Post", `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`),
);

export function createStoredQueryCheck(
  schema: GraphQLSchema,
  guard: OperationGuard,
  limits: Pick<LimitConfig, "directives" | "tokens">,
): StoredQueries["problemOf"] {
  return (source) => {
    const tooMany = directiveLimitError(source, limits);
    if (tooMany !== null) return tooMany.message;
    try {
      const document = parse(source, { maxTokens: limits.tokens });
      const [invalid] = validate(schema, document, undefined, { maxErrors: 1, hideSuggestions: true });
      return invalid?.message ?? problemOfDocument(document, guard);
    } catch (error) {
      return messageOf(error);
    }
  };
}

function problemOfDocument(document: DocumentNode, guard: OperationGuard): string | null {
  const [operation, ...others] = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined || others.length > 0) return "Expected a document with one operation.";
  const { operation: type, variableDefinitions = [] } = operation as OperationDefinitionNode;
  if (type !== "query") return `Expected a query, got a ${type}.`;
  const types = new Map(variableDefinitions.map((each) => [each.variable.name.value, each]));
  const ids = types.get("ids");
  if (ids === undefined || !/^\[ID!?\]!?$/.test(print(ids.type)))
    return "Expected the query to declare `$ids: [ID!]!`.";
  for (const [name, { type: declared, defaultValue }] of types) {
    if (name !== "ids" && declared.kind === Kind.NON_NULL_TYPE && defaultValue === undefined) {
      return `Expected no required variable but \`$ids\`, got \`$${name}\`.`;
    }
  }
  guard.check(document, operation as OperationDefinitionNode, { ids: IDS });
  return null;
}
