// What the report of an import states about pictures and files.

/** Pictures of bodies that readers load from a host that is not the old site. */
export interface OtherHost {
  host: string;
  /** A picture is counted once for each post that shows it. */
  pictures: number;
  /** The title of the first post with one. */
  example: string;
}

/** Each address of the old site is counted once, however many posts refer to it. */
export interface FileCounts {
  /** The addresses of files that posts and pages of this source refer to. The sum of the next six. */
  referenced: number;
  /** There was an asset for it before. */
  known: number;
  /** There is an asset for it now; in a dry run, the file is there. */
  found: number;
  missing: number;
  refused: number;
  failed: number;
  /** Was not looked for: no place was given, or only a download would tell in a dry run. */
  untried: number;
  /** New assets. Several addresses may lead to one. */
  stored: number;
  /** Files with the bytes of an asset that was there before. */
  reused: number;
  /** Files of the source to which nothing refers. Null if it is not known. */
  unused: number | null;
  /** Of the posts that this run wrote. */
  otherPictures: number;
  /** The most frequent ones. */
  otherHosts: OtherHost[];
}

export const noFiles = (): FileCounts => ({
  referenced: 0,
  known: 0,
  found: 0,
  missing: 0,
  refused: 0,
  failed: 0,
  untried: 0,
  stored: 0,
  reused: 0,
  unused: null,
  otherPictures: 0,
  otherHosts: [],
});
