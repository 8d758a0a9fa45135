// Parses the XML of an export in chunks and emits its records. Anything but a complete, well-formed export is rejected. Only the current
// record is in memory, so files of any size can be read.
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { UnreadableSourceError } from "../../import-event.js";
import { CdataBypass } from "./wxr-cdata.js";
import type { WxrRecord } from "./wxr-record.js";
import { RECORD_DEPTH, WxrRecordBuilder } from "./wxr-record-builder.js";

const MAX_DEPTH = 100;
/** In UTF-16 units, of a tag, comment or text outside CDATA, which the parser buffers. */
const MAX_TOKEN_LENGTH = 12 * 1024 * 1024;
const MAX_MINOR_ERRORS = 100_000;

// Errors that lose nothing, because saxes passes on the characters as they are. Any other error makes the file unreadable.
const MINOR_ERRORS = [
  "undefined entity.",
  "malformed character entity.",
  "malformed comment.",
  'the string "]]>" is disallowed in char data.',
];

export class WxrParser {
  /** The number of ignored errors, for the report. */
  minorErrors = 0;
  /** Whether something other than white space and comments follows `</rss>`. */
  hasTrailingText = false;

  readonly #saxes = new SaxesParser({
    defaultXMLVersion: "1.0",
    forceXMLVersion: true,
    xmlns: false,
    // The parser does not see the CDATA sections, so its positions would be wrong.
    position: false,
  });
  readonly #bypass = new CdataBypass(
    this.#saxes,
    (text) => this.#add(text),
    () => {
      if (!this.#isComplete) this.minorErrors += 1;
    },
  );
  #depth = 0;
  #tokenLength = 0;
  #itemCount = 0;
  #hasRoot = false;
  #hasVersion = false;
  #isComplete = false;
  #builder: WxrRecordBuilder | null = null;

  constructor(
    private readonly wanted: ReadonlySet<string>,
    private readonly onRecord: (record: WxrRecord) => void,
  ) {
    this.#saxes.on("error", (error) => this.#handleError(error));
    this.#saxes.on("doctype", () => {
      throw new UnreadableSourceError(
        "The file has a DOCTYPE, which is not supported and which no WordPress export has.",
      );
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
    this.#tokenLength += text.length;
    this.#bypass.write(text);
    if (this.#tokenLength > MAX_TOKEN_LENGTH) {
      throw new UnreadableSourceError(
        `The file has a tag, comment or text of more than ${MAX_TOKEN_LENGTH} characters.`,
      );
    }
  }

  /** To be called at the end of the file. Rejects truncated files. */
  end(): void {
    if (!this.#isComplete) {
      throw new UnreadableSourceError(`The file ends without </rss>, ${this.#where()}; the export is incomplete.`);
    }
    if (!this.#hasVersion) rejectFeed();
  }

  #handleError(error: Error): void {
    if (this.#isComplete) {
      this.hasTrailingText = true;
    } else if (MINOR_ERRORS.includes(error.message) && this.minorErrors < MAX_MINOR_ERRORS) {
      this.minorErrors += 1;
    } else {
      if (!this.#hasRoot) throw new UnreadableSourceError("The file is not XML. Expected a WordPress export (WXR).");
      throw new UnreadableSourceError(`The file is not well-formed XML ${this.#where()}: ${error.message}`);
    }
  }

  #where(): string {
    return this.#itemCount === 0 ? "before the first item" : `in or after item ${this.#itemCount}`;
  }

  #open(tag: SaxesTagPlain): void {
    this.#tokenLength = 0;
    if (this.#isComplete) return;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new UnreadableSourceError(
        `The elements of the file are nested more than ${MAX_DEPTH} levels deep; a WordPress export has five levels.`,
      );
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
    this.#tokenLength = 0;
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
    this.#tokenLength = 0;
    this.#builder?.add(text);
  }
}

function rejectOtherRoot(name: string): void {
  if (name === "rss") return;
  const found = name.toLowerCase() === "html" ? "an HTML page" : `XML with the root element <${name.slice(0, 40)}>`;
  throw new UnreadableSourceError(
    `The file is ${found}. Expected a WordPress export (WXR), whose root element is <rss>.`,
  );
}

function rejectOtherVersion(version: string): void {
  if (/^1\.\d{1,3}$/.test(version)) return;
  throw new UnreadableSourceError(
    `The file is a WordPress export of version ${JSON.stringify(version.slice(0, 20))}; expected 1.0 to 1.2.`,
  );
}

function rejectFeed(): never {
  throw new UnreadableSourceError(
    "The file is an RSS feed without wp:wxr_version. Expected an export made with Tools > Export in WordPress.",
  );
}
