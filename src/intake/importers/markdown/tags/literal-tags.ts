// Template tags that a post shows: `{{</* name */>}}` of Hugo and `{% raw %}…{% endraw %}` of Liquid and Nunjucks.
import { codeRanges } from "./code-ranges.js";
import type { TagTranslation } from "./tag.js";

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

/** Hugo shows `{{</* name *\/>}}` without the marks of the comment. */
export function unescapedTags(text: string): string {
  return text.includes("/*") ? text.replace(/\{\{([<%])\/\*([^{}]{0,2000}?)\*\/([>%])\}\}/g, "{{$1$2$3}}") : text;
}

export const rawTag: TagTranslation<unknown> = ({ verbatim, isInCode }) => {
  const text = verbatim ?? "";
  return isInCode ? text : literalBraces(text);
};
