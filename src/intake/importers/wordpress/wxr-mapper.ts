// Maps one item of an export to a post and reports what could not be imported. Status, dates, paths and terms have their own files; here
// they are combined.
import { MAX_AUTHORS_PER_POST } from "../../../content/posts/authors/author-ids.js";
import { DroppedKinds } from "../dropped-kinds.js";
import {
  type ImportEvent,
  type ImportedAuthor,
  type ImportedCategoryPath,
  type ImportedImage,
  type ImportedPost,
  type ImportNoticeCode,
  importedAuthors,
} from "../import-event.js";
import { assembleBody } from "./content/body-assembler.js";
import type { KeyRegistry } from "./wxr/wxr-keys.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import type { WxrSurvey } from "./wxr/wxr-survey.js";
import { decodedText, wxrLocale } from "./wxr/wxr-text.js";
import type { AuthorDirectory } from "./wxr-authors.js";
import type { WxrCategoryTree } from "./wxr-categories.js";
import { type ItemDates, readDates } from "./wxr-dates.js";
import { readExcerpt } from "./wxr-excerpt.js";
import { wxrPaths } from "./wxr-paths.js";
import { readSeo } from "./wxr-seo.js";
import { decideVisibility, type ImportVisibility, staysScheduled, wasPublished } from "./wxr-status.js";
import { ofDomain, readSeries, readTags } from "./wxr-terms.js";
import { readPostSlug, readTitle } from "./wxr-title.js";

/** In UTF-8 bytes. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

const SHORTCODE_REASON =
  "The shortcode belongs to a plugin or theme; its text, title, link and picture were kept, and the rest was left out.";
const BLOCK_REASON = "WordPress fills the block when it shows a page; texts in its attributes were kept.";
const FIELD_REASON = "The custom field was not imported.";

export interface WordPressOptions {
  /** Pages are not posts: they are skipped, or imported as drafts. */
  pages: "skip" | "drafts";
}

/** The facts about the whole file that the mapping of an item needs. */
export interface MapperResources {
  survey: WxrSurvey;
  /** Absolute, without a trailing slash. Null if the export has none. */
  siteUrl: string | null;
  categories: WxrCategoryTree;
  authors: AuthorDirectory;
  keys: KeyRegistry;
}

export class WxrMapper {
  /** What the bodies and fields of all items had that has no counterpart here. */
  readonly dropped = new DroppedKinds();
  readonly #untitled: string;

  constructor(
    private readonly resources: MapperResources,
    private readonly options: WordPressOptions,
  ) {
    this.#untitled = /^zh\b/i.test(resources.survey.head.get("language") ?? "") ? "无题" : "(untitled)";
  }

  /** The events of one item. None for items that the survey has counted. */
  map(item: WxrItem): ImportEvent[] {
    const type = (item.fields.get("wp:post_type") ?? "post").trim();
    if (type !== "post" && type !== "page") return [];
    const report = new ItemReport(item);
    if (type === "page" && this.options.pages === "skip") {
      return report.leaveOut("SKIPPED", "It is a page, not a post. To import pages as drafts, use --pages drafts.");
    }
    return this.#mapPost(item, type === "page", report);
  }

  #mapPost(item: WxrItem, isPage: boolean, report: ItemReport): ImportEvent[] {
    const failure = failureOf(item);
    if (failure !== null) return report.leaveOut("FAILED", failure);
    // Every password protects the post, even blanks or a zero, which WordPress itself ignores.
    const isProtected = (item.fields.get("wp:post_password") ?? "") !== "";
    const status = item.fields.get("wp:status")?.trim() ?? "";
    const decided = decideVisibility(status, isProtected, isPage);
    if (decided === null) return report.leaveOut("SKIPPED", "It is an automatic draft that was never saved.");
    const identity = this.resources.keys.keyOf(item);
    if (identity === null)
      return report.leaveOut("SKIPPED", "It occurs twice in the file; the first occurrence was imported.");
    report.note("CHANGED", identity.notice);
    for (const key of item.otherMeta) this.dropped.add(`custom field ${key}`, nameOf(item), FIELD_REASON);
    const dates = readDates(item.fields, this.resources.survey.offsets);
    report.note("CHANGED", dates.notice);
    const isScheduled = !isProtected && !isPage && staysScheduled(status, decided, dates, new Date());
    const visibility: ImportVisibility = isScheduled
      ? { state: "PUBLISHED", hiddenBecause: null }
      : hideUndated(decided, dates);
    report.note("HIDDEN", hiddenReason(visibility, item, dates));
    const { title, notice } = readTitle(item, this.#untitled);
    report.note("CHANGED", notice);
    const slug = readPostSlug(item);
    report.note("CHANGED", slug.notice);
    const source = this.#bodyOf(item, report);
    const statusBeforeTrash = item.meta.get("_wp_trash_meta_status")?.[0]?.trim() ?? "";
    const post: ImportedPost = {
      key: identity.key,
      slug: slug.slug,
      title,
      source,
      format: "HTML",
      excerpt: readExcerpt(item, source),
      state: visibility.state,
      publishedAt: isScheduled || wasPublished(status, statusBeforeTrash) ? dates.at : null,
      createdAt: dates.createdAt,
      updatedAt: dates.updatedAt,
      locale: localeOf(item),
      ...importedAuthors(this.#authorsOf(item, report)),
      categories: this.#categoriesOf(item),
      tags: readTags(item.terms),
      series: readSeries(item),
      cover: this.#coverOf(item, report),
      seo: readSeo(item.meta),
      formerPaths: wxrPaths(item, this.resources.siteUrl),
      ...(item.fields.get("wp:is_sticky")?.trim() === "1" && { isPinned: true }),
    };
    return report.complete(post);
  }

  #bodyOf(item: WxrItem, report: ItemReport): string {
    const body = assembleBody(item, this.resources.survey, {
      note: (reason) => report.note("CHANGED", reason),
      countShortcode: (name) => this.dropped.add(`[${name}]`, nameOf(item), SHORTCODE_REASON),
      countBlock: (name) => this.dropped.add(`block ${name}`, nameOf(item), BLOCK_REASON),
    });
    if (Buffer.byteLength(body) <= MAX_BODY_BYTES) return body;
    report.note("CHANGED", "With its galleries and reusable blocks its body is too large; they were left out.");
    return item.fields.get("content:encoded") ?? "";
  }

