// Signing in at an OpenID Connect provider: a right answer makes a session, and an answer that is wrong in any one respect makes none.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { createLog } from "../../../src/platform/observability/log.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";
import { CLIENT_ID, CLIENT_SECRET, type ProviderFault, TestProvider } from "./oidc-provider.js";
import { operate, type StudioReply, sendStudio } from "./studio-client.js";

let provider: TestProvider;
let app: TestApp;
let other: TestApp;
const lines: string[] = [];

before(async () => {
  provider = await TestProvider.start();
  const env = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: CLIENT_SECRET,
    STUDIO_URL: "http://localhost:4321",
  };
  const log = createLog("trace", { write: (line) => void lines.push(line) });
  app = await startTestApp(env, log);
  other = await startTestApp(env, log, app.databaseUrl);
  await new Factories(app.dataSource).author("lin");
});
after(async () => {
  await other.close();
  await app.close();
  await provider.close();
});
afterEach(() => {
  provider.fault = {};
});

const sessions = async (): Promise<number> =>
  (await app.dataSource.query("select count(*)::integer as count from studio_session"))[0].count;

interface Begun {
  url: string;
  cookie: string;
}

async function begin(): Promise<Begun> {
  const reply = await sendStudio(`${app.url}/studio/oidc`);
  assert.equal(reply.status, 302, reply.text);
  return { url: String(reply.headers.location), cookie: reply.cookie ?? "" };
}

const finish = (search: string, cookie: string, at = app): Promise<StudioReply> =>
  sendStudio(`${at.url}/studio/oidc/callback${search}`, { headers: cookie === "" ? {} : { cookie } });

/** The cookie of the session that a reply makes. */
const sessionOf = ({ headers }: StudioReply): string =>
  String((headers["set-cookie"] as string[]).find((cookie) => cookie.startsWith("colophon-studio="))).split(";")[0] ??
  "";

describe("signing in at a provider", () => {
  it("asks for a code with PKCE, state and nonce, and keeps what it needs in a sealed cookie", async () => {
    const reply = await sendStudio(`${app.url}/studio/oidc`);
    const asked = new URL(String(reply.headers.location)).searchParams;
    assert.deepEqual(
      ["response_type", "client_id", "redirect_uri", "code_challenge_method", "scope"].map((name) => asked.get(name)),
      ["code", CLIENT_ID, "http://localhost:4321/studio/oidc/callback", "S256", "openid profile"],
    );
    for (const name of ["state", "nonce", "code_challenge"]) assert.match(asked.get(name) ?? "", /^[\w-]{43}$/, name);
    const [cookie = ""] = reply.headers["set-cookie"] as string[];
    assert.match(cookie, /^colophon-sign-in=[\w-]+; HttpOnly; SameSite=Lax; Path=\/studio\/oidc; Max-Age=600$/);
    for (const name of ["state", "nonce"]) assert.ok(!cookie.includes(asked.get(name) ?? ""), name);
  });

  it("makes a session with the role of the claims, on a page of this site, in any process", async () => {
    const { url, cookie } = await begin();
    const reply = await finish(provider.answer(url), cookie, other);
    assert.equal(reply.status, 200, reply.text);
    assert.match(reply.text, /signed-in\.js/);
    const set = reply.headers["set-cookie"] as string[];
    assert.match(set[0] ?? "", /^colophon-sign-in=; .*Max-Age=0$/);
    assert.match(set[1] ?? "", /^colophon-studio=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/studio; Max-Age=43200$/);
    const headers = { origin: "http://localhost:4321" };
    const { text } = await operate(app.url, sessionOf(reply), "{ viewer { name role } }", headers);
    assert.deepEqual(JSON.parse(text).data, { viewer: { name: "ada@example.org", role: "EDITOR" } });
  });

  it("makes a session for an author by the claim", async () => {
    provider.fault = { claims: { role: ["author"], author: "lin" } };
    const { url, cookie } = await begin();
    const reply = await finish(provider.answer(url), cookie);
    const { text } = await operate(app.url, sessionOf(reply), "{ viewer { role author { slug } } }");
    assert.deepEqual(JSON.parse(text).data, { viewer: { role: "AUTHOR", author: { slug: "lin" } } });
  });
});

