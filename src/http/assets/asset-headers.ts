// The headers of delivered bytes: how long they may be stored and by whom, and that no browser takes them for something else.
import type { DeliveredAsset } from "./asset-access.js";

/** The bytes under an address never change. */
const PUBLIC = "public, max-age=31536000, immutable";
/** Only the browser that was given the signature, and not for long: whoever signs out should not leave drafts behind. */
const SIGNED = "private, max-age=300";
const REDIRECT = "public, max-age=60";
/** Also for pages of other origins, which show the pictures and may read them: there are no cookies here that could tell people apart. */
const FOR_ALL_PAGES = ["cross-origin-resource-policy", "cross-origin", "access-control-allow-origin", "*"];

export function byteHeaders({ isPublic }: DeliveredAsset, contentType: string, etag: string): string[] {
  const policy = ["cache-control", isPublic ? PUBLIC : SIGNED];
  return ["content-type", contentType, "etag", etag, ...policy, ...FOR_ALL_PAGES];
}

export function redirectHeaders(location: string): string[] {
  return ["location", location, "cache-control", REDIRECT, ...FOR_ALL_PAGES];
}

/** From the address, whose bytes never change. */
export function etagOf({ key, contentVersion }: DeliveredAsset, name: string): string {
  return `"${key.slice(0, 12)}-${contentVersion}-${name}"`;
}

export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((part) => part.trim().replace(/^W\//, "") === etag);
}

/** Makes browsers save the file under its name instead of showing it (RFC 6266). */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\w .()+,-]/g, "_");
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return plain === fileName
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
