// The form of the search, which works without scripts.
import type { PageContext } from "../../theme.js";

export function SearchForm({ page: { words }, query }: { page: PageContext; query: string }) {
  return (
    <search>
      <form class="search-form" action="/search" method="get">
        <label for="q">{words.searchLabel}</label>
        <input
          id="q"
          name="q"
          type="search"
          value={query}
          maxLength={200}
          required
          autocomplete="off"
          enterkeyhint="search"
        />
        <button type="submit">{words.search}</button>
      </form>
    </search>
  );
}
