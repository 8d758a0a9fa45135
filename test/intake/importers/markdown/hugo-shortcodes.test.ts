// The shortcodes of Hugo and of its themes become Markdown, and what Hugo switches on in its configuration is translated.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type FolderContent, readContent } from "./temporary-folder.js";

const CONFIG = 'baseURL = "https://notes.example.net/"\n';

async function source(
  body: string,
  { config = "", others = {} as FolderContent, fields = "" } = {},
): Promise<{ text: string; told: string }> {
  const { posts, notices } = await readContent({
    "hugo.toml": config.includes("baseURL") ? config : CONFIG + config,
    "content/posts/main.md": `---\ntitle: Main\ndate: 2020-03-04\n${fields}---\n${body}\n`,
    ...others,
  });
  const post = posts.find(({ key }) => key.endsWith("posts/main.md"));
  return { text: post?.source.trim() ?? "", told: notices.map(({ item, reason }) => `${item}: ${reason}`).join("\n") };
}

describe("a shortcode of Hugo", () => {
  for (const [body, expected] of [
    [
      '{{< figure src="/p.png" alt="Alt" title="T" caption="A *fine* one" attr="Bo" attrlink="https://bo.example" link="https://l.example" width="300" height="auto" class="x" >}}',
      '<figure><a href="https://l.example"><img src="/p.png" alt="Alt" width="300"></a><figcaption><h4>T</h4><p>A <em>fine</em> one <a href="https://bo.example">Bo</a></p></figcaption></figure>',
    ],
    [
      '{{< highlight go "linenos=table,hl_lines=1 2" >}}\nx := 1\n{{< /highlight >}}',
      "```go {hl_lines=[1,2],linenos=true}\nx := 1\n```",
    ],
    [
      '{{< highlight "" "linenos=false,hl_lines=3-5,linenostart=9" >}}\nx\n{{< /highlight >}}',
      "```text {hl_lines=[3-5]}\nx\n```",
    ],
    ['Say {{< highlight go "hl_inline=true" >}}x := 1{{< /highlight >}}.', "Say `x := 1`."],
    ["{{< gist user 0123ab >}}", "<https://gist.github.com/user/0123ab>"],
    ["{{< youtube w7Ft2ymGmfc >}}", "<https://www.youtube.com/watch?v=w7Ft2ymGmfc>"],
    ['{{< youtube id="w7Ft2ymGmfc" title="A film" >}}', "[A film](https://www.youtube.com/watch?v=w7Ft2ymGmfc)"],
    ["{{< vimeo 146022717 >}}", "<https://vimeo.com/146022717>"],
    ['{{< tweet user="a" id="123" >}}', "<https://twitter.com/a/status/123>"],
    ["{{< x 123 >}}", "<https://twitter.com/i/status/123>"],
    ["{{< instagram BWNjjyYFxVx >}}", "<https://www.instagram.com/p/BWNjjyYFxVx/>"],
    [
      '{{< details summary="See *it*" open=true >}}\nText **x**.\n{{< /details >}}',
      "<details open><summary>See <em>it</em></summary>\n\nText **x**.\n\n</details>",
    ],
    ['{{< qr text="https://a.example" />}}', "<https://a.example>"],
    ["{{< param mood >}}", "fine"],
    ["{{% param place %}}", "here"],
  ] as const) {
    it(`is translated: ${body.slice(0, 60).replaceAll("\n", " ")}`, async () => {
      const { text } = await source(body, { config: '[params]\nplace = "here"\n', fields: "mood: fine\n" });
      assert.equal(text, expected);
    });
  }
});

describe("a shortcode for code", () => {
  it("keeps its title, whose characters have no meaning in Markdown", async () => {
    const { text } = await source('{{< code lang="py" title="__init__.py" >}}\nx = 1\n{{< /code >}}');
    assert.equal(text, "**\\_\\_init\\_\\_.py**\n\n```py\nx = 1\n```");
  });

  it("shows tags in comments without their marks, also if they enclose a whole pair", async () => {
    const { text } = await source('{{< code >}}\n{{</* a "b" >}}c{{< /a */>}} {{%/* d */%}}\n{{< /code >}}');
    assert.equal(text, '```\n{{< a "b" >}}c{{< /a >}} {{% d %}}\n```');
  });
});

describe("a title or caption", () => {
  for (const [body, expected] of [
    ['{{< columns title="Both" >}}\nLeft.\n{{< /columns >}}', "**Both**\n\nLeft."],
    ['{{< quote author="Ada" title="Notes" >}}\nSaid.\n{{< /quote >}}', "> Said.\n>\n> — Ada, Notes"],
    ['{{< bilibili id="BV1TP411m7Kk" caption="A film" >}}', "[A film](https://www.bilibili.com/video/BV1TP411m7Kk)"],
  ] as const) {
    it(`is kept: ${body.slice(0, 60).replaceAll("\n", " ")}`, async () => {
      assert.equal((await source(body)).text, expected);
    });
  }
});

describe("ref and relref", () => {
  const page = (fields: string): string => `---\ntitle: Page\n${fields}---\nText.\n`;
  const others: FolderContent = {
    "content/posts/a.md": page("date: 2019-05-06\nslug: the-a\n"),
    "content/notes/a.md": page("url: /n/a/\n"),
    "content/notes/b/index.md": page(""),
    "content/notes/_index.md": page(""),
    "content/posts/c.de.md": page(""),
    "content/posts/c.md": page(""),
  };
  for (const [reference, expected] of [
    ['"a.md"', "/2019/the-a/"],
    ['"/notes/a.md#part"', "/n/a/#part"],
    ['"notes/b"', "/notes/b/"],
    ['"../notes/a"', "/n/a/"],
    ['path="c.md" lang="de"', "/de/1/page/"],
    ['"c.md"', "/1/page/"],
    ['"#here"', "#here"],
    ['"b"', "/notes/b/"],
  ] as const) {
    it(`find ${reference}`, async () => {
      const config = "[languages.en]\n[languages.de]\n[permalinks]\nposts = '/:year/:slug/'\n";
      const { text } = await source(`[x]({{< ref ${reference} >}})`, { config, others });
      assert.equal(text, `[x](${expected})`);
    });
  }

  it("are told if there is no such page", async () => {
    const { text, told } = await source('[x]({{< relref "nothing.md" >}})');
    assert.equal(text, "[x](nothing.md)");
    assert.match(told, /references to pages: There is no page of this name/);
  });
});

