// What plugins and the block editor store in bodies in forms of their own: bound blocks, formulas, notes between brackets, encoded content, lazy
// pictures, and links to the pages of pictures.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { replaceNotes } from "../../../../src/intake/importers/wordpress/content/footnote-marks.js";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { cdata, exportXml, itemXml, metaXml, readExport } from "./wxr-fixture.js";

async function rendered(content: string, { others = "", meta = "" } = {}) {
  const item = itemXml({ "content:encoded": cdata(content.replaceAll("]]>", "]]]]><![CDATA[>")) }, meta);
  const { posts, notices } = await readExport(exportXml(item + others));
  const { html, text } = renderBody(posts[0]?.source ?? "", "HTML", { siteUrl: "https://blog.example.org" });
  return { html, text, told: notices.map(({ item: name, reason }) => `${name}: ${reason}`).join("\n") };
}

const pattern = (content: string): string =>
  itemXml({ "wp:post_id": "72", "wp:post_type": "wp_block", "content:encoded": cdata(content) });
const bound = (block: string, metadata: object, html: string): string =>
  `<!-- wp:${block} ${JSON.stringify({ metadata })} -->${html}<!-- /wp:${block} -->`;
const overridden = (name: string) => ({ name, bindings: { __default: { source: "core/pattern-overrides" } } });

test("a synced pattern shows the values with which a post overrides it, and its own for the rest", async () => {
  const reference = {
    ref: 72,
    content: {
      Title: { content: "Other <em>title</em>" },
      Picture: { url: "https://x.example/new.jpg", alt: "New" },
      Button: { text: "Go", url: "https://new.example/" },
      Fixed: { content: "never" },
    },
  };
  const others = pattern(
    bound("heading", overridden("Title"), '<h2 class="x">Title</h2>') +
      bound("image", overridden("Picture"), '<figure><img src="https://x.example/old.jpg" alt="Old"/></figure>') +
      bound("button", overridden("Button"), '<div><a class="b" href="https://old.example">Old</a></div>') +
      bound("paragraph", overridden("Other"), "<p>Own words</p>") +
      bound("paragraph", { name: "Fixed" }, "<p>Fixed words</p>"),
  );
  const json = JSON.stringify(reference).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
  const { html } = await rendered(`<!-- wp:block ${json} /-->`, { others });
  assert.match(html, /<h2[^>]*>Other <em>title<\/em><\/h2>.*alt="New" src="https:\/\/x\.example\/new\.jpg"/s);
  assert.match(html, /href="https:\/\/new\.example\/"[^>]*>Go<.*Own words.*Fixed words/s);
  assert.doesNotMatch(html, /never|old\./);
});

test("a block that is bound to a custom field shows it, unless the field is protected or missing", async () => {
  const to = (key: string) => ({ bindings: { content: { source: "core/post-meta", args: { key } } } });
  const meta = metaXml("place", "Oslo") + metaXml("_secret", "SECRET");
  const { text } = await rendered(
    ["place", "_secret", "missing"].map((key) => bound("paragraph", to(key), `<p>Fallback ${key}</p>`)).join(""),
    { meta },
  );
  assert.deepEqual(text.split(/\n+/), ["Oslo", "Fallback _secret", "Fallback missing"]);
});

test("formulas of the editor are kept as TeX", async () => {
  const { html } = await rendered(
    `<!-- wp:math {"latex":"a \\u003c b_1"} --><div><math display="block"><mi>a</mi></math></div><!-- /wp:math -->` +
      '<p>And <math data-latex="E=mc^2"><mi>E</mi></math>.</p>',
  );
  assert.match(html, /\\\[a &lt; b_1\\\].*And \\\(E=mc\^2\\\)\./s);
});

test("notes in double brackets and numbered notes are footnotes", async () => {
  const { html } = await rendered(
    'Words((A note (with brackets) and <a href="https://x.example/">a link</a>.)) and more[1. A numbered note.].',
  );
  assert.match(html, /^<p>Words<sup[^>]*><a href="#fn-note-1">1<\/a><\/sup> and more<sup[^>]*><a href="#fn-note-2">/);
  assert.match(
    html,
    /<li id="fn-note-1"[^>]*>A note \(with brackets\) and <a.*<li id="fn-note-2"[^>]*>A numbered note\./s,
  );
});

test("brackets of code, formulas and prose are no notes", async () => {
  const texts = [
    "$((one + two)) and f((alpha)) and ((x + y) * z)",
    "\\((alpha beta)(c))",
    "((never closed words here",
    "see [1] and [2, 3] and list[1. ]",
    "<code>((words in code))</code>",
    "first((in one\n\nparagraph)) only",
  ];
  for (const text of texts) assert.doesNotMatch((await rendered(text)).html, /footnote/, text);
});

