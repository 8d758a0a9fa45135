// Finds the end of the front matter, for the fences that Hugo, Hexo and Jekyll accept. It is separate from parsing, because an error here
// would lose text, while an error in parsing loses only fields.

/** The front matter cannot be read. `line` is the line of the error in the file. */
export class FrontMatterError extends Error {
  override readonly name = "FrontMatterError";
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

export interface FencedText {
  format: "YAML" | "TOML" | "JSON" | "NONE";
  source: string;
  /** The line of the file, starting at 1, on which `source` begins. */
  firstLine: number;
  body: string;
}

const MAX_FRONT_MATTER = 64 * 1024;
const YAML_FENCE = /^-{3,}[ \t]*$/;
const YAML_END = /^(?:-{3,}|\.{3})[ \t]*$/;
const TOML_FENCE = /^\+{3}[ \t]*$/;
const JSON_END = /^;{3,}[ \t]*$/;
const FIELD = /^["']?[\p{L}_][\p{L}\p{N}_. -]{0,60}["']?\s*[:=]/u;
/** Hexo's opening fence is optional. Only these names begin such a file; otherwise every heading underlined with --- would. */
const HEXO_FIRST_FIELD = /^(title|date|layout|tags?|categor(y|ies)|permalink|author|updated|comments|id):(\s|$)/i;
const HEXO_JSON_FIRST_FIELD = /^"(title|date|layout|tags?|categories)"\s*:/;

/** `text` has no byte order mark and only `\n` line ends. Throws FrontMatterError if a fence is not closed. */
export function splitFrontMatter(text: string): FencedText {
  const start = firstNonBlankLine(text);
  const opening = lineAt(text, start.offset);
  if (YAML_FENCE.test(opening)) return fenced(text, start, YAML_END, "YAML");
  if (TOML_FENCE.test(opening)) return fenced(text, start, TOML_FENCE, "TOML");
  if (/^\{\s*("|\}|$)/.test(opening)) return jsonObject(text, start);
  if (HEXO_JSON_FIRST_FIELD.test(opening)) return withoutOpening(text, start, JSON_END, "JSON");
  if (HEXO_FIRST_FIELD.test(opening)) return withoutOpening(text, start, YAML_FENCE, "YAML");
  return unfenced(text);
}

interface Place {
  offset: number;
  line: number;
}

const unfenced = (text: string): FencedText => ({ format: "NONE", source: "", firstLine: 1, body: text });

function fenced(text: string, start: Place, end: RegExp, format: "YAML" | "TOML"): FencedText {
  const inner = lineAfter(text, start.offset);
  const closing = findLine(text, inner, end);
  if (closing === null) {
    // A file may begin with a horizontal rule (---) and prose; an unclosed fence is an error only if a field follows.
    if (!FIELD.test(lineAt(text, inner))) return unfenced(text);
    throw new FrontMatterError(
      `the front matter is not closed within ${MAX_FRONT_MATTER / 1024} KiB: expected a closing fence`,
      start.line,
    );
  }
  return {
    format,
    source: text.slice(inner, closing),
    firstLine: start.line + 1,
    body: text.slice(lineAfter(text, closing)),
  };
}

function withoutOpening(text: string, start: Place, end: RegExp, format: "YAML" | "JSON"): FencedText {
  const closing = findLine(text, start.offset, end);
  if (closing === null) return unfenced(text);
  const source = text.slice(start.offset, closing);
  return {
    format,
    source: format === "JSON" ? `{${source}}` : source,
    firstLine: start.line,
    body: text.slice(lineAfter(text, closing)),
  };
}

/** JSON has no fence; the object ends with its closing brace outside of strings. */
function jsonObject(text: string, start: Place): FencedText {
  let depth = 0;
  let inString = false;
  const limit = Math.min(text.length, start.offset + MAX_FRONT_MATTER);
  for (let at = start.offset; at < limit; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === "\\") at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{") depth += 1;
    else if (char === "}") {
      depth -= 1;
      if (depth > 0) continue;
      const source = text.slice(start.offset, at + 1);
      return { format: "JSON", source, firstLine: start.line, body: text.slice(at + 1).replace(/^[ \t]*\n/, "") };
    }
  }
  throw new FrontMatterError("the JSON front matter is not closed: expected a closing brace", start.line);
}

function firstNonBlankLine(text: string): Place {
  let offset = 0;
  let line = 1;
  while (offset < text.length && lineAt(text, offset).trim() === "") {
    offset = lineAfter(text, offset);
    line += 1;
  }
  return { offset, line };
}

function findLine(text: string, from: number, pattern: RegExp): number | null {
  const limit = Math.min(text.length, from + MAX_FRONT_MATTER);
  for (let at = from; at < limit; at = lineAfter(text, at)) if (pattern.test(lineAt(text, at))) return at;
  return null;
}

/** The line, shortened to a length that no fence or field exceeds. */
function lineAt(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  return text.slice(offset, Math.min(end < 0 ? text.length : end, offset + 256));
}

function lineAfter(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}
