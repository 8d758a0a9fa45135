// Accepted credentials: the viewer they determine, their validity, and how an authenticated request differs from an anonymous one.
import assert from "node:assert/strict";
import { createSecretKey, generateKeyPairSync } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";
import { ask, bearer } from "./http-request.js";
import { AUDIENCE, ISSUER, type Provider, rsa, signToken, startProvider, type TokenChanges } from "./signing.js";

const SECRET = "a secret of no less than 32 bytes, for HS256";
const VIEWER = "{ viewer { name role } }";
const claims = { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE };

let app: TestApp;
let factories: Factories;
let provider: Provider;

before(async () => {
  provider = await startProvider();
  app = await startTestApp({ ...claims, AUTH_JWKS_URL: provider.url, AUTH_ROLE_CLAIM: "realm_access.roles" });
  factories = new Factories(app.dataSource);
});
after(async () => {
  await app.close();
  await provider.close();
});

async function viewerOf(token: string, of = app): Promise<unknown> {
  const { status, text } = await ask(of.url, { query: VIEWER, headers: bearer(token) });
  return status === 200 ? JSON.parse(text).data.viewer : status;
}

describe("an API token", () => {
  it("an API token determines the name and role of the viewer", async () => {
    assert.deepEqual(await viewerOf(await app.tokenFor("EDITOR")), { name: "EDITOR of the test", role: "EDITOR" });
  });

  it("the scheme of an API token is not case-sensitive", async () => {
    const authorization = `bearer ${await app.tokenFor("ADMIN")}`;
    assert.equal((await ask(app.url, { query: VIEWER, headers: { authorization } })).status, 200);
  });

  it("an API token is stored only as a hash", async () => {
    const secret = await app.tokenFor("ADMIN");
    const rows = await app.dataSource.query("select t::text as row, length(secret_hash) as bytes from api_token t");
    assert.ok(rows.every((row: { row: string; bytes: number }) => row.bytes === 32));
    assert.ok(!JSON.stringify(rows).includes(secret.slice(-43)));
  });

  it("a change of an API token's rights takes effect with the next request", async () => {
    const token = await app.tokenFor("ADMIN");
    const prefix = token.split("_")[1];
    assert.deepEqual(await viewerOf(token), { name: "ADMIN of the test", role: "ADMIN" });
    await app.dataSource.query("update api_token set role = 'EDITOR' where prefix = $1", [prefix]);
    assert.deepEqual(await viewerOf(token), { name: "ADMIN of the test", role: "EDITOR" });
    const { errors } = await app.send("{ apiTokens { totalCount } }", {}, { token });
    assert.equal(errors?.[0]?.extensions.code, "FORBIDDEN");
    await app.dataSource.query("update api_token set revoked_at = now() where prefix = $1", [prefix]);
    assert.equal(await viewerOf(token), 401);
  });

  it("the last use of an API token is recorded at most once a minute", async () => {
    const token = await app.tokenFor("EDITOR");
    const prefix = token.split("_")[1];
    const lastUse = async (): Promise<Date | null> =>
      (await app.dataSource.query("select last_used_at as at from api_token where prefix = $1", [prefix]))[0].at;
    const noted = async (than: Date | null): Promise<Date | null> => {
      for (;;) {
        const at = await lastUse();
        if (at?.getTime() !== than?.getTime()) return at;
        await viewerOf(token);
      }
    };
    const first = await noted(null);
    await viewerOf(token);
    assert.deepEqual(await lastUse(), first);
    await app.dataSource.query("update api_token set last_used_at = now() - interval '61 seconds' where prefix = $1", [
      prefix,
    ]);
    assert.notEqual(await noted(await lastUse()), null);
  });

  it("an API token of role AUTHOR sees its own author's drafts and no others", async () => {
    const [mine, theirs] = [await factories.author(), await factories.author()];
    const drafts = await factories.posts([
      { state: "DRAFT", publishedAt: null, authorId: mine },
      { state: "DRAFT", publishedAt: null, authorId: theirs },
    ]);
    const token = await app.tokenFor("AUTHOR", mine);
    const query = "query($a: String!, $b: String!) { a: post(slug: $a) { title } b: post(slug: $b) { title } }";
    const variables = { a: drafts[0]?.slug ?? "", b: drafts[1]?.slug ?? "" };
    assert.deepEqual(await app.query(query, variables, { token }), { a: { title: drafts[0]?.title }, b: null });
  });

  it("an API token of role AUTHOR sees the drafts of which its author is a co-author", async () => {
    const mine = await factories.author();
    const draft = await factories.post({ state: "DRAFT", publishedAt: null, coAuthorIds: [mine] });
    const query = `query($slug: String!) {
      post(slug: $slug) { viewerCanUpdate revisions { totalCount } authors { id } } viewer { author { id } } }`;
    const { post, viewer } = await app.query<{
      post: { viewerCanUpdate: boolean; revisions: object; authors: { id: string }[] };
      viewer: { author: { id: string } };
    }>(query, { slug: draft.slug }, { token: await app.tokenFor("AUTHOR", mine) });
    assert.deepEqual([post.viewerCanUpdate, post.revisions], [true, { totalCount: 1 }]);
    assert.deepEqual([post.authors[1], post.authors.length], [viewer.author, 2]);
  });

  it("an API token of an author that is merged or deleted is rejected with the next request", async () => {
    const [source, target, deleted] = [await factories.author(), await factories.author(), await factories.author()];
    const [ofSource, ofTarget, ofDeleted] = [
      await app.tokenFor("AUTHOR", source),
      await app.tokenFor("AUTHOR", target),
      await app.tokenFor("AUTHOR", deleted),
    ];
    const id = (uuid: string) => encodeGlobalId("Author", uuid);
    const mutation = `mutation($sourceId: ID!, $targetId: ID!, $id: ID!) {
      mergeAuthors(input: { sourceId: $sourceId, targetId: $targetId }) { mergedId errors { code } }
      deleteAuthor(input: { id: $id }) { deletedId errors { code } } }`;
    const variables = { sourceId: id(source), targetId: id(target), id: id(deleted) };
    assert.deepEqual(await app.query(mutation, variables, { token: await app.tokenFor("ADMIN") }), {
      mergeAuthors: { mergedId: id(source), errors: [] },
      deleteAuthor: { deletedId: id(deleted), errors: [] },
    });
    assert.deepEqual([await viewerOf(ofSource), await viewerOf(ofDeleted)], [401, 401]);
    assert.deepEqual(await viewerOf(ofTarget), { name: "AUTHOR of the test", role: "AUTHOR" });
  });
});

