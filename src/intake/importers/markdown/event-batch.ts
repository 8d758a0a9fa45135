// Collects events into batches. A batch is limited in files and in characters, so that memory use does not depend on the size of the
// folder.
import type { ImportEvent } from "../import-event.js";

const MAX_FILES = 50;
const MAX_CHARACTERS = 4 * 1024 * 1024;

export class EventBatch {
  /** Number of files processed so far. */
  done = 0;
  #events: ImportEvent[] = [];
  #characters = 0;
  #takenAt = 0;

  constructor(private readonly total: number) {}

  add(events: readonly ImportEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      if (event.kind === "post") this.#characters += event.post.source.length;
    }
  }

  get isFull(): boolean {
    return this.done - this.#takenAt >= MAX_FILES || this.#characters >= MAX_CHARACTERS;
  }

  /** Returns the collected events, followed by the progress of the reader. */
  take(): ImportEvent[] {
    const events: ImportEvent[] = [...this.#events, { kind: "progress", done: this.done, total: this.total }];
    this.#events = [];
    this.#characters = 0;
    this.#takenAt = this.done;
    return events;
  }
}
