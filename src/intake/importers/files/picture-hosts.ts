// The hosts from which the pictures of a body are loaded, other than the old site. Nothing shall depend on another host without its owner
// knowing.
import type { FileCounts } from "./file-counts.js";

const PICTURE = /<img [^<>]{0,4000}?\bsrc="(?:https?:)?\/\/([^/"?#@\s]{1,255})([^"]{0,4000})"/g;
/** Further hosts are only counted. */
const MAX_HOSTS = 1_000;
const SHOWN_HOSTS = 20;

/** One for each picture, which may be shown several times. The HTML is as `renderBody` serialises it. */
export function otherPictureHosts(html: string, siteUrl: string | null): string[] {
  if (!html.includes("<img ")) return [];
  const own = siteUrl !== null && URL.canParse(siteUrl) ? plainHost(new URL(siteUrl).host) : null;
  const pictures = new Map<string, string>();
  for (const [, host = "", rest = ""] of html.matchAll(PICTURE)) {
    const name = plainHost(host);
    if (name !== own) pictures.set(name + rest, name);
  }
  return [...pictures.values()];
}

const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./, "")
    .replace(/:(?:80|443)$/, "");

export function countOtherPictures(counts: FileCounts, hosts: readonly string[], example: string): void {
  counts.otherPictures += hosts.length;
  for (const host of hosts) {
    const known = counts.otherHosts.find((other) => other.host === host);
    if (known !== undefined) known.pictures += 1;
    else if (counts.otherHosts.length < MAX_HOSTS) counts.otherHosts.push({ host, pictures: 1, example });
  }
}

/** Keeps the hosts with the most pictures. */
export function rankOtherHosts(counts: FileCounts): void {
  counts.otherHosts = counts.otherHosts.sort((one, other) => other.pictures - one.pictures).slice(0, SHOWN_HOSTS);
}
