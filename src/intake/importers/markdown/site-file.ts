// Reads the optional file `colophon.yaml` in the root of a folder, which describes the site, its authors, categories, tags and series. It
// is written for this program, so it is read strictly, and all its errors are reported at once.
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { codeOf } from "../../../lib/error-facts.js";
import { type ImportEvent, UnreadableSourceError } from "../import-event.js";
import { type FieldValue, fieldValueOf } from "./front-matter/field-value.js";
import { assertShallowYaml } from "./front-matter/yaml-nesting.js";
import { SiteFileReader } from "./site-file-reader.js";
import type { TermDirectory } from "./term-directory.js";
import { readTextFile, UnreadableFileError } from "./text-file.js";

export const SITE_FILE = "colophon.yaml";
const MAX_BYTES = 1024 * 1024;
const MAX_ERRORS_SHOWN = 20;

/** Returns the events in the order that the writer needs, or none if there is no such file. Throws UnreadableSourceError. */
export async function readSiteFile(folder: string, terms: TermDirectory): Promise<ImportEvent[]> {
  let text: string;
  try {
    text = (await readTextFile(join(folder, SITE_FILE), MAX_BYTES)).text;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    if (codeOf(error.cause) === "ENOENT") return [];
    throw new UnreadableSourceError(`The file ${SITE_FILE} cannot be used: ${error.message}.`, { cause: error });
  }
  return readSiteText(text, terms);
}

export function readSiteText(text: string, terms: TermDirectory): ImportEvent[] {
  const errors: string[] = [];
  const content = parse(text, errors);
  const events = errors.length === 0 ? new SiteFileReader(terms, errors).read(content) : [];
  if (errors.length === 0) return events;
  const shown = errors.slice(0, MAX_ERRORS_SHOWN).map((error) => `\n- ${error}`);
  if (errors.length > MAX_ERRORS_SHOWN) shown.push(`\n- and ${errors.length - MAX_ERRORS_SHOWN} more`);
  throw new UnreadableSourceError(`The file ${SITE_FILE} cannot be used:${shown.join("")}`);
}

function parse(text: string, errors: string[]): FieldValue {
  try {
    assertShallowYaml(text);
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: "core" });
    for (const { message, pos } of [...document.errors, ...document.warnings]) {
      errors.push(`line ${lines.linePos(pos[0]).line}: ${message}`);
    }
    return errors.length > 0 ? null : fieldValueOf(document.toJS({ maxAliasCount: 100, mapAsMap: true }));
  } catch (error) {
    errors.push(error instanceof Error ? error.message : "the file cannot be read");
    return null;
  }
}
