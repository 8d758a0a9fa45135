// Bodies of Hexo become Markdown that shows what Hexo showed: its tags and those of themes, variables, line breaks and files.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ImportedMenuItem } from "../../../../src/intake/importers/import-event.js";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { type FolderContent, readContent } from "./temporary-folder.js";

const CONFIG = "title: Notes\nurl: https://old.example\nsource_dir: source\nnew_post_name: :title.md\n";
const FRONT = "---\ntitle: Main\ndate: 2020-03-04\nmine: my own\n---\n";

interface Read {
  source: string;
  html: string;
  told: string;
}

async function read(body: string, content: FolderContent = {}, config = ""): Promise<Read> {
  const { posts, notices } = await readContent({
    "_config.yml": CONFIG + config,
    "source/_posts/main.md": FRONT + body,
    ...content,
  });
  const post = posts.find(({ title }) => title === "Main");
  assert.ok(post);
  const { html } = renderBody(post.source, post.format, { siteUrl: "https://old.example" });
  return { source: post.source.trim(), html, told: notices.map(({ item, reason }) => `${item}: ${reason}`).join("\n") };
}

const markdown = async (body: string, content: FolderContent = {}, config = ""): Promise<string> =>
  (await read(body, content, config)).source;

describe("the tags of Hexo", () => {
  it("quote with an author, a source and a link", async () => {
    const long = await markdown("{% blockquote Ada, Notes https://ada.example/n Note G %}\nOne.\n{% endblockquote %}");
    assert.equal(long, "> One.\n>\n> — **Ada, Notes** [Note G](https://ada.example/n)");
    assert.match(await markdown("{% quote Ada https://ada.example/ %}x{% endquote %}"), /\*\*Ada\*\* \[ada\.example\]/);
    assert.match(await markdown("{% quote Ada, A Book %}x{% endquote %}"), /— \*\*Ada\*\* \*A Book\*/);
    assert.equal(await markdown("{% pullquote right %}\nx\n{% endpullquote %}"), "> x");
  });

  it("show code with its language, title and link, and keep braces in it", async () => {
    const code =
      "{% codeblock Map lang:js mark:1 https://d.example MDN %}\n  a({{ b }})\n  {% c %}\n{% endcodeblock %}";
    assert.equal(
      await markdown(code),
      "**Map** [MDN](https://d.example)\n\n```js {hl_lines=[1]}\na({{ b }})\n{% c %}\n```",
    );
    const options = "{% codeblock lang:js mark:1,4-7 line_number:true first_line:5 %}\nx\n{% endcodeblock %}";
    assert.equal(await markdown(options), "```js {hl_lines=[1,4-7],linenos=true,linenostart=5}\nx\n```");
    const fence = "```js A title https://d.example MDN\nx {{ y }}\n```";
    assert.equal(await markdown(fence), "**A title** [MDN](https://d.example)\n\n```js\nx {{ y }}\n```");
    assert.equal(await markdown("```js {1,3}\nx\n```"), "```js {1,3}\nx\n```");
  });

  it("include code of the folder for it, and of no other", async () => {
    const content = { "source/downloads/code/deep/a.js": "one\ntwo\nthree\n", "secret.js": "secret" };
    assert.equal(
      await markdown("{% include_code Part lang:javascript from:2 to:2 deep/a.js %}", content),
      "**Part**\n\n```javascript\ntwo\n```",
    );
    const { source, told } = await read("{% include_code ../../../secret.js %}", content);
    assert.doesNotMatch(source, /^secret/m);
    assert.match(told, /tag include_code: The file whose code it includes cannot be read/);
  });

  it("link to posts by their old address and with their title, unless they are not public", async () => {
    const content = {
      "source/_posts/deep/other.md": "---\ntitle: The *other*\ndate: 2020-01-02\n---\nx",
      "source/_posts/locked.md": "---\ntitle: Secret\ndate: 2020-01-02\npassword: x\n---\nx",
    };
    const { html, told } = await read(
      "{% post_link deep/other %} {% post_link deep/other#part 'My words' false %} [a]({% post_path deep/other %})\n\n" +
        "{% post_link locked %} {% post_link nowhere Words %}",
      content,
    );
    assert.match(html, /<a href="\/2020\/01\/02\/deep\/other\/">The \*other\*<\/a>/);
    assert.match(html, /<a href="\/2020\/01\/02\/deep\/other\/#part">My words<\/a>/);
    assert.match(html, /<a href="\/2020\/01\/02\/deep\/other\/">a<\/a>/);
    assert.doesNotMatch(html, /Secret/);
    assert.match(html, /locked<\/a> Words/);
    assert.match(told, /tag post_link: It names a post that does not exist/);
  });

  it("link to posts without the title of one that the import hides, for whatever reason", async () => {
    const reasons: [fields: string, config?: string][] = [
      ["hidden: true\n"],
      ["encrypt: true\n"],
      ["draft: true\n"],
      ["status: private\n"],
      ["date: 2031-01-02\n"],
      ["tags: [diary]\n", "encrypt: { tags: [{ name: diary, password: x }] }\n"],
      ["lurks: true\n", "hide_posts: { filter: lurks }\n"],
      ["", "exclude: ['_posts/other.md']\n"],
    ];
    for (const [fields, config = ""] of reasons) {
      const date = fields.startsWith("date") ? "" : "date: 2020-01-02\n";
      const content = { "source/_posts/other.md": `---\ntitle: Secret\n${date}${fields}---\nx` };
      const { html } = await read("{% post_link other %}", content, config);
      assert.match(html, />other<\/a>/, fields + config);
    }
    const unclosed = { "source/_posts/other.md": "---\ntitle: Secret\ndate: 2020-01-02\n---\n{% comment %} no end" };
    assert.match((await read("{% post_link other %}", unclosed)).html, />other<\/a>/);
  });

  it("show pictures and links of the site", async () => {
    assert.equal(await markdown(`{% img left /a.png 30 20 '"Title" "Alt text"' %}`), '![Alt text](/a.png "Title")');
    assert.equal(await markdown("{% image https://x.example/b.png %}"), "![](https://x.example/b.png)");
    assert.equal(await markdown("{% link Two words https://l.example true %}"), "[Two words](https://l.example)");
    assert.equal(await markdown("{% youtube abc %}"), "<https://www.youtube.com/watch?v=abc>");
    assert.equal(await markdown("{% gist 12ab a.rb %}"), "<https://gist.github.com/12ab>");
    assert.equal(await markdown("{% iframe //f.example/x 100% %}"), "<https://f.example/x>");
  });

  it("are shown by raw, also in a code span", async () => {
    const { html } = await read("{% raw %}{{ a }} {% b %}{% endraw %} `{% raw %}{{ c }}{% endraw %}` `{{ d }}`");
    assert.equal(html, "<p>{{ a }} {% b %} <code>{{ c }}</code> <code>{{ d }}</code></p>");
  });
});

