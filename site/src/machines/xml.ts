// Writes XML 1.0. Characters that XML does not allow, such as the control characters in old posts, are left out, because a single one makes a whole
// document unreadable.

export type XmlAttributes = Readonly<Record<string, string | null>>;

export interface XmlElement {
  name: string;
  /** Those that are null are left out. */
  attributes: XmlAttributes;
  children: readonly XmlChild[];
}

/** A part of a document that is XML already, for lists of thousands, of which elements would be too many objects. */
export class WrittenXml {
  constructor(readonly xml: string) {}
}

/** A text, or nothing. */
export type XmlChild = XmlElement | WrittenXml | string | null;

const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
/** Parsers read a carriage return as a line feed, and white space in attributes as spaces, unless they are written as references. */
const SPECIAL_IN_TEXT = /[&<>\r]/g;
const SPECIAL_IN_ATTRIBUTES = /[&<>"\t\n\r]/g;
const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

const reference = (character: string): string => REFERENCES[character] ?? "";

export function xml(name: string, attributes: XmlAttributes, ...children: readonly XmlChild[]): XmlElement {
  return { name, attributes, children };
}

export function xmlDocument(root: XmlElement): string {
  const parts: string[] = ['<?xml version="1.0" encoding="utf-8"?>\n'];
  write(root, parts);
  parts.push("\n");
  return parts.join("");
}

export function xmlText(text: string): string {
  return text.replace(NOT_IN_XML, "").replace(SPECIAL_IN_TEXT, reference);
}

function xmlAttribute(value: string): string {
  return value.replace(NOT_IN_XML, "").replace(SPECIAL_IN_ATTRIBUTES, reference);
}

function write(child: XmlChild, parts: string[]): void {
  if (child === null) return;
  if (typeof child === "string") {
    parts.push(xmlText(child));
    return;
  }
  if (child instanceof WrittenXml) {
    parts.push(child.xml);
    return;
  }
  parts.push("<", child.name);
  for (const [name, value] of Object.entries(child.attributes)) {
    if (value !== null) parts.push(" ", name, '="', xmlAttribute(value), '"');
  }
  if (child.children.length === 0) {
    parts.push("/>");
    return;
  }
  parts.push(">");
  for (const below of child.children) write(below, parts);
  parts.push("</", child.name, ">");
}
