// What needs a plugin or a script in WordPress becomes plain elements, and the report names each kind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { cdata, exportXml, itemXml, metaXml, readExport, readItem } from "./wxr-fixture.js";

async function htmlOf(content: string): Promise<string> {
  const { post } = await readItem({ "content:encoded": cdata(content) });
  return renderBody(post.source, "HTML", { siteUrl: null }).html;
}

test("the link, the picture and the titles of unknown shortcodes are kept", async () => {
  assert.match(
    await htmlOf('[cta_button url="https://shop.example/a" color="red"]Order[/cta_button]'),
    /<a href="https:\/\/shop\.example\/a"[^>]*>Order<\/a>/,
  );
  assert.match(
    await htmlOf('[vc_btn title="Go" link="url:https%3A%2F%2Fshop.example%2Fb|target:_blank"]'),
    /href="https:\/\/shop\.example\/b"[^>]*>Go</,
  );
  assert.match(await htmlOf('[banner image="/up/b.png" alt="Blue" title="Sale"]'), /<img[^>]*\/up\/b\.png[^>]*>.*Sale/);
  const accordion = '[accordion][panel title="First"]One.[/panel][panel title="Second"]Two.[/panel][/accordion]';
  assert.match(
    await htmlOf(accordion),
    /<p><strong>First<\/strong><\/p>\s*<p>One\.<\/p>\s*<p><strong>Second<\/strong><\/p>\s*<p>Two\.<\/p>/,
  );
  assert.equal(await htmlOf('A [hint title="explanation"]word[/hint] here.'), "<p>A word (explanation) here.</p>");
});

test("a link never contains a link", async () => {
  const html = await htmlOf('[cta link="https://a.example/"]Read <a href="https://b.example/">this</a>[/cta]');
  assert.doesNotMatch(html, /<a [^>]*>(?:(?!<\/a>).)*<a /s);
  assert.match(html, /a\.example/);
  assert.match(html, /b\.example/);
});

test("prose in brackets, escaped shortcodes and code stay as they are", async () => {
  for (const text of [
    "[note to self] and [key=value]",
    '[[cta title="x"]]',
    '<pre>[cta title="x"]</pre>',
    "[1] [go]",
  ]) {
    assert.equal((await readItem({ "content:encoded": cdata(text) })).post.source, text);
  }
});

test("footnotes in shortcodes become footnotes", async () => {
  const html = await htmlOf("One[mfn]First <em>note</em>.[/mfn] two[ref]Second.[/ref].");
  assert.match(
    html,
    /One<sup[^>]*><a href="#fn-note-1">1<\/a><\/sup> two.*<li id="fn-note-1"[^>]*>First <em>note<\/em>\..*<li id="fn-note-2"[^>]*>Second\./s,
  );
});

test("videos and posts named by number become links", async () => {
  assert.match(await htmlOf("[vimeo 44556677]"), /href="https:\/\/vimeo\.com\/44556677"/);
  assert.match(
    await htmlOf('[youtube id="abcdefghijk" width="400"]'),
    /href="https:\/\/www\.youtube\.com\/watch\?v=abcdefghijk"/,
  );
  assert.match(await htmlOf("[gist]anna/0a1b2c3d4e[/gist]"), /href="https:\/\/gist\.github\.com\/anna\/0a1b2c3d4e"/);
  assert.match(await htmlOf("[youtube https://youtu.be/abcdefghijk]"), /href="https:\/\/youtu\.be\/abcdefghijk"/);
});

test("scripts that show something become links, and others disappear", async () => {
  assert.match(
    await htmlOf('<script src="https://asciinema.org/a/12345.js" async></script>'),
    /href="https:\/\/asciinema\.org\/a\/12345"/,
  );
  assert.match(
    await htmlOf("<script src='//gist.github.com/bo/99aa.js?file=x.py'></script>"),
    /href="https:\/\/gist\.github\.com\/bo\/99aa"/,
  );
  assert.equal(await htmlOf('<p>x</p><script src="https://stats.example/s.js"></script>'), "<p>x</p>");
});

