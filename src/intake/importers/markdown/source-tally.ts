// Counts what a folder holds and an import leaves behind: other files, fields nobody asked for, pictures that lie beside
// posts, tags of the generator's templates. The report tells it once, instead of once a post.
import type { ImportEvent } from "../import-event.js";

/** Fields that only steer a theme are still told; this only bounds what a folder of nonsense can do to the report. */
const MAX_FIELD_NAMES = 200;
const IMAGE = /!\[[^\]\n]{0,500}\]\(\s*<?([^)\s>]{1,500})/g;
const ABSOLUTE = /^([a-z][a-z0-9+.-]*:|\/|#)/i;
const TEMPLATE_TAG = /\{\{[<%](?!\/\*)|\{%/g;

export class SourceTally {
  readonly #fields = new Map<string, number>();
  readonly #counts: Map<string, number>;

  constructor(counts: ReadonlyMap<string, number>) {
    this.#counts = new Map(counts);
  }

  count(what: string, by = 1): void {
    if (by > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + by);
  }

  /** What of one post did not find a place. */
  countLeftovers(unreadFields: readonly string[], body: string): void {
    for (const name of unreadFields) {
      const known = this.#fields.has(name) || this.#fields.size < MAX_FIELD_NAMES;
      const key = known ? name.slice(0, 60) : "other fields";
      this.#fields.set(key, (this.#fields.get(key) ?? 0) + 1);
    }
    let relative = 0;
    for (const [, url = ""] of body.matchAll(IMAGE)) if (!ABSOLUTE.test(url)) relative += 1;
    this.count("references to images beside posts, which do not come along", relative);
    this.count("template tags in bodies, shown as far as they are known", [...body.matchAll(TEMPLATE_TAG)].length);
  }

  events(): ImportEvent[] {
    const fields = [...this.#fields].map(([name, count]): [string, number] => [`front matter fields “${name}”`, count]);
    return [...this.#counts, ...fields].map(([what, count]) => ({ kind: "counted", what, count }));
  }
}
