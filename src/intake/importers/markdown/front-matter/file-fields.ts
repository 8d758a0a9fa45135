// Reads the front matter of a file for what it says about other files. A file that cannot be read is reported where it is imported.
import { MAX_FILE_BYTES, readTextFile, readTextFileSync, UnreadableFileError } from "../text-file.js";
import { type FrontMatterOptions, readFrontMatter } from "./front-matter.js";
import { FrontMatterError } from "./front-matter-fence.js";
import type { FrontMatterFields } from "./front-matter-fields.js";

/** Null if the file or its front matter cannot be read. */
export async function readFieldsOf(path: string, options?: FrontMatterOptions): Promise<FrontMatterFields | null> {
  try {
    return readFrontMatter((await readTextFile(path, MAX_FILE_BYTES)).text, options).fields;
  } catch (error) {
    return nullIfUnreadable(error);
  }
}

/** The same for a translation, which cannot wait. */
export function readFieldsSync(path: string): FrontMatterFields | null {
  try {
    return readFrontMatter(readTextFileSync(path, MAX_FILE_BYTES).text).fields;
  } catch (error) {
    return nullIfUnreadable(error);
  }
}

function nullIfUnreadable(error: unknown): null {
  if (error instanceof FrontMatterError || error instanceof UnreadableFileError) return null;
  throw error;
}
