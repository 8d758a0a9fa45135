// Turns one item of an export into a post and says what could not be kept. What is judged by a table or a rule of its own
// (status, dates, paths, terms) lies in its own file; here it is put together.
import { cleanWrittenExcerpt } from "../../../platform/markup/written-excerpt.js";
import type {
  ImportEvent,
  ImportedCategoryPath,
  ImportedImage,
  ImportedPost,
  ImportNoticeCode,
} from "../import-event.js";
import type { KeyRegistry } from "./wxr/wxr-keys.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import type { WxrSurvey } from "./wxr/wxr-survey.js";
import { decodedText, wxrLocale } from "./wxr/wxr-text.js";
import type { AuthorDirectory } from "./wxr-authors.js";
import type { WxrCategoryTree } from "./wxr-categories.js";
import { type ItemDates, readDates } from "./wxr-dates.js";
import { wxrPaths } from "./wxr-paths.js";
import { readSeo } from "./wxr-seo.js";
import { decideVisibility, type ImportVisibility } from "./wxr-status.js";
import { ofDomain, readSeries, readTags } from "./wxr-terms.js";
import { readPostSlug, readTitle } from "./wxr-title.js";

/** UTF-16 units of HTML; a whole post pasted into the excerpt is no excerpt. */
const MAX_EXCERPT_LENGTH = 20_000;
/** UTF-8 bytes. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

export interface WordPressOptions {
  /** Pages are no posts: they are left out, or come as drafts for somebody to place. */
  pages: "skip" | "drafts";
}

/** What is known of the whole file when its items are mapped. */
export interface MapperResources {
  survey: WxrSurvey;
  /** Absolute, without a trailing slash; null where the export names none. */
  siteUrl: string | null;
  categories: WxrCategoryTree;
  authors: AuthorDirectory;
  keys: KeyRegistry;
}

export class WxrMapper {
  readonly #untitled: string;

  constructor(
    private readonly ground: MapperResources,
    private readonly options: WordPressOptions,
  ) {
    this.#untitled = /^zh\b/i.test(ground.survey.head.get("language") ?? "") ? "无题" : "(untitled)";
  }

  /** The events of one item; none for what the survey has counted. */
  map(item: WxrItem): ImportEvent[] {
    const type = (item.fields.get("wp:post_type") ?? "post").trim();
    if (type !== "post" && type !== "page") return [];
    const report = new ItemReport(item);
    if (type === "page" && this.options.pages === "skip") {
      return report.throwUserError("SKIPPED", "It is a page, not a post, and pages are left out.");
    }
    return this.#mapPost(item, type === "page", report);
  }

  #mapPost(item: WxrItem, isPage: boolean, report: ItemReport): ImportEvent[] {
    const fault = faultOf(item);
    if (fault !== null) return report.throwUserError("FAILED", fault);
    // Any password protects, even one of blanks or a zero that WordPress itself would pass over.
    const isProtected = (item.fields.get("wp:post_password") ?? "") !== "";
    const decided = decideVisibility(item.fields.get("wp:status")?.trim() ?? "", isProtected, isPage);
    if (decided === null) return report.throwUserError("SKIPPED", "It is an automatic draft that was never saved.");
    const identity = this.ground.keys.keyOf(item);
    if (identity === null)
      return report.throwUserError("SKIPPED", "It stands in the file twice; the first one was taken.");
    report.note("CHANGED", identity.doubt);
    const dates = readDates(item.fields);
    report.note("CHANGED", dates.doubt);
    const visibility = hideUndated(decided, dates);
    report.note("HIDDEN", hiddenReason(visibility, item, dates));
    const { title, doubt } = readTitle(item, this.#untitled);
    report.note("CHANGED", doubt);
    const address = readPostSlug(item);
    report.note("CHANGED", address.doubt);
    const source = item.fields.get("content:encoded") ?? "";
    report.note("CHANGED", sharedBlockLoss(source));
    const post: ImportedPost = {
      key: identity.key,
      slug: address.slug,
      title,
      source,
      format: "HTML",
      excerpt: readExcerpt(item),
      state: visibility.state,
      publishedAt: visibility.state === "PUBLISHED" ? dates.at : null,
      createdAt: dates.createdAt,
      updatedAt: dates.updatedAt,
      locale: localeOf(item),
      author: this.ground.authors.authorOf(item.fields.get("dc:creator") ?? ""),
      categories: this.#categoriesOf(item),
      tags: readTags(item.terms),
      series: readSeries(item),
      cover: this.#coverOf(item, report),
      seo: readSeo(item.meta),
      formerPaths: wxrPaths(item, this.ground.siteUrl),
    };
    return report.complete(post);
  }

