// Tests the edit distance: its value for each kind of typo, and its properties as a distance.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { editDistance } from "../../src/lib/edit-distance.js";
import { readPropertyRuns } from "../support/environment.js";

const NO_LIMIT = 100;
const word = fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 8 });

describe("editDistance", () => {
  it("counts an inserted, missing, changed or swapped letter as one", () => {
    for (const typo of ["okkapi", "okpi", "okami", "okpai"])
      assert.equal(editDistance(typo, "okapi", NO_LIMIT), 1, typo);
    assert.equal(editDistance("okapi", "okapi", NO_LIMIT), 0);
    assert.equal(editDistance("", "okapi", NO_LIMIT), 5);
  });

  it("returns more than the limit for words that are further apart", () => {
    for (const limit of [1, 2]) assert.ok(editDistance("zebra", "okapi", limit) > limit);
  });

  it("is symmetric, and 0 only for equal words", () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = editDistance(one, other, NO_LIMIT);
        assert.equal(distance, editDistance(other, one, NO_LIMIT));
        assert.equal(distance === 0, one === other);
      }),
      readPropertyRuns(),
    );
  });

  it("gives the same distance under a limit as without one, if it is within the limit", () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 3 }), (one, other, limit) => {
        const distance = editDistance(one, other, NO_LIMIT);
        const limited = editDistance(one, other, limit);
        if (distance <= limit) assert.equal(limited, distance);
        else assert.ok(limited > limit);
      }),
      readPropertyRuns(),
    );
  });
});
