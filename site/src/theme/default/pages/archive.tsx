// The archive: the posts of all years, and those of a year or a month.
import type { PostLinkFragment } from "../../../__generated__/graphql.js";
import { periodPath } from "../../../routes/archive/period.js";
import type { PageContext, ThemePages } from "../../theme.js";
import { Day, PostLink } from "../parts/bits.js";
import { ListHead } from "../parts/list-head.js";

export const Archive: ThemePages["Archive"] = (view, page) => {
  const { parts } = page.theme;
  const { words, dates } = page;
  const title = words.archive;
  const total = view.archive.reduce((sum, { postCount }) => sum + postCount, 0);
  const years = view.archive.map(({ year, postCount }) => ({
    ...{ name: dates.year(year), path: periodPath({ year, month: null }), count: postCount },
  }));
  return (
    <parts.Layout frame={view} page={page} head={{ title, description: "" }}>
      <ListHead title={title} page={page} count={total}>
        <Periods label={words.years} of={years} />
      </ListHead>
      {[...byYear(view.posts.nodes, dates)].map(([year, ofYear]) => (
        <section key={year} class="year">
          <h2>{dates.year(year)}</h2>
          <ul class="titles">
            {ofYear.map((post) => (
              <Titled key={post.id} post={post} page={page} />
            ))}
          </ul>
        </section>
      ))}
      <parts.Paging page={page} />
    </parts.Layout>
  );
};

function byYear(posts: readonly PostLinkFragment[], { yearOf }: PageContext["dates"]): Map<number, PostLinkFragment[]> {
  const years = new Map<number, PostLinkFragment[]>();
  for (const post of posts) {
    const year = yearOf(post.publishedAt ?? "");
    years.set(year, [...(years.get(year) ?? []), post]);
  }
  return years;
}

/** The year stands above it. */
function Titled({ post, page }: { post: PostLinkFragment; page: PageContext }) {
  const { publishedAt } = post;
  return (
    <li>
      <PostLink post={post} />
      {publishedAt !== null && <time dateTime={publishedAt}>{page.dates.dayOfYear(publishedAt)}</time>}
    </li>
  );
}

interface PeriodsProps {
  label: string;
  of: readonly { name: string; path: string; count: number }[];
}

function Periods({ label, of }: PeriodsProps) {
  return (
    <nav aria-label={label}>
      <ul class="tags">
        {of.map(({ name, path, count }) => (
          <li key={path}>
            <a href={path}>
              {name} <span class="count">{count}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export const Period: ThemePages["Period"] = (view, page) => {
  const { parts } = page.theme;
  const { words, dates } = page;
  const { year, month } = view.period;
  const title = month === null ? dates.year(year) : dates.month(year, month);
  const above = [{ name: words.archive, path: "/archive" }];
  if (month !== null) above.push({ name: dates.year(year), path: periodPath({ year, month: null }) });
  const count = view.archive.reduce((sum, { postCount }) => sum + postCount, 0);
  const months = view.archive.flatMap((found) =>
    found.months.map(({ month: each, postCount }) => ({
      ...{ name: dates.month(year, each), path: periodPath({ year, month: each }), count: postCount },
    })),
  );
  return (
    <parts.Layout frame={view} page={page} head={{ title, description: "" }}>
      <ListHead title={title} page={page} above={above} count={count}>
        {month === null && <Periods label={words.months} of={months} />}
      </ListHead>
      <ul class="titles">
        {view.posts.nodes.map((post) => (
          <li key={post.id}>
            <PostLink post={post} />
            <Day at={post.publishedAt} page={page} />
          </li>
        ))}
      </ul>
      <parts.Paging page={page} />
    </parts.Layout>
  );
};
