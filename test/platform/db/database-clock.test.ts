// Property test of DatabaseClock: its bounds hold however the clocks of this machine change.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DatabaseClock } from "../../../src/platform/db/database-clock.js";

const RUNS = { numRuns: 500 };
const START = 1_800_000_000_000;

test("DatabaseClock gives bounds that contain the database's time, also when the wall clock is adjusted", () => {
  const milliseconds = fc.double({ min: 0, max: 2_000, noNaN: true });
  const leap = fc.integer({ min: -5_000, max: 5_000 });
  fc.assert(
    fc.property(milliseconds, milliseconds, milliseconds, leap, (there, back, passed, by) => {
      const clock = new DatabaseClock();
      // The database reads its clock at `there`; its clock is adjusted with this machine's at some time after that.
      const at = (steady: number, leapt: number) => ({ steady, wall: Math.floor(START + steady + leapt) });
      clock.set(START + there, { sent: at(0, 0), received: at(there + back, 0) });
      const steady = there + back + passed;
      const database = START + steady + by;
      const { wall } = at(steady, by);
      assert.ok(clock.latest(steady, wall) >= database, "latest");
      assert.ok(clock.earliest({ steady, wall }) <= database, "earliest");
    }),
    RUNS,
  );
});
