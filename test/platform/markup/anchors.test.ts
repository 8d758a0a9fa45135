// Links within a body find their place, and what a page loads from elsewhere becomes a link that can be read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { MarkupFormat } from "../../../src/platform/markup/body.js";
import { renderBody } from "../../../src/platform/markup/render.js";
import { readPropertyRuns } from "../../support/environment.js";

const formats: MarkupFormat[] = ["MARKDOWN", "HTML"];

function html(source: string, format: MarkupFormat = "HTML"): string {
  return renderBody(source, format, { siteUrl: null }).html;
}

/** The fragments of links without an element of that id. */
function lostFragments(rendered: string): string[] {
  const ids = new Set(Array.from(rendered.matchAll(/ id="([^"]*)"/g), ([, id]) => id));
  return Array.from(rendered.matchAll(/href="#([^"]*)"/g), ([, id = ""]) => id).filter(
    (id) => !ids.has(id) && !ids.has(decodeURIComponent(id)),
  );
}

describe("Links within a body", () => {
  const places: [name: string, source: string][] = [
    ["a name", '<p><a href="#a">x</a></p>\n\n<a name="a"></a>\n\n<p>y</p>'],
    ["the id of a paragraph", '<p><a href="#a">x</a></p>\n\n<p id="a">y</p>'],
    ["the id of an empty element", '<p><a href="#a">x</a></p>\n\n<div id="a"></div>\n\n<p>y</p>'],
    [
      "the id of a list, a cell and an image",
      '<a href="#a">x</a><a href="#b">x</a><ul id="a"><li>y</li></ul><table><tr><td id="b">z</td></tr></table>',
    ],
    ["an anchor in a heading", '<a href="#a">x</a>\n\n<h2><a id="a"></a>A title</h2>'],
    ["an id with a space", '<a href="#my%20place">x</a>\n\n<p id="my place">y</p>'],
    ["an id in another script", '<a href="#%E4%BD%A0">x</a>\n\n<p id="你">y</p>'],
    [
      "a note of a word processor",
      '<a href="#_edn1" name="_ednref1">[i]</a>\n\n<p><a name="_edn1" href="#_ednref1">[i]</a> Note</p>',
    ],
    [
      "an anchor without the signs of Latin letters",
      '<a href="#cafe-resume-oeuvre">x</a>\n\n<h2>Café résumé Œuvre</h2>',
    ],
    ["an anchor with basic letters alone", '<a href="#caf-rsum-2">x</a>\n\n<h2>1. Café: résumé 之 2</h2>'],
    ["the anchor of another generator", '<a href="#A_Title:">x</a>\n\n<h2>A title</h2>'],
    ["an anchor within a link", '<a href="#a">x</a> <a href="https://b.example/"><a name="a"></a>y</a>'],
  ];
  for (const format of formats) {
    for (const [name, source] of places) {
      it(`a link finds ${name}: ${format}`, () => {
        const rendered = html(source, format);
        assert.ok(rendered.includes('href="#'), rendered);
        assert.deepEqual(lostFragments(rendered), [], rendered);
      });
    }
  }

  it("an id yields to the anchor of a heading, and its link follows", () => {
    const rendered = html('<a href="#title">x</a>\n\n<h2>Title</h2>\n\n<p id="title">y</p>');
    assert.match(rendered, /href="#title-1"/);
    assert.match(rendered, /<h2 id="title">/);
    assert.match(rendered, /<p id="title-1">/);
  });

  it("of elements with the same id, the first one is retained", () => {
    const rendered = html('<a href="#a">x</a><p id="a">y</p><p id="a">z</p>');
    assert.equal(rendered.match(/id="a"/g)?.length, 1);
    assert.match(rendered, /id="a">y/);
  });

  it("ids without a link are removed", () => {
    assert.equal(html('<p id="menu">a</p><a name="x"></a>'), "<p>a</p>");
  });
});

