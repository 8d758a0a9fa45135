// What authors of Markdown see: the dialect, the habits of static site generators, and the outline of a body.
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
      "the language with what is escaped in it",
      "```f&ouml;o\\+bar\nx\n```",
      '<pre><code class="language-föo+bar">x\n</code></pre>',
    ],
    ["a file name as text", "see README.md and setup.py", "<p>see README.md and setup.py</p>"],
  ];
  for (const [name, source, html] of cases) {
    it(`renders ${name}`, () => assert.ok(render(source).html.includes(html), render(source).html));
  }

  it("renders task lists with boxes that cannot be clicked", () => {
    const { html } = render("- [ ] one\n- [x] two\n- three");
    assert.match(html, /<ul class="contains-task-list">/);
    assert.match(
      html,
      /<li class="task-list-item"><input class="task-list-item-checkbox" type="checkbox" disabled \/> one/,
    );
    assert.match(html, /disabled checked \/> two/);
    assert.match(html, /<li>three<\/li>/);
  });

  it("renders footnotes and keeps their marks out of the text and the links", () => {
    const { html, text, links } = render("正文[^a]。\n\n[^a]: 注解");
    assert.match(html, /<sup class="footnote-ref"><a href="#fn1" id="fnref1">\[1\]<\/a><\/sup>/);
    assert.match(html, /<li id="fn1" class="footnote-item">/);
    assert.equal(text, "正文。\n\n注解");
    assert.deepEqual(links, []);
  });

  it("ends a bare URL where Chinese text goes on", () => {
    const urls = (source: string): string[] => render(source).links.map((link) => link.url);
    assert.deepEqual(urls("见https://a.example/b，后文"), ["https://a.example/b"]);
    assert.deepEqual(urls("访问http://a.example:8080即可"), ["http://a.example:8080"]);
    assert.deepEqual(urls("（https://a.example/b_(c)）"), ["https://a.example/b_(c)"]);
    assert.deepEqual(urls("(see https://a.example/b)."), ["https://a.example/b"]);
    assert.deepEqual(urls("[https://a.example](https://b.example/)"), ["https://b.example/"]);
  });
});

describe("Headings", () => {
  it("give each heading an anchor of its own, in any script", () => {
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

  it("use an id that the author wrote", () => {
    const { tableOfContents, html } = render("## 标题 `code` {#custom .class}\n\n[go](#custom)");
    assert.deepEqual(tableOfContents, [{ level: 2, text: "标题 code", anchor: "custom" }]);
    assert.match(html, /<a href="#custom">go<\/a>/);
  });
});

describe("Code blocks", () => {
  it("keep the source as it is written inside the fence", () => {
    const code = '  if (a[i] < b && "x") {\n\n\treturn `y` &amp; [code];\n  }\n';
    assert.deepEqual(render(`\`\`\`\`C\n${code}\`\`\`\``).codeBlocks, [{ language: "c", source: code.slice(0, -1) }]);
  });

  it("keep blank lines at either end", () => {
    assert.deepEqual(render("```\n\nx\n\n```").codeBlocks, [{ language: null, source: "\nx\n" }]);
  });
});

describe("Hugo, Jekyll and Hexo habits", () => {
  const code: [name: string, source: string, language: string | null][] = [
    ["Hugo's highlight", '{{< highlight go "linenos=table" >}}\nx := `a`\n{{< /highlight >}}', "go"],
    ["Jekyll's highlight", "{% highlight go linenos %}\nx := `a`\n{% endhighlight %}", "go"],
    ["Hexo's codeblock", "{% codeblock A title lang:go %}\nx := `a`\n{% endcodeblock %}", "go"],
    ["Hexo's codeblock without a language", "{% codeblock %}\nx := `a`\n{% endcodeblock %}", null],
  ];
  for (const [name, source, language] of code) {
    it(`take ${name} for a code block`, () =>
      assert.deepEqual(render(source).codeBlocks, [{ language, source: "x := `a`" }]));
  }

  it("resolve references to pages", () => {
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

  it("take a link to a Markdown file for one to its post, but leave other files alone", () => {
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

  it("leave out Kramdown's mark for a table of contents", () => {
    const { html } = render("* TOC\n{:toc}\n\n1. x\n{:toc .y}\n\n* kept\n{:.z}");
    assert.equal(html, "<ul>\n<li>kept</li>\n</ul>");
  });

  it("render a figure and go on with Markdown behind it", () => {
    const { html } = render('{{< figure src="/a.png" caption="图" >}}\n**b**');
    assert.equal(
      html,
      '<figure><img src="/a.png" alt="图" /><figcaption>图</figcaption></figure>\n<p><strong>b</strong></p>',
    );
  });

  it("drop unknown Hugo shortcodes but not what they enclose, and leave unknown Liquid as written", () => {
    assert.equal(render("{{% notice %}}\n内容\n{{% /notice %}}").text, "内容");
    assert.equal(render("Jinja has {% for x in y %} and {{ x }}").text, "Jinja has {% for x in y %} and {{ x }}");
  });

  it("leave tags in code alone", () => {
    assert.equal(render("`{{< ref x >}}`\n\n```\n{% raw %}\n```").text, "{{< ref x >}}\n\n{% raw %}");
    assert.equal(render("`{{</* ref x */>}}` {{</* ref x */>}}").text, "{{</* ref x */>}} {{< ref x >}}");
  });

  it("remove the more mark and the table of contents mark", () => {
    assert.equal(render("[TOC]\n\na\n\n<!--more-->**b**").html, "<p>a</p>\n<p><strong>b</strong></p>");
  });
});

describe("Views of a body", () => {
  it("give the Markdown source back byte for byte", () => {
    const source = "\r\n#  x \r\n\r\n";
    assert.equal(render(source).markdown, source);
  });

  it("part paragraphs, cells and lines in the text, and leave images out", () => {
    const source = "段落一\n\n段落 `code` ![alt](/a.png)\n\n- a\n  - b\n\n|x|y|\n|-|-|\n|1|2|\n\n> q";
    assert.equal(render(source).text, "段落一\n\n段落 code\n\na\nb\n\nx\ty\n1\t2\n\nq");
  });

  it("tell links that stay on the site from others", () => {
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

  it("count Han characters and words, code included", () => {
    const { wordCount, readingTimeMinutes } = render("中文 and English\n\n```\nls -la /tmp\n```");
    assert.equal(wordCount, 7);
    assert.equal(readingTimeMinutes, 1);
    assert.equal(render("字".repeat(2000)).readingTimeMinutes, 5);
  });

  it("summarise prose, and other things only where there is no prose", () => {
    assert.equal(
      render("# 标题\n\n第一段。\n\n```\ncode\n```\n\n第二段 `x`。\n\n|a|\n|-|\n|b|").summary,
      "第一段。第二段 x。",
    );
    assert.equal(render("```\na\nb\n```").summary, "a b");
    assert.equal(render("字".repeat(3000)).summary.length, 2000);
  });
});
