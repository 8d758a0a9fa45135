// Template tags that a post shows: `{{</* name */>}}` of Hugo and `{% raw %}…{% endraw %}` of Liquid and Nunjucks.
import { codeRanges } from "./code-ranges.js";
import type { TagTranslation } from "./tag.js";
import { tagTokens } from "./tag-tokens.js";

/** Shows the opening braces of tags by entities outside of code, so that nothing takes them for a tag again. */
export function literalBraces(text: string): string {
  let result = "";
  let position = 0;
  for (const { start, end } of codeRanges(text)) {
    result += escapedBraces(text.slice(position, start)) + text.slice(start, end);
    position = end;
  }
  return result + escapedBraces(text.slice(position));
}

const escapedBraces = (text: string): string =>
  text.replace(/\{(?=[{%#])/g, "&#123;").replace(/(?<=&#123;\{)<(?=[a-z/])/gi, "&lt;");

/** Hugo shows `{{</* name *\/>}}` without the marks of the comment, which may enclose several tags. */
export function unescapedTags(text: string): string {
  if (!text.includes("/*")) return text;
  let result = "";
  let position = 0;
  for (const { kind, start, end, written } of tagTokens(text, "HUGO")) {
    if (kind !== "ESCAPED") continue;
    result += text.slice(position, start) + written;
    position = end;
  }
  return result + text.slice(position);
}

export const rawTag: TagTranslation<unknown> = ({ verbatim, isInCode }) => {
  const text = verbatim ?? "";
  return isInCode ? text : literalBraces(text);
};
