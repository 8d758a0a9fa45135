// Template tags are found, paired and nested as the generators do it, and their translations are valid Markdown wherever they stand.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ItemNotices } from "../../../../../src/intake/importers/markdown/item-notices.js";
import { alert, codeBlock, figure } from "../../../../../src/intake/importers/markdown/tags/common-tags.js";
import { rawTag } from "../../../../../src/intake/importers/markdown/tags/literal-tags.js";
import { argument, block, type TagTable } from "../../../../../src/intake/importers/markdown/tags/tag.js";
import { type TagDialect, translateTags } from "../../../../../src/intake/importers/markdown/tags/translate-tags.js";
import { renderBody } from "../../../../../src/platform/markup/render.js";

const TABLE: TagTable<null> = new Map([
  ["highlight", (tag) => codeBlock(tag.verbatim ?? "", argument(tag, "0"))],
  ["figure", (tag) => figure({ src: argument(tag, "src", "0") ?? "", caption: argument(tag, "caption") })],
  ["ref", (tag) => `/p/${argument(tag, "0")}`],
  ["note", (tag) => alert("note", argument(tag, "title"), tag.content ?? "")],
  ["show", (tag) => JSON.stringify([tag.words, Object.fromEntries(tag.named)])],
  ["gone", () => block("")],
  ["raw", rawTag],
]);
const HUGO: TagDialect<null> = {
  syntax: "HUGO",
  table: TABLE,
  reads: "ALL",
  literal: new Set(["highlight"]),
  noun: "the shortcode",
};
const LIQUID: TagDialect<null> = { ...HUGO, syntax: "LIQUID", literal: new Set(["highlight", "raw"]), noun: "the tag" };

const translated = (source: string, dialect = HUGO): string =>
  translateTags(source, dialect, null, new ItemNotices("a.md"));

