// Unhandled rejections: one of a field is logged, any other ends the process.
import assert from "node:assert/strict";
import { it } from "node:test";
import { eventually } from "../../support/eventually.js";
import { spawnScript } from "../../support/spawned.js";

const SCRIPT = new URL("./lost-error-process.js", import.meta.url);

it("an unhandled rejection of a field is logged, and the process continues", async () => {
  const script = spawnScript(SCRIPT, { isOfField: true });
  assert.equal(await script.firstLine, "still here");
  await eventually(() => script.errorOutput().includes("a field"), "it is logged");
  await script.kill();
});

it("any other unhandled rejection ends the process", async () => {
  await assert.rejects(spawnScript(SCRIPT, { isOfField: false }).firstLine, /something else/);
});
