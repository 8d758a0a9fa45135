// Reads the XML of an export piece by piece and hands on its records; refuses whatever is not a complete, well-formed
// export. Only the record being read is held, so that a file of any size fits.
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { UnreadableSourceError } from "../../import-event.js";
import { CdataBypass } from "./wxr-cdata.js";
import type { WxrRecord } from "./wxr-record.js";
import { RECORD_DEPTH, WxrRecordBuilder } from "./wxr-record-builder.js";

const MAX_DEPTH = 100;
/** UTF-16 units of a tag, a comment or text outside CDATA without an end; the parser holds such a piece. */
const MAX_PIECE_LENGTH = 12 * 1024 * 1024;
const MAX_HARMLESS_FAULTS = 100_000;

// Faults that lose nothing: saxes keeps the characters as they stand. Any other fault condemns the file.
const HARMLESS_FAULTS = [
  "undefined entity.",
  "malformed character entity.",
  "malformed comment.",
  'the string "]]>" is disallowed in char data.',
];

export class WxrParser {
  /** Faults that were passed over; for the report. */
  harmlessFaults = 0;
  /** Whether something other than white space and comments follows `</rss>`. */
  hasTrailingText = false;

  readonly #saxes = new SaxesParser({
    defaultXMLVersion: "1.0",
    forceXMLVersion: true,
    xmlns: false,
    // It sees the file without its CDATA, so its positions would lead astray.
    position: false,
  });
  readonly #bypass = new CdataBypass(
    this.#saxes,
    (text) => this.#add(text),
    () => {
      if (!this.#isComplete) this.harmlessFaults += 1;
    },
  );
  #depth = 0;
  #pieceLength = 0;
  #itemCount = 0;
  #hasRoot = false;
  #hasVersion = false;
  #isComplete = false;
  #builder: WxrRecordBuilder | null = null;

  constructor(
    private readonly wanted: ReadonlySet<string>,
    private readonly onRecord: (record: WxrRecord) => void,
  ) {
    this.#saxes.on("error", (error) => this.#judgeFault(error));
    this.#saxes.on("doctype", () => {
      throw new UnreadableSourceError("The file has a DOCTYPE; a WordPress export has none, and none is read here.");
    });
    this.#saxes.on("opentag", (tag) => this.#open(tag));
    this.#saxes.on("closetag", (tag) => this.#close(tag.name));
    this.#saxes.on("text", (text) => this.#add(text));
  }

  write(text: string): void {
    if (this.#isComplete) {
      this.hasTrailingText ||= text.trim() !== "";
      return;
    }
    this.#pieceLength += text.length;
    this.#bypass.write(text);
    if (this.#pieceLength > MAX_PIECE_LENGTH) {
      throw new UnreadableSourceError(
        `The file has a piece of more than ${MAX_PIECE_LENGTH} characters without an end.`,
      );
    }
  }

  /** To be called at the end of the file: only here is a file known that was cut short. */
  end(): void {
    if (!this.#isComplete) {
      throw new UnreadableSourceError(`The file ends without </rss>, ${this.#where()}; the export is incomplete.`);
    }
    if (!this.#hasVersion) rejectFeed();
  }

  #judgeFault(error: Error): void {
    if (this.#isComplete) {
      this.hasTrailingText = true;
    } else if (HARMLESS_FAULTS.includes(error.message) && this.harmlessFaults < MAX_HARMLESS_FAULTS) {
      this.harmlessFaults += 1;
    } else {
      if (!this.#hasRoot)
        throw new UnreadableSourceError("The file does not begin like XML; expected a WordPress export.");
      throw new UnreadableSourceError(`The file is not well-formed XML ${this.#where()}: ${error.message}`);
    }
  }

  #where(): string {
    return this.#itemCount === 0 ? "before the first item" : `in or after item ${this.#itemCount}`;
  }

  #open(tag: SaxesTagPlain): void {
    this.#pieceLength = 0;
    if (this.#isComplete) return;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new UnreadableSourceError(`The file nests more than ${MAX_DEPTH} elements; a WordPress export nests five.`);
    }
    this.#hasRoot = true;
    if (this.#depth === 1) rejectOtherRoot(tag.name);
    else if (this.#depth === RECORD_DEPTH) this.#openRecord(tag.name);
    else this.#builder?.open(this.#depth, tag.name, tag.attributes);
  }

  #openRecord(name: string): void {
    if (name === "item") {
      if (!this.#hasVersion) rejectFeed();
      this.#itemCount += 1;
    }
    this.#builder = new WxrRecordBuilder(name, this.wanted);
  }

  #close(name: string): void {
    this.#pieceLength = 0;
    if (this.#isComplete) return;
    if (this.#depth === 1) this.#isComplete = true;
    else if (this.#depth === RECORD_DEPTH) this.#closeRecord();
    else this.#builder?.close(this.#depth, name);
    this.#depth -= 1;
  }

  #closeRecord(): void {
    const record = this.#builder?.finish(this.#itemCount) ?? null;
    this.#builder = null;
    if (record === null) return;
    if (record.kind === "head" && record.name === "wp:wxr_version") {
      rejectOtherVersion(record.text);
      this.#hasVersion = true;
    }
    this.onRecord(record);
  }

  #add(text: string): void {
    this.#pieceLength = 0;
    this.#builder?.add(text);
  }
}

function rejectOtherRoot(name: string): void {
  if (name === "rss") return;
  const found = name.toLowerCase() === "html" ? "an HTML page" : `XML with the root element <${name.slice(0, 40)}>`;
  throw new UnreadableSourceError(`The file is ${found}; expected a WordPress export (WXR), whose root is <rss>.`);
}

function rejectOtherVersion(version: string): void {
  if (/^1\.\d{1,3}$/.test(version)) return;
  throw new UnreadableSourceError(
    `The file is a WordPress export of version ${JSON.stringify(version.slice(0, 20))}; versions 1.0 to 1.2 are read.`,
  );
}

function rejectFeed(): never {
  throw new UnreadableSourceError(
    "The file is an RSS feed without wp:wxr_version; expected an export made with Tools, Export in WordPress.",
  );
}
