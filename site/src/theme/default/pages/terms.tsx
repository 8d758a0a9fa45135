// The pages of categories, tags, authors and series.
import { encodePath } from "../../../site-path.js";
import type { CategoryView, PageContext, ThemePages } from "../../theme.js";
import { Picture } from "../parts/bits.js";
import { headOf } from "../parts/head-of.js";
import { ListHead } from "../parts/list-head.js";
import { TeaserList } from "../parts/teaser-list.js";

export const Category: ThemePages["Category"] = (view, page) => {
  const { parts } = page.theme;
  const { name, description, postCount, ancestors, children, posts, seo, path } = view.category;
  const above = [{ name: page.words.categories, path: "/categories" }, ...ancestors];
  return (
    <parts.Layout frame={view} page={page} head={{ ...headOf(seo, page), feedsOf: path }}>
      <ListHead title={name} page={page} above={above} description={description} count={postCount}>
        <Below of={children} page={page} />
      </ListHead>
      <TeaserList posts={posts.nodes} page={page} />
    </parts.Layout>
  );
};

function Below({ of, page: { words } }: { of: CategoryView["category"]["children"]; page: PageContext }) {
  if (of.length === 0) return null;
  return (
    <nav aria-label={words.belowCategory}>
      <ul class="tags">
        {of.map(({ name, path, postCount }) => (
          <li key={path}>
            <a href={encodePath(path)}>
              {name} <span class="count">{postCount}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export const Tag: ThemePages["Tag"] = (view, page) => {
  const { parts } = page.theme;
  const { name, postCount, posts, seo, path } = view.tag;
  const above = [{ name: page.words.tags, path: "/tags" }];
  return (
    <parts.Layout frame={view} page={page} head={{ ...headOf(seo, page), feedsOf: path }}>
      <ListHead title={name} page={page} above={above} count={postCount} />
      <TeaserList posts={posts.nodes} page={page} />
    </parts.Layout>
  );
};

export const Author: ThemePages["Author"] = (view, page) => {
  const { parts } = page.theme;
  const { name, bio, avatar, postCount, posts, seo, path } = view.author;
  const above = [{ name: page.words.authors, path: "/authors" }];
  return (
    <parts.Layout frame={view} page={page} head={{ ...headOf(seo, page), feedsOf: path }}>
      {avatar !== null && <Picture className="portrait" picture={{ ...avatar, alt: "" }} sizes="6rem" isFirst />}
      <ListHead title={name} page={page} above={above} description={bio} count={postCount} />
      <TeaserList posts={posts.nodes} page={page} />
    </parts.Layout>
  );
};

export const Series: ThemePages["Series"] = (view, page) => {
  const { parts } = page.theme;
  const { title, description, postCount, entries, seo, path } = view.series;
  const above = [{ name: page.words.series, path: "/series" }];
  return (
    <parts.Layout frame={view} page={page} head={{ ...headOf(seo, page), feedsOf: path }}>
      <ListHead title={title} page={page} above={above} description={description} count={postCount} />
      <TeaserList posts={entries.map(({ post }) => post)} page={page} />
    </parts.Layout>
  );
};
