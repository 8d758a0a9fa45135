// Renders a page of the documentation. Its headings get the ids by which other pages link to them, and links to other pages lead to where they are
// served; links to files that are not served become plain text. The renderer of posts has rules for the content of websites instead.
import { posix } from "node:path";
import MarkdownIt from "markdown-it";

export interface DocumentPlace {
  /** The path of the file below the folder of the documentation, without its ending. */
  name: string;
  rootPath: string;
  isKnown(name: string): boolean;
}

type Token = ReturnType<MarkdownIt["parse"]>[number];

const markdown = new MarkdownIt({ html: false });
const EXTERNAL = /^[a-z][a-z0-9+.-]*:/i;
const PAGE = /^([^#?]+)\.md(#.*)?$/;

export function renderDocument(source: string, place: DocumentPlace): string {
  const tokens = markdown.parse(source, {});
  const ids = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") token.attrSet("id", uniqueId(tokens[index + 1]?.content ?? "", ids));
    if (token.children !== null) token.children = withServedLinks(token.children, place);
  }
  return markdown.renderer.render(tokens, markdown.options, {});
}

/** As GitHub makes them, which the links in the files are written for. */
function uniqueId(heading: string, ids: Set<string>): string {
  const text = heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  const base = text.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
  let id = base;
  for (let count = 1; ids.has(id); count += 1) id = `${base}-${count}`;
  ids.add(id);
  return id;
}

function withServedLinks(tokens: readonly Token[], place: DocumentPlace): Token[] {
  let isUnserved = false;
  return tokens.filter((token) => {
    if (token.type === "link_open") {
      const target = servedTarget(token.attrGet("href") ?? "", place);
      isUnserved = target === null;
      if (target !== null) token.attrSet("href", target);
      return !isUnserved;
    }
    if (token.type === "link_close") return !isUnserved;
    // The files of images are not served.
    return token.type !== "image";
  });
}

/** Null for a file that is not served. */
function servedTarget(href: string, { name, rootPath, isKnown }: DocumentPlace): string | null {
  if (href.startsWith("#") || EXTERNAL.test(href)) return href;
  const [, path, fragment = ""] = PAGE.exec(href) ?? [];
  if (path === undefined) return null;
  const target = posix.join(posix.dirname(name), path);
  return isKnown(target) ? `${rootPath}${target}${fragment}` : null;
}
