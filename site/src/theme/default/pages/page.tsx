// A page of the content, such as “About”.
import { encodePath } from "../../../site-path.js";
import type { ThemePages } from "../../theme.js";
import { Picture } from "../parts/bits.js";
import { BodyText } from "../parts/body-text.js";
import { Contents } from "../parts/contents.js";
import { headOf } from "../parts/head-of.js";

export const Page: ThemePages["Page"] = (view, page) => {
  const { content } = view;
  const { parts } = page.theme;
  const markdown = `${encodePath(content.path)}.md`;
  const head = { ...headOf(content.seo, page), markdown, locale: content.locale, hasText: true };
  return (
    <parts.Layout frame={view} page={page} head={head}>
      <article class="post">
        <header class="post-head">
          {content.parent !== null && (
            <nav class="crumbs" aria-label={page.words.breadcrumbs}>
              <a href={encodePath(content.parent.path)}>{content.parent.title}</a>
            </nav>
          )}
          <h1>{content.title}</h1>
          {content.cover !== null && (
            <Picture className="cover" picture={content.cover} sizes="(min-width: 48em) 46em, 100vw" isFirst />
          )}
        </header>
        <Contents headings={content.body.tableOfContents} page={page} />
        <BodyText html={content.body.html} page={page} />
      </article>
      {content.children.length > 0 && (
        <nav class="after" aria-label={page.words.below}>
          <ul class="titles">
            {content.children.map(({ title: below, path }) => (
              <li key={path}>
                <a href={encodePath(path)}>{below}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </parts.Layout>
  );
};