  #categoriesOf(item: WxrItem): ImportedCategoryPath[] {
    const paths = new Map<string, ImportedCategoryPath>();
    for (const named of ofDomain(item.terms, "category")) {
      const path = this.ground.categories.pathOf(named);
      if (path !== null) paths.set(path.map(({ slug }) => slug).join("/"), path);
    }
    return [...paths.values()];
  }

  #coverOf(item: WxrItem, report: ItemReport): ImportedImage | null {
    const id = item.meta.get("_thumbnail_id")?.[0]?.trim() ?? "";
    // WordPress writes 0 and -1 where a picture was taken away again.
    if (!/^[1-9]/.test(id)) return null;
    const cover = this.ground.survey.coverOf(id);
    if (cover === null) {
      report.note(
        "CHANGED",
        `Its featured image, attachment ${id.slice(0, 20)}, is not in the export; it has no cover now.`,
      );
    }
    return cover;
  }
}

/** Collects what is to be said of one item. */
class ItemReport {
  readonly #events: ImportEvent[] = [];

  constructor(private readonly item: WxrItem) {}

  note(code: ImportNoticeCode, reason: string | null): void {
    if (reason !== null) this.#events.push({ kind: "notice", notice: { code, item: nameOf(this.item), reason } });
  }

  throwUserError(code: ImportNoticeCode, reason: string): ImportEvent[] {
    this.note(code, reason);
    return this.#events;
  }

  complete(post: ImportedPost): ImportEvent[] {
    return [{ kind: "post", post }, ...this.#events];
  }
}

function nameOf(item: WxrItem): string {
  const title = Array.from(decodedText((item.fields.get("title") ?? "").slice(0, 1000)))
    .slice(0, 80)
    .join("");
  const id = item.fields.get("wp:post_id")?.trim();
  return `${title || "(untitled)"} (${id ? `post ${id.slice(0, 20)}` : `item ${item.ordinal}`})`;
}

function faultOf(item: WxrItem): string | null {
  if (item.damage !== null) return `It cannot be read whole: ${item.damage}.`;
  const content = item.fields.get("content:encoded") ?? "";
  const bytes = Buffer.byteLength(content);
  if (bytes > MAX_BODY_BYTES) return `Its body has ${bytes} bytes; at most ${MAX_BODY_BYTES} can be kept.`;
  const texts = [content, item.fields.get("title") ?? "", item.fields.get("excerpt:encoded") ?? ""];
  return texts.every((text) => text.trim() === "") ? "It has no title, no content and no excerpt." : null;
}

function hideUndated(visibility: ImportVisibility, dates: ItemDates): ImportVisibility {
  if (visibility.state !== "PUBLISHED" || dates.at !== null) return visibility;
  return { state: "DRAFT", hiddenBecause: "It is published, but none of its dates can be read; imported as a draft." };
}

function hiddenReason(visibility: ImportVisibility, item: WxrItem, dates: ItemDates): string | null {
  if (item.fields.get("wp:status")?.trim() !== "future" || dates.at === null) return visibility.hiddenBecause;
  return `It is scheduled in WordPress for ${dates.at.toISOString()}; imported as a draft, to be published by hand.`;
}

function readExcerpt(item: WxrItem): string | null {
  const written = item.fields.get("excerpt:encoded")?.trim() ?? "";
  // Most posts have none, and asking costs the price of a parser.
  return written === "" ? null : cleanWrittenExcerpt(written.slice(0, MAX_EXCERPT_LENGTH)) || null;
}

/** What the block editor shares between posts lies in items of its own, which are not imported. */
function sharedBlockLoss(source: string): string | null {
  const isUsing = source.includes('<!-- wp:block {"ref":');
  return isUsing ? "It shows a reusable block, which is not part of the post and is missing now." : null;
}

/** Translation plugins keep the language of a post as a term. */
function localeOf(item: WxrItem): string | null {
  const [language] = ofDomain(item.terms, "language");
  return wxrLocale(language?.nicename ?? "");
}
