// Generated excerpts, where they are cut and how they end, and the cleaning of written excerpts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { graphemes } from "../../../src/lib/text.js";
import { generateExcerpt } from "../../../src/platform/markup/excerpt.js";
import { cleanWrittenExcerpt } from "../../../src/platform/markup/written-excerpt.js";

const chinese = "在之前的文章中，我们介绍了 OpenStack Neutron 的概念。";
const english = "The quick brown fox jumps over the lazy dog.";

describe("A generated excerpt", () => {
  const cases: [name: string, text: string, maxLength: number, excerpt: string][] = [
    ["is the whole text if it fits", english, english.length, english],
    ["ends next to a Han character", chinese, 8, "在之前的文[…]"],
    ["is not cut before closing punctuation", chinese, 10, "在之前的文章[…]"],
    ["may end with closing punctuation", chinese, 11, "在之前的文章中，[…]"],
    ["is not cut after an opening bracket", "如何（怎样）做到这一点", 6, "如何[…]"],
    ["does not cut a word of another script", chinese, 20, "在之前的文章中，我们介绍了[…]"],
    ["has a space before the ending after Latin text", chinese, 30, "在之前的文章中，我们介绍了 OpenStack […]"],
    ["does not cut a Korean word", "쿠버네티스 환경에서 파드를 배포하는 방법", 17, "쿠버네티스 환경에서 […]"],
    ["ends at a word", english, 20, "The quick brown […]"],
    ["cuts a single word that is too long", "a".repeat(50), 10, "aaaaaa […]"],
    ["is one line", "  a\n\nb\tc  ", 9, "a b c"],
    ["is empty for a length of 0", english, 0, ""],
    ["is only an ellipsis if nothing else fits", english, 1, "…"],
    ["is only the ending if no word fits", english, 4, "[…]"],
    ["has one Han character in a length of 4", chinese, 4, "在[…]"],
    ["counts an emoji of several code points once", "👨‍👩‍👧‍👦".repeat(9), 9, "👨‍👩‍👧‍👦".repeat(9)],
    ["does not cut an emoji of several code points", "👨‍👩‍👧‍👦".repeat(9), 6, `${"👨‍👩‍👧‍👦".repeat(2)} […]`],
  ];
  for (const [name, text, maxLength, excerpt] of cases) {
    it(`a generated excerpt ${name}`, () => assert.equal(generateExcerpt(text, maxLength), excerpt));
  }

  it("a generated excerpt never exceeds the maximum of graphemes, and is a prefix of the text", () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom("中", "，", "a", " ", "（", "é", "e\u0301", "👩‍🚀", "𠮷", "…"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 30 }), (written, maxLength) => {
        const line = written.replace(/[\t\n\v\f\r ]+/g, " ").trim();
        const excerpt = generateExcerpt(written, maxLength);
        assert.ok(graphemes(excerpt).length <= maxLength);
        assert.ok(excerpt === line || line.startsWith(excerpt.replace(/ ?\[…\]$|…$/, "")));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("A written excerpt", () => {
  const cases: [written: string, clean: string][] = [
    ["<p>Hello &amp; <b>welcome</b></p>\n", "Hello & welcome"],
    ["Hello [&hellip;]", "Hello […]"],
    ["Hello [...]", "Hello […]"],
    ["中文内容[...]", "中文内容[…]"],
    ["中文内容 […]", "中文内容[…]"],
    ["Hello &hellip; <a href='/x'>Continue reading <span>A title</span> &rarr;</a>", "Hello […]"],
    ["Some text.<a href='/x'>Read more</a>", "Some text."],
    ["中文内容…… <a>阅读全文</a>", "中文内容[…]"],
    ["You should read more", "You should read more"],
    ["and more...", "and more..."],
    ["他说……", "他说……"],
    ["a < b && c > d", "a < b && c > d"],
    ["<script>alert(1)</script>x", "x"],
    ["", ""],
  ];
  for (const [written, clean] of cases) {
    it(`the written excerpt ${JSON.stringify(written)} becomes ${JSON.stringify(clean)}`, () =>
      assert.equal(cleanWrittenExcerpt(written), clean));
  }
});
