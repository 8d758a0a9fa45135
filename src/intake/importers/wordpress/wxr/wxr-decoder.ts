// Turns the bytes of an export into text an XML parser can live with: decoded by byte order mark or label, without the
// characters XML forbids. Kept apart from the parser because real exports break these rules and are still worth reading.
import { TextDecoder } from "node:util";
import { UnreadableSourceError } from "../../import-event.js";

/** What had to be repaired in the text; reported once for the whole file. */
export interface TextRepairs {
  /** Characters XML 1.0 forbids (NUL, backspace, ...), taken out. */
  forbidden: number;
  /** Byte sequences that mean nothing in the file's encoding, replaced by U+FFFD. */
  undecodable: number;
}

// Everything outside the Char production of XML 1.0 that UTF-16 code units can show; the decoder leaves no lone surrogate.
const FORBIDDEN = /[^\t\n\r\u0020-\uFFFD]+/g;
const BEYOND_ASCII = /[^\0-\x7f]/g;
/** Fewer may be damage whatever stands around them. */
const FEWEST_FAULTS = 10;
const REPLACEMENT = "\uFFFD";
const REPLACEMENT_IN_UTF8 = Buffer.from(REPLACEMENT);
const DECLARED_ENCODING = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/;

export class WxrDecoder {
  readonly repairs: TextRepairs = { forbidden: 0, undecodable: 0 };
  /** Characters beyond ASCII that stood near something undecodable, and were none themselves. */
  #sound = 0;
  readonly #decoder: TextDecoder;
  #atStart = true;
  #previousBytes: Buffer = Buffer.alloc(0);

  /** `head` is the start of the file, a kilobyte or more where there is as much; `isUtf8` is known of the whole file. */
  constructor(head: Buffer, isUtf8: boolean) {
    this.#decoder = new TextDecoder(isUtf8 ? "utf-8" : detectEncoding(head));
  }

  /** To be called at the end of the file: a few damaged bytes are repaired, but not text that is in another encoding. */
  assertRightEncoding(): void {
    const { undecodable } = this.repairs;
    if (undecodable < FEWEST_FAULTS || undecodable < this.#sound) return;
    throw new UnreadableSourceError(
      `The file is not in the encoding it says, ${this.#decoder.encoding}: ${undecodable} byte sequences mean nothing in it. ` +
        "Convert it to UTF-8, or correct the label in its first line.",
    );
  }

  decode(bytes: Buffer): string {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text.includes(REPLACEMENT)) this.#countReplaced(text, bytes);
    this.#previousBytes = Buffer.from(bytes.subarray(-2));
    return this.#clean(text);
  }

  /** What is left when the bytes are at their end. */
  end(): string {
    const text = this.#decoder.decode();
    if (text.includes(REPLACEMENT)) this.repairs.undecodable += 1;
    return this.#clean(text);
  }

  #clean(text: string): string {
    let clean = text.replace(FORBIDDEN, (run) => {
      this.repairs.forbidden += run.length;
      return "";
    });
    if (this.#atStart) {
      clean = clean.trimStart();
      this.#atStart = clean === "";
    }
    return clean;
  }

  // A U+FFFD that stands in the file is no repair; it is recognised by its bytes, which may straddle two reads.
  #countReplaced(text: string, bytes: Buffer): void {
    let count = text.split(REPLACEMENT).length - 1;
    if (this.#decoder.encoding === "utf-8") {
      count -= countOccurrences(Buffer.concat([this.#previousBytes, bytes]), REPLACEMENT_IN_UTF8);
    }
    this.repairs.undecodable += Math.max(count, 0);
    this.#sound += (text.match(BEYOND_ASCII)?.length ?? 0) - count;
  }
}

function countOccurrences(bytes: Buffer, wanted: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + wanted.length)) count += 1;
  return count;
}

/** Whether the first line names an encoding other than UTF-8 although the bytes may be that. */
export function namesOtherEncoding(head: Buffer): boolean {
  const encoding = detectEncoding(head);
  return encoding !== "utf-8" && !encoding.startsWith("utf-16");
}

function detectEncoding(head: Buffer): string {
  rejectKnownBinary(head);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0x3c && head[1] === 0) return "utf-16le";
  if (head[0] === 0 && head[1] === 0x3c) return "utf-16be";
  const label = DECLARED_ENCODING.exec(head.toString("latin1", 0, 1024))?.[1] ?? "utf-8";
  // The declaration could be read byte by byte, so this is not UTF-16 whatever it says: it was converted and not relabelled.
  if (/^(utf-?16|ucs-?2|utf-?32)/i.test(label)) return "utf-8";
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new UnreadableSourceError(
      `The file says that its encoding is ${JSON.stringify(label.slice(0, 40))}, which is not known here; convert it to UTF-8.`,
    );
  }
}

function rejectKnownBinary(head: Buffer): void {
  if (head.length === 0) throw new UnreadableSourceError("The file is empty; expected a WordPress export (WXR).");
  const isZip = head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03;
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  if (isZip || isGzip) {
    throw new UnreadableSourceError("The file is an archive; unpack it and import the XML file inside.");
  }
}
