// A request with several mistakes gets one status, by the order of the checks that docs/errors.md states: for each pair of mistakes that one request can
// have, whether the response cache is on, and however the body is sent.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";
import { sendRaw, statusOf } from "./raw-request.js";
import { startTinyApp } from "./tiny-app.js";

interface Parts {
  method: string;
  path: string;
  lines: Record<string, string>;
  body: string;
}

interface Mistake {
  name: string;
  status: number;
  make(parts: Parts): void;
  /** Names of mistakes that the same request cannot have. */
  excludes?: readonly string[];
}

const EXHAUSTED = "192.0.2.1";
const LIMIT_BYTES = 1_024;

/** In the order of the checks. */
const MISTAKES: readonly Mistake[] = [
  {
    name: "too many header lines",
    status: 431,
    make: ({ lines }) => {
      for (let line = 0; line < 1_001; line += 1) lines[`a${line}`] = "";
    },
  },
  {
    name: "an unknown transfer coding",
    status: 501,
    make: ({ lines }) => {
      lines["transfer-encoding"] = "gzip, chunked";
    },
  },
  {
    name: "an unknown expectation",
    status: 417,
    make: ({ lines }) => {
      lines.expect = "200-ok";
    },
  },
  {
    name: "an unknown path",
    status: 404,
    make: (parts) => {
      parts.path = "/nothing";
    },
  },
  {
    name: "an address without points",
    status: 429,
    make: ({ lines }) => {
      lines["x-forwarded-for"] = EXHAUSTED;
    },
  },
  {
    name: "an unknown method",
    status: 405,
    make: (parts) => {
      parts.method = "PUT";
    },
  },
  {
    name: "a response type that the service does not have",
    status: 406,
    make: ({ lines }) => {
      lines.accept = "image/png";
    },
  },
  {
    name: "a wrong credential",
    status: 401,
    make: ({ lines }) => {
      lines.authorization = "Bearer wrong";
    },
    // It has an account of its own.
    excludes: ["an address without points"],
  },
  {
    name: "a body of another type",
    status: 415,
    make: ({ lines }) => {
      lines["content-type"] = "text/plain";
    },
  },
  {
    name: "a body that is too long",
    status: 413,
    make: (parts) => {
      parts.body = parts.body.padEnd(2 * LIMIT_BYTES);
    },
  },
  {
    name: "a body that is not JSON",
    status: 400,
    make: (parts) => {
      parts.body = parts.body.replace("{", "(");
    },
  },
  {
    name: "an unknown document",
    status: 404,
    make: (parts) => {
      parts.body = parts.body.replace("{}", '{},"documentId":"none"').replace('"query":"{ __typename }",', "");
    },
  },
];

const PAIRS = MISTAKES.flatMap((first, index) =>
  MISTAKES.slice(index + 1)
    .filter((second) => second.excludes?.includes(first.name) !== true)
    .map((second) => [first, second] as const),
);

for (const [setting, env] of [
  ["with the response cache", {}],
  ["without the response cache", { CACHE_BYTES: "0" }],
] as const) {
  describe(`the status of a request with two mistakes, ${setting}`, () => {
    let app: TestApp;
    before(async () => {
      app = await startTestApp({
        // With the site, whether a path is known is only determined by reading.
        SITE: "0",
        ...{ RATE_LIMIT_POINTS: "2000", RATE_LIMIT_EXEMPT: "none", TRUSTED_PROXIES: "loopback" },
        ...{ BODY_LIMIT_BYTES: String(LIMIT_BYTES), AUTHENTICATED_BODY_LIMIT_BYTES: String(LIMIT_BYTES) },
        ...env,
      });
      const query = '{ search(query: "a", first: 100) { facets { years { count } categories { count } } } }';
      const headers = { "content-type": "application/json", "x-forwarded-for": EXHAUSTED };
      for (let status = 200, turn = 0; status !== 429; turn += 1) {
        const body = JSON.stringify({ query: `# ${turn}\n${query}`, variables: { turn } });
        status = (await fetch(`${app.url}/graphql`, { method: "POST", headers, body })).status;
      }
    });
    after(() => app.close());

    async function statusWith(mistakes: readonly Mistake[], isChunked: boolean): Promise<number> {
      const parts: Parts = {
        method: "POST",
        path: "/graphql",
        lines: {},
        body: '{"query":"{ __typename }","variables":{}}',
      };
      parts.lines = { "content-type": "application/json", "x-forwarded-for": "192.0.2.9" };
      for (const { make } of mistakes) make(parts);
      const { method, path, lines, body } = parts;
      const isCoded = lines["transfer-encoding"] !== undefined;
      if (isChunked && !isCoded) lines["transfer-encoding"] = "chunked";
      else if (!isCoded) lines["content-length"] = String(body.length);
      const head = Object.entries({ host: "a", connection: "close", ...lines }).map(([name, v]) => `${name}: ${v}\r\n`);
      const sent = isChunked || isCoded ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
      return statusOf(
        await sendRaw(Number(new URL(app.url).port), `${method} ${path} HTTP/1.1\r\n${head.join("")}\r\n${sent}`),
      );
    }

    for (const mistake of MISTAKES) {
      it(`is ${mistake.status} for ${mistake.name} alone`, async () => {
        assert.equal(await statusWith([], false), 200);
        assert.equal(await statusWith([mistake], false), mistake.status);
        assert.equal(await statusWith([mistake], true), mistake.status);
      });
    }

    it(`is that of the earlier check for each of ${PAIRS.length} pairs`, async () => {
      const wrong: string[] = [];
      for (const pair of PAIRS) {
        for (const isChunked of [false, true]) {
          const status = await statusWith(pair, isChunked);
          const [first, second] = pair;
          if (status !== first.status) wrong.push(`${first.name} and ${second.name}: ${status}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  });
}

it("the status of a response with several errors is the highest that one of them asks for, in whatever order its fields are selected", async () => {
  const app = await startTinyApp();
  try {
    const statuses = [400, 401, 403, 503, null];
    for (const first of statuses) {
      for (const second of statuses) {
        const query = `{ a: fails(status: ${first}) b: fails(status: ${second}) c: echo(text: "x") }`;
        const response = await fetch(`${app.url}/graphql?${new URLSearchParams({ query })}`);
        assert.equal(response.status, Math.max(first ?? 200, second ?? 200), query);
        const { data, errors } = (await response.json()) as { data: unknown; errors: unknown[] };
        assert.deepEqual([data, errors.length], [{ a: null, b: null, c: "x" }, 2]);
      }
    }
  } finally {
    await app.close();
  }
});

it("docs/errors.md states the order of the checks", () => {
  const text = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
  const order = /## Several mistakes\n[\s\S]*?\n((?:\d+\. .*\n)+)/.exec(text)?.[1] ?? "";
  const stated = [...order.matchAll(/^\d+\. .*?`(\d{3})`/gm)].map(([, status]) => Number(status));
  assert.deepEqual(
    stated,
    MISTAKES.map(({ status }) => status),
  );
});
