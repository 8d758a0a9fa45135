// Sessions of browsers: signing in and out, what ends a session, and what a request must look like to have an effect.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createStudioLink } from "../../../src/identity/sessions/studio-links.js";
import { deleteEndedSessions } from "../../../src/identity/sessions/studio-sessions.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";
import { OWN_PAGE, operate, sendStudio, signIn } from "./studio-client.js";

let app: TestApp;
let other: TestApp;
let token: string;
let make: Factories;

before(async () => {
  app = await startTestApp();
  other = await startTestApp({}, null, app.databaseUrl);
  token = await app.tokenFor("EDITOR");
  make = new Factories(app.dataSource);
});
after(async () => {
  await other.close();
  await app.close();
});

const VIEWER = "{ viewer { name role } }";
const sessions = async (): Promise<number> =>
  (await app.dataSource.query("select count(*)::integer as count from studio_session"))[0].count;
const tags = async (): Promise<number> =>
  (await app.dataSource.query("select count(*)::integer as count from tag"))[0].count;
const cookieOf = async (secret = token): Promise<string> => {
  const { status, cookie, text } = await signIn(app.url, { token: secret });
  assert.equal(status, 200, text);
  return cookie ?? "";
};
const linkKey = (role: "ADMIN" | "EDITOR" | "AUTHOR", authorId: string | null = null) =>
  app.platform.transact((tx) => createStudioLink(tx, { name: "Linked", role, authorId }));
const statusOf = async (at: TestApp, cookie: string): Promise<number> => (await operate(at.url, cookie, VIEWER)).status;

describe("signing in", () => {
  it("exchanges an API token for a cookie that only the studio's paths get and no script reads", async () => {
    const { status, headers, text } = await signIn(app.url, { token });
    assert.equal(status, 200);
    const viewer = { name: "EDITOR of the test", role: "EDITOR", origin: "TOKEN" };
    assert.deepEqual(JSON.parse(text), { viewer, hasProvider: false });
    const [cookie = ""] = headers["set-cookie"] ?? [];
    assert.match(cookie, /^colophon-studio=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/studio; Max-Age=1209600$/);
    assert.doesNotMatch(text, /colophon_/);
  });

  it("is Secure with a prefixed name, unless the browser reaches the service by http on loopback", async () => {
    const { headers } = await signIn(app.url, { token }, { host: "api.example.org" });
    const [cookie = ""] = headers["set-cookie"] ?? [];
    assert.match(cookie, /^__Secure-colophon-studio=[\w-]{43}; HttpOnly; Secure; SameSite=Strict; Path=\/studio; /);
  });

  it("stores a hash of the secret only", async () => {
    const cookie = await cookieOf();
    const rows = await app.dataSource.query("select row_to_json(s)::text as row from studio_session s");
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(cookie.split("=")[1] ?? "-"));
  });

  it("refuses wrong tokens and keys alike, and bodies without either", async () => {
    const count = await sessions();
    const wrong = [{ token: `colophon_abcdefgh_${"x".repeat(43)}` }, { token: "x" }, { key: "y".repeat(43) }];
    for (const credential of wrong) {
      const { status, cookie, text } = await signIn(app.url, credential);
      assert.deepEqual([status, cookie], [401, null]);
      assert.match(text, /"UNAUTHENTICATED"/);
      assert.doesNotMatch(text, /colophon_|xxx|yyy/);
    }
    for (const body of [{}, { token: 1 }, { key: null }]) {
      assert.equal((await signIn(app.url, body as unknown as { token: string })).status, 400);
    }
    assert.equal(await sessions(), count);
  });

  it("replaces the session that the browser had", async () => {
    const first = await cookieOf();
    const second = await signIn(app.url, { token }, { cookie: first });
    assert.equal(await statusOf(app, first), 401);
    assert.equal(await statusOf(app, second.cookie ?? ""), 200);
  });
});

describe("a link that signs in", () => {
  it("works once", async () => {
    const key = await linkKey("EDITOR");
    const { status, cookie, text } = await signIn(app.url, { key });
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(text).viewer, { name: "Linked", role: "EDITOR", origin: "LINK" });
    assert.match((await operate(app.url, cookie ?? "", VIEWER)).text, /"name":"Linked","role":"EDITOR"/);
    assert.equal((await signIn(app.url, { key })).status, 401);
  });

  it("works once also if it is opened twice at the same time", async () => {
    const key = await linkKey("EDITOR");
    const statuses = await Promise.all([signIn(app.url, { key }), signIn(other.url, { key })]);
    assert.deepEqual(statuses.map(({ status }) => status).sort(), [200, 401]);
  });

  it("works for ten minutes", async () => {
    const key = await linkKey("EDITOR");
    const [{ seconds }] = await app.dataSource.query(
      "select round(extract(epoch from max(expires_at) - now()))::integer as seconds from studio_link",
    );
    assert.ok(seconds > 540 && seconds <= 600, String(seconds));
    await app.dataSource.query("update studio_link set expires_at = now() - interval '1 second'");
    assert.equal((await signIn(app.url, { key })).status, 401);
  });
});

