// Rate limits: each client may spend so many points in a minute, a client without points learns when to retry, and no client can spend the
// points of another.
import "reflect-metadata";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { AccountBook } from "../../../src/platform/rate-limit/account-book.js";
import { countedAddress } from "../../../src/platform/rate-limit/client-address.js";
import { startTestApp, type TestApp } from "../../support/app.js";

const POINTS = 100;

function send(app: TestApp, headers: Record<string, string> = {}, query = "{ __typename }"): Promise<Response> {
  return fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
}

/** The remaining points and seconds in the header RateLimit. */
function left(response: Response): { points: number; seconds: number } {
  const [, points, seconds] = /^"\w+";r=(\d+);t=(\d+)$/.exec(response.headers.get("ratelimit") ?? "") ?? [];
  return { points: Number(points), seconds: Number(seconds) };
}

async function costOf(response: Response): Promise<number> {
  return ((await response.json()) as { extensions: { cost: { points: number } } }).extensions.cost.points;
}

async function spendAll(app: TestApp, headers: Record<string, string>): Promise<Response> {
  for (;;) {
    const response = await send(app, headers);
    if (response.status === 429) return response;
    assert.equal(response.status, 200);
  }
}

describe("the rate limit behind a trusted proxy", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({
      RATE_LIMIT_POINTS: String(POINTS),
      RATE_LIMIT_AUTHENTICATED_POINTS: "1000",
      RATE_LIMIT_EXEMPT: "none",
      TRUSTED_PROXIES: "loopback",
      CORS_ORIGINS: "https://blog.example",
    });
  });
  after(() => app.close());
  const from = (address: string) => ({ "x-forwarded-for": address });

  it("charges a point for a request and the cost of its operation, and says what is left", async () => {
    const first = await send(app, from("192.0.2.1"), "{ posts(first: 10) { nodes { title } } }");
    const { extensions } = (await first.json()) as { extensions: { cost: { points: number } } };
    assert.equal(first.headers.get("ratelimit-policy"), `"anonymous";q=${POINTS};w=60`);
    assert.equal(left(first).points, POINTS - 1 - extensions.cost.points);
    assert.ok(left(first).seconds <= 60);
    const second = await send(app, from("192.0.2.1"));
    assert.ok(left(second).points < left(first).points);
  });

  it("charges what an operation costs also if a GET names it as a persisted document", async () => {
    const query = "{ posts(first: 10) { nodes { title slug } } }";
    const persistedQuery = { version: 1, sha256Hash: createHash("sha256").update(query).digest("hex") };
    const search = new URLSearchParams({ query, extensions: JSON.stringify({ persistedQuery }) });
    const response = await fetch(`${app.url}/graphql?${search}`, { headers: from("192.0.2.7") });
    const { extensions } = (await response.json()) as { extensions: { cost: { points: number } } };
    assert.ok(extensions.cost.points > 1);
    assert.equal(left(response).points, POINTS - 1 - extensions.cost.points);
  });

  it("rejects a client without points with 429, an error code and the time to wait, and no others", async () => {
    const rejected = await spendAll(app, { ...from("192.0.2.2"), origin: "https://blog.example" });
    const { errors } = (await rejected.json()) as { errors: { extensions: { code: string } }[] };
    assert.equal(errors[0]?.extensions.code, "RATE_LIMITED");
    const seconds = Number(rejected.headers.get("retry-after"));
    assert.ok(seconds >= 1 && seconds <= 60, String(seconds));
    assert.equal(left(rejected).points, 0);
    assert.equal(rejected.headers.get("access-control-allow-origin"), "https://blog.example");
    assert.match(rejected.headers.get("access-control-expose-headers") ?? "", /retry-after, ratelimit/);
    assert.equal((await send(app, from("192.0.2.3"))).status, 200);
    assert.equal((await fetch(`${app.url}/livez`, { headers: from("192.0.2.2") })).status, 200);
  });

  it("ignores an address that a client has put before that of the proxy", async () => {
    await spendAll(app, from("192.0.2.4"));
    assert.equal((await send(app, from("198.51.100.7, 192.0.2.4"))).status, 429);
    assert.equal(
      (await send(app, from("192.0.2.4, 198.51.100.7"))).status,
      200,
      "the last address is added by the proxy",
    );
  });

  it("counts an IPv6 /64 as one client", async () => {
    await spendAll(app, from("2001:db8:1:2::1"));
    assert.equal((await send(app, from("2001:db8:1:2:ffff::9"))).status, 429);
    assert.equal((await send(app, from("2001:db8:1:3::1"))).status, 200);
  });

  it("charges a request with a credential to the credential, whatever its address has spent", async () => {
    await spendAll(app, from("192.0.2.5"));
    const authorization = `Bearer ${await app.tokenFor("EDITOR")}`;
    const result = await send(app, { ...from("192.0.2.5"), authorization });
    assert.equal(result.status, 200);
    assert.equal(result.headers.get("ratelimit-policy"), '"known";q=1000;w=60');
  });

  it("rejects a client that tries one credential after the other", async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 3; guess += 1) {
      statuses.push((await send(app, { ...from("192.0.2.6"), authorization: `Bearer guess-${guess}` })).status);
    }
    assert.deepEqual(statuses, [401, 429, 429]);
    assert.equal((await send(app, from("192.0.2.6"))).status, 200, "requests without a credential are still accepted");
  });

  it("tells a client that guesses when to try again, in the headers of that limit alone", async () => {
    const guess = (headers: Record<string, string>) => send(app, { ...from("192.0.2.8"), ...headers });
    await guess({ authorization: "Bearer wrong" });
    const rejected = await guess({ authorization: "Bearer wrong", origin: "https://blog.example" });
    const { errors } = (await rejected.json()) as { errors: { message: string; extensions: { code: string } }[] };
    assert.deepEqual([rejected.status, errors[0]?.extensions.code], [429, "RATE_LIMITED"]);
    assert.match(errors[0]?.message ?? "", /a valid credential is accepted at any time/);
    assert.equal(rejected.headers.get("ratelimit-policy"), `"credentials";q=${POINTS};w=60`);
    assert.equal(rejected.headers.get("retry-after"), String(left(rejected).seconds));
    assert.equal(rejected.headers.get("access-control-allow-origin"), "https://blog.example");
  });

  it("accepts valid credentials of an address that floods it with wrong ones, used before or not", async () => {
    const address = from("192.0.2.10");
    const used = { ...address, authorization: `Bearer ${await app.tokenFor("EDITOR")}` };
    const fresh = { ...address, authorization: `Bearer ${await app.tokenFor("ADMIN")}` };
    assert.equal((await send(app, used)).status, 200);
    const flood = Array.from({ length: 200 }, (_, i) =>
      send(app, { ...address, authorization: `Bearer colophon_abcdefgh_${String(i).padStart(43, "0")}` }),
    );
    const valid = await Promise.all(Array.from({ length: 20 }, () => send(app, used)));
    assert.deepEqual(new Set(valid.map(({ status }) => status)), new Set([200]));
    const statuses = new Set((await Promise.all(flood)).map(({ status }) => status));
    assert.deepEqual(
      [...statuses].filter((status) => status !== 401 && status !== 429),
      [],
    );
    assert.equal((await send(app, { ...address, authorization: "Bearer wrong" })).status, 429);
    assert.equal((await send(app, fresh)).status, 200);
    assert.equal((await send(app, used)).status, 200);
  });

  it("counts wrong preview tokens as wrong credentials, not as requests of readers at the address", async () => {
    const address = from("192.0.2.11");
    const statuses = new Set<number>();
    for (let guess = 0; guess < POINTS + 5; guess += 1) {
      statuses.add((await send(app, { ...address, "x-preview-token": `wrong-${guess}` })).status);
    }
    assert.deepEqual(statuses, new Set([401, 429]));
    // A point for the request and one for its operation, unless the response was cached.
    assert.ok(left(await send(app, address)).points >= POINTS - 2);
  });

  it("charges an anonymous mutation as a request, not as a wrong credential", async () => {
    const address = from("192.0.2.12");
    const denied = await send(app, address, 'mutation { deleteTag(input: { id: "x" }) { errors { code } } }');
    assert.deepEqual([denied.status, left(denied).points], [401, POINTS - 1 - (await costOf(denied))]);
  });
});

