// Lets an XML parser see the markup of an export only and takes the text of CDATA sections past it: nearly all text of an
// export stands there, and looking at each character of it again would cost time and, for hostile text, much memory.
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
  /** The end of the last piece where it could be the start of a delimiter or of a line end. */
  #kept = "";

  constructor(
    private readonly parser: SaxesParser<{ xmlns: false }>,
    private readonly onText: (text: string) => void,
    /** An ampersand that begins no reference, as in `?a=1&b=2`, stands for itself; the parser would read on to a `;`. */
    private readonly onBareAmpersand: () => void,
  ) {
    parser.on("cdata", () => {
      this.#wasSeen = true;
    });
  }

  write(piece: string): void {
    // Joined only where needed: V8 may copy a joined string again at each search in it, which made this twenty times slower.
    const input = this.#kept === "" ? piece : ownCopy(this.#kept + piece);
    this.#kept = "";
    for (let at = 0; at < input.length; ) {
      at = this.#isInSection ? this.#readSection(input, at) : this.#readMarkup(input, at);
    }
  }

  /**
   * The parser is given an empty section in place of each one. Where it reports none, the opening stood in a comment and
   * was no opening, and what was added has changed nothing but that comment.
   */
  #readMarkup(input: string, from: number): number {
    const opening = input.indexOf(OPENING, from);
    const end = opening < 0 ? wholeReferencesEnd(input, from, input.length - overlap(input, from, OPENING)) : opening;
    if (end > from) this.parser.write(this.#withReferences(input.slice(from, end)));
    if (opening < 0) {
      this.#kept = input.slice(end);
      return input.length;
    }
    this.#wasSeen = false;
    this.parser.write(OPENING + CLOSING);
    this.#isInSection = this.#wasSeen;
    return opening + OPENING.length;
  }

  /** In a comment an ampersand is as good as any other character. */
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
    // XML makes a newline of every line end.
    if (text !== "") this.onText(text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
    if (closing < 0) {
      this.#kept = input.slice(end);
      return input.length;
    }
    this.#isInSection = false;
    return closing + CLOSING.length;
  }
}

/** Before a reference that may go on in the next piece. */
function wholeReferencesEnd(input: string, from: number, end: number): number {
  const start = input.lastIndexOf("&", end - 1);
  if (start < from || end - start > REFERENCE_LENGTH) return end;
  return input.slice(start, end).includes(";") ? end : start;
}

/** How many characters at the end of the input could begin the delimiter. */
function overlap(input: string, from: number, delimiter: string): number {
  let length = Math.min(delimiter.length - 1, input.length - from);
  while (!input.endsWith(delimiter.slice(0, length))) length -= 1;
  return length;
}
