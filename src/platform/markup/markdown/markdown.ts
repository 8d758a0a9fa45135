// Parses Markdown to a sanitised tree: CommonMark with GitHub's tables, strikethrough, autolinks and task lists, footnotes, and the
// conventions of Chinese authors and of static site generators.

import { sanitisedTree } from "../sanitise.js";
import { linesOfSource } from "../sanitising/line-marks.js";
import type { MarkupNode } from "../tree.js";
import { createMarkdown, hasTooManyFootnotes, withFootnotes } from "./create-markdown.js";
import { convertGeneratorSyntax } from "./generator-syntax.js";

const plainMarkdown = createMarkdown();
const fullMarkdown = withFootnotes(createMarkdown());

export interface ParseOptions {
  /** Whether elements are marked with the lines of the source. */
  hasLines?: boolean;
  /** Whether formulas and what fences ask for are marked for the rich form. */
  hasMarks?: boolean;
}

export function parseMarkdown(source: string, { hasLines = false, hasMarks = false }: ParseOptions = {}): MarkupNode[] {
  const markdown = hasTooManyFootnotes(source) ? plainMarkdown : fullMarkdown;
  // With a byte order mark, the first line would always be a paragraph.
  const text = source.replace(/^\uFEFF/, "");
  const converted = convertGeneratorSyntax(text);
  const env = { hasMarks, ...(hasLines && { lineOf: linesOfSource(text, converted) }) };
  return sanitisedTree(markdown.render(converted, env));
}
