// Reads the front matter of a file in YAML, TOML or JSON, and leaves the body unchanged. Minor errors (tabs, a repeated field, unknown
// tags) are tolerated and reported; any other error is thrown with its line.
import { parse as parseToml, TomlError } from "smol-toml";
import { isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { type FieldMap, fieldValueOf, isFieldMap } from "./field-value.js";
import { type FencedText, FrontMatterError, splitFrontMatter } from "./front-matter-fence.js";
import { FrontMatterFields } from "./front-matter-fields.js";
import { indentContinuations } from "./yaml-margin.js";
import { assertShallowYaml } from "./yaml-nesting.js";

export interface FrontMatterOptions {
  /** Whether a time without a time zone that is not quoted is in UTC, as for Jekyll. */
  zonelessTimesAreUtc?: boolean;
}

export interface FrontMatter {
  /** Whether the file has front matter, even without fields. */
  isFenced: boolean;
  fields: FrontMatterFields;
  body: string;
  /** Sentences about tolerated errors. */
  changes: readonly string[];
}

/** `text` has no byte order mark and only `\n` line ends. Throws only FrontMatterError. */
export function readFrontMatter(text: string, options: FrontMatterOptions = {}): FrontMatter {
  const fenced = splitFrontMatter(text);
  const changes: string[] = [];
  const fields = fenced.format === "NONE" ? new Map() : parseFields(fenced, changes, options);
  // Prose between two horizontal rules is not front matter and belongs to the body.
  if (fields === null) return { isFenced: false, fields: new FrontMatterFields(), body: text, changes: [] };
  return { isFenced: fenced.format !== "NONE", fields: new FrontMatterFields(fields), body: fenced.body, changes };
}

/** Null if the text between the fences is prose without fields. */
function parseFields(fenced: FencedText, changes: string[], options: FrontMatterOptions): FieldMap | null {
  const raw = withLine(fenced, () => fieldValueOf(PARSERS[fenced.format](fenced, changes, options)));
  if (raw === null) return new Map();
  if (typeof raw === "string" && fenced.format === "YAML") return null;
  if (!isFieldMap(raw)) {
    throw new FrontMatterError("the front matter is a list: expected fields such as “title: …”", fenced.firstLine);
  }
  return raw;
}

function withLine<T>(fenced: FencedText, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FrontMatterError) throw error;
    // Excessive aliases, values or nesting are errors of the file.
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown error";
    throw new FrontMatterError(`the ${fenced.format} front matter cannot be read: ${reason}`, fenced.firstLine);
  }
}

const PARSERS: Record<
  FencedText["format"],
  (fenced: FencedText, changes: string[], options: FrontMatterOptions) => unknown
> = {
  NONE: () => ({}),
  YAML: parseYamlFields,
  TOML: parseTomlFields,
  JSON: parseJsonFields,
};

function parseYamlFields(fenced: FencedText, changes: string[], options: FrontMatterOptions): unknown {
  const { document, lines } = parsedYaml(fenced.source, changes, options);
  const error = document.errors[0];
  if (error !== undefined) {
    const line = lines.linePos(error.pos[0]).line + fenced.firstLine - 1;
    throw new FrontMatterError(`the YAML front matter cannot be read: ${error.message}`, line);
  }
  for (const warning of document.warnings)
    changes.push(`The front matter has an error that was ignored: ${warning.message}.`);
  for (const name of repeatedNames(document.contents)) {
    changes.push(`The field “${name}” occurs more than once; the last value was used.`);
  }
  return document.toJS({ maxAliasCount: 100, mapAsMap: true });
}

/** Of the readings that the generators allow, the first without errors, or else the first. */
function parsedYaml(source: string, changes: string[], options: FrontMatterOptions): ParsedYaml {
  const strict = parseYaml(source, options);
  if (strict.document.errors.length === 0) return strict;
  const continued = readingOf(indentContinuations(source), source, options);
  if (continued !== null) return continued;
  // Hexo replaces tabs at the beginning of lines.
  const spaced = source.replace(/^[ \t]+/gm, (indent) => indent.replaceAll("\t", "  "));
  const untabbed = readingOf(spaced, source, options) ?? readingOf(indentContinuations(spaced), spaced, options);
  if (untabbed === null) return strict;
  changes.push("The front matter is indented with tabs; each was read as two spaces.");
  return untabbed;
}

/** Null if the changed source is the same as the original, or cannot be read either. */
function readingOf(changed: string, original: string, options: FrontMatterOptions): ParsedYaml | null {
  if (changed === original) return null;
  const parsed = parseYaml(changed, options);
  return parsed.document.errors.length === 0 ? parsed : null;
}

type ParsedYaml = ReturnType<typeof parseYaml>;

/** A time of day without a time zone, which Ruby's Psych reads as UTC unless it is quoted. */
const ZONELESS_TIME = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s{1,9})\d{1,2}:\d\d:\d\d(?:\.\d{0,9})?$/;

function parseYaml(source: string, { zonelessTimesAreUtc }: FrontMatterOptions) {
  assertShallowYaml(source);
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    resolveKnownTags: false,
    schema: "core",
    uniqueKeys: false,
  });
  visit(document, {
    // Numbers remain as written: the title 1.10 is not 1.1, and the slug 007 is not 7.
    Scalar: (_, node) => {
      if (typeof node.value === "number" || typeof node.value === "bigint") node.value = node.source ?? node.value;
      if (zonelessTimesAreUtc && node.type === "PLAIN" && ZONELESS_TIME.test(String(node.value)))
        node.value = `${node.value} UTC`;
    },
  });
  return { document, lines };
}

function repeatedNames(contents: unknown): string[] {
  if (!isMap(contents)) return [];
  const names = contents.items.map(({ key }) => (isScalar(key) ? String(key.value) : ""));
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

function parseTomlFields(fenced: FencedText): unknown {
  try {
    return parseToml(fenced.source, { maxDepth: 32, integersAsBigInt: "asNeeded" });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split("\n")[0] ?? "").replace(/^Invalid TOML document:\s*/, "");
    const line = fenced.firstLine + error.line - 1;
    throw new FrontMatterError(`the TOML front matter cannot be read: ${reason}`, line);
  }
}

function parseJsonFields(fenced: FencedText): unknown {
  try {
    return JSON.parse(fenced.source);
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    // V8 does not always report a position; then the line is that of the start of the object.
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    const line = fenced.firstLine + fenced.source.slice(0, position).split("\n").length - 1;
    throw new FrontMatterError("the JSON front matter cannot be read: it is not valid JSON", line);
  }
}
