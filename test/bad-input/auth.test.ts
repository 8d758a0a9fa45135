// Cases 90 to 98: invalid credentials, sent to the whole service. test/identity/auth has more forms of them.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { AUDIENCE, forgeToken, ISSUER, publicPem, signToken } from "../identity/auth/signing.js";
import { badCase, rejects, respondsWith, send, serveBadInput } from "./bad-case.js";

const fixture = serveBadInput({ AUTH_PUBLIC_KEY: publicPem, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE });
const QUERY = { query: "{ viewer { role } posts { totalCount } }" };
const sendWith = (headers: Record<string, string>) => send(fixture, QUERY, headers);

badCase(fixture, 90, "treats a request without a credential as anonymous", async () => {
  respondsWith(await sendWith({}), { viewer: null, posts: { totalCount: 3 } });
});
badCase(
  fixture,
  91,
  "accepts a valid JSON Web Token, so that the others are rejected for what is wrong with them",
  async () => {
    const reply = await sendWith({ authorization: `Bearer ${await signToken()}` });
    respondsWith(reply, { viewer: { role: "EDITOR" }, posts: { totalCount: 3 } });
  },
);
const expired = await signToken({ claims: { exp: Math.floor(Date.now() / 1_000) - 60 } });
const BAD: readonly [number, string, string][] = [
  [90, "a malformed header", "x"],
  [90, "Bearer alone", "Bearer"],
  [90, "a token of 8 kB", `Bearer ${"a".repeat(8_192)}`],
  [90, "a token of another form", `Bearer colophon_aaaaaaaa_${randomBytes(32).toString("base64url")}`],
  [91, "algorithm none", `Bearer ${forgeToken({ alg: "none" }, null)}`],
  [91, "the public key as a secret for HS256", `Bearer ${forgeToken({ alg: "HS256", kid: "one" }, publicPem)}`],
  [91, "an expired token", `Bearer ${expired}`],
  [91, "a path as kid", `Bearer ${forgeToken({ alg: "HS256", kid: "../../../dev/null" }, "")}`],
  [91, "a statement as kid", `Bearer ${forgeToken({ alg: "RS256", kid: "' union select 1--" }, "x")}`],
];
let first: string | null = null;
for (const [number, name, authorization] of BAD) {
  badCase(fixture, number, `rejects ${name} with the same response as every invalid credential`, async () => {
    const reply = await sendWith({ authorization });
    rejects(reply, 401, "UNAUTHENTICATED");
    first ??= reply.text;
    assert.equal(reply.text, first);
  });
}

badCase(fixture, 92, "rejects a revoked token from the next request on", async () => {
  const token = await fixture.app.tokenFor("EDITOR");
  respondsWith(await sendWith({ authorization: `Bearer ${token}` }));
  const list = "{ apiTokens(first: 100) { nodes { id prefix } } }";
  const { data } = (await send(fixture, { query: list }, { authorization: `Bearer ${fixture.admin}` })).body as {
    data: { apiTokens: { nodes: { id: string; prefix: string }[] } };
  };
  const id = data.apiTokens.nodes.find(({ prefix }) => token.includes(prefix))?.id;
  const query = "mutation ($i: RevokeApiTokenInput!) { revokeApiToken(input: $i) { errors { code } } }";
  respondsWith(await send(fixture, { query, variables: { i: { id } } }, { authorization: `Bearer ${fixture.admin}` }), {
    revokeApiToken: { errors: [] },
  });
  rejects(await sendWith({ authorization: `Bearer ${token}` }), 401);
});
badCase(fixture, 94, "gives the same response for an expired token and for one that never existed", async () => {
  const token = await fixture.app.tokenFor("EDITOR");
  await fixture.app.dataSource.query("update api_token set expires_at = now() where prefix = $1", [
    token.split("_")[1],
  ]);
  const never = await sendWith({ authorization: `Bearer colophon_zzzzzzzz_${randomBytes(32).toString("base64url")}` });
  const over = await sendWith({ authorization: `Bearer ${token}` });
  assert.deepEqual([over.status, over.text], [never.status, never.text]);
});
badCase(fixture, 97, "opens only its own post to a preview token", async () => {
  const editor = { authorization: `Bearer ${fixture.editor}` };
  const { data } = (await send(fixture, { query: '{ post(slug: "draft") { id } }' }, editor)).body as {
    data: { post: { id: string } };
  };
  const query = "mutation ($i: CreatePreviewTokenInput!) { createPreviewToken(input: $i) { token } }";
  const made = (await send(fixture, { query, variables: { i: { postId: data.post.id } } }, editor)).body as {
    data: { createPreviewToken: { token: string } };
  };
  await fixture.app.dataSource.query(
    "update post set state = 'DRAFT', visible_from = 'infinity' where slug = 'second'",
  );
  const preview = { "x-preview-token": made.data.createPreviewToken.token };
  const both = {
    query: '{ draft: post(slug: "draft") { slug } second: post(slug: "second") { slug } posts { totalCount } }',
  };
  respondsWith(await send(fixture, both, preview), {
    draft: { slug: "draft" },
    second: null,
    posts: { totalCount: 2 },
  });
});
badCase(fixture, 98, "applies a lowered role from the next request on", async () => {
  const token = await fixture.app.tokenFor("ADMIN");
  const list = { query: "{ apiTokens { totalCount } }" };
  respondsWith(await send(fixture, list, { authorization: `Bearer ${token}` }));
  await fixture.app.dataSource.query("update api_token set role = 'EDITOR' where prefix = $1", [token.split("_")[1]]);
  const reply = await send(fixture, list, { authorization: `Bearer ${token}` });
  assert.deepEqual(reply.codes, ["FORBIDDEN"]);
});