describe("a session", () => {
  it("is the viewer of its GraphQL endpoint, whose responses are private", async () => {
    const cookie = await cookieOf();
    const { status, headers, text } = await operate(app.url, cookie, VIEWER);
    assert.deepEqual(
      [status, JSON.parse(text).data],
      [200, { viewer: { name: "EDITOR of the test", role: "EDITOR" } }],
    );
    assert.equal(headers["cache-control"], "private, no-store");
    for (let time = 0; time < 3; time += 1) {
      assert.match((await operate(app.url, cookie, "{ site { title } viewer { role } }")).text, /EDITOR/);
      assert.equal((await operate(app.url, cookie, VIEWER)).headers["cache-status"], undefined);
    }
  });

  it("ends everywhere with the next request when its token is revoked", async () => {
    const secret = await app.tokenFor("EDITOR");
    const cookie = await cookieOf(secret);
    assert.deepEqual([await statusOf(app, cookie), await statusOf(other, cookie)], [200, 200]);
    await app.dataSource.query("update api_token set revoked_at = now() where prefix = $1", [secret.split("_")[1]]);
    assert.deepEqual([await statusOf(other, cookie), await statusOf(app, cookie)], [401, 401]);
  });

  it("ends when its token expires, and has the role and author that the token has now", async () => {
    const secret = await app.tokenFor("EDITOR");
    const cookie = await cookieOf(secret);
    const change = (set: string, ...values: unknown[]) =>
      app.dataSource.query(`update api_token set ${set} where prefix = $1`, [secret.split("_")[1], ...values]);
    const author = await make.author("changing");
    await change("role = 'AUTHOR', author_id = $2", author);
    assert.match(
      (await operate(other.url, cookie, "{ viewer { role author { slug } } }")).text,
      /"AUTHOR".*"changing"/,
    );
    await change("expires_at = now()");
    assert.equal(await statusOf(app, cookie), 401);
  });

  it("of an author ends when the author is deleted", async () => {
    const author = await make.author("leaving");
    const { cookie } = await signIn(app.url, { key: await linkKey("AUTHOR", author) });
    assert.equal(await statusOf(app, cookie ?? ""), 200);
    await app.dataSource.query("delete from author where id = $1", [author]);
    assert.equal(await statusOf(app, cookie ?? ""), 401);
  });

  it("ends after twelve hours without a request, and after fourteen days in any case", async () => {
    const ages: [string, number][] = [
      ["last_seen_at = now() - interval '11 hours'", 200],
      ["last_seen_at = now() - interval '12 hours'", 401],
      ["expires_at = now()", 401],
    ];
    for (const [set, expected] of ages) {
      const cookie = await cookieOf();
      await app.dataSource.query(`update studio_session set ${set}`);
      assert.equal(await statusOf(app, cookie), expected, set);
      await app.dataSource.query("delete from studio_session");
    }
    await cookieOf();
    const [{ days }] = await app.dataSource.query(
      "select extract(epoch from expires_at - created_at)::integer / 86400 as days from studio_session",
    );
    assert.equal(days, 14);
  });

  it("is deleted when it is over", async () => {
    await cookieOf();
    await app.dataSource.query("update studio_session set expires_at = now()");
    await cookieOf();
    await linkKey("EDITOR");
    await app.dataSource.query("update studio_link set expires_at = now() - interval '1 second'");
    await app.platform.transact(deleteEndedSessions);
    const [{ links }] = await app.dataSource.query("select count(*)::integer as links from studio_link");
    assert.deepEqual([await sessions(), links], [1, 0]);
  });

  it("is deleted by signing out", async () => {
    const cookie = await cookieOf();
    const count = await sessions();
    const headers = { ...OWN_PAGE, cookie };
    const reply = await sendStudio(`${app.url}/studio/session`, { method: "DELETE", headers });
    assert.deepEqual([reply.status, await sessions()], [200, count - 1]);
    assert.match(String(reply.headers["set-cookie"]), /^colophon-studio=; HttpOnly; .*Max-Age=0$/);
    assert.equal(await statusOf(other, cookie), 401);
  });

  it("says who is signed in, and forgets a cookie that is not accepted", async () => {
    const cookie = await cookieOf();
    const ask = (value: string) => sendStudio(`${app.url}/studio/session`, { headers: { cookie: value } });
    assert.deepEqual(JSON.parse((await ask(cookie)).text).viewer, {
      ...{ name: "EDITOR of the test", role: "EDITOR", origin: "TOKEN" },
    });
    const wrong = await ask(`colophon-studio=${"z".repeat(43)}`);
    assert.deepEqual([wrong.status, JSON.parse(wrong.text).viewer], [200, null]);
    assert.match(String(wrong.headers["set-cookie"]), /Max-Age=0/);
    // A cookie of the same name that a neighbouring site has set beside it.
    assert.equal(JSON.parse((await ask(`${cookie}; ${cookie}`)).text).viewer, null);
  });
});

