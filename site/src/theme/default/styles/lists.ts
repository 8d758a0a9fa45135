// Lists of posts and of terms, the search, and the ways from page to page.
export const LISTS = `
.intro{margin-bottom:clamp(2rem,6vw,3.5rem)}
.intro p,.list-head p{text-wrap:balance;color:var(--soft);margin-top:.75rem;max-width:38em}
.list-head{margin-bottom:2.5rem}
.list-head :is(.count,.tags){font-size:.85rem;margin-top:1rem}
.list-head p.count{margin-top:.5rem}
.portrait{width:6rem;height:6rem;object-fit:cover;border-radius:50%;margin-bottom:1.25rem}
.terms p{flex:100%;color:var(--soft);font-size:.9rem}
.terms .level-1{margin-inline-start:1.5rem}
.terms .level-2{margin-inline-start:3rem}
.terms :is(.level-3,.level-4){margin-inline-start:4.5rem}
.year{margin-bottom:2.5rem}
.year h2{font-size:1.4rem;margin-bottom:.25rem}
.label{font:.85rem var(--sans);color:var(--soft);margin-bottom:.5rem}
.facets{display:grid;gap:1.25rem;margin-bottom:2rem}
.failure p{margin-top:1rem}
.found a{text-decoration-color:currentcolor}
.found{color:var(--soft);font-size:.9rem;margin-bottom:.5rem}
.results{list-style:none;display:grid;gap:2rem;margin-top:1.75rem}
.results h2{font-size:1.3rem}
.results p{margin-top:.35rem}
.results code{display:block;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--box);padding:.6em .9em;border-radius:.35rem;font:.8rem/1.6 var(--mono)}

.teasers{display:grid;gap:clamp(2.25rem,5vw,3.25rem)}
.teaser{display:grid;gap:.5rem}
.teaser :is(h2,h3){font-size:clamp(1.3rem,1.15rem + .7vw,1.6rem)}
.excerpt{color:color-mix(in srgb,var(--ink) 86%,var(--paper))}
@media (min-width:52em){
.teaser{grid-template-columns:8.5rem minmax(0,1fr);column-gap:1.5rem}
.teaser>*{grid-column:2}
.teaser>.when{grid-column:1;grid-row:1;padding-top:.45rem}
main>:not(.teasers){margin-inline-start:10rem}
}
.paging{display:flex;justify-content:space-between;gap:1rem;margin-top:3.5rem;padding-top:1.25rem;border-top:1px solid var(--rule)}
.paging [rel=next]{margin-inline-start:auto}
.paging a{text-decoration:none;font-weight:600}
.paging [rel=prev]::before{content:"← " / ""}
.paging [rel=next]::after{content:" →" / ""}
.tags .count{font-size:.85em}
.tags .chosen{background:var(--ink);color:var(--paper)}
.search-form{display:flex;flex-wrap:wrap;gap:.5rem;margin-block:1rem 2rem}
.search-form label{flex:100%;font-size:.85rem;color:var(--soft)}
.search-form :is(input,button){font:inherit;line-height:1.4;padding:.5em .9em;border-radius:.4rem;border:1px solid light-dark(#948b7d,#7d766b);background:var(--paper);color:inherit;min-width:0}
.search-form input{flex:1}
.search-form button{background:var(--ink);color:var(--paper);border-color:var(--ink);font-weight:600;cursor:pointer}
`;
