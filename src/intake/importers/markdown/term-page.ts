// Reads Hugo's `_index.md`, the page of a category, tag, series or author (`categories/linux/_index.md`) or of a folder with the name of a
// category. The description of the term is imported; the page itself is not.

import { renderBody } from "../../../platform/markup/render.js";
import { cleanWrittenExcerpt } from "../../../platform/markup/written-excerpt.js";
import type { ImportEvent, ImportedTerm } from "../import-event.js";
import type { FileFacts } from "./file-name.js";
import { lineOf, textOf } from "./front-matter/field-value.js";
import type { FrontMatter } from "./front-matter/front-matter.js";
import { hiddenReasons } from "./posts/post-visibility.js";
import { type TermDirectory, termNamed } from "./term-directory.js";

/** Null if the page describes no known term, or if it is not public. */
export function termEvent(facts: FileFacts, page: FrontMatter, terms: TermDirectory): ImportEvent | null {
  if (hiddenReasons(page.fields, facts).length > 0) return null;
  const folder = facts.sectionPath.at(-1) ?? "";
  // The folder is the slug and the title is the name.
  const term = { ...termNamed(folder), name: lineOf(page.fields.first("title")) ?? folder };
  switch (facts.role) {
    case "CATEGORY":
      return categoryEvent(facts.sectionPath.slice(0, -1), term, page, terms);
    case "TAG":
      return terms.tags.has(term.slug) ? null : { kind: "tag", tag: terms.tags.add(term) };
    case "SERIES":
      if (terms.series.has(term.slug)) return null;
      return { kind: "series", series: terms.series.add(term), description: descriptionOf(page) };
    case "AUTHOR":
      if (terms.authors.has(term.slug)) return null;
      return { kind: "author", author: terms.authors.add({ ...term, bio: descriptionOf(page) }) };
    default:
      return sectionEvent(facts.sectionPath, page, terms);
  }
}

function categoryEvent(
  folders: readonly string[],
  term: ImportedTerm,
  page: FrontMatter,
  terms: TermDirectory,
): ImportEvent | null {
  const parent = folders.length === 0 ? [] : terms.categories.resolvePath(folders);
  if (parent === null) return null;
  const path = [...parent, term];
  if (terms.categories.at(path.map(({ slug }) => slug).join("/")) !== null) return null;
  terms.categories.declare(path);
  return { kind: "category", path, description: descriptionOf(page) };
}

function sectionEvent(folders: readonly string[], page: FrontMatter, terms: TermDirectory): ImportEvent | null {
  const slugs = folders.map((folder) => termNamed(folder).slug);
  const path = terms.categories.at(slugs.join("/"));
  const description = descriptionOf(page);
  return path === null || description === null ? null : { kind: "category", path, description };
}

function descriptionOf({ fields, body }: FrontMatter): string | null {
  const written = textOf(fields.first("description", "summary", "bio"));
  if (written !== null) return cleanWrittenExcerpt(written) || null;
  return textOf(renderBody(body, "MARKDOWN", { siteUrl: null }).text);
}
