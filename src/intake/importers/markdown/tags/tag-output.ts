// Builds the text in which tags were translated. It knows the line that is being written, so that a block can be put where it is valid:
// between blank lines, with the indentation of its list and the marks of its quotation.

/** The start of a line: indentation, marks of quotations and of list items. */
const LINE_START = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/;
const LIST_MARK = /[-*+\d.)]/;
/** The elements with which a block of HTML begins. It ends with a blank line. */
const HTML_BLOCK =
  /^<\/?(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|fig(?:caption|ure)|footer|form|h[1-6]|header|iframe|legend|li|main|nav|ol|p|section|summary|table|tbody|t[dhr]|tfoot|thead|ul)(?=[\s>/])/i;
/** A longer start of a line is text. */
const MAX_START = 300;

export class TagOutput {
  readonly #parts: string[] = [];
  /** The current line as far as it has no text. */
  #start: string;
  #hasText = false;
  #isTableRow = false;
  #isInHtml = false;
  #isAfterBlankLine = true;
  #isAfterBlock = false;
  /** The indentation of the content of the current list item. */
  #itemIndent: number;
  #lastCharacters = "";

  /** `start` is the indentation of the first line, which is not written. */
  constructor(start = "", itemIndent = 0) {
    this.#start = start;
    this.#itemIndent = itemIndent;
  }

  get text(): string {
    return this.#parts.join("");
  }

  get itemIndent(): number {
    return this.#itemIndent;
  }

  /** The marks of quotations and the indentation of a line that continues the current one. */
  get continuation(): string {
    const marks = this.#start.replace(/[-*+\d.)]/g, " ");
    const isIndentedTooFar = /^ *$/.test(marks) && marks.length > this.#itemIndent + 3;
    return isIndentedTooFar ? marks.slice(0, this.#itemIndent) : marks;
  }

  get hasTextInLine(): boolean {
    return this.#hasText;
  }

  /** Whether the line belongs to a block of HTML, in which Markdown is not read. */
  get isInHtml(): boolean {
    return this.#isInHtml;
  }

  /** Whether a URL is expected here, as in `[words](` and `href="`. */
  get isInUrl(): boolean {
    return /(?:\]\(<?|=["']?)$/.test(this.#lastCharacters);
  }

  addText(text: string): void {
    if (text === "") return;
    if (this.#isAfterBlock) {
      if (/^[ \t]*\r?\n/.test(text)) this.#isAfterBlock = false;
      else if (text.trim() === "") return;
      else {
        this.#isAfterBlock = false;
        this.#push(`\n${this.continuation}`);
        this.addText(text.trimStart());
        return;
      }
    }
    this.#push(text);
  }

  addBlock(markdown: string): void {
    const lines = markdown.replace(/^(?:[ \t]*\n)+|\s+$/g, "").split("\n");
    if (lines.length === 1 && lines[0] === "") return;
    if (this.#isTableRow) {
      this.addText(lines.join(" "));
      return;
    }
    const start = this.continuation;
    const blank = start.trimEnd();
    const isInItem = !this.#hasText && LIST_MARK.test(this.#start);
    if (this.#isAfterBlock) this.#push(`\n${start}`);
    else if (this.#hasText) this.#push(`\n${blank}\n${start}`);
    else if (!isInItem && !this.#isAfterBlankLine) this.#push(`\n${start}`);
    else if (!isInItem && this.#start !== start) this.#reindent(start);
    this.#push(lines.map((line, at) => (at === 0 ? line : (start + line).trimEnd())).join("\n"));
    this.#push(`\n${blank}`);
    this.#start = start;
    this.#isAfterBlock = true;
  }

  /** Replaces the indentation that the line has so far. */
  #reindent(start: string): void {
    const last = this.#parts.at(-1) ?? "";
    if (last.endsWith(this.#start))
      this.#parts[this.#parts.length - 1] = last.slice(0, last.length - this.#start.length);
    this.#start = "";
    this.#push(start);
  }

  #push(text: string): void {
    this.#parts.push(text);
    this.#lastCharacters = (this.#lastCharacters + text.slice(-3)).slice(-3);
    for (let from = 0; ; ) {
      const newline = text.indexOf("\n", from);
      this.#continueLine(text.slice(from, newline < 0 ? text.length : newline));
      if (newline < 0) return;
      this.#endLine();
      from = newline + 1;
    }
  }

  #continueLine(text: string): void {
    if (this.#hasText || text === "") return;
    const line = this.#start + text;
    const start = LINE_START.exec(line.slice(0, MAX_START))?.[0] ?? "";
    this.#start = start;
    this.#hasText = line.length > start.length && line.slice(start.length).trim() !== "";
    this.#isInHtml ||= this.#hasText && HTML_BLOCK.test(line.slice(start.length, start.length + MAX_START));
    this.#isTableRow = this.#hasText && line[start.length] === "|";
    if (LIST_MARK.test(start)) this.#itemIndent = start.length;
    else if (this.#hasText && this.#isAfterBlankLine && start.length < this.#itemIndent)
      this.#itemIndent = start.length;
  }

  #endLine(): void {
    this.#isInHtml &&= this.#hasText;
    this.#isAfterBlankLine = !this.#hasText && !LIST_MARK.test(this.#start);
    this.#start = "";
    this.#hasText = false;
    this.#isTableRow = false;
  }
}
