// Line breaks, emoji codes, subscripts and wiki links are translated in prose, and nothing else of a source changes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { emojiCodes } from "../../../../src/platform/markup/dialect/emoji-codes.js";
import { hardBreaks } from "../../../../src/platform/markup/dialect/hard-breaks.js";
import { inlineMarks } from "../../../../src/platform/markup/dialect/inline-marks.js";
import { type WikiReference, wikiKey, wikiLinks } from "../../../../src/platform/markup/dialect/wiki-links.js";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { readPropertyRuns } from "../../../support/environment.js";
import { markdownDocument } from "../markdown-documents.js";

const render = (source: string): string => renderBody(source, "MARKDOWN", { siteUrl: null }).html;

describe("Hard breaks", () => {
  const changed: [source: string, expected: string][] = [
    ["a\nb\nc", "a\\\nb\\\nc"],
    ["a\r\nb", "a\\\r\nb"],
    ["a \nb", "a \\\nb"],
    ["> a\n> b\nc", "> a\\\n> b\\\nc"],
    ["- a\n  b\n- c", "- a\\\n  b\n- c"],
    ["1. > a\n   > b", "1. > a\\\n   > b"],
    ["Term\n: a\n  b", "Term\n: a\\\n  b"],
    ["a[^1]\n\n[^1]: b\n    c", "a[^1]\n\n[^1]: b\\\n    c"],
    ["地址\n电话", "地址\\\n电话"],
    [":::info A\na\nb\n:::", ":::info A\na\\\nb\n:::"],
    ["> [!NOTE]\n> a\n> b", "> [!NOTE]\n> a\\\n> b"],
    ["a **b\nc** d", "a **b\\\nc** d"],
    ["[a\nb](/c)", "[a\\\nb](/c)"],
  ];
  for (const [source, expected] of changed)
    it(`a newline in a paragraph is a break: ${JSON.stringify(source)}`, () =>
      assert.equal(hardBreaks(source), expected));

  for (const source of [
    "a  \nb",
    "a\\\nb",
    "`a\nb`",
    "$a\nb$",
    "<b\nid='x'>a",
    "```\na\nb\n```",
    "    a\n    b",
    "<div>\na\nb\n</div>",
    "| a |\n|---|\n| b |",
    "# a\n\nb",
    "[a]: /b\n[c]: /d",
    "$$\na\nb\n$$",
    "- a\n- b",
    "a\n\nb",
    "a\n{% image b %}\nc",
    "{% codeblock %}\na\nb\n{% endcodeblock %}",
    "{{< highlight go >}}\na\nb\n{{< /highlight >}}",
    "![a\nb](/c)",
  ])
    it(`other newlines are unchanged: ${JSON.stringify(source)}`, () => assert.equal(hardBreaks(source), source));

  it("applying them twice changes nothing", () => {
    fc.assert(
      fc.property(markdownDocument, (source) => assert.equal(hardBreaks(hardBreaks(source)), hardBreaks(source))),
      readPropertyRuns(),
    );
  });

  it("only line breaks are added to what readers see", () => {
    const withoutBreaks = (html: string): string => html.replace(/<br \/>|\s+/g, "");
    // Importers replace the tags of templates first.
    const withoutTags = markdownDocument.map((source) => source.replace(/\{\{.*?\}\}|\{%.*?%\}/g, "tag"));
    fc.assert(
      fc.property(withoutTags, (source) =>
        assert.equal(withoutBreaks(render(hardBreaks(source))), withoutBreaks(render(source))),
      ),
      readPropertyRuns(),
    );
  });
});

