// The fidelity report: which items were imported, changed, renamed, hidden, skipped or failed, and why. The same data is printed and
// written as a page for people, and written as JSON for programs.
import { type FileCounts, noFiles } from "./files/file-counts.js";
import { countOtherPictures } from "./files/picture-hosts.js";
import type { ImportedPost, ImportNotice, ImportNoticeCode } from "./import-event.js";
import { type LinkCounts, NO_LINKS } from "./links/link-counts.js";
import type { SamplePost } from "./report/sample-posts.js";

/** Further notices with the same code are only counted, so that a bad file cannot fill the memory. */
const MAX_NOTICES_PER_CODE = 5_000;

export interface PostCounts {
  created: number;
  updated: number;
  /** Imported before, and the same in the source since. */
  unchanged: number;
  /** Changed in the source, but edited or deleted here after the import, and therefore not imported again. */
  kept: number;
  failed: number;
}

export interface VisibilityCounts {
  published: number;
  scheduled: number;
  draft: number;
  trashed: number;
}

/** The same for menus, none of which fails alone. */
export type MenuCounts = Omit<PostCounts, "failed">;

/** Comments are never updated: what was imported once is moderated here. */
export type CommentCounts = Pick<PostCounts, "created" | "unchanged">;

export interface CreatedTerms {
  authors: number;
  categories: number;
  tags: number;
  series: number;
}

/** Posts of the source, those that have not changed included. */
export interface AddressCounts {
  /** An address that the post had in the source leads to it here. */
  known: number;
  /** Public, but no address in the source is known. A notice about “old addresses” says why, unless the site's pattern is unknown. */
  unknown: number;
  /** The first of them, as notices name it. */
  firstUnknown: string | null;
  /** Hidden, and no address is known, as of a draft that never had one. */
  hidden: number;
}

/** Items or fields of one kind that are not imported. */
export interface LeftOutKind {
  what: string;
  count: number;
  /** The first post with one. */
  example: string | null;
}

/** The order of notices: the most severe first. */
export const NOTICE_CODES: readonly ImportNoticeCode[] = ["FAILED", "HIDDEN", "RENAMED", "CHANGED", "SKIPPED"];

export interface ImportReport {
  source: string;
  /** ISO 8601. */
  startedAt: string;
  isDryRun: boolean;
  /** The address of the old site, by which its links are recognised. Null if it is not known. */
  siteUrl: string | null;
  seconds: number;
  posts: PostCounts;
  /** Posts that were created or updated, by visibility. */
  visibility: VisibilityCounts;
  created: CreatedTerms;
  pages: PostCounts;
  menus: MenuCounts;
  comments: CommentCounts;
  linksRewritten: number;
  /** Links to pages of the site (not files) that do not exist here. */
  linksUnresolved: number;
  /** Where the internal links of the posts of this source lead. */
  links: LinkCounts;
  redirects: number;
  /** Pictures and other files of the old site. */
  files: FileCounts;
  addresses: AddressCounts;
  /** Items of the source that are not imported, by kind. */
  notImported: Record<string, number>;
  /** The same with examples, the most frequent first. */
  leftOut: LeftOutKind[];
  /** Of all notices, also of those that are not listed. */
  noticeCounts: Record<ImportNoticeCode, number>;
  /** In the order of `NOTICE_CODES`. */
  notices: ImportNotice[];
  /** The first posts of the source beside what became of them. */
  samples: SamplePost[];
}

const noPosts = (): PostCounts => ({ created: 0, updated: 0, unchanged: 0, kept: 0, failed: 0 });
const nothingVisible = (): VisibilityCounts => ({ published: 0, scheduled: 0, draft: 0, trashed: 0 });

/**
 * The results of one transaction. They are added to the report after the commit and dropped after a rollback, so that the report counts
 * only changes that were stored.
 */
export class ImportOutcome {
  readonly posts = noPosts();
  readonly visibility = nothingVisible();
  readonly notices: ImportNotice[] = [];
  /** Those whose body has pictures on other hosts. */
  readonly #pictures: { hosts: readonly string[]; title: string }[] = [];
  redirects = 0;

  addPictures(hosts: readonly string[], title: string): void {
    if (hosts.length > 0) this.#pictures.push({ hosts, title });
  }

  /** Reports a post that changed in the source, but was edited or deleted here and is therefore not imported again. */
  skipEdited(post: ImportedPost, isDeleted: boolean): void {
    this.posts.kept += 1;
    const change = isDeleted ? "deleted" : "edited";
    const reason = `The post has changed in the source, but was ${change} here after its import. The change was not imported.`;
    this.notices.push({ code: "SKIPPED", item: post.title || post.key, reason });
  }

  addTo(report: ImportReport): void {
    addUp(report.posts, this.posts);
    addUp(report.visibility, this.visibility);
    report.redirects += this.redirects;
    for (const { hosts, title } of this.#pictures) countOtherPictures(report.files, hosts, title);
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
    startedAt: new Date().toISOString(),
    isDryRun,
    siteUrl: null,
    seconds: 0,
    posts: noPosts(),
    visibility: nothingVisible(),
    created: { authors: 0, categories: 0, tags: 0, series: 0 },
    pages: noPosts(),
    menus: { created: 0, updated: 0, unchanged: 0, kept: 0 },
    comments: { created: 0, unchanged: 0 },
    linksRewritten: 0,
    linksUnresolved: 0,
    links: NO_LINKS,
    redirects: 0,
    files: noFiles(),
    addresses: { known: 0, unknown: 0, firstUnknown: null, hidden: 0 },
    notImported: {},
    leftOut: [],
    noticeCounts: { HIDDEN: 0, CHANGED: 0, RENAMED: 0, SKIPPED: 0, FAILED: 0 },
    notices: [],
    samples: [],
  };
}

export function addNotice(report: ImportReport, notice: ImportNotice): void {
  report.noticeCounts[notice.code] += 1;
  if (report.noticeCounts[notice.code] <= MAX_NOTICES_PER_CODE) report.notices.push(notice);
}
