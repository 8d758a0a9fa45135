// Finds the template tags of a text: `{{< name >}}`, `{{% name %}}` and their escaped forms for Hugo, `{% name %}` and `{%- name -%}` for
// Liquid and Nunjucks. The time is linear, because a search for the end of a tag passes over a limited number of other tags.
import type { TemplateTag } from "./tag.js";

export type TagSyntax = "HUGO" | "LIQUID";

export interface TagToken {
  start: number;
  end: number;
  kind: "OPEN" | "CLOSE" | "WHOLE" | "ESCAPED";
  name: string;
  /** The arguments as written. Of an escaped tag, the tag without the marks of a comment. */
  written: string;
  bracket: TemplateTag["bracket"];
}

const OPENERS: Record<TagSyntax, RegExp> = { HUGO: /\{\{[<%]/g, LIQUID: /\{%/g };
const INNER: Record<TagSyntax, RegExp> = {
  HUGO: /^(\/?)\s*([^\s"'`=<>{}]+)([\s\S]*)$/,
  LIQUID: /^-?\s*(end(?=[\p{L}_]))?([\p{L}_][\p{L}\d_.-]*)([\s\S]*)$/u,
};

export function tagTokens(source: string, syntax: TagSyntax): TagToken[] {
  const starts = Array.from(source.matchAll(OPENERS[syntax]), ({ index }) => index);
  const tokens: TagToken[] = [];
  const nextOf = memoisedSearch(source);
  let after = 0;
  for (const [at, start] of starts.entries()) {
    if (start < after) continue;
    const limit = starts[at + (syntax === "HUGO" ? MAX_QUOTED_TAGS : 1)] ?? source.length;
    const token = tokenAt(source, start, limit, syntax, nextOf);
    if (token === null) continue;
    tokens.push(token);
    after = token.end;
  }
  return tokens;
}

/** Where the text occurs next. Null if it does not. */
type Search = (text: string, from: number) => number | null;

/** A search from a later position, but before the last result, has the same result. */
function memoisedSearch(source: string): Search {
  const known = new Map<string, { from: number; found: number }>();
  return (text, from) => {
    const last = known.get(text);
    const isKnown = last !== undefined && last.from <= from && (last.found < 0 || last.found >= from);
    const found = isKnown ? last.found : source.indexOf(text, from);
    known.set(text, { from, found });
    return found < 0 ? null : found;
  };
}

/** How many other tags the quoted arguments of a shortcode may hold. */
const MAX_QUOTED_TAGS = 100;

/** Null if the brackets enclose no tag. */
function tokenAt(source: string, start: number, limit: number, syntax: TagSyntax, nextOf: Search): TagToken | null {
  if (syntax === "LIQUID") {
    const close = closeOf(source, start + 2, limit, LIQUID_CLOSE) ?? nextOf(LIQUID_CLOSE, start + 2);
    return close === null ? null : liquidToken(source, start, close);
  }
  const bracket = source[start + 2] === "<" ? "<" : "%";
  const closing = HUGO_CLOSE[bracket];
  const from = start + 3;
  if (source.startsWith("/*", from)) {
    const close = nextOf(`*/${closing}`, from);
    if (close === null) return null;
    const written = `${source.slice(start, from)}${source.slice(from + 2, close)}${closing}`;
    return { start, end: close + 2 + closing.length, kind: "ESCAPED", name: "", written, bracket };
  }
  const close = closeOf(source, from, limit, closing);
  return close === null ? null : hugoToken(source, start, close, bracket);
}

const LIQUID_CLOSE = "%}";
const HUGO_CLOSE = { "<": ">}}", "%": "%}}" } as const;

function liquidToken(source: string, start: number, close: number): TagToken | null {
  const [, mark, name = "", rest = ""] = innerOf(source, start + 2, close, "LIQUID");
  if (name === "") return null;
  const written = rest.replace(/-$/, "").trim();
  const kind = mark === undefined ? "OPEN" : "CLOSE";
  return { start, end: close + LIQUID_CLOSE.length, kind, name, written, bracket: "LIQUID" };
}

function hugoToken(source: string, start: number, close: number, bracket: "<" | "%"): TagToken | null {
  const [, mark = "", written = "", rest = ""] = innerOf(source, start + 3, close, "HUGO");
  if (written === "") return null;
  const isWhole = (rest === "" ? written.slice(1) : rest.trimEnd()).endsWith("/");
  return {
    start,
    end: close + HUGO_CLOSE[bracket].length,
    kind: mark !== "" ? "CLOSE" : isWhole ? "WHOLE" : "OPEN",
    name: rest === "" && isWhole ? written.slice(0, -1) : written,
    written: (isWhole ? rest.trimEnd().replace(/\/$/, "") : rest).trim(),
    bracket,
  };
}

function innerOf(source: string, from: number, close: number, syntax: TagSyntax): readonly (string | undefined)[] {
  return close - from > MAX_TAG ? [] : (INNER[syntax].exec(source.slice(from, close).trimStart()) ?? []);
}

/** A longer tag is an accident, such as a bracket in prose that another one far below seems to close. */
const MAX_TAG = 50_000;

/** The next closing bracket that is not in quotation marks. Null if there is none before the limit or, in Hugo, before the next tag. */
function closeOf(source: string, from: number, limit: number, closing: string): number | null {
  const isHugos = closing !== LIQUID_CLOSE;
  for (let at = from; at < limit; at++) {
    const character = source[at] ?? "";
    if (source.startsWith(closing, at)) return at;
    if (isHugos && (source.startsWith("{{<", at) || source.startsWith("{{%", at))) return null;
    if (character === "\\") at++;
    if (character !== '"' && character !== "`" && (isHugos || character !== "'")) continue;
    const end = endOfQuote(source, at, limit, isHugos);
    if (end !== null) at = end;
  }
  return null;
}

/** In Liquid, a quotation mark without a partner in its line is an apostrophe. */
function endOfQuote(source: string, start: number, limit: number, isHugos: boolean): number | null {
  const mark = source[start];
  for (let at = start + 1; at < limit; at++) {
    const character = source[at];
    if (character === mark) return at;
    if (character === "\n" && !isHugos) return null;
    if (character === "\\" && mark !== "`") at++;
  }
  return null;
}
