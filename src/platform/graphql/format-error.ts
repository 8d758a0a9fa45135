// What a client sees of an error. Errors that this service or the GraphQL layer raised on purpose pass; anything else is
// a fault of ours: logged once with an id, and answered by that id alone.
import { randomUUID } from "node:crypto";
import { ApolloServerErrorCode, unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { transientError } from "../db/transient-error.js";
import type { Logger } from "../observability/log.js";

const INTERNAL = "INTERNAL_SERVER_ERROR";
const BAD_REQUEST = "BAD_REQUEST";
const BAD_USER_INPUT = "BAD_USER_INPUT";
const TOO_NESTED = "Syntax Error: Expected a document that is nested less.";

export function createFormatError(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    if (isStackOverflow(formatted)) return { ...withoutStack(formatted), message: TOO_NESTED };
    if (isTooManyVariableErrors(formatted)) {
      return withoutStack({ ...formatted, extensions: { ...formatted.extensions, code: BAD_USER_INPUT } });
    }
    if (isRefusalWithoutCode(formatted, error)) {
      return { ...formatted, extensions: { ...formatted.extensions, code: BAD_REQUEST } };
    }
    const original = unwrapResolverError(error);
    const code = formatted.extensions?.code;
    if (code !== undefined && code !== INTERNAL) return withoutStack(formatted);
    if (original instanceof GraphQLError && code !== INTERNAL) return withoutStack(formatted);
    const { path } = formatted;
    const known = transientError(original);
    if (known !== null) {
      log.warn({ err: original, path }, known.message);
      return { message: known.message, ...(path && { path }), extensions: { code: known.code } };
    }
    const errorId = randomUUID();
    log.error({ err: original, errorId, path }, "A request failed unexpectedly.");
    const message = `Something went wrong here. Name ${errorId} when you report it.`;
    return { message, ...(path && { path }), extensions: { code: INTERNAL, errorId } };
  };
}

/** The parser is recursive; its own errors begin alike. */
function isStackOverflow({ message, extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === ApolloServerErrorCode.GRAPHQL_PARSE_FAILED && !message.startsWith("Syntax Error");
}

/** graphql-js stops after 50 errors of variables, with an error that has no code of its own. */
function isTooManyVariableErrors({ message, path, extensions }: GraphQLFormattedError): boolean {
  return (
    path === undefined && extensions?.code === INTERNAL && message.startsWith("Too many errors processing variables")
  );
}

/** Apollo raises some faults of the client, such as a wrong hash of a persisted query, with a status and no code. */
function isRefusalWithoutCode({ extensions }: GraphQLFormattedError, error: unknown): boolean {
  if (extensions?.code !== INTERNAL || !(error instanceof GraphQLError) || error.originalError !== undefined)
    return false;
  const status = (error.extensions.http as { status?: number } | undefined)?.status ?? 0;
  return status >= 400 && status < 500;
}

function withoutStack(formatted: GraphQLFormattedError): GraphQLFormattedError {
  if (formatted.extensions?.stacktrace === undefined) return formatted;
  const { stacktrace: _, ...extensions } = formatted.extensions;
  return { ...formatted, extensions };
}
