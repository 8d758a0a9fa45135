// Connects the sessions of browsers with HTTP: an identity becomes a caller, and what is not accepted becomes an HTTP error that does not say why.
import type { IncomingMessage } from "node:http";
import type { ConcurrencyLimiter } from "../../http/graphql/concurrency-limiter.js";
import { HttpError } from "../../http/http-rejection.js";
import type { StudioSettings } from "../../http/studio/open-studio.js";
import type { NewSession, ProviderSignIn, SessionViewer, StudioAccess } from "../../http/studio/studio-access.js";
import { PROVIDER_PATH } from "../../http/studio/studio-cookies.js";
import { BadCredentialError } from "../../identity/access/authentication-error.js";
import { InstanceSecret } from "../../identity/auth/instance-secrets.js";
import type { Context, Platform } from "../../identity/context.js";
import { STATE_SECONDS, StateSeal } from "../../identity/sessions/sealed-state.js";
import { SESSION_SECONDS, type SignedIn, StudioSessions } from "../../identity/sessions/studio-sessions.js";
import type { StudioConfig } from "../../platform/config/studio-config.js";
import type { ExecuteOperation } from "./idempotent-execution.js";

type Access = Pick<Platform, "privateReads" | "transact" | "log">;

/** Null if the studio is switched off. */
export async function createStudioSettings(
  access: Access,
  config: StudioConfig,
  executeOperation: ExecuteOperation,
  limiter: Pick<ConcurrencyLimiter, "assertOpen">,
): Promise<StudioSettings<Context> | null> {
  if (!config.isEnabled) return null;
  return { access: await createStudioAccess(access, config, executeOperation, limiter), origin: config.origin };
}

async function createStudioAccess(
  access: Access,
  config: StudioConfig,
  executeOperation: ExecuteOperation,
  limiter: Pick<ConcurrencyLimiter, "assertOpen">,
): Promise<StudioAccess<Context>> {
  const sessions = new StudioSessions(access);
  const checked = async <T>(request: IncomingMessage, check: () => Promise<T>): Promise<T> => {
    // Credentials are looked up in the database, which must be spared under overload.
    limiter.assertOpen();
    try {
      return await check();
    } catch (error) {
      const requestId = request.headers["x-request-id"];
      if (error instanceof BadCredentialError) {
        access.log.debug({ requestId, reason: error.message }, "A browser was not signed in.");
        throw new HttpError(
          401,
          "UNAUTHENTICATED",
          "Expected a valid credential or session. This one is not accepted.",
        );
      }
      if (error instanceof HttpError) throw error;
      access.log.error({ requestId, err: error }, "A session could not be checked.");
      const message = "Signing in is temporarily unavailable. Try again in a moment.";
      throw new HttpError(503, "SERVICE_UNAVAILABLE", message, ["retry-after", "5"]);
    }
  };
  const begun = async (request: IncomingMessage, signIn: () => Promise<SignedIn>): Promise<NewSession> => {
    const { secret, origin, viewer } = await checked(request, signIn);
    access.log.info({ requestId: request.headers["x-request-id"], origin, role: viewer.role }, "A browser signed in.");
    return { secret, maxAgeSeconds: SESSION_SECONDS[origin], viewer: { name: viewer.name, role: viewer.role, origin } };
  };
  const agentOf = ({ headers }: IncomingMessage) => headers["user-agent"];
  return {
    signInByToken: (request, token) => begun(request, () => sessions.signInByToken(token, agentOf(request))),
    signInByLink: (request, key) => begun(request, () => sessions.signInByLink(key, agentOf(request))),
    provider: await providerOf(access, config, {
      checked,
      signedIn: (request, viewer) =>
        begun(request, async () => sessions.signInByProvider(await viewer(), agentOf(request))),
    }),
    viewerOf: async (request, secret): Promise<SessionViewer> => {
      const { name, role, origin } = await checked(request, () => sessions.viewerOf(secret));
      return { name, role, origin };
    },
    callerOf: async (request, secret) => {
      const { origin: _origin, ...viewer } = await checked(request, () => sessions.viewerOf(secret));
      const identity = { viewer, previewPostId: null };
      return { isAuthenticated: true, execute: (sent, run) => executeOperation(identity, sent, run) };
    },
    signOut: (secret) => sessions.signOut(secret),
  };
}

interface Steps {
  checked<T>(request: IncomingMessage, check: () => Promise<T>): Promise<T>;
  signedIn(
    request: IncomingMessage,
    viewer: () => Promise<Parameters<StudioSessions["signInByProvider"]>[0]>,
  ): Promise<NewSession>;
}

/** openid-client is loaded only where a provider is configured. */
async function providerOf(
  access: Access,
  { oidc, origin }: StudioConfig,
  { checked, signedIn }: Steps,
): Promise<ProviderSignIn | null> {
  if (oidc === null || origin === null) return null;
  const { OidcSignIn } = await import("../../identity/sessions/oidc-sign-in.js");
  const seal = new StateSeal(new InstanceSecret(access, "studio"));
  const provider = new OidcSignIn(oidc, `${origin}${PROVIDER_PATH}/callback`, access.privateReads, seal);
  return {
    begin: async (request) => ({ ...(await checked(request, () => provider.begin())), maxAgeSeconds: STATE_SECONDS }),
    finish: (request, search, sealedState) => signedIn(request, () => provider.finish(search, sealedState)),
  };
}
