// Where an import finds the pictures and files of a site: in the folder of the site, in a copy of its uploads, or at its old address.
import type { ImportEvent } from "../import-event.js";

/** A folder whose files the source published below an address. */
export interface FilePlace {
  /** Decoded, with a slash at both ends. */
  path: string;
  /** Absolute. */
  folder: string;
  /** The folder of the whole site, which no file may be outside of. */
  root: string;
  /** A clause about why the source did not publish a file, whose path is relative to the folder. Null if it did. */
  leftOut?: (path: string) => string | null;
}

/** An address under which the file of a reference may be found, and the aliases by which bodies find its asset. */
export interface FileCandidate {
  address: string;
  aliases: readonly string[];
}

/** A file that can be read several times, as long as it is not discarded. */
export interface OpenedFile {
  /** Where it is on this machine. */
  file: string;
  byteSize: number;
  fileName: string;
  /** Where it was taken from, as editors see it: a path in the folder of the source, or a URL. */
  takenFrom: string;
  /** Deletes a copy that was only made for this. */
  discard(): Promise<void>;
}

/** `MISSING`: there is no such file. `REFUSED`: there is one that is not taken. `FAILED`: another attempt may succeed. */
export interface AbsentFile {
  absence: "MISSING" | "REFUSED" | "FAILED";
  /** A clause that completes “the file was not stored: …”. */
  reason: string;
}

export interface FileTexts {
  alt: string;
  caption: string | null;
}

export interface FileSource {
  /** Whether files can be found at all, or whether they can only be counted. */
  readonly isAvailable: boolean;
  /** Takes note of what an event of the source says about files. */
  note(event: ImportEvent): void;
  /** To be called after the last event. `siteUrl` is the old address of the site. */
  begin(siteUrl: string): void;
  /** Hosts other than that of the site on which its files are. */
  readonly hosts: ReadonlySet<string>;
  /** In the order in which they are to be tried. Empty if the file does not belong to the site. */
  candidates(path: string): readonly FileCandidate[];
  /** The texts that the source has for the file at an address. */
  textsOf(address: string): FileTexts;
  open(address: string): Promise<OpenedFile | AbsentFile>;
  /** The same without reading anything from the network. Null if only the network can tell. */
  openLocally(address: string): Promise<OpenedFile | AbsentFile | null>;
  /** The number of files in the source that neither was called for. Null if it is not known. */
  countUnused(): Promise<number | null>;
  close(): Promise<void>;
}

export const NO_TEXTS: FileTexts = { alt: "", caption: null };

export const isAbsent = (file: OpenedFile | AbsentFile): file is AbsentFile => "absence" in file;
