// The stylesheet of rich HTML: how it is served, that it knows all classes, and that text can be read in both schemes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { CODE_CLASSES, CODE_COLOURS, RICH_STYLESHEET } from "../../src/http/stylesheet/rich-stylesheet.js";
import { LASTING_STYLESHEET_PATH } from "../../src/http/stylesheet/stylesheet-page.js";
import { TINTS, tintOf } from "../../src/platform/pictures/tints.js";
import { startTestApp, type TestApp } from "../support/app.js";

describe("the stylesheet of rich HTML", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.close());

  it("is served under a fixed path, and under one whose content never changes", async () => {
    const fixed = await fetch(`${app.url}/rich.css`);
    const lasting = await fetch(app.url + LASTING_STYLESHEET_PATH);
    assert.equal(await fixed.text(), RICH_STYLESHEET);
    assert.equal(await lasting.text(), RICH_STYLESHEET);
    assert.deepEqual(
      [fixed, lasting].map(({ headers }) => headers.get("cache-control")),
      ["public, max-age=300", "public, max-age=31536000, immutable"],
    );
    assert.equal(fixed.headers.get("content-type"), "text/css; charset=utf-8");
    const etag = fixed.headers.get("etag") ?? "";
    assert.match(etag, /^"[0-9a-f]{16}"$/);
    const again = await fetch(`${app.url}/rich.css`, { headers: { "if-none-match": etag } });
    assert.deepEqual([again.status, await again.text()], [304, ""]);
    assert.equal((await fetch(`${app.url}/rich.css`, { method: "POST" })).status, 405);
    assert.equal((await fetch(`${app.url}/rich-0000000000000000.css`)).status, 404);
  });

  it("is small", () => {
    assert.ok(Buffer.byteLength(RICH_STYLESHEET) < 6_000);
  });

  it("has a rule for every class that is written, and loads nothing", async () => {
    const golden = await readFile("test/platform/markup/rich/code.golden.txt", "utf8");
    const written = new Set(Array.from(golden.matchAll(/hljs-[a-z_-]+/g), ([name]) => name));
    const styled = new Set(RICH_STYLESHEET.match(/hljs-[a-z_-]+/g));
    // These mark parts that have the colour of the text.
    const plain = [
      "hljs-function",
      "hljs-class",
      "hljs-params",
      "hljs-operator",
      "hljs-punctuation",
      "hljs-char",
      "hljs-property",
    ];
    assert.deepEqual(
      [...written].filter((name) => !styled.has(name) && !plain.includes(name)),
      [],
    );
    for (const name of ["code-block", "code-line", "marked-line", "table-scroll", "heading-anchor"]) {
      assert.ok(RICH_STYLESHEET.includes(`.${name}`), name);
    }
    assert.doesNotMatch(RICH_STYLESHEET, /url\(|@import|<\//);
  });

  it("text has a contrast of at least 4.5 in both schemes, on all grounds it may have", () => {
    for (const scheme of ["light", "dark"] as const) {
      const colours = CODE_COLOURS[scheme];
      const colour = (name: string) => colours[name] ?? assert.fail(name);
      const grounds = ["code-ground", "code-marked"];
      for (const text of ["code-ink", ...Object.keys(CODE_CLASSES)]) {
        for (const ground of grounds) assertContrast(colour(text), colour(ground), `${scheme} ${text} on ${ground}`);
      }
      assertContrast(colour("code-name"), colour("code-added"), `${scheme} additions`);
      assertContrast(colour("code-variable"), colour("code-removed"), `${scheme} deletions`);
    }
  });
});

describe("the colours for the places of pictures", () => {
  it("are the most similar ones of the palette", () => {
    for (const [name, colour] of Object.entries(TINTS)) assert.equal(tintOf(colour), `tint-${name}`);
    assert.equal(tintOf("#000000"), "tint-black");
    assert.equal(tintOf("#FFFFFF"), "tint-white");
    assert.equal(tintOf("#5078a8"), "tint-blue");
    assert.equal(tintOf("red"), null);
  });
});

function assertContrast(text: string, ground: string, message: string): void {
  const [one, other] = [luminance(text), luminance(ground)];
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  assert.ok(contrast >= 4.5, `${message}: ${contrast.toFixed(2)}`);
}

/** As WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
