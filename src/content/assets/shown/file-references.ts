// The files that the HTML of a body refers to: finds them in the stored HTML, and puts the addresses of assets in the place of their URLs. It
// relies on the form in which bodies are serialised: no attribute has a raw `<`, `>` or quotation mark.
import { filePath } from "../../../platform/markup/files/file-path.js";
import { escapeHtml } from "../../../platform/markup/tree.js";
import { Image } from "../../images/image.js";
import { imageColumns } from "../../images/stored-image.js";

const TAGS = /<(?:img|a|audio|video|source) [^<>]*>/g;
const PICTURES = /<img [^<>]*>/g;
const FILE_ATTRIBUTE = / (src|href|poster)="([^"]*)"/g;
const ATTRIBUTE = / (src|alt|width|height)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };

const unescaped = (value: string): string =>
  value.includes("&") ? value.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity) : value;

/** The paths of a body by its URLs, where they do not follow from them. */
export type PathsByUrl = Readonly<Record<string, string>>;

/** The path of a file of the site, under which it may be an asset. */
export const pathOf = (url: string, paths: PathsByUrl): string | null =>
  Object.hasOwn(paths, url) ? (paths[url] ?? null) : filePath(url, null);

/** `addressOf` gets the path of a file, and whether a picture is shown; it returns null for what is no asset. */
export function withAddresses(
  html: string,
  paths: PathsByUrl,
  addressOf: (path: string, isShown: boolean) => string | null,
): string {
  return html.replace(TAGS, (tag) =>
    tag.replace(FILE_ATTRIBUTE, (attribute, name: string, value: string) => {
      const path = pathOf(unescaped(value), paths);
      const address = path === null ? null : addressOf(path, name !== "href");
      return address === null ? attribute : ` ${name}="${escapeHtml(address)}"`;
    }),
  );
}

/** The pictures in reading order. */
export function picturesOf(html: string, paths: PathsByUrl): Image[] {
  return Array.from(html.matchAll(PICTURES), ([tag]) => {
    const { src = "", alt = "", width, height } = attributesOf(tag);
    const path = pathOf(src, paths);
    const image = imageColumns({ url: src, alt, width: pixels(width), height: pixels(height) });
    return Object.assign(new Image(), image, path === null ? {} : { path });
  });
}

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(Array.from(tag.matchAll(ATTRIBUTE), ([, name = "", value = ""]) => [name, unescaped(value)]));

/** Authors write all kinds of lengths; only whole pixels say how large the picture is. */
const pixels = (value: string | undefined): number | null =>
  value !== undefined && /^[1-9]\d{0,4}(?:px)?$/.test(value) ? Number.parseInt(value, 10) : null;
