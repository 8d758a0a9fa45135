// The categories of a post as Hexo reads them, for the token `:category` of addresses: a flat list is one path, and a list with lists
// within it has several.
import { type FieldMap, type FieldValue, lineOf } from "../../front-matter/field-value.js";
import type { FrontMatterFields } from "../../front-matter/front-matter-fields.js";
import { hexoSlug, type LetterCase } from "./hexo-slug.js";

/** The paths of slugs of the deepest categories. Empty if the post has none. */
export function hexoCategorySlugs(
  fields: FrontMatterFields,
  { categoryMap, letterCase }: { categoryMap: FieldMap; letterCase: LetterCase },
): string[] {
  const written = fields.first("categories", "category");
  const items = (Array.isArray(written) ? (written as readonly FieldValue[]) : [written]).filter(
    (item) => item !== null,
  );
  const hasPaths = items.some((item) => Array.isArray(item));
  const paths = hasPaths ? items.map((item) => namesOf(item)) : [items.flatMap((item) => namesOf(item))];
  const slugOf = (name: string): string => hexoSlug(lineOf(categoryMap.get(name) ?? null) ?? name, letterCase);
  return paths.flatMap((names) => (names.length === 0 ? [] : [names.map(slugOf).join("/")]));
}

function namesOf(item: FieldValue): string[] {
  return (Array.isArray(item) ? (item as readonly FieldValue[]) : [item]).flatMap((name) => lineOf(name) ?? []);
}
