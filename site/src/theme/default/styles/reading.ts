// The page of a text: its head, what it is a part of, and what follows it.
export const READING = `
.reading main{max-width:none;font-size:1em}
.post,.after{max-width:38em;margin-inline:auto}
.post-head{margin-bottom:2.5rem}
.post-head .meta{margin-top:1rem}
.cover{display:block;width:100%;margin-top:2rem;border-radius:.5rem}
.series-box{
background:var(--box);border-radius:.5rem;padding:1.1rem 1.4rem;margin-bottom:2rem;font-size:.9rem;
.label,.place{color:var(--soft);font-size:.85em}
.place{display:block}
p a{font-weight:600}
ol{padding-inline-start:1.6em;margin-top:.5rem}
[aria-current]{font-weight:600}
}
.contents{
margin-bottom:2rem;font-size:.9rem;
summary{cursor:pointer;color:var(--soft)}
ol{list-style:none;padding-top:.5rem}
li{padding-block:.2rem;line-height:1.5}
.lower{padding-inline-start:1.2em}
a{color:var(--soft);text-decoration:none}
a:hover{color:var(--accent)}
}
@media (min-width:78em){
.post{max-width:none;display:grid;grid-template-columns:minmax(0,1fr) minmax(0,38em) minmax(0,1fr);column-gap:3rem}
.post>*{grid-column:2}
.contents{grid-column:3;grid-row:2/span 2;position:sticky;top:2rem;align-self:start;max-width:17rem;max-height:calc(100vh - 4rem);overflow:auto;font-size:.82rem;border-inline-start:1px solid var(--rule);padding-inline-start:1.25rem}
.contents::details-content{content-visibility:visible;height:auto}
.contents summary{list-style:none}
}
.after{display:grid;grid-template-columns:minmax(0,1fr);gap:2.5rem;margin-top:3.5rem}
.authors{
display:grid;gap:1.25rem;border-top:1px solid var(--rule);padding-top:2rem;
>div{display:flex;gap:1rem;align-items:flex-start}
a{font-weight:600;display:block}
span{color:var(--soft);font-size:.9rem}
}
.avatar{width:3.5rem;height:3.5rem;object-fit:cover;border-radius:50%}
.neighbours{
display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));border-block:1px solid var(--rule);padding-block:1.5rem;
span{display:block;font-size:.85rem;color:var(--soft)}
.next{text-align:end;grid-column:-2}
}
.related h2{font-size:1.15rem;margin-bottom:.5rem}
.comments{
border-top:1px solid var(--rule);padding-top:2rem;
h2{font-size:1.15rem}
ol{list-style:none}
li{margin-top:1.75rem;scroll-margin-top:1rem}
ol ol{padding-inline-start:1.25rem;border-inline-start:2px solid var(--rule)}
strong{color:var(--ink)}
pre{overflow-x:auto}
.prose{font-size:.94em;margin-top:.35rem}
.prose>*{margin-bottom:.8em}
li:target>.meta{background:var(--mark)}
}
`;
