// Reads and encodes pictures, two at a time, in processes of their own. Jobs wait in a short queue without their bytes, which are loaded when
// their turn comes. Whatever a picture does to its process, the result is a value and not an exception.
import { Readable } from "node:stream";
import {
  type PicturePoint,
  type PictureResult,
  type PictureSource,
  type PictureTask,
  type ProbedPicture,
  pictureFailure,
} from "./picture-job.js";
import { PICTURE_LIMITS } from "./picture-limits.js";
import type { PictureVariant } from "./picture-presets.js";
import { PictureProcess, type PictureProcessOptions } from "./picture-process.js";

/** The bytes, or a stream of them, which the process gets without a copy of the whole in the service. */
export type LoadPicture = () => Promise<Uint8Array | PictureSource>;

export interface PictureEncoderOptions extends Partial<PictureProcessOptions> {
  processes?: number;
  maxWaiting?: number;
}

const CENTRE: PicturePoint = { x: 0.5, y: 0.5 };
const BUSY = pictureFailure("BUSY", "Too many pictures are being processed. Try again in a moment.");

export class PictureEncoder {
  readonly #idle: PictureProcess[];
  readonly #all: readonly PictureProcess[];
  readonly #waiting: ((process: PictureProcess) => void)[] = [];
  readonly #maxWaiting: number;

  constructor({ processes = 2, maxWaiting = 64, ...options }: PictureEncoderOptions = {}) {
    const processOptions = { seconds: PICTURE_LIMITS.seconds, idleMs: 30_000, ...options };
    this.#all = Array.from({ length: processes }, () => new PictureProcess(processOptions));
    this.#idle = [...this.#all];
    this.#maxWaiting = maxWaiting;
  }

  /** Jobs that are executed or wait. */
  get load(): { running: number; waiting: number } {
    return { running: this.#all.length - this.#idle.length, waiting: this.#waiting.length };
  }

  /** Decodes the whole picture, so that a damaged one is found. */
  probe(load: LoadPicture): Promise<PictureResult<ProbedPicture>> {
    return this.#run(load, { kind: "probe" });
  }

  encode(
    load: LoadPicture,
    variant: PictureVariant,
    focalPoint: PicturePoint | null,
  ): Promise<PictureResult<Uint8Array>> {
    return this.#run(load, { kind: "encode", variant, focalPoint: focalPoint ?? CENTRE });
  }

  /** Ends the processes; call it when no job runs. */
  close(): void {
    for (const process of this.#all) process.close();
  }

  async #run<T>(load: LoadPicture, task: PictureTask): Promise<PictureResult<T>> {
    const process = this.#idle.pop() ?? (await this.#turn());
    if (process === null) return BUSY;
    try {
      const source = sourceOf(await load());
      const { bytes: limit } = PICTURE_LIMITS;
      if (source.byteSize > limit) {
        source.stream.destroy();
        return pictureFailure("TOO_LARGE", `The picture has ${source.byteSize} bytes; the limit is ${limit}.`);
      }
      return await process.run<T>(task, source);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(process);
      else next(process);
    }
  }

  async #turn(): Promise<PictureProcess | null> {
    if (this.#waiting.length >= this.#maxWaiting) return null;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function sourceOf(loaded: Uint8Array | PictureSource): PictureSource {
  return "stream" in loaded ? loaded : { stream: Readable.from([loaded]), byteSize: loaded.length };
}
