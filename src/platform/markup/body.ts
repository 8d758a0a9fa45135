// The types of a rendered body. They are separate from the renderers, so that content, importers and tests can use them without loading a
// parser.

/** HTML is the format of WordPress. Imported posts have it until they are rewritten. */
export type MarkupFormat = "MARKDOWN" | "HTML";

export interface Heading {
  /** From 1 to 6, as written. */
  level: number;
  text: string;
  /** The id of the heading in `html`, without `#`. */
  anchor: string;
}

export interface CodeBlock {
  /** As written after the fence or in the class, in lower case. Null if none is given. */
  language: string | null;
  source: string;
}

export interface BodyLink {
  /** The URL as it is in `html`. */
  url: string;
  text: string;
  /**
   * For internal links, the path without query and fragment, decoded, in NFC and lower case. Null for external links, and for links to the
   * page itself, whose path may change (`isOwnPage`).
   */
  path: string | null;
}

export interface RenderedBody {
  /** Rendered and sanitised HTML. */
  html: string;
  /** The same with coloured code and formulas in MathML. Null if it equals `html`, or has not been derived yet. */
  richHtml: string | null;
  /** Of `richHtml`, see rich-version.ts. */
  richVersion: number;
  /** The source if it is Markdown, or else converted from its HTML. */
  markdown: string;
  /** Plain text without markup. Paragraphs are separated by a blank line. */
  text: string;
  /** The start of the prose on one line, for excerpts: at most 2,000 characters, without headings, code and tables. */
  summary: string;
  tableOfContents: Heading[];
  codeBlocks: CodeBlock[];
  links: BodyLink[];
  /** The paths of the files that the HTML refers to, see file-path.ts. */
  assetPaths: string[];
  assetUrls: Record<string, string>;
  /** Each CJK character counts as one word. Code is included. */
  wordCount: number;
  /** At least 1. */
  readingTimeMinutes: number;
}

export interface RenderOptions {
  /** The absolute URL of the site. Links that start with it are internal. If it is null, only relative links are. */
  siteUrl: string | null;
  /** The path of the page, against which relative links are resolved; its last segment does not matter. `/` if absent. */
  page?: string;
  /** Whether dollar signs and brackets with backslashes enclose formulas, which the rich form typesets. */
  hasFormulas?: boolean;
  /** Whether elements of the HTML have `data-line`, the line of the source they come from, counted from 1. */
  withSourceLines?: boolean;
}
