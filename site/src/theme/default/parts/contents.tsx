// The headings of a text, as links.
import type { PageContext } from "../../theme.js";

export interface ContentsProps {
  headings: readonly { anchor: string; level: number; text: string }[];
  page: PageContext;
}

const FEWEST = 3;

/** Headings of the two highest levels, if there are enough of them. */
export function Contents({ headings, page: { words, locale } }: ContentsProps) {
  const top = Math.min(...headings.map(({ level }) => level));
  const shown = headings.filter(({ level }) => level <= top + 1);
  if (shown.length < FEWEST) return null;
  return (
    <details class="contents">
      <summary lang={locale}>{words.contents}</summary>
      <nav aria-label={words.contents}>
        <ol>
          {shown.map(({ anchor, level, text }) => (
            <li key={anchor} class={level > top ? "lower" : undefined}>
              <a href={`#${encodeURIComponent(anchor)}`}>{text}</a>
            </li>
          ))}
        </ol>
      </nav>
    </details>
  );
}
