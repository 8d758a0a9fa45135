// The extensions of Markdown that are common to many renderers: alerts, definition lists, marks and diagrams.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RenderedBody } from "../../../src/platform/markup/body.js";
import { renderBody } from "../../../src/platform/markup/render.js";

function render(source: string): RenderedBody {
  return renderBody(source, "MARKDOWN", { siteUrl: null });
}

function html(source: string): string {
  return render(source).html.replace(/\n/g, "");
}

describe("Alerts", () => {
  it("an alert is a quotation with a title, which is not part of the excerpt", () => {
    const source = "> [!NOTE]\n> Some *words*.\n>\n> More.";
    assert.equal(
      html(source),
      '<blockquote class="markdown-alert markdown-alert-note"><p class="markdown-alert-title">Note</p>' +
        "<p>Some <em>words</em>.</p><p>More.</p></blockquote>",
    );
    assert.equal(render(source).summary, "Some words. More.");
  });

  it("an alert may have its own title, and a blank line after it", () => {
    assert.match(html("> [!tip]- A *title*\n> x"), /<p class="markdown-alert-title">A <em>title<\/em><\/p><p>x<\/p>/);
    assert.match(html("> [!TIP]\n>\n> x"), /<p class="markdown-alert-title">Tip<\/p><p>x<\/p>/);
  });

  it("other quotations are unchanged", () => {
    assert.equal(html("> [!other] x"), "<blockquote><p>[!other] x</p></blockquote>");
    assert.equal(html("> a\n> [!NOTE]"), "<blockquote><p>a[!NOTE]</p></blockquote>");
  });
});

describe("Definition lists", () => {
  it("terms have definitions", () => {
    assert.equal(
      html("One\n: a *b*\n: c\n\nTwo\nThree\n: d\ne\n\nafter"),
      "<dl><dt>One</dt><dd>a <em>b</em></dd><dd>c</dd><dt>Two</dt><dt>Three</dt><dd>de</dd></dl><p>after</p>",
    );
  });

  it("a definition may have several blocks", () => {
    assert.equal(
      html("One\n\n: a\n\n    b\n\n    - c\n\nafter"),
      "<dl><dt>One</dt><dd><p>a</p><p>b</p><ul><li>c</li></ul></dd></dl><p>after</p>",
    );
  });

  it("a colon elsewhere is text", () => {
    assert.equal(html("a\n:b"), "<p>a:b</p>");
    assert.equal(html(": a"), "<p>: a</p>");
    assert.equal(html("a : b"), "<p>a : b</p>");
  });
});

describe("Marks", () => {
  it("text between two equals signs is marked", () => {
    assert.equal(html("a ==b *c*== d，==中文==。"), "<p>a <mark>b <em>c</em></mark> d，<mark>中文</mark>。</p>");
  });

  for (const text of ["a==b and c==d", "a == b == c", "x ===y=== z", "==", "(a)==(b)=="])
    it(`no mark: ${text}`, () => assert.equal(html(text), `<p>${text}</p>`));

  it("a mark does not cut through code and links", () => {
    assert.match(html("==a `b==` c"), /==a <code>b==<\/code> c/);
    assert.match(html("==a [b==](/c)"), /==a <a href="\/c">b==<\/a>/);
  });
});

describe("Diagrams and addresses", () => {
  it("a diagram is a code block with its language, and not an excerpt", () => {
    const { codeBlocks, summary } = render("```mermaid\ngraph LR;\n  A-->B;\n```\n\n## Title");
    assert.deepEqual(codeBlocks, [{ language: "mermaid", source: "graph LR;\n  A-->B;" }]);
    assert.equal(summary, "Title");
  });

  for (const language of "mermaid plantuml graphviz flow sequence echarts markmap kroki viz d2 kroki-plantuml".split(
    " ",
  ))
    it(`the source of ${language} is no excerpt, even without prose`, () => {
      const { codeBlocks, summary } = render(`## Title\n\n\`\`\`${language}\na\n\`\`\``);
      assert.deepEqual(codeBlocks, [{ language, source: "a" }]);
      assert.equal(summary, "Title");
    });

  it("an address as its own paragraph is not an excerpt if there is prose", () => {
    assert.equal(render("https://v.example/1\n\nWords.").summary, "Words.");
    assert.equal(render("https://v.example/1").summary, "https://v.example/1");
  });
});

describe("Diagrams and tables of generators", () => {
  for (const source of [
    "{{< mermaid >}}\ngraph LR;\n{{< /mermaid >}}\n\nWords.",
    "{% mermaid %}\ngraph LR;\n{% endmermaid %}\n\nWords.",
  ])
    it(`a diagram in a tag is a code block: ${source.slice(0, 13)}`, () => {
      const { codeBlocks, summary } = render(source);
      assert.deepEqual(codeBlocks, [{ language: "mermaid", source: "graph LR;" }]);
      assert.equal(summary, "Words.");
    });

  it("a table may have plus signs in its lines", () => {
    const { text, html: rendered } = render("|a|b|\n|--+--|\n|c+d|e|\n|--+--|\n|f|g|\n\nafter");
    assert.equal(text, "a\tb\nc+d\te\nf\tg\n\nafter");
    assert.match(rendered, /<th>a<\/th>/);
  });

  it("lines of plus signs that are no table are unchanged", () => {
    assert.match(render("+--+--+\n| a | b |\n+--+--+").text, /\+--\+--\+/);
    assert.equal(render("```\n|a|\n|-+-|\n```").codeBlocks[0]?.source, "|a|\n|-+-|");
  });
});

describe("Long input", () => {
  it("rendering completes for thousands of extensions", () => {
    for (const unit of [
      "> [!NOTE]\n\n",
      "a\n: b\n",
      "a\n\n: b\n\n",
      "==a ",
      "==a== ",
      "a\n: ",
      "> a\n> : b\n",
      "|-+-|\n",
      "|-+- ",
    ]) {
      assert.equal(typeof render(unit.repeat(10_000)).html, "string");
    }
  });
});

describe("Tables", () => {
  const table = "| a | b |\n|---|:-:|\n| 1 | 2 |";

  it("a table begins below the text of a list item", () => {
    for (const item of ["- item", "1. item\n   more", "- a\n  - item"]) {
      assert.match(html(`${item}\n${table}\n\nAfter.`), /<td>1<\/td><td align="center">2<\/td>.*<p>After\.<\/p>/);
    }
    assert.match(html(`> - item\n> ${table.replaceAll("\n", "\n> ")}`), /<td>1<\/td>/);
  });

  it("lines that are none continue the text of the item", () => {
    assert.doesNotMatch(html("- item | x\n--- and |\nmore"), /<table>/);
    assert.doesNotMatch(html("- item\n| a | b | c |\n|---|---|"), /<table>/);
  });
});
