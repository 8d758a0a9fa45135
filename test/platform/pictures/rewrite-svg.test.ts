// SVG pictures are rewritten: what is harmful is left out or refused, and what is shown stays.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { rewriteSvg, SVG_LIMITS } from "../../../src/platform/pictures/svg/rewrite-svg.js";
import { SVG_ATTACKS } from "../../support/svg-attacks.js";
import { halves, photograph } from "../../support/test-pictures.js";

const NS = 'xmlns="http://www.w3.org/2000/svg"';
const HARMFUL = [
  /\bon\w+\s*=\s*"/i,
  /<script|<foreignObject|<style|<animate|<set|<iframe|<handler|<\w+:/i,
  /javascript:/i,
  /<!|<\?/,
  /xlink|xml:base/,
];

const rewrite = (text: string) => rewriteSvg(Buffer.from(text));

function svgOf(text: string): string {
  const result = rewrite(text);
  assert.ok(result.isOk, JSON.stringify(result));
  return result.svg;
}

function messageOf(text: string): string {
  const result = rewrite(text);
  assert.ok(!result.isOk);
  return result.message;
}

function assertHarmless(svg: string): void {
  const attributes = [...svg.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, value] as const,
  );
  for (const pattern of HARMFUL)
    assert.doesNotMatch(svg.replace(/>[^<]*</g, "><").replace(/ (?:aria-label)="[^"]*"/g, ""), pattern);
  for (const [name, value] of attributes) {
    if (name === "href") assert.match(value, /^(?:#[\w:.-]+|data:image\/(?:png|jpeg|webp);base64,[\w+/=\s]+)$/);
    else if (name !== "xmlns") assert.doesNotMatch(value, /:\/\/|url\((?!["']?#)|\\/i, name);
  }
}

describe("hostile SVG pictures", () => {
  test("nothing harmful survives of any vector", () => {
    assert.ok(Object.keys(SVG_ATTACKS).length >= 40);
    for (const [name, text] of Object.entries(SVG_ATTACKS)) {
      const result = rewrite(text);
      if (result.isOk) assertHarmless(result.svg);
      else assert.match(result.message, /^[A-Z].*\.$/, name);
    }
  });

  test("nothing harmful survives of any mixture of vectors", () => {
    const contents = Object.values(SVG_ATTACKS).flatMap((text) => /^<svg[^>]*>(.*)<\/svg>$/s.exec(text)?.[1] ?? []);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...contents), { maxLength: 5 }),
        fc.string({ unit: "grapheme" }),
        (parts, text) => {
          const escaped = text.replace(/[&<]/g, "");
          const result = rewrite(
            `<svg ${NS} xmlns:xlink="http://www.w3.org/1999/xlink"><g>${parts.join(`<text>${escaped}</text>`)}</g></svg>`,
          );
          if (!result.isOk) return;
          assertHarmless(result.svg);
          assert.equal(svgOf(result.svg), result.svg, "A rewritten picture is rewritten to itself.");
        },
      ),
    );
  });

  test("what would change the look is refused with a sentence", () => {
    assert.match(messageOf(`<svg ${NS}><style>.a{fill:red}</style></svg>`), /presentation attributes/);
    assert.match(messageOf(`<!DOCTYPE svg [<!ENTITY a "b">]><svg ${NS}/>`), /entities/);
    assert.match(messageOf(`<svg ${NS}>${"<g>".repeat(70)}${"</g>".repeat(70)}</svg>`), /64 deep/);
    assert.match(messageOf(`<svg ${NS}>${"<g/>".repeat(SVG_LIMITS.elements)}</svg>`), /20000 elements/);
    assert.match(messageOf(`<svg ${NS}><g id="a"><use href="#a"/></g></svg>`), /refer to each other/);
    assert.match(messageOf(SVG_ATTACKS["elements that use each other"] ?? ""), /refer to each other/);
    assert.match(messageOf("<svg/>"), /SVG namespace/);
    assert.match(messageOf(`<svg ${NS}><g></svg>`), /not well-formed/);
    assert.match(messageOf(`<svg ${NS}>${" ".repeat(SVG_LIMITS.bytes)}</svg>`), /bytes/);
    const latin = rewriteSvg(Buffer.from(`<svg ${NS}><title>\xe9</title></svg>`, "latin1"));
    assert.ok(!latin.isOk && /UTF-8/.test(latin.message));
  });

  test("embedded pictures stay if they are what they say and have no metadata", async () => {
    const image = (type: string, bytes: Buffer) =>
      `<svg ${NS}><image width="9" height="9" href="data:${type};base64,${bytes.toString("base64")}"/></svg>`;
    const png = await halves(8, 8).png().toBuffer();
    assert.match(svgOf(image("image/png", png)), /href="data:image\/png;base64,iVBOR/);
    assert.doesNotMatch(svgOf(image("image/jpeg", png)), /href/);
    assert.doesNotMatch(svgOf(image("image/gif", png)), /href/);
    assert.match(messageOf(image("image/jpeg", await photograph(8, 8))), /metadata/);
    const withText = await sharp(png).withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>").png().toBuffer();
    assert.match(messageOf(image("image/png", withText)), /metadata/);
  });
});

describe("harmless SVG pictures", () => {
  test("shapes, gradients, texts, filters and references stay", () => {
    const content = [
      '<defs><linearGradient id="g" x1="0" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#f00"/></linearGradient>',
      '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><clipPath id="c"><circle r="9"/></clipPath></defs>',
      '<title>A &amp; B</title><path d="M0 0L9 9z" fill="url(#g)" filter="url(#f)" transform="rotate(45 5,5) scale(2)"/>',
      '<g clip-path="url(#c)"><use href="#g" x="3"/></g><text x="1" y="9" font-family="Noto Sans, 宋体">图 1<tspan dy="2">x</tspan></text>',
    ].join("");
    const expected = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90" height="60">${content}</svg>`;
    assert.equal(svgOf(`<svg ${NS} viewBox="0 0 90 60">${content}</svg>`), expected);
  });

  test("what drawing programs write becomes plain SVG", () => {
    const inkscape = `<?xml version="1.0" encoding="UTF-8"?><!-- Created with a program -->
      <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
      <svg:svg xmlns:svg="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="10mm" height="5mm" inkscape:version="1">
      <svg:metadata>who and when</svg:metadata>
      <svg:a href="https://example.org/"><svg:path style="fill:#ff0000 !important;stroke:none;-inkscape-font-specification:x" inkscape:label="secret" d="M0 0"/></svg:a></svg:svg>`;
    assert.equal(
      svgOf(inkscape),
      `<svg xmlns="http://www.w3.org/2000/svg" width="38" height="19"><path d="M0 0" fill="#ff0000" stroke="none"/></svg>`,
    );
  });

  test("the size comes from the root or its viewBox", () => {
    const size = (attributes: string) => {
      const result = rewrite(`<svg ${NS} ${attributes}/>`);
      return result.isOk ? [result.width, result.height] : [];
    };
    assert.deepEqual(size('width="20" height="10px"'), [20, 10]);
    assert.deepEqual(size('width="100%" height="100%" viewBox="0 0 30 40"'), [30, 40]);
    assert.deepEqual(size('width="60" viewBox="0,0,30,40"'), [60, 80]);
    assert.deepEqual(size('height="80" viewBox="0 0 30 40"'), [60, 80]);
    assert.deepEqual(size(""), [300, 150]);
    assert.deepEqual(size('width="1000000" height="1"'), [16_384, 1]);
    assert.deepEqual(size('width="-5" height="0" viewBox="0 0 0 0"'), [300, 150]);
  });
});
