// Formulas in Markdown are output as written; prices and escaped brackets are text.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderBody } from "../../../src/platform/markup/render.js";

function html(source: string): string {
  return renderBody(source, "MARKDOWN", { siteUrl: null }).html;
}

describe("Formulas in HTML", () => {
  const asHtml = (source: string): string => renderBody(source, "HTML", { siteUrl: null }).html;

  it("MathML is replaced by the TeX beside it", () => {
    const math = (attributes: string): string =>
      `<math${attributes}><semantics><mi>x</mi><annotation encoding="application/x-tex">x_1 &lt; 2</annotation></semantics></math>`;
    assert.equal(asHtml(`<p>a ${math("")} b</p>`), "<p>a \\(x_1 &lt; 2\\) b</p>");
    assert.equal(asHtml(`<p>${math(' display="block"')}</p>`), "<p>\\[x_1 &lt; 2\\]</p>");
    assert.equal(asHtml('<p>a <math alttext="y^2"><mi>y</mi></math></p>'), "<p>a \\(y^2\\)</p>");
  });

  it("TeX in MathML is sanitised", () => {
    const source = '<math alttext="&lt;script&gt;1&lt;/script&gt;"><mi>y</mi></math>';
    assert.equal(asHtml(source), "<p>\\(&lt;script&gt;1&lt;/script&gt;\\)</p>");
  });

  it("[latex] in a sentence is a formula, and a LaTeX document is code", () => {
    assert.equal(asHtml("The area [latex]a < \\pi r^2[/latex] is"), "<p>The area \\(a &lt; \\pi r^2\\) is</p>");
    const { codeBlocks } = renderBody("[latex]\\documentclass{a}\nx[/latex]", "HTML", { siteUrl: null });
    assert.deepEqual(codeBlocks, [{ language: "latex", source: "\\documentclass{a}\nx" }]);
  });

  it("many openings of MathML take linear time", () => {
    for (const unit of ["<math>", "<math></math>", "<math><annotation ", '<math alttext="']) {
      const started = performance.now();
      asHtml(unit.repeat(10_000));
      assert.ok(performance.now() - started < 5_000, unit);
    }
  });
});

describe("Formulas", () => {
  const kept: [name: string, source: string][] = [
    ["underscores and asterisks", "Let $a_i * b_j$ and $c_k * d_l$ be."],
    ["backslashes", "Here $\\{x\\,|\\, y\\_z\\}$ and $\\| v \\|$."],
    ["a formula between Han characters", "设$x_1*y_1$为$z_1*w_1$。"],
    ["a display formula in a line", "So $$ \\hat{y}_i = \\sum_{j} w_j * x_j \\\\ * 2 $$ holds."],
    ["round brackets", "Let \\(a_i * b_j\\) and \\(x\\) and \\(O(n)\\) be."],
    ["square brackets", "Let \\[a_i * b_j = c_k * 2\\] be."],
    ["GitHub's backticks", "Let $`a_i * b_j * c`$ be."],
    ["bare environments", "\\begin{align*}\n- a_i &= b_i \\\\\n+ c * d * e\n\\end{align*}"],
    ["lines that look like lists and headings", "$$\na_i\n= b_i \\\\\n- c * d * e\n# f\n$$"],
    ["blank lines", "$$\na_i * b\n\n* c_j\n$$"],
    ["a block of square brackets", "\\[\na_i\n- b_i * 2 * \\{c\\} = 1\n\\]"],
  ];
  for (const [name, source] of kept) {
    it(`a formula keeps ${name}`, () => {
      const escaped = source.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
      assert.equal(html(source), `<p>${escaped}</p>`);
    });
  }

  it("brackets with two backslashes are output with one, and what is between them is not emphasised", () => {
    assert.equal(html("Let \\\\(a_i * b_j * c_i\\\\) be."), "<p>Let \\(a_i * b_j * c_i\\) be.</p>");
  });

  it("a formula may contain what looks like HTML", () => {
    assert.equal(html("$a<b$ and $x<script>y$"), "<p>$a&lt;b$ and $x&lt;script&gt;y$</p>");
  });

  it("a formula block stays in its list item and its quotation", () => {
    assert.match(
      html("- x\n\n  $$\n  a_i * b * c\n  $$\n- y"),
      /<p>\$\$\na_i \* b \* c\n\$\$<\/p>\s*<\/li>\s*<li>\s*<p>y/,
    );
    assert.match(
      html("> $$\n> a_i * b * c\n> $$\n\nafter"),
      /<blockquote>\s*<p>\$\$\na_i \* b \* c\n\$\$<\/p>\s*<\/blockquote>/,
    );
  });

  it("a fence of the language math is a code block", () => {
    assert.deepEqual(renderBody("```math\na_i * b\n```", "MARKDOWN", { siteUrl: null }).codeBlocks, [
      { language: "math", source: "a_i * b" },
    ]);
  });

  const text: [name: string, source: string, html: string][] = [
    ["two prices", "It costs $5 and *really* $6.", "It costs $5 and <em>really</em> $6."],
    ["prices with a currency", "US$5 or *about* US$6", "US$5 or <em>about</em> US$6"],
    ["a range of prices", "$5-$10 *off*", "$5-$10 <em>off</em>"],
    ["dollars after the number", "5$, *or* 6$", "5$, <em>or</em> 6$"],
    ["escaped dollars", "\\$5 *or* 6\\$", "$5 <em>or</em> 6$"],
    ["a price before a formula", "$5 *and* $x_i * y_i$", "$5 <em>and</em> $x_i * y_i$"],
    ["code between dollars", "$5 `a$` b", "$5 <code>a$</code> b"],
    ["variables of a shell", "$HOME and *not* $PATH", "$HOME and <em>not</em> $PATH"],
    ["escaped square brackets", "\\[1\\] and \\[a *link*\\]", "[1] and [a <em>link</em>]"],
    ["escaped parentheses", "\\(see *below*\\)", "(see <em>below</em>)"],
    ["a single pair of dollars", "$$ is *empty*", "$$ is <em>empty</em>"],
  ];
  for (const [name, source, expected] of text) {
    it(`${name}: no formula`, () => assert.equal(html(source), `<p>${expected}</p>`));
  }

  it("dollars in links are part of the links", () => {
    assert.match(html("[for $5](/a) and [5$](/b)"), /<a href="\/a">for \$5<\/a> and <a href="\/b">5\$<\/a>/);
  });

  it("many openings without an end take linear time", () => {
    for (const unit of ["$a ", "$$", "\\(a ", "\\[a", "$`", "$$a\n", "\\[\n", "\\begin{a}\n", "> $$\n"]) {
      const started = performance.now();
      html(unit.repeat(10_000));
      assert.ok(performance.now() - started < 5_000, unit);
    }
  });
});

it("the doubling of backslashes, by which other renderers find the ends of lines, is undone", () => {
  const matrix = "\\begin{pmatrix} 1 & \\ldots \\\\\\\\ x\\_1 & \\\\{0\\\\} \\end{pmatrix}";
  const expected = "\\begin{pmatrix} 1 &amp; \\ldots \\\\ x_1 &amp; \\{0\\} \\end{pmatrix}";
  assert.equal(html(`$$\n${matrix}\n$$`), `<p>$$\n${expected}\n$$</p>`);
  assert.equal(html(`a $${matrix}$ b`), `<p>a $${expected}$ b</p>`);
  assert.equal(html("$$\na \\\\ \\{b\\}\n$$"), "<p>$$\na \\\\ \\{b\\}\n$$</p>");
});
