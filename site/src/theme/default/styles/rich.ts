// The classes of rich HTML: coloured code, formulas, tables that scroll, and the colours of pictures that are not there yet.

const COLOURS = `
:root{
--code-ground:var(--box);
--code-marked:light-dark(#fbe9bb,#42381d);
--code-added:light-dark(#dcefd9,#1d3524);
--code-removed:light-dark(#fbe0dc,#43211f);
--code-ink:var(--ink);
--code-soft:var(--soft);
--code-keyword:light-dark(#9b2335,#f7959c);
--code-string:light-dark(#2c5e34,#a8d29f);
--code-number:light-dark(#7a4700,#ebc27a);
--code-title:light-dark(#2d4b8a,#a4c1f5);
--code-name:light-dark(#0b5a66,#86d2d9);
--code-variable:light-dark(#85380a,#f3ae80);
}
`;

const BLOCKS = `
.code-block{overflow-x:auto;margin-inline:calc(-1*var(--space));padding:1em var(--space);background:var(--code-ground);color:var(--code-ink);font:.84em/1.65 var(--mono);white-space:pre;tab-size:4;text-autospace:no-autospace;hanging-punctuation:none}
@media (min-width:46em){.code-block{margin-inline:-1.4em;padding:1.1em 1.4em;border-radius:.5rem}}
.prose li>.code-block,.prose blockquote>.code-block{margin-inline:0;padding-inline:1em;border-radius:.4rem}
.prose .code-block>code{display:inline-block;min-width:100%;padding:0;background:none;font:inherit;overflow-wrap:normal}
.code-line{display:inline-block;width:100%}
.code-line:empty::after{content:"\\200b"}
.marked-line{background:var(--code-marked);box-shadow:-1.4em 0 var(--code-marked),1.4em 0 var(--code-marked)}
.code-line[data-number]::before{content:attr(data-number) / "";display:inline-block;min-width:2em;margin-inline-end:1em;text-align:end;color:var(--code-soft);user-select:none}
.hljs-addition{background:var(--code-added)}
.hljs-deletion{background:var(--code-removed)}
.hljs-emphasis{font-style:italic}
.hljs-strong,.hljs-section{font-weight:600}
.hljs-subst{color:var(--code-ink)}
math{font-family:"Cambria Math","STIX Two Math","Noto Sans Math",math;font-style:normal;font-size:1.05em;text-indent:0;letter-spacing:normal;word-spacing:normal}
.formula-scroll{display:block;overflow:auto hidden;padding-block:.25em}
.tml-left{text-align:-webkit-left}
.tml-right{text-align:-webkit-right}
.tml-small{font-size:.8em}
.tml-sml-pad{padding-left:.05em}
.tml-med-pad{padding-left:.1em}
.tml-lrg-pad{padding-left:.15em}
.math-no-pad-left{padding-left:0}
.math-no-pad-right{padding-right:0}
.math-line-left{border-left:.06em solid}
.math-line-right{border-right:.06em solid}
.math-line-above{border-top:.06em solid}
.math-line-below{border-bottom:.06em solid}
.math-box{border:1px solid;padding:.25em}
.table-scroll{overflow-x:auto;max-width:100%}
.prose .table-scroll>table{min-width:100%}
.heading-anchor{margin-inline-start:.35em;text-decoration:none;opacity:0;user-select:none}
.heading-anchor::before{content:"#" / ""}
:is(h1,h2,h3,h4,h5,h6):hover>.heading-anchor{opacity:.6}
`;

/** The classes of highlight.js by the colour that they have. */
const CODE: Readonly<Record<string, string>> = {
  soft: "comment quote meta",
  keyword: "keyword doctag template-tag selector-pseudo",
  string: "string regexp link char.escape_ code",
  number: "number literal symbol bullet attr attribute selector-attr selector-class selector-id",
  title: "title section type formula",
  name: "name selector-tag tag addition",
  variable: "variable template-variable built_in property deletion",
};

/** The colours of the places of pictures. */
const TINTS: Readonly<Record<string, string>> = {
  black: "#26282b",
  grey: "#83878d",
  silver: "#c4c7cc",
  white: "#f1f2f4",
  red: "#a8544a",
  orange: "#b98052",
  yellow: "#c2ad62",
  green: "#6b915f",
  teal: "#56908e",
  blue: "#5580ad",
  purple: "#85699f",
  pink: "#b06f8d",
};

const classesOf = ([colour, names]: [string, string]): string =>
  `:is(${names
    .split(" ")
    .map((name) => `.hljs-${name}`)
    .join(",")}){color:var(--code-${colour})}`;

export const RICH = [
  COLOURS,
  BLOCKS,
  ...Object.entries(CODE).map(classesOf),
  ...Object.entries(TINTS).map(([name, colour]) => `.tint-${name}{background:${colour}}`),
].join("\n");
