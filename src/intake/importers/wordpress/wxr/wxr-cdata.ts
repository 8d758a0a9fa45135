// Extracts CDATA sections before the XML parser, which sees only the markup of an export. Nearly all text of an export is in CDATA
// sections, and parsing it again would take time and, for malicious text, much memory.
import type { SaxesParser } from "saxes";
import { ownCopy } from "./wxr-text.js";

const OPENING = "<![CDATA[";
const CLOSING = "]]>";
const COMMENT_OR_BARE_AMPERSAND = /<!--|-->|&(?!(?:#\d{1,10}|#x[\da-f]{1,8}|[a-z_:][\w:.-]{0,60});)/gi;
/** UTF-16 units, more than any reference has. */
const REFERENCE_LENGTH = 64;

export class CdataBypass {
  #isInSection = false;
  #wasSeen = false;
  #isInComment = false;
  /** The end of the last chunk if it may be the start of a delimiter or of a line end. */
  #carry = "";

  constructor(
    private readonly parser: SaxesParser<{ xmlns: false }>,
    private readonly onText: (text: string) => void,
    /** An ampersand that begins no reference, as in `?a=1&b=2`, is literal; the parser would search for a `;`. */
    private readonly onBareAmpersand: () => void,
  ) {
    parser.on("cdata", () => {
      this.#wasSeen = true;
    });
  }

  write(chunk: string): void {
    // A concatenated string is copied, because V8 may flatten it again at each search, which made this twenty times slower.
    const input = this.#carry === "" ? chunk : ownCopy(this.#carry + chunk);
    this.#carry = "";
    for (let at = 0; at < input.length; ) {
      at = this.#isInSection ? this.#readSection(input, at) : this.#readMarkup(input, at);
    }
  }

  /**
   * The parser receives an empty section instead of each section. If it does not report the empty section, the opening was part of a
   * comment, and only that comment was changed.
   */
  #readMarkup(input: string, from: number): number {
    const opening = input.indexOf(OPENING, from);
    const end = opening < 0 ? wholeReferencesEnd(input, from, input.length - overlap(input, from, OPENING)) : opening;
    if (end > from) this.parser.write(this.#withReferences(input.slice(from, end)));
    if (opening < 0) {
      this.#carry = input.slice(end);
      return input.length;
    }
    this.#wasSeen = false;
    this.parser.write(OPENING + CLOSING);
    this.#isInSection = this.#wasSeen;
    return opening + OPENING.length;
  }

  /** Ampersands in comments are not references. */
  #withReferences(markup: string): string {
    if (!markup.includes("&") && !markup.includes("<!--") && !this.#isInComment) return markup;
    return markup.replace(COMMENT_OR_BARE_AMPERSAND, (found) => {
      if (found !== "&") this.#isInComment = found === "<!--";
      if (found !== "&" || this.#isInComment) return found;
      this.onBareAmpersand();
      return "&amp;";
    });
  }

  #readSection(input: string, from: number): number {
    const closing = input.indexOf(CLOSING, from);
    let end = closing < 0 ? input.length - overlap(input, from, CLOSING) : closing;
    if (closing < 0 && end > from && input[end - 1] === "\r") end -= 1;
    const text = input.slice(from, end);
    // XML normalises all line ends to newlines.
    if (text !== "") this.onText(text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
    if (closing < 0) {
      this.#carry = input.slice(end);
      return input.length;
    }
    this.#isInSection = false;
    return closing + CLOSING.length;
  }
}

/** The end of the input, excluding a reference that may continue in the next chunk. */
function wholeReferencesEnd(input: string, from: number, end: number): number {
  const start = input.lastIndexOf("&", end - 1);
  if (start < from || end - start > REFERENCE_LENGTH) return end;
  return input.slice(start, end).includes(";") ? end : start;
}

/** The number of characters at the end of the input that may begin the delimiter. */
function overlap(input: string, from: number, delimiter: string): number {
  let length = Math.min(delimiter.length - 1, input.length - from);
  while (!input.endsWith(delimiter.slice(0, length))) length -= 1;
  return length;
}
