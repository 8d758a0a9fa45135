// Reads a file as text, or says in one sentence why it cannot be read. A folder of posts may contain links, pipes, images named .md and
// files in other encodings.
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { codeOf } from "../../../lib/error-facts.js";

/** Its message is a clause for the report, such as "it is larger than 2 MiB". */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

export interface DecodedText {
  /** Without a byte order mark, and with `\n` as line ends. */
  text: string;
  /** Null if the file is UTF-8. */
  foreignEncoding: string | null;
  /** The number of NUL characters that were removed, which a lost byte or a program left in the text. */
  removedNuls: number;
}

/** A file with more of them is not text. */
const MAX_NULS = 20;

/** Larger than a body may be, because of the front matter and because UTF-16 and GBK may need more bytes than UTF-8. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;
/** They prevent following a link that has replaced the file and waiting for a pipe. Windows has neither flag. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Throws only UnreadableFileError. */
export async function readTextFile(path: string, maxBytes: number): Promise<DecodedText> {
  return decodeText(await readBytes(path, maxBytes));
}

/** The same for callers that cannot wait. */
export function readTextFileSync(path: string, maxBytes: number): DecodedText {
  return decodeText(readBytesSync(path, maxBytes));
}

async function readBytes(path: string, maxBytes: number): Promise<Buffer> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, READ_FLAGS);
    assertReadable(await file.stat(), maxBytes);
    return await file.readFile();
  } catch (error) {
    throw unreadable(error);
  } finally {
    await file?.close();
  }
}

function readBytesSync(path: string, maxBytes: number): Buffer {
  let file: number | null = null;
  try {
    file = openSync(path, READ_FLAGS);
    assertReadable(fstatSync(file), maxBytes);
    return readFileSync(file);
  } catch (error) {
    throw unreadable(error);
  } finally {
    if (file !== null) closeSync(file);
  }
}

function assertReadable(facts: Stats, maxBytes: number): void {
  if (!facts.isFile()) throw new UnreadableFileError("it is not a regular file");
  if (facts.size > maxBytes) {
    throw new UnreadableFileError(`it has ${facts.size} bytes, and the limit is ${maxBytes} bytes`);
  }
}

function unreadable(error: unknown): UnreadableFileError {
  if (error instanceof UnreadableFileError) return error;
  const code = codeOf(error) || "unknown error";
  return new UnreadableFileError(`the file cannot be opened or read (${code})`, { cause: error });
}

function decodeText(bytes: Buffer): DecodedText {
  const { text, foreignEncoding } = decode(bytes);
  const parts = text.split("\u0000");
  const removedNuls = parts.length - 1;
  if (removedNuls > MAX_NULS) {
    const line = lineOfOffset(text, parts[0]?.length ?? 0);
    throw new UnreadableFileError(`it contains ${removedNuls} NUL characters, the first on line ${line}`);
  }
  return {
    text: parts
      .join("")
      .replace(/^\uFEFF/, "")
      .replace(/\r\n?/g, "\n"),
    foreignEncoding,
    removedNuls,
  };
}

function decode(bytes: Buffer): Omit<DecodedText, "removedNuls"> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decodeAs("utf-16le", bytes), foreignEncoding: "UTF-16" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decodeAs("utf-16be", bytes), foreignEncoding: "UTF-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), foreignEncoding: null };
  } catch {
    if (bytes.includes(0)) throw new UnreadableFileError("it is a binary file, not text");
    const text = decodeAs("gb18030", bytes);
    if (!isLikelyChinese(bytes)) throw new UnreadableFileError(UNKNOWN_ENCODING);
    // GB 18030 accepts most byte sequences; control characters indicate a binary file.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression searches for these characters.
    if (/[\u0001-\u0008\u000E-\u001A\u001C-\u001F]/.test(text)) {
      throw new UnreadableFileError("it is a binary file, not text");
    }
    return { text, foreignEncoding: "GB 18030 (GBK)" };
  }
}

const UNKNOWN_ENCODING = "its encoding is unknown: expected UTF-8";

/**
 * GB 18030 also accepts text in Shift_JIS, windows-1251 and most other encodings and decodes it to rare characters. In Chinese text, nearly
 * all characters are common ones, which begin with the bytes B0 to D7; kana begin with A4 and A5.
 */
function isLikelyChinese(bytes: Buffer): boolean {
  let common = 0;
  let others = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    at += 1;
    if (lead >= 0xb0 && lead <= 0xd7) common += 1;
    else if (lead < 0xa1 || lead > 0xa9 || lead === 0xa4 || lead === 0xa5) others += 1;
  }
  return common >= 4 * others;
}

function decodeAs(encoding: string, bytes: Buffer): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableFileError(UNKNOWN_ENCODING, { cause });
  }
}

const lineOfOffset = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;
