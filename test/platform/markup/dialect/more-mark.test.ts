// The text before a mark such as `<!-- more -->` is found, and the mark itself is no part of a body.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { textBeforeMore } from "../../../../src/platform/markup/dialect/more-mark.js";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { readPropertyRuns } from "../../../support/environment.js";
import { markdownDocument } from "../markdown-documents.js";

describe("The text before the mark for the rest", () => {
  const found: [source: string, expected: string][] = [
    ["a\n\n<!--more-->\n\nb", "a"],
    ["*a*\n<!-- MORE -->\nb", "*a*"],
    ["a <!--  more  --> b", "a"],
    ["a\r\n\r\n<!--more Read on-->\r\nb", "a"],
    ["a\n\n<!--more-->b\n\n<!--more-->", "a"],
    ["`<!--more-->`\n\na\n\n<!--more-->", "`<!--more-->`\n\na"],
    ["```\n<!--more-->\n```\n\na\n\n<!--more-->", "```\n<!--more-->\n```\n\na"],
    ["- a\n  <!--more-->\n- b", "- a"],
    ["<div>\r\na\r\n<!--more-->\r\n</div>", "<div>\r\na"],
  ];
  for (const [source, expected] of found)
    it(`the mark ends it: ${JSON.stringify(source)}`, () => assert.equal(textBeforeMore(source), expected));

  for (const source of [
    "a",
    "<!--more-->b",
    "`<!--more-->`",
    "    <!--more-->",
    "<!-- moreover -->",
    "a\n\n\\<!--more-->",
  ])
    it(`there is no mark or nothing before it: ${JSON.stringify(source)}`, () =>
      assert.equal(textBeforeMore(source), null));

  it("the mark is not displayed, and the text behind it is Markdown", () => {
    const html = (source: string): string => renderBody(source, "MARKDOWN", { siteUrl: null }).html.replace(/\n+/g, "");
    assert.equal(html("a\n<!--more-->\nb"), "<p>a</p><p>b</p>");
    assert.equal(html("a\n\n<!-- more -->*b*"), "<p>a</p><p><em>b</em></p>");
  });

  it("it is the start of the source", () => {
    fc.assert(
      fc.property(markdownDocument, (source) => {
        const text = textBeforeMore(source);
        assert.ok(text === null || (source.startsWith(text) && text.trim() !== ""));
      }),
      readPropertyRuns(),
    );
  });
});
