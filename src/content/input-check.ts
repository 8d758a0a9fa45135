// Checks what a mutation was given, collecting every fault, so that a form is put right in one round. Limits are part of
// the messages.

import { isWellFormedText } from "../lib/text.js";
import { decodeGlobalId, type NodeType } from "../platform/graphql/global-id.js";
import { Refusal, UserErrors } from "../platform/graphql/user-error.js";
import { normaliseSlug } from "../platform/markup/slug.js";

export const LIMITS = {
  title: 300,
  name: 200,
  slug: 255,
  excerpt: 2_000,
  description: 5_000,
  url: 2_000,
  alt: 1_000,
  bodyBytes: 2 * 1024 * 1024,
  categoriesPerPost: 50,
  tagsPerPost: 100,
} as const;

const LANGUAGE_TAG = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}$/;

/** Browsers drop some of these and read a backslash as a slash, so that a URL would lead elsewhere than it seems to. */
const NOT_IN_URLS = /[\s\p{Cc}\\]/u;

interface TextRule {
  max: number;
  /** Whether only white space is refused. */
  isRequired?: boolean;
}

export class InputCheck {
  readonly #faults: Refusal[] = [];

  fault(message: string, ...path: string[]): void {
    this.#faults.push(Refusal.of("INVALID", message, ["input", ...path]));
  }

  add(refusal: Refusal): void {
    this.#faults.push(refusal);
  }

  get hasFaults(): boolean {
    return this.#faults.length > 0;
  }

  /** Throws all faults found so far, if any. */
  finish(): void {
    if (this.#faults.length > 0) throw new UserErrors(...this.#faults);
  }

  /** A text as it is stored: NFC, trimmed. Lengths are code points. */
  text(value: string, rule: TextRule, ...path: string[]): string {
    if (!isWellFormedText(value)) {
      this.fault("The text holds U+0000 or half of a surrogate pair, which cannot be stored.", ...path);
      return "";
    }
    const text = value.normalize("NFC").trim();
    const length = [...text].length;
    if (length > rule.max) this.fault(`At most ${rule.max} characters are allowed, but there are ${length}.`, ...path);
    if (rule.isRequired === true && text === "") this.fault("The text must not be empty.", ...path);
    return text;
  }

  /** Null and blank both clear. */
  optionalText(value: string | null | undefined, rule: TextRule, ...path: string[]): string | null {
    if (value == null) return null;
    const text = this.text(value, rule, ...path);
    return text === "" ? null : text;
  }

  /** A body's source, byte for byte. */
  source(value: string, ...path: string[]): void {
    if (!isWellFormedText(value)) {
      this.fault("The text holds U+0000 or half of a surrogate pair, which cannot be stored.", ...path);
    }
    const bytes = Buffer.byteLength(value, "utf8");
    if (bytes > LIMITS.bodyBytes) {
      this.fault(`A body takes at most ${LIMITS.bodyBytes} bytes in UTF-8, but has ${bytes}.`, ...path);
    }
  }

  slug(value: string, ...path: string[]): string {
    const slug = normaliseSlug(value);
    if (slug !== null && slug.includes("/") === false) return slug;
    this.fault(
      `A slug is 1 to ${LIMITS.slug} letters, digits and hyphens of any script, without slashes, control or invisible characters.`,
      ...path,
    );
    return "";
  }

  locale(value: string, ...path: string[]): string {
    if (!LANGUAGE_TAG.test(value)) this.fault("A locale is a BCP 47 tag such as zh-CN.", ...path);
    return value;
  }

  /** Absolute by http or https, or relative to the site where that is allowed. */
  url(value: string, allowsRelative: boolean, ...path: string[]): string {
    const text = this.text(value, { max: LIMITS.url }, ...path);
    const isRelative = allowsRelative && /^\/(?!\/)/.test(text);
    const protocol = URL.canParse(text) ? new URL(text).protocol : "";
    if (NOT_IN_URLS.test(text) || !(isRelative || protocol === "https:" || protocol === "http:")) {
      const relative = allowsRelative ? ", or with / for one of this site" : "";
      this.fault(`A URL must start with https:// or http://${relative}, without spaces and backslashes.`, ...path);
    }
    return text;
  }

  /** UUIDs of ids of one type, in order, without duplicates. */
  ids(values: readonly string[], type: NodeType, max: number, ...path: string[]): string[] {
    if (values.length > max) this.fault(`At most ${max} ids are allowed, but there are ${values.length}.`, ...path);
    return [...new Set(values.slice(0, max).flatMap((value) => this.id(value, type, ...path) ?? []))];
  }

  id(value: string, type: NodeType, ...path: string[]): string | null {
    const decoded = decodeGlobalId(value);
    if (decoded?.type === type) return decoded.uuid;
    const what = decoded === null ? "that this service did not make" : `of ${decoded.type}`;
    this.fault(`An id of ${type} was expected, but one ${what} came.`, ...path);
    return null;
  }

  /** Like `id`, for the object that the mutation is about: without it nothing else can be checked. */
  requiredId(value: string, type: NodeType, ...path: string[]): string {
    const uuid = this.id(value, type, ...path);
    if (uuid === null) this.finish();
    return uuid ?? "";
  }
}
