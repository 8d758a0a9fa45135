// The hosts from which the pictures of a body are loaded, other than the old site. Nothing shall depend on another host without its owner
// knowing.
import { filePath, mediaHostOf } from "../../../platform/markup/files/file-path.js";
import type { FileCounts } from "./file-counts.js";
import { isImportedFile } from "./folder-files.js";

const PICTURE = /<img [^<>]{0,4000}?\bsrc="((?:https?:)?\/\/[^"\s]{1,4000})"/g;
/** Further hosts are only counted. */
const MAX_HOSTS = 1_000;
const SHOWN_HOSTS = 20;

/** One for each picture, which may be shown several times. The HTML is as `renderBody` serialises it. */
export function otherPictureHosts(html: string, siteUrl: string | null): string[] {
  if (!html.includes("<img ")) return [];
  const hosts = new Map<string, string>();
  for (const [, url = ""] of html.matchAll(PICTURE)) {
    const path = filePath(url, siteUrl);
    const mediaHost = path === null ? null : mediaHostOf(path);
    if ((path !== null && mediaHost === null) || isOwn(url, siteUrl)) continue;
    hosts.set(url, mediaHost ?? plainHost(new URL(url, "https://relative.invalid").host));
  }
  return [...hosts.values()];
}

/** What is on the host of the site and no file that is imported is a picture that a program makes. Outside of the base of the site there are others. */
function isOwn(url: string, siteUrl: string | null): boolean {
  if (!URL.canParse(url, "https://relative.invalid")) return true;
  if (siteUrl === null || !URL.canParse(siteUrl)) return false;
  const { host, pathname } = new URL(url, siteUrl);
  return plainHost(host) === plainHost(new URL(siteUrl).host) && !isImportedFile(pathname);
}

const plainHost = (host: string): string => host.replace(/^www\./, "").replace(/:(?:80|443)$/, "");

export function countOtherPictures(counts: FileCounts, hosts: readonly string[], example: string): void {
  counts.otherPictures += hosts.length;
  for (const host of hosts) {
    const known = counts.otherHosts.find((other) => other.host === host);
    if (known !== undefined) known.pictures += 1;
    else if (counts.otherHosts.length < MAX_HOSTS) counts.otherHosts.push({ host, pictures: 1, example });
  }
}

/** Forgets the hosts that have turned out to be those of the site. */
export function dropOwnHosts(counts: FileCounts, own: ReadonlySet<string>): void {
  counts.otherHosts = counts.otherHosts.filter(({ host, pictures }) => {
    if (own.has(host)) counts.otherPictures -= pictures;
    return !own.has(host);
  });
}

/** Keeps the hosts with the most pictures. */
export function rankOtherHosts(counts: FileCounts): void {
  counts.otherHosts = counts.otherHosts.sort((one, other) => other.pictures - one.pictures).slice(0, SHOWN_HOSTS);
}
