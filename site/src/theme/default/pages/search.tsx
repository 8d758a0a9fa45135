// The page of the search: the form, and what was found.
import type { SearchQuery } from "../../../__generated__/graphql.js";
import { encodePath } from "../../../site-path.js";
import type { PageContext, SearchView, ThemePages } from "../../theme.js";
import { Day, TagSign } from "../parts/bits.js";
import { Marked } from "../parts/marked.js";
import { SearchForm } from "../parts/search-form.js";

export const SearchStart: ThemePages["SearchStart"] = (view, page) => {
  const { parts } = page.theme;
  const { words } = page;
  const tags = view.tags.nodes;
  return (
    <parts.Layout frame={view} page={page} head={{ title: words.search, description: "" }}>
      <header class="list-head">
        <h1>{words.search}</h1>
      </header>
      <SearchForm page={page} query="" />
      {tags.length > 0 && (
        <section>
          <h2 class="label">{words.allTags}</h2>
          <ul class="tags">
            {tags.map(({ name, path }) => (
              <li key={path}>
                <a href={encodePath(path)}>
                  <TagSign />
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </parts.Layout>
  );
};

export const Search: ThemePages["Search"] = (view, page) => {
  const { parts } = page.theme;
  const { words } = page;
  const { search, sought } = view;
  const title = `${words.search}: ${sought.query}`;
  return (
    <parts.Layout frame={view} page={page} head={{ title, description: "", noIndex: true }}>
      <header class="list-head">
        <h1>{words.search}</h1>
      </header>
      <SearchForm page={page} query={sought.query} />
      <Narrowing view={view} page={page} />
      <p class="found" role="status">
        {search.totalCount === 0 ? words.noResults : words.results(search.totalCount, search.totalCountIsExact)}
      </p>
      <Spelling view={view} page={page} />
      {search.isRelaxed && search.totalCount > 0 && <p class="found">{words.relaxed}</p>}
      <ol class="results">
        {search.edges.map((edge) => (
          <Result key={edge.node.id} edge={edge} page={page} />
        ))}
      </ol>
      <parts.Paging page={page} />
    </parts.Layout>
  );
};

type Edge = SearchQuery["search"]["edges"][number];

function Result({ edge: { node, snippets }, page }: { edge: Edge; page: PageContext }) {
  const title = snippets.find(({ field, text }) => field === "TITLE" && text === node.title);
  return (
    <li lang={node.locale}>
      <h2>
        <a href={encodePath(node.path)}>{title === undefined ? node.title : <Marked snippet={title} />}</a>
      </h2>
      {snippets
        .filter((snippet) => snippet !== title)
        .map((snippet) => (
          <p key={snippet.text}>
            {snippet.field === "CODE" ? (
              <code>
                <Marked snippet={snippet} />
              </code>
            ) : (
              <Marked snippet={snippet} />
            )}
          </p>
        ))}
      <p class="meta" lang={page.locale}>
        <Day at={node.publishedAt} page={page} />
      </p>
    </li>
  );
}

interface SearchProps {
  view: SearchView;
  page: PageContext;
}

function Spelling({ view: { search, sought, addressOf }, page: { words } }: SearchProps) {
  const { didYouMean, isCorrected, originalQuery } = search;
  if (didYouMean === null) return null;
  const searchFor = (query: string) => <a href={addressOf({ ...sought, query, after: null })}>{query}</a>;
  return (
    <p class="found">
      {isCorrected ? words.correctedTo : words.didYouMean}
      {words.colon}
      {searchFor(didYouMean)}
      {originalQuery !== null && (
        <>
          {" · "}
          {words.searchInstead}
          {words.colon}
          {searchFor(originalQuery)}
        </>
      )}
    </p>
  );
}

/** Links that narrow the search, and those that widen it again. */
function Narrowing({ view, page: { words, dates } }: SearchProps) {
  const { search, sought, category, addressOf } = view;
  const { facets } = search;
  const first = { ...sought, after: null };
  const categories = facets.categories.map(({ count, category: { name, slugPath } }) => ({
    ...{ count, name, href: addressOf({ ...first, category: slugPath }) },
  }));
  const years = facets.years.map(({ year, count }) => ({
    ...{ count, name: dates.year(year), href: addressOf({ ...first, year }) },
  }));
  const chosenYear = sought.year === null ? null : dates.year(sought.year);
  return (
    <div class="facets">
      <Facet
        {...{ label: words.categories, options: categories, remove: words.remove }}
        {...{ chosen: category?.name ?? null, without: addressOf({ ...first, category: null }) }}
      />
      <Facet
        {...{ label: words.years, options: years, remove: words.remove }}
        {...{ chosen: chosenYear, without: addressOf({ ...first, year: null }) }}
      />
    </div>
  );
}

interface FacetProps {
  label: string;
  options: readonly { name: string; count: number; href: string }[];
  chosen: string | null;
  /** The search without what is chosen. */
  without: string;
  remove: string;
}

const MOST_OPTIONS = 12;

function Facet({ label, options, chosen, without, remove }: FacetProps) {
  if (chosen === null && options.length === 0) return null;
  return (
    <nav aria-label={label}>
      <h2 class="label">{label}</h2>
      <ul class="tags">
        {chosen !== null && (
          <li>
            <a class="chosen" href={without} aria-label={`${remove}: ${chosen}`}>
              {chosen} ×
            </a>
          </li>
        )}
        {options
          .filter(({ name }) => name !== chosen)
          .slice(0, MOST_OPTIONS)
          .map(({ name, count, href }) => (
            <li key={href}>
              <a href={href} rel="nofollow">
                {name} <span class="count">{count}</span>
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}
