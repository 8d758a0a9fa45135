// Counts the parts of a folder that are not imported: other files, unknown front matter fields, images beside posts, template tags. The
// report has one line for each kind instead of one for each post.
import type { ImportEvent } from "../import-event.js";

/** Limits the size of the report for a folder with arbitrary field names. */
const MAX_FIELD_NAMES = 200;
const IMAGE = /!\[[^\]\n]{0,500}\]\(\s*<?([^)\s>]{1,500})/g;
const ABSOLUTE = /^([a-z][a-z0-9+.-]*:|\/|#)/i;
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

  /** Adds the unknown fields, relative images and template tags of one post, whose name is `item`. */
  addLeftovers(unreadFields: readonly string[], body: string, item: string): void {
    for (const name of unreadFields) {
      const isListed = this.#fields.has(name) || this.#fields.size < MAX_FIELD_NAMES;
      const key = isListed ? name.slice(0, 60) : "other fields";
      this.#fields.set(key, (this.#fields.get(key) ?? 0) + 1);
      this.#remember(`front matter fields “${key}”`, item);
    }
    let relative = 0;
    for (const [, url = ""] of body.matchAll(IMAGE)) if (!ABSOLUTE.test(url)) relative += 1;
    this.#addFrom(item, "references to images beside posts, which are not imported", relative);
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
