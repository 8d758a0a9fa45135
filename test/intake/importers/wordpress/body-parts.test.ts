// Parts of a body that the export stores elsewhere: attachments of galleries and playlists, footnotes and reusable blocks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { cdata, exportXml, itemXml, metaXml, readExport, readItem } from "./wxr-fixture.js";

const UPLOADS = "https://blog.example.org/wp-content/uploads";

function attachmentXml(id: number, file: string, fields: Record<string, string> = {}): string {
  return itemXml({
    title: `File ${id}`,
    "content:encoded": cdata(""),
    "wp:post_id": String(id),
    "wp:post_type": "attachment",
    "wp:status": "inherit",
    "wp:attachment_url": `${UPLOADS}/${file}`,
    ...fields,
  });
}

async function bodyOf(content: string, others: string) {
  const { posts, notices } = await readExport(exportXml(itemXml({ "content:encoded": cdata(content) }) + others));
  const source = posts[0]?.source ?? "";
  return {
    source,
    html: renderBody(source, "HTML", { siteUrl: null }).html,
    reasons: notices.map(({ reason }) => reason),
  };
}

test("a gallery shows the attachments that it names, in its order and with their captions", async () => {
  const files =
    attachmentXml(21, "red.jpg", { "excerpt:encoded": cdata("A <em>red</em> door") }) +
    attachmentXml(22, "blue.jpg") +
    attachmentXml(23, "green.jpg");
  const { html, reasons } = await bodyOf('Doors:\n\n[gallery link="file" ids="23, 21"]\n\nEnd.', files);
  assert.match(html, /Doors:.*green\.jpg.*red\.jpg.*<figcaption>A <em>red<\/em> door<\/figcaption>.*End\./s);
  assert.doesNotMatch(html, /blue|\[gallery/);
  assert.deepEqual(reasons, []);
});

test("a gallery without ids shows the images of its post by their number, without those that it excludes", async () => {
  const own = { "wp:post_parent": "7" };
  const files =
    attachmentXml(31, "last.png", { ...own, "wp:menu_order": "9" }) +
    attachmentXml(32, "first.png", { ...own, "wp:menu_order": "1" }) +
    attachmentXml(33, "left-out.png", own) +
    attachmentXml(34, "report.pdf", own) +
    attachmentXml(35, "elsewhere.png", { "wp:post_parent": "8" });
  const { html } = await bodyOf('[gallery exclude="33"]', files);
  assert.deepEqual(html.match(/[\w-]+\.(?:png|pdf)/g), ["first.png", "last.png"]);
});

test("a playlist shows its files as players with their titles", async () => {
  const { html } = await bodyOf(
    '[playlist ids="41"] and [playlist type="video" ids="42"]',
    attachmentXml(41, "a.mp3") + attachmentXml(42, "b.mp4"),
  );
  assert.match(html, /<audio[^>]*a\.mp3[^>]*>.*File 41.*<video[^>]*b\.mp4/s);
});

test("the report names the attachments of a gallery that are not in the export", async () => {
  const { reasons } = await bodyOf('[gallery ids="51,52"]', attachmentXml(51, "a.jpg"));
  assert.match(reasons[0] ?? "", /\[gallery\].*\(1\): 52/);
  assert.match((await bodyOf("[gallery]", "")).reasons[0] ?? "", /\[gallery\]/);
});

test("a gallery in code or in double brackets is text", async () => {
  const file = attachmentXml(61, "a.jpg");
  for (const text of ['<pre>[gallery ids="61"]</pre>', '[code][gallery ids="61"][/code]', '[[gallery ids="61"]]']) {
    assert.equal((await bodyOf(text, file)).source, text);
  }
});

test("the footnotes of the block editor come from the meta value of the post", async () => {
  const content =
    '<p>So.<sup data-fn="ab-1" class="fn"><a href="#ab-1" id="ab-1-link">1</a></sup></p>\n<!-- wp:footnotes /-->';
  const { post } = await readItem(
    { "content:encoded": cdata(content) },
    metaXml(
      "footnotes",
      JSON.stringify([
        { id: "ab-1", content: "See <em>page</em> 3." },
        { id: "<x>", content: "no" },
      ]),
    ),
  );
  const { html, text } = renderBody(post.source, "HTML", { siteUrl: null });
  assert.match(html, /href="#fn-ab-1".*<li id="fn-ab-1"[^>]*>See <em>page<\/em> 3\./s);
  assert.match(text, /See page 3\./);
  assert.doesNotMatch(html, />no/);
});

function blockXml(id: number, content: string, fields: Record<string, string> = {}): string {
  return itemXml({
    "wp:post_id": String(id),
    "wp:post_type": "wp_block",
    "content:encoded": cdata(content),
    ...fields,
  });
}

test("a reusable block is part of each body that refers to it", async () => {
  const inner = blockXml(72, "<!-- wp:paragraph --><p>Inner words.</p><!-- /wp:paragraph -->");
  const outer = blockXml(71, '<p>Outer words.</p><!-- wp:block {"ref":72} /-->');
  const { html, reasons } = await bodyOf('<p>Own.</p><!-- wp:block {"ref":71,"align":"wide"} /-->', inner + outer);
  assert.match(html, /Own\..*Outer words\..*Inner words\./s);
  assert.deepEqual(reasons, []);
});

test("a reusable block that is hidden, contains itself or is missing is left out and reported", async () => {
  const hidden = [
    blockXml(81, "secret", { "wp:status": "draft" }),
    blockXml(81, "secret", { "wp:post_password": "x" }),
  ];
  for (const block of [...hidden, ""]) {
    const { html, reasons } = await bodyOf('<p>Own.</p><!-- wp:block {"ref":81} /-->', block);
    assert.equal(html, "<p>Own.</p>");
    assert.match(reasons[0] ?? "", /reusable block, number 81/);
  }
  const { source, reasons } = await bodyOf(
    '<!-- wp:block {"ref":82} /-->',
    blockXml(82, 'round <!-- wp:block {"ref":82} /-->'),
  );
  assert.deepEqual([source.trim(), reasons.length], ["round", 1]);
});

test("blocks that contain each other many times stay small", async () => {
  const blocks = Array.from({ length: 12 }, (_, depth) =>
    blockXml(200 + depth, `${"words ".repeat(20)}${`<!-- wp:block {"ref":${201 + depth}} /-->`.repeat(9)}`),
  );
  const { source, reasons } = await bodyOf('<!-- wp:block {"ref":200} /-->', blocks.join(""));
  assert.ok(source.length < 3_000_000);
  assert.ok(reasons.some((reason) => reason.includes("too large")));
  assert.ok(reasons.length < 50);
});

test("authors may be written as wp:wp_author", async () => {
  const author =
    "<wp:wp_author><wp:author_login>lin</wp:author_login><wp:author_display_name>Lin Mei</wp:author_display_name></wp:wp_author>";
  const { posts } = await readExport(exportXml(author + itemXml()));
  assert.equal(posts[0]?.author?.name, "Lin Mei");
});

test("a shortcode of a page builder shows the pictures that it names by number", async () => {
  const files = attachmentXml(91, "one.jpg", { "excerpt:encoded": cdata("Caption") }) + attachmentXml(92, "two.jpg");
  const { html } = await bodyOf(
    '[vc_single_image image="91" img_size="full"]\n\n[vc_gallery type="x" images="92,91"]',
    files,
  );
  assert.deepEqual(html.match(/\w+\.jpg/g), ["one.jpg", "two.jpg", "one.jpg"]);
  assert.match(html, /<figcaption>Caption/);
});

test("formulas stay as they are written", async () => {
  for (const text of ['Then [latex]a_1[b c="d"]^2[/latex] follows.', "<math><mi>x</mi></math>"]) {
    assert.equal((await bodyOf(text, "")).source, text);
  }
});
