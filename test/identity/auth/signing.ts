// A provider of JSON Web Tokens for tests: keys, tokens with arbitrary claims, and a key set over HTTP.
import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, SignJWT } from "jose";

export const ISSUER = "https://login.example";
export const AUDIENCE = "colophon";
export const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
export const publicPem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();

export interface TokenChanges {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  key?: KeyObject | Uint8Array;
}

const seconds = (): number => Math.floor(Date.now() / 1_000);

/** A valid token, with the given changes. A claim that is changed to undefined is omitted. */
export function signToken({ header, claims, key = rsa.privateKey }: TokenChanges = {}): Promise<string> {
  const valid = { sub: "ada", role: "editor", iss: ISSUER, aud: AUDIENCE, iat: seconds(), exp: seconds() + 600 };
  return new SignJWT({ ...valid, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "one", ...header })
    .sign(key, { crit: { "urn:new": true } });
}

/** Assembles a token that no library would sign. */
export function forgeToken(header: Record<string, unknown>, hmacKey: string | null): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = { sub: "eve", role: "admin", iss: ISSUER, aud: AUDIENCE, exp: seconds() + 600 };
  const signed = `${part(header)}.${part(body)}`;
  const signature = hmacKey === null ? "" : createHmac("sha256", hmacKey).update(signed).digest("base64url");
  return `${signed}.${signature}`;
}

export interface Provider {
  url: string;
  /** How often the key set was fetched. */
  fetches(): number;
  /** Replaces the key set by this key. */
  rotate(kid: string, key: KeyObject): Promise<void>;
  close(): Promise<void>;
}

export async function startProvider(): Promise<Provider> {
  let keys = [{ ...(await exportJWK(rsa.publicKey)), kid: "one", use: "sig" }];
  let fetches = 0;
  const server = createServer((_request, response) => {
    fetches += 1;
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    fetches: () => fetches,
    rotate: async (kid, key) => {
      keys = [{ ...(await exportJWK(key)), kid, use: "sig" }];
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
