// Structured data as search engines read it: JSON-LD with the terms of schema.org (https://schema.org/docs/documents.html).
import type { Site } from "../site/site.entity.js";

/** An object of schema.org. Properties without a value are left out. */
export interface JsonLd {
  readonly "@type": string;
  readonly [property: string]: unknown;
}

/** What all pages of a site state in the same way. */
export interface DescribedPage {
  /** Canonical, absolute and percent-encoded. */
  url: string;
  title: string;
  description: string;
  /** Absolute; null without a picture. */
  imageUrl: string | null;
  site: Pick<Site, "title" | "url" | "locale">;
  /** The absolute URL of a path of the site. */
  urlOf(path: string): string;
}

/** A step from the front page to a page. */
export interface Breadcrumb {
  name: string;
  url: string;
}

const UNSAFE = /[<>&\u2028\u2029]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Has no character that could end a script element, so that it may be put into one as it is. */
export function jsonLdText(objects: readonly JsonLd[]): string {
  const text = JSON.stringify(
    { "@context": "https://schema.org", "@graph": objects },
    (_, value) => value ?? undefined,
  );
  return text.replace(UNSAFE, escaped);
}

/** The properties of a page of any type. */
export function pageFacts({ url, title, description, imageUrl, site }: DescribedPage) {
  return {
    "@id": url,
    url,
    name: title,
    description: description === "" ? null : description,
    image: imageUrl,
    isPartOf: { "@type": "WebSite", "@id": `${site.url}/`, name: site.title, url: `${site.url}/` },
  };
}

/** The path of the page from the front page, which the list begins with. */
export function breadcrumbList(page: DescribedPage, steps: readonly Breadcrumb[]): JsonLd {
  const { site, title, url } = page;
  const items = [{ name: site.title, url: `${site.url}/` }, ...steps, { name: title, url }];
  return {
    "@type": "BreadcrumbList",
    itemListElement: items.map((step, place) => ({
      "@type": "ListItem",
      position: place + 1,
      name: step.name,
      item: step.url,
    })),
  };
}

/** A page without a type of its own. */
export const webPage = (page: DescribedPage, inLanguage: string): JsonLd => ({
  "@type": "WebPage",
  ...pageFacts(page),
  inLanguage,
});

/** A page that lists posts. */
export function collectionPage(page: DescribedPage, steps: readonly Breadcrumb[] = []): JsonLd[] {
  return [{ "@type": "CollectionPage", ...pageFacts(page), inLanguage: page.site.locale }, breadcrumbList(page, steps)];
}
