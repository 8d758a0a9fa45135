// Reads the alerts of GitHub and the callouts of Obsidian: quotations that begin with a line such as `[!NOTE]` or `[!tip]- A title`.
import type { CoreState, MarkdownToken } from "../parser-states.js";
import { ALERT_KINDS, titleOf } from "./admonition-kinds.js";

const MARK = /^\[!([a-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)/i;

/** The title is the one that was written, or else the kind. */
export function readAlerts(state: CoreState): void {
  const tokens: MarkdownToken[] = [];
  let changed = false;
  for (const [index, token] of state.tokens.entries()) {
    tokens.push(token);
    const paragraph = state.tokens[index - 1];
    const quotation = state.tokens[index - 2];
    if (token.type !== "inline" || paragraph?.type !== "paragraph_open" || quotation?.type !== "blockquote_open")
      continue;
    const [mark = "", written = "", title = ""] = MARK.exec(token.content) ?? [];
    const kind = written.toLowerCase();
    if (!ALERT_KINDS.has(kind)) continue;
    changed = true;
    quotation.attrSet("class", `markdown-alert markdown-alert-${kind}`);
    const rest = token.content.slice(mark.length);
    token.content = title.trim() || titleOf(kind);
    paragraph.attrSet("class", "markdown-alert-title");
    if (rest.trim() === "") continue;
    const [start = 0, end = 0] = token.map ?? [];
    token.map = [start, start + 1];
    tokens.push(...paragraphOf(state, rest, { map: [start + 1, end], level: token.level }));
  }
  if (changed) state.tokens = tokens;
}

/** Ends the paragraph of the title and begins another one, which the following token ends. */
function paragraphOf(
  state: CoreState,
  content: string,
  { map, level }: Pick<MarkdownToken, "map" | "level">,
): MarkdownToken[] {
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
