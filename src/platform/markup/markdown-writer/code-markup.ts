// Code as highlighter plugins and hands wrote it into HTML, turned into `<pre><code class="language-x">`. Separate from
// the shortcodes because `<pre>`, `<code>` and `[code]` share every rule about languages and stray angle brackets.
import { escapeHtml } from "../tree.js";

/** Names that say "no language" in one plugin or another. */
const NO_LANGUAGE = new Set(["default", "none", "generic", "raw", "no-highlight", "nohighlight", "code"]);

/** In these a tag inside the code is part of the code. */
const MARKUP_LANGUAGES = new Set([
  "html",
  "xml",
  "xhtml",
  "xslt",
  "html5",
  "php",
  "jsp",
  "asp",
  "jsx",
  "tsx",
  "vue",
  "svg",
]);

/** Tags that colour or wrap code rather than being it. A `<` before anything else is a character of the code. */
const FORMATTING_TAG =
  /<(?!\/?(?:span|br|strong|em|b|i|u|code|mark|font|del|ins|sub|sup|div|p|ol|ul|li|table|tbody|tr|td|cite|samp|var|kbd|small|big|s|tt|strike)(?:\s[^<>]*)?\/?>|\/a>|a\s[^<>]*>)/gi;

/** The language as written after a fence: the word of ```` ```{r, echo=TRUE} ```` and of ```` ```Go {linenos=1} ````. */
export function languageName(written: string | null | undefined): string | null {
  const name = /[^\s{},:;="'.][^\s{},:;="']*/.exec(written ?? "")?.[0].toLowerCase() ?? "";
  return name === "" || NO_LANGUAGE.has(name) ? null : name;
}

/** More backticks than stand together anywhere in the code. */
export function fenceAround(code: string, shortest: number): string {
  let length = shortest;
  for (const [run] of code.matchAll(/`+/g)) length = Math.max(length, run.length + 1);
  return "`".repeat(length);
}

export interface WrittenCode {
  /** As between the tags: text with entities, perhaps with raw angle brackets or highlighting spans. */
  inner: string;
  language: string | null;
}

export function codeBlockHtml({ inner, language }: WrittenCode): string {
  const isMarkup = language !== null && MARKUP_LANGUAGES.has(language);
  const opening = language === null ? "<code>" : `<code class="language-${escapeHtml(language)}">`;
  const code = escapeStrayMarkup(inner, isMarkup).replace(/^[ \t]*\n/, "");
  return `<pre>${opening}${code.trimEnd()}</code></pre>`;
}

export function inlineCodeHtml(inner: string): string {
  return `<code>${escapeStrayMarkup(inner, false)}</code>`;
}

/** Authors write `#include <stdio.h>` and `a&b` as they are; a parser would swallow them. */
function escapeStrayMarkup(inner: string, isMarkup: boolean): string {
  const ampersands = inner.includes("&") ? inner.replace(/&(?!#?\w{1,32};)/g, "&amp;") : inner;
  return ampersands.includes("<") ? ampersands.replace(isMarkup ? /</g : FORMATTING_TAG, "&lt;") : ampersands;
}

/** `lang="bash"`, `class="brush: bash"`, `class="lang:python decode:true"`, `class="language-go"` and their relatives. */
export function languageOf(attributes: string): string | null {
  if (attributes === "") return null;
  const named = attributeOf(attributes, ["data-enlighter-language", "data-language", "data-lang", "lang", "language"]);
  if (named !== null) return languageName(named);
  const classes = attributeOf(attributes, ["class"]);
  if (classes === null) return null;
  const match = /(?:brush\s*[:=]|lang:|language-|lang-)\s*([^\s;"']+)/i.exec(classes);
  return languageName(match?.[1]);
}

export function attributeOf(attributes: string, names: readonly string[]): string | null {
  for (const [, name = "", double, single, bare] of attributes.matchAll(ATTRIBUTE)) {
    if (names.includes(name.toLowerCase())) return double ?? single ?? bare ?? "";
  }
  return null;
}

// The look-behind keeps a long run of word characters from being tried again at each of them.
const ATTRIBUTE = /(?<![\w-])([\w-]+)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;
