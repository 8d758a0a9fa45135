// What time it is for the database, without asking it: the instant at which scheduled content appears is its, not ours.
// It read its clock somewhere between the question and the answer, so the time is known as two bounds.

/** How far two clocks may drift apart in the time since the last answer, and a millisecond for rounding. */
const DRIFT = 0.001;
const ROUNDING_MS = 1;

/**
 * An instant by both clocks of this process, in milliseconds: `steady` by `performance.now()`, `wall` since 1970. The wall
 * clock is set right now and then, and where the database is on this machine its time leaps with it.
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

  /** `database` in milliseconds since 1970. */
  set(database: number, { sent, received }: { sent: Moment; received: Moment }): void {
    this.#database = database;
    this.#sent = sent;
    this.#received = received;
  }

  /** Milliseconds from the question that was answered last to an instant by `performance.now()`. */
  ageAt(steady: number): number {
    return steady - this.#sent.steady;
  }

  /** Milliseconds since 1970 that the database has reached for sure. */
  earliest({ steady, wall }: Moment = momentNow()): number {
    const passed = Math.min(steady - this.#received.steady, wall - this.#received.wall);
    return this.#database + passed - Math.abs(passed) * DRIFT - ROUNDING_MS;
  }

  /** Milliseconds since 1970 that the database cannot have passed yet. */
  latest(steady = performance.now(), wall = Date.now()): number {
    const passed = Math.max(steady - this.#sent.steady, wall - this.#sent.wall);
    return this.#database + passed * (1 + DRIFT) + ROUNDING_MS;
  }
}
