// Configuration of authentication: keys for JSON Web Tokens of an identity provider, and the secret that signs preview tokens. Its
// variables depend on each other. No error repeats a value, because most of them are secrets.
import { createPublicKey, type KeyObject } from "node:crypto";
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export type JwtKey =
  | { kind: "jwks"; url: string }
  | { kind: "public"; key: KeyObject }
  | { kind: "secret"; secret: Buffer };

export interface JwtConfig {
  key: JwtKey;
  issuer: string;
  audience: string;
  roleClaim: string;
  authorClaim: string;
}

export interface AuthConfig {
  /** Null: only API tokens are accepted. */
  jwt: JwtConfig | null;
  /** Null: created at first use and stored in the database. */
  previewSecret: string | null;
}

const MIN_SECRET_BYTES = 32;
const MIN_RSA_BITS = 2_048;

export const authVariables: readonly ConfigVariable[] = [
  {
    name: "AUTH_JWKS_URL",
    defaultValue: "",
    description:
      "URL of an OpenID Connect provider's key set (JWKS), whose JSON Web Tokens are accepted; https, or http on loopback.",
  },
  {
    name: "AUTH_PUBLIC_KEY",
    defaultValue: "",
    description:
      "Instead of AUTH_JWKS_URL: a public key in PEM (RSA, EC or Ed25519); line breaks may be written as \\n.",
  },
  {
    name: "AUTH_SECRET",
    defaultValue: "",
    description: "Instead of AUTH_JWKS_URL: a shared secret of at least 32 bytes, for HS256.",
  },
  {
    name: "AUTH_ISSUER",
    defaultValue: "",
    description: "The issuer (claim iss) that JSON Web Tokens must have; required with a key.",
  },
  {
    name: "AUTH_AUDIENCE",
    defaultValue: "",
    description: "The audience (claim aud) that JSON Web Tokens must have; required with a key.",
  },
  {
    name: "AUTH_ROLE_CLAIM",
    defaultValue: "role",
    description:
      "The claim with the role: admin, editor or author, or a list that contains one of them. May be a path such as realm_access.roles.",
  },
  {
    name: "AUTH_AUTHOR_CLAIM",
    defaultValue: "author",
    description: "The claim with the slug of the author for whom a viewer with the role author writes.",
  },
  {
    name: "PREVIEW_SECRET",
    defaultValue: "",
    description:
      "The secret that signs preview tokens, at least 32 bytes. If absent, one is created and stored in the database.",
  },
];

export function readAuthConfig(reader: EnvironmentReader): AuthConfig {
  return { jwt: jwtConfig(reader), previewSecret: secret(reader, "PREVIEW_SECRET") };
}

function jwtConfig(reader: EnvironmentReader): JwtConfig | null {
  const keys = [jwksKey(reader), publicKey(reader), secretKey(reader)].filter((key) => key !== null);
  const [key] = keys;
  if (key === undefined) return null;
  if (keys.length > 1) reader.errors.push("Only one of AUTH_JWKS_URL, AUTH_PUBLIC_KEY and AUTH_SECRET may be set.");
  for (const name of ["AUTH_ISSUER", "AUTH_AUDIENCE"]) {
    // Without them, every token that the provider issued for any purpose would be accepted.
    if (reader.text(name) === "") reader.errors.push(`${name} must be set together with a key for JSON Web Tokens.`);
  }
  return {
    key,
    issuer: reader.text("AUTH_ISSUER"),
    audience: reader.text("AUTH_AUDIENCE"),
    roleClaim: reader.text("AUTH_ROLE_CLAIM"),
    authorClaim: reader.text("AUTH_AUTHOR_CLAIM"),
  };
}

function jwksKey(reader: EnvironmentReader): JwtKey | null {
  const text = reader.text("AUTH_JWKS_URL");
  if (text === "") return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url?.protocol !== "https:" && !(url?.protocol === "http:" && isLoopback)) {
    reader.errors.push("AUTH_JWKS_URL must start with https://, or with http:// for a server on this machine.");
  }
  return { kind: "jwks", url: text };
}

function publicKey(reader: EnvironmentReader): JwtKey | null {
  const text = reader.text("AUTH_PUBLIC_KEY").replaceAll("\\n", "\n");
  if (text === "") return null;
  const message = `AUTH_PUBLIC_KEY must be a public key in PEM: RSA of at least ${MIN_RSA_BITS} bits, EC or Ed25519.`;
  try {
    if (text.includes("PRIVATE KEY")) throw new Error(message);
    const key = createPublicKey(text);
    if ((key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS) < MIN_RSA_BITS) throw new Error(message);
    if (!["rsa", "ec", "ed25519"].includes(key.asymmetricKeyType ?? "")) throw new Error(message);
    return { kind: "public", key };
  } catch {
    reader.errors.push(message);
    return null;
  }
}

function secretKey(reader: EnvironmentReader): JwtKey | null {
  const text = secret(reader, "AUTH_SECRET");
  return text === null ? null : { kind: "secret", secret: Buffer.from(text, "utf8") };
}

function secret(reader: EnvironmentReader, name: string): string | null {
  const text = reader.text(name);
  if (text === "") return null;
  const bytes = Buffer.byteLength(text, "utf8");
  if (bytes < MIN_SECRET_BYTES)
    reader.errors.push(`${name} must have at least ${MIN_SECRET_BYTES} bytes, but has ${bytes}.`);
  return text;
}
