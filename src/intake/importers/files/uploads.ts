// The files of a WordPress site: from a copy of its uploads, from the site itself, or from neither, so that they are only counted.
import { basename, dirname } from "node:path";
import { mediaHostOf } from "../../../platform/markup/files/file-path.js";
import type { ImportEvent } from "../import-event.js";
import type { FileDownload } from "./file-download.js";
import { fileInFolder } from "./file-in-folder.js";
import type { AbsentFile, FileCandidate, FileSource, FileTexts, OpenedFile } from "./file-source.js";
import { UploadLibrary } from "./upload-library.js";

export interface UploadsOptions {
  /** The absolute path of a copy of `wp-content/uploads`. */
  folder: string | null;
  download: FileDownload | null;
}

export class Uploads implements FileSource {
  readonly #library = new UploadLibrary();

  constructor(private readonly options: UploadsOptions) {}

  get isAvailable(): boolean {
    return this.options.folder !== null || this.options.download !== null;
  }

  get hosts(): ReadonlySet<string> {
    return this.#library.hosts;
  }

  note(event: ImportEvent): void {
    if (event.kind === "attachment") this.#library.note(event.attachment);
  }

  begin(siteUrl: string): void {
    this.#library.begin(siteUrl);
    this.options.download?.begin(siteUrl, this.#library.hosts);
  }

  candidates(path: string): readonly FileCandidate[] {
    return this.#library.candidates(path);
  }

  textsOf(address: string): FileTexts {
    return this.#library.textsOf(address);
  }

  async open(address: string): Promise<OpenedFile | AbsentFile> {
    this.#library.use(address);
    const found = await this.#inFolder(address);
    return found ?? (await this.options.download?.open(address)) ?? NOT_IN_FOLDER;
  }

  async openLocally(address: string): Promise<OpenedFile | AbsentFile | null> {
    this.#library.use(address);
    return (await this.#inFolder(address)) ?? (this.options.download === null ? NOT_IN_FOLDER : null);
  }

  async countUnused(): Promise<number> {
    return this.#library.unused;
  }

  async close(): Promise<void> {
    this.options.download?.close();
  }

  async #inFolder(address: string): Promise<OpenedFile | null> {
    const { folder } = this.options;
    if (folder === null) return null;
    for (const path of placesIn(address)) {
      const found = await fileInFolder(folder, path, folder);
      if (found === null) continue;
      const takenFrom = `${basename(dirname(`${folder}/x`))}/${path}`;
      return { ...found, fileName: basename(found.file), takenFrom, discard: async () => undefined };
    }
    return null;
  }
}

const NOT_IN_FOLDER: AbsentFile = { absence: "MISSING", reason: "the copy of the uploads does not have it" };

/** The folder may be that of the uploads, that of one site of several, or one above. */
function placesIn(address: string): string[] {
  const path = address.slice(1);
  const [, below] = /(?:^|\/)(?:uploads|files|blogs\.dir)\/(.*)$/s.exec(path) ?? [];
  const ofSite = below === undefined ? undefined : /^(?:sites\/)?\d{1,9}\/(?:files\/)?(.*)$/s.exec(below)?.[1];
  const above = /(?:^|\/)(wp-content\/.*)$/s.exec(path)?.[1];
  const onMediaHost = mediaHostOf(address) === null ? undefined : path.slice(path.indexOf("/") + 1);
  const places = [onMediaHost, below, ofSite, above?.slice("wp-content/".length), above, path];
  return [...new Set(places.filter((place) => place !== undefined))];
}
