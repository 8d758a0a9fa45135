// Fuzz tests with generated documents, variables, cursors, slugs and import files: every response has data or a client error, and the
// service responds normally afterwards. `npm run fuzz` runs them for minutes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { UnreadableSourceError } from "../../src/intake/importers/import-event.js";
import { importExport } from "../intake/importers/import-fixture.js";
import { cdata, exportXml, itemXml } from "../intake/importers/wordpress/wxr-fixture.js";
import { readPropertyRuns } from "../support/environment.js";
import { type Reply, send, serveBadInput } from "./bad-case.js";

const fixture = serveBadInput();
const runs = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: 30_000, ...readPropertyRuns() });

async function survives(reply: Promise<Reply>): Promise<void> {
  const { text } = await reply;
  assert.doesNotMatch(text, /INTERNAL_SERVER_ERROR|call stack/);
  const alive = await send(fixture, '{"query":"{ __typename }"}');
  assert.equal(alive.status, 200);
}

const ask = (query: unknown, variables?: unknown) => send(fixture, { query, variables });
/** Any code units, including lone surrogates; often characters with a special meaning in some language. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(..."%_\\/'\"`$;-*.:()[]{}<>&|!~^#@\0\n\u202e\u200b汉é0aZ".split("")),
    maxLength: 60,
  }),
);
const TOKENS =
  '{ } ( ) [ ] : ! = | & $ @ ... , query mutation subscription fragment on F G posts post nodes edges node slug id first last after before filter site title __typename __schema __type null true 0 1 -1 1e9 "a" """b""" $v String Int ID @include @skip if: # \ufeff \u0000';
const documents = fc.array(fc.constantFrom(...TOKENS.split(" ")), { maxLength: 60 }).map((tokens) => tokens.join(" "));

describe("fuzz", () => {
  it("the service survives documents of random tokens", () =>
    fc.assert(
      fc.asyncProperty(fc.oneof(documents, text), (document) => survives(ask(document, { v: 1 }))),
      runs(60),
    ));

  it("the service survives bodies of random JSON", () =>
    fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 6 }), (body) => survives(send(fixture, body))),
      runs(40),
    ));

  it("the service survives variables of random JSON for arguments of every kind", () => {
    const queries = fc.constantFrom(
      "query ($v: String!) { post(slug: $v) { id } }",
      "query ($v: [ID!]!) { nodes(ids: $v) { id } }",
      "query ($v: Int) { posts(first: $v) { totalCount } }",
      "query ($v: PostFilter) { posts(filter: $v) { totalCount } archive(filter: $v) { year } }",
      "query ($v: PostOrder) { posts(orderBy: $v) { nodes { id } } }",
      "query ($v: CreatePostInput!) { __typename }",
      "mutation ($v: CreatePostInput!) { createPost(input: $v) { errors { code } } }",
    );
    const ids = fc.record(
      { anyOf: fc.array(text), allOf: fc.array(text), noneOf: fc.array(text) },
      { requiredKeys: [] },
    );
    const filters = fc.record(
      { tags: ids, categories: ids, authorIds: fc.array(text), locale: text, publishedSince: text, seriesId: text },
      { requiredKeys: [] },
    );
    const values = fc.oneof(fc.jsonValue({ maxDepth: 4 }), filters, text, fc.array(text));
    return fc.assert(
      fc.asyncProperty(queries, values, (question, v) => survives(ask(question, { v }))),
      runs(60),
    );
  });

  it("the service survives cursors, ids, slugs, paths and searches of random text", () =>
    fc.assert(
      fc.asyncProperty(text, fc.uint8Array({ maxLength: 80 }), async (plain, bytes) => {
        for (const v of [plain, Buffer.from(bytes).toString("base64url")]) {
          await survives(
            ask(
              `query ($v: String!, $id: ID!) { post(slug: $v) { id } category(slugPath: $v) { id } tag(slug: $v) { id } resolvePath(path: $v) { __typename }
               node(id: $id) { id } search(query: $v, first: 2) { nodes { id } } suggest(prefix: $v) { text } }`,
              { v, id: v },
            ),
          );
          await survives(ask("query ($v: String) { posts(after: $v) { nodes { id } } }", { v }));
        }
      }),
      runs(40),
    ));

  it("the service survives import files of random bytes", () => {
    const whole = exportXml(itemXml({ title: cdata("fuzz") }));
    const cut = fc.tuple(
      fc.nat(whole.length),
      fc.nat(40),
      fc.oneof(text, fc.constantFrom("]]>", "<a>", "&#0;", "&x;", "<!DOCTYPE a>")),
    );
    const files = fc.oneof(
      cut.map(([at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length)),
      fc.uint8Array({ maxLength: 200 }),
    );
    return fc.assert(
      fc.asyncProperty(files, async (file) => {
        await importExport(fixture.app.dataSource, file).catch((error: unknown) => {
          assert.ok(error instanceof UnreadableSourceError, String(error));
        });
        await survives(ask("{ posts { totalCount } }"));
      }),
      runs(25),
    );
  });
});
