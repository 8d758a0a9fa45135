// Titles and links that Hexo reads after the language of a fence, such as ```` ```js Title https://… link ````. They become a line before
// the code.
import { codeRanges } from "../../tags/code-ranges.js";
import { codeCaption } from "../tags/hexo-core-tags.js";

const OPENING = /^([ \t]{0,3})(`{3,}|~{3,})[ \t]{0,9}([^\s`]{1,100})[ \t]{1,9}([^`\n]{1,500})$/m;
const OPTION = /(?:^|\s)(?:line_number|line_threshold|first_line|wrap|mark|language_attr|highlight):\S+/g;

export function withCodeCaptions(body: string): string {
  if (!/(?:```|~~~)[^\n`]*[ \t]\S/.test(body)) return body;
  let result = "";
  let position = 0;
  for (const { start, end, kind } of codeRanges(body)) {
    if (kind !== "FENCE") continue;
    result += body.slice(position, start) + withCaption(body.slice(start, end));
    position = end;
  }
  return result + body.slice(position);
}

function withCaption(fence: string): string {
  const newline = fence.indexOf("\n");
  const [, indent = "", marker = "", language = "", info = ""] =
    OPENING.exec(newline < 0 ? fence : fence.slice(0, newline)) ?? [];
  const written = (info.split("=")[0] ?? "").replace(OPTION, "").trim();
  // Braces are options of other programs, such as the numbers of lines.
  if (written === "" || /^[{[<(]/.test(written) || newline < 0) return fence;
  return `${indent}${codeCaption(written)}\n\n${indent}${marker}${language}${fence.slice(newline)}`;
}
