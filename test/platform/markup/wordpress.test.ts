// The rendering of bodies of WordPress: the text of the classic editor, blocks, shortcodes and code.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RenderedBody } from "../../../src/platform/markup/body.js";
import { renderBody } from "../../../src/platform/markup/render.js";

function render(source: string): RenderedBody {
  return renderBody(source, "HTML", { siteUrl: "https://blog.example" });
}

describe("Paragraphs of the classic editor", () => {
  const cases: [name: string, source: string, html: string][] = [
    ["blank lines separate paragraphs, and newlines break lines", "a\nb\r\n\r\nc", "<p>a<br />b</p>\n<p>c</p>"],
    [
      "blocks are not wrapped in paragraphs",
      "a\n<h2>b</h2>\nc\n<ul>\n<li>d</li>\n</ul>",
      '<p>a</p>\n<h2 id="b">b</h2>\n<p>c</p>\n<ul><li>d</li></ul>',
    ],
    ["inline elements remain in their paragraph", "a <em>b\nc</em>\n<br />\nd", "<p>a <em>b<br />c</em><br />d</p>"],
    [
      "the text of a quotation is wrapped in paragraphs",
      "<blockquote>a\n\nb</blockquote>",
      "<blockquote><p>a</p><p>b</p></blockquote>",
    ],
    ["empty elements are removed", '<p>&nbsp;</p>\n\n&nbsp;\n\n<a name="x"></a>\n\n<div></div>a', "<p>a</p>"],
    ["preformatted text is unchanged", "<pre>a\n\n  b</pre>", "<pre><code>a\n\n  b</code></pre>"],
    [
      "code on its own lines is a code block",
      "a\n<code>b\n\n c</code>\nd",
      "<p>a</p>\n<pre><code>b\n\n c</code></pre>\n<p>d</p>",
    ],
    [
      "a URL on its own line becomes a link",
      "https://v.example/1?a=b&amp;c",
      '<p><a href="https://v.example/1?a=b&amp;c" rel="noopener">https://v.example/1?a=b&amp;c</a></p>',
    ],
  ];
  for (const [name, source, html] of cases) {
    it(name, () => assert.equal(render(source).html, html));
  }

  it("rendering the rendered HTML again does not change it", () => {
    const { html } = render(
      "a\nb\n\n<h2>t</h2>\n[caption]<img src='/i.png'> c[/caption]\n<pre lang=\"c\">x\n\ny</pre>",
    );
    assert.equal(render(html).html, html);
  });
});

describe("Blocks", () => {
  it("block comments are removed, and newlines in blocks are spaces", () => {
    const source =
      '<!-- wp:paragraph {"a":1} -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->\n\nloose\ntext\n\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->';
    assert.equal(render(source).html, "<p>a b</p>\n<p>loose<br />text</p>");
  });

  it("a blank line in a paragraph or heading that holds a block makes no paragraph in it", () => {
    assert.equal(
      render("<p>a\n\nb<b><table><tr><td>c").html,
      "<p>a<br /><br />b<b><table><tr><td>c</td></tr></table></b></p>",
    );
    assert.equal(
      render("<h2>a\n\nb<b><div>c</div></b></h2>").html,
      '<h2 id="a-bc">a<br /><br />b<b><div>c</div></b></h2>',
    );
  });

  it("the language of a highlighter block comes from its comment", () => {
    const source =
      '<!-- wp:syntaxhighlighter/code {"language":"python"} -->\n<pre class="wp-block-syntaxhighlighter-code">x &lt; 1</pre>\n<!-- /wp:syntaxhighlighter/code -->';
    assert.deepEqual(render(source).codeBlocks, [{ language: "python", source: "x < 1" }]);
  });

  it("footnote marks are not part of the text", () => {
    assert.equal(render('<p>a<sup data-fn="u" class="fn"><a href="#u" id="u-link">1</a></sup>b</p>').text, "ab");
  });
});

describe("Code", () => {
  const cases: [name: string, source: string, language: string | null, code: string][] = [
    ["SyntaxHighlighter", '<pre class="brush: bash; title: ; notranslate" title="">\nls -l\n</pre>', "bash", "ls -l"],
    [
      "WP-Syntax with raw brackets",
      '<pre lang="c" line="1">#include <stdio.h>\na&b</pre>',
      "c",
      "#include <stdio.h>\na&b",
    ],
    [
      "Crayon",
      '<pre class="lang:Python decode:true " title="a &gt; b">if a &lt; b: pass</pre>',
      "python",
      "if a < b: pass",
    ],
    [
      "Enlighter",
      '<pre class="EnlighterJSRAW" data-enlighter-language="java">Map<String, b> m;</pre>',
      "java",
      "Map<String, b> m;",
    ],
    ["Prism", '<pre><code class="language-html">&lt;b&gt;x&lt;/b&gt;</code></pre>', "html", "<b>x</b>"],
    ["a highlighter's spans", '<pre><span class="k">if</span> x<br>y</pre>', null, "if x\ny"],
    ["[code]", '[code lang="js"]\na[b] = "[gallery]";\n[/code]', "js", 'a[b] = "[gallery]";'],
    ["[sourcecode]", "[sourcecode language='xml']<a><b/></a>[/sourcecode]", "xml", "<a><b/></a>"],
    ["[bash]", "[bash]\necho $a[0] > b\n\nls\n[/bash]", "bash", "echo $a[0] > b\n\nls"],
    ["[cc]", '[cc lang="php"]echo "<b>";[/cc]', "php", 'echo "<b>";'],
  ];
  for (const [name, source, language, code] of cases) {
    it(`the code block is read from ${name}`, () =>
      assert.deepEqual(render(source).codeBlocks, [{ language, source: code }]));
  }

  it("angle brackets in inline code that are not tags are retained", () => {
    assert.equal(render("use <code>vector<int></code> and <code><script></code>").text, "use vector<int> and <script>");
  });
});

