// Reads abbreviations as PHP Markdown Extra and Kramdown do: `*[HTML]: Hyper Text Markup Language` explains each `HTML` of the text.
import type MarkdownIt from "markdown-it";
import { type BlockState, type CoreState, isIndentedCode, lineText, type MarkdownToken } from "../parser-states.js";

const DEFINITION = /^\*\[([^[\]\n]{1,100})\]:[ \t]*([^\n]*)$/;
/** More would make the search for them slow. */
const MAX_COUNT = 200;

export function readAbbreviations(markdown: MarkdownIt): void {
  markdown.block.ruler.before("reference", "abbreviation", readDefinition, { alt: ["paragraph", "reference"] });
  markdown.core.ruler.push("abbreviations", markAbbreviations);
}

function readDefinition(state: BlockState, startLine: number, _endLine: number, silent: boolean): boolean {
  if (isIndentedCode(state, startLine)) return false;
  const text = lineText(state, startLine);
  const [, name, title = ""] = text.startsWith("*[") ? (DEFINITION.exec(text) ?? []) : [];
  // `*[Anna]: yes*` is emphasised speech.
  if (name === undefined || /\*\s*\\?$/.test(title)) return false;
  if (silent) return true;
  state.env.abbreviations ??= new Map<string, string>();
  const known: Map<string, string> = state.env.abbreviations;
  if (known.size < MAX_COUNT && !known.has(name)) known.set(name, title.trim());
  state.line = startLine + 1;
  return true;
}

function markAbbreviations(state: CoreState): void {
  const titles: ReadonlyMap<string, string> | undefined = state.env.abbreviations;
  if (titles === undefined) return;
  const names = [...titles.keys()].sort((a, b) => b.length - a.length).map(escapeExpression);
  const pattern = new RegExp(`(?<![A-Za-z0-9_])(?:${names.join("|")})(?![A-Za-z0-9_])`, "g");
  for (const token of state.tokens) {
    if (token.type !== "inline" || token.children === null) continue;
    token.children = token.children.flatMap((child) =>
      child.type === "text" ? markedText(state, child, pattern, titles) : [child],
    );
  }
}

function markedText(
  state: CoreState,
  text: MarkdownToken,
  pattern: RegExp,
  titles: ReadonlyMap<string, string>,
): MarkdownToken[] {
  const tokens: MarkdownToken[] = [];
  const push = (content: string): void => {
    if (content === "") return;
    const token = new state.Token("text", "", 0);
    token.content = content;
    tokens.push(token);
  };
  let from = 0;
  for (const { 0: name, index } of text.content.matchAll(pattern)) {
    push(text.content.slice(from, index));
    const open = new state.Token("abbr_open", "abbr", 1);
    const title = titles.get(name) ?? "";
    if (title !== "") open.attrSet("title", title);
    tokens.push(open);
    push(name);
    tokens.push(new state.Token("abbr_close", "abbr", -1));
    from = index + name.length;
  }
  if (from === 0) return [text];
  push(text.content.slice(from));
  return tokens;
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
