// Cases 76 to 89: slugs, texts and searches of readers and editors.
import assert from "node:assert/strict";
import { badCase, type Reply, rejects, respondsWith, send, serveBadInput } from "./bad-case.js";

const fixture = serveBadInput();
const ask = (query: string, variables?: unknown) => send(fixture, { query, variables });

const CREATE = `mutation ($i: CreatePostInput!) { createPost(input: $i) {
  post { id slug title version body { source text html } } errors { code path } } }`;

interface Created {
  createPost: {
    post: {
      id: string;
      slug: string;
      title: string;
      version: number;
      body: { source: string; text: string; html: string };
    } | null;
    errors: { code: string; path: string[] }[];
  };
}

async function create(input: Record<string, unknown>): Promise<Created["createPost"]> {
  const reply = await sendCreate(input);
  respondsWith(reply);
  return (reply.body.data as unknown as Created).createPost;
}

let author: string | null = null;
async function sendCreate(input: Record<string, unknown>): Promise<Reply> {
  author ??=
    ((await ask("{ authors { nodes { id } } }")).body.data as { authors: { nodes: { id: string }[] } }).authors.nodes[0]
      ?.id ?? null;
  const variables = { i: { title: "Title", body: { source: "Text" }, authorIds: [author], ...input } };
  return send(fixture, { query: CREATE, variables }, { authorization: `Bearer ${fixture.editor}` });
}

async function found(slug: string): Promise<string | null> {
  const query = "query ($v: String!) { post(slug: $v) { slug } }";
  const { body } = await send(
    fixture,
    { query, variables: { v: slug } },
    { authorization: `Bearer ${fixture.editor}` },
  );
  return (body.data as { post: { slug: string } | null }).post?.slug ?? null;
}

