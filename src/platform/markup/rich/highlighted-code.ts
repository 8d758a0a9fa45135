// Colours code by classes. highlight.js and its grammars are loaded when a body is written that needs them, never when one is read. Several
// of its grammars take quadratic time for long lines or many blank lines, so that such code stays as it is.
import { isElement, type MarkupNode, parseMarkup, textContent } from "../tree.js";
import { highlightedLanguage, languageWithParts } from "./code-languages.js";

/** In UTF-16 units. A block of usual code of this length takes 10 ms. */
const MAX_CODE = 32 * 1_024;
/** People do not read longer lines; minified code is not highlighted. */
const MAX_LINE = 400;
const MAX_BLANK_LINES = 20;

const CLASSES = /^(?:hljs-[a-z_-]{1,40}|language-[a-z-]{1,40}|[a-z]{1,30}_{1,3})(?: (?:[a-z]{1,30}_{1,3}))*$/;

/** What is used of highlight.js, whose own types would add those of browsers to all modules. */
interface Highlighter {
  highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { value: string };
  getLanguage(name: string): object | undefined;
  registerLanguage(name: string, grammar: unknown): void;
}

const PACKAGE = "highlight.js";
let core: Promise<Highlighter> | null = null;

const loaded = async <T>(path: string): Promise<T> =>
  ((await import(`${PACKAGE}/lib/${path}`)) as { default: T }).default;

/** Elements `span` with classes of highlight.js around the same text; null if the code stays as it is. */
export async function highlighted(code: string, writtenLanguage: string): Promise<MarkupNode[] | null> {
  const language = highlightedLanguage(writtenLanguage);
  if (language === null || !isReadable(code)) return null;
  const hljs = await withLanguage(language);
  const { value } = hljs.highlight(code, { language, ignoreIllegals: true });
  const nodes = parseMarkup(value);
  return nodes.every(isColoured) && textContent(nodes) === code ? nodes : null;
}

function isReadable(code: string): boolean {
  if (code.length > MAX_CODE) return false;
  let blank = 0;
  return code.split("\n").every((line) => {
    blank = line.trim() === "" ? blank + 1 : 0;
    return line.length <= MAX_LINE && blank <= MAX_BLANK_LINES;
  });
}

async function withLanguage(name: string): Promise<Highlighter> {
  core ??= loaded<Highlighter>("core");
  const hljs = await core;
  for (const each of languageWithParts(name)) {
    if (hljs.getLanguage(each) === undefined) hljs.registerLanguage(each, await loaded(`languages/${each}`));
  }
  return hljs;
}

function isColoured(node: MarkupNode): boolean {
  if (!isElement(node)) return true;
  const { class: names, ...others } = node.attributes;
  return node.tag === "span" && names !== undefined && CLASSES.test(names) && Object.keys(others).length === 0
    ? node.children.every(isColoured)
    : false;
}