/** Places of each kind, which have the id in all blocks around them. */
const place = fc
  .tuple(
    fc.constantFrom("a", "b c", "Ü", "title", "_ftn1", "x.y", "1", "中"),
    fc.constantFrom<((id: string) => string)[]>(
      (id) => `<p id="${id}">x</p>`,
      (id) => `<a name="${id}"></a>`,
      (id) => `<div id="${id}"></div>`,
      (id) => `<h2 id="${id}">Title</h2>`,
      (id) => `<ul><li id="${id}">x</li></ul>`,
      (id) => `<table><tr><td><span id="${id}">x</span></td></tr></table>`,
      (id) => `<a href="https://a.example/"><b id="${id}">x</b></a>`,
      (id) => `<figure><img id="${id}" src="/a.png"></figure>`,
    ),
    fc.constantFrom("", "<blockquote>", "<section>"),
  )
  .map(([id, block, around]) => ({ id, block: `${around}${block(id)}${around.replace("<", "</")}` }));

describe("Random links within a body", () => {
  for (const format of formats) {
    it(`each link to a place of the source finds it: ${format}`, () => {
      fc.assert(
        fc.property(fc.array(place, { maxLength: 8 }), fc.boolean(), (places, isBefore) => {
          const links = places.map(({ id }) => `<a href="#${encodeURIComponent(id)}">x</a>`).join(" ");
          const blocks = places.map(({ block }) => block).join("\n\n");
          const source = isBefore ? `<p>${links}</p>\n\n${blocks}` : `${blocks}\n\n<p>${links}</p>`;
          const rendered = html(source, format);
          assert.deepEqual(lostFragments(rendered), [], rendered);
        }),
        readPropertyRuns(),
      );
    });
  }
});

describe("Embedded documents", () => {
  const links: [name: string, source: string, url: string][] = [
    ["a frame", '<iframe src="//v.example/1">No frames. <a href="/x">y</a></iframe>', "https://v.example/1"],
    ["a lazy frame", '<iframe src="about:blank" data-src="https://v.example/1"></iframe>', "https://v.example/1"],
    [
      "a gist",
      '<script src="https://gist.github.com/anna/0123abc.js?file=a.go"></script>',
      "https://gist.github.com/anna/0123abc",
    ],
    [
      "a terminal recording",
      '<script src="https://asciinema.org/a/14.js" async></script>',
      "https://asciinema.org/a/14",
    ],
    ["a link without text", '<p><a href="https://v.example/1"></a></p>', "https://v.example/1"],
  ];
  for (const format of formats) {
    for (const [name, source, url] of links) {
      it(`${name} becomes a link with its address as text: ${format}`, () => {
        const rendered = html(source, format);
        assert.equal(rendered.match(/<a /g)?.length, 1, rendered);
        assert.ok(rendered.includes(`<a href="${url}" rel="noopener">${url}</a>`), rendered);
      });
    }

    it(`lazy videos have their address, and media without one are removed: ${format}`, () => {
      assert.match(html('<video data-src="/v.mp4"></video>', format), /<video src="\/v\.mp4" controls>/);
      assert.match(html('<video><source data-src="/v.mp4"></video>', format), /<source src="\/v\.mp4"/);
      assert.doesNotMatch(html("<p>a</p><video></video>", format), /video/);
      assert.doesNotMatch(
        html('<p><picture><source srcset="/a.webp"><img src="/a.png"></picture></p>', format),
        /source/,
      );
    });

    it(`links are never nested: ${format}`, () => {
      const rendered = html('<a href="/a">b <em><a href="/c">d</a></em> e</a>', format);
      assert.match(rendered, /<a href="\/a">b <em>d<\/em> e<\/a>/);
    });

    it(`other scripts are removed: ${format}`, () => {
      for (const src of ["https://stats.example/a.js", "https://gist.github.com.evil.example/a.js", "javascript:1"])
        assert.equal(html(`<p>a</p>\n\n<script src="${src}">x</script>`, format), "<p>a</p>");
    });
  }

  it("a mark in the source does not replace the text of a link", () => {
    assert.match(html('<a href="/a" data-frame="1">text</a>'), /<a href="\/a">text<\/a>/);
  });
});
