// Converts code in HTML, as written by highlighter plugins or by hand, to `<pre><code class="language-x">`. `<pre>`, `<code>` and `[code]`
// share the rules about languages and unescaped angle brackets.
import { escapeHtml } from "../tree.js";

/** Names that mean "no language" in some plugin. */
const NO_LANGUAGE = new Set(["default", "none", "generic", "raw", "no-highlight", "nohighlight", "code"]);

/** In these languages, tags are part of the code. */
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

/** Matches a `<` that does not begin a formatting tag, and is therefore part of the code. */
const LITERAL_ANGLE_BRACKET =
  /<(?!\/?(?:span|br|strong|em|b|i|u|code|mark|font|del|ins|sub|sup|div|p|ol|ul|li|table|tbody|tr|td|cite|samp|var|kbd|small|big|s|tt|strike)(?:\s[^<>]*)?\/?>|\/a>|a\s[^<>]*>)/gi;

/** The language in the info string of a fence, such as ```` ```{r, echo=TRUE} ```` and ```` ```Go {linenos=1} ````. */
export function languageName(written: string | null | undefined): string | null {
  const name = /[^\s{},:;="'.][^\s{},:;="']*/.exec(written ?? "")?.[0].toLowerCase() ?? "";
  return name === "" || NO_LANGUAGE.has(name) ? null : name;
}

/** A fence that is longer than any run of backticks in the code. */
export function fenceAround(code: string, shortest: number): string {
  let length = shortest;
  for (const [run] of code.matchAll(/`+/g)) length = Math.max(length, run.length + 1);
  return "`".repeat(length);
}

export interface WrittenCode {
  /** The content between the tags: text with entities, possibly with unescaped angle brackets or highlighting spans. */
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

/** Escapes `#include <stdio.h>` and `a&b`, which authors write literally and which a parser would drop. */
function escapeStrayMarkup(inner: string, isMarkup: boolean): string {
  const ampersands = inner.includes("&") ? inner.replace(/&(?!#?\w{1,32};)/g, "&amp;") : inner;
  return ampersands.includes("<") ? ampersands.replace(isMarkup ? /</g : LITERAL_ANGLE_BRACKET, "&lt;") : ampersands;
}

/** Reads `lang="bash"`, `class="brush: bash"`, `class="lang:python decode:true"`, `class="language-go"` and similar forms. */
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

// The look-behind prevents quadratic time for a long run of word characters.
const ATTRIBUTE = /(?<![\w-])([\w-]+)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;
