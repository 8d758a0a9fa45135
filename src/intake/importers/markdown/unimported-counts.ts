// Counts the parts of a folder that are not imported: other files, unknown front matter fields, template tags. The
// report has one line for each kind instead of one for each post.
import type { ImportEvent } from "../import-event.js";

/** Limits the size of the report for a folder with arbitrary field names. */
const MAX_FIELD_NAMES = 200;
const TEMPLATE_TAG = /\{\{[<%](?!\/\*)|\{%/g;

export class UnimportedCounts {
  readonly #fields = new Map<string, number>();
  readonly #counts: Map<string, number>;
  /** The first post with each of them. */
  readonly #examples = new Map<string, string>();

  constructor(counts: ReadonlyMap<string, number>) {
    this.#counts = new Map(counts);
  }

  add(what: string, by = 1): void {
    if (by > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + by);
  }

  /** Adds the unknown fields and template tags of one post, whose name is `item`. */
  addLeftovers(unreadFields: readonly string[], body: string, item: string): void {
    for (const name of unreadFields) {
      const isListed = this.#fields.has(name) || this.#fields.size < MAX_FIELD_NAMES;
      const key = isListed ? name.slice(0, 60) : "other fields";
      this.#fields.set(key, (this.#fields.get(key) ?? 0) + 1);
      this.#remember(`front matter fields “${key}”`, item);
    }
    const tags = [...body.matchAll(TEMPLATE_TAG)].length;
    this.#addFrom(item, "template tags in bodies, of which only known ones are rendered", tags);
  }

  events(): ImportEvent[] {
    const fields = [...this.#fields].map(([name, count]): [string, number] => [`front matter fields “${name}”`, count]);
    return [...this.#counts, ...fields].map(([what, count]) => {
      const example = this.#examples.get(what);
      return { kind: "counted", what, count, ...(example !== undefined && { example }) };
    });
  }

  #addFrom(item: string, what: string, by: number): void {
    if (by > 0) this.#remember(what, item);
    this.add(what, by);
  }

  #remember(what: string, item: string): void {
    if (!this.#examples.has(what)) this.#examples.set(what, item);
  }
}
