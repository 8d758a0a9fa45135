// The version of the code of the site: another one for each change of any file of it, so that nothing that is kept outlives the code that made it.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

let found: Promise<string> | null = null;

export function codeVersion(): Promise<string> {
  found ??= hashOfFiles();
  return found;
}

async function hashOfFiles(): Promise<string> {
  const names = (await readdir(FOLDER, { recursive: true })).filter((name) => /\.[jt]sx?$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, name))));
  const hash = createHash("sha256");
  for (const [index, text] of texts.entries()) hash.update(`${names[index]}\0`).update(text);
  return hash.digest("hex");
}
