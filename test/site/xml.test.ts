// Whatever text goes into an XML document, a strict parser gets it back, without the characters that XML does not allow.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { xml, xmlDocument } from "../../site/src/machines/xml.js";
import { parsedXml } from "./parsed-xml.js";

const isAllowed = (point: number): boolean =>
  [0x9, 0xa, 0xd].includes(point) ||
  (point >= 0x20 && point <= 0xd7ff) ||
  (point >= 0xe000 && point <= 0xfffd) ||
  point >= 0x10000;

const allowedIn = (text: string): string => [...text].filter((point) => isAllowed(point.codePointAt(0) ?? 0)).join("");

function assertRoundTrip(text: string): void {
  const [root] = parsedXml(xmlDocument(xml("a", { b: text, left: null }, "<", text, xml("c", {}), null)));
  assert.deepEqual(root?.attributes, { b: allowedIn(text) });
  assert.equal(root?.text, `<${allowedIn(text)}`);
}

test("each code unit from U+0000 to U+FFFF, alone and between letters", () => {
  for (let first = 0; first <= 0xffff; first += 256) {
    const units = Array.from({ length: 256 }, (_, place) => String.fromCharCode(first + place));
    // Between letters, so that surrogates do not join.
    assertRoundTrip(units.map((unit) => `x${unit}`).join(""));
  }
});

test("any text, with markup in it", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc.constantFrom("]]>", "<![CDATA[", "&amp;", "&#8;", "<!--", "\r\n", "\u0085", "\u2028", '"', "'", "\ufffe"),
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => assertRoundTrip(pieces.join(""))));
});
