// Formulas as MathML: on notes as people write them, only where they are switched on, and never anything but presentation elements.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Parser } from "htmlparser2";
import type { MarkupFormat } from "../../../../src/platform/markup/body.js";
import { richForm } from "../../../../src/platform/markup/rich/rich-form.js";
import { formulaOf, typeset } from "../../../../src/platform/markup/rich/typeset.js";
import { readPropertyRuns, usualRuns } from "../../../support/environment.js";
import { HOSTILE_TEX } from "./hostile-tex.js";

const richOf = (source: string, format: MarkupFormat = "MARKDOWN", hasFormulas = true) =>
  richForm({ source, format, options: { siteUrl: "https://blog.example", hasFormulas } });

const MATH = new Set(
  "math mi mn mo ms mtext mspace mrow mstyle merror mphantom mfrac msqrt mroot mpadded msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd".split(
    " ",
  ),
);
const MATH_ATTRIBUTES = new Set(
  "display class dir displaystyle scriptlevel mathvariant form fence separator stretchy symmetric largeop movablelimits lspace rspace minsize maxsize width height depth linethickness voffset accent accentunder rowspan columnspan".split(
    " ",
  ),
);
const TOKENS = new Set("mi mn mo ms mtext mspace".split(" "));

/** Within `math`: presentation elements only, no element in a token, and no attribute that leads anywhere. Outside: none of them. */
function assertOnlyMath(html: string): void {
  const open: string[] = [];
  const parser = new Parser({
    onopentag(tag, attributes) {
      const isWithin = open.includes("math") || tag === "math";
      assert.equal(MATH.has(tag), isWithin, `<${tag}> in ${html}`);
      assert.ok(!TOKENS.has(open.at(-1) ?? ""), `<${tag}> within a token in ${html}`);
      for (const [name, value] of Object.entries(attributes)) {
        if (isWithin) assert.ok(MATH_ATTRIBUTES.has(name), `${name}= in ${html}`);
        if (isWithin) assert.doesNotMatch(value, /[:;(<]/, html);
        assert.doesNotMatch(name, /^on|^style$|^data-/, html);
      }
      open.push(tag);
    },
    onclosetag() {
      open.pop();
    },
  });
  parser.end(html);
}

describe("formulas", () => {
  it("notes of courses are typeset", async () => {
    const notes = `# 极限 $\\lim_{x\\to 0}\\frac{\\sin x}{x}=1$

价格是 $5 到 $10，\\$x\\$ 不是公式。设 $f: \\mathbb{R}\\to\\mathbb{R}$，则 \\(f'(x) \\ge 0\\)。

$$
\\begin{aligned}
\\nabla \\cdot \\mathbf{E} &= \\frac{\\rho}{\\varepsilon_0} \\\\
\\text{速度} &= \\frac{\\text{路程}}{\\text{时间}}
\\end{aligned}
$$

\\[ P(A|B) = \\frac{P(B|A)P(A)}{P(B)} \\]

\`\`\`math
\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}
\`\`\`

\\begin{align}
a &= b \\\\
c &= d
\\end{align}

- $\\hat\\theta = \\arg\\max_\\theta \\sum_i \\log p(x_i;\\theta)$
- $\\begin{cases} 1 & x > 0 \\\\ 0 & x \\le 0 \\end{cases}$ 与 $\\begin{array}{c|c} 1 & 2 \\\\ \\hline 3 & 4 \\end{array}$
`;
    const html = await richOf(notes);
    assert.equal(html.match(/<math>/g)?.length, 6);
    assert.equal(html.match(/<math display="block">/g)?.length, 4);
    assert.match(html, /价格是 \$5 到 \$10，\$x\$ 不是公式。/);
    assert.match(html, /<mtext>速度<\/mtext>/);
    assert.match(html, /<mi>ℝ<\/mi>/);
    assert.match(html, /class="math-line-right"|math-line-right/);
    assert.doesNotMatch(html, /\\begin\{| style=/);
    assertOnlyMath(html);
    const off = await richOf(notes, "MARKDOWN", false);
    assert.equal(off.match(/<math/g)?.length, 1, "the fence alone");
  });

  it("HTML has formulas in its text, but not in code", async () => {
    assert.equal(
      await richOf("<p>\\(a\\) 和 $b$</p><p><code>$c$</code> <kbd>\\(d\\)</kbd></p><pre>$e$</pre>", "HTML"),
      "<p><math><mi>a</mi></math> 和 <math><mi>b</mi></math></p>\n<p><code>$c$</code> <kbd>\\(d\\)</kbd></p>\n<pre><code>$e$</code></pre>",
    );
  });

  it("what is not understood, too long or too deep stays as it was written", async () => {
    for (const formula of [
      "$\\unknown{x}$",
      "$\\frac{a}$",
      `$$${"x+".repeat(9_000)}y$$`,
      `$${"{".repeat(300)}x${"}".repeat(300)}+\\left($`,
    ]) {
      const html = await richOf(`a ${formula} b`);
      assert.doesNotMatch(html, /<math/);
      assert.ok(html.includes("a $"), html.slice(0, 200));
    }
    const deep = formulaOf(`$${"\\sqrt{".repeat(200)}x${"}".repeat(200)}$`);
    assert.ok(deep);
    assert.equal(await typeset(deep), null);
  });

  it("hostile TeX makes no element but those of MathML", async () => {
    for (const tex of HOSTILE_TEX) {
      assertOnlyMath(await richOf(`\`\`\`math\n${tex}\n\`\`\`\n\n$${tex}$ \\(${tex}\\)\n`));
      assertOnlyMath(await richOf(`<p>$${tex.replaceAll("<", "&lt;")}$</p><p>\\[${tex}\\]</p>`, "HTML"));
    }
  });

  it("nor do random compositions of TeX and HTML", async () => {
    const part = fc.oneof(
      fc.constantFrom(...HOSTILE_TEX),
      fc.constantFrom(
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "{",
        "}",
        "&",
        "\\\\",
        "^",
        "_",
        "'",
        "<",
        ">",
        '"',
        "\n\n",
        "`",
        "中",
      ),
      fc.constantFrom(
        "\\frac",
        "\\text{",
        "\\mathrm{",
        "\\begin{matrix}",
        "\\end{matrix}",
        "\\sqrt",
        "\\left(",
        "\\right)",
        "\\operatorname{",
      ),
      fc.string({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 12 }),
        fc.constantFrom<MarkupFormat>("MARKDOWN", "HTML"),
        async (parts, format) => {
          assertOnlyMath(await richOf(`$${parts.join(" ")}$`, format));
        },
      ),
      { numRuns: usualRuns(300), ...readPropertyRuns() },
    );
  });
});
