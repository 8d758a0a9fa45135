// Content that is stored beside a post, in a revision or a working copy, as the input of a change, so that it passes the same checks.
import { encodeGlobalId, type NodeType } from "../../../platform/graphql/global-id.js";
import { inputOfImage } from "../../images/image.inputs.js";
import type { Image } from "../../images/image.js";
import type { ContentInput } from "./post-input.js";

/** What authors set of a post, without its text. */
export interface StoredContent {
  title: string;
  /** Null derives the slug from the title. */
  slug: string | null;
  writtenExcerpt: string | null;
  locale: string | null;
  authorIds: readonly string[];
  categoryIds: readonly string[];
  tagIds: readonly string[];
  cover: Image | null;
  seoTitle: string | null;
  seoDescription: string | null;
  seoImage: Image | null;
  canonicalUrl: string | null;
  noIndex: boolean;
}

export function inputOfContent(content: StoredContent) {
  return {
    title: content.title,
    slug: content.slug,
    excerpt: content.writtenExcerpt,
    locale: content.locale,
    authorIds: globalIds("Author", content.authorIds),
    categoryIds: globalIds("Category", content.categoryIds),
    tagIds: globalIds("Tag", content.tagIds),
    cover: content.cover && inputOfImage(content.cover),
    seo: {
      title: content.seoTitle,
      description: content.seoDescription,
      image: content.seoImage && inputOfImage(content.seoImage),
      canonicalUrl: content.canonicalUrl,
      noIndex: content.noIndex,
    },
  } satisfies ContentInput;
}

const globalIds = (type: NodeType, uuids: readonly string[]): string[] =>
  uuids.map((uuid) => encodeGlobalId(type, uuid));
