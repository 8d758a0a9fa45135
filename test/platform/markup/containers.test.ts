// Containers between colons and admonitions with exclamation marks are displayed like alerts, and lines that only look like them are text.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderBody } from "../../../src/platform/markup/render.js";

const html = (source: string): string =>
  renderBody(source, "MARKDOWN", { siteUrl: null }).html.replace(/>\n+</g, "><").trim();

/** An alert with a title and content. */
const alert = (kind: string, title: string, content: string): string =>
  `<blockquote class="markdown-alert markdown-alert-${kind}"><p class="markdown-alert-title">${title}</p>${content}</blockquote>`;

describe("Containers", () => {
  const containers: [source: string, expected: string][] = [
    [":::info\na `b`\n:::\nc", `${alert("info", "Info", "<p>a <code>b</code></p>")}<p>c</p>`],
    ["::: warning Mind *this*\n- a\n- b\n:::", alert("warning", "Mind <em>this</em>", "<ul><li>a</li><li>b</li></ul>")],
    [":::note[A title]{.x}\na\n:::", alert("note", "A title", "<p>a</p>")],
    [':::tip{title="A title"}\na\n:::', alert("tip", "A title", "<p>a</p>")],
    ['::: {.callout-tip title="A title"}\na\n:::', alert("tip", "A title", "<p>a</p>")],
    [":::{warning}\na\n:::", alert("warning", "Warning", "<p>a</p>")],
    ["a\n::: tip\nb\n:::", `<p>a</p>${alert("tip", "Tip", "<p>b</p>")}`],
    ["> ::: tip\n> a\n> :::", `<blockquote>${alert("tip", "Tip", "<p>a</p>")}</blockquote>`],
    ["- ::: tip\n  a\n  :::\n- b", `<ul><li>${alert("tip", "Tip", "<p>a</p>")}</li><li>b</li></ul>`],
    ["::: tip\n\na", alert("tip", "Tip", "<p>a</p>")],
    ["::: details More *words*\na\n:::", "<details><summary>More <em>words</em></summary><p>a</p></details>"],
    ["::: code-group\n```js\na\n```\n:::", '<div><pre><code class="language-js">a\n</code></pre></div>'],
    ["::: timeline 2020\na\n:::", "<div><p>2020</p><p>a</p></div>"],
    ["::: tip\n```\n:::\n```\n:::", alert("tip", "Tip", "<pre><code>:::\n</code></pre>")],
  ];
  for (const [source, expected] of containers)
    it(`it encloses blocks: ${JSON.stringify(source)}`, () => assert.equal(html(source), expected));

  it("longer colons enclose shorter ones, and a closing line ends the innermost container", () => {
    const inner = alert("note", "Note", "<p>a</p>");
    const expected = alert("tip", "Tip", `${inner}<p>b</p>`);
    assert.equal(html(":::: tip\n::: note\na\n:::\nb\n::::"), expected);
    assert.equal(html("::: tip\n::: note\na\n:::\nb\n:::"), expected);
    assert.equal(html(":::: tip\n::: note\na\n::::\nb"), `${alert("tip", "Tip", inner)}<p>b</p>`);
  });

  for (const source of [":::", "::: strange\na", "a ::: tip", "`::: tip`", ":: tip\na\n::", "    ::: tip\n    :::"])
    it(`other colons are text: ${JSON.stringify(source)}`, () => assert.match(html(source), /::/));
});

describe("Admonitions", () => {
  const admonitions: [source: string, expected: string][] = [
    [
      '!!! note "Heads *up*"\n    a\n\n    - b\nc',
      `${alert("note", "Heads <em>up</em>", "<p>a</p><ul><li>b</li></ul>")}<p>c</p>`,
    ],
    ["!!! warning\n\ta", alert("warning", "Warning", "<p>a</p>")],
    ["!!! danger inline end 'A title'\n    a", alert("danger", "A title", "<p>a</p>")],
    ["!!! note A title\n    a", alert("note", "A title", "<p>a</p>")],
    ["!!! strange\n    a", alert("note", "strange", "<p>a</p>")],
    ['!!! note ""\n    a', '<blockquote class="markdown-alert markdown-alert-note"><p>a</p></blockquote>'],
    ['!!! note "Only a title"', alert("note", "Only a title", "")],
    ['??? note "A title"\n    a', "<details><summary>A title</summary><p>a</p></details>"],
    ["???+ note\n    a", "<details open><summary>Note</summary><p>a</p></details>"],
    ['!!! tip "A"\n    !!! note "B"\n        b\n    a', alert("tip", "A", `${alert("note", "B", "<p>b</p>")}<p>a</p>`)],
  ];
  for (const [source, expected] of admonitions)
    it(`it has an indented body: ${JSON.stringify(source)}`, () => assert.equal(html(source), expected));

  for (const source of ["!!! wow", "!!!", "!!! note", "a !!! note\n    b", "?? note\n    a", "??? 中文\n    a"])
    it(`other signs are text: ${JSON.stringify(source)}`, () => assert.match(html(source), /!!!|\?\?/));
});
