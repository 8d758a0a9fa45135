// The cookies of the studio. Both are invisible to scripts and are sent to the studio's own paths only.
import type { IncomingMessage } from "node:http";
import type { StudioOrigin } from "./studio-origin.js";

export const STUDIO_PATH = "/studio";
export const PROVIDER_PATH = `${STUDIO_PATH}/oidc`;

const MAX_VALUE_LENGTH = 2_000;

interface CookieKind {
  name: string;
  path: string;
  sameSite: "Strict" | "Lax";
}

export const SESSION_COOKIE: CookieKind = { name: "colophon-studio", path: STUDIO_PATH, sameSite: "Strict" };
/** The provider sends the browser back from another site, which a strict cookie would not survive. It holds no right to anything. */
export const STATE_COOKIE: CookieKind = { name: "colophon-sign-in", path: PROVIDER_PATH, sameSite: "Lax" };

/** Browsers store a cookie with the prefix only if it is Secure, and Secure only over https. */
const nameOf = ({ name }: CookieKind, { isSecure }: StudioOrigin): string => (isSecure ? `__Secure-${name}` : name);

/** The header that sets the cookie, as name and value. */
export function setCookie(kind: CookieKind, origin: StudioOrigin, value: string, maxAgeSeconds: number): string[] {
  const attributes = [
    `${nameOf(kind, origin)}=${value}`,
    "HttpOnly",
    ...(origin.isSecure ? ["Secure"] : []),
    `SameSite=${kind.sameSite}`,
    `Path=${kind.path}`,
    `Max-Age=${maxAgeSeconds}`,
  ];
  return ["set-cookie", attributes.join("; ")];
}

export const clearCookie = (kind: CookieKind, origin: StudioOrigin): string[] => setCookie(kind, origin, "", 0);

/** Null without the cookie. Several of the name are joined, so that they are rejected: one of them is of another site. */
export function readCookie({ headers }: IncomingMessage, kind: CookieKind, origin: StudioOrigin): string | null {
  const name = nameOf(kind, origin);
  const values = (headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .filter((value) => value !== "");
  return values.length === 0 ? null : values.join(" ").slice(0, MAX_VALUE_LENGTH);
}
