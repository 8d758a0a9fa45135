// The attachments of an export that its posts show: as featured image, in a gallery or in a playlist. Those that no post shows are dropped
// after the first reading of the file.
import type { ImportedImage } from "../../import-event.js";
import type { WxrItem } from "../wxr/wxr-record.js";
import { decodedText, ownCopy, webUrl } from "../wxr/wxr-text.js";
import { attachmentPageKey, linkedPages } from "./attachment-pages.js";

export interface WxrAttachment extends ImportedImage {
  id: string;
  title: string;
  /** HTML, as WordPress prints it. */
  caption: string;
  parent: string;
  order: number;
  /** The key of its page. Null if it has none. */
  page: string | null;
}

const LISTING = /\[(?:gallery|playlist)((?:\s[^[\]]{0,2000})?)\/?\]/g;
/** In a shortcode of a page builder, the attributes that name pictures by their numbers. */
const PICTURE_NUMBERS =
  /\[[a-z][\w-]{0,80}\s(?:[^[\]]{0,2000}?\s)?(?:images?|image_id|img_id|gallery_ids|attachment|attachment_id)=["']?\d[\d,\s]{0,2000}/gi;
const MAX_LINKED_PAGES = 200_000;
const MAX_CAPTION_LENGTH = 2_000;

export class AttachmentLibrary {
  readonly #byId = new Map<string, WxrAttachment>();
  readonly #shown = new Set<string>();
  /** The posts that show all their attachments. */
  readonly #parents = new Set<string>();
  readonly #linkedPages = new Set<string>();
  readonly #filesByPage = new Map<string, string>();
  #byParent: Map<string, WxrAttachment[]> | null = null;

  add(item: WxrItem): void {
    const url = webUrl(item.fields.get("wp:attachment_url"));
    const id = item.fields.get("wp:post_id")?.trim() ?? "";
    if (url === null || id === "") return;
    // A serialised PHP array whose first numbers are the dimensions of the uploaded image.
    const metadata = (item.meta.get("_wp_attachment_metadata")?.[0] ?? "").slice(0, 200);
    this.#byId.set(ownCopy(id), {
      id: ownCopy(id),
      url: ownCopy(url),
      alt: ownCopy(decodedText(item.meta.get("_wp_attachment_image_alt")?.[0] ?? "")),
      width: readSide(metadata, "width"),
      height: readSide(metadata, "height"),
      title: ownCopy(decodedText(item.fields.get("title") ?? "")),
      caption: ownCopy((item.fields.get("excerpt:encoded") ?? "").trim().slice(0, MAX_CAPTION_LENGTH)),
      parent: ownCopy(item.fields.get("wp:post_parent")?.trim() ?? ""),
      order: Number(item.fields.get("wp:menu_order")) || 0,
      page: pageOf(item),
    });
  }

  /** Notes which attachments an item shows. */
  noteUses(item: WxrItem): void {
    for (const id of item.meta.get("_thumbnail_id") ?? []) this.#shown.add(ownCopy(id.trim()));
    const content = item.fields.get("content:encoded") ?? "";
    if (this.#linkedPages.size < MAX_LINKED_PAGES) {
      for (const key of linkedPages(content)) this.#linkedPages.add(ownCopy(key));
    }
    if (!content.includes("[")) return;
    for (const [attributes] of content.matchAll(PICTURE_NUMBERS)) {
      for (const id of pictureIds(attributes)) this.#shown.add(ownCopy(id));
    }
    if (!content.includes("[gallery") && !content.includes("[playlist")) return;
    for (const [, attributes = ""] of content.matchAll(LISTING)) {
      const ids = listedIds(attributes);
      for (const id of ids ?? []) this.#shown.add(ownCopy(id));
      if (ids === null) this.#parents.add(ownCopy(parentOf(attributes) ?? item.fields.get("wp:post_id")?.trim() ?? ""));
    }
  }

  /** To be read before `dropUnused`. */
  linkedPageKeys(): Iterable<string> {
    return this.#linkedPages;
  }

  dropUnused(): void {
    for (const { id, parent, page, url } of this.#byId.values()) {
      const path = page?.slice(page.indexOf("/")) ?? "";
      for (const key of [`?${id}`, page ?? "", path]) {
        if (this.#linkedPages.has(key)) this.#filesByPage.set(key, url);
      }
      if (!this.#shown.has(id) && !this.#parents.has(parent)) this.#byId.delete(id);
    }
    this.#linkedPages.clear();
  }

  /** The address of the file whose page a body links to. */
  fileOfPage(key: string): string | undefined {
    return this.#filesByPage.get(key);
  }

  imageOf(id: string): ImportedImage | null {
    const found = this.#byId.get(id.trim());
    return found === undefined ? null : { url: found.url, alt: found.alt, width: found.width, height: found.height };
  }

  find(id: string): WxrAttachment | null {
    return this.#byId.get(id) ?? null;
  }

  /** In the order of the media library: by its number, and then by id. */
  childrenOf(parent: string): readonly WxrAttachment[] {
    this.#byParent ??= childrenByParent(this.#byId.values());
    return this.#byParent.get(parent) ?? [];
  }
}

function pageOf({ fields }: WxrItem): string | null {
  const key = attachmentPageKey(fields.get("link")?.trim().slice(0, 8000) ?? "");
  return key === null || key.startsWith("?") || !key.includes("/") ? null : ownCopy(key);
}

function childrenByParent(attachments: Iterable<WxrAttachment>): Map<string, WxrAttachment[]> {
  const byParent = new Map<string, WxrAttachment[]>();
  for (const attachment of attachments) {
    const siblings = byParent.get(attachment.parent);
    if (siblings === undefined) byParent.set(attachment.parent, [attachment]);
    else siblings.push(attachment);
  }
  for (const siblings of byParent.values()) {
    siblings.sort((one, other) => one.order - other.order || Number(one.id) - Number(other.id));
  }
  return byParent;
}

/** The ids that `[gallery]` or `[playlist]` names, in their order. Null if it shows the attachments of a post. */
export function listedIds(attributes: string): string[] | null {
  const list = /(?:^|\s)(?:ids|include)\s{0,9}=\s{0,9}["'“”″]?([\d,\s]{1,2000})/i.exec(attributes)?.[1];
  const ids = list?.match(/\d+/g);
  return ids == null ? null : [...ids];
}

/** The numbers of the pictures that the attributes of a page builder name. */
export function pictureIds(attributes: string): string[] {
  const name =
    /(?:^|\s)(?:images?|image_id|img_id|gallery_ids|attachment|attachment_id)=["']?(\d[\d,\s]{0,2000})(?=["'\s]|$)/i;
  return [...(name.exec(attributes)?.[1]?.match(/\d+/g) ?? [])];
}

/** The post whose attachments are shown, if it is named. */
export function parentOf(attributes: string): string | null {
  return /(?:^|\s)id\s{0,9}=\s{0,9}["'“”″]?(\d{1,20})/i.exec(attributes)?.[1] ?? null;
}

function readSide(metadata: string, side: "width" | "height"): number | null {
  const value = Number(new RegExp(`"${side}";[is]:(?:\\d+:")?(\\d{1,6})`).exec(metadata)?.[1]);
  return value > 0 ? value : null;
}