describe("a request that a page of another site makes a browser send", () => {
  const CREATE = 'mutation { createTag(input: { name: "Forged" }) { tag { id } } }';
  const body = JSON.stringify({ query: CREATE });
  const origin = "https://elsewhere.example";
  const json = { "content-type": "application/json" };
  const mark = { "x-colophon-studio": "1" };
  const same = { "sec-fetch-site": "same-origin" };

  const FORGED: Record<string, { headers: Record<string, string>; body?: string; status: number }> = {
    "a form": {
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site", origin },
      body: `query=${CREATE}`,
      status: 403,
    },
    "a form of an old browser": {
      headers: { "content-type": "application/x-www-form-urlencoded", origin },
      body: `query=${CREATE}`,
      status: 403,
    },
    "fetch without CORS": {
      headers: { "content-type": "text/plain", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
      body,
      status: 403,
    },
    "a page of a neighbouring host": {
      headers: { ...json, ...mark, "sec-fetch-site": "same-site", origin: "http://localhost:1" },
      body,
      status: 403,
    },
    "all but the site": { headers: { ...json, ...mark, "sec-fetch-site": "cross-site", origin }, body, status: 403 },
    "all but the origin": { headers: { ...json, ...mark, origin }, body, status: 403 },
    "a site that contradicts its origin": { headers: { ...json, ...mark, ...same, origin }, body, status: 403 },
    "a sandboxed page": { headers: { ...json, ...mark, origin: "null" }, body, status: 403 },
    "no page at all": { headers: { ...json, ...mark }, body, status: 403 },
    "all but the header": { headers: { ...json, ...same }, body, status: 403 },
    "all but the type": { headers: { "content-type": "text/plain", ...mark, ...same }, body, status: 415 },
    "a form with the right site": {
      headers: { "content-type": "multipart/form-data; boundary=x", ...mark, ...same },
      body,
      status: 415,
    },
  };

  const TARGETS = [
    ["POST", "/studio/graphql"],
    ["POST", "/studio/session"],
    ["DELETE", "/studio/session"],
  ] as const;

  for (const [name, { status, headers, body: content }] of Object.entries(FORGED)) {
    it(`has no effect: ${name}`, async () => {
      const cookie = await cookieOf();
      const before = [await tags(), await sessions()];
      for (const [method, path] of TARGETS) {
        const sent = { method, headers: { ...headers, cookie }, ...(method === "POST" && { body: content ?? body }) };
        const reply = await sendStudio(`${app.url}${path}`, sent);
        assert.equal(reply.status, status, `${method} ${path}: ${reply.text}`);
        assert.equal(reply.headers["access-control-allow-origin"], undefined);
      }
      assert.deepEqual([await tags(), await sessions()], before);
      assert.equal(await statusOf(app, cookie), 200);
    });
  }

  it("has no effect by GET, and gets no preflight", async () => {
    const headers = { ...OWN_PAGE, cookie: await cookieOf() };
    const count = await tags();
    const url = `${app.url}/studio/graphql?query=${encodeURIComponent(CREATE)}`;
    assert.equal((await sendStudio(url, { headers })).status, 405);
    for (const path of ["/studio/graphql", "/studio/session"]) {
      const asked = { ...headers, origin, "access-control-request-method": "POST" };
      const reply = await sendStudio(`${app.url}${path}`, { method: "OPTIONS", headers: asked });
      assert.deepEqual([reply.status, reply.headers["access-control-allow-origin"]], [405, undefined]);
    }
    assert.equal(await tags(), count);
  });

  it("has one if the studio's own page sends it, also from a browser that sends no Sec-Fetch-Site", async () => {
    const cookie = await cookieOf();
    const count = await tags();
    assert.equal((await operate(app.url, cookie, CREATE)).status, 200);
    const { "sec-fetch-site": _site, ...old } = OWN_PAGE;
    const headers = { ...old, cookie, origin: app.url };
    const query = CREATE.replace("Forged", "Old browser");
    const reply = await sendStudio(`${app.url}/studio/graphql`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query }),
    });
    assert.deepEqual([reply.status, await tags()], [200, count + 2]);
  });

  it("is executed as anonymous at /graphql, whatever cookies it has", async () => {
    const cookie = await cookieOf();
    for (const headers of [
      { ...OWN_PAGE, cookie },
      { ...json, cookie },
    ]) {
      const reply = await sendStudio(`${app.url}/graphql`, {
        method: "POST",
        headers,
        body: JSON.stringify({ query: VIEWER }),
      });
      assert.deepEqual(JSON.parse(reply.text).data, { viewer: null });
      const write = await sendStudio(`${app.url}/graphql`, { method: "POST", headers, body });
      assert.match(write.text, /UNAUTHENTICATED/);
    }
  });

  it("is no viewer by a token or a preview token instead of the cookie", async () => {
    const headers = { authorization: `Bearer ${token}`, "x-preview-token": "x" };
    assert.equal((await operate(app.url, "", VIEWER, headers)).status, 401);
    const cookie = await cookieOf();
    assert.match((await operate(app.url, cookie, VIEWER, { authorization: "Bearer wrong" })).text, /"role":"EDITOR"/);
  });
});