describe("the tags of Hexo's themes and plug-ins", () => {
  it("make boxes, folded text and tabs", async () => {
    assert.equal(await markdown("{% note info no-icon A title %}\nx\n{% endnote %}"), "> [!INFO] A title\n> x");
    assert.match(
      await markdown("{% folding blue open, Words %}\nx\n{% endfolding %}"),
      /<details open><summary>Words</,
    );
    assert.match(await markdown("{% hideToggle More,red %}\nx\n{% endhideToggle %}"), /<summary>More<\/summary>\n\nx/);
    const tabs =
      "{% tabs Name, 2 %}\n<!-- tab One@icon -->\na\n<!-- endtab -->\n<!-- tab -->\nb\n<!-- endtab -->\n{% endtabs %}";
    assert.equal(await markdown(tabs), "**One**\n\na\n\n**Name 2**\n\nb");
    const line = "{% timeline 2022,pink %}\n<!-- timeline May -->\na\n<!-- endtimeline -->\n{% endtimeline %}";
    assert.equal(await markdown(line), "**2022**\n\n**May**\n\na");
  });

  it("make buttons, labels and media", async () => {
    assert.equal(await markdown("{% btn https://b.example, Go on, home %}"), "[Go on](https://b.example)");
    assert.equal(await markdown("{% btn 'https://b.example',Go,far fa-hand,block %}"), "[Go](https://b.example)");
    assert.equal(await markdown("{% label primary@old %} {% label new blue %}"), "<mark>old</mark> <mark>new</mark>");
    assert.equal(await markdown('{% aplayer "Song" "Ada" "/a.mp3" %}'), "[Song – Ada](/a.mp3)");
    assert.equal(await markdown('{% dplayer "url=https://v.example/v.mp4" %}'), "<https://v.example/v.mp4>");
    assert.equal(await markdown("{% mermaid graph TD %}\nA-->B\n{% endmermaid %}"), "```mermaid\ngraph TD\nA-->B\n```");
  });

  it("are read in the forms of Volantis", async () => {
    assert.equal(await markdown("{% note warning, Two, words %}"), "> [!WARNING]\n> Two, words");
    assert.equal(await markdown("{% note blue::words %}"), "> [!NOTE]\n> words");
    assert.equal(await markdown("{% link A page::/a/b::https://i.example/i.svg %}"), "[A page](/a/b)");
    assert.equal(
      await markdown("{% image https://i.example/a.png, width=30px, alt=Words %}"),
      "![Words](https://i.example/a.png)",
    );
    assert.equal(await markdown("{% checkbox plus green checked, Done %}"), "- [x] Done");
    assert.equal(
      await markdown("{% Folding One %}\nx\n{% endFolding %}"),
      "<details><summary>One</summary>\n\nx\n\n</details>",
    );
    const cells = "{% btns circle grid5 %}\n{% cell Ada, https://a.example, https://a.example/a.png %}\n{% endbtns %}";
    assert.equal(await markdown(cells), "[Ada](https://a.example)");
    assert.equal(await markdown("{% ghcard ada/notes, theme=dark %}"), "[ada/notes](https://github.com/ada/notes)");
  });

  it("keep their words and addresses if they are not known, and are told by name", async () => {
    const { source, told } = await read('{% novel "Two words" https://n.example/p.png %}');
    assert.match(source, /https:\/\/n\.example\/p\.png/);
    assert.match(source, /Two words/);
    assert.match(told, /tag novel: It is not known here/);
  });
});

