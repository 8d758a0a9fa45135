// Plain-text functions: well-formedness, grapheme boundaries, word counts and percent-decoding.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { countWords, decodePercent, graphemeOffset, graphemes, isWellFormedText } from "../../src/lib/text.js";

describe("isWellFormedText", () => {
  it("rejects text with a NUL or a lone surrogate", () => {
    for (const text of ["", "a中😀", "\u202e\u0001"]) assert.equal(isWellFormedText(text), true);
    for (const text of ["a\0", "\ud83d", "\ude00\ud83d", "\ude00"]) assert.equal(isWellFormedText(text), false);
  });
});

describe("graphemes", () => {
  it("splits text into user-perceived characters", () => {
    assert.deepEqual(graphemes("e\u0301中👨‍👩‍👧🇩🇪\r\n"), ["e\u0301", "中", "👨‍👩‍👧", "🇩🇪", "\r\n"]);
  });

  it("graphemeOffset finds the same boundaries as Intl.Segmenter, also without using it", () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom("中", "a", "，", "é", "\u0301", "か", "\u3099", "👩‍🚀", "\ufe0f", "©", "한", "\r", "\n"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, fc.integer({ min: -1, max: 20 }), (written, count) => {
        assert.equal(graphemeOffset(written, count), graphemes(written).slice(0, Math.max(0, count)).join("").length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("countWords", () => {
  const cases: [text: string, cjk: number, other: number][] = [
    ["", 0, 0],
    ["你好，world！", 2, 1],
    ["OpenStack、ZStack 4.0 与 Kubernetes", 1, 4],
    ["well-known don't e.g. a—b", 0, 5],
    ["ls -la /tmp | grep x > y", 0, 6],
    ["カタカナ ひらがな 漢字", 10, 0],
    ["안녕 세상", 0, 2],
    ["ＡＢＣ　１２３", 0, 2],
    ["𠮷野家", 3, 0],
    ["naïve café", 0, 2],
    ["🎉 -- !!", 0, 0],
  ];
  for (const [text, cjk, other] of cases) {
    it(`counts ${cjk} CJK characters and ${other} other words in ${JSON.stringify(text)}`, () =>
      assert.deepEqual(countWords(text), { cjk, other }));
  }
});

describe("decodePercent", () => {
  it("decodes valid UTF-8 and leaves everything else unchanged", () => {
    assert.equal(decodePercent("%E5%AE%89 %zz %ff %41% 100%"), "安 %zz %ff A% 100%");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) =>
        assert.equal(decodePercent(encodeURIComponent(text)), text),
      ),
    );
  });
});
