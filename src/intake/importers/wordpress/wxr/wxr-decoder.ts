// Decodes the bytes of an export by byte order mark or declared encoding, and removes the characters that XML forbids. Real exports violate
// these rules, so they are repaired before the XML parser.
import { TextDecoder } from "node:util";
import { UnreadableSourceError } from "../../import-event.js";

/** The repairs of the text, reported once for the whole file. */
export interface TextRepairs {
  /** The number of removed characters that XML 1.0 forbids (NUL, backspace, ...). */
  forbidden: number;
  /** The number of byte sequences that are invalid in the encoding of the file and were replaced by U+FFFD. */
  undecodable: number;
}

// All UTF-16 code units outside the Char production of XML 1.0. The decoder leaves no lone surrogates.
const FORBIDDEN = /[^\t\n\r\u0020-\uFFFD]+/g;
const BEYOND_ASCII = /[^\0-\x7f]/g;
/** Fewer undecodable sequences count as damage, not as another encoding. */
const MIN_UNDECODABLE = 10;
const REPLACEMENT = "\uFFFD";
const REPLACEMENT_IN_UTF8 = Buffer.from(REPLACEMENT);
const DECLARED_ENCODING = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/;

export class WxrDecoder {
  readonly repairs: TextRepairs = { forbidden: 0, undecodable: 0 };
  /** The number of valid characters beyond ASCII in chunks with undecodable sequences. */
  #valid = 0;
  readonly #decoder: TextDecoder;
  #atStart = true;
  #previousBytes: Buffer = Buffer.alloc(0);

  /** `head` is the start of the file, at least a kilobyte if the file is long enough. `isUtf8` refers to the whole file. */
  constructor(head: Buffer, isUtf8: boolean) {
    this.#decoder = new TextDecoder(isUtf8 ? "utf-8" : detectEncoding(head));
  }

  /** To be called at the end of the file. A few damaged bytes are repaired, but text in another encoding is rejected. */
  assertRightEncoding(): void {
    const { undecodable } = this.repairs;
    if (undecodable < MIN_UNDECODABLE || undecodable < this.#valid) return;
    throw new UnreadableSourceError(
      `The file is not in the encoding that it declares, ${this.#decoder.encoding}: ${undecodable} byte sequences are invalid. ` +
        "Convert it to UTF-8 or correct the declaration in its first line.",
    );
  }

  decode(bytes: Buffer): string {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text.includes(REPLACEMENT)) this.#countReplaced(text, bytes);
    this.#previousBytes = Buffer.from(bytes.subarray(-2));
    return this.#clean(text);
  }

  /** The rest of the text at the end of the file. */
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

  // A U+FFFD in the file is not a repair. It is recognised by its bytes, which may be split between two reads.
  #countReplaced(text: string, bytes: Buffer): void {
    let count = text.split(REPLACEMENT).length - 1;
    if (this.#decoder.encoding === "utf-8") {
      count -= countOccurrences(Buffer.concat([this.#previousBytes, bytes]), REPLACEMENT_IN_UTF8);
    }
    this.repairs.undecodable += Math.max(count, 0);
    this.#valid += (text.match(BEYOND_ASCII)?.length ?? 0) - count;
  }
}

function countOccurrences(bytes: Buffer, wanted: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + wanted.length)) count += 1;
  return count;
}

/** Whether the first line declares an encoding other than UTF-8, although the bytes may be UTF-8. */
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
  // The declaration is readable byte by byte, so the file is not UTF-16: it was converted without changing the declaration.
  if (/^(utf-?16|ucs-?2|utf-?32)/i.test(label)) return "utf-8";
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new UnreadableSourceError(
      `The file declares the unknown encoding ${JSON.stringify(label.slice(0, 40))}. Convert it to UTF-8.`,
    );
  }
}

function rejectKnownBinary(head: Buffer): void {
  if (head.length === 0) throw new UnreadableSourceError("The file is empty; expected a WordPress export (WXR).");
  const isZip = head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03;
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  if (isZip || isGzip) {
    throw new UnreadableSourceError("The file is an archive. Unpack it and import the XML file that it contains.");
  }
}
