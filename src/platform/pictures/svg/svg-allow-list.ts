// What may be in a served SVG picture: elements, attributes and values that can neither run a script nor request anything, nor keep a browser
// busy. Everything that is not listed here is left out.

const words = (text: string) => text.trim().split(/\s+/);

export const SVG_ELEMENTS: ReadonlySet<string> = new Set(
  words(`
  svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath image marker
  linearGradient radialGradient stop pattern clipPath mask filter
  feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
  feGaussianBlur feMerge feMergeNode feOffset`),
);

/** Elements that are left out while their children stay. */
export const UNWRAPPED_ELEMENTS: ReadonlySet<string> = new Set(["a"]);

/** The elements whose text is shown or read out. */
export const TEXT_ELEMENTS: ReadonlySet<string> = new Set(["text", "tspan", "textPath", "title", "desc"]);

/** The elements that may refer to another element of the picture by `href`. */
export const REFERRING_ELEMENTS: ReadonlySet<string> = new Set(
  words("use textPath linearGradient radialGradient pattern filter"),
);

/** Attributes that a declaration of a `style` attribute can become. */
export const PRESENTATION_ATTRIBUTES: ReadonlySet<string> = new Set(
  words(`
  alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters direction display
  dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family font-size font-size-adjust font-stretch
  font-style font-variant font-weight image-rendering letter-spacing marker-end marker-mid marker-start mask mask-type
  opacity overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
  stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering
  transform-origin unicode-bidi vector-effect visibility word-spacing writing-mode`),
);

const OTHER_ATTRIBUTES: ReadonlySet<string> = new Set(
  words(`
  id x y x1 x2 y1 y2 cx cy r rx ry fx fy fr width height d points pathLength transform viewBox preserveAspectRatio version
  offset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
  clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits markerUnits markerWidth markerHeight refX refY orient
  dx dy rotate textLength lengthAdjust startOffset method spacing side
  in in2 result mode type values tableValues slope intercept amplitude exponent operator k1 k2 k3 k4 stdDeviation edgeMode
  role aria-label aria-hidden xml:space xml:lang`),
);

const FUNCTIONS: ReadonlySet<string> = new Set(
  words("rgb rgba hsl hsla matrix translate translateX translateY scale scaleX scaleY rotate skewX skewY"),
);
const ID = /^[A-Za-z_][\w:.-]{0,99}$/;
const REFERENCE = /^url\(\s*(["']?)#([\w:.-]{1,100})\1\s*\)/;

export function isSvgAttribute(name: string): boolean {
  return PRESENTATION_ATTRIBUTES.has(name) || OTHER_ATTRIBUTES.has(name);
}

export function isSvgId(value: string): boolean {
  return ID.test(value);
}

/** The ids that a value refers to by `url(#…)`; null if the value contains anything else that could lead elsewhere. */
export function referencesIn(value: string): string[] | null {
  // Escapes could hide the name of a function, and so could comments in lenient parsers.
  if (/[\\@]|\/\*|:\/\/|script\s*:|data\s*:/i.test(value)) return null;
  const references: string[] = [];
  for (const match of value.matchAll(/([\w-]*)\(/g)) {
    const name = match[1] ?? "";
    if (name === "" || FUNCTIONS.has(name)) continue;
    const reference = REFERENCE.exec(value.slice(match.index))?.[2];
    if (reference === undefined) return null;
    references.push(reference);
  }
  return references;
}
