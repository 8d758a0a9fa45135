// The fidelity report as a page: any text of a source appears as text, and the rendered posts load and run nothing.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Parser } from "htmlparser2";
import { addNotice, emptyReport, type ImportReport } from "../../../../src/intake/importers/import-report.js";
import { previewOf } from "../../../../src/intake/importers/report/html-body.js";
import { htmlReport } from "../../../../src/intake/importers/report/html-report.js";
import { jsonReport } from "../../../../src/intake/importers/report/json-report.js";
import { hostileReport } from "./report-fixture.js";

interface ParsedPage {
  /** Each tag with the names of its attributes, in the order of the page. */
  tags: string[];
  text: string;
}

function parsed(page: string): ParsedPage {
  const tags: string[] = [];
  let text = "";
  const parser = new Parser({
    onopentag: (name, attributes) => tags.push([name, ...Object.keys(attributes)].join(" ")),
    ontext: (part) => {
      text += part;
    },
  });
  parser.end(page);
  return { tags, text };
}

describe("the page of the report", () => {
  it("shows any text of a source as text, in every place", () => {
    const plain = parsed(htmlReport(hostileReport("plain")));
    const hostile = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "</title></style></pre><svg onload=alert(1)>",
        "<!-- --> ]]> &lt; &amp;lt;",
        "javascript:alert(1)",
      ),
    );
    fc.assert(
      fc.property(hostile, (part) => {
        // A letter at both ends, since names of white space alone are left out, and no character that would set a language.
        const text = `a${part.replace(/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/gu, "")}z`;
        const page = parsed(htmlReport(hostileReport(text)));
        assert.deepEqual(page.tags, plain.tags);
        const shown = text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])[\p{Cc}\p{Surrogate}]/gu, "\uFFFD");
        const count = (whole: string, of: string): number => whole.split(of).length;
        assert.ok(count(page.text, shown) >= count(plain.text, "plain"), JSON.stringify(text));
      }),
      { numRuns: 30 },
    );
  });

  it("has no script and a policy that allows nothing but its own style", () => {
    const page = htmlReport(hostileReport("<script>alert(1)</script>"));
    const { tags } = parsed(page);
    assert.ok(!tags.some((tag) => /^(?:script|iframe|img|link|object|embed)\b|\bon\w+|\bstyle\b.*=| src\b/.test(tag)));
    assert.match(page, /content="default-src &#39;none&#39;; style-src &#39;sha256-[^&]+&#39;; base-uri/);
  });

  it("states the language of posts and titles in Chinese, Japanese and Korean", () => {
    for (const [text, language] of [
      ["你好，世界", "zh"],
      ["ひらがなと漢字", "ja"],
      ["안녕하세요", "ko"],
    ]) {
      const page = htmlReport(hostileReport(text ?? ""));
      assert.ok(page.includes(`<bdi lang="${language}">${text}</bdi>`), page.slice(0, 200));
      assert.match(page, new RegExp(`<pre class="box" tabindex="0" lang="${language}">`));
    }
  });

  it("says how many notices are only counted", () => {
    const report = emptyReport("x", false);
    for (let i = 0; i < 5_003; i += 1) addNotice(report, { code: "CHANGED", item: `${i}`, reason: "The same." });
    const { text, tags } = parsed(htmlReport(report));
    assert.match(text, /Of this kind, 3 more notices are only counted/);
    assert.equal(tags.filter((tag) => tag === "li").length >= 5_000, true);
  });
});

describe("a rendered post on the page of the report", () => {
  const preview = (html: string): string => previewOf(html).markup;

  it("shows pictures and recordings as boxes with their text and address", () => {
    assert.equal(
      preview('<p><img src="https://old.example/a.png" alt="图 &lt;1&gt;" onerror="x()" /></p>'),
      '<p><span class="picture"><bdi lang="zh">图 &lt;1&gt;</bdi> <small>https://old.example/a.png</small></span></p>',
    );
    assert.equal(
      preview('<video controls><source src="/a.mp4" type="video/mp4" /></video>'),
      '<span class="picture"><bdi>Recording</bdi> <small>/a.mp4</small></span>',
    );
    assert.match(preview('<img src="data:image/png;base64,AAAA" alt="" />'), /within the post/);
  });

  it("keeps links to other sites, and shows where links to the site itself lead", () => {
    const rest = 'rel="noopener noreferrer nofollow"';
    assert.equal(
      preview('<a href="https://a.example/?x&amp;y">x</a>'),
      `<a href="https://a.example/?x&amp;y" ${rest}>x</a>`,
    );
    assert.equal(preview('<a href="/posts/b">b</a>'), '<span class="link" title="/posts/b">b</span>');
    assert.equal(
      preview('<a href="javascript:alert(1)">b</a>'),
      '<span class="link" title="javascript:alert(1)">b</span>',
    );
  });

  it("consists of elements that are closed and that no tag inside can close", () => {
    assert.equal(
      preview("<dl><dd><div><dd>x</dd></div></dd></dl><li>y</li><td>z</td>"),
      "<dl><dd><div><div>x</div></div></dd></dl><div>y</div><div>z</div>",
    );
    assert.equal(preview("</div></article><p>a<script>b</script><style>c</style><form><b>d"), "<p>a</p><b>d</b>");
    assert.equal(preview('<h1 id="x">T</h1><input type="checkbox" checked disabled>'), '<p class="heading h1">T</p>☑ ');
  });

  it("has only harmless elements and attributes, whatever the body has", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "<script>",
        "</script>",
        "<svg><a xlink:href=x>",
        "<math>",
        "<template>",
        "<iframe srcdoc=",
        "<base href=x>",
      ),
      fc.constantFrom(
        '<p onclick="a()">',
        "<div style=x:y>",
        "</div>",
        "<li>",
        "<table><td>",
        "<!--",
        "-->",
        "<a href=data:x>",
      ),
      fc.string({ unit: "grapheme", maxLength: 10 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        for (const tag of parsed(preview(pieces.join(""))).tags) {
          const [name = "", ...attributes] = tag.split(" ");
          assert.doesNotMatch(
            name,
            /^(?:script|style|svg|math|template|iframe|base|form|input|img|link|meta|object|embed)$/,
          );
          for (const attribute of attributes)
            assert.match(attribute, /^(?:class|href|rel|title|lang|colspan|rowspan)$/);
        }
      }),
    );
  });
});

it("the report as JSON has all notices, and no bodies", () => {
  const report: ImportReport = hostileReport("x");
  const { samples: _, ...rest } = report;
  assert.deepEqual(JSON.parse(jsonReport(report)), JSON.parse(JSON.stringify(rest)));
});
