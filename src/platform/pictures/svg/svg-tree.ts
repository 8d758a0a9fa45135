// The elements of an SVG picture that are let through, as a tree, and how it is written. The weight of the tree counts every
// element as often as references draw it, since few elements that use each other can stand for millions.

export interface SvgElement {
  name: string;
  attributes: Map<string, string>;
  /** The ids of elements that are drawn for this one. */
  references: string[];
  children: (SvgElement | string)[];
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Infinite if an element refers to itself, by whatever detour. */
export function drawnElements(root: SvgElement): number {
  const byId = new Map<string, SvgElement>();
  const collect = (element: SvgElement): void => {
    const id = element.attributes.get("id");
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
    for (const child of element.children) if (typeof child !== "string") collect(child);
  };
  collect(root);
  const weights = new Map<SvgElement, number>();
  const weigh = (element: SvgElement): number => {
    const known = weights.get(element);
    if (known !== undefined) return known;
    // Whoever asks for it before it is known asks from within it.
    weights.set(element, Number.POSITIVE_INFINITY);
    let weight = 1;
    for (const child of element.children) weight += typeof child === "string" ? 0 : weigh(child);
    for (const id of element.references) {
      const target = byId.get(id);
      weight += target === undefined ? 0 : weigh(target);
    }
    weights.set(element, weight);
    return weight;
  };
  return weigh(root);
}

export function writeSvg({ name, attributes, children }: SvgElement): string {
  const written = [...attributes].map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`).join("");
  if (children.length === 0) return `<${name}${written}/>`;
  const content = children.map((child) => (typeof child === "string" ? escaped(child) : writeSvg(child))).join("");
  return `<${name}${written}>${content}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? "");
}