describe("a JSON Web Token", () => {
  const roles = (...names: string[]): TokenChanges => ({ claims: { role: undefined, realm_access: { roles: names } } });

  it("a JSON Web Token of a key set determines its subject as viewer, with its highest role", async () => {
    const token = await signToken(roles("offline_access", "author", "EDITOR"));
    assert.deepEqual(await viewerOf(token), { name: "ada", role: "EDITOR" });
  });

  it("JSON Web Tokens are checked by keys that are fetched once", async () => {
    const tokens = await Promise.all(Array.from({ length: 5 }, () => signToken(roles("admin"))));
    for (const token of tokens) assert.deepEqual(await viewerOf(token), { name: "ada", role: "ADMIN" });
    assert.equal(provider.fetches(), 1);
  });

  it("a JSON Web Token of an unknown key or with the wrong algorithm is rejected", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    assert.equal(await viewerOf(await signToken({ ...roles("admin"), key: privateKey })), 401);
    assert.equal(await viewerOf(await signToken({ ...roles("admin"), header: { kid: "two" } })), 401);
    const secret = createSecretKey(Buffer.from(rsa.publicKey.export({ type: "spki", format: "pem" })));
    assert.equal(await viewerOf(await signToken({ ...roles("admin"), header: { alg: "HS256" }, key: secret })), 401);
  });

  it("a JSON Web Token of role AUTHOR writes for the author that a claim names", async () => {
    const mine = await factories.author("Claimed Author");
    const draft = await factories.post({ state: "DRAFT", publishedAt: null, authorId: mine });
    const token = await signToken({
      claims: { role: undefined, realm_access: { roles: ["author"] }, author: "claimed-author" },
    });
    const query = "query($slug: String!) { post(slug: $slug) { status } viewer { role } }";
    assert.deepEqual(await app.query(query, { slug: draft.slug }, { token }), {
      post: { status: "DRAFT" },
      viewer: { role: "AUTHOR" },
    });
  });

  it("a JSON Web Token gets 503 while the key set cannot be fetched", async () => {
    const broken = await startProvider();
    await broken.close();
    const other = await startTestApp({ ...claims, AUTH_JWKS_URL: broken.url });
    try {
      const { status, headers, text } = await ask(other.url, { query: VIEWER, headers: bearer(await signToken()) });
      assert.deepEqual([status, headers["retry-after"]], [503, "5"]);
      assert.equal(JSON.parse(text).errors[0].extensions.code, "SERVICE_UNAVAILABLE");
      assert.equal((await ask(other.url, { query: VIEWER })).status, 200);
    } finally {
      await other.close();
    }
  });

  it("a JSON Web Token of a new key of the provider is accepted without a restart", async (t) => {
    const rotating = await startProvider();
    const other = await startTestApp({ ...claims, AUTH_JWKS_URL: rotating.url });
    try {
      assert.deepEqual(await viewerOf(await signToken(), other), { name: "ada", role: "EDITOR" });
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
      await rotating.rotate("two", publicKey);
      // The key set is fetched at most every 30 seconds.
      t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 31_000 });
      const token = await signToken({ header: { kid: "two" }, key: privateKey });
      assert.deepEqual(await viewerOf(token, other), { name: "ada", role: "EDITOR" });
      assert.equal(await viewerOf(await signToken(), other), 401);
      assert.equal(rotating.fetches(), 2);
    } finally {
      t.mock.timers.reset();
      await other.close();
      await rotating.close();
    }
  });

  it("a JSON Web Token of a shared secret is accepted for HS256 only", async () => {
    const other = await startTestApp({ ...claims, AUTH_SECRET: SECRET, AUTH_ROLE_CLAIM: "https://blog.example/role" });
    const signed = (alg: string, key: TokenChanges["key"]) =>
      signToken({ header: { alg }, claims: { "https://blog.example/role": "admin" }, ...(key && { key }) });
    try {
      const secret = createSecretKey(Buffer.from(SECRET.padEnd(64, " ").slice(0, 64)));
      const key = createSecretKey(Buffer.from(SECRET));
      assert.deepEqual(await viewerOf(await signed("HS256", key), other), { name: "ada", role: "ADMIN" });
      assert.equal(await viewerOf(await signed("HS512", secret), other), 401);
      assert.equal(await viewerOf(await signed("RS256", undefined), other), 401);
    } finally {
      await other.close();
    }
  });
});

describe("a request with a credential", () => {
  it("an authenticated response must not be cached", async () => {
    const { headers } = await ask(app.url, { query: VIEWER, headers: bearer(await app.tokenFor("EDITOR")) });
    assert.equal(headers["cache-control"], "private, no-store");
    assert.match(String(headers.vary), /Authorization/);
  });

  it("an authenticated request may have a body of 8 MiB, an anonymous one has a smaller limit", async () => {
    const variables = { unused: "x".repeat(7 * 1_024 * 1_024) };
    const headers = bearer(await app.tokenFor("EDITOR"));
    assert.equal((await ask(app.url, { query: VIEWER, variables, headers })).status, 200);
    assert.equal((await ask(app.url, { query: VIEWER, variables: { unused: "x".repeat(300_000) } })).status, 413);
    const tooLong = { unused: "x".repeat(8 * 1_024 * 1_024) };
    assert.equal((await ask(app.url, { query: VIEWER, variables: tooLong, headers })).status, 413);
  });

  it("a request with a rejected credential is answered before its body is read", async () => {
    const variables = { unused: "x".repeat(200_000) };
    assert.equal((await ask(app.url, { query: VIEWER, variables, headers: bearer("wrong") })).status, 401);
  });
});
