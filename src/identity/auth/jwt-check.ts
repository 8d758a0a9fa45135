// Checks JSON Web Tokens of an OpenID Connect provider. jose verifies signature, times, issuer and audience; this file determines the
// accepted algorithms and the meaning of the claims.
import type { KeyObject } from "node:crypto";
import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import type { JwtConfig } from "../../platform/config/auth-config.js";
import type { SqlClient } from "../../platform/db/database.js";
import { BadCredentialError, IdentityUnavailableError } from "../access/authentication-error.js";
import type { Viewer } from "../viewer.js";
import { viewerOfClaims } from "./claims.js";

const RSA = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];
const EC = ["ES256", "ES384", "ES512"];
const EDWARDS = ["EdDSA", "Ed25519"];
/** Chosen by the type of the key, never by the token: a public key must not be usable as a shared secret. */
const ALGORITHMS: Record<string, readonly string[]> = { rsa: RSA, ec: EC, ed25519: EDWARDS };
const CLOCK_TOLERANCE_SECONDS = 5;
const KEY_SET_TIMEOUT_MS = 5_000;
const KEY_SET_MAX_AGE_MS = 600_000;
const KEY_SET_COOLDOWN_MS = 30_000;

export class JwtCheck {
  readonly #config: JwtConfig;
  readonly #db: SqlClient;
  readonly #getKey: JWTVerifyGetKey;
  readonly #options: JWTVerifyOptions;

  constructor(config: JwtConfig, db: SqlClient) {
    const { key, getKey, algorithms } = keySource(config);
    this.#config = config;
    this.#db = db;
    this.#getKey = getKey ?? (async () => key);
    this.#options = {
      algorithms: [...algorithms],
      issuer: config.issuer,
      audience: config.audience,
      requiredClaims: ["exp", "sub"],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    };
  }

  async viewerOf(token: string): Promise<Viewer> {
    const claims = await this.#verifiedClaims(token);
    const viewer = await viewerOfClaims(this.#db, claims, this.#config);
    return { ...viewer, subject: `jwt:${claims.iss ?? ""} ${viewer.name}` };
  }

  async #verifiedClaims(token: string): Promise<JWTPayload> {
    try {
      return (await jwtVerify(token, this.#getKey, this.#options)).payload;
    } catch (error) {
      if (error instanceof IdentityUnavailableError) throw error;
      // Only the code is reported, because the error contains the claims.
      const reason = error instanceof errors.JOSEError ? error.code : "malformed";
      throw new BadCredentialError(`the JSON Web Token is not valid: ${reason}`);
    }
  }
}

interface KeySource {
  key: KeyObject | Uint8Array;
  getKey?: JWTVerifyGetKey;
  algorithms: readonly string[];
}

function keySource({ key }: JwtConfig): KeySource {
  if (key.kind === "secret") return { key: key.secret, algorithms: ["HS256"] };
  if (key.kind === "public") return { key: key.key, algorithms: ALGORITHMS[key.key.asymmetricKeyType ?? ""] ?? [] };
  return { key: new Uint8Array(), getKey: remoteKeys(key.url), algorithms: [...RSA, ...EC, ...EDWARDS] };
}

/** The key set is fetched when first needed, cached, and fetched again for an unknown key, at most once per cooldown. */
function remoteKeys(url: string): JWTVerifyGetKey {
  const keySet = createRemoteJWKSet(new URL(url), {
    timeoutDuration: KEY_SET_TIMEOUT_MS,
    cacheMaxAge: KEY_SET_MAX_AGE_MS,
    cooldownDuration: KEY_SET_COOLDOWN_MS,
  });
  return async (header, token) => {
    try {
      return await keySet(header, token);
    } catch (error) {
      const isInvalidToken =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported;
      if (isInvalidToken) throw error;
      throw new IdentityUnavailableError("The key set cannot be fetched.", { cause: error });
    }
  };
}