test("lazily loaded frames, emoji and blocks of links show what they stand for", async () => {
  assert.match(
    await htmlOf('<iframe src="about:blank" data-src="https://maps.example/1"><a href="/no">no</a></iframe>'),
    /<a href="https:\/\/maps\.example\/1"/,
  );
  assert.equal(
    await htmlOf('Hi <img class="wp-smiley emoji" alt="🎉" src="https://s.w.org/1f389.svg">!'),
    "<p>Hi 🎉!</p>",
  );
  const block = '<!-- wp:social-link {"url":"https://code.example/bo","service":"github"} /-->';
  assert.match(await htmlOf(`<ul>${block}</ul>`), /<li><a href="https:\/\/code\.example\/bo"[^>]*>github<\/a><\/li>/);
});

test("the report names each unknown shortcode and custom field once, with its count and first place", async () => {
  const first = itemXml(
    { title: "First", "content:encoded": cdata('a [my_form id="1"] b [my_form id="2"] [map lat="1" lon="2"]') },
    metaXml("mood", "happy") + metaXml("_edit_lock", "1"),
  );
  const second = itemXml(
    {
      title: "Second",
      guid: "https://blog.example.org/?p=8",
      "wp:post_id": "8",
      "content:encoded": cdata('[my_form id="3"]'),
    },
    metaXml("mood", "calm"),
  );
  const { notices } = await readExport(exportXml(first + second));
  const told = notices.map(({ item, reason }) => `${item}: ${reason.slice(-60)}`);
  assert.deepEqual(notices.map(({ item }) => item).sort(), ["[map]", "[my_form]", "custom field mood"]);
  assert.ok(told.some((line) => line.startsWith("[my_form]") && line.endsWith("3 times, first in “First (post 7)”.")));
  assert.ok(told.some((line) => line.startsWith("custom field mood") && line.includes("2 times")));
});

test("a body of many brackets is read quickly", async () => {
  const started = performance.now();
  await readItem({
    "content:encoded": cdata(
      '[a b="c"] '.repeat(50_000) +
        "[ref]".repeat(50_000) +
        "<iframe>".repeat(50_000) +
        "[x]".repeat(100_000) +
        "[vimeo]".repeat(50_000) +
        "[/x][/vimeo][/ref]",
    ),
  });
  assert.ok(performance.now() - started < 10_000);
});

test("texts in the comments of plugin blocks are kept, and blocks that are filled later are named in the report", async () => {
  const content =
    '<!-- wp:acf/quote {"data":{"quote":"To be or not.","style":"dark"}} /-->\n<!-- wp:latest-posts {"postsToShow":3} /-->\n<!-- wp:spacer /-->';
  const { post, notices } = await readItem({ "content:encoded": cdata(content) });
  assert.equal(renderBody(post.source, "HTML", { siteUrl: null }).html, "<p>To be or not.</p>");
  assert.deepEqual(
    notices.map(({ item }) => item),
    ["block acf/quote", "block latest-posts"],
  );
});

test("the picture in the style of a cover is kept", async () => {
  const html = await htmlOf(
    '<div class="wp-block-cover" style="background-image:url(https://a.example/sea.jpg)"><p>Sea</p></div>',
  );
  assert.match(html, /<img[^>]*https:\/\/a\.example\/sea\.jpg[^>]*>.*Sea/s);
});

test("the words of columns that follow each other stay apart", async () => {
  const columns = '[columns][column width="1/2"]Left[/column][column width="1/2"]Right[/column][/columns]';
  assert.equal(await htmlOf(columns), "<p>Left</p>\n<p>Right</p>");
  assert.equal(await htmlOf("A [mark_it]word[/mark_it] in a sentence."), "<p>A word in a sentence.</p>");
});
