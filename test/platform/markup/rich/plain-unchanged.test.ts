// The plain form does not depend on the rich one, and the rich form is the plain one with elements around parts of its text.
import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { MarkupFormat } from "../../../../src/platform/markup/body.js";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { richForm } from "../../../../src/platform/markup/rich/rich-form.js";
import { readPropertyRuns, usualRuns } from "../../../support/environment.js";
import { CODE_SAMPLES } from "./code-samples.js";
import { HOSTILE_TEX } from "./hostile-tex.js";

const OPTIONS = { siteUrl: "https://blog.example" };
const PARTS = [
  ...[
    "# 标题 $x$",
    "text *a* **b** `c`",
    "- a\n- b",
    "> q",
    "| a |\n|---|\n| b |",
    "![x](/a.png) [y](/posts/b)",
    "[^1]\n\n[^1]: n",
  ],
  ...[
    "<div>\n\n*a*\n\n</div>",
    '<pre><code class="language-js">let a</code></pre>',
    '[code lang="js"]let b[/code]',
    "{% raw %}x{% endraw %}",
  ],
  ...[
    "```js {1,3}\nlet a\n\nlet b\n```",
    "~~~{.python .numberLines}\nx = 1\n~~~",
    "    indented",
    "$$\nx\n$$",
    "\\(y\\) \\[z=1\\]",
    "{{< highlight go >}}\nx\n{{< /highlight >}}",
  ],
];
const CORPUS = [
  ...PARTS,
  ...Object.entries(CODE_SAMPLES).map(([name, code]) => `\`\`\`${name} {1} linenos\n${code}\`\`\``),
  ...HOSTILE_TEX.map((tex) => `$${tex}$\n\n$$\n${tex}\n$$`),
];

async function assertSame(source: string, format: MarkupFormat): Promise<void> {
  const plain = renderBody(source, format, OPTIONS);
  const withFormulas = renderBody(source, format, { ...OPTIONS, hasFormulas: true });
  assert.equal(withFormulas.html, plain.html);
  assert.deepEqual({ ...withFormulas, richVersion: 0 }, { ...plain, richVersion: 0 });
  assert.doesNotMatch(plain.html, /<span|data-fence|data-formula|hljs/);
  const rich = await richForm({ source, format, options: OPTIONS });
  assert.equal(rich.replace(/<\/?span[^<>]*>/g, ""), plain.html);
}

it("for all of the corpus", async () => {
  for (const source of CORPUS) for (const format of ["MARKDOWN", "HTML"] as const) await assertSame(source, format);
});

it("for random compositions", async () => {
  const source = fc.array(fc.oneof(fc.constantFrom(...CORPUS), fc.string({ maxLength: 20 })), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(source, fc.constantFrom<MarkupFormat>("MARKDOWN", "HTML"), (parts, format) =>
      assertSame(parts.join("\n\n"), format),
    ),
    { numRuns: usualRuns(200), ...readPropertyRuns() },
  );
});
