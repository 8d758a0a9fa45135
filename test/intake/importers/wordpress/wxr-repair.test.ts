// Real exports with XML and encoding errors, and how they are repaired.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { UnreadableSourceError } from "../../../../src/intake/importers/import-event.js";
import { WxrParser } from "../../../../src/intake/importers/wordpress/wxr/wxr-parser.js";
import { ALL_FIELDS } from "../../../../src/intake/importers/wordpress/wxr/wxr-vocabulary.js";
import { categoryXml, cdata, codes, exportXml, itemXml, metaXml, readExport, readItem } from "./wxr-fixture.js";

const CONTENTS: [string, string, string][] = [
  ["a CDATA end split over two sections", "<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b"],
  ["text beside CDATA", "a &lt;b&gt; <![CDATA[<i>]]> &amp;amp; &#21326;&#x4e2d;", "a <b> <i> &amp; 华中"],
  ["a CDATA start inside CDATA", "<![CDATA[x <![CDATA[ y]]>", "x <![CDATA[ y"],
  ["brackets before a CDATA end", "<![CDATA[a[b[0]]]]>", "a[b[0]]"],
  ["a comment between two sections", "<![CDATA[a]]><!-- <![CDATA[ no ]]> --><![CDATA[b]]>", "ab"],
  ["sections without text and doubled ends", "<![CDATA[]]><![CDATA[]]]]><![CDATA[>]]>", "]]>"],
  ["Windows line ends", "<![CDATA[a\r\nb\rc]]>", "a\nb\nc"],
];
for (const [name, xml, expected] of CONTENTS) {
  test(`the content may have ${name}`, async () => {
    const { post, notices } = await readItem({ "content:encoded": xml });
    assert.equal(post.source, expected);
    assert.deepEqual(notices, []);
  });
}

test("characters that XML forbids are removed and counted", async () => {
  const { post, notices } = await readItem({ "content:encoded": cdata("a\u0008b\u000bc\u0000\u0000d\uffff") });
  assert.equal(post.source, "abcd");
  assert.deepEqual(
    notices.map(({ code, reason }) => [code, reason]),
    [["CHANGED", "Control characters that XML forbids were removed (5)."]],
  );
});

test("undeclared entities are ignored", async () => {
  const { post, notices } = await readItem({ title: "a&nbsp;b &hellip; &#8;" });
  assert.equal(post.title.slice(0, 5), "a b …");
  assert.deepEqual(codes(notices), ["CHANGED"]);
});

test("a bare ampersand is literal in any place", async () => {
  const { posts, notices } = await readExport(
    exportXml(
      `<!-- Activate & run. -->${itemXml({ link: "https://blog.example.org/?post_type=post&p=7", title: "Q&A; R&#38;D &amp; more &" })}`,
    ),
  );
  assert.equal(posts[0]?.title, "Q&A; R&D & more &");
  assert.match(
    notices.map(({ reason }) => reason).join(),
    /^Minor XML errors, such as bare ampersands and unknown entities, were ignored \(3\)/,
  );
});

test("references and bare ampersands are read in chunks of any size", () => {
  const xml = exportXml(itemXml({ title: "a &amp; b &#38;&c &unknown; &d" }));
  for (let length = 1; length < 40; length += 1) {
    const titles: string[] = [];
    const parser = new WxrParser(ALL_FIELDS, (record) => {
      if (record.kind === "item") titles.push(record.item.fields.get("title") ?? "");
    });
    for (let at = 0; at < xml.length; at += length) parser.write(xml.slice(at, at + length));
    parser.end();
    assert.deepEqual([titles, parser.minorErrors], [["a & b &&c &unknown; &d"], 3], `pieces of ${length}`);
  }
});

test("bytes that are not UTF-8 are replaced and counted", async () => {
  const [before = "", after = ""] = exportXml(itemXml({ "content:encoded": cdata("genuine \ufffd, HERE") })).split(
    "HERE",
  );
  const { posts, notices } = await readExport(
    Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0x41, 0xc3]), Buffer.from(after)]),
  );
  assert.equal(posts[0]?.source, "genuine \ufffd, \ufffdA\ufffd");
  assert.match(notices[0]?.reason ?? "", /^Invalid byte sequences were replaced by U\+FFFD \(2\)/);
});

test("a byte order mark and blank lines before the declaration are accepted", async () => {
  for (const start of ["\ufeff", "\n\n  ", "\ufeff\r\n"]) {
    const { posts, notices } = await readExport(start + exportXml(itemXml()));
    assert.deepEqual([posts.length, notices], [1, []]);
  }
});

test("text after the end of the export is not read", async () => {
  const { posts, notices } = await readExport(`${exportXml(itemXml())}<br /><b>Warning</b>: x & y`);
  assert.deepEqual([posts.length, codes(notices)], [1, ["CHANGED"]]);
});

