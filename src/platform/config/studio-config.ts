// Configuration of signing in from a browser: whether there is a studio, its public address, and the OpenID Connect provider. No error repeats
// a value, because some are secrets.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface OidcConfig {
  issuer: string;
  clientId: string;
  /** Null for a public client. */
  clientSecret: string | null;
  scope: string;
  roleClaim: string;
  authorClaim: string;
}

export interface StudioConfig {
  isEnabled: boolean;
  /** The origin under which browsers reach the service. Null: it is taken from each request. */
  origin: string | null;
  /** Null: nobody signs in by a provider. */
  oidc: OidcConfig | null;
}

export const studioVariables: readonly ConfigVariable[] = [
  {
    name: "STUDIO",
    defaultValue: "1",
    description: "0 switches off /studio and everything below it, where browsers sign in.",
  },
  {
    name: "STUDIO_URL",
    defaultValue: "",
    description:
      "The origin under which browsers reach /studio, such as https://api.example.org; https, or http on loopback. If absent, it is taken from the header Host: http on loopback, else https.",
  },
  {
    name: "OIDC_ISSUER",
    defaultValue: "",
    description:
      "The issuer of the OpenID Connect provider at which people sign in to the studio; https, or http on loopback. Needs STUDIO_URL and OIDC_CLIENT_ID.",
  },
  { name: "OIDC_CLIENT_ID", defaultValue: "", description: "The id of this service at that provider." },
  {
    name: "OIDC_CLIENT_SECRET",
    defaultValue: "",
    description: "The secret of this service at that provider. Absent for a public client.",
  },
  {
    name: "OIDC_SCOPE",
    defaultValue: "openid profile",
    description:
      "The scopes that are asked of that provider. The role and the author come from the claims AUTH_ROLE_CLAIM and AUTH_AUTHOR_CLAIM of its ID token.",
  },
];

export function readStudioConfig(reader: EnvironmentReader): StudioConfig {
  const origin = originOf(reader);
  return { isEnabled: reader.flag("STUDIO"), origin, oidc: oidcConfig(reader, origin) };
}

function originOf(reader: EnvironmentReader): string | null {
  const url = webUrl(reader, "STUDIO_URL");
  if (url === null) return null;
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    reader.errors.push("STUDIO_URL must be an origin, without a path.");
  }
  return url.origin;
}

function oidcConfig(reader: EnvironmentReader, origin: string | null): OidcConfig | null {
  const issuer = webUrl(reader, "OIDC_ISSUER");
  if (issuer === null) return null;
  if (origin === null) reader.errors.push("STUDIO_URL must be set together with OIDC_ISSUER.");
  if (reader.text("OIDC_CLIENT_ID") === "") reader.errors.push("OIDC_CLIENT_ID must be set together with OIDC_ISSUER.");
  const secret = reader.text("OIDC_CLIENT_SECRET");
  return {
    issuer: reader.text("OIDC_ISSUER"),
    clientId: reader.text("OIDC_CLIENT_ID"),
    clientSecret: secret === "" ? null : secret,
    scope: reader.text("OIDC_SCOPE"),
    roleClaim: reader.text("AUTH_ROLE_CLAIM"),
    authorClaim: reader.text("AUTH_AUTHOR_CLAIM"),
  };
}

function webUrl(reader: EnvironmentReader, name: string): URL | null {
  const text = reader.text(name);
  if (text === "") return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback)) return url;
  reader.errors.push(`${name} must start with https://, or with http:// for a server on this machine.`);
  return null;
}
