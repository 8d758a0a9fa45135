// Bodies of Jekyll become Markdown without Liquid: tags in prose and in code, variables, includes, and what only a program could decide.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { readContent } from "./temporary-folder.js";

const CONFIG = "url: https://old.example.net\nbaseurl: /blog\n";

async function bodyOf(body: string, { config = CONFIG, fields = "", file = "_posts/2020-01-05-a.md" } = {}) {
  const content = { "_config.yml": config, [file]: `---\ntitle: Main\n${fields}---\n${body}` };
  const { posts, notices } = await readContent(content);
  return {
    source: posts[0]?.source ?? "",
    told: notices.map(({ item, reason }) => `${item}: ${reason}`).join("\n"),
  };
}

const sourceOf = async (body: string, options = {}): Promise<string> => (await bodyOf(body, options)).source.trim();

describe("the tags of Liquid in a body", () => {
  it("are read in code as well, except where raw encloses them", async () => {
    assert.equal(
      await sourceOf(
        '{% highlight html linenos mark_lines="1 3" %}{% raw %}\n<p>{{ page.x }}</p>\n{% endraw %}{% endhighlight %}\n',
      ),
      "```html {hl_lines=[1,3],linenos=true}\n<p>{{ page.x }}</p>\n```",
    );
    assert.equal(await sourceOf("```\n{% raw %}{% if x %}{% endraw %}\n```"), "```\n{% if x %}\n```");
    assert.equal(await sourceOf("A `{% raw %}{{ x }}{% endraw %}` b"), "A `{{ x }}` b");
    assert.match(await sourceOf("A {% raw %}{{ x }}{% endraw %} b"), /^A &#123;\{ x \}\} b$/);
  });

  it("are text if the front matter says so", async () => {
    assert.match(await sourceOf("A {% x %}", { fields: "render_with_liquid: false\n" }), /^A &#123;% x %\}$/);
  });

  it("link to posts, pages and files, with the base of the site once", async () => {
    assert.equal(await sourceOf("[a]({% post_url sub/2020-01-02-b %})"), "[a](/posts/b)");
    assert.equal(await sourceOf("[a]({{ site.baseurl }}{% post_url 2020-01-02-b %})"), "[a](/posts/b)");
    assert.equal(await sourceOf("[a]({{ site.baseurl }}{% link about.md %})"), "[a](/blog/about.html)");
    assert.equal(await sourceOf("[a]({% link files/x.pdf %})"), "[a](/blog/files/x.pdf)");
  });

  it("show the branch of a condition that is known, and otherwise nothing, which is told", async () => {
    const { source, told } = await bodyOf(
      "{% if page.title == 'Main' %}yes{% endif %}{% unless site.url %}no{% endunless %}" +
        "{% if jekyll.environment == 'development' and page.title %}dev{% endif %}" +
        "{% if user.name %}secret{% endif %}{% for p in site.posts %}loop{% endfor %}.",
    );
    assert.equal(source.trim(), "yes.");
    assert.match(told, /tag if: .*removed/);
    assert.match(told, /tag for: /);
  });

  it("become links and diagrams where they embed something", async () => {
    assert.equal(await sourceOf("{% gist anna/0123456789abcdef %}"), "<https://gist.github.com/anna/0123456789abcdef>");
    assert.equal(await sourceOf("{% mermaid %}\ngraph TD\n{% endmermaid %}"), "```mermaid\ngraph TD\n```");
  });
});

describe("the variables of Liquid", () => {
  it("are printed if they are known, with filters of addresses", async () => {
    assert.equal(await sourceOf("![a]({{ site.baseurl }}/a.png)"), "![a](/blog/a.png)");
    assert.equal(await sourceOf("![a]({{ '/a.png' | relative_url }})"), "![a](/blog/a.png)");
    assert.equal(
      await sourceOf("![a]({{ 'a.png' | prepend: '/img/' | absolute_url }})"),
      "![a](https://old.example.net/blog/img/a.png)",
    );
    assert.equal(await sourceOf('{% assign x = "b" %}{{ page.title | upcase }} {{ x | append: "c" }}'), "MAIN bc");
    assert.equal(await sourceOf("{% capture n %}*Note*{% endcapture %}{{ n | markdownify }}"), "*Note*");
  });

  it("print braces that are written as text, which are no tags then", async () => {
    const source = await sourceOf(
      'In “{{ "{{" }} x }}” and {{ \'{%\' }} raw %}:\n\n```\nf("{{ "{{" }}{0}}}") {{ "{%" }} raw %}\n```\n\n{% highlight js %}\n{{ "{{" }} y }}\n{% endhighlight %}',
    );
    assert.equal(
      source.trim(),
      'In “&#123;&#123; x }}” and &#123;% raw %}:\n\n```\nf("{{{0}}}") {% raw %}\n```\n\n```js\n{{ y }}\n```',
    );
  });

  it("are removed from prose if they are unknown, which is told, and remain in code", async () => {
    const { source, told } = await bodyOf("A {{ site.time | date: '%Y' }} b.\n\n```\n{{ secrets.KEY }}\n```\n");
    assert.equal(source.trim(), "A  b.\n\n```\n{{ secrets.KEY }}\n```");
    assert.match(told, /variable \{\{ site\.time \}\}: .*removed/);
  });
});

describe("the includes of a theme", () => {
  it("of common kinds become pictures, boxes and links", async () => {
    assert.match(
      await sourceOf('{% include figure.html src="/c.png" caption="A *cap*" %}'),
      /^<figure><img src="\/c\.png" alt="A cap"><figcaption>A <em>cap<\/em><\/figcaption><\/figure>$/,
    );
    assert.equal(await sourceOf('{% include note.html content="Mind it" %}'), "> [!NOTE]\n> Mind it");
    assert.equal(
      await sourceOf("{% include embed/youtube.html id='dQw4w9WgXcQ' %}"),
      "<https://www.youtube.com/watch?v=dQw4w9WgXcQ>",
    );
    const gallery = "gallery:\n  - { url: /big.jpg, image_path: /a.jpg, alt: A }\n";
    assert.match(
      await sourceOf("{% include gallery %}", { fields: gallery }),
      /<a href="\/big\.jpg"><img src="\/a\.jpg" alt="A">/,
    );
  });

  it("of other kinds leave their texts, links and pictures, and each file is told", async () => {
    const { source, told } = await bodyOf(
      '{% include card.html title="Shop" href="https://shop.example.net" %}\n\n{% include share.html %}',
    );
    assert.equal(source.trim(), "[Shop](https://shop.example.net)");
    assert.match(told, /include card\.html: .*were kept\. It occurs once in “_posts\/2020-01-05-a\.md”/);
    assert.match(told, /include share\.html: It shows no text/);
  });

  it("become HTML in a post of HTML", async () => {
    const source = await sourceOf("<p>A</p>{% highlight js %}\nx<y\n{% endhighlight %}", {
      file: "_posts/2020-01-05-a.html",
    });
    assert.match(source, /<pre><code class="language-js">x&lt;y/);
  });

  it("stay within their line in a post of HTML", async () => {
    const file = "_posts/2020-01-05-a.html";
    const card = '{% include card.html title="Shop" href="https://shop.example.net" %}';
    const source = await sourceOf(`<p>At ${card} today, {% post_url 2020-01-05-a %}</p>`, { file });
    assert.match(source, /^<p>At <a href="https:\/\/shop\.example\.net"[^>]*>Shop<\/a> today, \/[^<]*<\/p>$/);
  });
});

describe("addresses and lines of a body", () => {
  it("are relative to the old address of the post", async () => {
    const pretty = `${CONFIG}permalink: pretty\n`;
    assert.equal(
      await sourceOf("![a](shot.png) [b](../b/)", { config: pretty }),
      "![a](https://old.example.net/blog/2020/01/05/a/shot.png) [b](/blog/2020/01/05/b/)",
    );
  });
  it("have line breaks and emoji only by configuration", async () => {
    assert.equal(await sourceOf("a :smile:\nb"), "a :smile:\nb");
    const config = "plugins: [jemoji]\nkramdown: { hard_wrap: true }\n";
    assert.equal(await sourceOf("a :smile:\nb", { config }), "a 😄\\\nb");
  });
});

describe("HTML in a body", () => {
  const html = "<div>\n  *a*\n\n    <p>b</p>\n</div>\n*c*";
  const rendered = async (options = {}): Promise<string> =>
    renderBody(await sourceOf(html, options), "MARKDOWN", { siteUrl: null }).html;

  it("reaches to its closing tag, as for Kramdown", async () => {
    assert.match(await rendered(), /<p>b<\/p>[^<]*<\/div>\s*<p><em>c<\/em><\/p>$/);
  });

  it("ends at a blank line if another renderer is configured", async () => {
    assert.match(await rendered({ config: `${CONFIG}markdown: CommonMark\n` }), /<code>/);
  });
});

describe("any text with Liquid", () => {
  it("is translated without an exception", async () => {
    const piece = fc.constantFrom(
      ..."{% raw %}|{% endraw %}|{% if x %}|{% endif %}|{% else %}|{{ |}}|{{ page.title }}|```\n|`|{% highlight %}|{% endhighlight %}|{% include a.html x='|%}|\n|text|{% assign a = 'b' %}".split(
        "|",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
        assert.equal(typeof (await sourceOf(pieces.join(""))), "string");
      }),
      { numRuns: 60 },
    );
  });
});
