// The file of an export. It is opened once and read twice, so that both passes read the same file even if it is replaced in between.
import { type FileHandle, open } from "node:fs/promises";
import { UnreadableSourceError } from "../../import-event.js";
import { namesOtherEncoding, type TextRepairs, WxrDecoder } from "./wxr-decoder.js";
import { WxrParser } from "./wxr-parser.js";
import type { WxrRecord } from "./wxr-record.js";

// The parser is equally fast from 64 KiB up (measured); this size holds about sixty posts, a suitable batch for the writer.
const READ_SIZE = 256 * 1024;

export interface WxrReading {
  wanted: ReadonlySet<string>;
  onRecord: (record: WxrRecord) => void;
}

export interface ReadingOutcome {
  repairs: TextRepairs;
  /** The file is UTF-8 but declares another encoding. */
  isMislabelledUtf8: boolean;
  minorErrors: number;
  hasTrailingText: boolean;
}

export class WxrFile {
  /** Null until it has been determined. */
  #isMislabelledUtf8: boolean | null = null;

  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {}

  static async open(path: string): Promise<WxrFile> {
    try {
      const handle = await open(path, "r");
      const stats = await handle.stat();
      if (stats.isFile()) return new WxrFile(handle, stats.size);
      await handle.close();
    } catch (error) {
      throw new UnreadableSourceError(`The file ${path} cannot be opened${codeOf(error)}.`, { cause: error });
    }
    throw new UnreadableSourceError(`${path} is not a file. Expected a WordPress export (WXR).`);
  }

  /** Reads the file from start to end and yields the number of bytes read so far. Throws if it is not a complete export. */
  async *read({ wanted, onRecord }: WxrReading): AsyncGenerator<number, ReadingOutcome> {
    const parser = new WxrParser(wanted, onRecord);
    let buffer = Buffer.allocUnsafe(READ_SIZE);
    let spare = Buffer.allocUnsafe(READ_SIZE);
    let decoder: WxrDecoder | null = null;
    let done = 0;
    let bytes = await this.#readAt(buffer, done);
    for (; bytes.length > 0 || decoder === null; ) {
      this.#isMislabelledUtf8 ??= namesOtherEncoding(bytes) && (await this.#isUtf8());
      decoder ??= new WxrDecoder(bytes, this.#isMislabelledUtf8);
      done += bytes.length;
      // The next chunk is read while this one is parsed. A failure is handled at the `await` below.
      const next = this.#readAt(spare, done);
      next.catch(() => undefined);
      parser.write(decoder.decode(bytes));
      yield done;
      bytes = await next;
      [buffer, spare] = [spare, buffer];
    }
    parser.write(decoder.end());
    decoder.assertRightEncoding();
    parser.end();
    const isMislabelledUtf8 = this.#isMislabelledUtf8 === true;
    return {
      repairs: decoder.repairs,
      isMislabelledUtf8,
      minorErrors: parser.minorErrors,
      hasTrailingText: parser.hasTrailingText,
    };
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** A whole file in another encoding with characters beyond ASCII is never valid UTF-8 by chance. */
  async #isUtf8(): Promise<boolean> {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const buffer = Buffer.allocUnsafe(READ_SIZE);
    let isAscii = true;
    try {
      for (let done = 0; done < this.size; ) {
        const bytes = await this.#readAt(buffer, done);
        if (bytes.length === 0) break;
        done += bytes.length;
        isAscii &&= decoder.decode(bytes, { stream: true }).length === bytes.length;
      }
      decoder.decode();
      return !isAscii;
    } catch (error) {
      if (error instanceof UnreadableSourceError) throw error;
      return false;
    }
  }

  async #readAt(buffer: Buffer, position: number): Promise<Buffer> {
    try {
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, position);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      throw new UnreadableSourceError(`Reading the file failed${codeOf(error)}.`, { cause: error });
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
}
