// Whom the environment says to believe: half a configuration is refused before the service starts, and no secret is shown.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { ConfigError, loadConfig } from "../../../src/platform/config/config.js";

const claims = { AUTH_ISSUER: "https://login.example", AUTH_AUDIENCE: "colophon" };
const SECRET = "0123456789abcdef0123456789abcdef";
const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength });
const pem = ({ publicKey }: ReturnType<typeof rsa>) => publicKey.export({ type: "spki", format: "pem" }).toString();

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.faults;
  }
}

test("without a key only API tokens are known", () => {
  assert.deepEqual(loadConfig({}).auth, { jwt: null, previewSecret: null });
});

test("a key needs an issuer and an audience", () => {
  assert.equal(faultsOf({ AUTH_SECRET: SECRET }).length, 2);
  assert.deepEqual(faultsOf({ AUTH_SECRET: SECRET, ...claims }), []);
});

test("only one key is taken", () => {
  const faults = faultsOf({ AUTH_SECRET: SECRET, AUTH_JWKS_URL: "https://login.example/keys", ...claims });
  assert.deepEqual(faults, ["Only one of AUTH_JWKS_URL, AUTH_PUBLIC_KEY and AUTH_SECRET may be set."]);
});

test("a key set comes by https, or by http from this machine", () => {
  for (const url of [
    "https://login.example/keys",
    "http://127.0.0.1:8080/keys",
    "http://[::1]/k",
    "http://localhost/k",
  ]) {
    assert.deepEqual(faultsOf({ AUTH_JWKS_URL: url, ...claims }), [], url);
  }
  for (const url of ["http://login.example/keys", "http://127.0.0.1.example/k", "file:///etc/keys", "keys"]) {
    assert.equal(faultsOf({ AUTH_JWKS_URL: url, ...claims }).length, 1, url);
  }
});

test("a public key is public, long enough and in PEM, on one line or several", () => {
  const good = rsa(2_048);
  assert.deepEqual(faultsOf({ AUTH_PUBLIC_KEY: pem(good), ...claims }), []);
  assert.deepEqual(faultsOf({ AUTH_PUBLIC_KEY: pem(good).replaceAll("\n", "\\n"), ...claims }), []);
  const secret = good.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  for (const key of [
    secret,
    pem(rsa(1_024)),
    "MIIBIjANBg",
    "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
  ]) {
    const faults = faultsOf({ AUTH_PUBLIC_KEY: key, ...claims });
    assert.equal(faults.length, 1);
    assert.ok(!faults[0]?.includes(key));
  }
});

test("short secrets are refused without being repeated", () => {
  const faults = faultsOf({ AUTH_SECRET: "hunter2", PREVIEW_SECRET: "swordfish", ...claims });
  assert.deepEqual(faults, [
    "AUTH_SECRET must have at least 32 bytes, but has 7.",
    "PREVIEW_SECRET must have at least 32 bytes, but has 9.",
  ]);
});
