// A mutation that is sent twice with the same idempotency key is executed once, and both get the first response byte for byte.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

const CREATE_TAG =
  "mutation ($name: String!) { createTag(input: { name: $name }) { tag { id name slug } errors { code } } }";

describe("Idempotency-Key", () => {
  let app: TestApp;
  let token: string;
  let otherToken: string;
  let make: Factories;
  before(async () => {
    app = await startTestApp();
    token = await app.tokenFor("EDITOR");
    otherToken = await app.tokenFor("EDITOR");
    make = new Factories(app.dataSource);
    await make.post({ title: "Already here" });
  });
  after(() => app.close());

  async function send(
    key: string,
    query: string,
    variables: object = {},
    credential = token,
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${credential}`, "idempotency-key": key },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, text: await response.text() };
  }
  const tags = async (name: string): Promise<number> =>
    (await app.dataSource.query("select count(*)::int as n from tag where name = $1", [name]))[0].n;

  test("a repeated request gets the first response and has no further effect", async () => {
    const first = await send("a-1", CREATE_TAG, { name: "Once" });
    const second = await send("a-1", CREATE_TAG, { name: "Once" });
    assert.deepEqual(second, first);
    assert.equal(first.status, 200);
    assert.equal(await tags("Once"), 1);
  });

  test("concurrent requests with the same key are executed once", async () => {
    const responses = await Promise.all(Array.from({ length: 8 }, () => send("a-2", CREATE_TAG, { name: "Together" })));
    assert.equal(new Set(responses.map((result) => result.text)).size, 1);
    assert.equal(await tags("Together"), 1);
  });

  test("a key is rejected for a different request", async () => {
    await send("a-3", CREATE_TAG, { name: "Third" });
    const other = await send("a-3", CREATE_TAG, { name: "Fourth" });
    assert.equal(other.status, 422);
    assert.match(other.text, /IDEMPOTENCY_KEY_REUSED/);
    assert.equal(await tags("Fourth"), 0);
  });

  test("each caller has its own keys", async () => {
    const mine = await send("a-4", CREATE_TAG, { name: "Mine" });
    const theirs = await send("a-4", CREATE_TAG, { name: "Theirs" }, otherToken);
    assert.equal(mine.status, 200);
    assert.equal(theirs.status, 200);
    assert.equal((await tags("Mine")) + (await tags("Theirs")), 2);
  });

  test("a response with user errors is stored like any other", async () => {
    const first = await send("a-5", CREATE_TAG, { name: "" });
    assert.match(first.text, /INVALID/);
    assert.deepEqual(await send("a-5", CREATE_TAG, { name: "" }), first);
  });

  test("a request that was refused for lack of rights is executed when it is repeated with the rights", async () => {
    const credential = await app.tokenFor("AUTHOR", await make.author());
    const refused = await send("a-10", CREATE_TAG, { name: "Later" }, credential);
    assert.match(refused.text, /"errors":\[\{"code":"FORBIDDEN"\}\]/);
    await app.dataSource.query("update api_token set role = 'EDITOR', author_id = null where prefix = $1", [
      credential.split("_")[1],
    ]);
    const accepted = await send("a-10", CREATE_TAG, { name: "Later" }, credential);
    assert.equal(JSON.parse(accepted.text).data.createTag.tag.name, "Later");
    assert.deepEqual(await send("a-10", CREATE_TAG, { name: "Later" }, credential), accepted);
    assert.equal(await tags("Later"), 1);
  });

  test("a request of which a part was refused for lack of rights is stored with what the others wrote", async () => {
    const credential = await app.tokenFor("AUTHOR", await make.author());
    const query = `mutation { mine: createPost(input: { title: "Mine", body: { source: "x" } }) { post { title } errors { code } }
      tag: createTag(input: { name: "Not mine" }) { tag { name } errors { code } } }`;
    const first = await send("a-11", query, {}, credential);
    assert.deepEqual(JSON.parse(first.text).data, {
      mine: { post: { title: "Mine" }, errors: [] },
      tag: { tag: null, errors: [{ code: "FORBIDDEN" }] },
    });
    assert.deepEqual(await send("a-11", query, {}, credential), first);
    const [{ n }] = await app.dataSource.query("select count(*)::int as n from post where title = 'Mine'");
    assert.equal(n, 1);
  });

  test("of several mutations in a request, only the rejected one is rolled back", async () => {
    const query = `mutation { good: createTag(input: { name: "Good", slug: "good" }) { tag { name } errors { code } }
      bad: createTag(input: { name: "Good", slug: "good" }) { tag { name } errors { code } } }`;
    const result = await send("a-6", query);
    assert.deepEqual(JSON.parse(result.text).data, {
      good: { tag: { name: "Good" }, errors: [] },
      bad: { tag: null, errors: [{ code: "SLUG_TAKEN" }] },
    });
    assert.equal(await tags("Good"), 1);
  });

  test("a query is executed again each time, and its response is not stored", async () => {
    const query = "{ posts { totalCount } }";
    const before = await send("a-7", query);
    await make.post({ title: "One more" });
    assert.notEqual((await send("a-7", query)).text, before.text);
  });

  test("an invalid key is rejected", async () => {
    assert.equal((await send("a".repeat(256), CREATE_TAG, { name: "Long" })).status, 400);
  });

  test("a secret in a stored response is encrypted", async () => {
    const admin = await app.tokenFor("ADMIN");
    const query = `mutation { createApiToken(input: { name: "CI", role: EDITOR }) { secret errors { message } } }`;
    const first = await send("a-9", query, {}, admin);
    const { secret } = JSON.parse(first.text).data.createApiToken;
    const [{ dump }] = await app.dataSource.query(
      "select string_agg(encode(body, 'escape') || key_hash, ' ') as dump from idempotency_key",
    );
    assert.ok(secret.length > 20 && !dump.includes(secret) && !dump.includes("a-9"));
    assert.deepEqual(await send("a-9", query, {}, admin), first);
  });

  test("a key expires after a day", async () => {
    await send("a-8", CREATE_TAG, { name: "Yesterday" });
    await app.dataSource.query("update idempotency_key set created_at = now() - interval '25 hours'");
    await send("a-8", CREATE_TAG, { name: "Yesterday" });
    assert.equal(await tags("Yesterday"), 2);
  });
});