describe("Shortcodes", () => {
  const cases: [name: string, source: string, html: string][] = [
    [
      "[caption] becomes a figure",
      '[caption id="a" width="9"]<a href="/b"><img src="/c.png" alt="d" /></a> 说明 <em>e</em>[/caption]',
      '<figure><a href="/b"><img src="/c.png" alt="d" /></a><figcaption>说明 <em>e</em></figcaption></figure>',
    ],
    [
      "an old [caption] has its text in an attribute",
      '[caption caption="说明"]<img src="/c.png" />[/caption]',
      '<figure><img src="/c.png" /><figcaption>说明</figcaption></figure>',
    ],
    ["[gallery] is removed", 'a\n\n[gallery ids="1,2"]\n\nb', "<p>a</p>\n<p>b</p>"],
    ["[audio] becomes a player", '[audio mp3="/a.mp3"][/audio]', '<p><audio controls src="/a.mp3"></audio></p>'],
    [
      "[embed] becomes a link",
      "[embed width=1]https://v.example/1[/embed]",
      '<p><a href="https://v.example/1" rel="noopener">https://v.example/1</a></p>',
    ],
    [
      "the brackets of an unknown plugin are removed, but not their content",
      '[box type="info"]内容[/box] [form id="5" title="x"]',
      "<p>内容</p>",
    ],
    [
      "a doubled bracket displays the literal shortcode",
      "[[gallery]] [[caption]x[/caption]]",
      "<p>[gallery] [[caption]x[/caption]]</p>",
    ],
  ];
  for (const [name, source, html] of cases) {
    it(name, () => assert.equal(render(source).html, html));
  }

  const prose = [
    "[1]",
    "[root@host ~]# ls",
    "a[i] = b[c]; x[code]",
    "[…]",
    "[...]",
    "[section]",
    "[key=value]",
    "[see also x]",
    "[ ]",
    "[a-z]+",
    "[go]",
    "[/x]",
    "[code",
  ];
  for (const text of prose) {
    it(`${text} is not a shortcode and remains`, () => assert.equal(render(text).text, text));
  }
});

describe("Markdown of a WordPress body", () => {
  const cases: [name: string, source: string, markdown: string][] = [
    [
      "headings, emphasis and links",
      '<h2>a</h2><strong>b</strong> <em>c</em> <a href="/d" title="e">f</a>',
      '## a\n\n**b** *c* [f](/d "e")',
    ],
    ["fences that are longer than those in the code", '<pre lang="md">```\nx\n```</pre>', "````md\n```\nx\n```\n````"],
    ["nested lists", "<ol start=3><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "3. a\n   - b\n4. c"],
    [
      "tables",
      "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1<br>2</td><td></td></tr></table>",
      "| a | b\\|c |\n| --- | --- |\n| 1<br>2 |  |",
    ],
    ["line breaks", "a\nb", "a\\\nb"],
    [
      "only the escapes that are needed",
      "snake_case *a* [y](z) 1 < 2 &lt;b> [root@h ~]#\n# no\n1. no",
      "snake_case \\*a\\* [y\\](z) 1 < 2 \\<b> [root@h ~]#\\\n\\# no\\\n1\\. no",
    ],
    ["emphasis that Markdown could not close, as HTML", "<b>a:</b>b", "<b>a:</b>b"],
    ["emphasis next to Han characters", "<b>甲：</b>乙", "**甲：**乙"],
  ];
  for (const [name, source, markdown] of cases) {
    it(`the Markdown of a WordPress body has ${name}`, () => assert.equal(render(source).markdown, markdown));
  }

  it("the Markdown of a WordPress body renders to the same text", () => {
    const source =
      "<h2>题 {#a}</h2>\n一 <code>a`b</code><code>c</code> {% x %} {{< y >}}\n- z\n\n<table><tr><td><pre>p\n\nq</pre></td></tr></table><dl><dt>d</dt><dd>e</dd></dl><blockquote>f\n\ng</blockquote>";
    const body = render(source);
    const again = renderBody(body.markdown, "MARKDOWN", { siteUrl: null });
    assert.equal(again.text.replace(/\s+/g, " "), body.text.replace(/\s+/g, " "));
  });
});
