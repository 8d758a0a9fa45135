// The shapes a body has once it is rendered. Kept apart from the renderers so that content, importers and tests can
// speak of a rendered body without loading a parser.

/** HTML is what WordPress holds: imported posts keep it until somebody rewrites them. */
export type MarkupFormat = "MARKDOWN" | "HTML";

export interface Heading {
  /** 1 to 6, as written. */
  level: number;
  text: string;
  /** The id the heading carries in `html`, without `#`. */
  anchor: string;
}

export interface CodeBlock {
  /** As written after the fence or in the class, lower-case; null where none was given. */
  language: string | null;
  source: string;
}

export interface BodyLink {
  /** As it stands in `html`. */
  url: string;
  text: string;
  /** Site-relative path without query and fragment, decoded, NFC and lower case, where the link stays here; else null. */
  path: string | null;
}

export interface RenderedBody {
  /** Rendered and sanitised. */
  html: string;
  /** The source where it is Markdown, else converted from its HTML. */
  markdown: string;
  /** Plain text without markup, paragraphs separated by a blank line. */
  text: string;
  /** The start of the prose on one line, at most 2,000 characters, without headings, code and tables: for excerpts. */
  summary: string;
  tableOfContents: Heading[];
  codeBlocks: CodeBlock[];
  links: BodyLink[];
  /** CJK characters count one each, other words one each; code included. */
  wordCount: number;
  /** At least 1. */
  readingTimeMinutes: number;
}

export interface RenderOptions {
  /** Absolute URL of the site: links that start with it are internal. Null: only relative links are. */
  siteUrl: string | null;
}
