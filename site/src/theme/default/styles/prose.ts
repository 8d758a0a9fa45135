// The text itself: paragraphs, headings, quotations, tables and pictures.
export const PROSE = `
:is(code,kbd,samp){font-family:var(--mono);font-size:.86em;text-autospace:no-autospace}
:is(h1,h2,h3,h4,h5,h6) code{font-size:.9em}
.prose{
hanging-punctuation:first allow-end;
>*{margin-block:0 1.25em}
:is(h2,h3,h4,h5,h6){margin-block:2em .7em;scroll-margin-top:1.5rem}
>:first-child{margin-top:0}
h2{font-size:1.5em}
h3{font-size:1.22em}
:is(h4,h5,h6){font-size:1em}
a{color:var(--accent);text-decoration-color:color-mix(in srgb,currentcolor 50%,transparent)}
a:hover{text-decoration-color:currentcolor}
:is(ul,ol){padding-inline-start:1.6em}
li{margin-block:.35em}
li::marker{color:var(--soft)}
li:has(>input[type=checkbox]){list-style:none;margin-inline-start:-1.4em}
li>:is(p,ul,ol,pre,div){margin-block:.5em}
dt{font-weight:600}
dd{margin-inline-start:1.6em}
blockquote{margin-inline:0;padding-inline-start:1.2em;border-inline-start:3px solid var(--rule);color:var(--soft)}
blockquote>*{margin-block:.6em}
:is(em,i,cite,dfn,address):is(:lang(zh),:lang(ja),:lang(ko)){font-style:normal}
em:lang(zh){text-emphasis:dot;text-emphasis-position:under right}
em:is(:lang(ja),:lang(ko)){text-emphasis:dot}
hr{border:0;text-align:center;margin-block:2.5em}
hr::after{content:"· · ·" / "";color:var(--soft)}
:is(figure,video,audio){margin-inline:0;max-width:100%}
img{border-radius:.3rem}
:is(p,figure)>img:only-child{display:block;margin-inline:auto}
figcaption{color:var(--soft);font-size:.85em;text-align:center;margin-top:.5em}
table{border-collapse:collapse;font-size:.9em;line-height:1.55;font-variant-numeric:tabular-nums;border-block:1px solid var(--ink)}
:is(th,td){padding:.5em .9em;text-align:start;vertical-align:top;border-bottom:1px solid var(--rule);min-width:5em}
:is(th,td):first-child{padding-inline-start:.2em}
th{border-bottom-color:var(--ink);font-weight:600}
tbody tr:last-child td{border-bottom:0}
[align=right]{text-align:end}
[align=center]{text-align:center}
:is(code,kbd){background:var(--box);padding:.15em .35em;border-radius:.25em;overflow-wrap:anywhere}
kbd{border:1px solid var(--rule);border-bottom-width:2px}
:is(sup,sub){font-size:.75em;line-height:0}
.footnotes-sep{display:none}
.footnotes{font-size:.88em;border-top:1px solid var(--rule);padding-top:1em;margin-top:3em}
:target{background:var(--mark)}
}
`;
