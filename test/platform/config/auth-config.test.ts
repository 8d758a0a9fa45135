// Configuration of authentication: an incomplete one is rejected before the service starts, and no error contains a secret.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { ConfigError, loadConfig } from "../../../src/platform/config/config.js";

const claims = { AUTH_ISSUER: "https://login.example", AUTH_AUDIENCE: "colophon" };
const SECRET = "0123456789abcdef0123456789abcdef";
const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength });
const pem = ({ publicKey }: ReturnType<typeof rsa>) => publicKey.export({ type: "spki", format: "pem" }).toString();

function errorsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.errors;
  }
}

test("without a key only API tokens are accepted", () => {
  assert.deepEqual(loadConfig({}).auth, { jwt: null, previewSecret: null });
});

test("a key requires an issuer and an audience", () => {
  assert.equal(errorsOf({ AUTH_SECRET: SECRET }).length, 2);
  assert.deepEqual(errorsOf({ AUTH_SECRET: SECRET, ...claims }), []);
});

test("more than one kind of key is an error", () => {
  const errors = errorsOf({ AUTH_SECRET: SECRET, AUTH_JWKS_URL: "https://login.example/keys", ...claims });
  assert.deepEqual(errors, ["Only one of AUTH_JWKS_URL, AUTH_PUBLIC_KEY and AUTH_SECRET may be set."]);
});

test("the URL of a key set is https, or http on loopback", () => {
  for (const url of [
    "https://login.example/keys",
    "http://127.0.0.1:8080/keys",
    "http://[::1]/k",
    "http://localhost/k",
  ]) {
    assert.deepEqual(errorsOf({ AUTH_JWKS_URL: url, ...claims }), [], url);
  }
  for (const url of ["http://login.example/keys", "http://127.0.0.1.example/k", "file:///etc/keys", "keys"]) {
    assert.equal(errorsOf({ AUTH_JWKS_URL: url, ...claims }).length, 1, url);
  }
});

test("a public key must be public, long enough and in PEM, on one line or several", () => {
  const good = rsa(2_048);
  assert.deepEqual(errorsOf({ AUTH_PUBLIC_KEY: pem(good), ...claims }), []);
  assert.deepEqual(errorsOf({ AUTH_PUBLIC_KEY: pem(good).replaceAll("\n", "\\n"), ...claims }), []);
  const secret = good.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  for (const key of [
    secret,
    pem(rsa(1_024)),
    "MIIBIjANBg",
    "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
  ]) {
    const errors = errorsOf({ AUTH_PUBLIC_KEY: key, ...claims });
    assert.equal(errors.length, 1);
    assert.ok(!errors[0]?.includes(key));
  }
});

test("errors about short secrets do not repeat them", () => {
  const errors = errorsOf({ AUTH_SECRET: "hunter2", PREVIEW_SECRET: "swordfish", ...claims });
  assert.deepEqual(errors, [
    "AUTH_SECRET must have at least 32 bytes, but has 7.",
    "PREVIEW_SECRET must have at least 32 bytes, but has 9.",
  ]);
});
