// What a client sees of an error. Errors that this service or the GraphQL layer raised on purpose pass unchanged. Any other error is
// internal: it is logged with an id, and the client gets only the id.
import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { transientError } from "../db/failures/transient-error.js";
import type { Logger } from "../observability/log.js";
import type { GraphqlErrorCode } from "./error-codes.js";

const INTERNAL: GraphqlErrorCode = "INTERNAL_SERVER_ERROR";
/** That of graphql-js when it gives up comparing fields that have one response key. */
const VALIDATION_ABORTED = "Validation aborted.";
const TOO_MANY_COMPARISONS =
  "The document has too many fields with the same response key to compare them with each other. Select each field once, or use aliases.";
const TOO_NESTED = "Syntax Error: The document is nested too deeply.";

export function createFormatError(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    if (isStackOverflow(formatted)) return { ...withoutStack(formatted), message: TOO_NESTED };
    if (formatted.message === VALIDATION_ABORTED) return { ...withoutStack(formatted), message: TOO_MANY_COMPARISONS };
    if (isTooManyVariableErrors(formatted)) return withCode(formatted, "BAD_USER_INPUT");
    if (isRequestErrorWithoutCode(formatted, error)) return withCode(formatted, "BAD_REQUEST");
    const original = unwrapResolverError(error);
    const code = formatted.extensions?.code;
    if (code !== undefined && code !== INTERNAL) return withoutStack(formatted);
    if (original instanceof GraphQLError && code !== INTERNAL) return withoutStack(formatted);
    const { path } = formatted;
    const transient = transientError(original);
    if (transient !== null) {
      log.warn({ err: original, path }, transient.message);
      const extensions = { code: transient.code satisfies GraphqlErrorCode };
      return { message: transient.message, ...(path && { path }), extensions };
    }
    const errorId = randomUUID();
    log.error({ err: original, errorId, path }, "An internal error occurred.");
    const message = `An internal error occurred. Report the error id ${errorId} to the operator of the service.`;
    return { message, ...(path && { path }), extensions: { code: INTERNAL, errorId } };
  };
}

/** The parser is recursive. Its own errors all begin with "Syntax Error". */
function isStackOverflow({ message, extensions }: GraphQLFormattedError): boolean {
  const code: GraphqlErrorCode = "GRAPHQL_PARSE_FAILED";
  return extensions?.code === code && !message.startsWith("Syntax Error");
}

/** graphql-js stops after 50 errors of variables, with an error that has no code of its own. */
function isTooManyVariableErrors({ message, path, extensions }: GraphQLFormattedError): boolean {
  return (
    path === undefined && extensions?.code === INTERNAL && message.startsWith("Too many errors processing variables")
  );
}

/** Apollo raises some client errors, such as a wrong hash of a persisted query, with a status but without a code. */
function isRequestErrorWithoutCode({ extensions }: GraphQLFormattedError, error: unknown): boolean {
  if (extensions?.code !== INTERNAL || !(error instanceof GraphQLError) || error.originalError !== undefined)
    return false;
  const status = (error.extensions.http as { status?: number } | undefined)?.status ?? 0;
  return status >= 400 && status < 500;
}

const withCode = (formatted: GraphQLFormattedError, code: GraphqlErrorCode): GraphQLFormattedError =>
  withoutStack({ ...formatted, extensions: { ...formatted.extensions, code } });

function withoutStack(formatted: GraphQLFormattedError): GraphQLFormattedError {
  if (formatted.extensions?.stacktrace === undefined) return formatted;
  const { stacktrace: _, ...extensions } = formatted.extensions;
  return { ...formatted, extensions };
}
