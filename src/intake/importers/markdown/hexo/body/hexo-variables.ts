// What Hexo prints for `{{ … }}` in a body: the text in quotation marks, a field of the front matter, or nothing.
import MarkdownIt from "markdown-it";
import { lineOf } from "../../front-matter/field-value.js";
import type { FrontMatterFields } from "../../front-matter/front-matter-fields.js";
import type { ItemNotices } from "../../item-notices.js";
import { codeRanges } from "../../tags/code-ranges.js";
import { literalBraces } from "../../tags/literal-tags.js";

const BLOCKS = new MarkdownIt({ html: true }).disable("inline");
const VARIABLE = /\{\{-?[ \t]{0,9}("[^"\n]{0,300}"|'[^'\n]{0,300}'|[^{}\n]{1,300}?)[ \t]{0,9}-?\}\}/g;
const FORMULA = /\$\$[^$]{1,5000}\$\$|(?<![\\$])\$(?!\s)[^$\n]{1,500}\$|\\\([^\n]{1,500}?\\\)|\\\[[^$]{1,5000}?\\\]/g;

export function withPrintedVariables(body: string, fields: FrontMatterFields, notices: ItemNotices): string {
  if (!body.includes("{{")) return body;
  const kept = [
    ...codeRanges(body),
    ...indentedCode(body),
    ...[...body.matchAll(FORMULA)].map(({ 0: text, index }) => ({ start: index, end: index + text.length })),
  ].sort((a, b) => a.start - b.start);
  let result = "";
  let position = 0;
  for (const { start, end } of kept) {
    if (start < position) continue;
    result += printed(body.slice(position, start), fields, notices) + body.slice(start, end);
    position = end;
  }
  return result + printed(body.slice(position), fields, notices);
}

/** The lines of code that indentation alone marks, as far as they have braces. */
function indentedCode(body: string): { start: number; end: number }[] {
  if (!/^(?: {4}|[ >]*\t).*\{\{/m.test(body)) return [];
  const starts = [0, ...[...body.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return BLOCKS.parse(body, {}).flatMap(({ type, map }) =>
    type === "code_block" && map !== null
      ? [{ start: starts[map[0]] ?? body.length, end: starts[map[1]] ?? body.length }]
      : [],
  );
}

function printed(text: string, fields: FrontMatterFields, notices: ItemNotices): string {
  return text.replace(VARIABLE, (written: string, expression: string, at: number) => {
    // Braces within a formula or after a command of TeX are no variable.
    if (/[\\^_}]$|\\[a-z]{1,20}$/i.test(text.slice(Math.max(0, at - 22), at))) return written;
    const quoted = /^(["'])(.*)\1$/.exec(expression)?.[2];
    if (quoted !== undefined) return literalBraces(quoted);
    const value = /^[\w-]+$/.test(expression) ? lineOf(fields.first(expression)) : null;
    if (value !== null) return value;
    notices.dropped(`variable ${expression.slice(0, 60)}`, "Hexo prints nothing for it, so that it was removed.");
    return "";
  });
}