for (const [number, name, text] of [
  [76, "NUL", "a\0b"],
  [77, "a lone high surrogate", "a\ud800b"],
  [77, "a lone low surrogate", "\udc00"],
] as const) {
  badCase(fixture, number, `rejects ${name} in queries and mutations`, async () => {
    rejects(await ask("query ($v: String!) { post(slug: $v) { id } }", { v: text }), 400);
    for (const input of [{ title: text }, { slug: text }, { body: { source: text } }, { excerpt: text }]) {
      rejects(await sendCreate(input), 400);
    }
    rejects(await ask("{ __typename }", { [text]: 1 }), 400);
  });
}
for (const [name, mark] of [
  ["U+202E", "\u202e"],
  ["U+200B", "\u200b"],
  ["U+FEFF", "\ufeff"],
  ["U+00AD", "\u00ad"],
  ["a space", " "],
  ["a slash", "/"],
] as const) {
  badCase(fixture, 78, `rejects ${name} in a slug and stores it in a body`, async () => {
    const rejected = await create({ slug: `a${mark}b` });
    assert.deepEqual(rejected.errors, [{ code: "INVALID", path: ["input", "slug"] }]);
    const stored = await create({ body: { source: `a${mark}b` } });
    assert.equal(stored.post?.body.source, `a${mark}b`);
  });
}
badCase(fixture, 79, "treats NFC and NFD forms of a slug as equal", async () => {
  assert.equal(await found("café".normalize("NFC")), "café".normalize("NFC"));
  assert.equal(await found("café".normalize("NFD")), "café".normalize("NFC"));
  assert.equal((await create({ slug: "café".normalize("NFD") })).errors[0]?.code, "SLUG_TAKEN");
});
badCase(fixture, 80, "treats slugs that differ only in case as equal, but not ß and ss, or i and ı", async () => {
  assert.equal((await create({ slug: "Straße" })).post?.slug, "straße");
  assert.equal((await create({ slug: "strasse" })).post?.slug, "strasse");
  assert.equal((await create({ slug: "STRASSE" })).errors[0]?.code, "SLUG_TAKEN");
  assert.equal((await create({ slug: "diyarbakır" })).post?.slug, "diyarbakır");
  assert.equal((await create({ slug: "DİYARBAKIR" })).post?.slug, "diyarbakir");
  assert.equal(await found("DIYARBAKIR"), "diyarbakir");
});
badCase(fixture, 81, "stores emoji and astral letters, and counts lengths in code points", async () => {
  const family = "👨‍👩‍👧‍👦";
  assert.equal((await create({ title: `${family} 𠮷野家` })).post?.title, `${family} 𠮷野家`);
  assert.equal((await create({ slug: "𠮷".repeat(255) })).post?.slug, "𠮷".repeat(255));
  assert.equal((await create({ slug: "𠮷".repeat(256) })).errors[0]?.code, "INVALID");
  assert.equal((await create({ title: "a".repeat(301) })).errors[0]?.code, "INVALID");
});
badCase(fixture, 82, "treats look-alike letters as different slugs", async () => {
  assert.equal((await create({ slug: "paypal", title: "раypal" })).post?.title, "раypal");
  assert.equal((await create({ slug: "раypal" })).post?.slug, "раypal");
  assert.equal(await found("paypal"), "paypal");
});
badCase(fixture, 83, "accepts slugs with a meaning elsewhere, and rejects slugs of dots", async () => {
  for (const slug of ["graphql", "rss.xml", "con", "__proto__", "null", "undefined"]) {
    assert.equal((await create({ slug })).post?.slug, slug);
    assert.equal(await found(slug), slug);
  }
  for (const slug of [".", "..", "../a", "a/../b"]) assert.equal((await create({ slug })).errors[0]?.code, "INVALID");
});
badCase(fixture, 84, "treats wildcards of LIKE as literal characters", async () => {
  const search = "query ($v: String!) { search(query: $v) { nodes { slug } } suggest(prefix: $v) { text } }";
  for (const text of ["%", "_", "\\", "%%%", "a%", "caf_"]) {
    const reply = await ask(search, { v: text });
    respondsWith(reply);
    assert.doesNotMatch(reply.text, /"slug":"first"/);
  }
});
badCase(fixture, 85, "stores SQL, template and shell code as text", async () => {
  for (const text of [
    "' OR 1=1--",
    "'; drop table post; --",
    `\${7*7}`,
    "{{7*7}}",
    "<%= 7*7 %>",
    "#{7*7}",
    "$(id)",
    "`id`",
  ]) {
    const { post } = await create({ title: text, body: { source: text } });
    assert.equal(post?.title, text);
    assert.equal(post?.body.source, text);
    assert.ok(!post?.body.text.includes("49"), post?.body.text);
    assert.equal(await found(text), null);
  }
});
badCase(fixture, 86, "rejects a text of ten megabytes", async () => {
  rejects(await sendCreate({ body: { source: "汉".repeat(3_400_000) } }), 413, "PAYLOAD_TOO_LARGE");
  const long = await create({ body: { source: "a ".repeat(1_100_000) } });
  assert.deepEqual(long.errors, [{ code: "INVALID", path: ["input", "body", "source"] }]);
});
badCase(fixture, 88, "treats tsquery syntax as plain text", async () => {
  const search = "query ($v: String!) { search(query: $v) { totalCount didYouMean } suggest(prefix: $v) { text } }";
  for (const text of [
    "foo & | !",
    "a:*b",
    "((((",
    "'",
    "\\",
    "!!!",
    "a <-> b",
    ":*",
    "& first",
    '"',
    '""',
    "-",
    "- -",
    '-"a',
    "a".repeat(200),
  ]) {
    respondsWith(await ask(search, { v: text }));
  }
  rejects(await ask(search, { v: "a".repeat(201) }), 400, "BAD_USER_INPUT");
});
for (const unit of ["a", "[", "*", "<", "`", "_", "![", "\\", "> ", "- ", "&", "("]) {
  badCase(fixture, 89, `renders 50,000 times ${JSON.stringify(unit)} as Markdown`, async () => {
    const { post } = await create({ body: { source: unit.repeat(50_000) } });
    assert.equal(post?.body.source.length, 50_000 * unit.length);
  });
}
