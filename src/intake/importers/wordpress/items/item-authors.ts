// The authors of an item: those of a plugin for several authors in their order, or else the one who created it.
import { MAX_AUTHORS_PER_POST } from "../../../../content/posts/authors/author-ids.js";
import type { ImportedAuthor } from "../../import-event.js";
import type { WxrItem } from "../wxr/wxr-record.js";
import type { AuthorDirectory } from "../wxr-authors.js";
import { ofDomain } from "../wxr-terms.js";
import type { ItemReport } from "./item-report.js";

export function readAuthors(item: WxrItem, authors: AuthorDirectory, report: ItemReport): ImportedAuthor[] {
  const creator = authors.authorOf(item.fields.get("dc:creator") ?? "");
  const found = new Map<string, ImportedAuthor>();
  for (const term of ofDomain(item.terms, "author")) {
    const author = authors.ofTerm(term);
    if (author === null)
      report.note("CHANGED", `No author is called “${term.name.slice(0, 80)}”; the term was ignored.`);
    else found.set(author.slug, author);
  }
  const [main, ...others] = found.values();
  if (main === undefined) return creator === null ? [] : [creator];
  if (creator !== null && creator !== main) {
    const names = [main, ...others].map(({ name }) => `“${name}”`).join(", ");
    report.note(
      "CHANGED",
      `Its authors are those of a plugin for several authors, ${names}; “${creator.name}” created it.`,
    );
  }
  return [main, ...others].slice(0, MAX_AUTHORS_PER_POST);
}
