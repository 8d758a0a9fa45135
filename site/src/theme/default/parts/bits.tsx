// Small parts that many pages have.
import { Fragment } from "preact";
import type { PostLinkFragment } from "../../../__generated__/graphql.js";
import { encodePath } from "../../../site-path.js";
import type { PageContext } from "../../theme.js";

/** The day of an instant; nothing for a post that never was public. */
export function Day({ at, page }: { at: string | null; page: PageContext }) {
  return at === null ? null : <time dateTime={at}>{page.dates.day(at)}</time>;
}

/** Links with the names of terms or authors, in one line with what follows. */
export function Names({ of, page: { words } }: { of: readonly { name: string; path: string }[]; page: PageContext }) {
  return of.map(({ name, path }, index) => (
    <Fragment key={path}>
      {index > 0 && words.comma}
      <a href={encodePath(path)}>{name}</a>
    </Fragment>
  ));
}

/** Separates parts of a line. */
export const DOT = " · ";

export function PostLink({ post }: { post: PostLinkFragment }) {
  return (
    <a href={encodePath(post.path)} lang={post.locale}>
      {post.title}
    </a>
  );
}

export interface PictureProps {
  picture: { url: string; alt: string; width: number | null; height: number | null; srcset: string | null };
  sizes: string;
  className?: string;
  isFirst?: boolean;
}

export function Picture({ picture, sizes, className, isFirst = false }: PictureProps) {
  const { url, alt, width, height, srcset } = picture;
  return (
    <img
      class={className}
      src={url}
      alt={alt}
      width={width ?? undefined}
      height={height ?? undefined}
      srcset={srcset ?? undefined}
      sizes={srcset === null ? undefined : sizes}
      decoding="async"
      loading={isFirst ? undefined : "lazy"}
      fetchpriority={isFirst ? "high" : undefined}
    />
  );
}

/** The sign before the name of a tag, which is for the eye alone. */
export function TagSign() {
  return <span aria-hidden="true"># </span>;
}
