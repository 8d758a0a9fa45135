// Reads front matter as the configuration of Hugo defines it: the order of the sources of dates (`frontmatter`), and the taxonomies, whose
// terms may be in fields of any name.
import type { FileFacts } from "../file-name.js";
import {
  type FieldMap,
  type FieldValue,
  isEmpty,
  isFieldMap,
  lineOf,
  listOf,
  listOfLines,
} from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { ItemNotices } from "../item-notices.js";

/** What Hugo reads for each date, unless the configuration says otherwise, and what `:default` means in it. */
const DATE_SOURCES: Readonly<Record<string, readonly string[]>> = {
  date: ["date", "publishDate", "pubDate", "published", "lastmod", "modified"],
  publishDate: ["publishDate", "pubDate", "published", "date"],
  expiryDate: ["expiryDate", "unpublishDate"],
  lastmod: ["lastmod", "modified", "date"],
};
const TAXONOMIES: Readonly<Record<string, string>> = {
  category: "categories",
  tag: "tags",
  series: "series",
  author: "authors",
};

export function hugoFields(
  fields: FrontMatterFields,
  facts: FileFacts,
  config: FrontMatterFields,
  notices: ItemNotices,
): FrontMatterFields {
  const orders = config.first("frontmatter");
  const taxonomies = config.first("taxonomies");
  if (!isFieldMap(orders) && !isFieldMap(taxonomies)) return fields;
  const changed = new Map<string, FieldValue>([
    ...(isFieldMap(orders) ? datesIn(fields, facts, new FrontMatterFields(orders), notices) : []),
    ...(isFieldMap(taxonomies) ? termsIn(fields, taxonomies, notices) : []),
  ]);
  return changed.size === 0 ? fields : fields.replacing(changed);
}

function datesIn(
  fields: FrontMatterFields,
  facts: FileFacts,
  orders: FrontMatterFields,
  notices: ItemNotices,
): Map<string, FieldValue> {
  const changed = new Map<string, FieldValue>();
  for (const [name, usual] of Object.entries(DATE_SOURCES)) {
    const order = listOfLines(orders.first(name));
    if (order.length === 0) continue;
    const sources = order.flatMap((source) => (source.toLowerCase() === ":default" ? usual : [source]));
    const found = sources.find((source) => !isEmpty(dateFrom(source, fields, facts)));
    changed.set(name, found === undefined ? null : dateFrom(found, fields, facts));
    if (found?.toLowerCase() === ":filename" && isEmpty(fields.first("slug"))) changed.set("slug", facts.slug);
    const isUnknown = sources.slice(0, found === undefined ? undefined : sources.indexOf(found)).some(isOutside);
    if (isUnknown)
      notices.dropped(
        "dates from Git or of files",
        "They are not known here; the next source of the configuration was used.",
      );
  }
  // Hugo publishes at the date in the front matter, whatever date it displays.
  if (
    changed.has("date") &&
    !changed.has("publishDate") &&
    isEmpty(fields.first("publishDate", "pubDate", "published"))
  ) {
    changed.set("publishDate", fields.first("date"));
  }
  return changed;
}

const isOutside = (source: string): boolean => /^:(?:git|filemodtime)$/i.test(source);

function dateFrom(source: string, fields: FrontMatterFields, facts: FileFacts): FieldValue {
  if (source.toLowerCase() === ":filename") return facts.date;
  return source.startsWith(":") ? null : fields.first(source);
}

/** `taxonomies: { category: topics }` makes categories of the field `topics`. Terms of taxonomies of one's own become tags. */
function termsIn(fields: FrontMatterFields, taxonomies: FieldMap, notices: ItemNotices): Map<string, FieldValue> {
  const changed = new Map<string, FieldValue>();
  for (const [singular, value] of taxonomies) {
    const plural = lineOf(value) ?? "";
    const known = TAXONOMIES[singular.toLowerCase()] ?? Object.values(TAXONOMIES).find((name) => name === plural);
    if (plural === "" || known === plural.toLowerCase()) continue;
    const terms = partsOf(fields.first(plural)).filter((term) => known !== undefined || !isDate(term));
    if (terms.length === 0) continue;
    const target = known ?? "tags";
    changed.set(target, [
      ...(changed.get(target) === undefined ? partsOf(fields.first(target)) : listOf(changed.get(target) ?? null)),
      ...terms,
    ]);
    changed.set(plural, null);
    if (known === undefined) notices.dropped(`the taxonomy ${plural}`, "Its terms were imported as tags.");
  }
  return changed;
}

/** Archives of years and months are made of dates here. */
const isDate = (term: FieldValue): boolean => /^(?:19|20)\d{2}(?:[-/.年]\d{1,2}月?)?年?$/.test(lineOf(term) ?? "");

const partsOf = (value: FieldValue): readonly FieldValue[] =>
  typeof value === "string" ? value.split(",").filter((part) => part.trim() !== "") : listOf(value);
