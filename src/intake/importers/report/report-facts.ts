// What the report states in words for people, on the terminal and on its page alike: labels with counts, and the headings of notices.
import type { ImportNoticeCode } from "../import-event.js";
import type { ImportReport, MenuCounts, PostCounts } from "../import-report.js";
import type { LinkTarget } from "../links/link-counts.js";
import { leftOutItems } from "./notice-groups.js";

export interface Fact {
  label: string;
  text: string;
}

export const NOTICE_HEADINGS: Readonly<Record<ImportNoticeCode, string>> = {
  FAILED: "Could not be imported",
  HIDDEN: "Imported, but not public",
  RENAMED: "Imported with another slug",
  CHANGED: "Imported with changes",
  SKIPPED: "Deliberately not imported",
};

/** What is at the address of an unresolved link, for a link and for several. */
export const TARGET_WORDS: Readonly<Record<LinkTarget, string>> = {
  MISSING: "to an address at which nothing is known",
  HIDDEN: "to a post that is not public here",
  LIST: "to a list of posts or a feed of the old site",
  PAGE: "to a page of the old site that is not here or not public",
  FILE: "to a file, such as a picture or a document",
};

const POST_WORDS = { kept: "not updated because they were changed here", created: "new" };
const VISIBILITY_WORDS = { draft: "drafts", trashed: "in the trash" };
const SINGULAR: Readonly<Record<string, string>> = {
  authors: "author",
  categories: "category",
  tags: "tag",
  drafts: "draft",
};

export function reportTitle({ source }: ImportReport): string {
  return `Import of ${source}`;
}

export function postTotal(posts: PostCounts): number {
  return posts.created + posts.updated + posts.unchanged + posts.kept + posts.failed;
}

const menuTotal = (menus: MenuCounts): number => postTotal({ ...menus, failed: 0 });

export function arrivalFacts(report: ImportReport): Fact[] {
  const { posts, visibility, created, pages, menus, comments } = report;
  const others = leftOutItems(report);
  const commentTotal = comments.created + comments.unchanged;
  return [
    { label: "Posts", text: `${postTotal(posts)}: ${listed(posts, POST_WORDS)}` },
    ...(posts.created + posts.updated > 0 ? [{ label: "Visibility", text: listed(visibility, VISIBILITY_WORDS) }] : []),
    { label: "New terms", text: listed(created) },
    ...(postTotal(pages) > 0 ? [{ label: "Pages", text: `${postTotal(pages)}: ${listed(pages, POST_WORDS)}` }] : []),
    ...(menuTotal(menus) > 0 ? [{ label: "Menus", text: `${menuTotal(menus)}: ${listed(menus, POST_WORDS)}` }] : []),
    ...(commentTotal > 0 ? [{ label: "Comments", text: `${commentTotal}: ${listed(comments, POST_WORDS)}` }] : []),
    ...(others.length > 0
      ? [{ label: "Left out", text: others.map(({ name, count }) => `${name} (${count})`).join(", ") }]
      : []),
    { label: "Time", text: timeOf(report.seconds, postTotal(posts)) },
  ];
}

export function addressFacts({ addresses, redirects }: ImportReport): Fact[] {
  const { known, unknown, hidden } = addresses;
  return [
    { label: "Known", text: `${counted(known, "post")} can be found at the old address` },
    { label: "Redirects", text: `${redirects} new, from former paths` },
    ...(unknown > 0 ? [{ label: "Unknown", text: `the old address of ${counted(unknown, "public post")}` }] : []),
    ...(hidden > 0 ? [{ label: "Hidden", text: `${counted(hidden, "hidden post")} without an old address` }] : []),
  ];
}

/** Empty if no post refers to a file of the old site or to a picture elsewhere. */
export function pictureFacts({ files, isDryRun }: ImportReport): Fact[] {
  const { referenced, known, found, missing, refused, failed, untried, stored, reused, unused } = files;
  const here = { "already here": known, [isDryRun ? "found" : "came in"]: found };
  const absent = { missing, refused, failed, "not looked for": untried };
  const parts = Object.entries({ ...here, ...absent }).filter(([, count]) => count > 0);
  const addresses = parts.map(([words, count]) => `${count} ${words}`).join(", ");
  const made = reused > 0 ? `${stored} new, ${reused} with the same bytes as one that was here` : `${stored} new`;
  const isUnsought = untried > 0 && untried === referenced && !isDryRun;
  return [
    ...(referenced > 0
      ? [{ label: "Referenced", text: `${counted(referenced, "address", "addresses")}: ${addresses}` }]
      : []),
    ...(isUnsought ? [{ label: "", text: WITHOUT_FILES }] : []),
    ...(stored + reused > 0 ? [{ label: "Assets", text: made }] : []),
    ...(unused !== null && unused > 0
      ? [{ label: "Unused", text: `${counted(unused, "file")} of the source to which nothing refers; left out` }]
      : []),
    ...elsewhere(files),
  ];
}

const WITHOUT_FILES =
  "They are still loaded from the old site. --uploads DIR takes them from a copy of wp-content/uploads, and --download from the site itself.";

function elsewhere({ otherPictures, otherHosts }: ImportReport["files"]): Fact[] {
  if (otherPictures === 0) return [];
  const hosts = otherHosts.slice(0, 5).map(({ host, pictures }) => `${host} (${pictures})`);
  const more = otherHosts.length > hosts.length ? ", …" : "";
  return [
    {
      label: "Elsewhere",
      text: `${counted(otherPictures, "picture")} of the posts that were written ${otherPictures === 1 ? "is" : "are"} loaded from other hosts: ${hosts.join(", ")}${more}`,
    },
  ];
}

/** `withTargets` says where the unresolved links lead. */
export function linkFacts({ links, linksRewritten, siteUrl }: ImportReport, withTargets: boolean): Fact[] {
  const { internal, resolved, unresolved, byTarget } = links;
  const host =
    siteUrl === null ? "; only relative ones, because the address of the old site is not known (--site-url)" : "";
  const targets = (Object.keys(TARGET_WORDS) as LinkTarget[]).filter((target) => byTarget[target] > 0);
  const parts = targets.map((target) => `${byTarget[target]} ${TARGET_WORDS[target]}`).join("; ");
  return [
    { label: "Internal", text: `${counted(internal, "link")}${host}` },
    {
      label: "Resolved",
      text: `${resolved}; ${linksRewritten === 0 ? "none rewritten" : `rewritten in ${counted(linksRewritten, "post")}`}`,
    },
    {
      label: "Unresolved",
      text: !withTargets ? `${unresolved}` : targets.length > 1 ? `${unresolved}: ${parts}` : parts || "none",
    },
  ];
}

export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

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