describe("a shortcode of a theme", () => {
  for (const [body, expected] of [
    [
      '{{< image src="/b.jpg" caption="The *bridge*" >}}',
      '<figure><img src="/b.jpg" alt="The bridge"><figcaption>The <em>bridge</em></figcaption></figure>',
    ],
    ['{{< admonition tip "Title" false >}}\nText\n{{< /admonition >}}', "> [!TIP] Title\n> Text"],
    ['{{% alert title="Mind" color="warning" %}}\nText\n{{% /alert %}}', "> [!WARNING] Mind\n> Text"],
    ["{{% notice info %}}\nText\n{{% /notice %}}", "> [!INFO]\n> Text"],
    ["{{< hint danger >}}\nText\n{{< /hint >}}", "> [!DANGER]\n> Text"],
    ['{{< callout emoji="x" text="Mind the gap" >}}', "> [!NOTE]\n> Mind the gap"],
    ["{{< mermaid >}}\ngraph LR;\n{{< /mermaid >}}", "```mermaid\ngraph LR;\n```"],
    ["a {{< katex >}}x_1{{< /katex >}} b", "a $x_1$ b"],
    ["{{< katex display >}}\nx_1\n{{< /katex >}}", "$$\nx_1\n$$"],
    [
      '{{< tabs "id" >}}\n{{< tab "Go" >}}\n```go\nx\n```\n{{< /tab >}}\n{{< tab "C" >}}y{{< /tab >}}\n{{< /tabs >}}',
      "**Go**\n\n```go\nx\n```\n\n**C**\n\ny",
    ],
    ['{{< expand "More" >}}\nText\n{{< /expand >}}', "<details><summary>More</summary>\n\nText\n\n</details>"],
    ['{{< button relref="/posts/main" >}}Go on{{< /button >}}', "[Go on](/posts/main/)"],
    ["{{< rawhtml >}}<p>A <b>b</b></p>{{< /rawhtml >}}", "<p>A <b>b</b></p>"],
    ["A {{< raw >}}<b>b</b>{{< /raw >}} c", "A <b>b</b> c"],
    ["{{< katex />}}\n\nText", "Text"],
    ['{{< asciinema cast="https://a.example/r.cast" >}}', "<https://a.example/r.cast>"],
    ["{{< typeit >}}\nText\n{{< /typeit >}}", "Text"],
    ["{{< bilibili BV1Sx411T7QQ >}}", "<https://www.bilibili.com/video/BV1Sx411T7QQ>"],
    ['{{< music url="/a.mp3" name="Song" artist="Bo" >}}', "[Song – Bo](/a.mp3)"],
    ["a {{< kbd >}}Ctrl{{< /kbd >}} b", "a <kbd>Ctrl</kbd> b"],
  ] as const) {
    it(`is translated: ${body.slice(0, 60).replaceAll("\n", " ")}`, async () => {
      assert.equal((await source(body)).text.replace(/\n{3,}/g, "\n\n"), expected);
    });
  }

  it("that encrypts its content is left out and told", async () => {
    const { text, told } = await source('a\n\n{{% hugo-encryptor "p" %}}\nSECRET\n{{% /hugo-encryptor %}}\n\nb');
    assert.doesNotMatch(text, /SECRET/);
    assert.match(told, /the shortcode hugo-encryptor: What it encloses is hidden from visitors/);
  });

  it("that is unknown is told by its name", async () => {
    const { text, told } = await source('{{< photoswipe dir="trip" title="The trip" >}}');
    assert.equal(text, "The trip");
    assert.match(told, /the shortcode photoswipe: .* It occurs once in “content\/posts\/main\.md”/);
  });
});

describe("the configuration of Hugo for its Markdown", () => {
  for (const [what, config, body, expected] of [
    ["enables emoji codes", "enableEmoji = true", "Hi :smile:", "Hi 😄"],
    ["does not enable emoji codes", "", "Hi :smile:", "Hi :smile:"],
    ["enables breaks", "[markup.goldmark.renderer]\nhardWraps = true", "a\nb", "a\\\nb"],
    ["enables attributes", "[markup.goldmark.parser.attribute]\nblock = true", "> a\n{#b}", "> a\n{: #b}"],
    ["enables subscripts", "[markup.goldmark.extensions.extras.subscript]\nenable = true", "H~2~O", "H<sub>2</sub>O"],
  ] as const) {
    it(what, async () => assert.equal((await source(body, { config })).text, expected));
  }

  it("links to pages by their names in double brackets", async () => {
    const { text } = await source("[[Other page]] [[nothing]]", {
      others: { "content/posts/other-page.md": "---\ntitle: Other\nurl: /o/\n---\n" },
    });
    assert.equal(text, "[Other page](/o/) [[nothing]]");
  });

  it("does not change addresses from the root, and completes those beside the page", async () => {
    const { text } = await source("[a](../other/) ![b](b.png)", {
      config: '[permalinks]\nposts = "/:year/:filename/"',
    });
    assert.equal(text, "[a](/2020/other/) ![b](https://notes.example.net/2020/main/b.png)");
  });
});
