// The metadata for search engines of a working copy, with the same fallbacks as that of a post.
import { generateExcerpt } from "../../../platform/markup/excerpt.js";
import { webPage } from "../../seo/json-ld.js";
import { Seo } from "../../seo/seo.type.js";
import { articleFacts } from "../seo/structured-post.js";
import { DEFAULT_EXCERPT_LENGTH } from "../writing/post-record.js";
import { renderedCopy } from "./rendered-copy.js";
import type { WorkingCopy } from "./working-copy.type.js";

interface SeoOptions {
  /** Whether the description is selected, which may follow from the text. */
  needsDescription: boolean;
  responseBytes: number;
}

export function seoOfCopy(copy: WorkingCopy, options: SeoOptions): Promise<Seo> | Seo {
  const written = copy.seoDescription ?? copy.excerpt;
  if (!options.needsDescription || written !== null) return seoWith(copy, written ?? "");
  return renderedCopy(copy, options.responseBytes).then(({ summary }) =>
    seoWith(copy, generateExcerpt(summary, DEFAULT_EXCERPT_LENGTH)),
  );
}

function seoWith(copy: WorkingCopy, storedExcerpt: string): Seo {
  const { title, cover, seoTitle, seoDescription, seoImage, canonicalUrl, noIndex, basePath, slug } = copy;
  const values = {
    title,
    cover,
    seoTitle,
    seoDescription,
    seoImage,
    canonicalUrl,
    noIndex,
    storedExcerpt,
    path: basePath + slug,
  };
  return Seo.written(values, (_, page) => [
    copy.owner === "post" ? articleFacts(page, title, copy.locale) : webPage(page, copy.locale),
  ]);
}
