// Derives the rich form of a body: its HTML with coloured code and typeset formulas. It parses the source again, with marks that the plain form
// has no place for. What depends on assets and the site is added when the body is read.
import type { BodyLink, MarkupFormat, RenderOptions } from "../body.js";
import { parseMarkdown } from "../markdown/markdown.js";
import { outlineOf } from "../outline.js";
import {
  createElement,
  isElement,
  type MarkupElement,
  type MarkupNode,
  serialiseMarkup,
  textContent,
} from "../tree.js";
import { parseWordPress } from "../wordpress/wordpress.js";
import { codeInLines } from "./code-lines.js";
import { fenceInfo } from "./fence-info.js";
import { formulasInText } from "./formulas-in-text.js";
import { highlighted } from "./highlighted-code.js";
import { FENCE_ATTRIBUTE, FORMULA_ATTRIBUTE, valueOfMark } from "./rich-marks.js";
import { type Formula, formulaOf, typeset } from "./typeset.js";

export interface RichJob {
  source: string;
  format: MarkupFormat;
  options: RenderOptions;
  /** The links of the stored body, whose URLs an import may have changed. */
  links?: readonly BodyLink[];
}

/** Of the code of one body, in UTF-16 units; further blocks stay as they are. */
const MAX_CODE_OF_BODY = 256 * 1_024;
const MAX_FORMULAS = 2_000;

export async function richForm({ source, format, options, links }: RichJob): Promise<string> {
  const { withSourceLines: hasLines = false, hasFormulas = false } = options;
  const isMarkdown = format === "MARKDOWN";
  const tree = isMarkdown ? parseMarkdown(source, { hasLines, hasMarks: true }) : parseWordPress(source, hasLines);
  const outline = outlineOf(tree, options);
  if (links !== undefined) followLinks(tree, outline.links, links);
  const body = new RichBody({ hasFormulas, searchesText: hasFormulas && !isMarkdown });
  return serialiseMarkup(await body.enriched(tree)).trim();
}

function followLinks(tree: readonly MarkupNode[], from: readonly BodyLink[], to: readonly BodyLink[]): void {
  if (from.length !== to.length) return;
  const changed = new Map(from.flatMap(({ url }, index) => (url === to[index]?.url ? [] : [[url, to[index]?.url]])));
  if (changed.size === 0) return;
  const visit = (node: MarkupNode): void => {
    if (!isElement(node)) return;
    const url = node.tag === "a" ? changed.get(node.attributes.href ?? "") : undefined;
    if (url !== undefined) node.attributes.href = url;
    for (const child of node.children) visit(child);
  };
  for (const node of tree) visit(node);
}

interface RichOptions {
  /** Whether marked text is a formula. */
  hasFormulas: boolean;
  /** Whether formulas are searched in text, which HTML does not mark. */
  searchesText: boolean;
}

class RichBody {
  #codeLeft = MAX_CODE_OF_BODY;
  #formulasLeft = MAX_FORMULAS;

  constructor(private readonly options: RichOptions) {}

  async enriched(nodes: readonly MarkupNode[]): Promise<MarkupNode[]> {
    const result: MarkupNode[] = [];
    for (const node of nodes) {
      if (isElement(node)) result.push(...(await this.#element(node)));
      else if (this.options.searchesText) result.push(...(await this.#text(node)));
      else result.push(node);
    }
    return result;
  }

  async #element(element: MarkupElement): Promise<MarkupNode[]> {
    const { tag, attributes, children } = element;
    if (tag === "pre") return [await this.#code(element)];
    const { [FORMULA_ATTRIBUTE]: mark, ...others } = attributes;
    if (mark !== undefined) {
      const formula = await this.#formula(textContent(children));
      return [...(tag === "var" ? [formula] : [createElement(tag, [formula], others)])];
    }
    if (tag === "code" || tag === "kbd" || tag === "samp") return [element];
    return [{ ...element, children: await this.enriched(children) }];
  }

  async #text(text: string): Promise<MarkupNode[]> {
    const parts = formulasInText(text);
    return Promise.all(parts.map((part) => (part.isFormula ? this.#formula(part.text) : part.text)));
  }

  async #formula(written: string): Promise<MarkupNode> {
    const formula = this.options.hasFormulas ? formulaOf(written) : null;
    return (formula && (await this.#typeset(formula))) ?? written;
  }

  async #typeset(formula: Formula): Promise<MarkupElement | null> {
    this.#formulasLeft -= 1;
    return this.#formulasLeft < 0 ? null : typeset(formula);
  }

  /** The tree has one `code` in each `pre`. */
  async #code(pre: MarkupElement): Promise<MarkupElement> {
    const [code] = pre.children;
    if (!isElement(code)) return pre;
    const { [FENCE_ATTRIBUTE]: mark, ...attributes } = code.attributes;
    const language = attributes.class?.replace(/^language-/, "") ?? "";
    const text = textContent(code.children);
    const math = language === "math" ? await this.#typeset({ tex: text.trim(), isDisplayed: true }) : null;
    if (math !== null) return createElement("p", [math], idOf(pre));
    this.#codeLeft -= text.length;
    const coloured = this.#codeLeft < 0 || language === "" ? null : await highlighted(text, language);
    const info = fenceInfo(mark === undefined ? "" : valueOfMark(mark));
    const hasLines = info.marked.length > 0 || info.firstNumber !== null;
    const nodes = coloured ?? code.children;
    const lines = hasLines ? codeInLines(nodes, info) : null;
    return createElement("pre", [createElement("code", lines ?? nodes, attributes)], pre.attributes);
  }
}

const idOf = ({ attributes: { id } }: MarkupElement): Record<string, string> => (id === undefined ? {} : { id });
