// Parses Markdown to a sanitised tree: CommonMark with GitHub's tables, strikethrough, autolinks and task lists, footnotes, and the
// conventions of Chinese authors and of static site generators.

import { sanitisedTree } from "../sanitise.js";
import { linesOfSource } from "../sanitising/line-marks.js";
import type { MarkupNode } from "../tree.js";
import { createMarkdown, hasTooManyFootnotes, withFootnotes } from "./create-markdown.js";
import { convertGeneratorSyntax } from "./generator-syntax.js";

const plainMarkdown = createMarkdown();
const fullMarkdown = withFootnotes(createMarkdown());

/** With `hasLines`, elements are marked with the lines of the source. */
export function parseMarkdown(source: string, hasLines = false): MarkupNode[] {
  const markdown = hasTooManyFootnotes(source) ? plainMarkdown : fullMarkdown;
  // With a byte order mark, the first line would always be a paragraph.
  const text = source.replace(/^\uFEFF/, "");
  const converted = convertGeneratorSyntax(text);
  return sanitisedTree(markdown.render(converted, hasLines ? { lineOf: linesOfSource(text, converted) } : {}));
}
