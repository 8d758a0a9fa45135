// The style of the classes in rich HTML, for front ends to link or to copy. Colours are variables, so that a theme can set its own; text keeps
// a contrast of at least 4.5 in both schemes.
import { TINTS } from "../../platform/pictures/tints.js";

/** The variables by their names without `--`, for light and dark grounds. */
export const CODE_COLOURS: Readonly<Record<"light" | "dark", Readonly<Record<string, string>>>> = {
  light: {
    "code-ground": "#f6f8fa",
    "code-marked": "#fff4c2",
    "code-added": "#dcf7e3",
    "code-removed": "#ffe9e7",
    "code-ink": "#24292f",
    "code-soft": "#57606a",
    "code-keyword": "#b01d2b",
    "code-string": "#0a3069",
    "code-number": "#0550ae",
    "code-title": "#6639ba",
    "code-name": "#116329",
    "code-variable": "#8a3700",
  },
  dark: {
    "code-ground": "#161b22",
    "code-marked": "#3a331c",
    "code-added": "#12331f",
    "code-removed": "#421a1c",
    "code-ink": "#e6edf3",
    "code-soft": "#a3acb6",
    "code-keyword": "#ff8f87",
    "code-string": "#a5d6ff",
    "code-number": "#8fcbff",
    "code-title": "#d9b8ff",
    "code-name": "#7ee787",
    "code-variable": "#ffb26b",
  },
};

const variables = (scheme: "light" | "dark"): string =>
  Object.entries(CODE_COLOURS[scheme])
    .map(([name, colour]) => `--${name}:${colour};`)
    .join("");

/** The classes of highlight.js by the variable of their colour. */
export const CODE_CLASSES: Readonly<Record<string, string>> = {
  "code-soft": "comment quote meta",
  "code-keyword": "keyword doctag template-tag selector-pseudo",
  "code-string": "string regexp link char.escape_ code",
  "code-number": "number literal symbol bullet attr attribute selector-attr selector-class selector-id",
  "code-title": "title section type formula",
  "code-name": "name selector-tag tag addition",
  "code-variable": "variable template-variable built_in property deletion",
};

const codeRules = Object.entries(CODE_CLASSES)
  .map(([name, classes]) => {
    const selectors = classes.split(" ").map((each) => `.hljs-${each}`);
    return `${selectors.join(",")}{color:var(--${name})}`;
  })
  .join("\n");

const tintRules = Object.entries(TINTS)
  .map(([name, colour]) => `.tint-${name}{background-color:${colour}}`)
  .join("");

export const RICH_STYLESHEET = `/* Colophon: rich HTML of bodies. data-theme="light" or "dark" on the root element chooses a scheme. */
:root{${variables("light")}}
@media (prefers-color-scheme:dark){:root:not([data-theme="light"]){${variables("dark")}}}
:root[data-theme="dark"]{${variables("dark")}}
.code-block{overflow-x:auto;padding:.875em 1em;border-radius:.375rem;background:var(--code-ground);color:var(--code-ink);font:.875em/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;white-space:pre;tab-size:4;text-autospace:no-autospace}
.code-block>code{display:inline-block;min-inline-size:100%;padding:0;background:none;color:inherit;font:inherit}
.code-block:focus-visible,.table-scroll:focus-visible,.formula-scroll:focus-visible{outline:2px solid;outline-offset:2px}
.code-line{display:inline-block;inline-size:100%}
.code-line:empty::after{content:"\\200b"}
.marked-line{background:var(--code-marked);box-shadow:-1em 0 var(--code-marked),1em 0 var(--code-marked),inset .1875em 0 var(--code-number)}
.code-line[data-number]::before{content:attr(data-number) / "";display:inline-block;min-inline-size:2em;margin-inline-end:1em;text-align:end;color:var(--code-soft);user-select:none}
${codeRules}
.hljs-addition{background:var(--code-added)}
.hljs-deletion{background:var(--code-removed)}
.hljs-emphasis{font-style:italic}
.hljs-strong,.hljs-section{font-weight:600}
.hljs-subst{color:var(--code-ink)}
math{font-family:"Cambria Math","STIX Two Math","Noto Sans Math",math;font-style:normal;text-indent:0;letter-spacing:normal;word-spacing:normal}
math[display="block"]{display:block math}
.formula-scroll{display:block;max-inline-size:100%;overflow-x:auto;overflow-y:hidden;padding-block:.25em}
.tml-left{text-align:left;text-align:-webkit-left}.tml-right{text-align:right;text-align:-webkit-right}.tml-small{font-size:.8em}
.tml-sml-pad{padding-left:.05em}.tml-med-pad{padding-left:.1em}.tml-lrg-pad{padding-left:.15em}
.math-no-pad-left{padding-left:0}.math-no-pad-right{padding-right:0}
.math-line-left{border-left:.06em solid}.math-line-right{border-right:.06em solid}.math-line-above{border-top:.06em solid}.math-line-below{border-bottom:.06em solid}
.math-box{border:1px solid;padding:.25em}
.table-scroll{overflow-x:auto;max-inline-size:100%;margin-block:1em}
.table-scroll>table{margin-block:0}
.table-scroll :is(th,td){min-inline-size:4em}
:where(img[decoding]){max-inline-size:100%;block-size:auto}
${tintRules}
.heading-anchor{margin-inline-start:.35em;color:inherit;text-decoration:none;opacity:0;user-select:none}
.heading-anchor::before{content:"#" / ""}
:is(h1,h2,h3,h4,h5,h6):hover>.heading-anchor{opacity:.6}
@media print{.heading-anchor{display:none}.code-block{white-space:pre-wrap}}
`;
