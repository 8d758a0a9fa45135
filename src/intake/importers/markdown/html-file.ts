// Tells HTML files with front matter, which are posts and pages of a site generator, from all others, which are files of the site.
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const FENCE = /^\uFEFF?\s{0,200}(?:---|\+\+\+)[ \t]*\r?\n/;
const HEAD_BYTES = 512;

export function isHtmlFile(path: string): boolean {
  return /\.x?html?$/i.test(path);
}

/** False for a file that cannot be read. */
export async function hasFence(path: string): Promise<boolean> {
  let file: FileHandle | null = null;
  try {
    // The flags prevent following a link that has replaced the file and waiting for a pipe. Windows has neither flag.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return FENCE.test(buffer.toString("utf8", 0, bytesRead));
  } catch {
    return false;
  } finally {
    await file?.close();
  }
}
