// Coloured code: a golden file of every language, marked and numbered lines, and code that stays as it is.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import {
  highlightedLanguage,
  highlightedLanguages,
  languageWithParts,
} from "../../../../src/platform/markup/rich/code-languages.js";
import { fenceInfo } from "../../../../src/platform/markup/rich/fence-info.js";
import { highlighted } from "../../../../src/platform/markup/rich/highlighted-code.js";
import { richForm } from "../../../../src/platform/markup/rich/rich-form.js";
import { serialiseMarkup, textContent } from "../../../../src/platform/markup/tree.js";
import { CODE_SAMPLES } from "./code-samples.js";

const richOf = (source: string) =>
  richForm({ source, format: "MARKDOWN", options: { siteUrl: "https://blog.example" } });

async function colours(language: string): Promise<string> {
  const nodes = await highlighted(CODE_SAMPLES[language] ?? "", language);
  assert.ok(nodes, language);
  assert.equal(textContent(nodes), CODE_SAMPLES[language]);
  return serialiseMarkup(nodes);
}

describe("coloured code", () => {
  it("all languages are as in the golden file, whatever was coloured before", async () => {
    const names = Object.keys(CODE_SAMPLES);
    assert.deepEqual(names, highlightedLanguages());
    const results = new Map<string, string>();
    for (const name of names.toReversed()) results.set(name, await colours(name));
    const all = names.map((name) => `== ${name}\n${results.get(name)}`).join("");
    // Written by: node -e 'import("./dist/test/platform/markup/rich/golden-code.js")' > test/platform/markup/rich/code.golden.txt
    assert.equal(all, await readFile("test/platform/markup/rich/code.golden.txt", "utf8"));
    for (const name of names) assert.equal(await colours(name), results.get(name), name);
  });

  it("languages have the names that authors write, and bring those that they contain", () => {
    for (const [written, name] of [
      ["js", "javascript"],
      ["c++", "cpp"],
      ["vue", "xml"],
      ["py3", "python"],
      ["mermaid", null],
    ]) {
      assert.equal(highlightedLanguage(written ?? ""), name);
    }
    assert.deepEqual(languageWithParts("handlebars").sort(), ["css", "graphql", "handlebars", "javascript", "xml"]);
  });

  it("code without a known language, long lines, long blocks and many blank lines stay as they are", async () => {
    assert.equal(await highlighted("let a", "mermaid"), null);
    assert.equal(await highlighted(`let a = "${"x".repeat(400)}";`, "js"), null);
    assert.equal(await highlighted("let a = 1;\n".repeat(4_000), "js"), null);
    assert.equal(await highlighted(`main =${"\n".repeat(30)}x`, "haskell"), null);
    const one = "x(".repeat(500_000);
    assert.equal(await richOf(`\`\`\`java\n${one}\n\`\`\``), `<pre><code class="language-java">${one}\n</code></pre>`);
  });

  it("the code of a body is coloured up to a total length", async () => {
    const block = `\`\`\`js\n${"let a = 1;\n".repeat(2_500)}\`\`\`\n\n`;
    const html = await richOf(block.repeat(12));
    assert.equal(html.match(/<code[^>]*><span/g)?.length, 9);
    assert.equal(html.match(/<code/g)?.length, 12);
  });

  it("code that looks like markup stays text", async () => {
    const hostile = "</code></pre><script>alert(1)</script><img src=x onerror=alert(1)> &lt; <!-- --> ]]> \u0000";
    for (const language of ["html", "js", "php", "markdown", "diff", "bash"]) {
      const html = await richOf(`\`\`\`${language} {1} linenos\n${hostile}\n\`\`\`\n`);
      const tags = Array.from(html.matchAll(/<\/?([a-z0-9]+)/g), ([, tag]) => tag);
      assert.deepEqual([...new Set(tags)].sort(), ["code", "pre", "span"], html);
    }
  });
});

describe("what a fence asks for", () => {
  it("lines are marked and numbered in the forms of common generators", () => {
    for (const [info, marked, firstNumber] of [
      [
        "js {3,5-7}",
        [
          [3, 3],
          [5, 7],
        ],
        null,
      ],
      ["js{3}", [[3, 3]], null],
      [
        'go {linenos=true,hl_lines=["2","4-6"],linenostart=10}',
        [
          [2, 2],
          [4, 6],
        ],
        10,
      ],
      [
        'go {hl_lines="1 3-4"}',
        [
          [1, 1],
          [3, 4],
        ],
        null,
      ],
      ["js showLineNumbers", [], 1],
      ["js {2} showLineNumbers{20}", [[2, 2]], 20],
      ['{.haskell .numberLines startFrom="100"}', [], 100],
      ["js {linenos=false}", [], null],
      ['js title="a.js"', [], null],
      ["r, echo=TRUE", [], null],
      ["js {0,7-2}", [], null],
    ] as const) {
      assert.deepEqual(fenceInfo(info), { marked, firstNumber }, info);
    }
  });

  it("an element over several lines is divided, and the text stays the same", async () => {
    const code = "/* a\n\n b */\nlet s = `x\ny`;\n";
    const html = await richOf(`\`\`\`js {2,4} linenos\n${code}\`\`\`\n`);
    assert.equal(html.replace(/<[^>]*>/g, ""), code);
    assert.equal(html.match(/class="code-line/g)?.length, 5);
    assert.deepEqual(
      Array.from(html.matchAll(/marked-line" data-number="(\d)"/g), ([, number]) => number),
      ["2", "4"],
    );
  });

  it("marks that authors write are removed", async () => {
    const html = await richOf(
      '<pre><code class="language-js" data-fence="{1}">let a</code></pre>\n\n<p data-formula="">$x$</p>\n\n<var data-formula="">$x$</var>',
    );
    assert.doesNotMatch(html, /data-|math|code-line/);
  });
});
