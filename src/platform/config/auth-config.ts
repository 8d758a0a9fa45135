// What the environment says about whom to believe: keys for tokens from elsewhere and the secret of preview tokens. Apart
// from the rest because its variables depend on each other. No fault repeats a value: most of them are secrets.
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
  /** Null: only API tokens are known. */
  jwt: JwtConfig | null;
  /** Null: kept in the database, made at first need. */
  previewSecret: string | null;
}

const MIN_SECRET_BYTES = 32;
const MIN_RSA_BITS = 2_048;

export const authVariables: readonly ConfigVariable[] = [
  {
    name: "AUTH_JWKS_URL",
    defaultValue: "",
    description:
      "Key set of an OpenID Connect provider, by https (or http on loopback): its JSON Web Tokens are accepted.",
  },
  {
    name: "AUTH_PUBLIC_KEY",
    defaultValue: "",
    description:
      "Instead of AUTH_JWKS_URL: one public key in PEM (RSA, EC or Ed25519); line ends may be written as \\n.",
  },
  {
    name: "AUTH_SECRET",
    defaultValue: "",
    description: "Instead of AUTH_JWKS_URL: a shared secret of at least 32 bytes, for HS256.",
  },
  {
    name: "AUTH_ISSUER",
    defaultValue: "",
    description: "What the claim iss of a JSON Web Token must be; needed with a key.",
  },
  {
    name: "AUTH_AUDIENCE",
    defaultValue: "",
    description: "What the claim aud of a JSON Web Token must hold; needed with a key.",
  },
  {
    name: "AUTH_ROLE_CLAIM",
    defaultValue: "role",
    description:
      "Claim that holds admin, editor or author, or a list with one of them; a dotted path such as realm_access.roles is followed.",
  },
  {
    name: "AUTH_AUTHOR_CLAIM",
    defaultValue: "author",
    description: "Claim that holds the slug of the author that an author writes for.",
  },
  {
    name: "PREVIEW_SECRET",
    defaultValue: "",
    description: "Secret of at least 32 bytes that signs preview tokens. Absent: one is made and kept in the database.",
  },
];

export function readAuthConfig(reader: EnvironmentReader): AuthConfig {
  return { jwt: jwtConfig(reader), previewSecret: secret(reader, "PREVIEW_SECRET") };
}

function jwtConfig(reader: EnvironmentReader): JwtConfig | null {
  const keys = [jwksKey(reader), publicKey(reader), secretKey(reader)].filter((key) => key !== null);
  const [key] = keys;
  if (key === undefined) return null;
  if (keys.length > 1) reader.faults.push("Only one of AUTH_JWKS_URL, AUTH_PUBLIC_KEY and AUTH_SECRET may be set.");
  for (const name of ["AUTH_ISSUER", "AUTH_AUDIENCE"]) {
    // Without them every token that the provider gave anybody for any purpose would do.
    if (reader.text(name) === "") reader.faults.push(`${name} must be set beside a key for JSON Web Tokens.`);
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
    reader.faults.push("AUTH_JWKS_URL must start with https://, or with http:// for a server on this machine.");
  }
  return { kind: "jwks", url: text };
}

function publicKey(reader: EnvironmentReader): JwtKey | null {
  const text = reader.text("AUTH_PUBLIC_KEY").replaceAll("\\n", "\n");
  if (text === "") return null;
  const fault = `AUTH_PUBLIC_KEY must be a public key in PEM: RSA of at least ${MIN_RSA_BITS} bits, EC or Ed25519.`;
  try {
    if (text.includes("PRIVATE KEY")) throw new Error(fault);
    const key = createPublicKey(text);
    if ((key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS) < MIN_RSA_BITS) throw new Error(fault);
    if (!["rsa", "ec", "ed25519"].includes(key.asymmetricKeyType ?? "")) throw new Error(fault);
    return { kind: "public", key };
  } catch {
    reader.faults.push(fault);
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
    reader.faults.push(`${name} must have at least ${MIN_SECRET_BYTES} bytes, but has ${bytes}.`);
  return text;
}
