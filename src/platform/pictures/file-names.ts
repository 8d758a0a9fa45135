// The names under which whole files are served: `file.pdf`, and `file.svg` for a rewritten picture.

/** The extensions of `sniffType`, and what they are served as. Pictures are missing: their originals are never public. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ["svg", "image/svg+xml"],
  ["pdf", "application/pdf"],
  ["webm", "video/webm"],
  ["mp4", "video/mp4"],
  ["ogg", "audio/ogg"],
  ["mp3", "audio/mpeg"],
  ["m4a", "audio/mp4"],
  ["wav", "audio/wav"],
  ["zip", "application/zip"],
]);
const NAME = /^file\.([a-z0-9]{3,4})$/;

export function servedFileName(extension: string): string {
  return `file.${extension}`;
}

/** Null for every text that is not the name of a served file. */
export function parseServedFileName(name: string): { extension: string; contentType: string } | null {
  const extension = NAME.exec(name)?.[1] ?? "";
  const contentType = CONTENT_TYPES.get(extension);
  return contentType === undefined ? null : { extension, contentType };
}

/** The extension of a content type that `sniffType` found; null for pictures. */
export function servedExtension(contentType: string): string | null {
  return [...CONTENT_TYPES].find(([, type]) => type === contentType)?.[0] ?? null;
}