const DECLARED = (label: string): string =>
  exportXml(itemXml({ title: cdata("Café") }), "1.2", `<?xml version="1.0" encoding="${label}"?>`);
const gbkTitle = Buffer.from([0xd6, 0xd0, 0xce, 0xc4]);
function withBytes(text: string, placeholder: string, bytes: Buffer): Buffer {
  const [before = "", after = ""] = text.split(placeholder);
  return Buffer.concat([Buffer.from(before, "latin1"), bytes, Buffer.from(after, "latin1")]);
}
const ascii = (text: string): string => text.replaceAll(/[^\0-\x7f]/g, "");
const ENCODINGS: [string, Uint8Array, string][] = [
  ["GBK", withBytes(ascii(DECLARED("GBK")), "Caf", gbkTitle), "中文"],
  [
    "ISO-8859-1",
    Buffer.from(ascii(DECLARED("ISO-8859-1").replace("Café", "Caf\u0001")).replace("\u0001", "\u00e9"), "latin1"),
    "Café",
  ],
  ["UTF-16LE with a byte order mark", Buffer.from(`\ufeff${DECLARED("UTF-16")}`, "utf16le"), "Café"],
  ["UTF-16BE with a byte order mark", Buffer.from(`\ufeff${DECLARED("UTF-16")}`, "utf16le").swap16(), "Café"],
  ["UTF-8 labelled as UTF-16", Buffer.from(DECLARED("utf-16")), "Café"],
];
for (const [name, bytes, title] of ENCODINGS) {
  test(`an export in ${name} is decoded`, async () => {
    assert.equal((await readExport(bytes)).posts[0]?.title, title);
  });
}

test("UTF-8 with another declared encoding is read as UTF-8, and the report says so", async () => {
  for (const label of ["ISO-8859-1", "GBK", "windows-1251"]) {
    const { posts, notices } = await readExport(Buffer.from(DECLARED(label)));
    assert.equal(posts[0]?.title, "Café");
    assert.match(notices[0]?.reason ?? "", /^The file declares another encoding, but is UTF-8/);
  }
});

test("a file in another encoding than it declares is rejected", async () => {
  const text = DECLARED("UTF-8").replace("Café", "HERE");
  const latin = Buffer.from(text.replaceAll(/[^\0-\x7f]/g, "").replace("HERE", "Ünïcödé é è à ç ñ ß ø"), "latin1");
  const gbk = withBytes(ascii(text), "HERE", Buffer.concat(Array.from({ length: 8 }, () => gbkTitle)));
  for (const bytes of [latin, gbk]) {
    await assert.rejects(readExport(bytes), (error: Error) => {
      assert.ok(error instanceof UnreadableSourceError);
      assert.match(
        error.message,
        /^The file is not in the encoding that it declares, utf-8: \d+ byte sequences are invalid/,
      );
      return true;
    });
  }
});

test("the result does not depend on the boundaries of the chunks", async () => {
  // Long enough for many reads, with an odd length, so that characters, tags and sections are split at many places.
  const bodies = Array.from(
    { length: 900 },
    (_, index) => `${"网络 <b>x</b> ]] >\r\n]]] 😀".repeat(60 + (index % 7))}${index}`,
  );
  const { posts } = await readExport(
    exportXml(bodies.map((body, index) => itemXml({ guid: `g-${index}`, "content:encoded": cdata(body) })).join("")),
  );
  assert.deepEqual(
    posts.map(({ source }) => source),
    bodies.map((body) => body.replaceAll("\r\n", "\n")),
  );
});

const SEED =
  categoryXml("a", "b", "A") +
  itemXml({}, `<category domain="post_tag" nicename="go">${cdata("Go")}</category>${metaXml("_wp_old_slug", "old")}`) +
  itemXml({ guid: "x-1", "wp:post_name": "%e7%bd%91", title: "&#8211; a" }, metaXml("_yoast_wpseo_title", "%%title%%"));
const seedBytes = Buffer.from(exportXml(SEED));
const mutation = fc.record({
  at: fc.nat(seedBytes.length),
  length: fc.oneof(fc.nat(4), fc.nat(400)),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc
      .constantFrom("<", ">", "&", "]]>", "<![CDATA[", "<!--", "<?", "%", "0000-00-00", "<item>", "</item>", "&a;")
      .map((text) => Buffer.from(text)),
  ),
});

test("the only exception for any file is its rejection", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      let bytes: Buffer = seedBytes;
      for (const { at, length, insert } of mutations) {
        bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + length)]);
      }
      try {
        const { posts } = await readExport(bytes, { pages: "drafts" });
        for (const { title, slug, key, state, publishedAt } of posts) {
          assert.ok(title !== "" && key !== "" && slug !== "");
          // A hidden post keeps the date under which it was public.
          assert.ok(publishedAt !== null || state !== "PUBLISHED");
        }
      } catch (error) {
        if (!(error instanceof UnreadableSourceError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
