// Executes the steps of subscriptions in Apollo Server, which has no support for them: it parses, checks and limits the operation as any other, and
// graphql-js opens the events or executes one of them.
import { type ApolloServerPlugin, type BaseContext, HeaderMap } from "@apollo/server";
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
} from "graphql";
import type { OpeningStep, SubscriptionEvents, SubscriptionStep } from "../execution/subscription-step.js";
import { CodedError } from "../graphql/error-codes.js";
import { subscriptionKey } from "./subscription-key.js";

interface WithStep extends BaseContext {
  readonly subscription: SubscriptionStep | null;
}

export interface SubscriptionPluginOptions {
  schema: GraphQLSchema;
  /** Whether the service has transports for subscriptions. */
  isEnabled: boolean;
  formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
}

export function createSubscriptionPlugin<C extends WithStep>(
  options: SubscriptionPluginOptions,
): ApolloServerPlugin<C> {
  const { schema } = options;
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue: { subscription } }) {
          // Apollo reports an unknown operationName later, at execution.
          const type = operation?.operation;
          if (type === "subscription" && subscription === null) throw notHere(options.isEnabled);
          if (type === "mutation" && subscription?.kind === "open" && subscription.isReadOnly) throw mutationByGet();
        },
        async responseForOperation({ document, operation, operationName, source, request, contextValue }) {
          const step = contextValue.subscription;
          if (operation?.operation !== "subscription" || step === null) return null;
          const args: ExecutionArgs = {
            ...{ schema, document, operationName, contextValue },
            variableValues: request.variables,
            rootValue: step.kind === "event" ? step.event : undefined,
          };
          const result = step.kind === "event" ? await execute(args) : await open(args, step);
          if (step.kind === "open" && step.opened !== null) {
            step.opened.key = subscriptionKey(source, document, operation, request.variables);
          }
          const http = { status: undefined, headers: new HeaderMap() };
          return { body: { kind: "single", singleResult: formatted(result, options) }, http };
        },
      };
    },
  };
}

async function open(args: ExecutionArgs, step: OpeningStep): Promise<ExecutionResult> {
  const events = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in events)) return events;
  // graphql-js returns the iterable of the resolver unchanged.
  step.opened = { events: events as unknown as SubscriptionEvents, key: "" };
  return { data: null };
}

function formatted({ errors, ...rest }: ExecutionResult, { formatError }: SubscriptionPluginOptions) {
  if (errors === undefined) return rest;
  return { ...rest, errors: errors.map((error) => formatError(withCode(error), error)) };
}

/** The codes that Apollo gives to errors without one. */
function withCode(error: GraphQLError): GraphQLFormattedError {
  const isOfVariable = error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION && error.originalError === undefined;
  const code = isOfVariable ? "BAD_USER_INPUT" : "INTERNAL_SERVER_ERROR";
  return { ...error.toJSON(), extensions: { code, ...error.extensions } };
}

function notHere(isEnabled: boolean): CodedError {
  const message = isEnabled
    ? "A subscription is sent over a WebSocket, or with Accept: text/event-stream."
    : "Subscriptions are switched off.";
  return new CodedError("BAD_REQUEST", message, { http: { status: 400 } });
}

function mutationByGet(): CodedError {
  return new CodedError("BAD_REQUEST", "A mutation is sent by POST.", { http: { status: 405 } });
}
