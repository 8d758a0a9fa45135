// Connects authentication with HTTP: an identity becomes a caller, and a credential that is not accepted becomes an HTTP error. All
// bad credentials get the same response; only the log says what is wrong with one.
import type { Authentication, Caller } from "../../http/graphql/caller.js";
import type { ConcurrencyLimiter } from "../../http/graphql/concurrency-limiter.js";
import { HttpError } from "../../http/http-rejection.js";
import { BadCredentialError, IdentityUnavailableError } from "../../identity/access/authentication-error.js";
import type { Authenticate } from "../../identity/auth/authenticate.js";
import { ANONYMOUS, type Context, type Identity, type Platform } from "../../identity/context.js";
import type { ExecuteOperation } from "./idempotent-execution.js";

const RETRY_AFTER_SECONDS = "5";

export function createAuthentication(
  platform: Platform,
  authenticate: Authenticate,
  executeOperation: ExecuteOperation,
  concurrencyLimiter: Pick<ConcurrencyLimiter, "assertOpen">,
): Authentication<Context> {
  return {
    anonymous: callerOf(ANONYMOUS, executeOperation),
    authenticate: async (request, search) => {
      // Credentials are looked up in the database, which must be spared under overload.
      if (request.headers.authorization !== undefined) concurrencyLimiter.assertOpen();
      try {
        return callerOf(await authenticate(request, search), executeOperation);
      } catch (error) {
        const requestId = request.headers["x-request-id"];
        if (error instanceof BadCredentialError) {
          platform.log.debug({ requestId, reason: error.message }, "A credential was not accepted.");
          throw unauthenticated();
        }
        if (error instanceof IdentityUnavailableError) {
          platform.log.error({ requestId, err: error }, "A credential could not be checked.");
          throw unavailable();
        }
        throw error;
      }
    },
  };
}

function callerOf(identity: Identity, executeOperation: ExecuteOperation): Caller<Context> {
  const isAuthenticated = identity.viewer !== null || identity.previewPostId !== null;
  return { isAuthenticated, execute: (sent, run) => executeOperation(identity, sent, run) };
}

function unauthenticated(): HttpError {
  const message = "Expected a valid credential, or none. This one is not accepted.";
  return new HttpError(401, "UNAUTHENTICATED", message, ["www-authenticate", "Bearer"]);
}

function unavailable(): HttpError {
  const message = "Authentication is temporarily unavailable. Try again in a moment.";
  return new HttpError(503, "SERVICE_UNAVAILABLE", message, ["retry-after", RETRY_AFTER_SECONDS]);
}
