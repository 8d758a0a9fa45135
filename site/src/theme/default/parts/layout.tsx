// The frame of each page: what its head says, and what stands above and below its content.
import { encodePath } from "../../../site-path.js";
import type { LayoutProps, PageContext, PageHead } from "../../theme.js";
import { absolute } from "./urls.js";

export function Layout({ frame, page, head, children }: LayoutProps) {
  const { site } = frame;
  const { parts, stylesheets } = page.theme;
  const lang = head.locale ?? site.locale;
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{head.title === null ? site.title : `${head.title} – ${site.title}`}</title>
        <Described {...{ frame, page, head }} />
        <Alternates {...{ frame, page, head }} />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#171614" media="(prefers-color-scheme: dark)" />
        {site.icon !== null && <link rel="icon" href={site.icon.url} />}
        <style dangerouslySetInnerHTML={{ __html: head.hasText === true ? stylesheets.texts : stylesheets.lists }} />
        {head.structuredData !== undefined && <StructuredData json={head.structuredData} />}
      </head>
      <body class={head.hasText === true ? "reading" : undefined}>
        <a class="skip" href="#content" lang={page.locale}>
          {page.words.skip}
        </a>
        {page.isPreview && <Banner page={page} />}
        <parts.Header frame={frame} page={page} />
        <main id="content">{children}</main>
        <parts.Footer frame={frame} page={page} />
      </body>
    </html>
  );
}

type HeadProps = Omit<LayoutProps, "children">;

function Described({ frame: { site }, page, head }: HeadProps) {
  const image = head.image ?? site.image;
  const description = head.description || (site.description ?? "");
  return (
    <>
      {description !== "" && <meta name="description" content={description} />}
      {(head.noIndex === true || page.isPreview) && <meta name="robots" content="noindex" />}
      <link rel="canonical" href={head.canonicalUrl ?? page.address} />
      <meta property="og:type" content={head.isArticle === true ? "article" : "website"} />
      <meta property="og:site_name" content={site.title} />
      <meta property="og:title" content={head.title ?? site.title} />
      {description !== "" && <meta property="og:description" content={description} />}
      <meta property="og:url" content={head.canonicalUrl ?? page.address} />
      <meta property="og:locale" content={(head.locale ?? site.locale).replace("-", "_")} />
      {image != null && (
        <>
          <meta property="og:image" content={absolute(image.asset?.url ?? image.url, site.url)} />
          {image.alt !== "" && <meta property="og:image:alt" content={image.alt} />}
          <meta name="twitter:card" content="summary_large_image" />
        </>
      )}
    </>
  );
}

function Alternates({ frame: { site }, page, head }: HeadProps) {
  return (
    <>
      {page.newer !== null && <link rel="prev" href={page.newer} />}
      {page.older !== null && <link rel="next" href={page.older} />}
      {head.feedsOf !== undefined && <Feeds title={`${head.title} – ${site.title}`} path={head.feedsOf} />}
      <Feeds title={site.title} path="" />
      {head.translations?.map(({ path, locale }) => (
        <link key={locale} rel="alternate" hreflang={locale} href={site.url + encodePath(path)} />
      ))}
      {head.markdown !== undefined && <link rel="alternate" type="text/markdown" href={head.markdown} />}
    </>
  );
}

function Feeds({ title, path }: { title: string; path: string }) {
  return (
    <>
      <link rel="alternate" type="application/atom+xml" title={title} href={`${path}/feed.xml`} />
      <link rel="alternate" type="application/feed+json" title={title} href={`${path}/feed.json`} />
    </>
  );
}

/** The content escapes it already; here nothing depends on that. */
function StructuredData({ json }: { json: NonNullable<PageHead["structuredData"]> }) {
  const __html = json.replaceAll("<", "\\u003c");
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html }} />;
}

function Banner({ page: { words, locale } }: { page: PageContext }) {
  return (
    <aside class="preview" lang={locale} aria-label={words.preview}>
      <strong>{words.preview}</strong> {words.previewText}
    </aside>
  );
}