describe("translateTags", () => {
  for (const [what, source, expected] of [
    ["puts text into the line", "A [b]({{< ref c >}}) d.", "A [b](/p/c) d."],
    [
      "puts blank lines around a block",
      "a\n{{< figure x.png >}}\nb",
      'a\n\n<figure><img src="x.png" alt=""></figure>\n\nb',
    ],
    [
      "ends a paragraph before a block",
      "a {{< figure x.png >}} b",
      'a \n\n<figure><img src="x.png" alt=""></figure>\n\nb',
    ],
    [
      "indents a block in a list",
      "- a\n\n  {{< highlight go >}}\n  x\n\n  y\n  {{< /highlight >}}\n- b",
      "- a\n\n  ```go\n  x\n\n  y\n  ```\n\n- b",
    ],
    [
      "puts a block at the start of an item",
      "1. {{< highlight go >}}x{{< /highlight >}}\n2. b",
      "1. ```go\n   x\n   ```\n\n2. b",
    ],
    [
      "keeps a block in a quotation",
      "> a\n> {{< figure x.png >}}\n> b",
      '> a\n> \n> <figure><img src="x.png" alt=""></figure>\n>\n> b',
    ],
    [
      "keeps a row of a table in one line",
      "| {{< figure x.png >}} | b |",
      '| <figure><img src="x.png" alt=""></figure> | b |',
    ],
    [
      "removes the indentation of HTML around a block",
      "<div>\n      {{< highlight go >}}x{{< /highlight >}}\n</div>",
      "<div>\n      \n```go\nx\n```\n\n</div>",
    ],
    [
      "nests",
      '{{< note title="T" >}}\na {{< ref b >}}\n{{< note >}}c{{< /note >}}\n{{< /note >}}',
      "> [!NOTE] T\n> a /p/b\n>\n> > [!NOTE]\n> > c",
    ],
    [
      "uses a longer fence around fences",
      "{{< highlight md >}}\n```\na\n```\n{{< /highlight >}}",
      "````md\n```\na\n```\n````",
    ],
    [
      "reads both kinds of brackets, whole tags and several lines",
      '{{% show "a" b=`c "d"`\n e=1 /%}}',
      '[["a"],{"b":"c \\"d\\"","e":"1"}]',
    ],
    [
      "keeps backslashes of formulas in arguments",
      '{{< show "\\\\frac \\"a\\" \\beta" >}}',
      '[["\\\\frac \\"a\\" \\\\beta"],{}]',
    ],
    ["does not end at a bracket in quotation marks", '{{< show "a >}} b" >}}c', '[["a >}} b"],{}]c'],
    ["shows escaped tags", "{{</* figure x */>}}", "&#123;{< figure x >}}"],
    [
      "shows escaped tags in code",
      "`{{</* ref x */>}}` and\n```\n{{%/* ref x */%}}\n```",
      "`{{< ref x >}}` and\n```\n{{% ref x %}}\n```",
    ],
    ["reads tags in code that become text", "`{{< ref x >}}`", "`/p/x`"],
    [
      "leaves other tags in code",
      "`{{< figure x >}}`\n\n```\n{{< y >}}z{{< /y >}}\n```",
      "`{{< figure x >}}`\n\n```\n{{< y >}}z{{< /y >}}\n```",
    ],
    [
      "does not take code in a tag for the start of code in prose",
      "{{< highlight md >}}\n```\n{{< /highlight >}}\n\n{{< figure x.png >}}",
      '````md\n```\n````\n\n\n<figure><img src="x.png" alt=""></figure>',
    ],
    ["removes a tag with an empty block", "a\n\n{{< gone >}}\n\nb", "a\n\n\n\nb"],
    ["leaves brackets without a name", "{{< >}} {{<", "{{< >}} {{<"],
  ] as const) {
    it(`${what} (Hugo)`, () => assert.equal(translated(source), expected));
  }

  for (const [what, source, expected] of [
    ["reads tags with hyphens", "{%- ref x -%}", "/p/x"],
    ["takes an apostrophe for text", "{% show Ada's notes %} it's", '[["Ada\'s","notes"],{}] it\'s'],
    ["pairs ends", "{% note %}\na\n{% endnote %}", "> [!NOTE]\n> a"],
    ["shows raw text", "{% raw %}{{ a }} {% b %}{% endraw %}", "&#123;{ a }} &#123;% b %}"],
    ["shows raw text in code", "`{% raw %}{{ a }}{% endraw %}`", "`{{ a }}`"],
    ["shows raw text with fences", "{% raw %}\n```\n{{ a }}\n```\n{% endraw %}", "\n```\n{{ a }}\n```"],
  ] as const) {
    it(`${what} (Liquid)`, () => assert.equal(translated(source, LIQUID), expected));
  }

  it("leaves tags in code if the generator does", () => {
    const source = "`{% ref x %}`\n\n```\n{% ref x %}\n```\n{% ref x %}";
    assert.equal(translated(source, { ...LIQUID, reads: "OUTSIDE_FENCES" }), "`/p/x`\n\n```\n{% ref x %}\n```\n/p/x");
    assert.equal(
      translated(source, { ...LIQUID, reads: "OUTSIDE_CODE" }),
      "`{% ref x %}`\n\n```\n{% ref x %}\n```\n/p/x",
    );
  });

  it("leaves an unknown tag as written on request, with its content translated", () => {
    assert.equal(translated("{% x %}{% ref a %}{% endx %}", { ...LIQUID, unknown: "KEEP" }), "{% x %}/p/a{% endx %}");
  });

  for (const [source, expected] of [
    ['{{< card title="The title" src="/b.jpg" alt="Alt" >}}', "![Alt](/b.jpg)\n\nThe title"],
    ['{{< card href="https://a.example/x" >}}Words{{< /card >}}', "[Words](https://a.example/x)"],
    ['{{< card summary="See" >}}\n\nIt is *seven*.\n{{< /card >}}', "**See**\n\nIt is *seven*."],
    ['{{< card "info" true 100px >}}', ""],
    [
      'By {{< card name="Bo" url="https://bo.example" picture="/bo.jpg" >}} here.',
      "By ![Bo](/bo.jpg) <https://bo.example> here.",
    ],
    ['{{< card src="spec.json" >}}', "[spec.json](spec.json)"],
    ['{{< card "Mind the gap" >}}', "Mind the gap"],
    ["[a]({{< card posts/x.md >}})", "[a](posts/x.md)"],
    [
      '<div>({{< card src="/a.html" caption="The *page*" >}})</div>',
      '<div>(<a href="/a.html">The <em>page</em></a>)</div>',
    ],
    ['<p>x</p>\n\n({{< card src="/a.html" caption="page" >}})', "<p>x</p>\n\n([page](/a.html))"],
    ['{{< pic src="a.png" title="Words" >}}', '![Words](a.png "Words")'],
    ['{{< pic src="a.png" alt="B" title="Words" class="x" >}}', '![B](a.png "Words")'],
  ] as const) {
    it(`keeps what an unknown tag says: ${source.replaceAll("\n", " ")}`, () =>
      assert.equal(translated(source).trim(), expected));
  }

  it("names each unknown kind with its number and place", () => {
    const kinds = new ItemNotices("a.md");
    const told: string[] = [];
    kinds.dropped = (kind) => void told.push(kind);
    translateTags("{{< a >}}{{< b x=1 >}}{{< /c >}}`{{< d >}}`", HUGO, null, kinds);
    assert.deepEqual(told, ["the shortcode a", "the shortcode b", "the shortcode c"]);
  });

  it("keeps fences apart from the HTML before them", () => {
    const source = "<br>\nText.\n{{< highlight go >}}\nx\n\ny\n{{< /highlight >}}\n\n## Last";
    const { html } = renderBody(translated(source), "MARKDOWN", { siteUrl: null });
    assert.match(html, /<code class="language-go">x\n\ny\n?<\/code>/);
    assert.match(html, /<h2[^>]*>Last<\/h2>/);
  });

  it("keeps the text after an open tag that another tag follows", () => {
    for (const open of ["{{< note ", "{{< a `b", '{{< a "b'])
      assert.match(translated(`${open}{{% ref x %}}word {{</* x */>}}`), /word/);
  });

  it("reads a tag in the quoted argument of another as part of it", () => {
    const text = translated('{{< figure alt="{{% x %}}" src="a.png" >}} word');
    assert.match(text, /<figure><img src="a\.png"[^>]*><\/figure>\s+word/);
  });

  it("keeps all words outside of tags, for any mixture of tags", () => {
    const piece = fc.constantFrom(
      ...[
        "word ",
        "\n",
        "\n\n",
        "- ",
        "> ",
        "    ",
        "`",
        "```\n",
        "| ",
        '"',
        "{{",
        "}}",
        "{{</* x */>}}",
        "{{< /note >}}",
      ],
      ...[
        "{{< note >}}",
        "{{< note ",
        "{{< gone >}}",
        "{{< highlight go >}}",
        "{{< /highlight >}}",
        "{{< a `b",
        "{{% ref x %}}",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const source = pieces.join("");
        const words = (text: string): number => text.split("word").length;
        assert.ok(words(translated(source)) >= words(source.replace(/\{\{[<%][\s\S]*?[>%]\}\}/g, "")));
      }),
    );
  });

  it("reads long texts of open tags", () => {
    for (const part of [
      "{{< a ",
      '{{< a "" ',
      '{{< a ">}}"',
      "{{< a >}}",
      "- {{< gone >}}",
      "`{{< note >}}",
      '{{< "\\" ',
      "{{</* ",
    ]) {
      assert.ok(translated(`${part.repeat(30_000)} >}}`) !== null);
      assert.ok(translated(part.replace("{{<", "{%").replace(">}}", "%}").repeat(30_000), LIQUID) !== null);
    }
  });
});
