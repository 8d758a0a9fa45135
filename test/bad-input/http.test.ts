// Cases 1 to 34: requests that are invalid as HTTP or JSON, before a GraphQL document is parsed.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { openSocket, readToEnd, sendRaw, statusOf } from "../http/raw-request.js";
import { badCase, JSON_HEADERS, rejects, request, respondsWith, send, serveBadInput } from "./bad-case.js";

const fixture = serveBadInput({ CORS_ORIGINS: "https://blog.example" });
const QUERY = '{"query":"{ __typename }"}';
const url = (search = "") => `${fixture.app.url}/graphql${search}`;
const get = (search: string, headers: Record<string, string> = {}) => request(url(search), { headers });
const raw = (text: string) => sendRaw(fixture.port, Buffer.from(text, "latin1"));
const HEAD = "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";

const REJECTED_BODIES: readonly [number, string, string | Uint8Array][] = [
  [1, "an empty body", ""],
  [2, "null as the body", "null"],
  [2, "a string as the body", '"x"'],
  [2, "a number as the body", "1"],
  [3, "an empty batch", "[]"],
  [3, "a batch", `[${QUERY}]`],
  [4, "an empty object", "{}"],
  [5, "truncated JSON", '{"query":"{ __typename }"'],
  [5, "data after the JSON", `${QUERY} x`],
  [9, "bytes that are not UTF-8", Buffer.from('{"query":"{ post(slug: \\"\xff\\") { id } }"}', "latin1")],
  [9, "an overlong encoding", Buffer.from([...Buffer.from('{"query":"'), 0xc0, 0xaf, ...Buffer.from('"}')])],
  [
    68,
    "JSON nested ten thousand deep in place of the document",
    `{"query":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
  ],
];
for (const [number, name, body] of REJECTED_BODIES) {
  badCase(fixture, number, `rejects ${name}`, async () => rejects(await send(fixture, body), 400));
}

badCase(fixture, 6, "uses the last of duplicate keys", async () => {
  respondsWith(await send(fixture, '{"query":"{","query":"{ __typename }"}'), { __typename: "Query" });
});

badCase(fixture, 7, "changes no prototype by the keys __proto__ and constructor", async () => {
  const body = '{"query":"{ __typename }","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  respondsWith(await send(fixture, body));
  const variables =
    '{"query":"query ($__proto__: Int) { posts(first: $__proto__) { totalCount } }","variables":{"__proto__":1}}';
  assert.ok((await send(fixture, variables)).status <= 400);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

badCase(fixture, 8, "rejects a byte order mark", async () => rejects(await send(fixture, `\uFEFF${QUERY}`), 400));

for (const [number, charset, status] of [
  [10, "utf-16", 415],
  [10, "utf-16le", 415],
  [11, "x-unknown", 415],
  [11, "utf-7", 415],
] as const) {
  badCase(fixture, number, `rejects charset ${charset}`, async () => {
    rejects(await send(fixture, QUERY, { "content-type": `application/json; charset=${charset}` }), status);
  });
}

for (const type of [
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/graphql",
  "application/json, text/plain",
  "application/jsonp",
]) {
  badCase(fixture, 12, `rejects Content-Type ${type}`, async () => {
    rejects(await send(fixture, QUERY, { "content-type": type }), 415, "UNSUPPORTED_MEDIA_TYPE");
  });
}
badCase(fixture, 12, "rejects a body without Content-Type", async () => {
  const reply = await raw(
    `POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: ${QUERY.length}\r\n\r\n${QUERY}`,
  );
  assert.equal(statusOf(reply), 415);
});

badCase(
  fixture,
  13,
  "executes a query by GET without a preflight, since it changes nothing and no cookie authenticates",
  async () => {
    const cookie = `session=${fixture.admin}; authorization=Bearer ${fixture.admin}`;
    const senders: Record<string, string>[] = [
      {},
      { origin: "https://evil.example", cookie },
      { "sec-fetch-site": "cross-site", cookie },
    ];
    for (const headers of senders) {
      respondsWith(await get("?query={__typename viewer{name}}", headers), { __typename: "Query", viewer: null });
    }
  },
);
badCase(fixture, 14, "rejects a mutation by GET", async () => {
  const reply = await get('?query=mutation{deleteTag(input:{id:"a"}){deletedId}}');
  rejects(reply, 405);
  assert.equal(reply.headers.get("allow"), "POST");
});
badCase(fixture, 15, "rejects GET with another Content-Type", async () => {
  const reply = await get("?query={__typename}", { "content-type": "message/x" });
  assert.ok(reply.status === 400 || reply.status === 415, String(reply.status));
});
badCase(fixture, 16, "rejects variables in the URL that are not JSON", async () => {
  rejects(await get("?query={__typename}&variables={"), 400);
});
badCase(fixture, 17, "rejects two query parameters", async () => {
  rejects(await get("?query={__typename}&query={__typename}"), 400);
});

for (const method of ["PUT", "DELETE", "PATCH"]) {
  badCase(fixture, 18, `rejects ${method}`, async () => {
    const reply = await request(url(), { method, headers: JSON_HEADERS, body: QUERY });
    rejects(reply, 405, "METHOD_NOT_ALLOWED");
    assert.match(reply.headers.get("allow") ?? "", /POST/);
  });
}
badCase(fixture, 18, "rejects TRACE", async () => {
  const status = statusOf(await raw("TRACE /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"));
  assert.ok(status === 405 || status === 400, String(status));
});
badCase(fixture, 19, "responds to HEAD without a body", async () => {
  const reply = await request(url("?query={__typename}"), { method: "HEAD" });
  assert.deepEqual([reply.status, reply.text], [200, ""]);
});
badCase(fixture, 20, "allows no preflight request of an unknown origin", async () => {
  const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
  const reply = await request(url(), { method: "OPTIONS", headers });
  assert.equal(reply.headers.get("access-control-allow-origin"), null);
});
for (const accept of ["image/png", "text/html", "application/xml"]) {
  badCase(fixture, 21, `rejects Accept ${accept}`, async () => {
    rejects(await send(fixture, QUERY, { accept }), 406, "NOT_ACCEPTABLE");
  });
}
badCase(fixture, 22, "allows credentials for no origin", async () => {
  for (const origin of ["https://evil.example", "null", "https://blog.example", "https://blog.example.evil.example"]) {
    const { headers } = await send(fixture, QUERY, { origin, cookie: "session=1" });
    assert.equal(headers.get("access-control-allow-credentials"), null);
    const allowed = headers.get("access-control-allow-origin");
    assert.equal(allowed, origin === "https://blog.example" ? origin : null);
  }
});
badCase(fixture, 23, "rejects a compressed body", async () => {
  rejects(await send(fixture, gzipSync(QUERY), { "content-encoding": "gzip" }), 415);
});
badCase(fixture, 24, "rejects a gzip bomb of 30 MB without decompressing it", async () => {
  const bomb = gzipSync(Buffer.alloc(30_000_000, 0x20));
  const before = process.memoryUsage().arrayBuffers;
  rejects(await send(fixture, bomb, { "content-encoding": "gzip" }), 415);
  assert.ok(process.memoryUsage().arrayBuffers - before < 10_000_000);
});
for (const encoding of ["br", "zstd", "x-unknown", "gzip, gzip"]) {
  badCase(fixture, 25, `rejects Content-Encoding ${encoding}`, async () => {
    rejects(await send(fixture, QUERY, { "content-encoding": encoding }), 415);
  });
}
badCase(fixture, 26, "rejects a body of 257 KiB", async () => {
  rejects(await send(fixture, `{"query":"{ __typename }","x":"${"a".repeat(257 * 1_024)}"}`), 413, "PAYLOAD_TOO_LARGE");
});
badCase(fixture, 27, "closes the connection before the end of a body of 60 MB", async () => {
  const socket = await openSocket(fixture.port);
  socket.write(`${HEAD}content-length: 60000000\r\n\r\n`);
  let sent = 0;
  const block = Buffer.alloc(1_048_576, 0x20);
  const push = () => {
    while (!socket.destroyed && sent < 60_000_000) {
      sent += block.length;
      if (!socket.write(block)) return void socket.once("drain", push);
    }
  };
  push();
  assert.equal(statusOf(await readToEnd(socket)), 413);
  assert.ok(sent < 60_000_000, `${sent} bytes were read.`);
});
badCase(fixture, 28, "rejects headers of 20 kB", async () => {
  assert.equal(statusOf(await raw(`GET /livez HTTP/1.1\r\nhost: a\r\nx: ${"a".repeat(20_000)}\r\n\r\n`)), 431);
});

// Node keeps 2,000 lines of a header and silently drops the rest.
badCase(fixture, 28, "rejects a bad credential behind any number of header lines", async () => {
  const body = '{"query":"{ viewer { name } }"}';
  for (const lines of [10, 990, 1_100, 2_050, 3_900]) {
    const head = `POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n${"a:\r\n".repeat(lines)}`;
    for (const credential of ["authorization: Bearer wrong", "x-preview-token: wrong"]) {
      const reply = await raw(`${head}${credential}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      assert.equal(statusOf(reply), lines > 1_000 ? 431 : 401, `${credential} behind ${lines} lines`);
    }
  }
});

