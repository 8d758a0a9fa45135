// Finds the fences and code spans of a Markdown text, so that template tags in code can be told from those in prose.

export interface CodeRange {
  start: number;
  /** After the last character. */
  end: number;
  kind: "FENCE" | "SPAN";
}

const OPENING = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]){0,100}(`{3,}|~{3,})(.*)$/;
const CLOSING = /^[ \t>]*(`{3,}|~{3,})[ \t\r]*$/;

/** In order, without overlaps. A fence without an end reaches to the end of the text. */
export function codeRanges(source: string): CodeRange[] {
  return source.includes("`") || source.includes("~~~") ? new CodeScanner(source).scan() : [];
}

class CodeScanner {
  private readonly ranges: CodeRange[] = [];
  private fence: { marker: string; start: number } | null = null;
  private proseFrom = 0;

  constructor(private readonly source: string) {}

  scan(): CodeRange[] {
    const { source } = this;
    for (let start = 0; start < source.length; ) {
      const newline = source.indexOf("\n", start);
      const end = newline < 0 ? source.length : newline;
      const line = source.slice(start, end);
      if (this.fence === null) this.readProse(line, start);
      else this.readFenced(line, end, this.fence);
      start = end + 1;
    }
    if (this.fence === null) this.endParagraph(source.length);
    else this.ranges.push({ start: this.fence.start, end: source.length, kind: "FENCE" });
    return this.ranges;
  }

  private readProse(line: string, start: number): void {
    const marker = openingMarker(line);
    if (marker === null && line.trim() !== "") return;
    this.endParagraph(start);
    if (marker !== null) this.fence = { marker, start };
  }

  private readFenced(line: string, end: number, { marker, start }: { marker: string; start: number }): void {
    if (CLOSING.exec(line)?.[1]?.startsWith(marker) !== true) return;
    this.ranges.push({ start, end, kind: "FENCE" });
    this.fence = null;
    this.proseFrom = end;
  }

  private endParagraph(end: number): void {
    const text = this.source.slice(this.proseFrom, end);
    if (text.includes("`")) {
      for (const span of spansIn(text)) {
        this.ranges.push({ start: this.proseFrom + span.start, end: this.proseFrom + span.end, kind: "SPAN" });
      }
    }
    this.proseFrom = end;
  }
}

function openingMarker(line: string): string | null {
  if (!line.includes("```") && !line.includes("~~~")) return null;
  const [, marker = "", info = ""] = OPENING.exec(line) ?? [];
  return marker === "" || (marker.startsWith("`") && info.includes("`")) ? null : marker;
}

/** A backslash prevents a backtick from opening a code span, but not from closing it. */
function spansIn(text: string): { start: number; end: number }[] {
  const runs = Array.from(text.matchAll(/`+/g), (run) => ({ start: run.index, length: run[0].length }));
  const startsByLength = new Map<number, number[]>();
  for (const { start, length } of runs.toReversed()) {
    const starts = startsByLength.get(length) ?? [];
    starts.push(start);
    startsByLength.set(length, starts);
  }
  const spans: { start: number; end: number }[] = [];
  let after = 0;
  for (const run of runs) {
    const escaped = text[run.start - 1] === "\\" && text[run.start - 2] !== "\\" ? 1 : 0;
    const start = run.start + escaped;
    const length = run.length - escaped;
    const closings = startsByLength.get(length);
    if (start < after || length === 0 || closings === undefined) continue;
    while ((closings.at(-1) ?? text.length) < start + length) closings.pop();
    const closing = closings.at(-1);
    if (closing === undefined) continue;
    after = closing + length;
    spans.push({ start, end: after });
  }
  return spans;
}
