// Counts the files of a site that an import may take: pictures, documents, audio and video.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FilePlace } from "./file-source.js";

const PICTURE = /\.(?:avif|bmp|gif|heic|heif|ico|jfif|jpe?g|png|svg|tiff?|webp)$/i;
const OTHER =
  /\.(?:7z|aac|avi|bz2|docx?|epub|flac|gz|m4[av]|mkv|mov|mp[34]|mpe?g|od[pst]|og[agv]|opus|pdf|pptx?|rar|tgz|wav|webm|wm[av]|xlsx?|xz|zip)$/i;
const MAX_DEPTH = 32;

/** Whether a path leads to a file that is imported, and not to a page, a feed or a part of the old site. */
export const isImportedFile = (path: string): boolean => PICTURE.test(path) || OTHER.test(path);

/** Each file once, also where one of the folders is in another. Folders of tools and hidden ones are passed over. */
export async function countFiles(places: readonly FilePlace[]): Promise<number> {
  const seen = new Set<string>();
  let count = 0;
  const visit = async (folder: string, depth: number): Promise<void> => {
    if (seen.has(folder) || depth > MAX_DEPTH) return;
    seen.add(folder);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (/^\.|^node_modules$/.test(entry.name)) continue;
      if (entry.isFile() && isImportedFile(entry.name)) count += 1;
      else if (entry.isDirectory()) await visit(join(folder, entry.name), depth + 1);
    }
  };
  for (const { folder } of places) await visit(folder, 0);
  return count;
}
