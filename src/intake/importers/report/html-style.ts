// The style of the report's page: light and dark, from 390 pixels to paper, with the fonts of the system.

export const REPORT_STYLE = `
:root { color-scheme: light dark; --back: #fbfaf8; --card: #ffffff; --text: #23211e; --soft: #6b665e; --line: #e4dfd7; --accent: #285e8e;
  --good: #2f6b3c; --warn: #8a5a00; --bad: #a3261d; --code: #f3f0ea; }
@media (prefers-color-scheme: dark) { :root { --back: #191816; --card: #22211e; --text: #e9e5dd; --soft: #a39d92; --line: #3a3732;
  --accent: #8cbbe6; --good: #86c795; --warn: #e2b45c; --bad: #f09389; --code: #2b2926; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC",
  "Hiragino Sans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif; overflow-wrap: anywhere; }
main, header, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .4rem; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; margin: 0 0 .75rem; }
h3 { font-size: 1.1rem; margin: 0; }
h2 small, summary small { color: var(--soft); font-weight: 400; }
p { margin: .5rem 0; }
a { color: var(--accent); }
.soft, small { color: var(--soft); }
.lead { font-size: 1.1rem; max-width: 46rem; }
.badge { display: inline-block; padding: .05rem .55rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .8rem; white-space: nowrap; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem .9rem; }
.tiles b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--soft); font-size: .9rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; padding: 0; margin: 1rem 0; list-style: none; }
main > section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem; margin: 1.25rem 0; }
table { border-collapse: collapse; width: 100%; }
.facts th { text-align: left; font-weight: 600; vertical-align: top; }
th, td { padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
tr:first-child > th, tr:first-child > td { border-top: 0; }
.facts th { width: 9rem; color: var(--soft); }
td.count { text-align: right; font-variant-numeric: tabular-nums; width: 4.5rem; padding-right: 1rem; }
.kinds { table-layout: fixed; } .kinds td:nth-child(2) { width: 45%; }
.kinds td { padding-top: .25rem; padding-bottom: .25rem; }
.group { border-top: 1px solid var(--line); padding: .6rem 0; }
.group:first-of-type { border-top: 0; }
.group > p { margin: 0; }
.group .number { font-variant-numeric: tabular-nums; color: var(--soft); }
details > summary { cursor: pointer; color: var(--soft); font-size: .93rem; padding: .15rem 0; }
details ul, .group > ul { margin: .4rem 0; padding-left: 1.2rem; font-size: .93rem; }
.kinds { margin-top: .4rem; }
article.sample { border-top: 1px solid var(--line); padding: 1.4rem 0; }
article.sample:first-of-type { border-top: 0; padding-top: .25rem; }
.sample-head { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline; }
.sample dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem 1rem; margin: .6rem 0; font-size: .93rem; }
.sample dt { color: var(--soft); } .sample dd { margin: 0; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: .9rem; margin-top: .8rem; }
@media (min-width: 56rem) { .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
.pair h4 { margin: 0 0 .3rem; font-size: .85rem; color: var(--soft); font-weight: 600; }
.box { border: 1px solid var(--line); border-radius: .45rem; padding: .8rem 1rem; max-height: 30rem; overflow: auto; background: var(--back); }
pre.box { margin: 0; font: .85rem/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap; tab-size: 4; }
.result > :first-child { margin-top: 0; } .result > :last-child { margin-bottom: 0; }
.result p.heading { font-weight: 650; line-height: 1.35; margin: 1.1rem 0 .4rem; }
.result .h1 { font-size: 1.35rem; } .result .h2 { font-size: 1.22rem; } .result .h3 { font-size: 1.1rem; }
.result pre { background: var(--code); border-radius: .35rem; padding: .6rem .8rem; overflow: auto; font-size: .85rem; }
.result code { background: var(--code); border-radius: .25rem; padding: .05rem .25rem; font-size: .88em; } .result pre code { padding: 0; font-size: inherit; }
.result blockquote { margin: .8rem 0; padding: 0 0 0 1rem; border-left: 3px solid var(--line); color: var(--soft); }
.result .alert { border-left-color: var(--accent); color: inherit; }
.result figure { margin: .8rem 0; } .result figcaption { color: var(--soft); font-size: .9rem; }
.result table { width: auto; display: block; overflow-x: auto; font-size: .93rem; } .result td, .result th { border: 1px solid var(--line); padding: .25rem .6rem; }
.result ul, .result ol { padding-left: 1.5rem; }
.result .link { color: var(--accent); text-decoration: underline dotted; }
.picture { display: inline-block; max-width: 100%; border: 1px dashed var(--soft); border-radius: .35rem; padding: .35rem .6rem; font-size: .9rem; }
.picture::before { content: "▧ "; color: var(--soft); } .picture small { display: block; }
footer { color: var(--soft); font-size: .9rem; padding-bottom: 3rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 40rem) { main, header, footer { padding-left: .8rem; padding-right: .8rem; } header { padding-top: 1.4rem; } main > section { padding: .9rem; }
  h1 { font-size: 1.5rem; } .tiles { grid-template-columns: repeat(2, 1fr); } .facts th { width: 7.2rem; }
  .kinds tr { display: grid; grid-template-columns: 2.6rem minmax(0, 1fr); border-top: 1px solid var(--line); } .kinds tr:first-child { border-top: 0; }
  .kinds td, .kinds td.count { border-top: 0; width: auto; padding: .15rem .6rem .15rem 0; } .kinds td:nth-child(2) { width: auto; } .kinds td:nth-child(3) { grid-column: 2; }
  .sample dl { grid-template-columns: 6.5rem minmax(0, 1fr); gap: .1rem .6rem; } }
@media print { :root { color-scheme: light; --back: #fff; --card: #fff; --text: #000; --soft: #555; --line: #ccc; --accent: #000; --code: #f4f4f4; } body { font-size: 10pt; }
  main > section { border: 0; padding: 0; } nav { display: none; } .box { max-height: none; overflow: visible; } .pair { grid-template-columns: 1fr 1fr; }
  details::details-content { content-visibility: visible; block-size: auto; } h2, h3, .sample-head { break-after: avoid; } }
`;
