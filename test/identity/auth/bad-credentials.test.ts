// Rejected credentials: all get the same response, none is treated as anonymous, and none appears in a response or in the log.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { createLog } from "../../../src/platform/observability/log.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";
import { ask, bearer } from "./http-request.js";
import { AUDIENCE, forgeToken, ISSUER, publicPem, signToken, type TokenChanges } from "./signing.js";

const QUERY = "{ viewer { name role } posts { totalCount } }";
const REFUSAL = {
  errors: [
    {
      message: "Expected a valid credential, or none. This one is not accepted.",
      extensions: { code: "UNAUTHENTICATED" },
    },
  ],
};

let app: TestApp;
const logged: string[] = [];
const signed = (changes: TokenChanges) => async () => bearer(await signToken(changes));
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
const randomSecret = () => `colophon_abcdefgh_${randomBytes(32).toString("base64url")}`;

async function tokenWith(change: string): Promise<Record<string, string>> {
  const secret = await app.tokenFor("ADMIN");
  await app.dataSource.query(`update api_token set ${change} where prefix = $1`, [secret.split("_")[1]]);
  return bearer(secret);
}

const BAD: Record<string, () => Promise<Record<string, string | string[]>> | Record<string, string | string[]>> = {
  "Bearer alone": () => ({ authorization: "Bearer" }),
  "Bearer and a space": () => ({ authorization: "Bearer " }),
  "an empty header": () => ({ authorization: "" }),
  "another scheme": () => ({ authorization: "Basic YWRtaW46YWRtaW4=" }),
  "a token without a scheme": async () => ({ authorization: await app.tokenFor("ADMIN") }),
  "two tokens in one header": () => ({ authorization: "Bearer a b" }),
  "two headers, both of them good": async () => {
    const { authorization } = bearer(await app.tokenFor("ADMIN"));
    return { authorization: [authorization ?? "", authorization ?? ""] };
  },
  "a token of 8 kB": () => bearer("a".repeat(8_192)),
  "an unknown API token": () => bearer(randomSecret()),
  "an API token cut short": async () => bearer((await app.tokenFor("ADMIN")).slice(0, -1)),
  "an API token made longer": async () => bearer(`${await app.tokenFor("ADMIN")}A`),
  "an API token with another prefix": async () =>
    bearer((await app.tokenFor("ADMIN")).replace(/_[a-z2-9]+_/, "_aaaaaaaa_")),
  "a revoked API token": () => tokenWith("revoked_at = now()"),
  "an API token that expires at this instant": () => tokenWith("expires_at = now()"),
  "the hash of an API token": async () => {
    const [row] = await app.dataSource.query("select encode(secret_hash, 'base64') as hash from api_token limit 1");
    return bearer(row.hash);
  },
  "three words with dots": () => bearer("a.b.c"),
  "an expired token": signed({ claims: { exp: inSeconds(-60) } }),
  "a token that does not expire": signed({ claims: { exp: undefined } }),
  "a token that is not yet valid": signed({ claims: { nbf: inSeconds(3_600) } }),
  "a token for another audience": signed({ claims: { aud: "elsewhere" } }),
  "a token for no audience": signed({ claims: { aud: undefined } }),
  "a token of another issuer": signed({ claims: { iss: "https://evil.example" } }),
  "an unknown role": signed({ claims: { role: "owner" } }),
  "no role": signed({ claims: { role: undefined } }),
  "a role whose upper case is ADMIN": signed({ claims: { role: "adm\u0131n" } }),
  "a list with a role whose upper case is EDITOR": signed({ claims: { role: ["readers", "ed\u0131tor"] } }),
  "a role in mixed case": signed({ claims: { role: "Admin" } }),
  "a role between blanks": signed({ claims: { role: " admin " } }),
  "a role in a list within a list": signed({ claims: { role: [["admin"]] } }),
  "a role beside a number": signed({ claims: { role: ["admin", 1] } }),
  "a subject that is a number": signed({ claims: { sub: 5 } }),
  "a subject that is true": signed({ claims: { sub: true } }),
  "a subject that is a list": signed({ claims: { sub: ["ada"] } }),
  "a subject that is an object": signed({ claims: { sub: { name: "ada" } } }),
  "a role inherited from a prototype": signed({ claims: { role: { constructor: "admin" } } }),
  "an author who does not exist": signed({ claims: { role: "author", author: "nobody" } }),
  "an author who is no text": signed({ claims: { role: "author", author: { $ne: 1 } } }),
  "a subject that cannot be stored": signed({ claims: { sub: "a\u0000b" } }),
  "no subject": signed({ claims: { sub: undefined } }),
  "a critical extension that is unknown": signed({ header: { crit: ["urn:new"], "urn:new": 1 } }),
  "algorithm none": () => bearer(forgeToken({ alg: "none" }, null)),
  "algorithm NONE with a signature": () => bearer(forgeToken({ alg: "NONE" }, "x")),
  "the public key as a shared secret": () => bearer(forgeToken({ alg: "HS256" }, publicPem)),
  "a path as kid": () => bearer(forgeToken({ alg: "HS256", kid: "../../../../dev/null" }, "")),
  "a statement as kid": () => bearer(forgeToken({ alg: "RS256", kid: "x' union select 'x" }, "x")),
  "a key of its own in the header": () =>
    bearer(forgeToken({ alg: "HS256", jwk: { kty: "oct", k: "AAAA" }, jku: "http://127.0.0.1:1/" }, "\0\0\0")),
  "an empty preview token": () => ({ "x-preview-token": "" }),
  "a forged preview token": () => ({ "x-preview-token": randomBytes(56).toString("base64url") }),
  "a forged preview token beside a good API token": async () => ({
    ...bearer(await app.tokenFor("ADMIN")),
    "x-preview-token": randomBytes(56).toString("base64url"),
  }),
};

