// Indents the lines of lists, tables and quoted texts in YAML that continue at the margin. libyaml, go-yaml and js-yaml accept such lines,
// because a bracket or a quote that is open makes their indentation irrelevant, while the parser used here demands it.

/** Longer indentation is not written by hand, and copying it to each line would take quadratic time. */
const MAX_INDENT = 256;

/** Returns the source unchanged if no line needs it. The number of lines remains the same. */
export function indentContinuations(source: string): string {
  const scanner = new ContinuationScanner();
  return source
    .split("\n")
    .map((line) => scanner.take(line))
    .join("\n");
}

class ContinuationScanner {
  /** The characters that close what is open, innermost last: brackets, and at most one quote at the end. */
  readonly #open: string[] = [];
  #indent = 0;
  /** Whether a value may begin here. Elsewhere, quotes and brackets are part of a plain text. */
  #isAtStart = true;
  #hasKey = false;
  /** The indentation of the line above a block of text (`|` or `>`), whose lines are deeper. */
  #block: number | null = null;
  /** The indentation above that of the further lines of a plain text, in which quotes and brackets are text. */
  #plain: number | null = null;

  take(line: string): string {
    if (this.#open.length > 0) return this.#continued(line);
    const indent = line.search(/[^ ]/);
    if (this.#block !== null) {
      if (indent < 0 || indent > this.#block) return line;
      this.#block = null;
    }
    const isContinued = this.#plain !== null && indent > this.#plain && line[indent] !== "#";
    if (isContinued || indent < 0) return line;
    // The markers of list items and keys count as indentation.
    const markers = /^(?: |[-?] )*/.exec(line)?.[0].length ?? 0;
    this.#indent = markers + 1;
    this.#isAtStart = true;
    this.#hasKey = false;
    this.#scan(line, markers);
    this.#plain = this.#endOfPlain(line, markers);
    if (this.#open.length === 0 && BLOCK_HEADER.test(line.slice(-80))) this.#block = indent;
    return line;
  }

  /** Null if the line does not end in a plain text. */
  #endOfPlain(line: string, column: number): number | null {
    if (this.#open.length > 0 || this.#isAtStart || /["'\]}]\s{0,80}$/.test(line.slice(-81))) return null;
    return this.#hasKey ? column : column - 1;
  }

  #continued(line: string): string {
    const text = line.trimStart();
    const isQuoted = this.#isQuoted;
    this.#scan(text, 0);
    if (text === "" || this.#indent > MAX_INDENT) return line;
    // Of a quoted text, the indentation is not part of the value.
    return " ".repeat(isQuoted ? this.#indent : Math.max(this.#indent, line.length - text.length)) + text;
  }

  get #isQuoted(): boolean {
    const last = this.#open.at(-1);
    return last === '"' || last === "'";
  }

  #scan(line: string, from: number): void {
    for (let at = from; at < line.length; at += 1) {
      const char = line[at] ?? "";
      if (this.#isQuoted) at += this.#takeQuoted(char, line[at + 1]);
      else if (char === "#" && (at === 0 || isBlank(line[at - 1]))) return;
      else this.#takePlain(char, line[at + 1]);
    }
  }

  /** Returns the number of further characters that were read. */
  #takeQuoted(char: string, next: string | undefined): number {
    const quote = this.#open.at(-1);
    if (quote === '"' && char === "\\") return 1;
    if (char !== quote) return 0;
    if (quote === "'" && next === "'") return 1;
    this.#open.pop();
    this.#isAtStart = false;
    return 0;
  }

  #takePlain(char: string, next: string | undefined): void {
    const isInside = this.#open.length > 0;
    if (isBlank(char)) return;
    if (isInside && char === this.#open.at(-1)) {
      this.#open.pop();
      this.#isAtStart = false;
    } else if (isInside && char === ",") this.#isAtStart = true;
    else if (char === ":" && (next === undefined || isBlank(next) || (isInside && /["'[{,\]}]/.test(next)))) {
      this.#isAtStart = true;
      this.#hasKey = true;
    } else if (this.#isAtStart || (isInside && /[[{]/.test(char))) this.#begin(char);
  }

  #begin(char: string): void {
    const closing = CLOSING[char];
    if (closing !== undefined) this.#open.push(closing);
    this.#isAtStart = closing === "]" || closing === "}";
  }
}

const BLOCK_HEADER = /(?:^|[\s:-])[|>][-+\d]{0,2}\s*(?:\s#.*)?$/;
const CLOSING: Readonly<Record<string, string>> = { "[": "]", "{": "}", '"': '"', "'": "'" };

const isBlank = (char: string | undefined): boolean => char === " " || char === "\t";
