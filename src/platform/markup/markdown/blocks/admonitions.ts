// Reads admonitions as Python-Markdown and hexo-admonition have them: `!!! note "Title"`, and `???` for folded ones, with an indented body.
import type MarkdownIt from "markdown-it";
import { type BlockState, isIndentedCode, lineText } from "../parser-states.js";
import { admonitionKind, closeAdmonition, openAdmonition, titleOf } from "./admonition-kinds.js";
import { tokenizeWithin } from "./containers.js";

const OPENING =
  /^(!!!|\?\?\?\+?)[ \t]*([A-Za-z][\w-]{0,50})((?:[ \t]+[\w-]+){0,9})(?:[ \t]+(?:"([^"\n]*)"|'([^'\n]*)'|([^\n"']{1,300})))?[ \t]*$/;
const INDENT = 4;

export function readAdmonitions(markdown: MarkdownIt): void {
  markdown.block.ruler.before("fence", "admonition", readAdmonition, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
}

function readAdmonition(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  if (isIndentedCode(state, startLine)) return false;
  const text = lineText(state, startLine);
  if (!text.startsWith("!!!") && !text.startsWith("???")) return false;
  const [, sign = "", name = "", words = "", double, single, bare] = OPENING.exec(text) ?? [];
  const end = name === "" ? startLine : endOfBody(state, startLine, endLine);
  const known = admonitionKind(name);
  const quoted = double ?? single;
  // "!!! wow" is prose, unless it has a body.
  if (name === "" || (end === startLine + 1 && (known === null || quoted === undefined))) return false;
  if (silent) return true;
  const isFolded = sign.startsWith("?");
  const kind = { name: known?.name ?? "note", isFolded: isFolded || known?.isFolded === true };
  const title = quoted ?? (`${words} ${bare ?? ""}`.trim() || (known === null ? name : titleOf(known.name)));
  openAdmonition(state, kind, { title, line: startLine, isOpen: sign === "???+" });
  const { blkIndent } = state;
  state.blkIndent += INDENT;
  tokenizeWithin(state, startLine + 1, end);
  state.blkIndent = blkIndent;
  closeAdmonition(state, kind);
  state.line = end;
  return true;
}

/** The line after the last indented one. */
function endOfBody(state: BlockState, startLine: number, endLine: number): number {
  let end = startLine + 1;
  for (let line = end; line < endLine; line++) {
    if (state.isEmpty(line)) continue;
    if ((state.sCount[line] ?? 0) - state.blkIndent < INDENT) break;
    end = line + 1;
  }
  return end;
}
