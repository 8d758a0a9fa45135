// The media library of an export: under which addresses each file was shown, with its texts. Bodies show pictures in smaller forms, whose
// originals are taken instead.
import { familyAlias, familyPath, filePath, mediaHostOf } from "../../../platform/markup/files/file-path.js";
import type { ImportedAttachment } from "../import-event.js";
import { decodedText, ownCopy } from "../wordpress/wxr/wxr-text.js";
import { type FileCandidate, type FileTexts, NO_TEXTS } from "./file-source.js";

/** Files beyond them are found by their addresses alone. */
const MAX_FILES = 200_000;
/** Of all texts together, in UTF-16 units. */
const MAX_TEXTS = 20_000_000;
/** A picture that was edited in WordPress is no form of its original. */
const EDITED = /-e\d{10,13}(?=[-.])/;

interface NotedFile {
  url: string;
  /** Those that do not follow from the address of the original. */
  otherUrls: readonly string[];
  texts: FileTexts | null;
}

export class UploadLibrary {
  /** Until the address of the site is known. */
  #noted: NotedFile[] = [];
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
    if (this.#noted.length >= MAX_FILES) return;
    const { url, otherUrls } = attachment;
    this.#noted.push({
      url,
      otherUrls: otherUrls.filter((other) => !isFormOf(other, url)),
      texts: this.#textsIn(attachment),
    });
  }

  begin(siteUrl: string): void {
    const [, name] = /^https?:\/\/([a-z0-9-]{1,63})\.wordpress\.com$/i.exec(siteUrl) ?? [];
    if (name !== undefined) this.hosts.add(`${name.toLowerCase()}.files.wordpress.com`);
    for (const { url, otherUrls, texts } of this.#noted) {
      const original = filePath(url, siteUrl);
      if (original === null) continue;
      for (const other of otherUrls) {
        const path = filePath(other, siteUrl);
        if (path !== null) this.#originals.set(path, original);
      }
      this.#originals.set(original, original);
      this.#unused.add(original);
      const host = mediaHostOf(original);
      if (host !== null) this.hosts.add(host);
      if (texts !== null) this.#texts.set(original, texts);
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

  /** Copies, since a text that was cut out of the export would keep a part of it in memory. */
  #textsIn({ alt, caption }: ImportedAttachment): FileTexts | null {
    const plain = caption === null ? "" : decodedText(caption.replace(/<[^>]*>/g, " "));
    const length = alt.length + plain.length;
    if (length === 0 || this.#textLength + length > MAX_TEXTS) return null;
    this.#textLength += length;
    return { alt: ownCopy(alt), caption: plain === "" ? null : ownCopy(plain) };
  }
}

/** Whether the name of a file tells that it is a smaller form of another one. */
function isFormOf(url: string, original: string): boolean {
  const family = familyPath(url);
  return family !== null && family === familyAlias(original) && !EDITED.test(url);
}

/** All forms of a picture lead to its original. */
function aliasesOf(path: string, address: string): string[] {
  const isForm = familyPath(address) !== null && path === address;
  return isForm ? [path] : [...new Set([address, familyAlias(address), path])];
}
