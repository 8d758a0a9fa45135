// The fidelity report: what came in, what was changed, renamed, hidden, skipped or failed, and why. The same data is
// printed for people and written as JSON for programs.
import type { ImportedPost, ImportNotice, ImportNoticeCode } from "./import-event.js";

/** Notices kept in full; beyond this a code is only counted, so that a bad file cannot fill the memory. */
const MAX_NOTICES_PER_CODE = 5_000;

export interface PostCounts {
  created: number;
  updated: number;
  /** Imported before and the same since. */
  unchanged: number;
  /** Changed in the source and edited here since: left alone. */
  kept: number;
  failed: number;
}

export interface VisibilityCounts {
  published: number;
  scheduled: number;
  draft: number;
  trashed: number;
}

export interface CreatedTerms {
  authors: number;
  categories: number;
  tags: number;
  series: number;
}

export interface ImportReport {
  source: string;
  isDryRun: boolean;
  seconds: number;
  posts: PostCounts;
  /** Posts that were created or updated, by what readers see of them. */
  visibility: VisibilityCounts;
  created: CreatedTerms;
  linksRewritten: number;
  /** Links to pages of the site, other than files, that nothing here answers to. */
  linksUnresolved: number;
  redirects: number;
  /** Found in the source and not content here. */
  notImported: Record<string, number>;
  noticeCounts: Record<ImportNoticeCode, number>;
  notices: ImportNotice[];
}

const noPosts = (): PostCounts => ({ created: 0, updated: 0, unchanged: 0, kept: 0, failed: 0 });
const nothingVisible = (): VisibilityCounts => ({ published: 0, scheduled: 0, draft: 0, trashed: 0 });

/**
 * What one transaction has to tell. It becomes part of the report when the transaction is committed and is dropped with
 * one that is rolled back, so that nothing is counted that did not happen.
 */
export class ImportOutcome {
  readonly posts = noPosts();
  readonly visibility = nothingVisible();
  readonly notices: ImportNotice[] = [];
  redirects = 0;

  /** Notes a post that changed in the source and is left alone, because somebody has changed it here. */
  keep(post: ImportedPost, isDeleted: boolean): void {
    this.posts.kept += 1;
    const what = isDeleted ? "deleted" : "edited";
    const reason = `It has changed in the source, but was ${what} here since it was imported; what is here is kept.`;
    this.notices.push({ code: "SKIPPED", item: post.title || post.key, reason });
  }

  addTo(report: ImportReport): void {
    addUp(report.posts, this.posts);
    addUp(report.visibility, this.visibility);
    report.redirects += this.redirects;
    for (const notice of this.notices) addNotice(report, notice);
  }
}

export function addUp<Counts extends { [Name in keyof Counts]: number }>(total: Counts, more: Counts): void {
  for (const name of Object.keys(more) as (keyof Counts)[])
    total[name] = (total[name] + more[name]) as Counts[keyof Counts];
}

export function emptyReport(source: string, isDryRun: boolean): ImportReport {
  return {
    source,
    isDryRun,
    seconds: 0,
    posts: noPosts(),
    visibility: nothingVisible(),
    created: { authors: 0, categories: 0, tags: 0, series: 0 },
    linksRewritten: 0,
    linksUnresolved: 0,
    redirects: 0,
    notImported: {},
    noticeCounts: { HIDDEN: 0, CHANGED: 0, RENAMED: 0, SKIPPED: 0, FAILED: 0 },
    notices: [],
  };
}

export function addNotice(report: ImportReport, notice: ImportNotice): void {
  report.noticeCounts[notice.code] += 1;
  if (report.noticeCounts[notice.code] <= MAX_NOTICES_PER_CODE) report.notices.push(notice);
}
