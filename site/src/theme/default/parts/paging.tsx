// The ways to the pages before and after this one of a list.
import type { PageContext } from "../../theme.js";

export function Paging({ page }: { page: PageContext }) {
  const { newer, older, words } = page;
  if (newer === null && older === null) return null;
  return (
    <nav class="paging" aria-label={words.pages}>
      {newer !== null && (
        <a rel="prev" href={newer}>
          {words.newer}
        </a>
      )}
      {older !== null && (
        <a rel="next" href={older}>
          {words.older}
        </a>
      )}
    </nav>
  );
}