describe("the variables of Hexo", () => {
  it("are the front matter and quoted text, and others print nothing, which is told", async () => {
    const { html, told } = await read('a {{ mine }} b {{ "{{ x }}" }} c{{ none }} $\\frac{{a}}{b}$');
    assert.equal(html, "<p>a my own b {{ x }} c $\\frac{{a}}{b}$</p>");
    assert.match(told, /variable none: Hexo prints nothing for it/);
  });

  it("and tags are text if the renderer or the post does not read them", async () => {
    const config = "marked: { disableNunjucks: true }\n";
    assert.match((await read("{{ a }} {% b %}", {}, config)).html, /\{\{ a \}\} \{% b %\}/);
  });
});

describe("the Markdown of Hexo's renderers", () => {
  const packages = (name: string): FolderContent => ({ "package.json": `{ "dependencies": { "${name}": "1" } }` });

  it("breaks lines unless the settings of the renderer that is used say otherwise", async () => {
    assert.equal(await markdown("a\nb"), "a\\\nb");
    assert.equal(await markdown("a\nb", {}, "marked: { breaks: false }\n"), "a\nb");
    const it = packages("hexo-renderer-markdown-it");
    assert.equal(await markdown("a\nb", it, "marked: { breaks: false }\n"), "a\\\nb");
    assert.equal(await markdown("a\nb", it, "markdown: { render: { breaks: false } }\n"), "a\nb");
    assert.equal(await markdown("a\nb", packages("hexo-renderer-pandoc")), "a\nb");
  });

  it("has emoji codes and small letters by the plug-ins of the renderer", async () => {
    const it = packages("hexo-renderer-markdown-it");
    assert.equal(await markdown("H~2~O :smile:"), "H~2~O :smile:");
    const plugins = "markdown: { plugins: [markdown-it-sub, { name: markdown-it-emoji }] }\n";
    assert.equal(await markdown("H~2~O :smile:", it, plugins), "H<sub>2</sub>O 😄");
    assert.equal(await markdown(":smile:", packages("hexo-filter-github-emojis")), "😄");
  });

  it("is not applied to posts in HTML, whose tags become HTML", async () => {
    const { posts } = await readContent({
      "_config.yml": CONFIG,
      "source/_posts/page.html": `${FRONT}<p>a\nb {% link Two https://l.example %}</p>\n<!-- more -->\nc`,
    });
    assert.match(posts[0]?.source ?? "", /<p>a\nb <a href="https:\/\/l\.example"[^>]*>Two<\/a><\/p>/);
    assert.deepEqual([posts[0]?.format, posts[0]?.excerpt], ["HTML", "a b Two"]);
  });
});

