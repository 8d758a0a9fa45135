// The files of a site in a folder: those that its generator published as they are, and those beside its posts.
import { basename, relative, sep } from "node:path";
import { mediaHostOf } from "../../../platform/markup/files/file-path.js";
import type { ImportEvent } from "../import-event.js";
import { fileInFolder } from "./file-in-folder.js";
import {
  type AbsentFile,
  type FileCandidate,
  type FilePlace,
  type FileSource,
  type FileTexts,
  NO_TEXTS,
  type OpenedFile,
} from "./file-source.js";
import { countFiles } from "./folder-files.js";

type Found = { file: string; byteSize: number; place: FilePlace };

export class SiteFolder implements FileSource {
  readonly isAvailable = true;
  readonly hosts: ReadonlySet<string> = new Set();
  /** By the path of the place. Of the same path, the first is the most likely. */
  readonly #places = new Map<string, FilePlace[]>();
  readonly #used = new Set<string>();
  #base = "";

  note(event: ImportEvent): void {
    if (event.kind !== "filePlaces") return;
    this.#base = event.base ?? this.#base;
    for (const place of event.places) {
      const known = this.#places.get(place.path);
      if (known === undefined) this.#places.set(place.path, [place]);
      else if (!known.some(({ folder }) => folder === place.folder)) known.push(place);
    }
  }

  begin(): void {}

  candidates(path: string): readonly FileCandidate[] {
    if (mediaHostOf(path) !== null) return [];
    const isBelowBase = this.#base !== "" && path.startsWith(`${this.#base}/`);
    const below = isBelowBase ? [{ address: path.slice(this.#base.length), aliases: [path] }] : [];
    return [{ address: path, aliases: [path] }, ...below];
  }

  textsOf(): FileTexts {
    return NO_TEXTS;
  }

  async open(address: string): Promise<OpenedFile | AbsentFile> {
    const found = await this.#find(address);
    if ("absence" in found) return found;
    const { file, byteSize, place } = found;
    const takenFrom = relative(place.root, file).split(sep).join("/");
    return { file, byteSize, fileName: basename(file), takenFrom, discard: async () => undefined };
  }

  openLocally(address: string): Promise<OpenedFile | AbsentFile> {
    return this.open(address);
  }

  async countUnused(): Promise<number> {
    const folders = new Map([...this.#places.values()].flat().map((place) => [place.folder, place]));
    return (await countFiles([...folders.values()])) - this.#used.size;
  }

  async close(): Promise<void> {}

  /** The deepest place first, such as the folder of a post before that of the whole site. */
  async #find(address: string): Promise<Found | AbsentFile> {
    let reason: string | null = null;
    for (let end = address.lastIndexOf("/"); end >= 0; end = end === 0 ? -1 : address.lastIndexOf("/", end - 1)) {
      for (const place of this.#places.get(address.slice(0, end + 1)) ?? []) {
        const path = address.slice(end + 1);
        const found = await fileInFolder(place.folder, path, place.root);
        if (found === null) continue;
        const clause = place.leftOut?.(path) ?? null;
        if (clause === null) {
          this.#used.add(found.file);
          return { ...found, place };
        }
        reason ??= clause;
      }
    }
    return reason === null
      ? { absence: "MISSING", reason: "the folder of the site does not have it" }
      : { absence: "REFUSED", reason };
  }
}
