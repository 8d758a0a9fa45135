// Bodies come from imports and from clients with a token. For any content, browsers receive only harmless HTML, and rendering terminates.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Parser } from "htmlparser2";
import type { MarkupFormat } from "../../../src/platform/markup/body.js";
import { renderBody } from "../../../src/platform/markup/render.js";
import { sanitise } from "../../../src/platform/markup/sanitise.js";

const formats: MarkupFormat[] = ["MARKDOWN", "HTML"];

const render = (source: string, format: MarkupFormat) =>
  renderBody(source, format, { siteUrl: "https://blog.example" });

const HARMLESS_TAGS = new Set(
  (
    "a abbr address audio b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure " +
    "h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rb rp rt ruby s samp section small source strong sub summary " +
    "sup table tbody td tfoot th thead time tr u ul var video wbr"
  ).split(" "),
);
const HARMLESS_ATTRIBUTES = new Set(
  (
    "align alt checked class colspan controls datetime disabled height href id open poster preload rel reversed rowspan scope " +
    "span src start title type value width"
  ).split(" "),
);
const HARMLESS_URL = /^(?:https?:|mailto:|tel:|ftp:|data:image\/(?:png|jpeg|gif|webp)[;,]|[^:]*(?:[/?#]|$))/i;

/** Parses the HTML like a browser, so that text that only looks like markup does not count. */
function assertHarmless(html: string): void {
  const parser = new Parser({
    onopentag(tag, attributes) {
      assert.ok(HARMLESS_TAGS.has(tag), `<${tag}> in ${html}`);
      for (const [name, value] of Object.entries(attributes)) {
        assert.ok(HARMLESS_ATTRIBUTES.has(name), `${name}= in ${html}`);
        if (["href", "src", "poster"].includes(name)) assert.match(value, HARMLESS_URL, html);
        if (name === "type" && tag === "input") assert.equal(value, "checkbox");
      }
    },
  });
  parser.end(html);
  assert.equal(sanitise(html), html);
}

const attacks = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '<img src="x` `<script>alert(1)</script>"` `>',
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example"><input type=submit><button formaction=javascript:1>x</button></form>',
  '<style>@import "https://evil.example";</style>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<a href="java&#x09;script:alert(1)">x</a>',
  '<a href=" &#14; javascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<img src="data:text/html;base64,PHNjcmlwdD4=">',
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](data:text/html,1)",
  '![x](x"onerror=alert(1))',
  '![x](x "onerror=alert(1)")',
  '![" onerror="alert(1)](x)',
  "<javascript:alert(1)>",
  "[x]: javascript:alert(1)\n\n[x]",
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  "<template><img src=x onerror=alert(1)></template>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<!-- --!><img src=x onerror=alert(1)> -->",
  "<title></title><img src=x onerror=alert(1)></title>",
  "</title><script>alert(1)</script>",
  "<textarea></textarea><img src=x onerror=alert(1)>",
  "<xmp><img src=x onerror=alert(1)></xmp>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  '```"><img src=x onerror=alert(1)>\n```',
  '<pre lang="\\"><img src=x onerror=alert(1)>">x</pre>',
  '[code lang="x\\" onmouseover=alert(1)"]y[/code]',
  '[caption caption="<img src=x onerror=alert(1)>"]<img src=y onerror=alert(1)>[/caption]',
  '[video src="javascript:alert(1)"][embed]javascript:alert(1)[/embed]',
  '{{< figure src="x\\" onerror=\\"alert(1)" caption="<script>alert(1)</script>" >}}',
  '{{< ref "x) onerror=alert(1)" >}}',
  '<h2 id="x onclick=alert(1)">a</h2>',
  "## a {#x onclick=alert(1)}",
  '<p style="background:url(javascript:1)" class="evil" id="evil" target=_blank>x</p>',
];

describe("Malicious markup", () => {
  for (const attack of attacks) {
    it(`malicious markup is sanitised: ${JSON.stringify(attack)}`, () => {
      for (const format of formats) assertHarmless(render(attack, format).html);
    });
  }

  it("links with dangerous URLs are not listed", () => {
    for (const attack of attacks) {
      for (const format of formats) {
        for (const { url } of render(attack, format).links)
          assert.doesNotMatch(url, /^\s*(?:javascript|vbscript|data):/i);
      }
    }
  });

  it("only known classes and ids are retained", () => {
    assert.equal(render('<p class="x language-js" id="x">a</p>', "HTML").html, "<p>a</p>");
    assert.equal(
      render('<a class="btn" id="fnref-2" target="_blank" href="/x">a</a>', "HTML").html,
      '<p><a id="fnref-2" href="/x">a</a></p>',
    );
  });

  it("images in data URLs and the address of lazy images are retained", () => {
    assert.match(render('<img src="data:image/png;base64,AA==">', "HTML").html, /src="data:image\/png;base64,AA=="/);
    assert.match(render('<img src="data:image/gif;base64,AA" data-src="/a.png">', "HTML").html, /src="\/a\.png"/);
  });

  it("frames become links to their source", () => {
    assert.equal(render('<iframe src="//v.example/1"></iframe>', "HTML").links[0]?.url, "https://v.example/1");
  });
});

const fragment = fc.constantFrom(
  ...attacks,
  ..."< </ > /> <p> </p> <b> </b> <i> <pre> </pre> <code> </code> <table><tr><td> </table> <h2> </h2> <a </a> <li> <!-- --> --!> <![CDATA[ ]]> [ ] ( ) * ** _ ` ``` ~~ | # - 1. & &lt; &# \" ' = \\ 中 ： a {{< >}} {% %} [code] [/code] [caption] [/caption] [^a] [^a]: {# }".split(
    " ",
  ),
  ...'<a name="x"> <a href="#x"> <p id="x"> <div id="a&quot;b"></div> <iframe data-src="//v.example/1"> </iframe> <video data-src="/v"> <source> $ $$ \\('.split(
    /(?<=>) /,
  ),
  '<script src="https://gist.github.com/a/1.js"></script>',
  "> [!NOTE] ",
  '<math alttext="<img src=x onerror=alert(1)>">',
  '<math><annotation encoding="application/x-tex">&lt;img src=x onerror=alert(1)></annotation></math>',
  "\n: a",
  ...'<div markdown="1">\n|</div>\n|<p markdown=span>|\n::: tip <b>\n|\n:::\n|!!! note "<i>"\n    |{: #x"><b> .language-"x}|{: #x}|\n*[a]: "<b>\n|<!--more-->'.split(
    "|",
  ),
  "==a==",
  ..." ,\n,\n\n,\t,\0,\r\n,\ud800,\u0301,\u2028".split(","),
);
const maliciousText = fc
  .array(
    fc.oneof({ weight: 9, arbitrary: fragment }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) }),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

describe("Arbitrary text", () => {
  for (const format of formats) {
    it(`arbitrary text renders to harmless HTML that sanitising does not change: ${format}`, () => {
      fc.assert(
        fc.property(maliciousText, (source) => assertHarmless(render(source, format).html)),
        { numRuns: 500 },
      );
    });
  }

  it("sanitising is idempotent", () => {
    fc.assert(
      fc.property(maliciousText, (source) => assert.equal(sanitise(sanitise(source)), sanitise(source))),
      { numRuns: 500 },
    );
  });
});

describe("Excessive repetition", () => {
  const units =
    '[ * < a ` | [caption ]( ![ ![[]( _a_ a* **a <b></i> <div> <a&nbsp;href=" <!-- <pre> <pre&nbsp;" [code] [x&nbsp;y="z"] [/x] {{< {%&nbsp;highlight&nbsp;x&nbsp;%} [^a ^[ http:// &# > -&nbsp;[&nbsp;]&nbsp; <br> <s>a</s> <svg> <title> \\'
      .split(" ")
      .map((unit) => unit.replaceAll("&nbsp;", " "));
  const EXTENSIONS = [
    ...[
      "::: tip\n",
      ":::: a\n::: b\n",
      ":::\n",
      '!!! note "a"\n',
      "    !!! note\n",
      "a\n{: .b}\n",
      "a{:.b}",
      "[a](b){.c}",
    ],
    ...[
      "*[a]: b\n",
      "a\n\n*[a]: b\n",
      '<div markdown="1">\n',
      '<div markdown="1">a',
      "<p markdown=1>a</p>\n",
      "<!--more-->a\n",
    ],
  ];
  for (const unit of [...units, "\n", "a\n=\n", "\n> ", "x \n \n", "|a|b|\n|-|-|\n", "[^a]: b\n\n", ...EXTENSIONS]) {
    it(`rendering completes for the repetition of ${JSON.stringify(unit)}`, () => {
      const source = `[^a]: x\n\n${unit.repeat(Math.ceil(50_000 / unit.length))}`;
      for (const format of formats) assert.equal(typeof render(source, format).html, "string");
    });
  }

  it("rendering completes for excessively nested elements", () => {
    const source = "<b>".repeat(100_000) + "</i>".repeat(100_000);
    for (const format of formats) assert.equal(typeof render(source, format).html, "string");
  });

  it("rendering completes for hundreds of thousands of paragraphs", () => {
    for (const format of formats) assert.equal(typeof render("a\n\n".repeat(150_000), format).html, "string");
  });
});
