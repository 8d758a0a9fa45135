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
import { isWellFormedText } from "../../lib/text.js";
import type { JwtConfig } from "../../platform/config/auth-config.js";
import type { SqlClient } from "../../platform/db/database.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import { BadCredentialError, IdentityUnavailableError } from "../access/authentication-error.js";
import type { Role, Viewer } from "../viewer.js";

const RSA = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];
const EC = ["ES256", "ES384", "ES512"];
const EDWARDS = ["EdDSA", "Ed25519"];
/** Chosen by the type of the key, never by the token: a public key must not be usable as a shared secret. */
const ALGORITHMS: Record<string, readonly string[]> = { rsa: RSA, ec: EC, ed25519: EDWARDS };
/** Highest first: if a token has several roles, the highest applies. */
const ROLES: readonly Role[] = ["ADMIN", "EDITOR", "AUTHOR"];
/**
 * The names of a role in a claim, compared exactly. Changing the case of a claim would admit other names: the upper case of U+0131 (dotless i)
 * is "I", which turns "adm\u0131n" into "ADMIN".
 */
const ROLE_BY_NAME: ReadonlyMap<unknown, Role> = new Map(
  ROLES.flatMap((role) => [[role, role] as const, [role.toLowerCase(), role] as const]),
);
/** The entity belongs to a higher floor, so its columns are not derived here. */
const AUTHOR_BY_SLUG = sql`/* JwtCheck.author */ select ${computedColumn("id", "uuid", "a.id")} from author a where a.slug = $1`;
const MAX_NAME_LENGTH = 200;
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
    // The library checks that `sub` exists, not that it is a string.
    const name: unknown = claims.sub;
    if (typeof name !== "string" || name === "" || name.length > MAX_NAME_LENGTH || !isWellFormedText(name)) {
      throw new BadCredentialError("the subject is no string, empty, too long or cannot be stored");
    }
    const role = roleIn(claimAt(claims, this.#config.roleClaim));
    if (role === null) throw new BadCredentialError(`the claim ${this.#config.roleClaim} contains no known role`);
    const authorId = role === "AUTHOR" ? await this.#authorOf(claims) : null;
    return { name, role, authorId, subject: `jwt:${claims.iss ?? ""} ${name}` };
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

  async #authorOf(claims: JWTPayload): Promise<string> {
    const slug = claimAt(claims, this.#config.authorClaim);
    const isUsable = typeof slug === "string" && isWellFormedText(slug);
    const [author] = isUsable ? await this.#db.query(AUTHOR_BY_SLUG, [slug]) : [];
    if (author === undefined)
      throw new BadCredentialError(`the claim ${this.#config.authorClaim} is not the slug of an author`);
    return author.id;
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

/** The claim with exactly this name, which may contain dots, or else the claim at the dotted path. */
function claimAt(claims: JWTPayload, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Null for an unknown name, and for anything but a string or a list of strings. */
function roleIn(claim: unknown): Role | null {
  const names: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  if (!names.every((name) => typeof name === "string")) return null;
  const roles = new Set(names.map((name) => ROLE_BY_NAME.get(name)));
  return ROLES.find((role) => roles.has(role)) ?? null;
}