const BROKEN: Record<string, string> = {
  "Content-Length with Transfer-Encoding": `${HEAD}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc`,
  "two Content-Length headers": `${HEAD}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd`,
  "an invalid chunk size": `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nabc`,
  "a bare line feed": "GET /livez HTTP/1.1\nhost: a\n\n\n",
  "NUL in a header": "GET /livez HTTP/1.1\r\nhost: a\r\nx: a\0b\r\n\r\n",
  "a request without Host": "GET /livez HTTP/1.1\r\n\r\n",
  "a space before the colon": "GET /livez HTTP/1.1\r\nhost: a\r\nx : b\r\n\r\n",
  "an obsolete line fold": `${HEAD}content-length: 3\r\ntransfer-encoding:\r\n chunked\r\n\r\nabc`,
};
for (const [name, text] of Object.entries(BROKEN)) {
  badCase(fixture, 29, `rejects ${name}`, async () => assert.equal(statusOf(await raw(text)), 400));
}

for (const path of ["/nothing", "/graphql/", "/graphql/x", "/.env", "/GRAPHQL", "/wp-login.php"]) {
  badCase(fixture, 31, `responds with 404 to the path ${path}`, async () =>
    rejects(await send(fixture, QUERY, {}, path), 404, "NOT_FOUND"),
  );
}
for (const path of [
  "/..%2f..%2fetc/passwd",
  "/playground/..%2f..%2f..%2fetc/passwd",
  "/playground/../package.json",
  "/%00",
]) {
  badCase(fixture, 32, `responds with 404 to the path ${path}`, async () => {
    const reply = await raw(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
    assert.equal(statusOf(reply), 404, reply.slice(0, 200));
  });
}
badCase(fixture, 34, "responds to a thousand pipelined requests in order", async () => {
  const one = (i: number) => {
    const body = JSON.stringify({ query: `{ a${i}: __typename }` });
    return `${HEAD}${i === 999 ? "connection: close\r\n" : ""}content-length: ${body.length}\r\n\r\n${body}`;
  };
  const reply = await raw(Array.from({ length: 1_000 }, (_, i) => one(i)).join(""));
  const order = [...reply.matchAll(/"a(\d+)":"Query"/g)].map(([, i]) => Number(i));
  assert.deepEqual(order, [...Array(1_000).keys()]);
});