test("notes lose no words and take linear time", () => {
  const piece = fc.constantFrom("((", "))", "(", ")", "[1. ", "]", "two words", "\n\n", "<p>", "$");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const notes: string[] = [];
      const text = replaceNotes(pieces.join(""), (inner) => {
        notes.push(inner);
        return "";
      });
      const wordsIn = (all: string): number => all.split("two words").length - 1;
      assert.equal(wordsIn(text) + wordsIn(notes.join("")), wordsIn(pieces.join("")));
    }),
  );
  assert.equal(replaceNotes("((a".repeat(100_000), () => "").length, 300_000);
});

test("encoded HTML of a page builder is decoded, and its scripts are left out", async () => {
  const encoded = (html: string): string => Buffer.from(encodeURIComponent(html)).toString("base64");
  const { html } = await rendered(
    `[vc_row][vc_raw_html]${encoded("<p>Raw <b>words</b></p>")}[/vc_raw_html][vc_raw_js]${encoded("<script>x</script>")}[/vc_raw_js][/vc_row]`,
  );
  assert.equal(html, "<p>Raw <b>words</b></p>");
});

test("headings, quotations and buttons of page builders keep their parts", async () => {
  const { html } = await rendered(
    '[vc_custom_heading text="Title" font_container="tag:h3|text_align:left"][su_quote cite="Ada"]Words.[/su_quote]' +
      '[et_pb_cta title="Call" button_url="/go" button_text="Press %22here%22"]<p>More.</p>[/et_pb_cta]',
  );
  assert.match(html, /<h3[^>]*>Title<\/h3>.*Words\. <cite>Ada<\/cite>.*Call.*More\..*href="\/go"[^>]*>Press "here"</s);
});

test("shortcodes that name a thing of the database are left out and told", async () => {
  const { html, told } = await rendered(
    "A [table id=5 /] b [nggallery id=2] c [toc] d [table of contents] e [singlepic id=1 w=320]",
  );
  assert.equal(html, "<p>A  b  c  d [table of contents] e </p>".replace(" </p>", "</p>"));
  for (const name of ["table", "nggallery", "toc", "singlepic"]) assert.ok(told.includes(`[${name}]: `), name);
});

test("code of CodeColorer is code, whatever options its name has", async () => {
  const { html } = await rendered(
    '[ccnLe_java]\na("<input>");\n[/ccnLe_java]\nAnd [cciN_php]<?php 1;[/cciN_php], but [ccx] is text.',
  );
  assert.match(
    html,
    /<pre><code class="language-java">a\("&lt;input&gt;"\);<\/code><\/pre>.*<code>&lt;\?php 1;<\/code>.*\[ccx\]/s,
  );
});

test("a body in a section of its own is read without it", async () => {
  assert.equal((await rendered("<![CDATA[First <br />second.]]>")).text, "First\nsecond.");
});

test("pictures that a script would load are shown", async () => {
  const images = [
    '<img data-lazy-src="https://x.example/1.jpg" src="https://x.example/empty.gif" alt="one">',
    '<img src="/lazy_placeholder.gif" data-src="https://x.example/2.jpg">',
    '<img data-original="https://x.example/3.jpg" src="data:,">',
    '<img data-src="https://x.example/full.jpg" src="https://x.example/4.jpg">',
    '<img data-orig-file="https://x.example/full.jpg" src="https://x.example/5.jpg">',
  ];
  const { html } = await rendered(images.join(" "));
  assert.deepEqual(
    [...html.matchAll(/src="https:\/\/x\.example\/(\w+)\.jpg"/g)].map(([, name]) => name),
    ["1", "2", "3", "4", "5"],
  );
});

test("a link to the page of a picture leads to the picture", async () => {
  const others = itemXml({
    link: "https://blog.example.org/2020/05/hello/photo/",
    guid: "photo",
    "wp:post_id": "50",
    "wp:post_type": "attachment",
    "wp:attachment_url": "https://blog.example.org/up/photo.jpg",
  });
  const urls = [
    "https://www.blog.example.org/2020/05/hello/photo/",
    "/2020/05/hello/Photo",
    "https://blog.example.org/?attachment_id=50",
    "https://other.example/2020/05/hello/photo/",
    "/2020/05/hello/",
  ];
  const { html } = await rendered(urls.map((url) => `<a href="${url}">x</a>`).join(" "), { others });
  assert.deepEqual(
    [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url),
    [
      ...Array.from({ length: 3 }, () => "https://blog.example.org/up/photo.jpg"),
      "https://other.example/2020/05/hello/photo/",
      "/2020/05/hello/",
    ],
  );
});
