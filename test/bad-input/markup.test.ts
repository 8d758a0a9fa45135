// Case 109: malicious markup, written by an editor and read by anyone. Many more forms are in test/platform/markup/safety.test.ts, which
// tests only the renderer.
import assert from "node:assert/strict";
import { Parser } from "htmlparser2";
import { badCase, respondsWith, send, serveBadInput } from "./bad-case.js";

const site = serveBadInput();
const CREATE = `mutation ($i: CreatePostInput!) { createPost(input: $i) {
  post { title excerpt cover { url alt } body { html text markdown links { url } } } errors { code path } } }`;

const ATTACKS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)><script>alert(1)</script></svg>",
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<base href="https://evil.example/"><form action="https://evil.example"><input type=submit></form>',
  '<style>@import "https://evil.example";</style><meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<a href="java&#x09;script:alert(1)">x</a><a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a><img src="data:image/svg+xml,<svg onload=alert(1)>">',
  "[x](javascript:alert(1)) <javascript:alert(1)> [x](&#106;avascript:alert(1))",
  '![x](x"onerror=alert(1)) ![" onerror="alert(1)](x)',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript><template><img src=x onerror=alert(1)></template>',
  "<!-- --!><img src=x onerror=alert(1)> -->",
  "</title><script>alert(1)</script><textarea></textarea><img src=x onerror=alert(1)>",
];
const UNSAFE_TAGS = new Set([
  "script",
  "style",
  "iframe",
  "object",
  "embed",
  "base",
  "form",
  "meta",
  "link",
  "svg",
  "math",
  "template",
  "noscript",
]);

function assertInert(html: string): void {
  const parser = new Parser({
    onopentag(tag, attributes) {
      assert.ok(!UNSAFE_TAGS.has(tag), `<${tag}> in ${html}`);
      for (const [name, value] of Object.entries(attributes)) {
        assert.doesNotMatch(name, /^on|^srcdoc$|^style$|^formaction$/, html);
        if (["href", "src"].includes(name))
          assert.doesNotMatch(
            value.replace(/[\s\p{Cc}]/gu, ""),
            /^(?:javascript|vbscript|data:(?!image\/(?:png|jpeg|gif|webp)))/i,
            html,
          );
      }
    },
  });
  parser.end(html);
}

for (const attack of ATTACKS) {
  badCase(site, 109, attack, async () => {
    const { data } = (await send(site, { query: "{ authors { nodes { id } } }" })).body as {
      data: { authors: { nodes: { id: string }[] } };
    };
    for (const format of ["MARKDOWN", "HTML"]) {
      const input = {
        title: attack,
        excerpt: attack,
        body: { source: attack, format },
        authorIds: [data.authors.nodes[0]?.id],
      };
      const cover = { url: "https://blog.example/a.png", alt: attack };
      const reply = await send(
        site,
        { query: CREATE, variables: { i: { ...input, cover } } },
        { authorization: `Bearer ${site.editor}` },
      );
      respondsWith(reply);
      const { post } = (
        reply.body.data as {
          createPost: {
            post: {
              title: string;
              excerpt: string;
              cover: { alt: string };
              body: { html: string; links: { url: string }[] };
            };
          };
        }
      ).createPost;
      assertInert(post.body.html);
      for (const { url } of post.body.links) assert.doesNotMatch(url, /^\s*(?:javascript|vbscript|data):/i);
      // Plain text is returned unchanged; clients have to escape it like any text.
      assert.deepEqual([post.title, post.cover.alt], [attack, attack]);
      assert.match(reply.headers.get("content-type") ?? "", /json/);
      assert.equal(reply.headers.get("x-content-type-options"), "nosniff");
    }
  });
}

badCase(site, 109, "a cover whose URL is a script or an SVG is rejected", async () => {
  for (const url of [
    "javascript:alert(1)",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "//evil.example/a.png",
    "vbscript:1",
  ]) {
    const variables = { i: { title: "t", body: { source: "s" }, cover: { url, alt: "" } } };
    const reply = await send(site, { query: CREATE, variables }, { authorization: `Bearer ${site.editor}` });
    assert.match(reply.text, /"code":"INVALID"/, url);
  }
});
