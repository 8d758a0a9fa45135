// Cases 35 to 60: invalid, oversized and malicious GraphQL documents.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { badCase, rejects, respondsWith, send, serveBadInput } from "./bad-case.js";

const fixture = serveBadInput();
const ask = (query: unknown, more: Record<string, unknown> = {}) => send(fixture, { query, ...more });
const times = (count: number, part: (i: number) => string, by = " ") =>
  Array.from({ length: count }, (_, i) => part(i)).join(by);
const nested = (open: string, inner: string, depth: number) => `${open.repeat(depth)} ${inner} ${"}".repeat(depth)}`;

const REJECTED: readonly [number, string, string, string][] = [
  [35, "an empty document", "", "BAD_REQUEST"],
  [35, "only white space", " \n\t ,, ", "GRAPHQL_PARSE_FAILED"],
  [35, "only a comment", "# nothing", "GRAPHQL_PARSE_FAILED"],
  [36, "U+202E outside of a string", "{ \u202E__typename }", "GRAPHQL_PARSE_FAILED"],
  [36, "a control character outside of a string", "{ \u0007__typename }", "GRAPHQL_PARSE_FAILED"],
  [37, "a lone surrogate in a string literal", '{ post(slug: "\\ud800") { id } }', "GRAPHQL_PARSE_FAILED"],
  [38, "two anonymous operations", "{ __typename } { __typename }", "GRAPHQL_VALIDATION_FAILED"],
  [40, "a subscription", "subscription { posts { id } }", "GRAPHQL_VALIDATION_FAILED"],
  [41, "a type definition", "type Query { a: Int }", "GRAPHQL_VALIDATION_FAILED"],
  [
    41,
    "a schema extension next to an operation",
    "{ __typename } extend type Query { a: Int }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [42, "an unknown field", "{ pots { id } }", "GRAPHQL_VALIDATION_FAILED"],
  [44, "an unused fragment", "{ __typename } fragment F on Post { id }", "GRAPHQL_VALIDATION_FAILED"],
  [44, "an undefined fragment", "{ ...F }", "GRAPHQL_VALIDATION_FAILED"],
  [
    44,
    "circular fragments",
    "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    45,
    "fields 13 deep",
    `{ ${nested('category(slugPath: "a") {', "id", 1).replace("id", nested("parent {", "id", 11))} }`,
    "LIMIT_EXCEEDED",
  ],
  [45, "5,000 nested braces", "{a".repeat(5_000), "GRAPHQL_PARSE_FAILED"],
  [46, "2,000 nested inline fragments", `{ ${nested("... {", "__typename", 2_000)} }`, "GRAPHQL_PARSE_FAILED"],
  [
    47,
    "a list literal nested 20,000 deep",
    `{ nodes(ids: ${"[".repeat(20_000)}${"]".repeat(20_000)}) { id } }`,
    "GRAPHQL_PARSE_FAILED",
  ],
  [48, "31 aliases", `{ site { ${times(31, (i) => `a${i}: title`)} } }`, "LIMIT_EXCEEDED"],
  [49, "500 fields __typename", `{ ${times(500, () => "__typename")} }`, "LIMIT_EXCEEDED"],
  [
    50,
    "4,500 times a field with a selection",
    `{ ${times(4_500, () => "posts { totalCount }")} }`,
    "GRAPHQL_PARSE_FAILED",
  ],
  [50, "400 times a field with a selection", `{ ${times(400, () => "posts { totalCount }")} }`, "LIMIT_EXCEEDED"],
  [
    51,
    "fragments that expand to 65,536 fields",
    `{ ...f0 } ${times(16, (i) => `fragment f${i} on Query { ...f${i + 1} ... { ...f${i + 1} } }`)} fragment f16 on Query { __typename }`,
    "LIMIT_EXCEEDED",
  ],
  [
    52,
    "120 fragments that spread all later ones",
    `{ ...f0 } ${times(120, (i) => `fragment f${i} on Query { __typename ${times(119 - i, (j) => `...f${i + j + 1}`)} }`)}`,
    "GRAPHQL_PARSE_FAILED",
  ],
  [
    52,
    "40 fragments that spread all later ones",
    `{ ...f0 } ${times(40, (i) => `fragment f${i} on Query { __typename ${times(39 - i, (j) => `...f${i + j + 1}`)} }`)}`,
    "LIMIT_EXCEEDED",
  ],
  [
    53,
    "3,000 directives on one field",
    `{ __typename ${times(3_000, () => "@include(if: true)")} }`,
    "GRAPHQL_PARSE_FAILED",
  ],
  [53, "20,000 unknown directives", `{ __typename ${times(20_000, (i) => `@a${i}`)} }`, "GRAPHQL_PARSE_FAILED"],
  [53, "500 unknown directives", `{ __typename ${times(500, (i) => `@a${i}`)} }`, "LIMIT_EXCEEDED"],
  [
    54,
    "introspection that nests in circles",
    `{ __schema { types { ${nested("fields { type {", "name", 4).replace(/(}) *$/, "$1")} ${"}".repeat(4)} } } }`,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    55,
    "17,000 variable definitions, as many as fit into a body",
    `query (${times(17_000, (i) => `$v${i}: Int`)}) { __typename }`,
    "GRAPHQL_PARSE_FAILED",
  ],
  [
    56,
    "100 times 10 times 100 objects",
    "{posts(first:100){nodes{tags{posts(first:10){nodes{author{posts(first:100){nodes{id}}}}}}}}}",
    "LIMIT_EXCEEDED",
  ],
  [
    57,
    "an operation named __schema that is too deep",
    `query __schema { category(slugPath: "a") { ${nested("parent {", "id", 12)} } }`,
    "LIMIT_EXCEEDED",
  ],
  [
    57,
    "a fragment named __schema that is too deep",
    `{ ...__schema } fragment __schema on Query { category(slugPath: "a") { ${nested("parent {", "id", 12)} } }`,
    "LIMIT_EXCEEDED",
  ],
  [
    57,
    "an alias __schema for a deep field",
    `{ __schema: category(slugPath: "a") { ${nested("parent {", "id", 12)} } }`,
    "LIMIT_EXCEEDED",
  ],
  [
    58,
    "a fragment used first at low depth, then at high depth",
    `{ a: category(slugPath: "a") { ...F } b: category(slugPath: "a") { ${nested("parent {", "...F", 8)} } } fragment F on Category { ${nested("parent {", "id", 4)} }`,
    "LIMIT_EXCEEDED",
  ],
  [59, "@defer", "{ ... @defer { __typename } }", "GRAPHQL_VALIDATION_FAILED"],
  [59, "@stream", "{ archive @stream { year } }", "GRAPHQL_VALIDATION_FAILED"],
];
for (const [number, name, document, code] of REJECTED) {
  badCase(fixture, number, `rejects ${name}`, async () => {
    const reply = await ask(document);
    rejects(reply, 400, code);
    assert.doesNotMatch(reply.text, /Maximum call stack/);
  });
}

badCase(fixture, 36, "rejects NUL", async () => rejects(await ask("{ __typename \0 }"), 400));
badCase(fixture, 42, "suggests no names for unknown fields and arguments", async () => {
  assert.doesNotMatch((await ask("{ pots { idd } }")).text, /did you mean/i);
  assert.doesNotMatch((await ask("{ posts(frst: 1) { totalCount } }")).text, /did you mean/i);
});

for (const [name, operationName] of [
  ["missing", undefined],
  ["of no operation", "C"],
  ["__proto__", "__proto__"],
  ["that is a number", 1],
  ["that is an object", { $ne: 1 }],
] as const) {
  badCase(fixture, 39, `rejects an operationName ${name}`, async () => {
    rejects(await ask("query A { __typename } query B { __typename }", { operationName }), 400);
  });
}

badCase(fixture, 43, "returns aliases such as __proto__ as ordinary response keys", async () => {
  const reply = await ask("{ __proto__: __typename constructor: __typename toString: __typename }");
  assert.equal(reply.status, 200);
  assert.ok(reply.text.includes('"__proto__":"Query","constructor":"Query","toString":"Query"'), reply.text);
});

badCase(fixture, 54, "executes the introspection query of tools", async () => {
  respondsWith(
    await ask("{ __schema { types { name fields { name type { name ofType { name ofType { name } } } } } } }"),
  );
});

badCase(fixture, 56, "rejects a document of 124 bytes that selects a million objects", async () => {
  const reply = await ask(
    "{posts(first:100){nodes{tags{posts(first:100){nodes{tags{posts(first:100){nodes{id title}}}}}}}}}",
  );
  rejects(reply, 400, "LIMIT_EXCEEDED");
  assert.ok(reply.text.length < 1_000);
});

const persisted = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

badCase(fixture, 60, "reports an unknown persisted query", async () => {
  const reply = await send(fixture, { extensions: persisted("0".repeat(64)) });
  assert.deepEqual(reply.codes, ["PERSISTED_QUERY_NOT_FOUND"]);
});
badCase(fixture, 60, "rejects a persisted query with a hash of another document", async () => {
  rejects(await ask("{ __typename }", { extensions: persisted("0".repeat(64)) }), 400);
});
for (const [hash, version] of [
  ["0".repeat(64), 2],
  [1, 1],
  [{ $ne: 1 }, 1],
  [null, 1],
  ["__proto__", 1],
  ["0".repeat(100_000), 1],
] as const) {
  badCase(
    fixture,
    60,
    `rejects version ${version} of a persisted query with the hash ${JSON.stringify(hash).slice(0, 20)}`,
    async () => {
      const reply = await send(fixture, { extensions: persisted(hash, version) });
      assert.ok(reply.codes.length === 1, reply.text);
    },
  );
}
badCase(fixture, 60, "ignores or rejects extensions of a wrong type", async () => {
  for (const extensions of [[], "x", 1, { persistedQuery: [] }, { persistedQuery: "x" }, { persistedQuery: null }]) {
    assert.ok((await ask("{ __typename }", { extensions })).status <= 400, JSON.stringify(extensions));
  }
});
badCase(fixture, 60, "registers many persisted queries", async () => {
  for (let batch = 0; batch < 10; batch += 1) {
    await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const query = `{ a: __typename # ${batch * 30 + i} ${"x".repeat(2_000)}\n }`;
        respondsWith(await ask(query, { extensions: persisted(hashOf(query)) }));
      }),
    );
  }
});
