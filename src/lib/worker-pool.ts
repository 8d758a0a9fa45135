// Opens a Piscina pool of one worker thread for CPU-bound work, and splits batches into the chunks that its thread processes
// (docs/decisions/0022-worker-threads.md).
import type { ResourceLimits } from "node:worker_threads";
import type { Piscina } from "piscina";
import { chunksOf } from "./chunks.js";

/**
 * Items per task. A message takes as long as several items. With 100 at once, the thread spent a third of its time copying them between the
 * generations of its heap.
 */
const CHUNK_SIZE = 25;
/** Tasks that the thread holds at once: with one, it would wait for the main thread between two chunks. */
const CHUNKS_IN_THREAD = 2;
/** The young generation holds the objects of a few chunks; a larger one is not faster. The old one has room for a body of 2 MB. */
const BATCH_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 20, maxOldGenerationSizeMb: 512 };

export interface WorkerPoolOptions {
  module: URL;
  /** The exported function of the module that executes a task. */
  name: string;
  resourceLimits: ResourceLimits;
  concurrentTasksPerWorker?: number;
}

/** Piscina is loaded here because loading it takes 30 ms of CPU, and most processes never need a worker. */
export async function openWorkerPool<Task, Result>(options: WorkerPoolOptions): Promise<Piscina<Task, Result>> {
  const { Piscina } = await import("piscina");
  const { module, ...rest } = options;
  // A minimum of one thread makes Piscina replace a thread that died while tasks were waiting.
  return new Piscina({ filename: module.href, minThreads: 1, maxThreads: 1, recordTiming: false, ...rest });
}

/** Its tasks are the chunks of a batch. */
export function openBatchPool<Task, Result>(module: URL, name: string): Promise<Piscina<Task, Result[]>> {
  return openWorkerPool({ module, name, resourceLimits: BATCH_LIMITS, concurrentTasksPerWorker: CHUNKS_IN_THREAD });
}

/** The results are in the order of the chunks. */
export function executeChunks<Item, Result>(
  batch: readonly Item[],
  execute: (chunk: readonly Item[]) => Promise<Result[]>,
): Promise<Result[][]> {
  return Promise.all([...chunksOf(batch, CHUNK_SIZE)].map(execute));
}
