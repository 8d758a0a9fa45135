// A process that decodes and encodes pictures, one job at a time. It is started with its first job, ended when it is idle for a while, and
// killed if a job takes too long. Decoding is not done in a thread: a thread cannot be ended while a decoder works, and a decoder that
// crashes would end the service.
import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { setPriority } from "node:os";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { codeOf } from "../../lib/error-facts.js";
import { countedBytes } from "../storage/counted-bytes.js";
import {
  type PictureJob,
  type PictureResult,
  type PictureSource,
  type PictureTask,
  pictureFailure,
} from "./picture-job.js";

export interface PictureProcessOptions {
  seconds: number;
  idleMs: number;
  /** Another program, in tests. */
  program?: URL;
}

/** One arena, and freed blocks of 128 KiB go back to the system at once: the peak of a job is a fifth lower. */
const SMALL_HEAPS = {
  ...{ MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "131072", MALLOC_MMAP_THRESHOLD_: "131072" },
  UV_THREADPOOL_SIZE: "1",
};
/**
 * Queries come first, but not so that pictures starve: on busy cores a process gets a fourth of what another one gets. With 19, the lowest priority,
 * a picture took a minute there.
 */
const NICENESS = 5;
/** The engine only copies bytes and computes the stand-in. */
const SMALL_ENGINE = [
  ...["--max-old-space-size=64", "--max-semi-space-size=1", "--single-threaded", "--optimize-for-size"],
];
const PROGRAM = new URL("./picture-child.js", import.meta.url);
/** Errors of sending that are not the fault of the source: the process has ended, or responded before the end. */
const OF_PROCESS = new Set(["EPIPE", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED"]);
const CRASHED = pictureFailure("CRASHED", "The picture cannot be read: its decoder failed.");
const TIMEOUT = pictureFailure("TIMEOUT", "The picture takes too long to read.");

export class PictureProcess {
  readonly #options: PictureProcessOptions;
  #child: ChildProcess | null = null;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: PictureProcessOptions) {
    this.#options = options;
  }

  /** Rejects with the error of the source if its bytes do not come. */
  async run<T>(task: PictureTask, source: PictureSource): Promise<PictureResult<T>> {
    clearTimeout(this.#idleTimer);
    const child = this.#child ?? this.#start();
    hold(child, true);
    const sending = sendBytes(child, source);
    const job = { ...task, byteSize: source.byteSize };
    const result = await this.#resultOf<T>(child, job, sending);
    // Ends what is still being sent; usually everything has been.
    source.stream.destroy();
    const failure = await sending;
    if (failure === null && result !== CRASHED && result !== TIMEOUT) {
      hold(child, false);
      this.#idleTimer = setTimeout(() => this.close(), this.#options.idleMs).unref();
      return result;
    }
    child.kill("SIGKILL");
    this.#child = null;
    if (failure !== null && !OF_PROCESS.has(codeOf(failure))) throw failure;
    return result;
  }

  close(): void {
    clearTimeout(this.#idleTimer);
    if (this.#child?.connected === true) this.#child.disconnect();
    this.#child = null;
  }

  #start(): ChildProcess {
    const child = start(this.#options.program ?? PROGRAM);
    child.once("exit", () => {
      if (this.#child === child) this.#child = null;
    });
    this.#child = child;
    return child;
  }

  #resultOf<T>(child: ChildProcess, job: PictureJob, sending: Promise<Error | null>): Promise<PictureResult<T>> {
    return new Promise((resolve) => {
      const settle = (result: PictureResult<T>): void => {
        clearTimeout(timer);
        child.off("message", settle).off("exit", crash).off("error", crash);
        resolve(result);
      };
      const crash = () => settle(CRASHED);
      const timer = setTimeout(() => settle(TIMEOUT), this.#options.seconds * 1_000);
      child.on("message", settle).on("exit", crash).on("error", crash);
      child.send(job, (error) => {
        if (error !== null) crash();
      });
      // The time for the work begins with the last byte.
      void sending.then((failure) => (failure === null ? timer.refresh() : crash()));
    });
  }
}

/** Resolves with null once all bytes are sent, or with the reason why they are not. */
async function sendBytes(child: ChildProcess, { stream, byteSize }: PictureSource): Promise<Error | null> {
  if (child.stdin === null) return new Error("Expected a process with a standard input.");
  return pipeline(stream, countedBytes(byteSize), child.stdin, { end: false }).then(
    () => null,
    (error: Error) => error,
  );
}

/** An idle process does not keep the service from ending. */
function hold(child: ChildProcess, isHeld: boolean): void {
  const name = isHeld ? "ref" : "unref";
  child[name]();
  child.channel?.[name]();
  (child.stdin as Socket | null)?.[name]();
}

function start(program: URL): ChildProcess {
  const child = fork(fileURLToPath(program), [], {
    serialization: "advanced",
    stdio: ["pipe", "ignore", "ignore", "ipc"],
    // Nothing of the environment of the service: a decoder that was taken over should find no password.
    env: SMALL_HEAPS,
    execArgv: SMALL_ENGINE,
  });
  // Without this listener, an error of a process between two jobs would end the service.
  child.on("error", () => undefined);
  child.stdin?.on("error", () => undefined);
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  } catch {
    // It has ended already, or the system does not allow it.
  }
  return child;
}
