// Random Markdown documents: blocks of all kinds, nested in lists and quotations, with fragments of the dialects of generators.
import fc from "fast-check";

const words = fc.constantFrom(
  ...'word|a *b* c|**strong**|`code`|`a ~b~ :smile:`|$x_1^2$|~sub~|x^2^|:smile:|:tada: end|[[page]]|[[page#part|words]]|![[a.png]]|中文，字|[link](/a)|![alt](b.png)|<b>bold</b>|<br>|a  |b\\|https://a.example/x|==mark==|[^1]|{{< ref "a.md" >}}|{% raw %}|&amp;|\\*|`|*|[|](|$|++ins++|*[HTML]: x|HTML|{: .a}|{:.b #c}|<!-- more -->'.split(
    "|",
  ),
);
const line = fc.array(words, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(" "));
const paragraph = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n"));

const fixedBlocks = [
  "```js\na = 1\n:smile: ~a~\n```",
  "~~~\n::: x\n~~~",
  "    indented :tada:\n    code",
  "$$\na\nb^2\n$$",
  "| a | b |\n|---|---|\n| c :smile: | d \\| e |",
  "|a|b|\n|--+--|\n|c|d|",
  "<div>\nx\ny\n</div>",
  "# Heading :tada: #",
  "## Heading {#place}",
  "Setext\nheading\n---",
  "[^1]: A note\n    in two lines",
  "[ref]: /url 'title'",
  "Term\n: Meaning\n  of it",
  "> [!NOTE]\n> First\n> second",
  "---",
  "<!-- more -->",
  "{% codeblock %}\na\nb\n{% endcodeblock %}",
  "::: tip Title\nInner\nlines\n:::",
  '!!! note "Title"\n    Indented\n    lines',
  '<div markdown="1">\n*a*\nb\n</div>',
  "{: .class #id}",
  "*[HTML]: Hyper Text",
  "- [ ] task\n- [x] done",
];

/** Puts each line of a block behind a prefix, the first one behind another. */
function within(first: string, rest: string): (block: string) => string {
  return (block) =>
    block
      .split("\n")
      .map((text, index) => (index === 0 ? first : rest) + text)
      .join("\n");
}

const { block } = fc.letrec<{ block: string }>((tie) => ({
  block: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    paragraph,
    fc.constantFrom(...fixedBlocks),
    tie("block").map(within("> ", "> ")),
    tie("block").map(within("- ", "  ")),
    tie("block").map(within("1. ", "   ")),
  ),
}));

export const markdownDocument = fc
  .array(fc.tuple(block, fc.constantFrom("\n\n", "\n\n", "\n\n", "\n", "\r\n")), { maxLength: 8 })
  .map((parts) => parts.flat().join(""));
