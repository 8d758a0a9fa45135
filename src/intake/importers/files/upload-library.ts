// The media library of an export: under which addresses each file was shown, with its texts. Bodies show pictures in smaller forms, whose
// originals are taken instead.
import { familyAlias, familyPath, filePath, mediaHostOf } from "../../../platform/markup/files/file-path.js";
import type { ImportedAttachment } from "../import-event.js";
import { decodedText } from "../wordpress/wxr/wxr-text.js";
import { type FileCandidate, type FileTexts, NO_TEXTS } from "./file-source.js";

/** Files beyond them are found by their addresses alone. */
const MAX_FILES = 200_000;
/** Of all texts together, in UTF-16 units. */
const MAX_TEXTS = 20_000_000;
/** A picture that was edited in WordPress is no form of its original. */
const EDITED = /-e\d{10,13}(?=[-.])/;

export class UploadLibrary {
  /** Until the address of the site is known. */
  #noted: ImportedAttachment[] = [];
  /** The path of the original by every other path of the file. */
  readonly #originals = new Map<string, string>();
  readonly #texts = new Map<string, FileTexts>();
  #textLength = 0;
  readonly #unused = new Set<string>();
  /** Of WordPress.com, on which the files of the library are. */
  readonly hosts = new Set<string>();

  get unused(): number {
    return this.#unused.size;
  }

  /** A post or page refers to the file. */
  use(address: string): void {
    this.#unused.delete(address);
  }

  note(attachment: ImportedAttachment): void {
    if (this.#noted.length < MAX_FILES) this.#noted.push(attachment);
  }

  begin(siteUrl: string): void {
    const [, name] = /^https?:\/\/([a-z0-9-]{1,63})\.wordpress\.com$/i.exec(siteUrl) ?? [];
    if (name !== undefined) this.hosts.add(`${name.toLowerCase()}.files.wordpress.com`);
    for (const attachment of this.#noted) {
      const original = filePath(attachment.url, siteUrl);
      if (original === null) continue;
      for (const url of attachment.otherUrls) {
        const path = filePath(url, siteUrl);
        if (path !== null) this.#originals.set(path, original);
      }
      this.#originals.set(original, original);
      this.#unused.add(original);
      const host = mediaHostOf(original);
      if (host !== null) this.hosts.add(host);
      this.#addTexts(original, attachment);
    }
    this.#noted = [];
  }

  textsOf(address: string): FileTexts {
    return this.#texts.get(address) ?? NO_TEXTS;
  }

  /** The original that the library names, the one that the name of a smaller form suggests, and the very file. */
  candidates(path: string): FileCandidate[] {
    const host = mediaHostOf(path);
    if (host !== null && !this.hosts.has(host)) return [];
    const original = this.#originals.get(path);
    const family = EDITED.test(path) ? null : familyPath(path);
    const suggested = family === null ? [] : [family.slice(1)];
    const addresses = [...(original === undefined ? [] : [original]), ...suggested, path];
    return [...new Set(addresses)].map((address) => ({ address, aliases: aliasesOf(path, address) }));
  }

  #addTexts(path: string, { alt, caption }: ImportedAttachment): void {
    const texts = { alt, caption: caption === null ? null : decodedText(caption.replace(/<[^>]*>/g, " ")) || null };
    const length = alt.length + (texts.caption?.length ?? 0);
    if (length === 0 || this.#textLength + length > MAX_TEXTS) return;
    this.#textLength += length;
    this.#texts.set(path, texts);
  }
}

/** All forms of a picture lead to its original. */
function aliasesOf(path: string, address: string): string[] {
  const isForm = familyPath(address) !== null && path === address;
  return isForm ? [path] : [...new Set([address, familyAlias(address), path])];
}