before(async () => {
  const log = createLog("trace", { write: (line) => void logged.push(line) });
  app = await startTestApp({ AUTH_PUBLIC_KEY: publicPem, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE }, log);
  await new Factories(app.dataSource).post();
});
after(() => app.close());

describe("a rejected credential", () => {
  const responses = new Set<string>();
  const sent: string[] = [];

  for (const [name, headersOf] of Object.entries(BAD)) {
    it(`a credential is rejected: ${name}`, async () => {
      const headers = await headersOf();
      const { status, headers: answered, text } = await ask(app.url, { query: QUERY, headers });
      assert.deepEqual([status, JSON.parse(text)], [401, REFUSAL]);
      assert.equal(answered["www-authenticate"], "Bearer");
      assert.equal(answered["cache-control"], "no-store");
      const { date: _date, "x-request-id": _id, connection: _connection, "keep-alive": _alive, ...same } = answered;
      responses.add(JSON.stringify([status, same, text]));
      sent.push(...Object.values(headers).flat());
    });
  }

  it("all rejected credentials get exactly the same response", () => {
    assert.equal(responses.size, 1);
  });

  it("a rejected credential is not in the log, but the reason is", () => {
    const secrets = sent.map((value) => value.replace(/^Bearer /, "")).filter((value) => value.length > 20);
    const log = logged.join("");
    assert.deepEqual(
      secrets.filter((secret) => log.includes(secret)),
      [],
    );
    assert.ok(secrets.length > 20);
    assert.match(log, /the API token is unknown, expired or revoked/);
    assert.match(log, /ERR_JWT_EXPIRED/);
  });

  it("a rejected credential is reported before the operation is parsed, and nothing is written", async () => {
    const { status } = await ask(app.url, { query: "{ nonsense", headers: bearer(randomSecret()) });
    assert.equal(status, 401);
  });
});

it("a request without a credential needs no authentication", async () => {
  const { status, text, headers } = await ask(app.url, { query: QUERY });
  const { data } = JSON.parse(text);
  assert.deepEqual([status, data], [200, { viewer: null, posts: { totalCount: 1 } }]);
  assert.equal(headers["cache-control"], "no-store");
});

it("an anonymous mutation gets 401 with the authentication scheme", async () => {
  const query = 'mutation { trashPost(input: { id: "x", expectedVersion: 1 }) { errors { code } } }';
  const { status, headers, text } = await ask(app.url, { query });
  assert.deepEqual([status, headers["www-authenticate"]], [401, "Bearer"]);
  assert.equal(JSON.parse(text).errors[0].extensions.code, "UNAUTHENTICATED");
});
