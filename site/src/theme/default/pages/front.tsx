// The front page.
import type { ThemePages } from "../../theme.js";
import { TeaserList } from "../parts/teaser-list.js";

export const Front: ThemePages["Front"] = (view, page) => {
  const { site, posts } = view;
  const { parts } = page.theme;
  const head = { title: null, description: site.description ?? "", image: site.image };
  return (
    <parts.Layout frame={view} page={page} head={head}>
      <header class="intro">
        <h1>{site.title}</h1>
        {site.description !== null && page.isFirst && <p>{site.description}</p>}
      </header>
      <TeaserList posts={posts.nodes} page={page} />
    </parts.Layout>
  );
};
