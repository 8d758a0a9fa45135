// The rendering of Markdown: the dialect, the syntax of static site generators, and the views of a body.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RenderedBody } from "../../../src/platform/markup/body.js";
import { renderBody } from "../../../src/platform/markup/render.js";

function render(source: string): RenderedBody {
  return renderBody(source, "MARKDOWN", { siteUrl: "https://blog.example" });
}

describe("Markdown dialect", () => {
  const cases: [name: string, source: string, html: string][] = [
    ["emphasis before a Han character", "**中文：**后文", "<p><strong>中文：</strong>后文</p>"],
    ["emphasis around full-width quotes", "他说**“好”**了", "<p>他说<strong>“好”</strong>了</p>"],
    ["strikethrough", "~~旧~~新", "<p><s>旧</s>新</p>"],
    ["a hard break", "a\\\nb", "<p>a<br />\nb</p>"],
    ["a line break between Han characters as nothing", "第一\n第二", "<p>第一第二</p>"],
    ["a line break between Korean words as a space", "단어 사이\n띄어쓰기", "<p>단어 사이\n띄어쓰기</p>"],
    ["a line break between words as a space", "one\ntwo", "<p>one\ntwo</p>"],
    [
      "an autolink",
      "<https://a.example/x>",
      '<p><a href="https://a.example/x" rel="noopener">https://a.example/x</a></p>',
    ],
    ["inline HTML", "H<sub>2</sub>O <kbd>Ctrl</kbd>", "<p>H<sub>2</sub>O <kbd>Ctrl</kbd></p>"],
    ["an aligned column", "|a|\n|-:|\n|1|", '<td align="right">1</td>'],
    [
      "the language of a fence with options",
      "```Go {linenos=true}\nx\n```",
      '<pre><code class="language-go">x\n</code></pre>',
    ],
    ["the language of a knitr chunk", "```{r, echo=FALSE}\nx\n```", '<pre><code class="language-r">x\n</code></pre>'],
    [
      "the language of a fence with escapes",
      "```f&ouml;o\\+bar\nx\n```",
      '<pre><code class="language-föo+bar">x\n</code></pre>',
    ],
    ["a file name as text", "see README.md and setup.py", "<p>see README.md and setup.py</p>"],
  ];
  for (const [name, source, html] of cases) {
    it(`Markdown renders ${name}`, () => assert.ok(render(source).html.includes(html), render(source).html));
  }

  it("Markdown renders task lists with disabled checkboxes", () => {
    const { html } = render("- [ ] one\n- [x] two\n- three");
    assert.match(html, /<ul class="contains-task-list">/);
    assert.match(
      html,
      /<li class="task-list-item"><input class="task-list-item-checkbox" type="checkbox" disabled \/> one/,
    );
    assert.match(html, /disabled checked \/> two/);
    assert.match(html, /<li>three<\/li>/);
  });

  it("Markdown renders footnotes, whose marks are not part of the text and the links", () => {
    const { html, text, links } = render("正文[^a]。\n\n[^a]: 注解");
    assert.match(html, /<sup class="footnote-ref"><a href="#fn1" id="fnref1">\[1\]<\/a><\/sup>/);
    assert.match(html, /<li id="fn1" class="footnote-item">/);
    assert.equal(text, "正文。\n\n注解");
    assert.deepEqual(links, []);
  });

  it("a bare URL ends before Chinese text", () => {
    const urls = (source: string): string[] => render(source).links.map((link) => link.url);
    assert.deepEqual(urls("见https://a.example/b，后文"), ["https://a.example/b"]);
    assert.deepEqual(urls("访问http://a.example:8080即可"), ["http://a.example:8080"]);
    assert.deepEqual(urls("（https://a.example/b_(c)）"), ["https://a.example/b_(c)"]);
    assert.deepEqual(urls("(see https://a.example/b)."), ["https://a.example/b"]);
    assert.deepEqual(urls("[https://a.example](https://b.example/)"), ["https://b.example/"]);
  });
});

describe("Headings", () => {
  it("each heading has a unique anchor, in any script", () => {
    const { tableOfContents, html } = render("# 安装\n\n## 安装\n\n## C++ & Go\n\n## 安装-1\n\n## ！");
    assert.deepEqual(
      tableOfContents.map(({ level, anchor }) => [level, anchor]),
      [
        [1, "安装"],
        [2, "安装-1"],
        [2, "c--go"],
        [2, "安装-1-1"],
        [2, "section"],
      ],
    );
    assert.match(html, /<h1 id="安装">安装<\/h1>/);
  });

  it("a heading has the id that the author wrote", () => {
    const { tableOfContents, html } = render("## 标题 `code` {#custom .class}\n\n[go](#custom)");
    assert.deepEqual(tableOfContents, [{ level: 2, text: "标题 code", anchor: "custom" }]);
    assert.match(html, /<a href="#custom">go<\/a>/);
  });
});

describe("Code blocks", () => {
  it("the source of a code block is as written inside the fence", () => {
    const code = '  if (a[i] < b && "x") {\n\n\treturn `y` &amp; [code];\n  }\n';
    assert.deepEqual(render(`\`\`\`\`C\n${code}\`\`\`\``).codeBlocks, [{ language: "c", source: code.slice(0, -1) }]);
  });

  it("a code block retains blank lines at both ends", () => {
    assert.deepEqual(render("```\n\nx\n\n```").codeBlocks, [{ language: null, source: "\nx\n" }]);
  });
});

