// `[gallery]` and `[playlist]`: the body names only numbers, or nothing at all; the files are attachments elsewhere in the export.
import { attributeOf } from "../../../../platform/markup/markdown-writer/code-markup.js";
import { escapeHtml } from "../../../../platform/markup/tree.js";
import { type AttachmentLibrary, listedIds, parentOf, pictureIds, type WxrAttachment } from "./attachment-library.js";

export interface MediaListing {
  name: "gallery" | "playlist";
  attributes: string;
  /** The post in which it stands. */
  postId: string;
}

const MAX_LISTED = 1_000;
const ENDINGS = {
  image: /\.(?:avif|bmp|gif|heic|ico|jpe?g|png|svg|tiff?|webp)$/i,
  audio: /\.(?:aac|flac|m4a|m4b|mp3|oga|ogg|opus|wav|wma)$/i,
  video: /\.(?:avi|flv|m4v|mkv|mov|mp4|mpe?g|ogv|webm|wmv)$/i,
};

export function mediaHtml(listing: MediaListing, library: AttachmentLibrary): { html: string; notice: string | null } {
  const kind = kindOf(listing);
  const ids = listedIds(listing.attributes)?.slice(0, MAX_LISTED) ?? null;
  const found = ids === null ? childrenOf(listing, library) : ids.map((id) => library.find(id));
  const shown = found.filter((file) => file !== null).filter(({ url }) => ENDINGS[kind].test(pathOf(url)));
  const missing = (ids ?? []).filter((id) => library.find(id) === null);
  const figures = shown.map((file) => (kind === "image" ? imageFigure(file) : playerFigure(kind, file)));
  return { html: `\n\n${figures.join("\n\n")}\n\n`, notice: noticeOf(listing.name, shown.length, missing) };
}

/** The pictures that a shortcode of a page builder names by number, as far as the export has them. */
export function picturesHtml(attributes: string, library: AttachmentLibrary): string {
  const found = pictureIds(attributes).map((id) => library.find(id));
  const shown = found.filter((file) => file !== null).filter(({ url }) => ENDINGS.image.test(pathOf(url)));
  return shown.map((file) => `\n\n${imageFigure(file)}\n\n`).join("");
}

function kindOf({ name, attributes }: MediaListing): "image" | "audio" | "video" {
  if (name === "gallery") return "image";
  return attributeOf(attributes, ["type"]) === "video" ? "video" : "audio";
}

function childrenOf({ attributes, postId }: MediaListing, library: AttachmentLibrary): readonly WxrAttachment[] {
  const excluded = new Set(attributeOf(attributes, ["exclude"])?.match(/\d+/g) ?? []);
  const children = library.childrenOf(parentOf(attributes) ?? postId).filter(({ id }) => !excluded.has(id));
  const isReversed = /^desc$/i.test(attributeOf(attributes, ["order"]) ?? "");
  return (isReversed ? children.toReversed() : children).slice(0, MAX_LISTED);
}

function noticeOf(name: string, shown: number, missing: readonly string[]): string | null {
  if (missing.length > 0) {
    const some = missing.slice(0, 10).join(", ");
    return `Its [${name}] names attachments that are not in the export (${missing.length}): ${some}. They were left out.`;
  }
  return shown === 0 ? `Its [${name}] shows attachments of which the export has none; it was left out.` : null;
}

function imageFigure({ url, alt, width, height, caption }: WxrAttachment): string {
  const size = width === null || height === null ? "" : ` width="${width}" height="${height}"`;
  return `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}"${size} />${captionHtml(caption)}</figure>`;
}

function playerFigure(kind: "audio" | "video", { url, title, caption }: WxrAttachment): string {
  const player = `<${kind} controls src="${escapeHtml(url)}"></${kind}>`;
  return `<figure>${player}${captionHtml(caption || escapeHtml(title))}</figure>`;
}

function captionHtml(caption: string): string {
  return caption === "" ? "" : `<figcaption>${caption}</figcaption>`;
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
