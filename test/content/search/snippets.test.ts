// Snippets: where fragments begin and end, what is marked in them, and that no place of a post is shown twice.
import "reflect-metadata";
import assert from "node:assert/strict";
import { it } from "node:test";
import { highlightTerms } from "../../../src/content/search/highlight.js";
import { type SearchedPost, snippetsOf } from "../../../src/content/search/snippets.js";

/** Each snippet with its marked words between « and ». */
function snippets(query: string, post: Partial<SearchedPost>): string[] {
  const whole = { title: "", text: "", tableOfContents: [], codeBlocks: [], ...post };
  return snippetsOf(
    whole,
    highlightTerms(query, () => 1),
  ).map(({ field, text, highlights }) => {
    const marked = highlights
      .toReversed()
      .reduce((all, { start, end }) => `${all.slice(0, start)}«${all.slice(start, end)}»${all.slice(end)}`, text);
    return `${field}: ${marked}`;
  });
}

const heading = (text: string) => ({ level: 2, text, anchor: text });
const PADDING = "这一段说的是别的事情，与要找的内容没有关系，只是让正文更长一些。";

it("begins at the sentence of the match, without an ellipsis", () => {
  const text = `${PADDING.repeat(3)}内核会把页面换出到磁盘。之后再说别的。${PADDING.repeat(6)}`;
  const [body = ""] = snippets("页面", { text });
  assert.match(body, /^BODY: 内核会把«页面»换出到磁盘。之后再说别的。/);
  assert.match(body, /[。]$/, "It ends with a sentence.");
});

it("begins and ends at clauses with an ellipsis if the sentence is too long", () => {
  const clause = "因为每一个请求都要经过很多层的转发和检查，";
  const text = `${clause.repeat(8)}网关里的缓存在这里命中，${clause.repeat(12)}结束。`;
  const [body = ""] = snippets("网关里的缓存", { text });
  assert.match(body, /^BODY: …因为每一个请求.*，«网关里»的«缓存»在这里命中，.*检查…$/);
  const english = `${"the request passes through many layers, ".repeat(6)}and the gateway keeps a copy, ${"while others wait for it, ".repeat(9)}until it ends.`;
  const [prose = ""] = snippets("gateway", { text: english });
  assert.match(prose, /^BODY: …the request passes .*, and the «gateway» keeps a copy, .*(?:layers|it)…$/);
});

it("cuts between words where there is neither a sentence nor a clause", () => {
  const [body = ""] = snippets("needle", { text: `${"hay ".repeat(60)}needle ${"straw ".repeat(60)}` });
  assert.match(body, /^BODY: …(?:hay )+«needle» (?:straw )+straw…$/);
});

it("takes a full stop within a name, an address or an abbreviation for no end of a sentence", () => {
  const text = `Some words before it. Use Node.js 20.1 or newer, e.g. the current release of example.org, for the gateway! ${"More text follows here. ".repeat(9)}`;
  const [body = ""] = snippets("gateway", { text });
  assert.match(body, /^BODY: …e\.g\. the current release of example\.org, for the «gateway»! More .*here\.$/);
});

it("stays within a paragraph, and shows the words of the group that it was chosen for", () => {
  const text = `An introduction with nothing.\n\nThe alpha particle is first. It is followed by beta decay.\n\nAnother paragraph.`;
  assert.deepEqual(snippets("alpha beta", { text }), [
    "BODY: The «alpha» particle is first. It is followed by «beta» decay.",
  ]);
});

it("shows a whole title and a whole heading, and no heading again as text", () => {
  const title = "A rather long title that has more than sixty characters before the word which is looked for: caching";
  const text = `How caching works\n\nAn entry is kept for a minute.\n\nNotes\n\nNothing else.`;
  assert.deepEqual(
    snippets("caching", { title, text, tableOfContents: [heading("How caching works"), heading("Notes")] }),
    [`TITLE: ${title.replace("caching", "«caching»")}`, "HEADING: How «caching» works"],
  );
});

it("shows no heading that repeats the title", () => {
  const text = "Caching\n\nThe word does not occur in the text.";
  assert.deepEqual(snippets("caching", { title: "Caching", text, tableOfContents: [heading("Caching")] }), [
    "TITLE: «Caching»",
  ]);
});

it("cuts code between its lines", () => {
  const source =
    `${"first_call(argument)\n".repeat(10)}wanted_call(1)\n${"other_call(argument)\n".repeat(20)}`.trimEnd();
  const text = `Text.\n\n${source}\n\nText.`;
  const [code = ""] = snippets("wanted_call", { text, codeBlocks: [{ source, language: null }] });
  assert.match(code, /^CODE: «wanted_call»\(1\)\n(?:other_call\(argument\)\n)+other_call\(argument\)$/);
});

it("marks whole words, also where only the beginning was typed", () => {
  assert.deepEqual(snippets("kubern", { title: "Kubernetes on a laptop" }), ["TITLE: «Kubernetes» on a laptop"]);
  assert.deepEqual(snippets("rust", { text: "Rustup updates Rust." }), ["BODY: Rustup updates «Rust»."]);
});

it("shows code, but not the source of a diagram", () => {
  const codeBlocks = [
    { language: "mermaid", source: "graph LR\n  Server-->Client" },
    { language: "js", source: "server.listen()" },
  ];
  const text = "Before.\n\ngraph LR\n  Server-->Client\n\nThe server waits.\n\nserver.listen()";
  const shown = snippets("server", { text, codeBlocks });
  assert.deepEqual(shown.toSorted(), ["BODY: The «server» waits.", "CODE: «server».listen()"]);
  assert.deepEqual(snippets("graph", { text, codeBlocks }), []);
  const pie = { text: "A pie here.\n\npie\n\nThe end.", codeBlocks: [{ language: "mermaid", source: "pie" }] };
  assert.match(snippets("pie", pie).join(), /^BODY: A «pie» here\.(?!.*pie)/s);
});

it("marks whole Korean nouns and loan words, also if they end like one with a particle or a long vowel", () => {
  assert.deepEqual(snippets("매크로", { text: "엑셀 매크로를 쓰면 편합니다." }), [
    "BODY: 엑셀 «매크로»를 쓰면 편합니다.",
  ]);
  assert.deepEqual(snippets("시스템은", { text: "빠른 시스템을 만든다." }), ["BODY: 빠른 «시스템»을 만든다."]);
  assert.deepEqual(snippets("サーバー", { text: "サーバーとサーバの違い" }), ["BODY: «サーバー»と«サーバ»の違い"]);
});

it("marks no filler words, unless the query consists of them", () => {
  assert.deepEqual(
    snippets("how to use docker on linux", { text: "How to use it: install Docker on your Linux machine." }),
    ["BODY: How to use it: install «Docker» on your «Linux» machine."],
  );
  assert.deepEqual(snippets("請問怎麼刪除鏡像", { text: "请问怎么办？删除没用的镜像即可。" }), [
    "BODY: «删除»没用的«镜像»即可。",
  ]);
  assert.deepEqual(snippets("型システムとは", { text: "型システムとはどういうものか。ずっと前からある。" }), [
    "BODY: «型システム»とはどういうものか。ずっと前からある。",
  ]);
});
