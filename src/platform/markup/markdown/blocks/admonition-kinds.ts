// The kinds of alerts, containers and admonitions, and the tokens that display them. All syntaxes of them give the same elements.
import type { BlockState, MarkdownToken } from "../parser-states.js";

/** Those of GitHub, Obsidian and Python-Markdown. */
export const ALERT_KINDS: ReadonlySet<string> = new Set(
  (
    "note tip important warning caution abstract summary tldr info todo hint success check done question help faq attention failure fail " +
    "missing danger error bug example quote cite"
  ).split(" "),
);
/** Names of other tools, by the kind that they mean. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["primary", "note"],
  ["secondary", "note"],
  ["notice", "note"],
  ["alert", "warning"],
  ["warn", "warning"],
  ["message", "info"],
  ["exercise", "example"],
  ["seealso", "tip"],
]);
const FOLDED = new Set(["details", "spoiler", "collapse", "fold", "folding", "toggle"]);

export interface AdmonitionKind {
  /** The class is `markdown-alert-` and the name. */
  name: string;
  /** Whether only the title is displayed until the reader opens it. */
  isFolded: boolean;
}

/** Null if the name has no such meaning. */
export function admonitionKind(name: string): AdmonitionKind | null {
  const written = name.toLowerCase().replace(/^(?:callout|admonition|custom-block)-/, "");
  if (FOLDED.has(written)) return { name: written, isFolded: true };
  const known = ALERT_KINDS.has(written) ? written : OTHER_NAMES.get(written);
  return known === undefined ? null : { name: known, isFolded: false };
}

/** The title of a kind whose author wrote none. */
export function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Pushes the opening of the element and its title, which is Markdown. An empty title is not displayed. */
export function openAdmonition(
  state: BlockState,
  kind: AdmonitionKind,
  { title, line, isOpen = false }: { title: string; line: number; isOpen?: boolean },
): void {
  const [type, tag] = kind.isFolded ? ["details", "details"] : ["blockquote", "blockquote"];
  const open = state.push(`${type}_open`, tag, 1);
  if (!kind.isFolded) open.attrSet("class", `markdown-alert markdown-alert-${kind.name}`);
  if (kind.isFolded && isOpen) open.attrSet("open", "");
  if (title === "") return;
  const [titleType, titleTag] = kind.isFolded ? ["summary", "summary"] : ["paragraph", "p"];
  const start = state.push(`${titleType}_open`, titleTag, 1);
  if (!kind.isFolded) start.attrSet("class", "markdown-alert-title");
  pushInline(state, title, line);
  state.push(`${titleType}_close`, titleTag, -1);
}

export function closeAdmonition(state: BlockState, kind: AdmonitionKind): void {
  if (kind.isFolded) state.push("details_close", "details", -1);
  else state.push("blockquote_close", "blockquote", -1);
}

export function pushInline(state: BlockState, content: string, line: number): MarkdownToken {
  const inline = state.push("inline", "", 0);
  inline.content = content;
  inline.map = [line, line + 1];
  inline.children = [];
  return inline;
}