describe("the rate limit without a trusted proxy", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ RATE_LIMIT_POINTS: String(POINTS), RATE_LIMIT_EXEMPT: "none" });
  });
  after(() => app.close());

  it("counts by the address of the connection, whatever a header says", async () => {
    await spendAll(app, { "x-forwarded-for": "192.0.2.1" });
    for (const header of ["x-forwarded-for", "forwarded", "x-real-ip"]) {
      assert.equal((await send(app, { [header]: "192.0.2.9" })).status, 429);
    }
  });
});

it("clients on the same machine have no rate limit by default", async () => {
  const app = await startTestApp({ RATE_LIMIT_POINTS: "1" });
  try {
    for (let request = 0; request < 3; request += 1) {
      const result = await send(app);
      assert.equal(result.status, 200);
      assert.equal(result.headers.get("ratelimit"), null);
    }
  } finally {
    await app.close();
  }
});

describe("a rate-limit account", () => {
  it("is paid back from the following windows if it is overdrawn", () => {
    const book = new AccountBook(100, 1_000);
    book.accountOf("a", 0).spent = 250;
    assert.equal(book.accountOf("a", 999).spent, 250);
    assert.equal(book.accountOf("a", 1_000).spent, 150);
    assert.equal(book.accountOf("a", 2_500).spent, 50);
    assert.equal(book.accountOf("a", 9_999).spent, 0);
  });

  it("is one of a limited number, and deleted after its window", () => {
    const book = new AccountBook(100, 1_000, 10);
    for (let index = 0; index < 100; index += 1) book.accountOf(`client ${index}`, 0);
    assert.equal(book.size, 10);
    book.accountOf("client 99", 0).spent = 500;
    book.sweep(2_000);
    assert.equal(book.size, 1);
  });

  it("belongs to an IPv4 address or a /64", () => {
    assert.equal(countedAddress("192.0.2.1"), "192.0.2.1");
    assert.equal(countedAddress("2001:db8::1"), countedAddress("2001:db8:0:0:ffff::"));
    assert.equal(countedAddress("2001:db8:0:1::1"), "2001:db8:0:1::/64");
    assert.equal(countedAddress("::1"), "0:0:0:0::/64");
    for (const mapped of ["::ffff:1.2.3.4", "::ffff:102:304", "::FFFF:0102:0304", "0:0:0:0:0:ffff:1.2.3.4"]) {
      assert.equal(countedAddress(mapped), "1.2.3.4", mapped);
    }
    assert.equal(countedAddress("64:ff9b::1.2.3.4"), "64:ff9b:0:0::/64");
    assert.equal(countedAddress(""), "");
  });
});
