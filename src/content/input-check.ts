// Checks the input of a mutation and collects all errors, so that a client can fix all of them at once. Messages contain the limits.
import { isWellFormedText } from "../lib/text.js";
import { decodeGlobalId, type NodeType, shownId } from "../platform/graphql/global-id.js";
import { Refusal, type UserError, UserErrors } from "../platform/graphql/user-error.js";
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

/** Browsers drop some of these and read a backslash as a slash, so that the URL would lead to another place than it shows. */
export const NOT_IN_URLS = /[\s\p{Cc}\\]/u;

const UNSTORABLE = "The text contains U+0000 or an unpaired surrogate, which cannot be stored.";

interface TextRule {
  max: number;
  /** Whether a text of only white space is invalid. */
  isRequired?: boolean;
}

export class InputCheck {
  readonly #errors: UserError[] = [];

  invalid(message: string, ...path: string[]): void {
    this.#errors.push(Refusal.of("INVALID", message, ["input", ...path]));
  }

  /** Null stands for no error. */
  add(error: UserError | null): void {
    if (error !== null) this.#errors.push(error);
  }

  get hasErrors(): boolean {
    return this.#errors.length > 0;
  }

  /** Throws all errors found so far, if any. */
  finish(): void {
    if (this.#errors.length > 0) throw new UserErrors(...this.#errors);
  }

  /** The text as it is stored: in NFC and trimmed. Its length is in code points. */
  text(value: string, rule: TextRule, ...path: string[]): string {
    if (!isWellFormedText(value)) {
      this.invalid(UNSTORABLE, ...path);
      return "";
    }
    const text = value.normalize("NFC").trim();
    const length = [...text].length;
    if (length > rule.max) this.invalid(`Expected at most ${rule.max} characters, got ${length}.`, ...path);
    if (rule.isRequired === true && text === "") this.invalid("The text must not be empty.", ...path);
    return text;
  }

  /** A blank text becomes null. */
  optionalText(value: string | null | undefined, rule: TextRule, ...path: string[]): string | null {
    if (value == null) return null;
    const text = this.text(value, rule, ...path);
    return text === "" ? null : text;
  }

  /** Checks the source of a body, which is stored byte for byte. */
  source(value: string, ...path: string[]): void {
    for (const problem of InputCheck.problemsOfSource(value)) this.invalid(problem, ...path);
  }

  static problemsOfSource(value: string): string[] {
    const bytes = Buffer.byteLength(value, "utf8");
    return [
      ...(isWellFormedText(value) ? [] : [UNSTORABLE]),
      ...(bytes > LIMITS.bodyBytes
        ? [`Expected a body of at most ${LIMITS.bodyBytes} bytes in UTF-8, got ${bytes}.`]
        : []),
    ];
  }

  slug(value: string, ...path: string[]): string {
    const slug = normaliseSlug(value);
    if (slug !== null && slug.includes("/") === false) return slug;
    this.invalid(
      `Expected a slug of 1 to ${LIMITS.slug} letters, digits and hyphens of any script, without slashes, control and invisible characters.`,
      ...path,
    );
    return "";
  }

  locale(value: string, ...path: string[]): string {
    if (!LANGUAGE_TAG.test(value)) this.invalid("Expected a BCP 47 language tag such as zh-CN.", ...path);
    return value;
  }

  /** An absolute URL of http or https, or a path on the site if that is allowed. */
  url(value: string, allowsRelative: boolean, ...path: string[]): string {
    const text = this.text(value, { max: LIMITS.url }, ...path);
    const isRelative = allowsRelative && /^\/(?!\/)/.test(text);
    const protocol = URL.canParse(text) ? new URL(text).protocol : "";
    if (NOT_IN_URLS.test(text) || !(isRelative || protocol === "https:" || protocol === "http:")) {
      const relative = allowsRelative ? " (or with / for a path on this site)" : "";
      this.invalid(
        `Expected a URL that starts with https:// or http://${relative} and has no spaces or backslashes.`,
        ...path,
      );
    }
    return text;
  }

  /** The UUIDs of ids of one type, in their order and without duplicates. The path of an error ends in the place of its id. */
  ids(values: readonly string[], type: NodeType, max: number, ...path: string[]): string[] {
    if (values.length > max) this.invalid(`Expected at most ${max} ids, got ${values.length}.`, ...path);
    return [...new Set(values.slice(0, max).flatMap((value, place) => this.idAt(place, value, type, ...path) ?? []))];
  }

  /** An id of a list, at its place. */
  idAt(place: number, value: string, type: NodeType, ...path: string[]): string | null {
    const actual = wrongId(value, type);
    if (actual === null) return decodeGlobalId(value)?.uuid ?? null;
    this.invalid(`Expected an id of ${type} at index ${place}, got ${actual}.`, ...path, String(place));
    return null;
  }

  id(value: string, type: NodeType, ...path: string[]): string | null {
    const actual = wrongId(value, type);
    if (actual === null) return decodeGlobalId(value)?.uuid ?? null;
    this.invalid(`Expected an id of ${type}, got ${actual}.`, ...path);
    return null;
  }

  /** Adds NOT_FOUND for each of the ids, as `ids` returns them, that is not among the existing ones, at its place among the values. */
  absentIds(
    values: readonly string[],
    { ids, existing, noun }: { ids: readonly string[]; existing: ReadonlySet<string>; noun: string },
    ...path: string[]
  ): void {
    const sent = values.map((value) => decodeGlobalId(value)?.uuid);
    for (const id of ids) {
      if (existing.has(id)) continue;
      const place = sent.indexOf(id);
      const message = `No ${noun} with the id "${values[place]}" at index ${place} exists.`;
      this.add(Refusal.of("NOT_FOUND", message, ["input", ...path, String(place)]));
    }
  }

  /** Like `id`, but throws at once: without the object of the mutation, nothing else can be checked. */
  requiredId(value: string, type: NodeType, ...path: string[]): string {
    const uuid = this.id(value, type, ...path);
    if (uuid === null) this.finish();
    return uuid ?? "";
  }
}

/** What is wrong with an id, for a message; null if it is one of the type. */
function wrongId(value: string, type: NodeType): string | null {
  const decoded = decodeGlobalId(value);
  if (decoded?.type === type) return null;
  const shown = shownId(value);
  return decoded === null ? `${shown}, which this service did not issue` : `${shown}, an id of ${decoded.type}`;
}
