// Where a post stands in its series, with all parts of it.
import { encodePath } from "../../../site-path.js";
import type { PageContext, PostView } from "../../theme.js";
import { PostLink } from "./bits.js";

export interface SeriesBoxProps {
  entry: NonNullable<PostView["post"]["seriesEntry"]>;
  page: PageContext;
}

export function SeriesBox({ entry, page: { words, locale } }: SeriesBoxProps) {
  const { position, total, series } = entry;
  return (
    <aside class="series-box" aria-label={words.series} lang={locale}>
      <p>
        <span class="label">{words.series}</span> <a href={encodePath(series.path)}>{series.title}</a>
        <span class="place">{words.part(position, total)}</span>
      </p>
      <ol>
        {series.entries.map(({ position: at, post }) => (
          <li key={post.id} aria-current={at === position ? "true" : undefined}>
            {at === position ? <span lang={post.locale}>{post.title}</span> : <PostLink post={post} />}
          </li>
        ))}
      </ol>
    </aside>
  );
}
