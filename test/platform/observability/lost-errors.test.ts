// A failure that nobody awaits ends the process unless it is one of a field, which is nobody's business but its answer's.
import assert from "node:assert/strict";
import { it } from "node:test";
import { eventually } from "../../support/eventually.js";
import { spawnScript } from "../../support/spawned.js";

const SCRIPT = new URL("./lost-error-process.js", import.meta.url);

it("a field's failure that nobody awaits is logged, and the process goes on", async () => {
  const script = spawnScript(SCRIPT, { isOfField: true });
  assert.equal(await script.firstLine, "still here");
  await eventually(() => script.complaints().includes("a field"), "it is logged");
  await script.kill();
});

it("any other failure that nobody awaits ends the process", async () => {
  await assert.rejects(spawnScript(SCRIPT, { isOfField: false }).firstLine, /something else/);
});
