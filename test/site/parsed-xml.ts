// Reads an XML document strictly, with namespaces. Throws if it is not well-formed.
import { SaxesParser } from "saxes";

export interface ParsedElement {
  name: string;
  attributes: Record<string, string>;
  /** Of the element itself, without those below it. */
  text: string;
  children: ParsedElement[];
}

/** The elements of the document, the root first, in the order of their starts. */
export function parsedXml(document: string): ParsedElement[] {
  const all: ParsedElement[] = [];
  const open: ParsedElement[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([attribute, { value }]) => [attribute, value]);
    const element = { name, attributes: Object.fromEntries(values) as Record<string, string>, text: "", children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
    all.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(document).close();
  return all;
}

/** The texts of the elements of this name. */
export function textsOf(elements: readonly ParsedElement[], name: string): string[] {
  return elements.filter((element) => element.name === name).map(({ text }) => text);
}

/** The only child of this name. */
export function childOf({ name: parent, children }: ParsedElement, name: string): ParsedElement {
  const [child, second] = children.filter((element) => element.name === name);
  if (child === undefined || second !== undefined) throw new Error(`Expected one ${name} in ${parent}.`);
  return child;
}
