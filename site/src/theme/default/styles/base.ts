// Colours, fonts by language, and the frame of all pages.
export const BASE = `
:root{
color-scheme:light dark;
--paper:light-dark(#fcfbf8,#181715);
--box:light-dark(#f5f1e9,#22201d);
--ink:light-dark(#24211d,#e2ddd4);
--soft:light-dark(#5d564c,#b0a99d);
--rule:light-dark(#e4ded3,#36322d);
--accent:light-dark(#94301d,#f19a82);
--mark:light-dark(#fbe6ae,#54451a);
--space:clamp(1.25rem,5vw,2.5rem);
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","Noto Sans Mono CJK SC",monospace;
background:var(--paper);
color:var(--ink);
font-size:clamp(1.0625rem,.98rem + .3vw,1.1875rem);
-webkit-text-size-adjust:none;
text-autospace:normal;
overflow-wrap:break-word;
line-break:strict;
}
[lang]{
--sans-of:"Noto Sans CJK KR",system-ui,sans-serif;
--serif-of:"Noto Serif CJK KR",serif;
--leading:1.6;
--sans:-apple-system,"Segoe UI",Roboto,"Noto Sans",var(--sans-of);
--serif:"Iowan Old Style",Palatino,"Palatino Linotype",P052,Georgia,var(--serif-of);
font-family:var(--sans);
line-height:var(--leading);
}
[lang]:lang(zh){--sans-of:"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;--serif-of:"Songti SC","Noto Serif CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
[lang]:is(:lang(zh-Hant),:lang(zh-TW),:lang(zh-HK),:lang(zh-MO)){--sans-of:"PingFang TC","Noto Sans CJK TC","Microsoft JhengHei",sans-serif;--serif-of:"Songti TC","Noto Serif CJK TC","PingFang TC","Microsoft JhengHei",sans-serif}
[lang]:lang(ja){--sans-of:"Hiragino Sans","Noto Sans CJK JP","Yu Gothic",Meiryo,sans-serif;--serif-of:"Hiragino Mincho ProN","Noto Serif CJK JP","Yu Mincho",sans-serif}
[lang]:lang(ko){--sans-of:"Apple SD Gothic Neo","Noto Sans CJK KR","Malgun Gothic",sans-serif;--serif-of:AppleMyungjo,"Noto Serif CJK KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif;word-break:keep-all}
[lang]:is(:lang(zh),:lang(ja),:lang(ko)){--leading:1.8}
*,::before,::after{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column}
main{flex:1;width:100%;max-width:calc(56rem + 2*var(--space));margin-inline:auto;padding:clamp(2rem,6vw,4rem) var(--space) 4rem}
h1,h2,h3,h4,h5,h6{font-family:var(--serif);font-weight:700;line-height:1.3;margin:0;text-wrap:balance}
:is(h1,h2,h3,h4,h5,h6):lang(ja){word-break:auto-phrase}
h1{font-size:clamp(1.75rem,1.3rem + 2vw,2.5rem);letter-spacing:-.01em}
:is(h1,h2):is(:lang(zh),:lang(ja),:lang(ko)){letter-spacing:0;line-height:1.4}
p{margin:0;text-wrap:pretty}
a{color:inherit;text-decoration:underline 1px transparent;text-underline-offset:.22em}
a:hover{color:var(--accent);text-decoration-color:currentcolor}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
::selection{background:var(--mark);color:var(--ink)}
mark{background:var(--mark);color:inherit;border-radius:.15em;padding-inline:.08em}
img{max-width:100%;height:auto}
ul,ol{padding:0;margin:0}
time{text-autospace:no-autospace}
time,.count{font-variant-numeric:tabular-nums}
.skip{position:absolute;top:0;left:0;z-index:2;padding:.6em 1em;background:var(--paper);translate:0 -120%}
.skip:focus{translate:0}
.preview{background:var(--mark);padding:.6em var(--space);text-align:center;font-size:.85rem}
.site-head{border-bottom:1px solid var(--rule);font-size:.9rem}
.bar{position:relative;display:flex;flex-wrap:wrap;align-items:baseline;gap:.35rem 2rem;max-width:calc(56rem + 2*var(--space));margin-inline:auto;padding:1.1rem var(--space)}
.brand{font:700 1.25rem/1.4 var(--serif);margin-inline-end:auto;display:flex;align-items:center;gap:.5em}
.logo{height:1.8em;width:auto}
.menu{
list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;
a,summary{color:var(--soft);text-decoration:none;display:inline-block;padding-block:.25rem;cursor:pointer}
:is(a,summary):hover{color:var(--accent)}
[aria-current]{color:var(--ink);box-shadow:inset 0 -2px var(--accent)}
summary{list-style:none}
summary::after{content:" ▾" / ""}
summary::-webkit-details-marker{display:none}
details ul{position:absolute;inset-inline:var(--space);z-index:2;list-style:none;padding:.5rem 1rem;background:var(--paper);border:1px solid var(--rule);border-radius:.4rem;box-shadow:0 .5rem 1.5rem #0002}
@media (min-width:46em){
details{position:relative}
details ul{inset-inline:auto 0;min-width:max-content}
}
}
.meta{color:var(--soft);font-size:.85rem;line-height:1.6}
.titles{list-style:none;display:grid}
.titles li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1.5rem;padding-block:.55rem;border-bottom:1px solid var(--rule)}
.titles li>a{flex:1 1 16em}
.titles time,.titles .count{color:var(--soft);font-size:.85rem;line-height:2}
.tags{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem}
.tags a{display:block;padding:.15em .8em;border-radius:2em;background:var(--box);text-decoration:none;font-size:.85rem}
.tags span{color:var(--soft)}
.crumbs ol{list-style:none;display:flex;flex-wrap:wrap}
.crumbs li+li::before{content:"/";margin-inline:.5em;color:var(--rule)}
.crumbs{font-size:.85rem;color:var(--soft);margin-bottom:.5rem}
.site-foot{
border-top:1px solid var(--rule);padding:2rem var(--space);font-size:.85rem;color:var(--soft);
}
.site-foot>*{max-width:56rem;margin-inline:auto}
.site-foot p{margin-top:1rem}
`;
