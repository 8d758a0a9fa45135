// Finds a file below a folder by its path in an address. Nothing outside of the site can be reached, neither by dots nor by symbolic links.
import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";

const MAX_DEPTH = 40;

/** The absolute path and the size of a regular file. Null if there is none within `root`. */
export async function fileInFolder(
  folder: string,
  path: string,
  root: string,
): Promise<{ file: string; byteSize: number } | null> {
  const parts = path.split("/");
  if (parts.length > MAX_DEPTH || parts.some((part) => /^\.|^$|[\0\\]/.test(part))) return null;
  const found = await regularFile(join(folder, ...parts), root);
  return found ?? (await inOtherSpelling(folder, parts, root));
}

async function regularFile(path: string, root: string): Promise<{ file: string; byteSize: number } | null> {
  try {
    const file = await realpath(path);
    if (!file.startsWith((await realpath(root)) + sep)) return null;
    const facts = await stat(file);
    return facts.isFile() ? { file, byteSize: facts.size } : null;
  } catch (error) {
    // What cannot be read is not there: a missing file, a name that is too long, a folder without permission.
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

/** Addresses are in NFC, and hosts on some systems do not tell capitals apart; names on this machine may be in another form. */
async function inOtherSpelling(
  folder: string,
  parts: readonly string[],
  root: string,
): Promise<{ file: string; byteSize: number } | null> {
  let path = folder;
  for (const part of parts) {
    const names = await readdir(path).catch(() => []);
    const same = (name: string): boolean => name.normalize("NFC") === part;
    const similar = (name: string): boolean => folded(name) === folded(part);
    const name = names.find(same) ?? names.find(similar);
    if (name === undefined) return null;
    path = join(path, name);
  }
  return await regularFile(path, root);
}

const folded = (name: string): string => name.normalize("NFC").toLowerCase();
