// What differs for readers who ask for more contrast or for motion, and on paper.
export const MEDIA = `
@media (prefers-contrast:more){:root{--ink:light-dark(#000,#fff);--soft:light-dark(#2b2722,#dcd6cc);--rule:currentcolor;--paper:light-dark(#fff,#000)}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{
:root{color-scheme:light;font-size:11pt}
.menu,.site-foot,.skip,.contents,.paging,.neighbours,.related,.tags,.search-form,.comments{display:none}
.site-head{border:0}
.bar{padding:0}
main{padding:0}
.reading main,.post,.after{max-width:none;display:block}
.code-block{white-space:pre-wrap;border:1px solid #ccc;margin-inline:0;padding:1em}
.prose a[href^=http]::after{content:" (" attr(href) ")";font-size:.8em;overflow-wrap:anywhere}
:is(h1,h2,h3,h4){break-after:avoid}
:is(figure,table,blockquote,.code-block){break-inside:avoid-page}
}
`;