describe("files and links of a post of Hexo", () => {
  it("get the address beside the post", async () => {
    const content = { "source/_posts/main/a b.png": "", "source/_posts/main/c.pdf": "" };
    const body = "![x](a%20b.png) ![y](main/a%20b.png) [z](c.pdf) {% asset_img a.png Words %} [o](../../03/05/o/)";
    assert.equal(
      await markdown(body, content, "post_asset_folder: true\n"),
      "![x](https://old.example/2020/03/04/main/a%20b.png) ![y](https://old.example/2020/03/04/main/a%20b.png) " +
        "[z](https://old.example/2020/03/04/main/c.pdf) ![Words](https://old.example/2020/03/04/main/a.png) [o](/2020/03/03/05/o/)",
    );
    const html = "permalink: :title.html\npost_asset_folder: true\n";
    assert.equal(await markdown("![x](a.png)", content, html), "![x](https://old.example/main/a.png)");
  });

  it("get the address in the source folder if they are there", async () => {
    const content = { "source/images/a.png": "" };
    const expected = "![x](https://old.example/images/a.png) ![y](https://old.example/images/a.png)";
    assert.equal(await markdown("![x](images/a.png) ![y](../images/a.png)", content), expected);
  });

  it("are found for the cover as well", async () => {
    const { posts } = await readContent({
      "_config.yml": `${CONFIG}post_asset_folder: true\n`,
      "source/_posts/main.md": FRONT.replace("mine: my own", "cover: shot.png"),
      "source/_posts/main/shot.png": "",
    });
    assert.equal(posts[0]?.cover?.url, "https://old.example/2020/03/04/main/shot.png");
  });
});

describe("what the renderer of Hexo reads", () => {
  it("has marks only with a plug-in", async () => {
    const body = "One ==two== and `a ==b== c`, a == b.";
    assert.doesNotMatch((await read(body)).html, /<mark>/);
    assert.match((await read(body)).html, /One ==two== and <code>a ==b== c<\/code>, a == b\./);
    const packages = { "package.json": '{"dependencies":{"hexo-renderer-markdown-it":"7"}}' };
    assert.doesNotMatch((await read(body, packages)).html, /<mark>/);
    assert.match((await read(body, packages, "markdown:\n  plugins: [markdown-it-mark]\n")).html, /<mark>two<\/mark>/);
  });

  it("keeps braces in code that is indented", async () => {
    const { html } = await read("Text {{ nothing }}.\n\n    a {{ b }}\n\tc {{ d }}\n\n- item\n\n      e {{ f }}\n");
    assert.match(html, /Text \.<\/p>/);
    assert.match(html, /a {{ b }}\nc {{ d }}/);
    assert.match(html, /e {{ f }}/);
  });
});

describe("the menu of a Hexo site", () => {
  const menuOf = async (content: FolderContent, config = "theme: next\n") => {
    const { events } = await readContent({ "_config.yml": CONFIG + config, "source/_posts/a.md": FRONT, ...content });
    const shown = (items: readonly ImportedMenuItem[]): unknown[] =>
      items.map(({ label, url, items: below }) => (below.length === 0 ? [label, url] : [label, url, shown(below)]));
    return events.flatMap((event) => (event.kind === "menu" ? shown(event.menu.items) : []));
  };

  it("is in the configuration of the theme beside that of the site, which completes that of the theme itself", async () => {
    const menu = await menuOf({
      "themes/next/_config.yml": "menu:\n  home: / || fa fa-home\n  tags: /tags/ || fa fa-tags\n",
      "_config.next.yml": "menu:\n  home: /start/ || fa fa-home\n  Elsewhere: https://else.example/x || fa fa-x\n",
      "_config.other.yml": "menu:\n  not: /this/\n",
    });
    assert.deepEqual(menu, [
      ["home", "/start/"],
      ["tags", "/tags/"],
      ["Elsewhere", "https://else.example/x"],
    ]);
  });

  it("has levels, in the ways of the popular themes", async () => {
    const nested =
      "menu:\n  List||fas fa-list:\n    Music: /music/ || fas\n  Docs:\n    default: /docs/ || fa\n    More: more.html\n  Bad: javascript:x\n";
    assert.deepEqual(await menuOf({ "_config.next.yml": nested }), [
      ["List", null, [["Music", "/music/"]]],
      ["Docs", "/docs/", [["More", "/more.html"]]],
    ]);
    const fluid =
      'navbar:\n  menu:\n    - { key: home, link: "/", icon: i }\n    - { key: more, name: More, submenu: [{ key: about, link: /about/ }] }\n';
    assert.deepEqual(await menuOf({ "_config.next.yml": fluid }), [
      ["home", "/"],
      ["More", null, [["about", "/about/"]]],
    ]);
    assert.deepEqual(await menuOf({}, "theme: next\ntheme_config:\n  menu:\n    Home: /\n"), [["Home", "/"]]);
    assert.deepEqual(await menuOf({}, "theme: ../next\n"), []);
  });
});