  /** Those of a plugin for several authors, or else the creator. */
  #authorsOf(item: WxrItem, report: ItemReport): ImportedAuthor[] {
    const { authors } = this.resources;
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
        `Its authors are those of the plugin Co-Authors Plus, ${names}; “${creator.name}” created it.`,
      );
    }
    return [main, ...others].slice(0, MAX_AUTHORS_PER_POST);
  }

  #categoriesOf(item: WxrItem): ImportedCategoryPath[] {
    const paths = new Map<string, ImportedCategoryPath>();
    for (const named of ofDomain(item.terms, "category")) {
      const path = this.resources.categories.pathOf(named);
      if (path !== null) paths.set(path.map(({ slug }) => slug).join("/"), path);
    }
    const all = [...paths.values()];
    const primary = this.#primaryCategoryOf(item);
    return primary === null || !all.includes(primary) ? all : [primary, ...all.filter((path) => path !== primary)];
  }

  /** The one that a plugin marks as the main category, which is the first of a post here. */
  #primaryCategoryOf(item: WxrItem): ImportedCategoryPath | null {
    const keys = ["_yoast_wpseo_primary_category", "rank_math_primary_category", "_seopress_robots_primary_cat"];
    const id = keys.map((key) => item.meta.get(key)?.[0]?.trim() ?? "").find((value) => /^[1-9]\d*$/.test(value));
    return id === undefined ? null : this.resources.categories.pathOfTermId(id);
  }

  #coverOf(item: WxrItem, report: ItemReport): ImportedImage | null {
    const id = item.meta.get("_thumbnail_id")?.[0]?.trim() ?? "";
    // WordPress writes 0 or -1 if an image was removed.
    if (!/^[1-9]/.test(id)) return null;
    const cover = this.resources.survey.coverOf(id);
    if (cover === null) {
      report.note(
        "CHANGED",
        `Its featured image, attachment ${id.slice(0, 20)}, is not in the export; the post has no cover.`,
      );
    }
    return cover;
  }
}

/** Collects the events of one item. */
class ItemReport {
  readonly #events: ImportEvent[] = [];

  constructor(private readonly item: WxrItem) {}

  note(code: ImportNoticeCode, reason: string | null): void {
    if (reason !== null) this.#events.push({ kind: "notice", notice: { code, item: nameOf(this.item), reason } });
  }

  leaveOut(code: ImportNoticeCode, reason: string): ImportEvent[] {
    this.note(code, reason);
    return this.#events;
  }

  complete(post: ImportedPost): ImportEvent[] {
    const origin = { text: this.item.fields.get("content:encoded") ?? "", item: nameOf(this.item) };
    return [{ kind: "post", post, origin }, ...this.#events];
  }
}

function nameOf(item: WxrItem): string {
  const title = Array.from(decodedText((item.fields.get("title") ?? "").slice(0, 1000)))
    .slice(0, 80)
    .join("");
  const id = item.fields.get("wp:post_id")?.trim();
  return `${title || "(untitled)"} (${id ? `post ${id.slice(0, 20)}` : `item ${item.ordinal}`})`;
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

/** Translation plugins store the language of a post as a term. */
function localeOf(item: WxrItem): string | null {
  const [language] = ofDomain(item.terms, "language");
  return wxrLocale(language?.nicename ?? "");
}
