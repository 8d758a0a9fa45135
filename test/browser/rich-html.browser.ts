// Rich HTML in a real browser: hostile formulas and code put nothing but harmless elements into a page, whatever way the page inserts them, and
// what scrolls can be reached by keyboard under a policy without inline styles.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { completedHtml } from "../../src/content/posts/body/html/html-pass.js";
import { RICH_STYLESHEET } from "../../src/http/stylesheet/rich-stylesheet.js";
import type { MarkupFormat } from "../../src/platform/markup/body.js";
import { richForm } from "../../src/platform/markup/rich/rich-form.js";
import { HOSTILE_TEX } from "../platform/markup/rich/hostile-tex.js";
import { readChromiumPath } from "../support/environment.js";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const HOSTILE_CODE = [
  "</code></pre><img src=x onerror=alert(1)>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
  "`$" + "{alert(1)}` </span><script>alert(1)</script>",
];

async function shown(source: string, format: MarkupFormat): Promise<string> {
  const html = await richForm({ source, format, options: { siteUrl: "https://blog.example", hasFormulas: true } });
  return completedHtml(html, {
    isRich: true,
    urlOf: (url) => url,
    pictureOf: (src, size) => ({ src, ...size, srcset: null, tint: null }),
    fragmentUrl: (fragment) => fragment,
  });
}

/** The elements and attributes that are in the page after the HTML was parsed, and once more after its own serialisation was. */
const IN_PAGE = `(text) => {
  const names = new Set();
  const parsed = (html) => {
    const root = document.body.appendChild(document.createElement("div"));
    root.innerHTML = html;
    for (const element of root.querySelectorAll("*")) {
      names.add(element.namespaceURI.split("/").at(-1) + " " + element.localName);
      for (const { name } of element.attributes) names.add("@" + name);
    }
    root.remove();
    return root.innerHTML;
  };
  const first = parsed(text);
  return { names: [...names], isSame: parsed(first) === first };
}`;

const FACTS = `(() => {
  const scrollers = [...document.querySelectorAll("*")].filter(
    (element) => element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowX));
  const range = document.createRange();
  range.selectNodeContents(document.querySelector("pre"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  const anchor = document.querySelector(".heading-anchor");
  return {
    scrollers: scrollers.map(({ localName, tabIndex }) => localName + " " + tabIndex),
    pageScrolls: document.documentElement.scrollWidth > innerWidth,
    mathHeight: document.querySelector("math").getBoundingClientRect().height,
    copied: getSelection().toString(),
    heading: document.querySelector("h2").innerText,
    anchor: [anchor.getAttribute("aria-hidden"), anchor.getAttribute("tabindex")],
  };
})()`;

interface PageFacts {
  scrollers: string[];
  pageScrolls: boolean;
  mathHeight: number;
  copied: string;
  heading: string;
  anchor: string[];
}

/** What no text may put into a page. */
const FOREIGN =
  /^svg |^\S+ (?:script|style|iframe|object|embed|form|input|textarea|annotation.*|mglyph|malignmark|maction|semantics)$|^@(?:on|srcdoc|xlink|formaction|style$)/;

describe("rich HTML in a browser", () => {
  let browser: Browser;
  let page: Page;
  let alerts = 0;

  before(async () => {
    browser = await chromium.launch({ executablePath: readChromiumPath(), args: FLAGS });
    page = await browser.newPage();
    page.on("dialog", (dialog) => {
      alerts += 1;
      void dialog.dismiss();
    });
    await page.goto("about:blank");
  });
  after(() => browser?.close());

  test("hostile formulas and code become harmless elements, also when the page serialises and parses them again", async () => {
    const sources = [
      ...HOSTILE_TEX.flatMap((tex) => [`$${tex}$`, `\`\`\`math\n${tex}\n\`\`\``, `x $a$ ${tex} $b$ <b>$c$</b>`]),
      ...HOSTILE_CODE.flatMap((code) =>
        ["html", "js", "markdown", "php"].map((language) => `\`\`\`${language} {1}\n${code}\n\`\`\``),
      ),
    ];
    for (const source of sources) {
      for (const format of ["MARKDOWN", "HTML"] as const) {
        const html = await shown(source, format);
        const argument = JSON.stringify(html);
        const { names, isSame } = await page.evaluate<{ names: string[]; isSame: boolean }>(
          `(${IN_PAGE})(${argument})`,
        );
        assert.deepEqual(
          names.filter((name) => FOREIGN.test(name)),
          [],
          html,
        );
        assert.ok(isSame, html);
      }
    }
    assert.equal(alerts, 0);
  });

  test("formulas have a size, lines of code do not change the copied text, and what scrolls can be focused", async () => {
    const source = `## 标题\n\n$$\n${"x_{1}+".repeat(80)}y\n$$\n\n\`\`\`js {2} linenos\nlet a = "${"x".repeat(200)}";\n\nlet b;\n\`\`\`\n\n| ${"a | ".repeat(60)}\n|${"---|".repeat(60)}\n| ${"word | ".repeat(60)}\n`;
    const html = await shown(source, "MARKDOWN");
    await page.setViewportSize({ width: 390, height: 800 });
    await page.setContent(
      `<!doctype html><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${RICH_STYLESHEET}</style><body>${html}`,
    );
    const facts = await page.evaluate<PageFacts>(FACTS);
    assert.deepEqual(facts.scrollers.sort(), ["div 0", "pre 0", "span 0"]);
    assert.equal(facts.pageScrolls, false);
    assert.ok(facts.mathHeight > 10);
    assert.equal(facts.copied.trimEnd(), `let a = "${"x".repeat(200)}";\n\nlet b;`);
    assert.equal(facts.heading, "标题");
    assert.deepEqual(facts.anchor, ["true", "-1"]);
  });
});
