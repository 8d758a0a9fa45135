// Joins authentication to HTTP, which know nothing of each other: an identity becomes a caller, a credential that is not
// accepted an HTTP answer. All bad credentials get the same one; only the log says what was wrong.

import type { AuthenticateRequest, Caller } from "../../http/graphql/caller.js";
import type { ConcurrencyLimiter } from "../../http/graphql/concurrency-limiter.js";
import { HttpError } from "../../http/http-rejection.js";
import { isAnonymous } from "../../http/response-cache/endpoint-cache.js";
import { BadCredentialError, IdentityUnavailableError } from "../../identity/access/authentication-error.js";
import type { Authenticate } from "../../identity/auth/authenticate.js";
import { ANONYMOUS, type Context, type Identity, type Platform } from "../../identity/context.js";
import type { ExecuteOperation } from "./idempotent-execution.js";

const RETRY_AFTER_SECONDS = "5";

export function createAuthenticateRequest(
  platform: Platform,
  authenticate: Authenticate,
  executeAs: ExecuteOperation,
  admission: Pick<ConcurrencyLimiter, "assertOpen">,
): AuthenticateRequest<Context> {
  // Most requests: nothing of them is looked at more closely, and all of them are one caller's.
  const anonymous = Promise.resolve(callerOf(ANONYMOUS, executeAs));
  const identified: AuthenticateRequest<Context> = async (request, search) => {
    // Credentials are looked up in the database, which is not to be asked for who is refused anyhow.
    if (request.headers.authorization !== undefined) admission.assertOpen();
    try {
      return callerOf(await authenticate(request, search), executeAs);
    } catch (error) {
      const requestId = request.headers["x-request-id"];
      if (error instanceof BadCredentialError) {
        platform.log.debug({ requestId, reason: error.message }, "A credential was not accepted.");
        throw unauthenticated();
      }
      if (error instanceof IdentityUnavailableError) {
        platform.log.error({ requestId, err: error }, "A credential could not be judged.");
        throw unavailable();
      }
      throw error;
    }
  };
  return (request, search) => (isAnonymous(request, search) ? anonymous : identified(request, search));
}

function callerOf(identity: Identity, executeAs: ExecuteOperation): Caller<Context> {
  const isKnown = identity.viewer !== null || identity.previewPostId !== null;
  return { isKnown, execute: (sent, run) => executeAs(identity, sent, run) };
}

function unauthenticated(): HttpError {
  const message = "Expected a valid credential, or none. This one is not accepted.";
  return new HttpError(401, "UNAUTHENTICATED", message, ["www-authenticate", "Bearer"]);
}

function unavailable(): HttpError {
  const message = "Who is asking cannot be established now. Try again in a moment.";
  return new HttpError(503, "SERVICE_UNAVAILABLE", message, ["retry-after", RETRY_AFTER_SECONDS]);
}
