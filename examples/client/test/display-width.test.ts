// The widths that wrapping and padding rely on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { displayWidth, padToWidth } from "../src/display-width.js";

test("counts a Han character and fullwidth punctuation as two columns", () => {
  assert.equal(displayWidth("网络"), 4);
  assert.equal(displayWidth("Linux 网络，VXLAN。"), 19);
  assert.equal(displayWidth("\u{20bb7}野家"), 6);
});

test("counts a letter with its accents as one column and an emoji sequence as two", () => {
  assert.equal(displayWidth("e\u0301"), 1);
  assert.equal(displayWidth("👩‍💻"), 2);
  assert.equal(displayWidth("⚠️"), 2);
});

test("counts curly quotes, dashes and box lines as one column", () => {
  assert.equal(displayWidth("“a”—─"), 5);
});

test("pads to a width, and leaves alone what is wider", () => {
  assert.equal(padToWidth("网络", 6), "网络  ");
  assert.equal(padToWidth("网络", 3), "网络");
});
