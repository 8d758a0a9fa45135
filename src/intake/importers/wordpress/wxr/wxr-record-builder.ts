// Collects one author, term, item or head line of an export while the parser walks through its elements. Kept apart from
// the parser, which knows XML, because this knows how WordPress nests its fields.
import type { WxrItemTerm, WxrRecord } from "./wxr-record.js";
import { HEAD_FIELDS, isKnownMetaKey, RECORD_KINDS } from "./wxr-vocabulary.js";

/** UTF-16 units; twice the largest body a post may have, so that such a body is named and refused by its reader. */
const MAX_FIELD_LENGTH = 4 * 1024 * 1024;

/** Values kept of one meta key: more old slugs than this are no history but a fault. */
const MAX_META_VALUES = 50;

/** Depth of `<item>` and its siblings: rss, channel, item. */
export const RECORD_DEPTH = 3;
const FIELD_DEPTH = RECORD_DEPTH + 1;
const PART_DEPTH = RECORD_DEPTH + 2;

export type XmlAttributes = Readonly<Record<string, string>>;

export class WxrRecordBuilder {
  readonly #fields = new Map<string, string>();
  readonly #terms: WxrItemTerm[] = [];
  readonly #meta = new Map<string, string[]>();
  #commentCount = 0;
  #damage: string | null = null;
  #attributes: XmlAttributes = {};
  #metaKey = "";
  /** Null while the text of the current element is of no interest. */
  #text: string | null = null;

  constructor(
    private readonly name: string,
    private readonly wanted: ReadonlySet<string>,
  ) {
    if (HEAD_FIELDS.has(name)) this.#text = "";
  }

  open(depth: number, name: string, attributes: XmlAttributes): void {
    if (this.#text !== null) {
      // The text would come out with a hole in it; better missing and said so than quietly wrong.
      this.#damage ??= `<${name}> stands in a field that may hold text only`;
    }
    this.#text = this.#isWanted(depth, name) ? "" : null;
    this.#attributes = attributes;
  }

  add(text: string): void {
    if (this.#text === null) return;
    if (this.#text.length + text.length > MAX_FIELD_LENGTH) {
      this.#damage ??= `a field is longer than ${MAX_FIELD_LENGTH} characters`;
      this.#text = null;
    } else {
      this.#text += text;
    }
  }

  close(depth: number, name: string): void {
    const text = this.#text;
    this.#text = null;
    if (depth === PART_DEPTH) this.#closePart(name, text);
    else if (depth === FIELD_DEPTH) this.#closeField(name, text);
  }

  /** Null for what is of no interest. */
  finish(ordinal: number): WxrRecord | null {
    const kind = RECORD_KINDS.get(this.name);
    if (kind === undefined) {
      return this.#text === null ? null : { kind: "head", name: this.name, text: this.#text.trim() };
    }
    if (kind !== "item") return { kind, fields: this.#fields };
    const item = {
      ordinal,
      fields: this.#fields,
      terms: this.#terms,
      meta: this.#meta,
      commentCount: this.#commentCount,
      damage: this.#damage,
    };
    return { kind, item };
  }

  #isWanted(depth: number, name: string): boolean {
    if (depth === PART_DEPTH)
      return name === "wp:meta_key" || (name === "wp:meta_value" && isKnownMetaKey(this.#metaKey));
    return depth === FIELD_DEPTH && (this.wanted.has(name) || (name === "category" && this.name === "item"));
  }

  #closePart(name: string, text: string | null): void {
    if (text === null) return;
    if (name === "wp:meta_key") {
      this.#metaKey = text.trim();
      return;
    }
    const values = this.#meta.get(this.#metaKey);
    if (values === undefined) this.#meta.set(this.#metaKey, [text]);
    else if (values.length < MAX_META_VALUES) values.push(text);
  }

  #closeField(name: string, text: string | null): void {
    if (name === "wp:comment") this.#commentCount += 1;
    else if (name === "wp:postmeta") this.#metaKey = "";
    else if (text === null) return;
    else if (name === "category") this.#closeTerm(text);
    // The first of two is taken: plugins that repeat a field add theirs after WordPress's own.
    else if (!this.#fields.has(name)) this.#fields.set(name, text);
  }

  #closeTerm(text: string): void {
    const { domain, nicename } = this.#attributes;
    this.#terms.push({ domain: domain || null, nicename: nicename || null, name: text.trim() });
  }
}
