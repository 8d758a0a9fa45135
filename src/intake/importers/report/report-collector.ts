// Collects during an import what the fidelity report states besides its counts: the first posts, old addresses, the paths of pages, and
// examples of what is left out. At the end it asks the database for the rest.
import type { EntityManager } from "typeorm";
import { normalisePath, postPath } from "../../../content/site-path.js";
import { rankOtherHosts } from "../files/picture-hosts.js";
import type { ImportEvent, ImportedPost } from "../import-event.js";
import { addNotice, type ImportReport, NOTICE_CODES } from "../import-report.js";
import { siteDefaults } from "../import-site.js";
import { countLinks } from "../links/link-counts.js";
import { addResults, sampleOf } from "./sample-posts.js";

const SAMPLES = 20;
/** Links to the pages after them count as missing. */
const MAX_PAGES = 50_000;

export class ReportCollector {
  readonly #report: ImportReport;
  readonly #pages = new Set<string>();
  readonly #examples = new Map<string, string>();
  #isLocaleStated: boolean;
  #postsWithoutLocale = 0;

  /** `locale` is the one that the caller gives to posts without a language. */
  constructor(report: ImportReport, locale: string | null) {
    this.#report = report;
    this.#isLocaleStated = locale !== null;
  }

  add(event: ImportEvent): void {
    switch (event.kind) {
      case "site":
        this.#isLocaleStated ||= event.site.locale !== null;
        return;
      case "post":
        if (event.post.locale === null) this.#postsWithoutLocale += 1;
        if (this.#report.samples.length < SAMPLES) this.#report.samples.push(sampleOf(event.post, event.origin));
        this.#addAddress(event.post, event.origin?.item ?? event.post.title);
        return;
      case "counted":
        this.#leaveOut(event.what, event.count, event.example);
        return;
      case "page":
        for (const path of [event.page.path, ...event.page.formerPaths]) this.#addPage(path);
        return;
      case "attachment":
        for (const path of event.attachment.formerPaths) this.#addPage(path);
    }
  }

  /** `siteUrl` is the address of the old site. */
  async finish(
    transaction: <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>,
    siteUrl: string | null,
  ): Promise<void> {
    const report = this.#report;
    report.siteUrl = siteUrl;
    await transaction(async (tx) => {
      report.links = await countLinks(tx, report.source, [...this.#pages]);
      await addResults(tx, report.source, report.samples);
      if (!this.#isLocaleStated && this.#postsWithoutLocale > 0) this.#tellLocale((await siteDefaults(tx)).locale);
    });
    rankOtherHosts(report.files);
    const { LIST, PAGE, MISSING } = report.links.byTarget;
    report.linksUnresolved = LIST + PAGE + MISSING;
    report.leftOut = Object.entries(report.notImported)
      .map(([what, count]) => ({ what, count, example: this.#examples.get(what) ?? null }))
      .sort((one, other) => other.count - one.count);
    report.notices = NOTICE_CODES.flatMap((code) => report.notices.filter((notice) => notice.code === code));
  }

  #tellLocale(locale: string): void {
    const posts = this.#postsWithoutLocale === 1 ? "1 post" : `${this.#postsWithoutLocale} posts`;
    const reason = `The source does not state the language of ${posts}; the language of this site, ${locale}, was taken. The option --locale states another.`;
    addNotice(this.#report, { code: "CHANGED", item: "the language", reason });
  }

  #addAddress(post: ImportedPost, item: string): void {
    const { addresses } = this.#report;
    const kind = addressKind(post);
    addresses[kind] += 1;
    if (kind === "unknown") addresses.firstUnknown ??= item;
  }

  #addPage(path: string): void {
    const normalised = this.#pages.size < MAX_PAGES ? normalisePath(path) : null;
    if (normalised !== null) this.#pages.add(normalised);
  }

  #leaveOut(what: string, count: number, example?: string): void {
    this.#report.notImported[what] = (this.#report.notImported[what] ?? 0) + count;
    if (example !== undefined && !this.#examples.has(what)) this.#examples.set(what, example);
  }
}

/** A reader also gives the path of a post under the name of its file, at which the old site had nothing. */
function addressKind({ formerPaths, slug, state }: ImportedPost): "known" | "unknown" | "hidden" {
  const isOwn = (path: string): boolean => !path.startsWith(postPath("")) || (slug !== null && path === postPath(slug));
  if (formerPaths.some(isOwn)) return "known";
  return state === "PUBLISHED" ? "unknown" : "hidden";
}
