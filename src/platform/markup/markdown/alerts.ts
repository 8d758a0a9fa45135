// Reads the alerts of GitHub and the callouts of Obsidian: quotations that begin with a line such as `[!NOTE]` or `[!tip]- A title`.
import type MarkdownIt from "markdown-it";

type CoreState = Parameters<Parameters<MarkdownIt["core"]["ruler"]["push"]>[1]>[0];
type Token = CoreState["tokens"][number];

const KINDS = new Set(
  (
    "note tip important warning caution abstract summary tldr info todo hint success check done question help faq attention failure fail " +
    "missing danger error bug example quote cite"
  ).split(" "),
);
const MARK = /^\[!([a-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)/i;

/** The title is the one that was written, or else the kind. */
export function readAlerts(state: CoreState): void {
  const tokens: Token[] = [];
  let changed = false;
  for (const [index, token] of state.tokens.entries()) {
    tokens.push(token);
    const paragraph = state.tokens[index - 1];
    const quotation = state.tokens[index - 2];
    if (token.type !== "inline" || paragraph?.type !== "paragraph_open" || quotation?.type !== "blockquote_open")
      continue;
    const [mark = "", written = "", title = ""] = MARK.exec(token.content) ?? [];
    const kind = written.toLowerCase();
    if (!KINDS.has(kind)) continue;
    changed = true;
    quotation.attrSet("class", `markdown-alert markdown-alert-${kind}`);
    const rest = token.content.slice(mark.length);
    token.content = title.trim() || kind.charAt(0).toUpperCase() + kind.slice(1);
    paragraph.attrSet("class", "markdown-alert-title");
    if (rest.trim() === "") continue;
    const [start = 0, end = 0] = token.map ?? [];
    token.map = [start, start + 1];
    tokens.push(...paragraphOf(state, rest, { map: [start + 1, end], level: token.level }));
  }
  if (changed) state.tokens = tokens;
}

/** Ends the paragraph of the title and begins another one, which the following token ends. */
function paragraphOf(state: CoreState, content: string, { map, level }: Pick<Token, "map" | "level">): Token[] {
  const close = new state.Token("paragraph_close", "p", -1);
  const open = new state.Token("paragraph_open", "p", 1);
  const inline = new state.Token("inline", "", 0);
  for (const token of [close, open, inline]) token.block = true;
  inline.content = content;
  inline.children = [];
  inline.map = map;
  inline.level = level;
  return [close, open, inline];
}
