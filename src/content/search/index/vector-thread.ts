// Computes the search vectors of many posts in a worker thread, while the main thread waits for the database.
import type { Piscina } from "piscina";
import { executeChunks, openBatchPool } from "../../../lib/worker-pool.js";
import { type SearchDocument, type SearchVectors, vectorsOf } from "./search-document.js";

/** The vectors are in the order of the documents. */
export type Vectorise = (documents: readonly SearchDocument[]) => Promise<SearchVectors[]>;

export const vectoriseHere: Vectorise = async (documents) => documents.map(vectorsOf);

export class VectorThread {
  #pool: Promise<Piscina<readonly SearchDocument[], SearchVectors[]>> | null = null;

  readonly vectorise: Vectorise = async (documents) => {
    this.#pool ??= openBatchPool(new URL("./vector-worker.js", import.meta.url), "vectorsOfAll");
    const pool = await this.#pool;
    return (await executeChunks(documents, (chunk) => pool.run(chunk))).flat();
  };

  async close(): Promise<void> {
    await (await this.#pool)?.destroy();
  }
}
