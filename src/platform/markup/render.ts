// Derives all views of a body but the rich one in one call. The body is parsed and sanitised once, and all views are read from one tree, so that they agree.
import { countWords } from "../../lib/text.js";
import type { MarkupFormat, RenderedBody, RenderOptions } from "./body.js";
import { filesOf } from "./files/body-files.js";
import { parseMarkdown } from "./markdown/markdown.js";
import { writeMarkdown } from "./markdown-writer/markdown-writer.js";
import { outlineOf } from "./outline.js";
import { plainText, proseSummary } from "./plain-text.js";
import { mayBeRich, NOT_ENRICHED, richVersion } from "./rich/rich-version.js";
import { serialiseMarkup } from "./tree.js";
import { parseWordPress } from "./wordpress/wordpress.js";

const CJK_PER_MINUTE = 400;
const WORDS_PER_MINUTE = 200;

/** Never throws for any source, and takes time linear in its length. */
export function renderBody(source: string, format: MarkupFormat, options: RenderOptions): RenderedBody {
  const hasLines = options.withSourceLines === true;
  const tree = format === "MARKDOWN" ? parseMarkdown(source, { hasLines }) : parseWordPress(source, hasLines);
  const outline = outlineOf(tree, options);
  const text = plainText(tree);
  const { cjk, other } = countWords(text);
  return {
    html: serialiseMarkup(tree).trim(),
    richHtml: null,
    richVersion: mayBeRich(outline, source, options) ? NOT_ENRICHED : richVersion(options.hasFormulas ?? false),
    markdown: format === "MARKDOWN" ? source : writeMarkdown(tree),
    text,
    summary: proseSummary(tree, text),
    ...outline,
    ...filesOf(tree, options.siteUrl, options.page),
    wordCount: cjk + other,
    readingTimeMinutes: Math.max(1, Math.round(cjk / CJK_PER_MINUTE + other / WORDS_PER_MINUTE)),
  };
}
