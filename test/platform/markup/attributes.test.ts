// Attribute lists of Kramdown and abbreviations: ids are places that links find, and nothing of the syntax is displayed.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderBody } from "../../../src/platform/markup/render.js";

const html = (source: string): string => renderBody(source, "MARKDOWN", { siteUrl: null }).html.replace(/\n+</g, "<");

describe("Attribute lists", () => {
  const displayed: [source: string, expected: string][] = [
    ["a\n{: .class}", "<p>a</p>"],
    ["{: .class}\na", "<p>a</p>"],
    ["> a\n{: .class title='b'}\n\nc", "<blockquote><p>a</p></blockquote><p>c</p>"],
    ["- {:.c} a\n- b\n{: .c}", "<ul><li>a</li><li>b</li></ul>"],
    [
      "*a*{:.c} [b](/c){:target='_blank'} `d`{:.e} ![f](/g){: width='3'}",
      '<p><em>a</em> <a href="/c">b</a> <code>d</code> <img src="/g" alt="f" /></p>',
    ],
    ["[b](/c){.d} ![f](/g){width=50%}", '<p><a href="/c">b</a> <img src="/g" alt="f" /></p>'],
    ["{:refdef: .c}\n\na\n{: refdef}", "<p>a</p>"],
    ["    a\n{: .language-ruby}", '<pre><code class="language-ruby">a</code></pre>'],
    ["~~~\na\n~~~\n{: .language-ruby .x}", '<pre><code class="language-ruby">a</code></pre>'],
    ["- Contents\n{:toc}\n\na", "<p>a</p>"],
    ["1. Contents\n{:toc .x}\n\n## a\n{: .no_toc}", '<h2 id="a">a</h2>'],
    ["{:nothing}", ""],
  ];
  for (const [source, expected] of displayed)
    it(`it is not displayed: ${JSON.stringify(source)}`, () => assert.equal(html(source), expected));

  const places: [source: string, expected: RegExp][] = [
    ["a\n{: #x}", /<p id="x">a<\/p>/],
    ["{: .c #x}\na", /<p id="x">a<\/p>/],
    ["- a\n\n  b\n{: #x}", /<ul id="x">/],
    ["- a\n  {: #x}", /<li id="x">a/],
    ["|a|\n|-|\n|b|\n{: id='x'}", /<table id="x">/],
    ["```\na\n```\n{: #x}", /<pre id="x">/],
    ["*a*{: #x}", /<em>a<\/em><a id="x"><\/a>/],
    ["## A\n{: #x}", /<h2 id="x">/],
    ["{:d: #x}\n\na\n{: d}", /<p id="x">/],
  ];
  for (const [source, expected] of places)
    it(`its id is a place: ${JSON.stringify(source)}`, () => assert.match(html(`[l](#x)\n\n${source}`), expected));

  for (const source of ["a {: b}", "a{:b}", "\\{: .a}", "`{: .a}`", "a {.b}", "{.b}", "{: .a} b"])
    it(`other braces are text: ${source}`, () => assert.match(html(source), /\{/));
});

describe("Abbreviations", () => {
  it("each occurrence is explained", () => {
    assert.equal(
      html('The HTML, *HTML* and HTMLX of `HTML`.\n\n*[HTML]: Hyper "Text"'),
      '<p>The <abbr title="Hyper &quot;Text&quot;">HTML</abbr>, <em><abbr title="Hyper &quot;Text&quot;">HTML</abbr></em> and HTMLX of <code>HTML</code>.</p>',
    );
  });

  it("the longest one is used, and one without an explanation is only marked", () => {
    assert.equal(html("*[A]: a\n*[A B]:\n\nA B, A."), '<p><abbr>A B</abbr>, <abbr title="a">A</abbr>.</p>');
  });

  it("an emphasised link is no definition", () => {
    assert.match(html("*[a]: b*"), /<em>/);
  });
});
