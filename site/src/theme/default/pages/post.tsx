// The page of a post: the text, its place in a series, and the ways on.

import { encodePath } from "../../../site-path.js";
import type { PageContext, PostView, ThemePages } from "../../theme.js";
import { Day, DOT, Names, Picture, PostLink, TagSign } from "../parts/bits.js";
import { BodyText } from "../parts/body-text.js";
import { Comments } from "../parts/comments.js";
import { Contents } from "../parts/contents.js";
import { headOf } from "../parts/head-of.js";
import { SeriesBox } from "../parts/series-box.js";

type Post = PostView["post"];

export const Post: ThemePages["Post"] = (view, page) => {
  const { post } = view;
  const { parts } = page.theme;
  const markdown = `${encodePath(post.path)}.md`;
  const text = { locale: post.locale, isArticle: true, hasText: true };
  const head = { ...headOf(post.seo, page), ...text, markdown, translations: translationsOf(post) };
  return (
    <parts.Layout frame={view} page={page} head={head}>
      <article class="post">
        <PostHead post={post} page={page} />
        {post.seriesEntry !== null && <SeriesBox entry={post.seriesEntry} page={page} />}
        <Contents headings={post.body.tableOfContents} page={page} />
        <BodyText html={post.body.html} page={page} />
      </article>
      <div class="after" lang={page.locale}>
        <Tags post={post} page={page} />
        <Authors post={post} page={page} />
        <Neighbours post={post} page={page} />
        <Related post={post} page={page} />
        {view.comments !== null && <Comments comments={view.comments} count={post.commentCount} page={page} />}
      </div>
    </parts.Layout>
  );
};

/** The post in all its languages, as search engines want to know them; none if there is one language only. */
function translationsOf({ path, locale, translations }: Post) {
  return translations.length === 0 ? [] : [{ path, locale }, ...translations];
}

/** The names of languages in themselves, each of which leads to the translation. */
function Translations({ post }: { post: Post }) {
  return (
    <>
      {post.translations.map(({ locale, title, path }) => (
        <>
          {DOT}
          <a href={encodePath(path)} lang={locale} hreflang={locale} title={title}>
            {languageName(locale)}
          </a>
        </>
      ))}
    </>
  );
}

function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}

interface PostProps {
  post: Post;
  page: PageContext;
}

function PostHead({ post, page }: PostProps) {
  return (
    <header class="post-head">
      <h1>{post.title}</h1>
      <p class="meta" lang={page.locale}>
        <Day at={post.publishedAt} page={page} />
        {post.publishedAt !== null && DOT}
        <Names of={post.authors} page={page} />
        {post.categories.length > 0 && DOT}
        <Names of={post.categories} page={page} />
        {DOT}
        {page.words.minutes(post.body.readingTimeMinutes)}
        <Updated post={post} page={page} />
        <Translations post={post} />
        {post.commentCount > 0 && (
          <>
            {DOT}
            <a href="#comments">{page.words.comments(post.commentCount)}</a>
          </>
        )}
      </p>
      {post.cover !== null && (
        <Picture className="cover" picture={post.cover} sizes="(min-width: 48em) 46em, 100vw" isFirst />
      )}
    </header>
  );
}

/** The day of the last change, if it is a later one. */
function Updated({ post: { publishedAt, updatedAt }, page: { dates, words } }: PostProps) {
  const day = dates.day(updatedAt);
  if (publishedAt === null || updatedAt < publishedAt || day === dates.day(publishedAt)) return null;
  return (
    <>
      {DOT}
      <time dateTime={updatedAt}>{words.updated(day)}</time>
    </>
  );
}

function Tags({ post: { tags }, page: { words } }: PostProps) {
  if (tags.length === 0) return null;
  return (
    <nav aria-label={words.tags}>
      <ul class="tags">
        {tags.map(({ name, path }) => (
          <li key={path}>
            <a href={encodePath(path)} rel="tag">
              <TagSign />
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Authors({ post: { authors }, page: { words } }: PostProps) {
  const known = authors.filter(({ bio, avatar }) => bio !== null || avatar !== null);
  if (known.length === 0) return null;
  return (
    <section class="authors" aria-label={words.aboutAuthor}>
      {known.map(({ name, path, bio, avatar }) => (
        <div key={path}>
          {avatar !== null && <Picture className="avatar" picture={{ ...avatar, alt: "" }} sizes="4rem" />}
          <p>
            <a href={encodePath(path)} rel="author">
              {name}
            </a>
            {bio !== null && <span>{bio}</span>}
          </p>
        </div>
      ))}
    </section>
  );
}

function Neighbours({ post: { adjacent }, page: { words } }: PostProps) {
  const { previous, next } = adjacent;
  if (previous === null && next === null) return null;
  return (
    <nav class="neighbours" aria-label={words.neighbours}>
      {previous !== null && (
        <p class="previous">
          <span>{words.previousPost}</span>
          <PostLink post={previous} />
        </p>
      )}
      {next !== null && (
        <p class="next">
          <span>{words.nextPost}</span>
          <PostLink post={next} />
        </p>
      )}
    </nav>
  );
}

function Related({ post: { related }, page }: PostProps) {
  if (related.length === 0) return null;
  return (
    <section class="related">
      <h2>{page.words.related}</h2>
      <ul class="titles">
        {related.map(({ post }) => (
          <li key={post.id}>
            <PostLink post={post} />
            <Day at={post.publishedAt} page={page} />
          </li>
        ))}
      </ul>
    </section>
  );
}
