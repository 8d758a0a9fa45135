// The allow-list decides what browsers receive. An independent sanitiser checks that nothing else gets through.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import sanitizeHtml from "sanitize-html";
import { sanitise } from "../../../src/platform/markup/sanitise.js";
import { ALLOWED } from "../../../src/platform/markup/sanitising/allow-list.js";
import { isImageUrl, isSafeUrl } from "../../../src/platform/markup/sanitising/safe-url.js";
import { VOID_TAGS } from "../../../src/platform/markup/tree.js";

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [...ALLOWED.keys()],
  allowedAttributes: Object.fromEntries([...ALLOWED].map(([tag, rules]) => [tag, [...rules.keys()]])),
  selfClosing: [...VOID_TAGS],
  allowedSchemes: ["http", "https", "mailto", "tel", "ftp"],
  allowedSchemesByTag: { img: ["http", "https", "data"] },
  allowedSchemesAppliedToAttributes: ["href", "src", "poster"],
};

const tag = fc.constantFrom(
  ...(
    "h2 p div blockquote pre hr figure details summary ul li dl dt dd table caption colgroup col thead tbody tfoot tr th td a b code " +
    "sup br ruby rt rp input img audio video source script style textarea option xmp noscript template title svg math span center " +
    "article tt iframe embed object form button select mtext desc"
  ).split(" "),
);
const attribute = fc.constantFrom(
  ...'id=x id="" class=fn class="language-js" href="http://a/b?c&d" href=javascript:1 href="/x" href=x:y href="mailto:a@b" src=//v/1 src="ftp://x/a"'.split(
    " ",
  ),
  ...'src="data:image/png;base64,AA" src=data:text/html,x data-src="/l" src="" title="" alt alt="x" rel=noopener rel=x align=left align=x'.split(
    " ",
  ),
  ...'checked type=checkbox open controls=3 poster="javascript:x" start=3 onclick=x style="a:b" data-frame=1 name=q __proto__=1 a"b=c'.split(
    " ",
  ),
  'href=" java\tscript:1"',
  'title="a&quot;<b>"',
);
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(tag, fc.array(attribute, { maxLength: 4 })).map((parts) => `<${parts.flat().join(" ")}>`),
  },
  { weight: 3, arbitrary: tag.map((name) => `</${name}>`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...'text &amp; &lt;b&gt; &nbsp; &#0; < > <!--c--> <![CDATA[x]]> <?x?> & " <br/> <svg/> 中'.split(" "),
    ),
  },
);
const html = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(""));

describe("Sanitising", () => {
  it("sanitising leaves nothing that another sanitiser would remove", () => {
    fc.assert(
      fc.property(html, (source) => {
        const result = sanitise(source);
        assert.equal(sanitizeHtml(result, OPTIONS), result);
      }),
      { numRuns: 1_000 },
    );
  });

  it("sanitising the result again does not change it, whatever elements are nested", () => {
    fc.assert(
      fc.property(html, (source) => assert.equal(sanitise(sanitise(source)), sanitise(source))),
      { numRuns: 1_000 },
    );
  });

  it("a block in a paragraph ends the paragraph, also after the elements between them are dropped", () => {
    assert.equal(sanitise("<p>a<span><div>b</div></span></p>"), "<p>a</p><div>b</div><p></p>");
    assert.equal(sanitise("<p>a<center>b</center></p>"), "<p>a</p><div>b</div><p></p>");
  });

  it("the text of dropped elements joins the text around them", () => {
    assert.equal(sanitise("a<span>b</span>&amp;<blink>c</blink><style>d</style>e"), "ab&amp;ce");
  });

  it("attributes with a value that is not allowed are dropped", () => {
    assert.equal(
      sanitise('<table><tr><td align="justify" colspan="">a</td><td align="right">b</td></tr></table>'),
      '<table><tr><td>a</td><td align="right">b</td></tr></table>',
    );
    assert.equal(sanitise('<img src="/a" alt="" title="" onerror="x">'), '<img src="/a" alt="" />');
  });

  it("elements deeper than the limit lose their tags but not their text", () => {
    const result = sanitise(`${"<b>".repeat(150)}text`);
    assert.equal(result, `${"<b>".repeat(100)}text${"</b>".repeat(100)}`);
  });
});

describe("URLs of a body", () => {
  for (const url of [
    "https://a",
    "HTTP://a",
    "/a",
    "#a",
    "?a",
    "a/b:c",
    "a",
    "//a",
    "mailto:a@b",
    "TEL:1",
    " \thttps://a",
    "ftp://a",
    "中:a",
  ]) {
    it(`${JSON.stringify(url)} is safe`, () => assert.ok(isSafeUrl(url)));
  }
  for (const url of [
    "javascript:1",
    "JavaScript:1",
    "java\nscript:1",
    "\u0001javascript:1",
    "data:text/html,a",
    "x-a:b",
    "java<!--a-->script:1",
  ]) {
    it(`${JSON.stringify(url)} is not safe`, () => assert.ok(!isSafeUrl(url)));
  }

  it("only images may have a data URL", () => {
    assert.ok(isImageUrl("data:image/png;base64,AA"));
    assert.ok(!isImageUrl("data:image/svg+xml,<svg>"));
    assert.ok(!isImageUrl("mailto:a"));
    assert.ok(!isSafeUrl("data:image/png;base64,AA"));
  });
});
