// Line breaking in the scripts that posts mix.
import assert from "node:assert/strict";
import { test } from "node:test";
import { displayWidth } from "../src/display-width.js";
import { wrap } from "../src/wrap.js";

test("breaks English at spaces", () => {
  assert.equal(wrap("the quick brown fox", 10), "the quick\nbrown fox");
});

test("breaks Chinese between characters and keeps English words whole", () => {
  assert.equal(wrap("用tcpdump抓包看看", 10), "用tcpdump\n抓包看看");
});

test("starts no line with closing punctuation and ends none with opening punctuation", () => {
  assert.equal(wrap("先抓包，再说", 6), "先抓\n包，再\n说");
  assert.equal(wrap("先抓（包）", 6), "先抓\n（包）");
  assert.equal(wrap("先抓“包”", 5), "先抓\n“包”");
});

test("breaks a word that no line can hold", () => {
  assert.equal(wrap("a https://example.org/x", 8), "a\nhttps://\nexample.\norg/x");
});

test("keeps the indentation and inner spaces of a line that fits", () => {
  assert.equal(wrap("if x:\n    y  =  1", 20), "if x:\n    y  =  1");
});

test("keeps blank lines between paragraphs", () => {
  assert.equal(wrap("一\n\n二", 10), "一\n\n二");
});

test("puts the hanging indent before every line but the first and counts it", () => {
  assert.equal(wrap("aaa bbb ccc", 6, "  "), "aaa\n  bbb\n  ccc");
});

test("keeps every line of mixed text within the width", () => {
  const text =
    "用 `nft add rule` 添加规则，再用 conntrack -L 查看（包括 DNAT）；见 https://example.org/a/very/long/path?x=1。".repeat(
      9,
    );
  for (const width of [10, 31, 80]) {
    for (const line of wrap(text, width).split("\n")) assert.ok(displayWidth(line) <= width, line);
  }
});
