// The lines of the source that elements carry: they change nothing else of the HTML, and authors cannot write them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { MarkupFormat } from "../../../src/platform/markup/body.js";
import { renderBody } from "../../../src/platform/markup/render.js";
import { readPropertyRuns } from "../../support/environment.js";
import { markdownDocument } from "./markdown-documents.js";

const render = (source: string, format: MarkupFormat, withSourceLines: boolean) =>
  renderBody(source, format, { siteUrl: null, withSourceLines });
const withoutLines = (html: string): string => html.replace(/ data-line="\d+"/g, "");
const linesOf = (html: string): number[] =>
  Array.from(html.matchAll(/ data-line="(\d+)"/g), ([, line]) => Number(line));

describe("source lines", () => {
  it("change nothing else of Markdown, and are lines of the source", () => {
    fc.assert(
      fc.property(markdownDocument, (source) => {
        const [plain, marked] = [render(source, "MARKDOWN", false), render(source, "MARKDOWN", true)];
        assert.deepEqual({ ...marked, html: withoutLines(marked.html) }, plain);
        assert.doesNotMatch(plain.html, /data-line/);
        for (const line of linesOf(marked.html)) assert.ok(line >= 1 && line <= source.split(/\r\n?|\n/).length);
      }),
      readPropertyRuns(),
    );
  });

  it("change nothing else of HTML", () => {
    const part = fc.constantFrom(
      "<p>a</p>",
      "<div class='x'>b\n\nc</div>",
      "loose text",
      "<h2 id=z>d</h2>",
      "<ul><li>e</li><li>f</li></ul>",
      "<pre>g\n<b>h</b></pre>",
      "<!-- wp:paragraph -->",
      "[caption]<img src='/a.png'>x[/caption]",
      "<blockquote>i<p>j</blockquote>",
      "<p title='<p>'>k",
      "<table><tr><td>l</table>",
      "<figure><figcaption>m</figcaption></figure>",
      "<script><p></script>",
    );
    const source = fc
      .array(fc.tuple(part, fc.constantFrom("\n", "\n\n", " ", "\r\n")))
      .map((parts) => parts.flat().join(""));
    fc.assert(
      fc.property(source, (html) => {
        const [plain, marked] = [render(html, "HTML", false), render(html, "HTML", true)];
        assert.deepEqual({ ...marked, html: withoutLines(marked.html) }, plain);
      }),
      readPropertyRuns(),
    );
  });

  it("count from 1, also behind lines that a conversion joins", () => {
    const source = "# a\n\n{% highlight js %}\nx\n{% endhighlight %}\n\nb\n\nc";
    const { html } = render(source, "MARKDOWN", true);
    assert.match(html, /<p data-line="7">b<\/p>/);
    assert.match(html, /<p data-line="9">c<\/p>/);
    assert.match(render("<p>a</p>\n\n<h2>b</h2>", "HTML", true).html, /<h2 [^>]*data-line="3"/);
  });

  it("are never what an author wrote", () => {
    for (const format of ["MARKDOWN", "HTML"] as const) {
      const { html } = render('<p data-line="99">x</p>\n\n<div data-line="y:98">z</div>', format, true);
      assert.doesNotMatch(html, /9[89]/);
    }
  });
});
