// The page that a browser gets at the root: what this service is, and where to go from here.
import type { Reply } from "../reply.js";
import { pageReply } from "./page-layout.js";

export interface RootLinks {
  /** The path of the GraphQL endpoint. */
  graphql: string;
  hasPlayground: boolean;
  /** The path of the documentation; null if it is not installed. */
  documentation: string | null;
}

export function rootPage({ graphql, hasPlayground, documentation }: RootLinks): Reply {
  const playground = hasPlayground
    ? `<dt><a href="${graphql}">Playground</a></dt>
<dd>Write queries, run them, and read what each field means.</dd>
`
    : "";
  const docs =
    documentation === null
      ? ""
      : `<dt><a href="${documentation}">Documentation</a></dt>
<dd>Authentication, writing, search, caching, limits, errors and operation of this version.</dd>
`;
  return pageReply({
    title: "Colophon",
    bodyHtml: `<main>
<h1>Colophon</h1>
<p>This is the GraphQL service behind a website. It serves posts, categories, tags, authors, series and search to programs such as the website
itself, apps and site generators.</p>
<dl>
${playground}${docs}<dt>For programs</dt>
<dd>Send queries to <code>${graphql}</code>, by <code>POST</code> as JSON or by <code>GET</code>:
<pre>curl -H 'content-type: application/json' \\
  -d '{"query":"{ site { title } }"}' <var>this address</var>${graphql}</pre></dd>
<dt>For operators</dt>
<dd><a href="/livez"><code>/livez</code></a> says whether the process runs, <a href="/readyz"><code>/readyz</code></a> whether it can respond.</dd>
</dl>
</main>`,
  });
}
