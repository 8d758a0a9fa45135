// The module of the worker thread of an import: renders bodies and computes the search vectors of their posts from the text at hand. Of a
// new post it returns rows as the database takes them, so that the main thread does not handle its texts.
import { type BodyLayout, type EncodedBody, encodeBody } from "../../../content/posts/body/encoded-body.js";
import { indexRow } from "../../../content/search/index/bulk/index-row.js";
import {
  indexedBody,
  type SearchDocument,
  type SearchVectors,
  vectorsOf,
} from "../../../content/search/index/search-document.js";
import type { RenderedBody } from "../../../platform/markup/body.js";
import { type RenderJob, renderJob } from "../../../platform/markup/worker/render-worker.js";
import { otherPictureHosts } from "../files/picture-hosts.js";

/** What a post is found by besides its body. */
export type IndexedFields = Pick<SearchDocument, "title" | "terms" | "seriesAndAuthors">;

/** What the rows of a new post contain that is known before its body is rendered. */
export interface RowFacts {
  postId: string;
  visibleFrom: string;
  hasFormulas?: boolean | undefined;
}

export interface BatchJob extends RenderJob {
  /** Null if the post is not indexed. */
  indexed: IndexedFields | null;
  /** Null if the post replaces one that is stored; then the rendered body itself is returned. */
  row: RowFacts | null;
}

export interface BatchTask {
  jobs: readonly BatchJob[];
  layout: BodyLayout;
}

/** The vectors of a post, with the fields from which they were computed. */
export interface VectorsOfFields extends SearchVectors {
  fields: IndexedFields;
}

interface PictureFacts {
  /** The hosts of its pictures that are not on the old site. */
  pictureHosts: readonly string[];
}

export interface DerivedContent extends PictureFacts {
  rendered: RenderedBody;
  vectors: VectorsOfFields | null;
}

/** The rows of a new post. */
export interface EncodedContent extends PictureFacts {
  body: EncodedBody;
  indexRow: Uint8Array | null;
}

export type BatchContent = DerivedContent | EncodedContent;

export const deriveAll = ({ jobs, layout }: BatchTask): BatchContent[] => jobs.map((job) => deriveContent(job, layout));

export const deriveContent = (job: BatchJob, layout: BodyLayout): BatchContent =>
  derivedContent(job, renderJob(job), layout);

export function derivedContent(job: BatchJob, rendered: RenderedBody, layout: BodyLayout): BatchContent {
  const { indexed, row, source, format } = job;
  const vectors = indexed === null ? null : vectorsOfBody(rendered, indexed);
  const pictureHosts = otherPictureHosts(rendered.html, job.options.siteUrl);
  if (row === null) {
    const ofFields = vectors === null || indexed === null ? null : { ...vectors, fields: indexed };
    return { rendered, vectors: ofFields, pictureHosts };
  }
  return {
    body: encodeBody({ id: row.postId, source, format, rendered, hasFormulas: row.hasFormulas }, layout),
    indexRow: vectors === null ? null : indexRow({ ...row, title: indexed?.title ?? "" }, vectors),
    pictureHosts,
  };
}

export const vectorsOfBody = (rendered: RenderedBody, fields: IndexedFields): SearchVectors =>
  vectorsOf({ ...fields, ...indexedBody(rendered) });
