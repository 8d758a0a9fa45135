// The module of the worker thread of an import: renders bodies and computes the search vectors of their posts from the text at hand.
import { type SearchDocument, type SearchVectors, vectorsOf } from "../../../content/search/index/search-document.js";
import type { RenderedBody } from "../../../platform/markup/body.js";
import { type RenderJob, renderJob } from "../../../platform/markup/worker/render-worker.js";

/** What a post is found by besides its body. */
export type IndexedFields = Pick<SearchDocument, "title" | "terms" | "seriesAndAuthors">;

export interface BatchJob extends RenderJob {
  /** Null if the post is not indexed. */
  indexed: IndexedFields | null;
}

/** The vectors of a post, with the fields from which they were computed. */
export interface VectorsOfFields extends SearchVectors {
  fields: IndexedFields;
}

export interface DerivedContent {
  rendered: RenderedBody;
  vectors: VectorsOfFields | null;
}

export const deriveAll = (jobs: readonly BatchJob[]): DerivedContent[] => jobs.map(deriveContent);

export const deriveContent = (job: BatchJob): DerivedContent => withVectors(renderJob(job), job.indexed);

export function withVectors(rendered: RenderedBody, indexed: IndexedFields | null): DerivedContent {
  return { rendered, vectors: indexed === null ? null : { ...vectorsOfBody(rendered, indexed), fields: indexed } };
}

export function vectorsOfBody({ tableOfContents, text }: RenderedBody, fields: IndexedFields): SearchVectors {
  return vectorsOf({ ...fields, headings: tableOfContents.map((heading) => heading.text), text });
}
