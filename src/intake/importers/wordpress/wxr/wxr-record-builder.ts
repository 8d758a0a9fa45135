// Builds one record of an export (author, term, item or head field) from the events of the parser. It knows how WordPress nests its fields;
// the parser knows only XML.
import type { WxrFields, WxrItemTerm, WxrRecord } from "./wxr-record.js";
import { COMMENT_FIELDS, HEAD_FIELDS, isKnownMetaKey, RECORD_KINDS } from "./wxr-vocabulary.js";

/** In UTF-16 units. Twice the largest body of a post, so that a body that is too large is reported with its size. */
const MAX_FIELD_LENGTH = 4 * 1024 * 1024;

/** The maximum number of values of one meta key. More old slugs indicate a corrupt export. */
const MAX_META_VALUES = 50;

/** In UTF-16 units, of the comments of one item. */
const MAX_COMMENTS_LENGTH = 16 * 1024 * 1024;

/** Depth of `<item>` and its siblings: rss, channel, item. */
export const RECORD_DEPTH = 3;
const FIELD_DEPTH = RECORD_DEPTH + 1;
const PART_DEPTH = RECORD_DEPTH + 2;

export type XmlAttributes = Readonly<Record<string, string>>;

export class WxrRecordBuilder {
  readonly #fields = new Map<string, string>();
  readonly #terms: WxrItemTerm[] = [];
  readonly #meta = new Map<string, string[]>();
  readonly #otherMeta = new Set<string>();
  #commentCount = 0;
  #commentsLength = 0;
  readonly #comments: WxrFields[] = [];
  #comment = new Map<string, string>();
  #damage: string | null = null;
  #attributes: XmlAttributes = {};
  #metaKey = "";
  /** Null if the text of the current element is not needed. */
  #text: string | null = null;

  constructor(
    private readonly name: string,
    private readonly wanted: ReadonlySet<string>,
  ) {
    if (HEAD_FIELDS.has(name)) this.#text = "";
  }

  open(depth: number, name: string, attributes: XmlAttributes): void {
    if (this.#text !== null) {
      // The text would be incomplete; it is better to report it as missing.
      this.#damage ??= `the element <${name}> is inside a field that may contain only text`;
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

  /** Null for records that are not needed. */
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
      otherMeta: this.#otherMeta,
      commentCount: this.#commentCount,
      comments: this.#comments,
      damage: this.#damage,
    };
    return { kind, item };
  }

  #isWanted(depth: number, name: string): boolean {
    if (depth === PART_DEPTH) {
      if (name === "wp:meta_value") return isKnownMetaKey(this.#metaKey) || this.#isBound(this.#metaKey);
      return name === "wp:meta_key" || (COMMENT_FIELDS.has(name) && this.wanted.has(name));
    }
    return depth === FIELD_DEPTH && (this.wanted.has(name) || (name === "category" && this.name === "item"));
  }

  /** Whether a block of the body may show the custom field. Bodies precede fields in exports. */
  #isBound(key: string): boolean {
    return !key.startsWith("_") && /core\/post-meta|wp:block /.test(this.#fields.get("content:encoded") ?? "");
  }

  #closePart(name: string, text: string | null): void {
    if (text === null) return;
    if (name === "wp:meta_key") {
      this.#metaKey = text.trim();
      const isCustomField = this.#metaKey !== "" && !this.#metaKey.startsWith("_") && !isKnownMetaKey(this.#metaKey);
      if (isCustomField && this.#otherMeta.size < MAX_META_VALUES) this.#otherMeta.add(this.#metaKey.slice(0, 80));
      return;
    }
    if (name !== "wp:meta_value") {
      this.#comment.set(name, text);
      this.#commentsLength += text.length;
      return;
    }
    const values = this.#meta.get(this.#metaKey);
    if (values === undefined) this.#meta.set(this.#metaKey, [text]);
    else if (values.length < MAX_META_VALUES) values.push(text);
  }

  #closeField(name: string, text: string | null): void {
    if (name === "wp:comment") this.#closeComment();
    else if (name === "wp:postmeta") this.#metaKey = "";
    else if (text === null) return;
    else if (name === "category") this.#closeTerm(text);
    // Of repeated fields the first is used, because plugins add theirs after those of WordPress.
    else if (!this.#fields.has(name)) this.#fields.set(name, text);
  }

  #closeComment(): void {
    this.#commentCount += 1;
    if (this.#comment.size > 0 && this.#commentsLength <= MAX_COMMENTS_LENGTH) this.#comments.push(this.#comment);
    this.#comment = new Map();
  }

  #closeTerm(text: string): void {
    const { domain, nicename } = this.#attributes;
    this.#terms.push({ domain: domain || null, nicename: nicename || null, name: text.trim() });
  }
}
