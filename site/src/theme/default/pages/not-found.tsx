// The page at a path where nothing is, with what the reader may have looked for.
import { encodePath } from "../../../site-path.js";
import type { ThemePages } from "../../theme.js";
import { SearchForm } from "../parts/search-form.js";

export const NotFound: ThemePages["NotFound"] = (view, page) => {
  const { parts } = page.theme;
  const { words } = page;
  const head = { title: words.notFound, description: words.notFoundText, noIndex: true };
  return (
    <parts.Layout frame={view} page={page} head={head}>
      <header class="list-head">
        <h1>{words.notFound}</h1>
        <p>{words.notFoundText}</p>
      </header>
      <SearchForm page={page} query={view.words} />
      {view.suggestions.length > 0 && (
        <section>
          <h2 class="label">{words.suggestions}</h2>
          <ul class="titles">
            {view.suggestions.map(({ title, path }) => (
              <li key={path}>
                <a href={encodePath(path)}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </parts.Layout>
  );
};
