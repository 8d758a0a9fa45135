// Slugs that are made from titles, and slugs that clients send. Every slug that is made must be found again.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isSlug, normaliseSlug, slugFrom } from "../../../src/platform/markup/slug.js";

describe("A slug made from a title", () => {
  const cases: [title: string, slug: string][] = [
    ["写给 OpenStacker 的 ZStack 指南(一)", "写给-openstacker-的-zstack-指南-一"],
    ["C++", "c-plus-plus"],
    ["C++11 与 C#", "c-plus-plus-11-与-c-sharp"],
    ["TLA+ 简介", "tla-plus-简介"],
    ["ＡＢＣ　１２３", "abc-123"],
    ["Don’t Panic!", "dont-panic"],
    ["TCP/IP: 100% ?#\\", "tcp-ip-100"],
    ["İstanbul ÀÉ", "istanbul-àé"],
    ["नमस्ते दुनिया", "नमस्ते-दुनिया"],
    ["❤\ufe0f l\u200bo\u202eve", "love"],
  ];
  for (const [title, slug] of cases) {
    it(`the slug of the title ${JSON.stringify(title)} is ${slug}`, () => assert.equal(slugFrom(title), slug));
  }

  it("the slug of a title without letters is stable and unique", () => {
    assert.match(slugFrom("🎉"), /^post-[0-9a-f]{8}$/);
    assert.equal(slugFrom("🎉"), slugFrom("🎉"));
    assert.notEqual(slugFrom("🎉"), slugFrom("！！！"));
    assert.match(slugFrom(""), /^post-/);
  });

  it("a slug has at most 120 code points and ends with a whole word if possible", () => {
    assert.equal([...slugFrom("字".repeat(300))].length, 120);
    assert.equal([...slugFrom("𠮷".repeat(300))].length, 120);
    assert.match(slugFrom("hello world ".repeat(30)), /-(?:hello|world)$/);
  });

  it("a slug made from any title is valid, unchanged if made again, and found in any form", () => {
    const title = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom("中", "A", "+", "#", " ", "-", "é", "İ", "Σ", "ß", "/", "😀") }),
    );
    fc.assert(
      fc.property(title, (written) => {
        const slug = slugFrom(written);
        assert.ok(isSlug(slug), slug);
        assert.ok([...slug].length <= 120);
        assert.doesNotMatch(slug, /[/?#%\\\s\p{C}]/u);
        assert.equal(slugFrom(slug), slug);
        assert.equal(normaliseSlug(slug), slug);
        assert.equal(normaliseSlug(encodeURIComponent(slug)), slug);
        assert.equal(normaliseSlug(slug.normalize("NFD")), slug);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("A slug from a client", () => {
  const accepted: [input: string, slug: string][] = [
    ["/Foo-Bar/", "foo-bar"],
    ["%E5%AE%89%E8%A3%85", "安装"],
    ["安装", "安装"],
    ["e\u0301", "é"],
    ["c++", "c++"],
    ["a_b.c~d", "a_b.c~d"],
    ["字".repeat(255), "字".repeat(255)],
    [encodeURIComponent("𠮷".repeat(255)), "𠮷".repeat(255)],
  ];
  for (const [input, slug] of accepted) {
    it(`${JSON.stringify(input.slice(0, 40))} is accepted as a slug`, () => assert.equal(normaliseSlug(input), slug));
  }

  const rejected = [
    "",
    "/",
    "..",
    "%",
    "%zz",
    "%ff",
    "a%00",
    "a\0",
    "\ud800",
    "a b",
    "a/b",
    "a%2Fb",
    "a?b",
    "a\u202eb",
    "a\u200bb",
    "\ufeffa",
    "a\nb",
    "字".repeat(256),
    "x".repeat(1_000_000),
  ];
  for (const input of rejected) {
    it(`${JSON.stringify(input.slice(0, 20))} is not a slug`, () => assert.equal(normaliseSlug(input), null));
  }
});
