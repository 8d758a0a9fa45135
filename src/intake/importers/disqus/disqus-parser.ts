// Parses the XML of a Disqus export in chunks: its threads, which name the addresses of pages, and its posts, which are comments. Anything but a
// complete, well-formed export is rejected, and a document type is, since an entity of it could stand for any amount of text.
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { UnreadableSourceError } from "../import-event.js";

/** A thread or a post: the texts of its elements by their names, those within the author with `author/` before. */
export interface DisqusRecord {
  kind: "thread" | "post";
  id: string;
  fields: ReadonlyMap<string, string>;
}

/** In UTF-16 units, of the text of an element; what is beyond is cut. */
const MAX_TEXT_LENGTH = 65_535;
const KINDS: ReadonlySet<string> = new Set(["thread", "post"]);
/** Of these only the attribute is read. */
const REFERENCES: ReadonlySet<string> = new Set(["thread", "parent"]);
const FIELDS: ReadonlySet<string> = new Set([
  ...["id", "link", "title", "message", "createdAt", "isDeleted", "isSpam", "isApproved"],
  ...["author/name", "author/email", "author/username", "author/link"],
]);

export class DisqusParser {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #onRecord: (record: DisqusRecord) => void;
  #open: string[] = [];
  #record: { kind: DisqusRecord["kind"]; id: string; fields: Map<string, string> } | null = null;
  #isComplete = false;

  constructor(onRecord: (record: DisqusRecord) => void) {
    this.#onRecord = onRecord;
    this.#parser.on("opentag", (tag) => this.#onOpen(tag));
    this.#parser.on("closetag", () => this.#onClose());
    this.#parser.on("text", (text) => this.#onText(text));
    this.#parser.on("cdata", (text) => this.#onText(text));
    this.#parser.on("doctype", () => {
      throw new UnreadableSourceError("The file has a document type, which no export of Disqus has.");
    });
    this.#parser.on("error", (error) => {
      throw new UnreadableSourceError(`The file is not well-formed XML: ${error.message}.`, { cause: error });
    });
  }

  write(chunk: string): void {
    this.#parser.write(chunk);
  }

  /** To be called at the end of the file. */
  end(): void {
    this.#parser.close();
    if (!this.#isComplete) throw new UnreadableSourceError("The file is no complete export of Disqus.");
  }

  #onOpen({ name, attributes }: SaxesTagPlain): void {
    const depth = this.#open.length;
    if (depth === 0 && name !== "disqus") {
      throw new UnreadableSourceError(`Expected an export of Disqus, got a document of the type ${name.slice(0, 40)}.`);
    }
    const id = attributes["dsq:id"] ?? "";
    if (depth === 1 && KINDS.has(name)) this.#record = { kind: name as DisqusRecord["kind"], id, fields: new Map() };
    else if (depth === 2 && REFERENCES.has(name)) this.#record?.fields.set(`${name}/id`, id);
    this.#open.push(name);
  }

  #onClose(): void {
    this.#open.pop();
    if (this.#open.length === 0) this.#isComplete = true;
    if (this.#open.length !== 1 || this.#record === null) return;
    this.#onRecord(this.#record);
    this.#record = null;
  }

  #onText(text: string): void {
    if (this.#record === null || this.#open.length < 3) return;
    const field = this.#open.slice(2).join("/");
    if (!FIELDS.has(field)) return;
    const before = this.#record.fields.get(field) ?? "";
    if (before.length < MAX_TEXT_LENGTH) this.#record.fields.set(field, (before + text).slice(0, MAX_TEXT_LENGTH));
  }
}
