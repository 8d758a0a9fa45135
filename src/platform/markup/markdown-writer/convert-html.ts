// Converts HTML as browsers and word processors copy it, in which white space has no meaning, to Markdown.

import { outlineOf } from "../outline.js";
import { sanitisedTree } from "../sanitise.js";
import { writeMarkdown } from "./markdown-writer.js";

/** Takes time linear in the length of the HTML. What Markdown cannot say is left out or stays as allowed HTML. */
export function convertHtml(html: string): string {
  const tree = sanitisedTree(html);
  outlineOf(tree, { siteUrl: null });
  return writeMarkdown(tree);
}