describe("The syntax of Hugo, Jekyll and Hexo", () => {
  const code: [name: string, source: string, language: string | null][] = [
    ["Hugo's highlight", '{{< highlight go "linenos=table" >}}\nx := `a`\n{{< /highlight >}}', "go"],
    ["Jekyll's highlight", "{% highlight go linenos %}\nx := `a`\n{% endhighlight %}", "go"],
    ["Hexo's codeblock", "{% codeblock A title lang:go %}\nx := `a`\n{% endcodeblock %}", "go"],
    ["Hexo's codeblock without a language", "{% codeblock %}\nx := `a`\n{% endcodeblock %}", null],
  ];
  for (const [name, source, language] of code) {
    it(`${name} is a code block`, () =>
      assert.deepEqual(render(source).codeBlocks, [{ language, source: "x := `a`" }]));
  }

  it("references to pages are resolved", () => {
    const { links } = render(
      '[a]({{< ref "posts/x.md#part" >}}) [b]({% post_url 2016-07-26-y %}) [c]({{ site.baseurl }}/z/)',
    );
    assert.deepEqual(
      links.map(({ url, path }) => [url, path]),
      [
        ["/posts/x#part", "/posts/x"],
        ["/posts/y", "/posts/y"],
        ["/z/", "/z"],
      ],
    );
  });

  it("links to Markdown files become links to their posts, and links to other files are unchanged", () => {
    const { links } = render(
      "[a](../2016/2016-07-26-A%20file.md#part) [b](b/index.md) [c](https://x.example/c.md) [d](d.pdf) " +
        "{% post_link e.md 'A title' %} [f]({% link assets/f.pdf %}) [g]({% link _posts/2016-07-26-g.md %})",
    );
    assert.deepEqual(
      links.map(({ url, text }) => [url, text]),
      [
        ["/posts/a-file#part", "a"],
        ["/posts/b", "b"],
        ["https://x.example/c.md", "c"],
        ["d.pdf", "d"],
        ["/posts/e", "A title"],
        ["/assets/f.pdf", "f"],
        ["/posts/g", "g"],
      ],
    );
  });

  it("Kramdown's mark for a table of contents is removed", () => {
    const { html } = render("* TOC\n{:toc}\n\n1. x\n{:toc .y}\n\n* kept\n{:.z}");
    assert.equal(html, "<ul>\n<li>kept</li>\n</ul>");
  });

  it("a figure is rendered, and the text after it is Markdown", () => {
    const { html } = render('{{< figure src="/a.png" caption="图" >}}\n**b**');
    assert.equal(
      html,
      '<figure><img src="/a.png" alt="图" /><figcaption>图</figcaption></figure>\n<p><strong>b</strong></p>',
    );
  });

  it("unknown Hugo shortcodes are removed but not their content, and unknown Liquid tags remain as written", () => {
    assert.equal(render("{{% notice %}}\n内容\n{{% /notice %}}").text, "内容");
    assert.equal(render("Jinja has {% for x in y %} and {{ x }}").text, "Jinja has {% for x in y %} and {{ x }}");
  });

  it("tags in code are unchanged", () => {
    assert.equal(render("`{{< ref x >}}`\n\n```\n{% raw %}\n```").text, "{{< ref x >}}\n\n{% raw %}");
    assert.equal(render("`{{</* ref x */>}}` {{</* ref x */>}}").text, "{{</* ref x */>}} {{< ref x >}}");
  });

  it("the more mark and the table of contents mark are removed", () => {
    assert.equal(render("[TOC]\n\na\n\n<!--more-->**b**").html, "<p>a</p>\n<p><strong>b</strong></p>");
  });
});

describe("Views of a body", () => {
  it("the Markdown of a Markdown body is its source, byte for byte", () => {
    const source = "\r\n#  x \r\n\r\n";
    assert.equal(render(source).markdown, source);
  });

  it("the text separates paragraphs, cells and lines, and omits images", () => {
    const source = "段落一\n\n段落 `code` ![alt](/a.png)\n\n- a\n  - b\n\n|x|y|\n|-|-|\n|1|2|\n\n> q";
    assert.equal(render(source).text, "段落一\n\n段落 code\n\na\nb\n\nx\ty\n1\t2\n\nq");
  });

  it("internal and external links are distinguished", () => {
    const { links, html } = render(
      "[a](/x/) [b](https://blog.example/y?q#f) [c](http://other.example/) ![i](/i.png) [d](mailto:a@b.example)",
    );
    assert.deepEqual(
      links.map(({ text, path }) => [text, path]),
      [
        ["a", "/x"],
        ["b", "/y"],
        ["c", null],
        ["d", null],
      ],
    );
    assert.equal(html.match(/rel="noopener"/g)?.length, 1);
  });

  it("the word count has Han characters and words, including code", () => {
    const { wordCount, readingTimeMinutes } = render("中文 and English\n\n```\nls -la /tmp\n```");
    assert.equal(wordCount, 7);
    assert.equal(readingTimeMinutes, 1);
    assert.equal(render("字".repeat(2000)).readingTimeMinutes, 5);
  });

  it("the summary has prose, and other text only if there is no prose", () => {
    assert.equal(
      render("# 标题\n\n第一段。\n\n```\ncode\n```\n\n第二段 `x`。\n\n|a|\n|-|\n|b|").summary,
      "第一段。第二段 x。",
    );
    assert.equal(render("```\na\nb\n```").summary, "a b");
    assert.equal(render("字".repeat(3000)).summary.length, 2000);
  });
});
