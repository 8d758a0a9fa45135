// The style of the studio's page.
export const STUDIO_STYLE = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5b6675; --paper: #fff; --ground: #f2f4f7; --line: #cdd4de; --accent: #1f5fbf; --on-accent: #fff; --warn: #a12318; --warn-ground: #fdeceb; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf2; --soft: #a4afbe; --paper: #1b212b; --ground: #11151c; --line: #3a4452; --accent: #8ab4f8; --on-accent: #10151d; --warn: #ffb4ab; --warn-ground: #3b1a17; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 25rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 2rem; box-shadow: 0 8px 30px rgb(0 0 0 / 8%); }
h1 { margin: 0 0 1.5rem; font-size: 0.875rem; letter-spacing: 0.08em; text-transform: uppercase; color: var(--soft); }
h2 { margin: 0 0 1.25rem; font-size: 1.5rem; line-height: 1.2; }
p { margin: 0 0 1rem; }
label { display: block; font-weight: 600; margin-bottom: 0.375rem; }
input { width: 100%; padding: 0.625rem 0.75rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 8px; }
.button { display: block; width: 100%; padding: 0.625rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; color: var(--accent); background: transparent; border: 1px solid var(--accent); border-radius: 8px; cursor: pointer; }
.button.primary, form .button { color: var(--on-accent); background: var(--accent); }
.button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.hint { margin: 0.5rem 0 1rem; font-size: 0.875rem; color: var(--soft); overflow-wrap: anywhere; }
section > .hint { margin: 1.5rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); }
.or { display: flex; align-items: center; gap: 0.75rem; color: var(--soft); font-size: 0.875rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.message { padding: 0.75rem 1rem; border-radius: 8px; color: var(--warn); background: var(--warn-ground); }
code { font: 0.8125rem/1.5 ui-monospace, monospace; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.5rem 1.5rem; margin: 0 0 1.5rem; }
dt { color: var(--soft); }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
[hidden] { display: none; }
`;
