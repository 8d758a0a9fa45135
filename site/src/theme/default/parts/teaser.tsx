// A post in a list: its date, its title, its excerpt, and who wrote it about what.
import type { TeaserFragment } from "../../../__generated__/graphql.js";
import { encodePath } from "../../../site-path.js";
import type { PageContext } from "../../theme.js";
import { Day, DOT, Names } from "./bits.js";

export interface TeaserProps {
  post: TeaserFragment;
  page: PageContext;
  heading?: "h2" | "h3";
}

export function Teaser({ post, page, heading: Heading = "h2" }: TeaserProps) {
  return (
    <article class="teaser" lang={post.locale}>
      <p class="meta when" lang={page.locale}>
        <Day at={post.publishedAt} page={page} />
      </p>
      <Heading>
        <a href={encodePath(post.path)}>{post.title}</a>
      </Heading>
      <p class="excerpt">{post.excerpt}</p>
      <p class="meta" lang={page.locale}>
        <Names of={post.authors} page={page} />
        {post.categories.length > 0 && DOT}
        <Names of={post.categories} page={page} />
      </p>
    </article>
  );
}
