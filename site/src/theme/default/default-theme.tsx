// The theme that a site has if its owner gives none.
import type { Theme } from "../theme.js";

export const defaultTheme: Theme = {
  version: "1",
  stylesheet: ":root{color-scheme:light dark}",
  pages: {
    Front: ({ site, posts }) => (
      <html lang={site.locale}>
        <head>
          <meta charset="utf-8" />
          <title>{site.title}</title>
          <style dangerouslySetInnerHTML={{ __html: defaultTheme.stylesheet }} />
        </head>
        <body>
          <main>
            <h1>{site.title}</h1>
            {posts.nodes.map((post) => (
              <article key={post.id}>
                <h2>
                  <a href={post.path}>{post.title}</a>
                </h2>
                <p>{post.excerpt}</p>
              </article>
            ))}
          </main>
        </body>
      </html>
    ),
  },
};
