// The MathML that browsers may receive: the presentation elements of MathML Core with their attributes. None of them contains HTML, loads
// anything or leads anywhere: no `annotation-xml`, no `semantics`, no `href`, no event handlers, no styles.
import { isElement, type MarkupElement, type MarkupNode } from "../tree.js";

/** The whole value of an attribute. */
type ValueRule = RegExp;
type Rules = Readonly<Record<string, ValueRule>>;

const LENGTH = /^[+-]?\d{0,4}(?:\.\d{1,6})?(?:em|ex|px|pt|%)?$/;
const TRUTH = /^(?:true|false)$/;
const NUMBER = /^[+-]?\d{1,3}$/;
/** Of Temml, those that the stylesheet knows. */
const MATH_CLASSES = /^tml-(?:left|right|small|sml-pad|med-pad|lrg-pad)$/;
/** What Temml writes as styles, which a strict content security policy forbids, becomes classes. */
const STYLES: readonly (readonly [style: RegExp, name: string])[] = [
  [/padding-left:0(?:em|pt)/, "math-no-pad-left"],
  [/padding-right:0(?:em|pt)/, "math-no-pad-right"],
  [/border-left:[^;]*solid/, "math-line-left"],
  [/border-right:[^;]*solid/, "math-line-right"],
  [/border-top:[^;]*solid/, "math-line-above"],
  [/border-bottom:[^;]*solid/, "math-line-below"],
  [/border:1px solid/, "math-box"],
];
/** The element menclose is no part of MathML Core. */
const ENCLOSED: Readonly<Record<string, string>> = { bottom: "math-line-below", top: "math-line-above" };

const GLOBAL: Rules = {
  dir: /^(?:ltr|rtl)$/,
  displaystyle: TRUTH,
  scriptlevel: NUMBER,
  mathvariant: /^normal$/,
};

const OPERATOR: Rules = {
  form: /^(?:prefix|infix|postfix)$/,
  fence: TRUTH,
  separator: TRUTH,
  stretchy: TRUTH,
  symmetric: TRUTH,
  largeop: TRUTH,
  movablelimits: TRUTH,
  lspace: LENGTH,
  rspace: LENGTH,
  minsize: LENGTH,
  maxsize: LENGTH,
};

const SPACE: Rules = { width: LENGTH, height: LENGTH, depth: LENGTH };
const CELL: Rules = { rowspan: NUMBER, columnspan: NUMBER };

/** The elements that contain text alone: in HTML, elements of HTML could be in them. */
const TOKENS: Readonly<Record<string, Rules>> = {
  mi: {},
  mn: {},
  mo: OPERATOR,
  ms: {},
  mtext: {},
  mspace: SPACE,
};

const CONTAINERS: Readonly<Record<string, Rules>> = {
  mrow: {},
  mstyle: {},
  merror: {},
  mphantom: {},
  mfrac: { linethickness: LENGTH },
  msqrt: {},
  mroot: {},
  mpadded: { ...SPACE, lspace: LENGTH, voffset: LENGTH },
  msub: {},
  msup: {},
  msubsup: {},
  munder: { accentunder: TRUTH },
  mover: { accent: TRUTH },
  munderover: { accent: TRUTH, accentunder: TRUTH },
  mmultiscripts: {},
  mprescripts: {},
  mtable: {},
  mtr: {},
  mtd: CELL,
};

/** Browsers stop nesting elements at 512. */
const MAX_DEPTH = 100;

/** What is allowed of the children of `math`; null if they are nested too deeply. */
export function allowedMath(nodes: readonly MarkupNode[], depth = 0): MarkupElement[] | null {
  if (depth > MAX_DEPTH) return null;
  const kept: MarkupElement[] = [];
  for (const node of nodes) {
    // White space between elements; all text is in tokens.
    if (!isElement(node) || isNumberOfEquation(node)) continue;
    const element = allowedElement(node, depth);
    if (element === null) return null;
    kept.push(element);
  }
  return kept;
}

/** Scripts would count and fill them in. */
const isNumberOfEquation = ({ tag, attributes, children }: MarkupElement): boolean =>
  tag === "span" && attributes.class === "tml-eqn" && children.length === 0;

function allowedElement(node: MarkupElement, depth: number): MarkupElement | null {
  const { tag, attributes } = node;
  const token = Object.hasOwn(TOKENS, tag) ? TOKENS[tag] : undefined;
  if (token !== undefined) {
    const text = node.children.filter((child) => !isElement(child) || !isNumberOfEquation(child));
    return text.some(isElement) ? null : { tag, attributes: allowedAttributes(attributes, token), children: text };
  }
  if (tag === "menclose") return enclosed(node, depth);
  const container = Object.hasOwn(CONTAINERS, tag) ? CONTAINERS[tag] : undefined;
  const children = container === undefined ? null : allowedMath(node.children, depth + 1);
  if (container === undefined || children === null) return null;
  return { tag, attributes: allowedAttributes(attributes, container), children };
}

function enclosed({ attributes, children }: MarkupElement, depth: number): MarkupElement | null {
  const notation = attributes.notation ?? "";
  const name = Object.hasOwn(ENCLOSED, notation) ? ENCLOSED[notation] : undefined;
  const inner = name === undefined ? null : allowedMath(children, depth + 1);
  return name === undefined || inner === null ? null : { tag: "mrow", attributes: { class: name }, children: inner };
}

function allowedAttributes(written: Readonly<Record<string, string>>, rules: Rules): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(written)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : Object.hasOwn(GLOBAL, name) ? GLOBAL[name] : undefined;
    if (value !== "" && rule?.test(value)) kept[name] = value;
  }
  const { class: names = "", style = "" } = written;
  const classes = [
    ...names.split(" ").filter((name) => MATH_CLASSES.test(name)),
    ...STYLES.flatMap(([pattern, name]) => (pattern.test(style) ? [name] : [])),
  ];
  return classes.length === 0 ? kept : { ...kept, class: classes.join(" ") };
}
