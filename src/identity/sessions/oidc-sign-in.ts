// Signing in at an OpenID Connect provider: the authorization code flow with PKCE, state and nonce, for a confidential client. openid-client
// verifies every answer of the provider; this file determines what is asked and what the claims mean.
import * as client from "openid-client";
import type { OidcConfig } from "../../platform/config/studio-config.js";
import type { SqlClient } from "../../platform/db/database.js";
import { BadCredentialError, IdentityUnavailableError } from "../access/authentication-error.js";
import { viewerOfClaims } from "../auth/claims.js";
import type { Viewer } from "../viewer.js";
import type { StateSeal } from "./sealed-state.js";

const TIMEOUT_SECONDS = 5;
const DISCOVERY_MAX_AGE_MS = 600_000;

export interface BegunSignIn {
  /** Where the browser goes. */
  url: string;
  /** What it brings back. */
  sealedState: string;
}

export class OidcSignIn {
  readonly #config: OidcConfig;
  readonly #redirectUri: string;
  readonly #db: SqlClient;
  readonly #seal: StateSeal;
  #provider: { found: Promise<client.Configuration>; at: number } | null = null;

  constructor(config: OidcConfig, redirectUri: string, db: SqlClient, seal: StateSeal) {
    this.#config = config;
    this.#redirectUri = redirectUri;
    this.#db = db;
    this.#seal = seal;
  }

  async begin(): Promise<BegunSignIn> {
    const provider = await this.#discovered();
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: this.#redirectUri,
      scope: this.#config.scope,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...{ state, nonce },
    });
    return { url: url.href, sealedState: await this.#seal.seal({ state, nonce, verifier }) };
  }

  /** `search` is the query string with which the provider sent the browser back. Throws a `BadCredentialError` unless all of it is right. */
  async finish(search: string, sealedState: string): Promise<Viewer> {
    const { state, nonce, verifier } = await this.#seal.open(sealedState);
    const provider = await this.#discovered();
    const claims = await this.#claims(provider, search, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
    });
    const viewer = await viewerOfClaims(this.#db, claims, this.#config);
    return { ...viewer, subject: `oidc:${claims.iss} ${viewer.name}` };
  }

  async #claims(provider: client.Configuration, search: string, checks: client.AuthorizationCodeGrantChecks) {
    try {
      const answer = new URL(this.#redirectUri + search);
      const tokens = await client.authorizationCodeGrant(provider, answer, { ...checks, idTokenExpected: true });
      const claims = tokens.claims();
      if (claims !== undefined) return claims;
    } catch (error) {
      if (isUnreachable(error)) throw new IdentityUnavailableError("The provider does not respond.", { cause: error });
      // Only the code is reported, because the error contains tokens and claims.
      throw new BadCredentialError(`the provider's answer is not accepted: ${codeOfError(error)}`);
    }
    throw new BadCredentialError("the provider sent no ID token");
  }

  async #discovered(): Promise<client.Configuration> {
    const known = this.#provider;
    if (known !== null && performance.now() - known.at < DISCOVERY_MAX_AGE_MS) return known.found;
    const started = { found: this.#discover(), at: performance.now() };
    this.#provider = started;
    try {
      return await started.found;
    } catch (error) {
      if (this.#provider === started) this.#provider = null;
      // The cause may quote what the provider sent.
      throw new IdentityUnavailableError(`The provider cannot be asked: ${codeOfError(error)}.`);
    }
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    const provider = await client.discovery(
      new URL(issuer),
      clientId,
      {},
      clientSecret === null ? client.None() : client.ClientSecretPost(clientSecret),
      {
        timeout: TIMEOUT_SECONDS,
        // The configuration allows http on loopback only.
        execute: new URL(issuer).protocol === "http:" ? [client.allowInsecureRequests] : [],
      },
    );
    // TLS would do for a token that comes from the provider itself; the signature does not depend on it.
    client.enableNonRepudiationChecks(provider);
    return provider;
  }
}

const codeOfError = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === "string" ? code : String(name);
};

/** The provider did not answer at all; an answer that is wrong is another matter. */
const isUnreachable = (error: unknown): boolean =>
  ["OAUTH_TIMEOUT", "ECONNREFUSED", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT"].includes(codeOfError(error)) ||
  (error instanceof TypeError && error.message === "fetch failed");
