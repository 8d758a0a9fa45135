// A failing test over HTTP has to say why: the service tells its client an id alone.
import assert from "node:assert/strict";
import { it } from "node:test";
import { createTestLog } from "./test-log.js";

it("prints errors of the service with their stack, and finds the cause of an id", () => {
  const printed: string[] = [];
  const { log, causeOf } = createTestLog((text) => printed.push(text));
  log.error({ err: new Error("relation does not exist"), errorId: "42" }, "A request failed unexpectedly.");
  log.warn("A warning is not printed.");
  assert.equal(printed.length, 1);
  assert.match(
    printed[0] ?? "",
    /logged an error: A request failed unexpectedly\. \(42\)\nError: relation does not exist\n +at /,
  );
  assert.match(causeOf("42") ?? "", /^Error: relation does not exist/);
  assert.equal(causeOf("43"), undefined);
  assert.equal(causeOf(undefined), undefined);
});
