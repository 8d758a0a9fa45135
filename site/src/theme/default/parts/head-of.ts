// The head of a page of the content, by what search engines are told about it.
import type { SearchMetaFragment } from "../../../__generated__/graphql.js";
import type { PageContext, PageHead } from "../../theme.js";

/** A page after the first of a list has an address of its own, and says only once what the list is. */
export function headOf(seo: SearchMetaFragment, page: PageContext): PageHead {
  const { title, description, canonicalUrl, noIndex, image, structuredData } = seo;
  const head = { title, description, noIndex, image };
  return page.isFirst ? { ...head, canonicalUrl, structuredData } : head;
}
