// A post as the write path takes it: everything a row, its body and its memberships need, with the text already rendered.

import type { MarkupFormat, RenderedBody } from "../../../platform/markup/body.js";
import { generateExcerpt } from "../../../platform/markup/excerpt.js";
import type { Image } from "../../images/image.js";
import type { ExcerptSource, PostState } from "../post.entity.js";

/** The length that is stored ready-made with every post, in graphemes. */
export const DEFAULT_EXCERPT_LENGTH = 200;

export interface PostSeo {
  title: string | null;
  description: string | null;
  canonicalUrl: string | null;
  noIndex: boolean;
}

export interface PostRecord {
  id: string;
  slug: string;
  title: string;
  state: PostState;
  /** RFC 3339, milliseconds; required where PUBLISHED. */
  publishedAt: string | null;
  createdAt: string;
  updatedAt: string;
  locale: string;
  /** Null: generated from the text. */
  writtenExcerpt: string | null;
  authorId: string;
  cover: Image | null;
  seo: PostSeo;
  source: string;
  format: MarkupFormat;
  rendered: RenderedBody;
  /** The first is the main one. */
  categoryIds: readonly string[];
  tagIds: readonly string[];
}

/** A post without its text. */
export type PostHead = Omit<PostRecord, "source" | "format" | "rendered">;

type Excerpted = Pick<PostRecord, "writtenExcerpt"> & { rendered: Pick<RenderedBody, "summary"> };

export function storedExcerpt(record: Excerpted): { excerpt: string; source: ExcerptSource } {
  if (record.writtenExcerpt !== null) return { excerpt: record.writtenExcerpt, source: "WRITTEN" };
  return { excerpt: generateExcerpt(record.rendered.summary, DEFAULT_EXCERPT_LENGTH), source: "GENERATED" };
}
