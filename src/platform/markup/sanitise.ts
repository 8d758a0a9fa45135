// Sanitises every body by an allow-list before anything else reads it: the tree is built of what is allowed while the HTML is parsed, so
// that nothing else ever is in it. The allow-list and its rules are in `sanitising`.
import { Parser } from "htmlparser2";
import { decodePercent } from "../../lib/text.js";
import { replaceMathMl } from "./mathml.js";
import { limitNesting, MAX_NESTING } from "./nesting.js";
import { ALLOWED, type AttributeRule, HIDDEN_TAGS } from "./sanitising/allow-list.js";
import { applyElementRule } from "./sanitising/element-rules.js";
import { tidy } from "./tidy.js";
import {
  appendText,
  createElement,
  type MarkupElement,
  type MarkupNode,
  parseMarkup,
  serialiseMarkup,
} from "./tree.js";

/** Never throws. Elements that are not on the list lose their tags, and also their text if it is not prose. */
export function sanitisedTree(html: string): MarkupNode[] {
  return tidy(allowedTree(limitNesting(replaceMathMl(html))));
}

/** Idempotent: sanitising the result again does not change it, because the tree is well-formed. */
export function sanitise(html: string): string {
  return serialiseMarkup(sanitisedTree(html));
}

function allowedTree(html: string): MarkupNode[] {
  const builder = new AllowedTreeBuilder(writtenFragments(html));
  new Parser(builder).end(html);
  const { children } = builder.root;
  // Without the elements between them, elements may close others, so that the result would change if it were parsed again.
  return builder.isWellFormed ? children : parseMarkup(serialiseMarkup(children));
}

/** An opening tag closes an element of these around it, as HTML demands. Of the elements that are allowed. */
const P = new Set(["p"]);
const CLOSED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ..."h1 h2 h3 h4 h5 h6 p div section blockquote pre hr figure figcaption details address ul ol dl table"
    .split(" ")
    .map((tag): [string, ReadonlySet<string>] => [tag, P]),
  ["li", new Set(["li"])],
  ["dt", new Set(["dt", "dd"])],
  ["dd", new Set(["dt", "dd"])],
  ["rt", new Set(["rt", "rp"])],
  ["rp", new Set(["rt", "rp"])],
  ["tr", new Set(["tr", "th", "td"])],
  ["th", new Set(["th"])],
  ["td", new Set(["thead", "th", "td"])],
  ["tbody", new Set(["thead", "tbody"])],
  ["tfoot", new Set(["thead", "tbody"])],
]);

/** The decoded fragments of the links within the body. */
function writtenFragments(html: string): ReadonlySet<string> {
  const links = html.matchAll(/\shref\s{0,9}=\s{0,9}(?:"#([^"<>]{1,500})"|'#([^'<>]{1,500})'|#([^\s"'<>]{1,500}))/gi);
  return new Set(Array.from(links, ([, double, single, bare]) => decodePercent(double ?? single ?? bare ?? "")));
}

/** Receives the parser's events, in which each opening tag has a closing one. */
class AllowedTreeBuilder {
  readonly root = createElement("");
  isWellFormed = true;
  /** For each open element of the source, the element of the result that its content belongs to. */
  readonly #open: MarkupElement[] = [];
  #current: MarkupElement = this.root;
  /** The number of open elements from a hidden one on. */
  #hidden = 0;

  constructor(private readonly fragments: ReadonlySet<string>) {}

  onopentag(name: string, written: Record<string, string>): void {
    if (this.#hidden > 0) {
      this.#hidden++;
      return;
    }
    const { tag, attributes } = applyElementRule(name, written);
    const rules = this.#open.length < MAX_NESTING ? ALLOWED.get(tag) : undefined;
    if (rules === undefined && HIDDEN_TAGS.has(tag)) {
      this.#hidden = 1;
      return;
    }
    this.#open.push(this.#current);
    if (rules === undefined) {
      this.#keepPlace(attributes.id);
      return;
    }
    if (CLOSED_BY.get(tag)?.has(this.#current.tag)) this.isWellFormed = false;
    const element = createElement(tag, [], allowedAttributes(attributes, rules));
    this.#current.children.push(element);
    this.#current = element;
  }

  /** The place of an element that loses its tags, if a link leads to it. */
  #keepPlace(id: string | undefined): void {
    if (id !== undefined && this.fragments.has(id)) this.#current.children.push(createElement("wbr", [], { id }));
  }

  ontext(text: string): void {
    if (this.#hidden === 0) appendText(this.#current.children, text);
  }

  onclosetag(): void {
    if (this.#hidden > 0) this.#hidden--;
    else this.#current = this.#open.pop() ?? this.root;
  }
}

function allowedAttributes(
  written: Record<string, string>,
  rules: ReadonlyMap<string, AttributeRule>,
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name in written) {
    const value = rules.get(name)?.(written[name] ?? "") ?? null;
    if (value !== null) attributes[name] = value;
  }
  return attributes;
}
