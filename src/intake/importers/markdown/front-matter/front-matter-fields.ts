// The front matter fields of one file, found by any of the names that generators and themes use. Fields that were not read are reported,
// so that none is lost without notice.
import { type FieldMap, type FieldValue, isEmpty, isFieldMap } from "./field-value.js";

/** `canonicalURL`, `canonical_url` and `Canonical-Url` are the same field. */
const fold = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, "");

export class FrontMatterFields {
  readonly #values = new Map<string, FieldValue>();
  readonly #names = new Map<string, string>();
  #read = new Set<string>();

  constructor(fields: FieldMap = new Map()) {
    for (const [name, value] of fields) {
      const key = fold(name);
      // Of two spellings, the one in lower case is the generator's own: `Published` means nothing to Jekyll beside `published`.
      if (name !== key && !isEmpty(this.#values.get(key) ?? null)) continue;
      this.#values.set(key, value);
      this.#names.set(key, name);
    }
  }

  /** Returns the first of these fields with a value, or null. `a.b` is the field b of the table a. */
  first(...names: readonly string[]): FieldValue {
    let found: FieldValue = null;
    for (const name of names) {
      const value = this.#at(name);
      if (isEmpty(found) && !isEmpty(value)) found = value;
    }
    return found;
  }

  /** The same fields, completed with those that the file inherits. A field without a value inherits one. */
  inheriting(inherited: FieldMap): FrontMatterFields {
    if (inherited.size === 0) return this;
    const fields = new FrontMatterFields();
    for (const [key, value] of [
      ...this.#values,
      ...[...inherited].map(([name, value]) => [fold(name), value] as const),
    ]) {
      if (isEmpty(fields.#values.get(key) ?? null)) fields.#values.set(key, value);
    }
    for (const [key, name] of this.#names) fields.#names.set(key, name);
    return fields;
  }

  /** A view of the same fields, in which all texts of some of them are changed. What is read there counts as read here. */
  withTexts(names: readonly string[], change: (text: string) => string): FrontMatterFields {
    const changed = (value: FieldValue): FieldValue => {
      if (typeof value === "string") return change(value);
      if (Array.isArray(value)) return value.map(changed);
      return isFieldMap(value) ? new Map([...value].map(([name, item]) => [name, changed(item)])) : value;
    };
    const view = new FrontMatterFields();
    const keys = new Set(names.map(fold));
    for (const [key, value] of this.#values) view.#values.set(key, keys.has(key) ? changed(value) : value);
    for (const [key, name] of this.#names) view.#names.set(key, name);
    view.#read = this.#read;
    return view;
  }

  /** The same fields with other values for some of them. Null deletes a field. */
  replacing(values: FieldMap): FrontMatterFields {
    const folded = new Set([...values.keys()].map(fold));
    const kept = [...this.toMap()].filter(([name]) => !folded.has(fold(name)));
    return new FrontMatterFields(new Map([...kept, ...[...values].filter(([, value]) => !isEmpty(value))]));
  }

  /** By the names as written. */
  toMap(): FieldMap {
    return new Map([...this.#values].map(([key, value]) => [this.#names.get(key) ?? key, value]));
  }

  /** Whether the field exists, even without a value. */
  has(name: string): boolean {
    return this.#values.has(fold(name));
  }

  /** Whether the field is text without characters, which some plug-ins distinguish from a field without a value. */
  isEmptyText(name: string): boolean {
    return this.#values.get(fold(name)) === "";
  }

  /** The names, as written, of fields with a value that were not read. */
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
