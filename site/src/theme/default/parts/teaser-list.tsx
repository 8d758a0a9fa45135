// The posts of a list, with the ways to its other pages.
import type { TeaserFragment } from "../../../__generated__/graphql.js";
import type { PageContext } from "../../theme.js";

export function TeaserList({ posts, page }: { posts: readonly TeaserFragment[]; page: PageContext }) {
  const { parts } = page.theme;
  return (
    <>
      <div class="teasers">
        {posts.map((post) => (
          <parts.Teaser key={post.id} post={post} page={page} />
        ))}
      </div>
      {posts.length === 0 && <p>{page.words.noPosts}</p>}
      <parts.Paging page={page} />
    </>
  );
}
