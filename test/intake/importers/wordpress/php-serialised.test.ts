// Values that PHP serialised: everything that it writes is read, and nothing else makes an object or an error.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type PhpValue, phpText, readPhpArray } from "../../../../src/intake/importers/wordpress/wxr/php-serialised.js";

function serialise(value: PhpValue): string {
  if (value === null) return "N;";
  if (typeof value === "boolean") return `b:${value ? 1 : 0};`;
  if (typeof value === "number") return Number.isInteger(value) ? `i:${value};` : `d:${value};`;
  if (typeof value === "string") return `s:${Buffer.byteLength(value)}:"${value}";`;
  return `a:${value.size}:{${[...value].map(([key, item]) => serialise(key) + serialise(item)).join("")}}`;
}

const { value: phpValue } = fc.letrec<{ value: PhpValue; array: PhpValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie("array"),
  ),
  array: fc
    .array(fc.tuple(fc.string({ unit: "grapheme" }), tie("value")), { maxLength: 4 })
    .map((entries) => new Map(entries)),
}));

test("what PHP serialises is read as it was", () => {
  fc.assert(
    fc.property(phpValue, (value) => {
      const array = new Map([["x", value]]);
      const text = serialise(array);
      // Deeper values than the limit are not read at all.
      if (text.split("a:").length < 9) assert.deepEqual(readPhpArray(text), array);
    }),
  );
});

test("damaged text, objects and other values are not read", () => {
  for (const text of [
    "",
    's:1:"x";',
    'a:1:{s:1:"a";O:8:"stdClass":0:{}}',
    'a:2:{s:1:"a";i:1;}',
    'a:1:{s:9:"a";i:1;}',
    "a:99999999999:{",
    `${"a:1:{i:0;".repeat(50)}N;${"}".repeat(50)}`,
    'a:1:{i:0;C:1:"x":0:{}}',
  ])
    assert.equal(readPhpArray(text), null, text);
});

test("any text is read or not, without an error", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^a:\d{1,3}:\{[asidbN:;"{}0-9x]{0,60}$/), (text) => {
      readPhpArray(text);
    }),
  );
});

test("a value is found below its keys", () => {
  const array = readPhpArray('a:1:{s:5:"sizes";a:1:{s:1:"m";a:1:{s:4:"file";i:7;}}}');
  assert.equal(phpText(array, "sizes", "m", "file"), "7");
  assert.equal(phpText(array, "sizes", "l", "file"), null);
});