it("every reply of the studio forbids framing, other origins and storage", async () => {
  const paths = [
    "/studio",
    "/studio/",
    "/studio/studio.js",
    "/studio/studio.css",
    "/studio/session",
    "/studio/graphql",
    "/studio/x",
  ];
  for (const path of paths) {
    const { headers } = await sendStudio(`${app.url}${path}`);
    assert.match(String(headers["cache-control"]), /no-store/, path);
    assert.match(String(headers["content-security-policy"]), /default-src 'none'.*frame-ancestors 'none'/, path);
    assert.deepEqual(
      ["x-content-type-options", "referrer-policy", "cross-origin-opener-policy"].map((name) => headers[name]),
      ["nosniff", "no-referrer", "same-origin"],
      path,
    );
  }
  const { headers } = await sendStudio(`${app.url}/studio`);
  assert.match(String(headers["content-security-policy"]), /script-src 'self'; style-src 'self'/);
});

it("a thousand wrong tokens of an address are limited, and a right one is accepted meanwhile", async () => {
  const limited = await startTestApp(
    { RATE_LIMIT_EXEMPT: "192.0.2.1", RATE_LIMIT_POINTS: "6000" },
    null,
    app.databaseUrl,
  );
  try {
    const statuses: Record<number, number> = {};
    for (let sent = 0; sent < 1_000; sent += 50) {
      const attempts = Array.from({ length: 50 }, () =>
        signIn(limited.url, { token: `colophon_abcdefgh_${"x".repeat(43)}` }),
      );
      for (const { status } of await Promise.all(attempts)) statuses[status] = (statuses[status] ?? 0) + 1;
    }
    assert.equal((statuses[401] ?? 0) + (statuses[429] ?? 0), 1_000);
    assert.ok((statuses[401] ?? 0) <= 110, JSON.stringify(statuses));
    assert.equal((await signIn(limited.url, { token })).status, 200);
    const guess = { headers: { cookie: `colophon-studio=${"x".repeat(43)}` } };
    assert.equal((await sendStudio(`${limited.url}/studio/session`, guess)).status, 429);
    const wrong = await operate(limited.url, `colophon-studio=${"x".repeat(43)}`, VIEWER);
    assert.equal(wrong.status, 429);
  } finally {
    await limited.close();
  }
});

it("STUDIO=0 removes it", async () => {
  const without = await startTestApp({ STUDIO: "0" }, null, app.databaseUrl);
  try {
    for (const path of ["/studio", "/studio/session", "/studio/graphql"]) {
      assert.equal((await sendStudio(`${without.url}${path}`)).status, 404);
    }
  } finally {
    await without.close();
  }
});

it("no secret of a sign-in is in the log, at its most detailed level", async () => {
  const lines: string[] = [];
  const log = createLog("trace", { write: (line) => void lines.push(line) });
  const logged = await startTestApp({}, log, app.databaseUrl);
  try {
    const key = await linkKey("EDITOR");
    const byLink = await signIn(logged.url, { key });
    const byToken = await signIn(logged.url, { token });
    await signIn(logged.url, { key });
    await operate(logged.url, byToken.cookie ?? "", VIEWER);
    await operate(logged.url, `colophon-studio=${"q".repeat(43)}`, VIEWER);
    const secrets = [
      key,
      token,
      ...[byLink, byToken].map(({ cookie }) => cookie?.split("=")[1] ?? "-"),
      "q".repeat(43),
    ];
    assert.ok(lines.some((line) => line.includes("/studio/session")));
    for (const secret of secrets) assert.ok(!lines.some((line) => line.includes(secret)), secret);
  } finally {
    await logged.close();
  }
});
