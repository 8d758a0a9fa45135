// Rewrites an SVG picture: it is parsed as strict XML, and only what the allow-list names is written again. What could run, request or hide
// something is left out; what would change the look of the picture if it were left out is refused.
import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import { embeddedPictureComplaint } from "./embedded-picture.js";
import {
  isSvgAttribute,
  isSvgId,
  PRESENTATION_ATTRIBUTES,
  REFERRING_ELEMENTS,
  referencesIn,
  SVG_ELEMENTS,
  TEXT_ELEMENTS,
  UNWRAPPED_ELEMENTS,
} from "./svg-allow-list.js";
import { drawnElements, type SvgElement, writeSvg } from "./svg-tree.js";

export type RewrittenSvg =
  | { isOk: true; svg: string; width: number; height: number }
  | { isOk: false; message: string };

export const SVG_LIMITS = { bytes: 1_048_576, depth: 64, elements: 20_000, drawnElements: 100_000 };

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const XLINK_NAMESPACE = "http://www.w3.org/1999/xlink";
const DEFAULT_SIZE = { width: 300, height: 150 };
const MAX_SIZE = 16_384;

class SvgRefusal extends Error {}

export function rewriteSvg(bytes: Uint8Array): RewrittenSvg {
  try {
    if (bytes.length > SVG_LIMITS.bytes)
      throw new SvgRefusal(`The SVG picture has more than ${SVG_LIMITS.bytes} bytes.`);
    const root = new SvgReader().read(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (drawnElements(root) > SVG_LIMITS.drawnElements) {
      throw new SvgRefusal("The elements of the SVG picture refer to each other too often.");
    }
    const { width, height } = sizeOf(root);
    root.attributes.set("width", String(width)).set("height", String(height));
    const attributes = new Map([["xmlns", SVG_NAMESPACE], ...root.attributes]);
    return { isOk: true, svg: writeSvg({ ...root, attributes }), width, height };
  } catch (error) {
    return {
      isOk: false,
      message: error instanceof SvgRefusal ? error.message : "The SVG picture is not well-formed XML in UTF-8.",
    };
  }
}

class SvgReader {
  #root: SvgElement | null = null;
  #elements = 0;
  /** The open elements; null for one whose children go to the one before it. */
  readonly #open: (SvgElement | null)[] = [];
  /** Open elements within one that is left out with all its content. */
  #skipped = 0;

  read(text: string): SvgElement {
    const parser = new SaxesParser({ xmlns: true });
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("doctype", (doctype) => {
      if (doctype.includes("["))
        throw new SvgRefusal("SVG pictures with entities or declarations of their own are not accepted.");
    });
    parser.on("opentag", (tag) => this.#openElement(tag));
    parser.on("closetag", () => this.#closeElement());
    parser.on("text", (part) => this.#addText(part));
    parser.on("cdata", (part) => this.#addText(part));
    parser.write(text).close();
    if (this.#root === null)
      throw new SvgRefusal("The root of the picture must be an svg element of the SVG namespace.");
    return this.#root;
  }

  #openElement(tag: SaxesTagNS): void {
    this.#elements += 1;
    const { depth, elements } = SVG_LIMITS;
    if (this.#elements > elements) throw new SvgRefusal(`The SVG picture has more than ${elements} elements.`);
    if (this.#open.length + this.#skipped >= depth)
      throw new SvgRefusal(`The SVG picture is nested more than ${depth} deep.`);
    const isSvg = tag.uri === SVG_NAMESPACE;
    if (isSvg && tag.local === "style" && this.#skipped === 0) {
      throw new SvgRefusal(
        "The SVG picture has a style element. Export it with presentation attributes or style attributes instead.",
      );
    }
    const isRoot = this.#open.length === 0;
    if (
      this.#skipped > 0 ||
      !isSvg ||
      !(SVG_ELEMENTS.has(tag.local) || UNWRAPPED_ELEMENTS.has(tag.local)) ||
      (isRoot && tag.local !== "svg")
    ) {
      this.#skipped += 1;
    } else if (UNWRAPPED_ELEMENTS.has(tag.local)) {
      this.#open.push(null);
    } else {
      this.#add(elementOf(tag));
    }
  }

  #add(element: SvgElement): void {
    const parent = this.#parent();
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
    this.#open.push(element);
  }

  #closeElement(): void {
    if (this.#skipped > 0) this.#skipped -= 1;
    else this.#open.pop();
  }

  #addText(text: string): void {
    const parent = this.#parent();
    if (this.#skipped === 0 && parent !== undefined && TEXT_ELEMENTS.has(parent.name)) parent.children.push(text);
  }

  #parent(): SvgElement | undefined {
    return this.#open.findLast((element) => element !== null) ?? undefined;
  }
}

function elementOf({ local, attributes }: SaxesTagNS): SvgElement {
  const element: SvgElement = { name: local, attributes: new Map(), references: [], children: [] };
  const declarations: [string, string][] = [];
  for (const attribute of Object.values(attributes)) {
    if (attribute.name === "style") declarations.push(...declarationsOf(attribute.value));
    else if (isHref(attribute)) addHref(element, attribute.value.trim());
    else if (attribute.prefix === "" || attribute.prefix === "xml")
      addAttribute(element, attribute.name, attribute.value);
  }
  // A style attribute takes precedence over the attribute of the same name.
  for (const [name, value] of declarations) if (PRESENTATION_ATTRIBUTES.has(name)) addAttribute(element, name, value);
  return element;
}

function isHref({ local, prefix, uri }: SaxesAttributeNS): boolean {
  return local === "href" && (prefix === "" || uri === XLINK_NAMESPACE);
}

function declarationsOf(style: string): [string, string][] {
  return style.split(";").flatMap((declaration) => {
    const colon = declaration.indexOf(":");
    if (colon < 0) return [];
    const value = declaration.slice(colon + 1).replace(/!\s*important\s*$/i, "");
    return [[declaration.slice(0, colon).trim().toLowerCase(), value.trim()] satisfies [string, string]];
  });
}

function addAttribute(element: SvgElement, name: string, value: string): void {
  if (!isSvgAttribute(name) || (name === "id" && !isSvgId(value))) return;
  const references = referencesIn(value);
  if (references === null) return;
  element.attributes.set(name, value);
  element.references.push(...references);
}

function addHref(element: SvgElement, value: string): void {
  if (REFERRING_ELEMENTS.has(element.name) && value.startsWith("#") && isSvgId(value.slice(1))) {
    element.attributes.set("href", value);
    element.references.push(value.slice(1));
  }
  if (element.name !== "image" || !value.startsWith("data:")) return;
  const complaint = embeddedPictureComplaint(value);
  if (complaint === "") element.attributes.set("href", value);
  else if (complaint !== null) throw new SvgRefusal(complaint);
}

/** From the attributes of the root, or else from its viewBox, in whole pixels. */
function sizeOf({ attributes }: SvgElement): { width: number; height: number } {
  const [, , boxWidth = Number.NaN, boxHeight = Number.NaN] = (attributes.get("viewBox") ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = pixels(attributes.get("width"));
  const height = pixels(attributes.get("height"));
  const ratio = boxWidth > 0 && boxHeight > 0 ? boxWidth / boxHeight : null;
  if (width !== null && height !== null) return bounded(width, height);
  if (ratio === null) return bounded(width ?? DEFAULT_SIZE.width, height ?? DEFAULT_SIZE.height);
  if (width !== null) return bounded(width, width / ratio);
  return height !== null ? bounded(height * ratio, height) : bounded(boxWidth, boxHeight);
}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
};

function pixels(length: string | undefined): number | null {
  const [, number, unit = ""] = /^\s*\+?(\d*\.?\d+)(px|pt|pc|mm|cm|in)?\s*$/.exec(length ?? "") ?? [];
  const value = Number(number) * (UNITS[unit] ?? Number.NaN);
  return value > 0 ? value : null;
}

function bounded(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, MAX_SIZE / width, MAX_SIZE / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
