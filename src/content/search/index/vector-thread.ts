// Makes the vectors of many posts in a worker thread, which takes as long as storing them, so that the two run at the same time.
import { WorkerThread } from "../../../lib/worker-thread.js";
import { type SearchDocument, type SearchVectors, vectorsOf } from "./search-document.js";

/** Callers that use a thread have many posts. */
const MIN_JOBS = 1;

/** Returns the vectors in the order of the documents. */
export type Vectorise = (documents: readonly SearchDocument[]) => Promise<SearchVectors[]>;

export const vectoriseHere: Vectorise = async (documents) => documents.map(vectorsOf);

export class VectorThread {
  readonly #thread = new WorkerThread<SearchDocument, SearchVectors>({
    module: new URL("./vector-worker.js", import.meta.url),
    minJobs: MIN_JOBS,
    doHere: vectorsOf,
  });

  readonly vectorise: Vectorise = async (documents) => {
    const outcomes = await this.#thread.run(documents);
    return outcomes.map((outcome) => {
      if ("done" in outcome) return outcome.done;
      throw new Error(`A post could not be indexed: ${outcome.fault}.`);
    });
  };

  close(): Promise<void> {
    return this.#thread.close();
  }
}