const FAULTS: Record<string, ProviderFault> = {
  "a token with another nonce": { nonce: "another" },
  "a token of another issuer": { issuer: "https://elsewhere.example" },
  "a token for another client": { audience: "another" },
  "a token without a signature": { isUnsigned: true },
  "a token that another key signed": { isForged: true },
  "a token that has expired": { isExpired: true },
  "an answer in the name of another issuer": { answeredIssuer: "https://elsewhere.example" },
  "an answer that does not name its issuer": { answeredIssuer: null },
  "claims without a role": { claims: { role: "reader" } },
  "claims of an author who does not exist": { claims: { role: "author", author: "nobody" } },
};

describe("an answer of a provider is refused", () => {
  async function refused(search: string, cookie: string, status = 401): Promise<void> {
    const count = await sessions();
    const reply = await finish(search, cookie);
    assert.equal(reply.status, status, reply.text);
    assert.ok(!String(reply.headers["set-cookie"]).includes("colophon-studio="));
    assert.doesNotMatch(reply.text, /kxq|nonce|eyJ/);
    assert.equal(await sessions(), count);
  }

  for (const [name, fault] of Object.entries(FAULTS)) {
    it(`for ${name}`, async () => {
      const { url, cookie } = await begin();
      provider.fault = fault;
      await refused(provider.answer(url), cookie);
    });
  }

  it("with another state, or with the state of another browser", async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const answer = new URLSearchParams(provider.answer(mine.url));
    await refused(provider.answer(mine.url), theirs.cookie);
    answer.set("state", "another");
    await refused(`?${answer}`, mine.cookie);
    answer.delete("state");
    await refused(`?${answer}`, mine.cookie);
  });

  it("without the browser in which it began, and with a cookie that was changed", async () => {
    const { url, cookie } = await begin();
    await refused(provider.answer(url), "", 400);
    await refused(provider.answer(url), `${cookie.slice(0, -2)}AA`);
    await refused(provider.answer(url), "colophon-sign-in=x");
  });

  it("when its code was used before", async () => {
    const { url, cookie } = await begin();
    const answer = provider.answer(url);
    assert.equal((await finish(answer, cookie)).status, 200);
    await refused(answer, cookie);
  });

  it("when it is an error", async () => {
    const { url, cookie } = await begin();
    const state = new URL(url).searchParams.get("state") ?? "";
    await refused(`?${new URLSearchParams({ error: "access_denied", state, iss: provider.issuer })}`, cookie);
  });
});

it("the code is exchanged with the verifier and the secret of the client, and no log has any of it", async () => {
  const { url, cookie } = await begin();
  const answer = provider.answer(url);
  const reply = await finish(answer, cookie);
  const sent = provider.exchanges.at(-1);
  assert.match(sent?.get("code_verifier") ?? "", /^[\w-]{43}$/);
  const secrets = [
    CLIENT_SECRET,
    "access-kxq",
    sent?.get("code"),
    sent?.get("code_verifier"),
    cookie,
    sessionOf(reply),
  ];
  for (const secret of secrets) {
    assert.ok(secret);
    assert.ok(!lines.some((line) => line.includes(secret.split("=").at(-1) ?? "-")), secret);
  }
});

it("a provider that does not respond is 503, and is asked again", async () => {
  const silent = await startTestApp(
    {
      OIDC_ISSUER: "http://127.0.0.1:9",
      OIDC_CLIENT_ID: CLIENT_ID,
      STUDIO_URL: "http://localhost:4321",
    },
    createLog("silent"),
    app.databaseUrl,
  );
  try {
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await sendStudio(`${silent.url}/studio/oidc`)).status, 503);
    }
  } finally {
    await silent.close();
  }
});
