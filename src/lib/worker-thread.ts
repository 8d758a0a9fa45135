// Does batches of jobs beside the thread that asks: half of an import's work, done while the other half waits for the
// database. A job that breaks the thread costs itself alone.
import { Worker } from "node:worker_threads";
import { chunksOf } from "./chunks.js";
import { messageOf } from "./error-facts.js";

export type Outcome<Result> = { done: Result } | { fault: string };

export interface JobRequest<Job> {
  id: number;
  jobs: readonly Job[];
}

export interface JobResponse<Result> {
  id: number;
  outcomes: Outcome<Result>[];
}

/** What a thread does, there or, where that is quicker, here. */
export interface JobKind<Job, Result> {
  /** A module that calls `serveJobs`. */
  module: URL;
  /** Fewer, before the thread has started, are done here. */
  minJobs: number;
  doHere(job: Job): Result;
}

interface Waiting<Result> {
  resolve(outcomes: Outcome<Result>[]): void;
  reject(reason: unknown): void;
}

/** What is alive at once in the thread: with a hundred, a third of its time went into copying them from heap to heap. */
const CHUNK_SIZE = 5;
/** A young generation this large holds what a chunk needs; a larger one takes memory and no time less. The old one is for a body of 2 MB. */
const LIMITS = { maxYoungGenerationSizeMb: 20, maxOldGenerationSizeMb: 512 };

export class WorkerThread<Job, Result> {
  readonly #kind: JobKind<Job, Result>;
  readonly #waiting = new Map<number, Waiting<Result>>();
  #worker: Worker | null = null;
  #requests = 0;
  #isClosed = false;

  constructor(kind: JobKind<Job, Result>) {
    this.#kind = kind;
  }

  /** In the order of the jobs. */
  async run(jobs: readonly Job[]): Promise<Outcome<Result>[]> {
    if (jobs.length === 0) return [];
    if (this.#worker === null && jobs.length < this.#kind.minJobs) {
      return jobs.map((job) => outcomeOf(this.#kind.doHere, job));
    }
    try {
      return (await Promise.all([...chunksOf(jobs, CHUNK_SIZE)].map((chunk) => this.#send(chunk)))).flat();
    } catch {
      const outcomes: Outcome<Result>[] = [];
      for (const job of jobs) outcomes.push(await this.#runAlone(job));
      return outcomes;
    }
  }

  /** What is still being done ends in faults: an import that failed must not start a thread anew for it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  async #runAlone(job: Job): Promise<Outcome<Result>> {
    try {
      const [outcome] = await this.#send([job]);
      return outcome ?? { fault: "no result" };
    } catch (error) {
      return { fault: messageOf(error) };
    }
  }

  #send(jobs: readonly Job[]): Promise<Outcome<Result>[]> {
    if (this.#isClosed) return Promise.reject(new Error("the thread was closed"));
    const worker = this.#worker ?? this.#start();
    this.#worker = worker;
    this.#requests += 1;
    const id = this.#requests;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, jobs } satisfies JobRequest<Job>);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#kind.module, { resourceLimits: LIMITS });
    worker.on("message", ({ id, outcomes }: JobResponse<Result>) => {
      this.#waiting.get(id)?.resolve(outcomes);
      this.#waiting.delete(id);
    });
    let reason: unknown = new Error("the thread has ended");
    worker.on("error", (error) => {
      reason = error;
    });
    worker.on("exit", () => {
      if (this.#worker === worker) this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(reason);
      this.#waiting.clear();
    });
    return worker;
  }
}

export function outcomeOf<Job, Result>(work: (job: Job) => Result, job: Job): Outcome<Result> {
  try {
    return { done: work(job) };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}
