// Previews of text: what a body will look like, and HTML as Markdown. Nothing is stored, and links lead to what the viewer sees.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let editor: string;
let author: string;

before(async () => {
  app = await startTestApp();
  const make = new Factories(app.dataSource);
  const [mine, other] = [await make.author("lin"), await make.author("ada")];
  await make.post({ slug: "open", title: "Open", authorId: other });
  await make.post({ slug: "hidden", title: "Hidden canary", authorId: other, state: "DRAFT", publishedAt: null });
  await make.post({ slug: "own", title: "Own draft", authorId: mine, state: "DRAFT", publishedAt: null });
  editor = await app.tokenFor("EDITOR");
  author = await app.tokenFor("AUTHOR", mine);
});
after(() => app.close());

const FIELDS = `source format html markdown text wordCount readingTimeMinutes tableOfContents { level text anchor }
  codeBlocks { language source } links { url text isInternal target { slug title } }`;
const RENDER = `query ($body: BodyInput!, $lines: Boolean) { renderBody(body: $body, withSourceLines: $lines) { ${FIELDS} } }`;

interface Rendered {
  renderBody: Record<string, unknown> & { html: string; links: { url: string; target: { slug: string } | null }[] };
}

const render = async (source: string, format = "MARKDOWN", lines: boolean | null = false, token = editor) =>
  (await app.query<Rendered>(RENDER, { body: { source, format }, lines: lines ?? false }, { token })).renderBody;
const SOURCE = "## One\n\nText with [a link](/posts/open) and [its own](#one).\n\n```js\nlet a;\n```\n";

it("a rendered text has all forms that the body of a post with it has", async () => {
  for (const [format, source] of [
    ["MARKDOWN", SOURCE],
    ["HTML", "<h2>One</h2>\n\nText <a href='/posts/open'>there</a>"],
  ] as const) {
    const rendered = await render(source, format);
    const document = `mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id version body { ${FIELDS} } } } }`;
    const authorIds = [encodeGlobalId("Author", (await app.dataSource.query("select id from author"))[0].id)];
    const input = { title: "Written", authorIds, body: { source, format } };
    const { createPost } = await app.query<{ createPost: { post: { body: Rendered["renderBody"] } } }>(
      document,
      { input },
      { token: editor },
    );
    // The link to the page itself has no page yet.
    const links = createPost.post.body.links.map((link) =>
      link.url.startsWith("#") ? { ...link, target: null } : link,
    );
    assert.deepEqual(rendered, { ...createPost.post.body, links });
  }
});

it("targets of links are what the viewer may read", async () => {
  const source = "[a](/posts/open) [b](/posts/hidden) [c](/posts/own) [d](/posts/none)";
  const targets = async (token: string) =>
    (await render(source, "MARKDOWN", false, token)).links.map(({ target }) => target?.slug ?? null);
  assert.deepEqual(await targets(editor), ["open", "hidden", "own", null]);
  assert.deepEqual(await targets(author), ["open", null, "own", null]);
});

it("clients without a role get neither, also with a preview token", async () => {
  const [row] = await app.dataSource.query("select id from post where slug = 'hidden'");
  const { createPreviewToken } = await app.query<{ createPreviewToken: { token: string } }>(
    "mutation ($id: ID!) { createPreviewToken(input: { postId: $id }) { token } }",
    { id: encodeGlobalId("Post", row.id) },
    { token: editor },
  );
  for (const headers of [
    { accept: "*/*" } as Record<string, string>,
    { "x-preview-token": createPreviewToken.token },
  ]) {
    for (const query of ['{ renderBody(body: { source: "x" }) { html } }', '{ htmlToMarkdown(html: "x") }']) {
      const { errors } = await app.send(query, {}, { headers });
      assert.deepEqual(
        errors?.map(({ extensions }) => extensions.code),
        ["UNAUTHENTICATED"],
      );
    }
  }
});

it("texts may be as long as a body, and longer ones are bad input", async () => {
  const long = `${"word ".repeat(20_000)}\n`;
  assert.equal((await render(long)).wordCount, 20_000);
  const { errors } = await app.send(RENDER, { body: { source: "x".repeat(2 * 1_024 * 1_024 + 1) } }, { token: editor });
  assert.deepEqual(
    errors?.map(({ message, extensions: { code, argument } }) => [message, code, argument]),
    [["Expected a body of at most 2097152 bytes in UTF-8, got 2097153.", "BAD_USER_INPUT", "body.source"]],
  );
  const convert = "query ($html: String!) { htmlToMarkdown(html: $html) }";
  assert.match(
    (await app.send(convert, { html: "a\ud800" }, { token: editor })).errors?.[0]?.message ?? "",
    /surrogate/,
  );
});

it("with source lines, blocks name the line that they come from", async () => {
  const { html } = await render("# One\n\nTwo\nthree\n\n- a\n- b\n\n> c\n\n```\nd\n```", "MARKDOWN", true);
  assert.deepEqual(
    Array.from(html.matchAll(/<(\w+)[^>]* data-line="(\d+)"/g), ([, tag, line]) => `${tag} ${line}`),
    ["h1 1", "p 3", "ul 6", "li 6", "li 7", "blockquote 9", "p 9", "pre 11"],
  );
});

it("nothing is saved, and responses are private", async () => {
  const tables = async () =>
    (
      await app.dataSource.query(
        "select (select count(*) from post) as posts, (select count(*) from outbox_event) as events",
      )
    )[0];
  const before = await tables();
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${editor}` },
    body: JSON.stringify({ query: RENDER, variables: { body: { source: SOURCE } } }),
  });
  assert.equal(response.headers.get("cache-control"), "private, no-store");
  assert.deepEqual(await tables(), before);
});

it("HTML from the clipboard becomes Markdown, without scripts and with white space collapsed", async () => {
  const html = `<meta charset="utf-8"><h2>Title</h2><p>One
    <b>two</b> <a href="https://example.org/" onclick="x()">three</a></p><script>x()</script><ul><li>a</li><li>b</li></ul>`;
  const { htmlToMarkdown } = await app.query<{ htmlToMarkdown: string }>(
    "query ($html: String!) { htmlToMarkdown(html: $html) }",
    { html },
    { token: author },
  );
  assert.equal(htmlToMarkdown.trim(), "## Title\n\nOne **two** [three](https://example.org/)\n\n- a\n- b");
});
