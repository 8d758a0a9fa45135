// In a post of HTML, and in HTML within a post, the Markdown that a tag becomes is rendered.
import { renderBody } from "../../../../platform/markup/render.js";
import { block, type TagTable, type TagTranslation } from "./tag.js";

/** The table with results in HTML. `plain` names the tags whose result is text of the page itself. */
export function renderedTags<C>(table: TagTable<C>, plain: ReadonlySet<string>): TagTable<C> {
  return new Map([...table].map(([name, translate]) => [name, plain.has(name) ? translate : rendered(translate)]));
}

function rendered<C>(translate: TagTranslation<C>): TagTranslation<C> {
  return (tag, context) => {
    const result = translate(tag, context);
    if (result === null || tag.isInUrl || tag.isInCode) return result;
    return typeof result === "string" ? inLine(htmlOf(result)) : block(htmlOf(result.block));
  };
}

const htmlOf = (markdown: string): string =>
  markdown.trim() === "" ? "" : renderBody(markdown, "MARKDOWN", { siteUrl: null }).html;

/** Text within a line has no paragraph of its own. */
function inLine(html: string): string {
  const [, content = ""] = /^<p>(.*)<\/p>\s*$/s.exec(html) ?? [];
  return content === "" || content.includes("<p>") ? html : content;
}

/** Links, pictures, emphasis and code as HTML. Other text stays as it is. */
export function markupInHtml(markdown: string): string {
  return /\]\(|\*\*|~~|`|^<(?:https?|mailto):/.test(markdown) ? inLine(htmlOf(markdown)) : markdown;
}
