// Reads the files of the media library, with all addresses under which bodies may show them.
import type { ImportedAttachment } from "../../import-event.js";
import { attachmentPaths } from "../addresses/wxr-paths.js";
import { type PhpArray, phpText, readPhpArray } from "../wxr/php-serialised.js";
import type { WxrItem } from "../wxr/wxr-record.js";
import { decodedText, webUrl } from "../wxr/wxr-text.js";
import { readDates } from "../wxr-dates.js";
import { restrictionOf } from "../wxr-restrictions.js";
import { hasPassword } from "../wxr-status.js";
import type { MapperResources } from "./wxr-resources.js";

/** WordPress makes about ten sizes; plugins may add some. */
const MAX_SIZES = 60;
const MAX_TEXT_LENGTH = 20_000;

export function readAttachment(
  item: WxrItem,
  key: string,
  { survey, siteUrl }: MapperResources,
): ImportedAttachment | null {
  const shown = webUrl(item.fields.get("wp:attachment_url")) ?? webUrl(item.fields.get("guid"));
  if (shown === null) return null;
  const metadata = readPhpArray(item.meta.get("_wp_attachment_metadata")?.[0]);
  const parentId = item.fields.get("wp:post_parent")?.trim() ?? "";
  const url = originalOf(shown, metadata);
  const isScaled = url !== shown;
  return {
    key,
    url,
    otherUrls: otherUrlsOf(shown, metadata).filter((other) => other !== url),
    mimeType: phpText(metadata, "mime_type") ?? mimeTypeOf(metadata),
    width: isScaled ? null : sideOf(metadata, "width"),
    height: isScaled ? null : sideOf(metadata, "height"),
    parent: survey.index.targetOf(parentId),
    isPublic: isPublic(item, parentId, survey.index.isHidden(parentId)),
    title: decodedText(item.fields.get("title") ?? ""),
    alt: decodedText(item.meta.get("_wp_attachment_image_alt")?.[0] ?? ""),
    caption: htmlOf(item, "excerpt:encoded"),
    description: htmlOf(item, "content:encoded"),
    uploadedAt: readDates(item.fields, survey.offsets).at,
    formerPaths: attachmentPaths(item, siteUrl),
  };
}

/** A file has the status of the post to which it was uploaded, unless it has one of its own. */
function isPublic(item: WxrItem, parentId: string, isParentHidden: boolean): boolean {
  const status = item.fields.get("wp:status")?.trim() ?? "";
  if (hasPassword(item) || restrictionOf(item.meta) !== null) return false;
  return status === "publish" || (status === "inherit" && !(parentId !== "" && isParentHidden));
}

/** Large pictures are scaled down when they are uploaded, and the original lies beside them. */
function originalOf(shown: string, metadata: PhpArray | null): string {
  return besides(shown, phpText(metadata, "original_image") ?? "") ?? shown;
}

function otherUrlsOf(shown: string, metadata: PhpArray | null): string[] {
  const sizes = metadata?.get("sizes");
  const files = sizes instanceof Map ? [...sizes.values()].slice(0, MAX_SIZES) : [];
  const urls = files.map((size) => (size instanceof Map ? phpText(size, "file") : null));
  const others = urls.map((file) => (file === null ? null : besides(shown, file))).filter((url) => url !== null);
  return [...new Set([shown, ...others])];
}

/** The address of another file in the same folder. */
function besides(url: string, file: string): string | null {
  if (file === "" || /[/\\]/.test(file)) return null;
  const other = new URL(url);
  other.pathname = other.pathname.replace(/[^/]*$/, () => encodeURIComponent(file));
  return other.href;
}

function sideOf(metadata: PhpArray | null, side: "width" | "height"): number | null {
  const value = Number(phpText(metadata, side));
  return Number.isInteger(value) && value > 0 && value < 1_000_000 ? value : null;
}

/** Older versions name the type of the sizes only. */
function mimeTypeOf(metadata: PhpArray | null): string | null {
  const sizes = metadata?.get("sizes");
  const [first] = sizes instanceof Map ? sizes.values() : [];
  return first instanceof Map ? phpText(first, "mime-type") : null;
}

function htmlOf(item: WxrItem, name: string): string | null {
  return (item.fields.get(name) ?? "").trim().slice(0, MAX_TEXT_LENGTH) || null;
}
