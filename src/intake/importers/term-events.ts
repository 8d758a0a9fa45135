// What an import writes for the events about terms, which precede the posts that refer to them.
import type { EntityManager } from "typeorm";
import type { ContentEvent } from "../../content/cache-tags/content-event.js";
import type { ImportEvent } from "./import-event.js";
import { saveTermPaths } from "./import-term-paths.js";
import type { ImportTerms } from "./import-terms.js";

/** Adds its content events to the list. */
export type WrittenWork = (tx: EntityManager, events: ContentEvent[]) => Promise<void>;

/** `item` names the term in the report. Null for events about other things. */
export function termWork(event: ImportEvent, terms: ImportTerms): { item: string; work: WrittenWork } | null {
  switch (event.kind) {
    case "author":
      return { item: event.author.name, work: (tx) => terms.author(tx, event.author) };
    case "category": {
      const item = event.path.map(({ name }) => name).join(" / ");
      return { item, work: (tx) => terms.category(tx, event.path, event.description) };
    }
    case "tag":
      return { item: event.tag.name, work: (tx) => terms.tag(tx, event.tag) };
    case "series":
      return { item: event.series.name, work: (tx) => terms.series(tx, event.series, event.description) };
    case "termPaths": {
      const work: WrittenWork = async (tx, events) => {
        events.push(...(await saveTermPaths(tx, event.paths)));
      };
      return { item: "the addresses of terms", work };
    }
    default:
      return null;
  }
}
