// The lists of all categories, tags, authors and series.
import { encodePath } from "../../../site-path.js";
import type { PageContext, ThemePages } from "../../theme.js";
import { TagSign } from "../parts/bits.js";
import { ListHead } from "../parts/list-head.js";

interface Term {
  name: string;
  path: string;
  text: string | null;
  postCount: number;
  /** How many levels it is below the top. */
  depth: number;
}

function Terms({ terms, page: { words } }: { terms: readonly Term[]; page: PageContext }) {
  return (
    <ul class="titles terms">
      {terms.map(({ name, path, text, postCount, depth }) => (
        <li key={path} class={depth === 0 ? undefined : `level-${Math.min(depth, 4)}`}>
          <a href={encodePath(path)}>{name}</a>
          <span class="count">{words.posts(postCount)}</span>
          {text !== null && text !== "" && <p>{text}</p>}
        </li>
      ))}
    </ul>
  );
}

export const Categories: ThemePages["Categories"] = (view, page) => {
  const { parts } = page.theme;
  const title = page.words.categories;
  const terms = view.categories.nodes.map(({ description, slugPath, ...category }) => ({
    ...category,
    text: description,
    depth: slugPath.split("/").length - 1,
  }));
  return (
    <parts.Layout frame={view} page={page} head={{ title, description: "" }}>
      <ListHead title={title} page={page} />
      <Terms terms={terms} page={page} />
      <parts.Paging page={page} />
    </parts.Layout>
  );
};

export const Tags: ThemePages["Tags"] = (view, page) => {
  const { parts } = page.theme;
  const title = page.words.tags;
  return (
    <parts.Layout frame={view} page={page} head={{ title, description: "" }}>
      <ListHead title={title} page={page} />
      <ul class="tags">
        {view.tags.nodes.map(({ name, path, postCount }) => (
          <li key={path}>
            <a href={encodePath(path)}>
              <TagSign />
              {name} <span class="count">{postCount}</span>
            </a>
          </li>
        ))}
      </ul>
      <parts.Paging page={page} />
    </parts.Layout>
  );
};

export const Authors: ThemePages["Authors"] = (view, page) => {
  const { parts } = page.theme;
  const title = page.words.authors;
  const terms = view.authors.nodes.map(({ bio, ...author }) => ({ ...author, text: bio, depth: 0 }));
  return (
    <parts.Layout frame={view} page={page} head={{ title, description: "" }}>
      <ListHead title={title} page={page} />
      <Terms terms={terms} page={page} />
      <parts.Paging page={page} />
    </parts.Layout>
  );
};

export const AllSeries: ThemePages["AllSeries"] = (view, page) => {
  const { parts } = page.theme;
  const title = page.words.series;
  const terms = view.allSeries.nodes.map(({ title: name, description, ...series }) => ({
    ...series,
    name,
    text: description,
    depth: 0,
  }));
  return (
    <parts.Layout frame={view} page={page} head={{ title, description: "" }}>
      <ListHead title={title} page={page} />
      <Terms terms={terms} page={page} />
      <parts.Paging page={page} />
    </parts.Layout>
  );
};
