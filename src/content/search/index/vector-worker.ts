// Entry point of the worker thread that makes vectors.
import { type SearchDocument, type SearchVectors, vectorsOf } from "./search-document.js";

export function vectorsOfAll(documents: readonly SearchDocument[]): SearchVectors[] {
  return documents.map(vectorsOf);
}
