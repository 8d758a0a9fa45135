// A process that decodes and encodes pictures, one job at a time. It is started with its first job, ended when it is idle for a while, and
// killed if a job takes too long. Decoding is not done in a thread: a thread cannot be ended while a decoder works, and a decoder that
// crashes would end the service.
import { type ChildProcess, fork } from "node:child_process";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { type PictureJob, type PictureResult, pictureFailure } from "./picture-job.js";

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
const PROGRAM = new URL("./picture-child.js", import.meta.url);
const CRASHED = pictureFailure("CRASHED", "The picture cannot be read: its decoder failed.");
const TIMEOUT = pictureFailure("TIMEOUT", "The picture takes too long to read.");

export class PictureProcess {
  readonly #options: PictureProcessOptions;
  #child: ChildProcess | null = null;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: PictureProcessOptions) {
    this.#options = options;
  }

  async run<T>(job: PictureJob): Promise<PictureResult<T>> {
    clearTimeout(this.#idleTimer);
    const child = this.#child ?? this.#start();
    child.ref();
    child.channel?.ref();
    const result = await this.#resultOf<T>(child, job);
    if (result === CRASHED || result === TIMEOUT) {
      child.kill("SIGKILL");
      this.#child = null;
    } else {
      child.unref();
      child.channel?.unref();
      this.#idleTimer = setTimeout(() => this.close(), this.#options.idleMs).unref();
    }
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

  #resultOf<T>(child: ChildProcess, job: PictureJob): Promise<PictureResult<T>> {
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
    });
  }
}

function start(program: URL): ChildProcess {
  const child = fork(fileURLToPath(program), [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    // Nothing of the environment of the service: a decoder that was taken over should find no password.
    env: SMALL_HEAPS,
    execArgv: ["--max-old-space-size=64", "--max-semi-space-size=2"],
  });
  // Without this listener, an error of a process between two jobs would end the service.
  child.on("error", () => undefined);
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not allow it.
  }
  return child;
}
