// The fields of one file's front matter, found under any of the names generators and themes give them, and a record of
// which were read: what nobody asked for is reported, so that no field is lost in silence.
import { type FieldMap, type FieldValue, isEmpty, isFieldMap } from "./field-value.js";

/** `canonicalURL`, `canonical_url` and `Canonical-Url` are one field. */
const fold = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, "");

export class FrontMatterFields {
  readonly #values = new Map<string, FieldValue>();
  readonly #names = new Map<string, string>();
  readonly #read = new Set<string>();

  constructor(fields: FieldMap = new Map()) {
    for (const [name, value] of fields) {
      const key = fold(name);
      if (this.#values.has(key) && !isEmpty(this.#values.get(key) ?? null)) continue;
      this.#values.set(key, value);
      this.#names.set(key, name);
    }
  }

  /** The first of these fields that holds something; null where none does. `a.b` is the field b of the table a. */
  first(...names: readonly string[]): FieldValue {
    let found: FieldValue = null;
    for (const name of names) {
      const value = this.#at(name);
      if (isEmpty(found) && !isEmpty(value)) found = value;
    }
    return found;
  }

  /** Whether the field is there at all, even without a value. */
  has(name: string): boolean {
    return this.#values.has(fold(name));
  }

  /** Names, as written, of the fields that hold something and that nobody read. */
  unread(): string[] {
    return [...this.#values].flatMap(([key, value]) =>
      this.#read.has(key) || isEmpty(value) ? [] : [this.#names.get(key) ?? key],
    );
  }

  #at(name: string): FieldValue {
    const dot = name.indexOf(".");
    const key = fold(dot < 0 ? name : name.slice(0, dot));
    const value = this.#values.get(key) ?? null;
    if (dot < 0) {
      this.#read.add(key);
      return value;
    }
    if (!isFieldMap(value)) return null;
    this.#read.add(key);
    return new FrontMatterFields(value).first(name.slice(dot + 1));
  }
}