describe("Emoji codes", () => {
  const changed: [source: string, expected: string][] = [
    ["a :smile: b:+1:c", "a 😄 b👍c"],
    ["# :tada: #", "# 🎉 #"],
    ["> - **:tada:**  \n> b", "> - **🎉**  \n> b"],
    ["| :tada: | a \\| :tada: |\n|---|---|\n| :tada: | x |", "| 🎉 | a \\| 🎉 |\n|---|---|\n| 🎉 | x |"],
    ["[:tada:](/:tada:)", "[🎉](/:tada:)"],
    [":100:", "💯"],
  ];
  for (const [source, expected] of changed)
    it(`a code in prose is replaced: ${JSON.stringify(source)}`, () => assert.equal(emojiCodes(source), expected));

  for (const source of [
    "`:smile:`",
    "10:100:30",
    ":no-such-code:",
    ":constructor:",
    "https://a.example/:smile:/",
    "<a title=':smile:'>b</a>",
    "{{< x ':smile:' >}}",
    "$:smile:$",
    "```\n:smile:\n```",
  ])
    it(`other colons are unchanged: ${JSON.stringify(source)}`, () => assert.equal(emojiCodes(source), source));
});

const subSuperscript = (source: string): string => inlineMarks(source, { subscript: true, superscript: true });

describe("Subscripts, superscripts and insertions", () => {
  it("they become elements", () => {
    assert.equal(
      subSuperscript("H~2~O and 2^10^ and P~a\\ b~"),
      "H<sub>2</sub>O and 2<sup>10</sup> and P<sub>a b</sub>",
    );
    assert.equal(inlineMarks("a ++b c++ d", { inserted: true }), "a <ins>b c</ins> d");
  });

  for (const source of ["~~a~~", "a~ b~", "`~a~`", "$x^2^$", "a[^1] b[^1]\n\n[^1]: c", "^ a^", "~a [b~](/c)"])
    it(`other signs are unchanged: ${source}`, () => assert.equal(subSuperscript(source), source));

  it("C++ is no insertion", () => {
    assert.equal(inlineMarks("C++, C++ and i++ + ++j", { inserted: true }), "C++, C++ and i++ + ++j");
  });
});

describe("Wiki links", () => {
  const pages = new Map([
    ["other-page", "/posts/other"],
    ["map.png", "/files/a map.png"],
  ]);
  const resolve = ({ name }: WikiReference): string | null => pages.get(wikiKey(name)) ?? null;
  const changed: [source: string, expected: string][] = [
    ["[[Other Page]]", "[Other Page](/posts/other)"],
    ["[[folder/other-page.md|that *page*]]", "[that *page*](/posts/other)"],
    ["[[other_page#My Part|x]]", "[x](/posts/other#my-part)"],
    ["[[other page#My Part]]", "[other page > My Part](/posts/other#my-part)"],
    ["[[other page#^abc123|x]]", "[x](/posts/other)"],
    ["[[#My Part]]", "[My Part](#my-part)"],
    ["![[map.png]]", "![map](/files/a%20map.png)"],
    ["![[map.png|Our map]]", "![Our map](/files/a%20map.png)"],
    ["![[map.png|300x200]]", '<img src="/files/a%20map.png" alt="map" width="300" height="200">'],
    ["![[other page]]", "[other page](/posts/other)"],
    ["| a |\n|---|\n| [[other page\\|x]] |", "| a |\n|---|\n| [x](/posts/other) |"],
  ];
  for (const [source, expected] of changed)
    it(`a link becomes one of Markdown: ${JSON.stringify(source)}`, () =>
      assert.equal(wikiLinks(source, resolve), expected));

  for (const source of [
    "`[[other page]]`",
    "a[[0]]",
    "[[other page]](/x)",
    "[[unknown]]",
    "[[]]",
    "```\n[[other page]]\n```",
  ])
    it(`other brackets are unchanged: ${source}`, () => assert.equal(wikiLinks(source, resolve), source));
});

describe("Dialects", () => {
  it("they change no source without their signs", () => {
    fc.assert(
      fc.property(markdownDocument, (source) => {
        const plain = source.replace(/[:~^+[]/g, " ");
        assert.equal(emojiCodes(plain), plain);
        assert.equal(inlineMarks(plain, { subscript: true, superscript: true, inserted: true }), plain);
        assert.equal(
          wikiLinks(plain, () => "/x"),
          plain,
        );
      }),
      readPropertyRuns(),
    );
  });

  it("they accept any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (source) => {
        for (const translate of [hardBreaks, emojiCodes, subSuperscript])
          assert.equal(typeof translate(source), "string");
      }),
      readPropertyRuns(),
    );
  });
});
