// The HTML of comments is sanitised harder than that of bodies, whatever strangers write.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import sanitizeHtml from "sanitize-html";
import {
  commentFromHtml,
  commentFromMarkdown,
  commentFromWordPress,
} from "../../../src/platform/markup/comments/comment-markup.js";

/** An independent sanitiser, which changes nothing that is allowed in a comment. */
const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: "p br blockquote pre code ul ol li em strong b i del s a q cite sub sup kbd".split(" "),
  allowedAttributes: { a: ["href", "rel"] },
  allowedSchemes: ["http", "https"],
  selfClosing: ["br"],
};

const HOSTILE = [
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\tscript:1">x</a>',
  '<a href="data:text/html,x">x</a>',
  '<a href="//evil.example/">x</a>',
  '<a href="https://good.example/?a=1&b=2" rel="dofollow" target=_blank onclick=x id=y class=z>x</a>',
  '<iframe srcdoc="<script>1</script>"></iframe><iframe src="https://video.example/"></iframe>',
  "<svg onload=alert(1)><math><mtext><form action=x><input type=checkbox></form>",
  "<h1>Big</h1><table><tr><td>a</td><td>b</td></tr></table><hr>",
  '<p style="position:fixed">x</p><div><p>y</p></div><blockquote><h2>z</h2></blockquote>',
  '<video src="https://v.example/v.mp4" controls></video><audio src=x></audio><picture><source srcset=x><img src=y></picture>',
  "[x](javascript:alert(1)) ![x](https://a.example/x.png) <javascript:1>",
  "[ref]: https://a.example/\n\n[ref]",
  "a\n\nb\n- c",
  "</p></div><p>unbalanced <em>text <a href='https://a.example/'>link <p>in</em>",
];
const source = fc
  .array(fc.constantFrom(...HOSTILE, "text ", "\n\n", "> ", "*"), { maxLength: 8 })
  .map((parts) => parts.join(""));

describe("the HTML of a comment", () => {
  for (const [name, toMarkup] of Object.entries({ commentFromHtml, commentFromMarkdown, commentFromWordPress })) {
    it(`has nothing but what an independent sanitiser allows, by ${name}`, () => {
      fc.assert(
        fc.property(source, (text) => {
          const { html } = toMarkup(text);
          assert.equal(sanitizeHtml(html, OPTIONS), html);
          for (const [link] of html.matchAll(/<a [^>]*>/g))
            assert.match(link, /^<a href="https?:\/\/[^"]+" rel="nofollow ugc">$/);
          assert.equal(commentFromHtml(html).html, html, "Sanitised again it is the same.");
        }),
      );
    });
  }

  it("keeps the text of what is not allowed", () => {
    const { html, text } = commentFromHtml(
      '<h2>Head</h2><p>See <a href="/here" title="t">this</a><img src="/x.png" alt="x"></p>',
    );
    assert.equal(html, "<p>Head</p><p>See this</p>");
    assert.equal(text, "Head\n\nSee this");
  });

  it("separates the cells of a table, which has a paragraph for each row", () => {
    const { text } = commentFromHtml(
      "<table><tr><th>Name</th><th>Pay</th></tr><tr><td>Ada</td><td>$1</td></tr></table>",
    );
    assert.equal(text.replace(/ +/g, " "), "Name Pay\n\nAda $1");
  });

  it("has the paragraphs of WordPress", () => {
    assert.equal(commentFromWordPress("One\n\nTwo\nThree").html, "<p>One</p>\n<p>Two<br />Three</p>");
  });

  it("has the line breaks of Markdown, and links bare addresses", () => {
    assert.equal(
      commentFromMarkdown("a\nhttps://x.example/y and x.example\n\n| a | b |\n| - | - |\n| 1 | 2 |").html,
      '<p>a<br />\n<a href="https://x.example/y" rel="nofollow ugc">https://x.example/y</a> and x.example</p>\n<p>| a | b |<br />\n| - | - |<br />\n| 1 | 2 |</p>',
    );
  });
});
