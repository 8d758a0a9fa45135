// The query and the mutations of API tokens: administrators create, list and revoke them, and every error says what to correct.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

interface Made {
  createApiToken: {
    apiToken: { id: string; name: string; role: string; prefix: string; expiresAt: string | null } | null;
    secret: string | null;
    errors: { code: string; message: string; path: string[] }[];
  };
}

interface TokenPage {
  apiTokens: { nodes: { prefix: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const CREATE = `mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) {
  apiToken { id name role prefix createdAt expiresAt revokedAt lastUsedAt } secret errors { code message path } } }`;
const REVOKE = `mutation($id: ID!) { revokeApiToken(input: { id: $id }) {
  apiToken { id revokedAt } errors { code path } } }`;
const NODE = "query($id: ID!) { node(id: $id) { __typename id } }";

let app: TestApp;
let admin: { token: string };
let authorId: string;

before(async () => {
  app = await startTestApp();
  admin = { token: await app.tokenFor("ADMIN") };
  authorId = await new Factories(app.dataSource).author();
});
after(() => app.close());

const create = async (input: Record<string, unknown>) =>
  (await app.query<Made>(CREATE, { input }, admin)).createApiToken;

const rejectionsOf = async (input: Record<string, unknown>): Promise<string[]> => {
  const { apiToken, secret, errors } = await create(input);
  assert.deepEqual([apiToken, secret], [null, null]);
  return errors.map(({ code, path }) => `${code} ${path.join(".")}`).sort();
};

describe("createApiToken", () => {
  it("createApiToken returns a token that works immediately, and shows its secret only once", async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { apiToken, secret, errors } = await create({ name: " Deploy ", role: "EDITOR", expiresAt });
    assert.deepEqual(errors, []);
    assert.match(secret ?? "", new RegExp(`^colophon_${apiToken?.prefix}_[\\w-]{43}$`));
    assert.deepEqual([apiToken?.name, apiToken?.role, apiToken?.expiresAt], ["Deploy", "EDITOR", expiresAt]);
    const response = await app.query("{ viewer { name role } }", {}, { token: secret ?? "" });
    assert.deepEqual(response, { viewer: { name: "Deploy", role: "EDITOR" } });
  });

  it("createApiToken binds a token of role AUTHOR to its author", async () => {
    const { errors } = await create({ name: "a", role: "AUTHOR", authorId: encodeGlobalId("Author", authorId) });
    assert.deepEqual(errors, []);
  });

  it("createApiToken reports all errors in one response", async () => {
    const input = { name: " ", role: "AUTHOR", expiresAt: "2001-01-01T00:00:00Z" };
    assert.deepEqual(await rejectionsOf(input), [
      "INVALID input.authorId",
      "INVALID input.expiresAt",
      "INVALID input.name",
    ]);
    assert.deepEqual(await rejectionsOf({ name: "x".repeat(201), role: "ADMIN" }), ["INVALID input.name"]);
    const notAnAuthor = { name: "a", role: "AUTHOR", authorId: encodeGlobalId("Post", authorId) };
    assert.deepEqual(await rejectionsOf(notAnAuthor), ["INVALID input.authorId"]);
    const missing = { name: "a", role: "AUTHOR", authorId: encodeGlobalId("Author", crypto.randomUUID()) };
    assert.deepEqual(await rejectionsOf(missing), ["NOT_FOUND input.authorId"]);
    const needless = { name: "a", role: "EDITOR", authorId: encodeGlobalId("Author", authorId) };
    assert.deepEqual(await rejectionsOf(needless), ["INVALID input.authorId"]);
  });
});

describe("revokeApiToken", () => {
  it("revokeApiToken rejects the token from the next request on; a repetition changes nothing", async () => {
    const { apiToken, secret } = await create({ name: "short-lived", role: "EDITOR" });
    const revoke = () => app.query<Record<string, unknown>>(REVOKE, { id: apiToken?.id }, admin);
    const first = await revoke();
    assert.deepEqual(await revoke(), first);
    const { errors } = await app.send("{ viewer { name } }", {}, { token: secret ?? "" });
    assert.equal(errors?.[0]?.extensions.code, "UNAUTHENTICATED");
  });

  it("revokeApiToken rejects unknown ids and ids of other types", async () => {
    const errorsOf = async (id: string) =>
      (await app.query<{ revokeApiToken: object }>(REVOKE, { id }, admin)).revokeApiToken;
    const path = ["input", "id"];
    const refusal = (code: string) => ({ apiToken: null, errors: [{ code, path }] });
    assert.deepEqual(await errorsOf(encodeGlobalId("ApiToken", authorId)), refusal("NOT_FOUND"));
    assert.deepEqual(await errorsOf(encodeGlobalId("Author", authorId)), refusal("INVALID"));
    assert.deepEqual(await errorsOf("nonsense"), refusal("INVALID"));
  });
});

interface Refused {
  apiToken: object | null;
  errors: { code: string }[];
}

describe("a viewer who is not an administrator", () => {
  const operations: [string, string, Record<string, unknown>][] = [
    ["makes no token", CREATE, { input: { name: "mine", role: "ADMIN" } }],
    ["revokes no token", REVOKE, { id: encodeGlobalId("ApiToken", crypto.randomUUID()) }],
    ["sees no list of them", "{ apiTokens { nodes { name } } }", {}],
  ];
  for (const [name, query, variables] of operations) {
    it(name, async () => {
      const count = "select count(*)::int as n from api_token where revoked_at is null";
      for (const [role, author, code] of [
        ["EDITOR", undefined, "FORBIDDEN"],
        ["AUTHOR", authorId, "FORBIDDEN"],
        [null, undefined, "UNAUTHENTICATED"],
      ] as const) {
        const sender = role === null ? {} : { token: await app.tokenFor(role, author) };
        const before = await app.dataSource.query(count);
        const { data, errors } = await app.send<Record<string, Refused | null> | null>(query, variables, sender);
        const [payload = null] = Object.values(data ?? {});
        assert.equal(payload?.apiToken ?? null, null);
        assert.equal(errors?.[0]?.extensions.code ?? payload?.errors[0]?.code, code);
        assert.deepEqual(await app.dataSource.query(count), before);
      }
    });
  }

  it("only administrators find a token by its id", async () => {
    const { apiToken } = await create({ name: "found", role: "EDITOR" });
    const variables = { id: apiToken?.id };
    assert.deepEqual(await app.query(NODE, variables), { node: null });
    assert.deepEqual(await app.query(NODE, variables, { token: await app.tokenFor("EDITOR") }), { node: null });
    assert.deepEqual(await app.query(NODE, variables, admin), {
      node: { __typename: "ApiToken", id: apiToken?.id },
    });
  });
});

it("apiTokens lists tokens newest first, in pages, without a secret or its hash", async () => {
  const page = `query($after: String) { apiTokens(first: 2, after: $after) {
    totalCount nodes { prefix } pageInfo { hasNextPage endCursor } } }`;
  const seen: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { apiTokens }: TokenPage = await app.query(page, { after }, admin);
    seen.push(...apiTokens.nodes.map(({ prefix }) => prefix));
    if (!apiTokens.pageInfo.hasNextPage) break;
    after = apiTokens.pageInfo.endCursor;
  }
  const rows = await app.dataSource.query<{ prefix: string }[]>(
    "select prefix from api_token order by created_at desc, id desc",
  );
  assert.deepEqual(
    seen,
    rows.map(({ prefix }) => prefix),
  );
  const { errors } = await app.send("{ apiTokens { nodes { secretHash } } }", {}, admin);
  assert.equal(errors?.[0]?.extensions.code, "GRAPHQL_VALIDATION_FAILED");
});
