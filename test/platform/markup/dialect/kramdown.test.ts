// HTML and extensions as Kramdown reads them: elements reach to their closing tag, and the attribute `markdown` makes their content Markdown.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { goldmarkAttributes } from "../../../../src/platform/markup/dialect/goldmark-attributes.js";
import { kramdownToMarkdown } from "../../../../src/platform/markup/dialect/kramdown.js";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { readPropertyRuns } from "../../../support/environment.js";
import { markdownDocument } from "../markdown-documents.js";

const render = (source: string): string =>
  renderBody(source, "MARKDOWN", { siteUrl: null }).html.replace(/>\s+</g, "><").trim();

describe("Markdown in HTML", () => {
  const rendered: [source: string, expected: string][] = [
    ['<div markdown="1">\n*a*\n\n- b\n</div>\n*c*', "<div><p><em>a</em></p><ul><li>b</li></ul></div><p><em>c</em></p>"],
    [
      "<details markdown=1><summary>A</summary>\n*b*\n</details>",
      "<details><summary>A</summary><p><em>b</em></p></details>",
    ],
    ['<p markdown="1">*a*\nb</p>', "<p><em>a</em>\nb</p>"],
    [
      '<table>\n<tr><td markdown="1">*a*\n\nb</td><td markdown="span">*c*</td></tr>\n</table>',
      "<table><tr><td><p><em>a</em></p><p>b</p></td><td><em>c</em></td></tr></table>",
    ],
    [
      '<section markdown="block">\n<div markdown="1">\n*a*\n</div>\n\n[b]\n</section>\n\n[b]: /c',
      '<section><div><p><em>a</em></p></div><p><a href="/c">b</a></p></section>',
    ],
    ['> <div markdown="1">\n> *a*\n> </div>', "<blockquote><div><p><em>a</em></p></div></blockquote>"],
    [
      '<div markdown="1">\n```\n</div>\n```\n*a*\n</div>',
      "<div><pre><code>&lt;/div&gt;\n</code></pre><p><em>a</em></p></div>",
    ],
    ['<div markdown="0">*a*</div>', "<div>*a*</div>"],
    ["<div markdown='1'>*no end*", "<div>*no end*</div>"],
    [
      '```\n<div markdown="1">\n```\n*a*\n</div>',
      '<pre><code>&lt;div markdown="1"&gt;\n</code></pre><p><em>a</em></p>',
    ],
  ];
  for (const [source, expected] of rendered)
    it(`the content of an element: ${JSON.stringify(source)}`, () => assert.equal(render(source), expected));
});

describe("Kramdown", () => {
  const changed: [source: string, expected: string][] = [
    ["<div>\n  <p>a</p>\n\n    <p>b</p>\n</div>\n*c*", "<div>\n  <p>a</p>\n    <p>b</p>\n</div>\n\n*c*"],
    ["<div>a</div> *b*", "<div>a</div>\n\n *b*"],
    ["<div><pre>\na\n\n\nb\n</pre></div>", "<div><pre>\na\n&#10;&#10;b\n</pre></div>"],
    ["<iframe src='/a'></iframe>\n*b*", "<iframe src='/a'></iframe>\n\n*b*"],
    ["<br>\n*a*", "<br> *a*"],
    ["a {::nomarkdown}<b>*x*</b>{:/} b {::comment}c{:/comment}", "a <b>\\*x\\*</b> b "],
    ["{::nomarkdown}\n*a*\n\n<b>\n{:/nomarkdown}", "<div>\n*a*\n<b>\n</div>\n"],
    ["a\n\n{::comment}\nb\n\nc\n{:/}\nd", "a\n\nd"],
    ["{::options toc_levels='2' /}\na", "a"],
    ["- a\n^\n- b", "- a\n<!-- -->\n- b"],
  ];
  for (const [source, expected] of changed)
    it(`it becomes Markdown: ${JSON.stringify(source)}`, () => assert.equal(kramdownToMarkdown(source), expected));

  for (const source of [
    "`{::comment}`",
    "```\n<div>\n\n</div>\n```",
    '<div markdown="1">\n*a*\n\nb\n</div>',
    "<div>\nno end\n\n*a*",
    "<br>\n\na",
    "{::comment}\nno end",
    "a ^ b",
    "<pre>\na\n\nb\n</pre>",
  ])
    it(`other text is unchanged: ${JSON.stringify(source)}`, () => assert.equal(kramdownToMarkdown(source), source));

  it("it accepts any document", () => {
    fc.assert(
      fc.property(markdownDocument, (source) => assert.equal(typeof render(kramdownToMarkdown(source)), "string")),
      readPropertyRuns(),
    );
  });
});

describe("Attributes of Goldmark", () => {
  it("the line after a block has its attributes", () => {
    assert.equal(goldmarkAttributes("a\n{.b #c}\n\n> d\n{e='f'}"), "a\n{: .b #c}\n\n> d\n{: e='f'}");
    assert.match(render(goldmarkAttributes("[x](#c)\n\na\n{.b #c}")), /<p id="c">a<\/p>/);
  });

  for (const source of ["{.a}", "a\n\n{.b}", "a {.b}", "a\n{b}", "```\na\n{.b}\n```", "a\n    {.b}\n\n    {.c}"])
    it(`other braces are unchanged: ${JSON.stringify(source)}`, () => assert.equal(goldmarkAttributes(source), source));
});

describe("emphasis of Kramdown", () => {
  for (const [source, expected] of [
    ["**My Kids:**Seriously, **this (x)**too", "<strong>My Kids:</strong>Seriously, <strong>this (x)</strong>too"],
    ["the*“word”*and *a.*b", "the<em>“word”</em>and <em>a.</em>b"],
    ["- **A:**b\n- *c*", "- <strong>A:</strong>b\n- *c*"],
    ["**plain** *text* 2*3*4 a * b*c `**x:**y` \\**x:**y", null],
    ["**a:** b and **c:**", null],
  ] as const) {
    it(source, () => assert.equal(kramdownToMarkdown(source), expected ?? source));
  }
});
