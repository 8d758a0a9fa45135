// What the tags of Jekyll, its plug-ins and Octopress show, as Markdown. Control tags are executed as far as their conditions are known.
import { postPathOf } from "../../../../../platform/markup/page-reference.js";
import type { ItemNotices } from "../../item-notices.js";
import { codeBlock, disclosure, displayFormula, embedLink, figure, quotation } from "../../tags/common-tags.js";
import { rawTag } from "../../tags/literal-tags.js";
import {
  argument,
  block,
  type TagResult,
  type TagTable,
  type TagTranslation,
  type TemplateTag,
} from "../../tags/tag.js";
import { includeTag } from "./jekyll-includes.js";
import { type LiquidScope, liquidCondition } from "./liquid-values.js";

export interface JekyllTagContext {
  scope: LiquidScope;
  notices: ItemNotices;
  /** The address of a file of the site that `{% link %}` names. */
  linkTo: (path: string) => string;
}

type Translation = TagTranslation<JekyllTagContext>;

/** Tags in whose content no tags are read. */
export const LITERAL_TAGS: ReadonlySet<string> = new Set(
  "raw highlight codeblock mermaid math katex katexmm latex plantuml graphviz".split(" "),
);

const RAW = /\{%-?\s{0,9}(?:end)?raw\s{0,9}-?%\}\n?/g;

const withoutRaw = (text: string | null): string => (text ?? "").replace(RAW, "");

const nothing: Translation = () => block("");

const highlight: Translation = (tag) => {
  const code = withoutRaw(tag.verbatim);
  if (tag.isInCode) return code;
  const marked = /\bmark_lines\s*=\s*"([\d\s-]{1,200})"/.exec(tag.written)?.[1] ?? null;
  return codeBlock(code, tag.words[0] ?? null, { marked, numbers: /\blinenos\b/.test(tag.written) ? true : null });
};

/** Octopress: `{% codeblock Title lang:ruby https://… link %}`. */
const codeblock: Translation = ({ verbatim, written }) =>
  codeBlock(withoutRaw(verbatim), /\blang:(\S{1,40})/.exec(written)?.[1] ?? null);

const diagram: Translation = ({ name, verbatim }) => codeBlock(withoutRaw(verbatim), name);

const formula: Translation = ({ verbatim }) => displayFormula(withoutRaw(verbatim));

const embed =
  (kind: string): Translation =>
  (tag) => {
    const id = argument(tag, "id", "url", "0");
    const file = kind === "gist" && tag.words[1] !== undefined ? "" : null;
    return embedLink(kind, id, file);
  };

/** The slug that the post has here leads to it. */
const postUrl: Translation = ({ written }) => postPathOf(`${written.trim().replace(/^["']|["']$/g, "")}.md`);

const link: Translation = ({ written }, { linkTo }) => linkTo(written.trim().replace(/^["']|["']$/g, ""));

/** Octopress: `{% img left /a.png 300 200 "Title" "Alt" %}`. */
const img: Translation = ({ words }) => {
  const at = words.findIndex((word) => /^(?:https?:\/\/|\/|\S{1,300}\.\w{3,4}$)/i.test(word));
  const src = words[at];
  if (src === undefined) return null;
  const rest = words.slice(at + 1).filter((word) => !/^\d+$/.test(word));
  return figure({ src, alt: rest[1] ?? rest.join(" ") });
};

const blockquote: Translation = ({ content, written }) => quotation(content ?? "", written.trim() || null);

/** jekyll-figure: `{% figure caption:"…" %}![](a.png){% endfigure %}`. */
const figureTag: Translation = (tag) => {
  const caption = argument(tag, "caption") ?? /caption:\s{0,9}["']([^"']{1,500})["']/.exec(tag.written)?.[1] ?? null;
  const src = argument(tag, "src", "image", "0");
  if (tag.content === null) return src === null ? null : figure({ src, alt: argument(tag, "alt"), caption });
  return block(`${tag.content.trim()}\n\n${caption ?? ""}`.trim());
};

const details: Translation = ({ content, written }) =>
  content === null ? null : disclosure(written.trim().replace(/^["']|["']$/g, "") || null, content);

const capture: Translation = ({ content, words }, { scope }) => {
  const name = words[0];
  if (name !== undefined && content !== null) scope.variables.set(name, content.trim());
  return "";
};

const ELSE = /\{%-?\s{0,9}(?:else|elsif|when)\b[^{}]{0,300}%\}/;

/** A text that only some readers saw, or none, is not shown if it is not known for whom it was. */
const condition =
  (isNegated: boolean): Translation =>
  (tag, { scope, notices }) => {
    if (tag.content === null) return "";
    const isTrue = liquidCondition(tag.written.trim(), scope);
    if (isTrue !== undefined && !ELSE.test(tag.verbatim ?? "")) return isTrue !== isNegated ? result(tag.content) : "";
    return removed(tag, notices);
  };

const loop: Translation = (tag, { notices }) => removed(tag, notices);

const result = (content: string): TagResult => (content.includes("\n") ? block(content.trim()) : content);

function removed(tag: TemplateTag, notices: ItemNotices): TagResult {
  notices.dropped(
    `tag ${tag.name}`,
    "What Jekyll shows in its place is decided by a program, so that the tag and its content were removed.",
  );
  return "";
}

const translations: readonly (readonly [string, Translation])[] = [
  ["raw", (tag, context) => rawTag(tag, context)],
  ["highlight", highlight],
  ["codeblock", codeblock],
  ...["mermaid", "plantuml", "graphviz"].map((name) => [name, diagram] as const),
  ...["math", "katex", "katexmm", "latex"].map((name) => [name, formula] as const),
  ...["youtube", "vimeo", "gist", "tweet", "bilibili", "codepen", "jsfiddle", "asciinema", "instagram"].map(
    (name) => [name, embed(name)] as const,
  ),
  ["twitter", embed("tweet")],
  ["YouTube", embed("youtube")],
  ["post_url", postUrl],
  ["link", link],
  ["img", img],
  ["blockquote", blockquote],
  ["pullquote", ({ content }) => quotation((content ?? "").replace(/\{"\s?|\s?"\}/g, ""))],
  ["figure", figureTag],
  ["details", details],
  ["capture", capture],
  ["if", condition(false)],
  ["unless", condition(true)],
  ...["for", "case", "tablerow", "liquid"].map((name) => [name, loop] as const),
  ...["include", "include_cached", "include_relative"].map((name) => [name, includeTag] as const),
  ...["assign", "increment", "decrement", "toc", "seo", "feed_meta", "else", "elsif", "when", "break", "continue"].map(
    (name) => [name, nothing] as const,
  ),
];

export const JEKYLL_TAGS: TagTable<JekyllTagContext> = new Map(translations);
