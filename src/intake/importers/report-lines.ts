// Formats the fidelity report for a terminal: aligned, the most severe notices first, and items with the same reason grouped.
import type { ImportNotice, ImportNoticeCode } from "./import-event.js";
import type { ImportReport } from "./import-report.js";

const SHOWN_REASONS = 12;
const SHOWN_ITEMS = 5;
const LABEL_WIDTH = 14;
const HEADINGS: Record<ImportNoticeCode, string> = {
  FAILED: "Could not be imported",
  HIDDEN: "Imported, but not public",
  RENAMED: "Imported with another slug",
  CHANGED: "Imported with changes",
  SKIPPED: "Deliberately not imported",
};

/** Long lists are shortened and state how many entries are missing. */
export function reportLines(report: ImportReport): string[] {
  const { posts, visibility, created } = report;
  const total = posts.created + posts.updated + posts.unchanged + posts.kept + posts.failed;
  return [
    report.isDryRun ? `Dry run of the import of ${report.source}; nothing was stored` : `Import of ${report.source}`,
    "",
    line("Posts", `${total}: ${listed(posts, { kept: "not updated because they were changed here", created: "new" })}`),
    ...(posts.created + posts.updated > 0 ? [line("Visibility", listed(visibility, VISIBILITY_WORDS))] : []),
    line("New terms", listed(created)),
    line("Redirects", `${report.redirects} new, from former paths`),
    line("Links", `${rewritten(report)}${unresolved(report)}`),
    line("Time", timeOf(report.seconds, total)),
    ...leftoverLines(report.notImported),
    ...(Object.keys(HEADINGS) as ImportNoticeCode[]).flatMap((code) => noticeLines(report, code)),
  ];
}

function rewritten({ linksRewritten: count }: ImportReport): string {
  return count === 0 ? "none rewritten" : `rewritten in ${counted(count, "post")}`;
}

function unresolved({ linksUnresolved: count }: ImportReport): string {
  return count === 0 ? "" : `; ${counted(count, "link")} to pages that do not exist here`;
}

const VISIBILITY_WORDS = { draft: "drafts", trashed: "in the trash" };

const line = (label: string, text: string): string => `  ${label.padEnd(LABEL_WIDTH)}${text}`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const SINGULAR: Readonly<Record<string, string>> = {
  authors: "author",
  categories: "category",
  tags: "tag",
  drafts: "draft",
};

/** Omits counts of zero. */
function listed(counts: object, words: Readonly<Record<string, string>> = {}): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  const named = parts.map(([name, count]): [string, number] => [words[name] ?? name, count]);
  return named.map(([word, count]) => `${count} ${count === 1 ? (SINGULAR[word] ?? word) : word}`).join(", ") || "none";
}

function timeOf(seconds: number, posts: number): string {
  const rate = seconds >= 1 ? `, ${Math.round(posts / seconds)} posts a second` : "";
  return `${seconds.toFixed(1)} s${rate}`;
}

function leftoverLines(notImported: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(notImported).sort(([, one], [, other]) => other - one);
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([, count]) => `${count}`.length));
  return [
    "",
    "  Found in the source, but not imported",
    ...entries.map(([what, count]) => `    ${`${count}`.padStart(width)} ${count === 1 ? singular(what) : what}`),
  ];
}

/** The names that readers count begin with a plural of one or two words: `menu items`, `items of the type x`. */
function singular(what: string): string {
  return what.replace(/^(?:(?:menu|hidden|other|post|front matter|section|template) )?\w+s\b/, (plural) =>
    plural.slice(0, -1),
  );
}

function noticeLines(report: ImportReport, code: ImportNoticeCode): string[] {
  const count = report.noticeCounts[code];
  if (count === 0) return [];
  const groups = [...groupByReason(report.notices.filter((notice) => notice.code === code))];
  const shown = groups.slice(0, SHOWN_REASONS);
  const rest = count - shown.reduce((sum, [, items]) => sum + items.length, 0);
  return [
    "",
    `  ${HEADINGS[code]} (${count})`,
    ...shown.flatMap(([reason, items]) => reasonLines(reason, items)),
    ...(rest > 0 ? [`    … and ${rest} more; use --report <file> to list all of them`] : []),
  ];
}

function groupByReason(notices: readonly ImportNotice[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { reason, item } of notices) {
    const items = groups.get(reason);
    if (items === undefined) groups.set(reason, [item]);
    else items.push(item);
  }
  return groups;
}

function reasonLines(reason: string, items: readonly string[]): string[] {
  const [first = ""] = items;
  if (items.length === 1) return [`    ${first}: ${reason}`];
  const more = items.length - SHOWN_ITEMS;
  const names = items.slice(0, SHOWN_ITEMS).join(", ");
  return [`    ${reason} (${items.length})`, `      ${names}${more > 0 ? `, … and ${more} more` : ""}`];
}
