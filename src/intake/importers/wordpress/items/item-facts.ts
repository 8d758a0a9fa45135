// Reads what posts and pages have in common: identity, visibility, dates, title, body, authors, language and SEO fields.
import type { DroppedKinds } from "../../dropped-kinds.js";
import type { ImportedAuthor, ImportedPost } from "../../import-event.js";
import { assembleBody } from "../content/body-assembler.js";
import { withoutHiddenParts } from "../content/hidden/hidden-parts.js";
import type { KeyRegistry } from "../wxr/wxr-keys.js";
import type { WxrItem } from "../wxr/wxr-record.js";
import { decodedText } from "../wxr/wxr-text.js";
import { type ItemDates, readDates } from "../wxr-dates.js";
import { restrictionOf } from "../wxr-restrictions.js";
import { readSeo, type SeoContext } from "../wxr-seo.js";
import { decideVisibility, hasPassword, type ImportVisibility, staysScheduled, wasPublished } from "../wxr-status.js";
import { ofDomain } from "../wxr-terms.js";
import { readTitle } from "../wxr-title.js";
import { readAuthors } from "./item-authors.js";
import { type ItemReport, nameOfItem } from "./item-report.js";
import type { MapperResources } from "./wxr-resources.js";

/** In UTF-8 bytes. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

const SHORTCODE_REASON =
  "The shortcode belongs to a plugin or theme; its text, title, link and picture were kept, and the rest was left out.";
const BLOCK_REASON = "WordPress fills the block when it shows a page; texts in its attributes were kept.";
const FIELD_REASON = "The custom field was not imported.";

export interface ItemFacts extends Pick<ImportedPost, "key" | "title" | "source" | "state" | "publishedAt" | "seo"> {
  createdAt: Date | null;
  updatedAt: Date | null;
  locale: string | null;
  authors: ImportedAuthor[];
}

export interface FactsReader {
  resources: MapperResources;
  /** What the bodies and fields of all items had that has no counterpart here. */
  dropped: DroppedKinds;
  /** The title of items without title and words. */
  untitled: string;
}

/** Null for an item that is not imported; the report says why. `isDraftedPage` hides a page that is imported as a post. */
export function readFacts(
  item: WxrItem,
  { reader, keys, isDraftedPage }: { reader: FactsReader; keys: KeyRegistry; isDraftedPage: boolean },
  report: ItemReport,
): ItemFacts | null {
  const leaveOut = (code: "FAILED" | "SKIPPED", reason: string): null => {
    report.note(code, reason);
    return null;
  };
  const failure = failureOf(item);
  if (failure !== null) return leaveOut("FAILED", failure);
  const isProtected = hasPassword(item);
  const restriction = restrictionOf(item.meta);
  const status = item.fields.get("wp:status")?.trim() ?? "";
  const decided = decideVisibility(status, { hasPassword: isProtected, restriction, isDraftedPage });
  if (decided === null) return leaveOut("SKIPPED", "It is an automatic draft that was never saved.");
  const identity = keys.keyOf(item);
  if (identity === null) return leaveOut("SKIPPED", "It occurs twice in the file; the first occurrence was imported.");
  report.note("CHANGED", identity.notice);
  for (const key of item.otherMeta) reader.dropped.add(`custom field ${key}`, nameOfItem(item), FIELD_REASON);
  const dates = readDates(item.fields, reader.resources.survey.offsets);
  report.note("CHANGED", dates.notice);
  const isOpen = !isProtected && restriction === null && !isDraftedPage;
  const isScheduled = isOpen && staysScheduled(status, decided, dates, new Date());
  const visibility: ImportVisibility = isScheduled
    ? { state: "PUBLISHED", hiddenBecause: null }
    : hideUndated(decided, dates);
  report.note("HIDDEN", hiddenReason(visibility, item, dates));
  const { title, notice } = readTitle(item, reader.untitled);
  report.note("CHANGED", notice);
  const statusBeforeTrash = item.meta.get("_wp_trash_meta_status")?.[0]?.trim() ?? "";
  return {
    key: identity.key,
    title,
    source: bodyOf(item, reader, report),
    state: visibility.state,
    publishedAt: isScheduled || wasPublished(status, statusBeforeTrash) ? dates.at : null,
    createdAt: dates.createdAt,
    updatedAt: dates.updatedAt,
    locale: reader.resources.survey.languages.localeOf(item),
    authors: readAuthors(item, reader.resources.authors, report),
    seo: readSeo(item.meta, seoContext(item, title, reader), (reason) => report.note("CHANGED", reason)),
  };
}

function seoContext(item: WxrItem, title: string, { resources }: FactsReader): SeoContext {
  const [category] = ofDomain(item.terms, "category");
  return {
    title,
    siteTitle: decodedText(resources.survey.head.get("title") ?? ""),
    excerpt: decodedText((item.fields.get("excerpt:encoded") ?? "").slice(0, 2000)) || null,
    category: category === undefined ? null : decodedText(category.name),
  };
}

function bodyOf(item: WxrItem, { resources, dropped }: FactsReader, report: ItemReport): string {
  const body = assembleBody(item, resources.survey, {
    note: (reason) => report.note("CHANGED", reason),
    countShortcode: (name) => dropped.add(`[${name}]`, nameOfItem(item), SHORTCODE_REASON),
    countBlock: (name) => dropped.add(`block ${name}`, nameOfItem(item), BLOCK_REASON),
  });
  if (Buffer.byteLength(body) <= MAX_BODY_BYTES) return body;
  report.note("CHANGED", "With its galleries and reusable blocks its body is too large; they were left out.");
  return withoutHiddenParts(item.fields.get("content:encoded") ?? "");
}

function failureOf(item: WxrItem): string | null {
  if (item.damage !== null) return `It cannot be read completely: ${item.damage}.`;
  const content = item.fields.get("content:encoded") ?? "";
  const bytes = Buffer.byteLength(content);
  if (bytes > MAX_BODY_BYTES) return `Its body has ${bytes} bytes, and the limit is ${MAX_BODY_BYTES} bytes (2 MiB).`;
  const texts = [content, item.fields.get("title") ?? "", item.fields.get("excerpt:encoded") ?? ""];
  return texts.every((text) => text.trim() === "") ? "It has no title, no content and no excerpt." : null;
}

function hideUndated(visibility: ImportVisibility, dates: ItemDates): ImportVisibility {
  if (visibility.state !== "PUBLISHED" || dates.at !== null) return visibility;
  return {
    state: "DRAFT",
    hiddenBecause: "It is published in WordPress, but none of its dates can be read. It was imported as a draft.",
  };
}

function hiddenReason(visibility: ImportVisibility, item: WxrItem, dates: ItemDates): string | null {
  if (item.fields.get("wp:status")?.trim() !== "future" || dates.at === null) return visibility.hiddenBecause;
  const date = dates.at.toISOString();
  if (visibility.state === "PUBLISHED") return `It is scheduled in WordPress for ${date} and stays scheduled.`;
  return `It is scheduled in WordPress for ${date}. It was imported as a draft and has to be published by hand.`;
}
