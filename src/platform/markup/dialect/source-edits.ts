// Changes Markdown source where the parser finds prose. The dialects of generators are inline rules that record edits, so that code, formulas
// and HTML are never changed: the rules do not run there.
import type MarkdownIt from "markdown-it";
import { createMarkdown, hasTooManyFootnotes, withFootnotes } from "../markdown/create-markdown.js";
import type { InlineRule, InlineState, MarkdownToken } from "../markdown/parser-states.js";
import { type Locate, SourceLines } from "./source-lines.js";
import { skipTemplateTags } from "./template-tags.js";

export interface SourceEdit {
  start: number;
  end: number;
  text: string;
}

/** What the rules of a dialect share while they read a source. */
export interface DialectEnv<Context> {
  context: Context;
}

export interface Dialect<Context = undefined> {
  /** Whether the source may have something to change. Most posts are not parsed. */
  mayChange: (source: string) => boolean;
  /** They run before those of Markdown. */
  rules: Record<string, InlineRule>;
  configure?: (markdown: MarkdownIt) => void;
  /** Is called before an inline text is read. */
  watch?: (state: InlineState) => void;
  /** Further edits for blocks of the document. */
  blockEdits?: (tokens: readonly MarkdownToken[], lines: SourceLines, env: DialectEnv<Context>) => SourceEdit[];
}

/** The edits of an inline text, by its state. Texts within texts, such as the description of an image, have none. */
const recorded = new WeakMap<InlineState, SourceEdit[]>();

/** Records that the characters from `start` to `end` of the inline text are to be replaced. */
export function recordEdit(state: InlineState, edit: SourceEdit): void {
  recorded.get(state)?.push(edit);
}

/**
 * Returns a function that applies the dialect to a source. It never throws, and takes linear time. The rules find its second argument in the
 * environment of the parser.
 */
export function translatorOf<Context = undefined>(
  dialect: Dialect<Context>,
): (source: string, ...context: Context extends undefined ? [] : [Context]) => string {
  const find = editsOf(dialect);
  return (source, ...context) => applyEdits(source, find(source, context[0] as Context));
}

/** Returns a function that finds the edits of a source. */
export function editsOf<Context = undefined>(
  dialect: Dialect<Context>,
): (source: string, context: Context) => SourceEdit[] {
  let parsers: { full: MarkdownIt; plain: MarkdownIt } | undefined;
  return (source, context) => {
    if (!dialect.mayChange(source)) return [];
    parsers ??= {
      full: parserFor(dialect, withFootnotes(createMarkdown())),
      plain: parserFor(dialect, createMarkdown()),
    };
    const lines = new SourceLines(source);
    const env: DialectEnv<Context> = { context };
    const tokens = (hasTooManyFootnotes(source) ? parsers.plain : parsers.full).parse(lines.text, env);
    return [...inlineEdits(tokens, lines), ...(dialect.blockEdits?.(tokens, lines, env) ?? [])];
  };
}

function parserFor<Context>(dialect: Dialect<Context>, markdown: MarkdownIt): MarkdownIt {
  for (const [name, rule] of Object.entries(dialect.rules).reverse())
    markdown.inline.ruler.after("text", `dialect_${name}`, rule);
  skipTemplateTags(markdown);
  dialect.configure?.(markdown);
  markdown.core.ruler.at("inline", ({ tokens, env }) => {
    for (const token of tokens) {
      if (token.type === "inline") recordEdits(markdown, dialect, token, env);
    }
  });
  markdown.core.ruler.enableOnly(["normalize", "block", "alerts", "inline"]);
  return markdown;
}

function recordEdits<Context>(
  markdown: MarkdownIt,
  { watch }: Dialect<Context>,
  token: MarkdownToken,
  env: unknown,
): void {
  const state = new markdown.inline.State(token.content, markdown, env, []);
  const edits: SourceEdit[] = [];
  recorded.set(state, edits);
  watch?.(state);
  markdown.inline.tokenize(state);
  if (edits.length > 0) token.meta = { edits };
}

function inlineEdits(tokens: readonly MarkdownToken[], lines: SourceLines): SourceEdit[] {
  const edits: SourceEdit[] = [];
  let row: ((content: string) => Locate) | null = null;
  for (const token of tokens) {
    if (token.type === "tr_open") row = lines.rowLocator(token.map?.[0] ?? -1);
    else if (token.type === "tr_close") row = null;
    if (token.type !== "inline") continue;
    const found: SourceEdit[] | undefined = token.meta?.edits;
    const locate = row?.(token.content) ?? (found === undefined ? null : lines.locatorFor(token));
    if (found === undefined || locate === null) continue;
    for (const edit of found) edits.push(...located(row === null ? edit : escapedForCell(edit), locate));
  }
  return edits;
}

function escapedForCell(edit: SourceEdit): SourceEdit {
  return { ...edit, text: edit.text.replaceAll("|", "\\|") };
}

function located({ start, end, text }: SourceEdit, locate: Locate): SourceEdit[] {
  const [from, to] = [locate(start), locate(end)];
  return from === null || to === null || to < from ? [] : [{ start: from, end: to, text }];
}

/** Of edits that overlap, the first one is made. */
export function applyEdits(source: string, edits: readonly SourceEdit[]): string {
  if (edits.length === 0) return source;
  let result = "";
  let copiedTo = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < copiedTo) continue;
    result += source.slice(copiedTo, start) + text;
    copiedTo = end;
  }
  return result + source.slice(copiedTo);
}
