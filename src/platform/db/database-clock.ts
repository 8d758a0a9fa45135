// Estimates the database's clock without a query: scheduled content appears by the database's clock, not by this process's. The
// database reads its clock at some moment between request and response, so the estimate is a lower and an upper bound.

/** Maximum drift between two clocks as a fraction of the time since the last reading; rounding adds a millisecond. */
const DRIFT = 0.001;
const ROUNDING_MS = 1;

/**
 * A moment on both clocks of this process, in milliseconds: `steady` is `performance.now()`, `wall` is Unix time. The wall clock
 * may be adjusted, and if the database runs on the same machine, its time jumps too.
 */
export interface Moment {
  steady: number;
  wall: number;
}

export const momentNow = (): Moment => ({ steady: performance.now(), wall: Date.now() });

export class DatabaseClock {
  #database = 0;
  #sent: Moment = { steady: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY };
  #received: Moment = this.#sent;

  /** Records a reading: `database` is Unix time in milliseconds. */
  set(database: number, { sent, received }: { sent: Moment; received: Moment }): void {
    this.#database = database;
    this.#sent = sent;
    this.#received = received;
  }

  /** Milliseconds from the request of the last reading to `steady`. */
  ageAt(steady: number): number {
    return steady - this.#sent.steady;
  }

  /** Lower bound of the database's time: Unix time in milliseconds that it has certainly reached. */
  earliest({ steady, wall }: Moment = momentNow()): number {
    const passed = Math.min(steady - this.#received.steady, wall - this.#received.wall);
    return this.#database + passed - Math.abs(passed) * DRIFT - ROUNDING_MS;
  }

  /** Upper bound of the database's time: Unix time in milliseconds that it cannot have passed. */
  latest(steady = performance.now(), wall = Date.now()): number {
    const passed = Math.max(steady - this.#sent.steady, wall - this.#sent.wall);
    return this.#database + passed * (1 + DRIFT) + ROUNDING_MS;
  }
}
